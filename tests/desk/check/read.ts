/** What an answer says, read so that one thing that is wrong in it hides nothing else. */
import { z } from 'zod';
import type { Answer } from './ask.ts';
import { ensure, Finding } from './expectation.ts';

const text = z.string().optional().catch(undefined);
const Loose = z
  .looseObject({
    id: text,
    ticketId: text,
    number: text,
    version: text,
    status: text,
    title: text,
    description: text,
    body: text,
    createdAt: text,
    channel: text,
    code: text,
    sha256: text,
  })
  .catch({});

/** The fields of an answer that are texts; undefined where it has none. */
export const fieldsOf = (answer: Answer) => Loose.parse(answer.json);

/** What an answer is, in a few words. */
export function said(answer: Answer): string {
  const { code } = fieldsOf(answer);
  return `${answer.question} was answered ${answer.status}${code === undefined || answer.ok ? '' : ` ${code}`}`;
}

/** The expectation fails unless the answer has one of these statuses. */
export function ensureStatus(answer: Answer, ...statuses: number[]): void {
  ensure(statuses.includes(answer.status), `${said(answer)}, not ${statuses.join(' or ')}.`);
}

/** The expectation fails unless the answer is 2xx. */
export function ensureTaken(answer: Answer): void {
  ensure(answer.ok, `${said(answer)}.`);
}

/** Fails with the first thing that does not fit. */
export function ensureFits<T>(value: unknown, schema: z.ZodType<T>, what: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const where = issue === undefined || issue.path.length === 0 ? '' : ` at “${issue.path.join('.')}”`;
  throw new Finding('fails', `${what} does not fit the contract${where}: ${issue?.message ?? 'unreadable'}.`);
}

/** Whether a desk says in the way of the document that it does without something. */
export const declines = (answer: Answer): boolean => [404, 405, 422, 501].includes(answer.status);
