/** The last line of a torture says what was tried, and proves no more than that. */
import { expect, test } from 'vitest';
import { accountOf, isClean, ofCorruptions, ofKills, ofPowerCuts } from '../../scripts/torture/account.ts';
import { readOptions } from '../../scripts/torture/options.ts';
import type { Finding } from '../torture/tally.ts';

const killed = (findings: Finding[] = []) =>
  ofKills({
    kills: 100,
    ofCoreAlone: 60,
    tickets: 1,
    replies: 1,
    files: 1,
    answers: 1,
    brokenConnections: 1,
    extraNotices: 2,
    findings,
  });
const damaged = (findings: Finding[] = []) => ofCorruptions({ corruptions: 200, rebuilt: 150, findings });
const loss: Finding = { wrong: 'lost', run: 'seed 1', seen: 'a draft' };

test('a zero is bounded by the runs that could have shown it, and by no others', () => {
  const { upper95, ...account } = accountOf(1, [killed(), damaged()]);
  expect(account).toMatchObject({ kills: 100, corruptions: 200, lost: 0, extra_notices_in_crash_window: 2 });
  expect(upper95).toMatchObject({ lost: 0.01, stuck: 0.01, silent_damage: 0.015 });
  expect(accountOf(1, [killed()]).upper95.silent_damage).toBeNull();
});

test('one loss in any part is a loss of the whole, and has no bound', () => {
  const account = accountOf(1, [killed(), damaged([loss])]);
  expect(account.lost).toBe(1);
  expect(account.upper95.lost).toBeNull();
  expect(isClean(account)).toBe(false);
  expect(isClean(accountOf(1, [killed(), damaged()]))).toBe(true);
});

test('a part that could not run counts for nothing and says why', () => {
  const account = accountOf(1, [ofPowerCuts({ skipped: 'there is no C compiler (cc)' })]);
  expect(account).toMatchObject({ powerCuts: 0, skipped: { powerCuts: 'there is no C compiler (cc)' } });
  expect(account.upper95.lost).toBeNull();
});

test('only the parts that are named run; without any, all do', () => {
  expect(readOptions(['--kills', '5'])).toMatchObject({ kills: 5, seeds: 0, powerCuts: 0, replay: false });
  expect(readOptions(['--mutants'])).toMatchObject({ mutants: true, seeds: 0, kills: 0 });
  expect(readOptions([]).seeds).toBeGreaterThan(0);
  expect(readOptions(['--seed', '7', '--only', '1,2'])).toMatchObject({
    replay: true,
    seed: 7,
    only: [1, 2],
  });
});

test.each([['--kills', 'many'], ['--unknown'], ['--kills']])(
  '%s %s is refused with the usage',
  (...words) => {
    expect(() => readOptions(words)).toThrow(/npm run torture/);
  },
);
