// The figures of a torture for people to read.
import { WRONGS } from '../../tests/torture/tally.ts';
import type { Account } from './account.ts';

export type MutantRow = { name: string; caught: boolean; seeds: number };

/** Waits until the text is out, so that it is the last word also when a pipe is slow. */
export function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${text}\n`, () => resolve());
  });
}

export async function printAccount(account: Account): Promise<void> {
  const { seeds, histories, liveHistories, kills, corruptions, powerCuts, cuts, fuzz } = account;
  const at = (perSecond: number | null) => (perSecond === null ? '' : ` (${perSecond} per second)`);
  const lines = [
    `${seeds} seeds${at(account.seedsPerSecond)}, ${histories} histories${at(account.historiesPerSecond)}, ${liveHistories} live histories, ${kills} kills, ${corruptions} corruptions, ${powerCuts} power cuts, ${cuts} cuts of the network, ${fuzz} answers of the fuzz`,
    ...WRONGS.map((wrong) => {
      const bound = account.upper95[wrong];
      return `${wrong.padEnd(14)} ${account[wrong]}${bound === null ? '' : `   at most ${bound} of all runs (95 %)`}`;
    }),
    ...answers(account),
    ...fuzzed(account),
    ...(['histories', 'liveHistories'] as const).flatMap((name) => caughtUp(account, name)),
    `notices shown again across a crash: ${account.extra_notices_in_crash_window}`,
    ...Object.entries(account.others).flatMap(([name, found]) => (found === 0 ? [] : [`${name}: ${found}`])),
    ...Object.entries(account.skipped).map(([name, reason]) => `skipped: ${name}, because ${reason}`),
  ];
  await print(lines.join('\n'));
}

export async function printMutants(mutants: readonly MutantRow[]): Promise<void> {
  const width = Math.max(...mutants.map(({ name }) => name.length));
  const lines = mutants.map(
    ({ name, caught, seeds }) =>
      `${name.padEnd(width)}  ${caught ? `caught by seed ${seeds}` : `NOT CAUGHT in ${seeds} seeds`}`,
  );
  const took = mutants.flatMap(({ caught, seeds }) => (caught ? [seeds] : []));
  const median = took.sort((a, b) => a - b)[took.length >> 1];
  const summary = `${took.length} of ${mutants.length} planted bugs caught; median ${median ?? 'of none'} seeds`;
  await print([...lines, summary].join('\n'));
}

/** How long computers took to catch up once the faults had stopped. */
function caughtUp({ details }: Account, name: 'histories' | 'liveHistories'): string[] {
  const { caughtUpMedianMs: median, caughtUpP95Ms: p95, caughtUpMaxMs: max } = details[name] ?? {};
  if (median === undefined) return [];
  return [`caught up (${name}): median ${median} ms, 95 % within ${p95} ms, all within ${max} ms`];
}

/** How long an answer took after a cut of the network, where that was measured. */
function answers({ details }: Account): string[] {
  const waits = details.cuts;
  if (waits?.medianMs === undefined) return [];
  return [
    `answers after a cut: median ${waits.medianMs} ms, 95 % within ${waits.p95Ms} ms, all within ${waits.maxMs} ms`,
  ];
}

/** How hard the fuzz tried, and what it cost. */
function fuzzed({ details }: Account): string[] {
  const { pages, changes, places, longestMs, grewMb, texts, longestTextMs } = details.fuzz ?? {};
  if (pages === undefined) return [];
  return [
    `fuzz: ${pages} answers with ${changes} changes, ${places} places of the contract hurt; core held for at most ${longestMs} ms and ${grewMb} MB`,
    ...(texts === undefined ? [] : [`fuzz: ${texts} texts; the window held for at most ${longestTextMs} ms`]),
  ];
}
