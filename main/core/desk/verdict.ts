/** Reads one HTTP answer: what it means for the question that was asked. Pure. */
import type { z } from 'zod';
import { Problem } from '#shared/contract.ts';
import type { DeskAnswer } from './port.ts';

export type HttpAnswer = {
  status: number;
  contentType: string;
  retryAfter: string | null;
  /** The desk's own clock. */
  date: string | null;
  body: string;
};

/** Statuses that say "not now" (RFC 9110 sections 15.5.9 and 15.6, RFC 8470, RFC 6585). */
const LATER = new Set([408, 425, 429]);
const LONGEST_HOLD_MS = 3_600_000;
/** Longest part of an answer kept as the desk's words. */
const WORDS = 500;

/**
 * An answer that is not the support API's (a captive portal, a proxy, a wrong address) is never taken for the
 * desk's refusal: it could throw a good ticket out of the outbox.
 */
export function verdict<T>(answer: HttpAnswer, schema: z.ZodType<T>, now: number): DeskAnswer<T> {
  const { status } = answer;
  const json = parseJson(answer);
  if (status >= 200 && status < 300) {
    if (json === null) return { kind: 'later', failure: { code: 'desk_not_a_desk' }, afterMs: null };
    const parsed = schema.safeParse(json.value);
    if (parsed.success) return { kind: 'answered', status, value: parsed.data };
    const issue = parsed.error.issues[0];
    const detail = issue ? `${issue.path.join('.') || 'body'}: ${issue.message}` : undefined;
    return {
      kind: 'later',
      failure: { code: 'desk_answer_unfit', ...(detail && { detail }) },
      afterMs: null,
    };
  }

  const problem = json === null ? null : (Problem.safeParse(json.value).data ?? null);
  const words = problem?.detail ?? problem?.title;
  const said = words ? { detail: words.slice(0, WORDS) } : {};

  if (status === 401) return { kind: 'unauthorized', failure: { code: 'desk_unauthorized', ...said } };
  if (LATER.has(status) || status >= 500 || problem?.code === 'in_progress') {
    return {
      kind: 'later',
      failure: { code: 'desk_unavailable', detail: words?.slice(0, WORDS) ?? `HTTP ${status}` },
      // The desk's date is read by the desk's clock: this computer's may be years off.
      afterMs: retryAfterMs(answer.retryAfter, deskTime(answer.date) ?? now),
    };
  }
  if (problem === null) return { kind: 'later', failure: { code: 'desk_not_a_desk' }, afterMs: null };
  if (problem.code === 'cursor_expired') return { kind: 'expired' };
  return { kind: 'refused', status, failure: { code: 'desk_refused', ...said } };
}

function deskTime(date: string | null): number | null {
  const at = Date.parse(date ?? '');
  return Number.isNaN(at) ? null : at;
}

function parseJson(answer: HttpAnswer): { value: unknown } | null {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(answer.contentType)) return null;
  try {
    return { value: JSON.parse(answer.body) };
  } catch {
    return null;
  }
}

/**
 * `Retry-After` in milliseconds from `now`: seconds or an HTTP date (RFC 9110 section 10.2.3); null when unreadable.
 * A desk that names more than an hour is asked again after one: a mistaken figure must not hold a ticket for years.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : Math.min(LONGEST_HOLD_MS, Math.max(0, ms));
}
