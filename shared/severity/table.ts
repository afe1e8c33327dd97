/** The vendor's rules as rows. A row holds when every fact that it names has one of the answers it lists. */
import type { CompleteFacts, FactName } from './facts.ts';

/** What the vendor names as business critical. The words are in the locales. */
export const CRITICAL_EXAMPLES = ['sign_in', 'outage', 'content', 'data_breach'] as const;
export type CriticalExample = (typeof CRITICAL_EXAMPLES)[number];

/** What the vendor names as standard. */
export const STANDARD_EXAMPLES = ['error', 'question', 'cosmetic', 'request'] as const;
export type StandardExample = (typeof STANDARD_EXAMPLES)[number];

type Kind = CompleteFacts['kind'];

// Every row names its kinds: without a kind nothing is said.
type When = { readonly kind: readonly Kind[] } & {
  readonly [F in Exclude<FactName, 'kind'>]?: readonly CompleteFacts[F][];
};
type Row =
  | {
      readonly level: 'business_critical';
      readonly reason: string;
      readonly when: When;
      readonly example: CriticalExample;
    }
  | {
      readonly level: 'standard';
      readonly reason: string;
      readonly when: When;
      readonly example: StandardExample;
    };

const ACCESS = ['cannot_sign_in', 'outage', 'content_unavailable'] as const;
const INCIDENT = [...ACCESS, 'data_lost_or_exposed', 'wrong_data', 'slow', 'error'] as const;

// While nobody knows, what the vendor can least afford to miss counts as bad: data, an end, a way around.
const MAYBE_NO = ['no', 'unknown'] as const;
const MAYBE_YES = ['yes', 'unknown'] as const;
const GOING_ON = { stillHappening: MAYBE_YES, workaround: MAYBE_NO } as const;

/** One critical row that holds makes the severity business critical. The first that holds gives the example. */
export const ROWS = [
  {
    level: 'business_critical',
    reason: 'data_at_risk',
    when: { kind: INCIDENT, dataAtRisk: ['yes'] },
    example: 'data_breach',
  },
  {
    // No way around is asked for: money lost is lost, whatever the people at work can do.
    level: 'business_critical',
    reason: 'revenue_lost',
    when: { kind: INCIDENT, revenueLost: ['yes'], stillHappening: MAYBE_YES },
    example: 'outage',
  },
  {
    level: 'business_critical',
    reason: 'urgent_work_stopped',
    when: { kind: INCIDENT, workStopped: ['yes'], affected: ['team', 'several_teams', 'most'], ...GOING_ON },
    example: 'outage',
  },
  {
    level: 'business_critical',
    reason: 'urgent_work_may_be_stopped',
    when: { kind: INCIDENT, workStopped: ['yes'], affected: ['unknown'], ...GOING_ON },
    example: 'outage',
  },
  {
    level: 'business_critical',
    reason: 'everyone_cut_off',
    when: { kind: ['cannot_sign_in'], affected: ['most'], ...GOING_ON },
    example: 'sign_in',
  },
  {
    level: 'business_critical',
    reason: 'everyone_may_be_cut_off',
    when: { kind: ['cannot_sign_in'], affected: ['unknown'], ...GOING_ON },
    example: 'sign_in',
  },
  {
    level: 'business_critical',
    reason: 'everyone_cut_off',
    when: { kind: ['outage'], affected: ['most'], ...GOING_ON },
    example: 'outage',
  },
  {
    level: 'business_critical',
    reason: 'everyone_may_be_cut_off',
    when: { kind: ['outage'], affected: ['unknown'], ...GOING_ON },
    example: 'outage',
  },
  {
    level: 'business_critical',
    reason: 'everyone_cut_off',
    when: { kind: ['content_unavailable'], affected: ['most'], ...GOING_ON },
    example: 'content',
  },
  {
    level: 'business_critical',
    reason: 'everyone_may_be_cut_off',
    when: { kind: ['content_unavailable'], affected: ['unknown'], ...GOING_ON },
    example: 'content',
  },
  {
    level: 'business_critical',
    reason: 'several_teams_cut_off',
    when: { kind: ['outage'], affected: ['several_teams'], ...GOING_ON },
    example: 'outage',
  },
  {
    level: 'business_critical',
    reason: 'several_teams_cut_off',
    when: { kind: ['content_unavailable'], affected: ['several_teams'], ...GOING_ON },
    example: 'content',
  },
  {
    level: 'business_critical',
    reason: 'launch_at_stake',
    when: { kind: ACCESS, affected: ['team', 'several_teams'], deadline: ['yes'], ...GOING_ON },
    example: 'outage',
  },
  {
    // Last, so that data nobody has looked at yet does not hide a nearer example.
    level: 'business_critical',
    reason: 'data_may_be_at_risk',
    when: { kind: INCIDENT, dataAtRisk: ['unknown'] },
    example: 'data_breach',
  },
  { level: 'standard', reason: 'question', when: { kind: ['question'] }, example: 'question' },
  { level: 'standard', reason: 'request', when: { kind: ['request'] }, example: 'request' },
  { level: 'standard', reason: 'cosmetic', when: { kind: ['cosmetic'] }, example: 'cosmetic' },
  { level: 'standard', reason: 'over', when: { kind: INCIDENT, stillHappening: ['no'] }, example: 'error' },
  {
    level: 'standard',
    reason: 'has_workaround',
    when: { kind: INCIDENT, workaround: ['yes'] },
    example: 'error',
  },
  {
    level: 'standard',
    reason: 'few_hit',
    when: { kind: INCIDENT, affected: ['one', 'few'] },
    example: 'error',
  },
] as const satisfies readonly Row[];

/** What is said when no row holds: an incident that goes on, and reaches too few or stops too little. */
export const OTHERWISE = { reason: 'no_broad_effect', example: 'error' } as const;

export type Reason = (typeof ROWS)[number]['reason'] | (typeof OTHERWISE)['reason'];

/** The critical example to compare with while no critical row holds. */
export const CRITICAL_EXAMPLE_OF: Readonly<Record<Kind, CriticalExample>> = {
  cannot_sign_in: 'sign_in',
  outage: 'outage',
  content_unavailable: 'content',
  data_lost_or_exposed: 'data_breach',
  wrong_data: 'data_breach',
  slow: 'outage',
  error: 'outage',
  question: 'outage',
  request: 'outage',
  cosmetic: 'outage',
};
