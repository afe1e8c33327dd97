/** Reads one HTTP answer: what it means for the question that was asked. Pure. */
import { z } from 'zod';
import { PROBLEM_CODES } from '#shared/contract.ts';
import type { ErrorCode, Failure } from '#shared/errors.ts';
import { parseReceived, TooMuch } from '#shared/received-json.ts';
import { type DeskAnswer, unfit } from './port.ts';
import type { Clean } from './secret.ts';

export type HttpAnswer = {
  status: number;
  contentType: string;
  retryAfter: string | null;
  /** The clock of whoever answered. */
  date: string | null;
  body: string;
};

/** Statuses that say "not now" (RFC 9110 sections 15.5.9 and 15.6, RFC 8470, RFC 6585). */
const LATER = new Set([408, 425, 429]);
/** What a proxy or a network wants first (RFC 9110 section 15.5.8, RFC 6585 section 6). */
const BETWEEN: ReadonlyMap<number, ErrorCode> = new Map([
  [407, 'network_proxy'],
  [511, 'desk_redirects'],
]);
const LONGEST_HOLD_MS = 3_600_000;
/** Longest part of an answer kept as somebody's words. */
const WORDS = 500;

/**
 * What an answer means. Only a problem is the desk's own word (RFC 9457, or plain JSON with a code of the contract).
 * What something in between says (a captive portal, a proxy, a wrong address) is never taken for it: it could throw a
 * good ticket out of the outbox. `clean` takes out of somebody's words what nobody may read.
 */
export function verdict<Schema extends z.ZodType>(
  answer: HttpAnswer,
  schema: Schema,
  now: number,
  clean: Clean = (words) => words,
): DeskAnswer<z.infer<Schema>> {
  const { status } = answer;
  const said = (words: string | null | undefined) => asDetail(words, clean);
  const read = parseJson(answer);
  const json = read instanceof TooMuch ? null : read;
  if (status >= 200 && status < 300) {
    if (read instanceof TooMuch) return unfit(read.message);
    if (json === null) return later({ code: 'desk_not_a_desk', ...said(pageWords(answer, clean)) });
    const parsed = schema.safeParse(json.value);
    if (parsed.success) return { kind: 'answered', status, value: parsed.data };
    const issue = parsed.error.issues[0];
    return later({
      code: 'desk_answer_unfit',
      ...said(issue && `${issue.path.join('.') || 'body'}: ${issue.message}`),
    });
  }

  const problem = problemIn(answer, json);
  const words =
    problem?.detail ?? problem?.title ?? (problem === null ? betweenWords(answer, json, clean) : null);
  const between = inBetween(answer);
  if (between !== null) return later({ code: between, ...said(words) });
  if (status === 401) {
    const failure: Failure = { code: 'desk_unauthorized', ...said(words) };
    return { kind: 'unauthorized', failure, isDesks: problem !== null };
  }
  if (LATER.has(status) || status >= 500 || problem?.code === 'in_progress') {
    return {
      kind: 'later',
      failure: { code: 'desk_unavailable', ...said(words ?? `HTTP ${status}`) },
      // The desk's date is read by the desk's clock: this computer's may be years off.
      afterMs: retryAfterMs(answer.retryAfter, deskTime(answer.date) ?? now),
      isPromise: problem !== null,
    };
  }
  if (problem === null) return { kind: 'blocked', status, failure: { code: 'desk_blocked', ...said(words) } };
  if (status === 410 && problem.code === 'cursor_expired') return { kind: 'expired' };
  return { kind: 'refused', status, failure: { code: 'desk_refused', ...said(words ?? `HTTP ${status}`) } };
}

/** What something in between wants before it lets anything through; null when this is nothing of the kind. */
function inBetween(answer: HttpAnswer): ErrorCode | null {
  const { status } = answer;
  // A redirect that cannot be followed; no other ever comes here.
  if (status >= 300 && status < 400) return 'desk_redirects';
  if (status === 401 && isPage(answer)) return 'desk_not_a_desk';
  return BETWEEN.get(status) ?? null;
}

