/** Answers that no honest desk gives: from something between, with another id, or a byte at a time. */
import { v7 } from 'uuid';
import type { DeskAnswer } from './desk-http.ts';
import type { Dice } from './dice.ts';

/** What may stand between a desk and its client. Nothing reaches the desk then. */
export const BETWEEN = ['forbidden', 'tooLarge', 'busy', 'portal', 'gateway'] as const;
type Between = (typeof BETWEEN)[number];
export const TRICKS = [...BETWEEN, 'otherId', 'drip'] as const;
export type Trick = (typeof TRICKS)[number];

/** How likely each trick is, for writes alone, for all but writes, or for every question. */
export type Tricks = { rates: Partial<Record<Trick, number>>; meets: 'writes' | 'reads' | 'all' };
export const HONEST: Tricks = { rates: {}, meets: 'all' };

const page = (status: number, title: string, headers: Record<string, string> = {}): DeskAnswer => ({
  status,
  headers: { 'content-type': 'text/html; charset=utf-8', ...headers },
  body: `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
});

/** An hour, as a proxy says it that knows nothing of what waits. */
const AN_HOUR = { 'retry-after': '3600' };

const ANSWERS: Record<Between, { words: string; answer: (words: string) => DeskAnswer }> = {
  forbidden: { words: 'Blocked by the firewall', answer: (words) => page(403, words) },
  tooLarge: { words: 'Request entity too large', answer: (words) => page(413, words, AN_HOUR) },
  busy: { words: 'No server is available', answer: (words) => page(503, words, AN_HOUR) },
  portal: { words: 'Sign in to the network', answer: (words) => page(401, words) },
  gateway: {
    words: 'No route for this method',
    answer: (message) => ({
      status: 422,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ message }),
    }),
  },
};

export const isBetween = (trick: Trick | null): trick is Between =>
  BETWEEN.some((between) => between === trick);

/** What something between says, and its words. */
export function answerBetween(which: Between): { words: string; answer: DeskAnswer } {
  const { words, answer } = ANSWERS[which];
  return { words, answer: answer(words) };
}

/** The same answer about another thing: one of `known`, or one that nobody knows. Lists and errors stay as they are. */
export function withOtherId(
  answer: DeskAnswer,
  { known, dice, now }: { known: readonly string[]; dice: Dice; now: number },
): DeskAnswer {
  if (answer.status >= 300 || typeof answer.body !== 'string' || answer.body === '') return answer;
  const doc: unknown = JSON.parse(answer.body);
  if (typeof doc !== 'object' || doc === null || !('id' in doc)) return answer;
  const others = known.filter((id) => id !== doc.id);
  const stranger = v7({ msecs: now, random: dice.bytes(16) });
  const id = dice.chance(0.5) ? (dice.pick(others) ?? stranger) : stranger;
  return { ...answer, body: JSON.stringify({ ...doc, id }) };
}
