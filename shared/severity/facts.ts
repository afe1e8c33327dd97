/** What a person is asked about an incident. The answers, never the person's own wish, give the severity. */
import { z } from 'zod';
import type { Affected } from '../contract.ts';

export const Kind = z.enum([
  'cannot_sign_in',
  'outage',
  'content_unavailable',
  'security',
  'data_lost',
  'wrong_data',
  'slow',
  'error',
  'question',
  'request',
  'cosmetic',
]);

/** Who is hit: what the contract knows, and those outside. `unknown` is an answer: it is not known yet. */
export const Reach = z.enum(['one', 'few', 'team', 'several_teams', 'most', 'customers', 'unknown']);
export type Reach = z.infer<typeof Reach>;

/** How much data is lost or wrong, or that somebody may have got in or seen what they should not. */
export const Data = z.enum(['none', 'one', 'some', 'many', 'outsiders', 'unknown']);

/** The worst that hangs on it. */
export const Stake = z.enum(['none', 'work', 'deadline', 'money', 'unknown']);

/** Whether the people affected can go on: it is over, there is a way around that they can use, or there is none. */
export const Relief = z.enum(['over', 'around', 'no', 'unknown']);

/** The answers given so far. Null is a question not answered yet, which is not the same as `unknown`. */
export const SeverityFacts = z.object({
  kind: Kind.nullable(),
  affected: Reach.nullable(),
  data: Data.nullable(),
  stake: Stake.nullable(),
  relief: Relief.nullable(),
});
export type SeverityFacts = z.infer<typeof SeverityFacts>;

export type FactName = keyof SeverityFacts;

/** Every question answered. */
export type CompleteFacts = { [F in FactName]: NonNullable<SeverityFacts[F]> };

/** Nothing answered yet: where every form starts. */
export const NO_FACTS: Readonly<SeverityFacts> = {
  kind: null,
  affected: null,
  data: null,
  stake: null,
  relief: null,
};

/**
 * The order in which the questions are asked; those that no longer matter are left out. What happened comes first,
 * because every person can say it. Data comes next: it is asked of every kind, decides most alone, and settles a
 * question or a wish.
 */
export const ASKING_ORDER: readonly FactName[] = ['kind', 'data', 'affected', 'relief', 'stake'];

/**
 * The answers to each question, from mild to bad. A worse answer never lowers the severity. `unknown` stands between:
 * it pulls up past what is mild, and never as far as the worst.
 */
export const WORSE = {
  affected: ['one', 'few', 'team', 'several_teams', 'unknown', 'most', 'customers'],
  data: ['none', 'one', 'some', 'unknown', 'many', 'outsiders'],
  stake: ['none', 'unknown', 'deadline', 'work', 'money'],
  relief: ['over', 'around', 'unknown', 'no'],
} as const satisfies { [F in Exclude<FactName, 'kind'>]: readonly CompleteFacts[F][] };

/** The mildest answer to each question. Kinds have no order, but nothing is milder than a question. */
export const MILDEST: Readonly<CompleteFacts> = {
  kind: 'question',
  affected: WORSE.affected[0],
  data: WORSE.data[0],
  stake: WORSE.stake[0],
  relief: WORSE.relief[0],
};

/** Kinds that say already that data is lost or wrong: of these only how much is asked. */
const OF_DATA: readonly SeverityFacts['kind'][] = ['data_lost', 'wrong_data'];
export const isOfData = (kind: SeverityFacts['kind']): boolean => OF_DATA.includes(kind);

/** How much data can be said of a kind of trouble. */
export function dataAnswers(kind: SeverityFacts['kind']): readonly CompleteFacts['data'][] {
  return isOfData(kind) ? Data.options.filter((answer) => answer !== 'none') : Data.options;
}

/** The answers without those that this kind of trouble does not offer: they stay from a kind chosen before. */
export function offered(facts: SeverityFacts): SeverityFacts {
  return facts.data === null || dataAnswers(facts.kind).includes(facts.data)
    ? facts
    : { ...facts, data: null };
}

/** Who is hit as it travels: the contract has no word for those outside, and they are no fewer than most. */
export function wireReach(reach: Reach | null): Affected | null {
  return reach === 'customers' ? 'most' : reach;
}

/** The answers of an earlier version, in today's questions. What it asked otherwise is asked again. */
export function earlierFacts(stored: Record<string, unknown>): Record<string, unknown> {
  if (!('dataAtRisk' in stored)) return stored;
  const { kind, dataAtRisk, workStopped, revenueLost, deadline, workaround, stillHappening } = stored;
  const stakes = [workStopped, revenueLost, deadline];
  return {
    kind: kind === 'data_lost_or_exposed' ? 'data_lost' : kind,
    data: dataAtRisk === 'no' ? 'none' : dataAtRisk === 'unknown' ? 'unknown' : null,
    stake:
      revenueLost === 'yes'
        ? 'money'
        : workStopped === 'yes'
          ? 'work'
          : deadline === 'yes'
            ? 'deadline'
            : stakes.includes('unknown')
              ? 'unknown'
              : stakes.every((answer) => answer === 'no')
                ? 'none'
                : null,
    relief:
      stillHappening === 'no'
        ? 'over'
        : workaround === 'yes'
          ? 'around'
          : workaround === 'no' || workaround === 'unknown'
            ? workaround
            : null,
  };
}
