/** What a person is asked about an incident. The answers, never the person's own wish, give the severity. */
import { z } from 'zod';
import { Affected } from '../contract.ts';

export const Kind = z.enum([
  'cannot_sign_in',
  'outage',
  'content_unavailable',
  'data_lost_or_exposed',
  'wrong_data',
  'slow',
  'error',
  'question',
  'request',
  'cosmetic',
]);

/** `unknown` is an answer: somebody looked, and it is not known yet. */
export const Answer = z.enum(['yes', 'no', 'unknown']);

/** The answers given so far. Null is a question not answered yet, which is not the same as `unknown`. */
export const SeverityFacts = z.object({
  kind: Kind.nullable(),
  affected: Affected.nullable(),
  workStopped: Answer.nullable(),
  revenueLost: Answer.nullable(),
  dataAtRisk: Answer.nullable(),
  workaround: Answer.nullable(),
  stillHappening: Answer.nullable(),
  deadline: Answer.nullable(),
});
export type SeverityFacts = z.infer<typeof SeverityFacts>;

export type FactName = keyof SeverityFacts;

/** Every question answered. */
export type CompleteFacts = { [F in FactName]: NonNullable<SeverityFacts[F]> };

/** Nothing answered yet: where every form starts. */
export const NO_FACTS: Readonly<SeverityFacts> = {
  kind: null,
  affected: null,
  workStopped: null,
  revenueLost: null,
  dataAtRisk: null,
  workaround: null,
  stillHappening: null,
  deadline: null,
};

/**
 * The order in which the questions are asked. The window leaves out those that no longer matter.
 * What happened and who is hit come first, because every person can say it and most rows need it. Data at risk
 * decides alone, so it comes next. Whether it goes on comes last: nearly everybody says yes, which settles nothing.
 * Of the 720 orders of the last six this one asks the least for a guessed mix, where most incidents go on and few
 * touch data. When all answers are equally likely, it asks within one percent of the least.
 */
export const ASKING_ORDER: readonly FactName[] = [
  'kind',
  'affected',
  'dataAtRisk',
  'workStopped',
  'deadline',
  'workaround',
  'revenueLost',
  'stillHappening',
];

/**
 * The answers to each question, from mild to bad. A worse answer never lowers the severity.
 * For who is hit, `unknown` stands below `most`, and above everything that is known to be less.
 */
export const WORSE = {
  affected: ['one', 'few', 'team', 'several_teams', 'unknown', 'most'],
  workStopped: ['no', 'unknown', 'yes'],
  revenueLost: ['no', 'unknown', 'yes'],
  dataAtRisk: ['no', 'unknown', 'yes'],
  workaround: ['yes', 'unknown', 'no'],
  stillHappening: ['no', 'unknown', 'yes'],
  deadline: ['no', 'unknown', 'yes'],
} as const satisfies { [F in Exclude<FactName, 'kind'>]: readonly CompleteFacts[F][] };

/** The mildest answer to each question. Kinds have no order, but nothing is milder than a question. */
export const MILDEST: Readonly<CompleteFacts> = {
  kind: 'question',
  affected: WORSE.affected[0],
  workStopped: WORSE.workStopped[0],
  revenueLost: WORSE.revenueLost[0],
  dataAtRisk: WORSE.dataAtRisk[0],
  workaround: WORSE.workaround[0],
  stillHappening: WORSE.stillHappening[0],
  deadline: WORSE.deadline[0],
};