function later(failure: Failure): DeskAnswer<never> {
  return { kind: 'later', failure, afterMs: null, isPromise: false };
}

/** Words as they may stand in a sentence of ours: without what would turn it or cut it. */
const asDetail = (words: string | null | undefined, clean: Clean) =>
  words ? { detail: clean(words.replace(/[^\P{Cc}\n\t]|\p{Cf}/gu, '')).slice(0, WORDS) } : {};

function deskTime(date: string | null): number | null {
  const at = Date.parse(date ?? '');
  return Number.isNaN(at) ? null : at;
}

/** Every member is optional, and one that does not fit is as if it were not there (RFC 9457 section 3.1). */
const AnyProblem = z.object({
  code: z.string().optional().catch(undefined),
  title: z.string().optional().catch(undefined),
  detail: z.string().optional().catch(undefined),
});
/** Plain JSON is anybody's: it is the desk's when it says what the contract says. */
const OwnProblem = AnyProblem.extend({ code: z.enum(PROBLEM_CODES), title: z.string() });

function problemIn(answer: HttpAnswer, json: { value: unknown } | null): z.infer<typeof AnyProblem> | null {
  if (json === null) return null;
  const isProblem = /^application\/problem\+json\b/i.test(answer.contentType);
  return (isProblem ? AnyProblem : OwnProblem).safeParse(json.value).data ?? null;
}

function parseJson(answer: HttpAnswer): { value: unknown } | TooMuch | null {
  if (!isJson(answer.contentType)) return null;
  try {
    return { value: parseReceived(answer.body) };
  } catch (error) {
    return error instanceof TooMuch ? error : null;
  }
}

export const isJson = (contentType: string): boolean => /^application\/([\w.-]+\+)?json\b/i.test(contentType);
const isPage = ({ contentType }: HttpAnswer) => /^(text\/html|application\/xhtml)/i.test(contentType);

/** The names under which gateways say what is wrong. */
const GatewayWords = z.union([
  z.object({ detail: z.string() }).transform(({ detail }) => detail),
  z.object({ message: z.string() }).transform(({ message }) => message),
  z.object({ error_description: z.string() }).transform((said) => said.error_description),
  z.object({ error: z.string() }).transform(({ error }) => error),
  z.object({ title: z.string() }).transform(({ title }) => title),
]);

/** The best words there are in an answer that is not the desk's. */
function betweenWords(answer: HttpAnswer, json: { value: unknown } | null, clean: Clean): string {
  const words = GatewayWords.safeParse(json?.value).data ?? pageWords(answer, clean);
  return words ? `HTTP ${answer.status}: ${words}` : `HTTP ${answer.status}`;
}

/** The title of a page, or the first line of a text, as plain text; null when there is none. */
function pageWords(answer: HttpAnswer, clean: Clean): string | null {
  if (isPage(answer)) {
    const title = /<title[^>]*>([^<]{1,2000})/i.exec(answer.body.slice(0, 100_000))?.[1];
    return title === undefined ? null : oneLine(clean(withoutEntities(title)));
  }
  return /^text\/plain\b/i.test(answer.contentType) ? oneLine(clean(answer.body.slice(0, 2_000))) : null;
}

const oneLine = (text: string): string | null =>
  text
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, 120) || null;

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const withoutEntities = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (whole, name: string) => ENTITIES[name] ?? whole);

/**
 * `Retry-After` in milliseconds from `now`: seconds or an HTTP date (RFC 9110 section 10.2.3); null when unreadable.
 * A desk that names more than an hour is asked again after one: a mistaken figure must not hold a ticket for years.
 */
export function retryAfterMs(header: string | null, now: number): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? null : Math.min(LONGEST_HOLD_MS, Math.max(0, ms));
}
