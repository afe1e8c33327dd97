/** Refusals as RFC 9457 problems, in words that a person can act on. */

import type { z } from 'zod';
import { Problem } from '#shared/contract.ts';

export type Refusal = { status: number; problem: Problem };

const TITLES: Record<Problem['code'], string> = {
  unauthorized: 'This desk does not know the token.',
  not_found: 'There is nothing here under that name.',
  invalid: 'The request is not right.',
  in_progress: 'The same request is being worked on.',
  conflict: 'This was sent before, with other content.',
  version_conflict: 'This has been changed meanwhile.',
  cursor_expired: 'The cursor is no longer known.',
  rate_limited: 'Too many requests.',
  unavailable: 'The desk cannot answer now.',
};

/** A refusal with the usual title of its code. */
export function refusal(status: number, code: Problem['code'], detail?: string): Refusal {
  return { status, problem: { code, title: TITLES[code], ...(detail === undefined ? {} : { detail }) } };
}

/** A refusal as an answer. */
export function problemResponse(refused: Refusal, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(Problem.parse(refused.problem)), {
    status: refused.status,
    headers: { 'content-type': 'application/problem+json', ...headers },
  });
}

function sentence(issue: z.core.$ZodIssue): string {
  const field = issue.path.length === 0 ? 'The body' : `“${issue.path.join('.')}”`;
  if (issue.code === 'too_small' && issue.origin === 'string') return `${field} is empty.`;
  if (issue.code === 'too_big' && issue.origin === 'string') {
    return `${field} is longer than ${issue.maximum} characters.`;
  }
  if (issue.code === 'too_small') return `${field} is too small: the least is ${issue.minimum}.`;
  if (issue.code === 'too_big') return `${field} is too large: the most is ${issue.maximum}.`;
  if (issue.code === 'invalid_type') return `${field} is missing or not of the type ${issue.expected}.`;
  if (issue.code === 'invalid_value') return `${field} is not one of: ${issue.values.join(', ')}.`;
  if (issue.code === 'unrecognized_keys') return `${field} has unknown parts: ${issue.keys.join(', ')}.`;
  if (issue.code === 'invalid_format') return `${field} is not a valid ${issue.format}.`;
  return `${field} is not right: ${issue.message}.`;
}

/** What zod found, as sentences which name the fields. */
export function faultsInWords(error: z.ZodError): string {
  return error.issues.map(sentence).join(' ');
}

/** The JSON in these bytes, fit for the schema, or the refusal that says why not. */
export function readJson<Shape>(
  bytes: Uint8Array,
  schema: z.ZodType<Shape>,
): { ok: true; value: Shape } | { ok: false; refused: Refusal } {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { ok: false, refused: refusal(400, 'invalid', 'The body is not JSON in UTF-8.') };
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return { ok: true, value: parsed.data };
  return { ok: false, refused: refusal(422, 'invalid', faultsInWords(parsed.error)) };
}
