/** What the check says, a line for each expectation. */

import { TITLE } from './bench.ts';
import { type Found, GROUPS } from './checkDesk.ts';
import type { Verdict } from './expectation.ts';

const KINDS: Record<Verdict['kind'], string> = {
  holds: 'holds',
  fails: 'FAILS',
  not_offered: 'not offered',
  not_seen: 'not seen',
  untold: 'not told',
};
const WIDTH = 13;

/** What is said before anything is written. */
export function announcement(url: string): string {
  return `Checking ${url} against docs/support-api.md.

It writes about a dozen tickets there, each titled “${TITLE} (…)”, none of them urgent,
with messages and small files. Where there are chats it begins one, and ends it. It asks for no call, edits nothing of
others and speaks to no other address. Where the desk takes edits, it solves its tickets in the end.`;
}

/** One expectation in a line, with the heading of its group before the first of them. */
export function line({ group, expectation: { name, says, section }, verdict }: Found): string {
  const isFirst = GROUPS.find(({ title }) => title === group)?.expectations[0]?.name === name;
  const why =
    verdict.kind === 'holds'
      ? ''
      : `\n${' '.repeat(WIDTH + 2)}${verdict.because} [${name}, see “${section}”]`;
  return `${isFirst ? `\n${group}\n` : ''}  ${KINDS[verdict.kind].padEnd(WIDTH)}${says}${why}`;
}

/** How it went as a whole. */
export function summary(all: readonly Found[]): string {
  const count = (kind: Verdict['kind']) => all.filter(({ verdict }) => verdict.kind === kind).length;
  const others = (['not_offered', 'not_seen', 'untold'] as const)
    .map((kind) => [count(kind), KINDS[kind]] as const)
    .filter(([many]) => many > 0)
    .map(([many, words]) => `, ${many} ${words}`);
  const fails = count('fails');
  return `\n${count('holds')} hold, ${fails} ${fails === 1 ? 'fails' : 'fail'}${others.join('')}.`;
}
