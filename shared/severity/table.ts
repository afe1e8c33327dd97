/** The vendor's rules as rows. A row holds when every fact that it names has one of the answers it lists. */
import type { CompleteFacts, FactName } from './facts.ts';

/** What the vendor names on either side of the line. The words are in the locales. */
export const VENDORS_EXAMPLES = {
  business_critical: ['sign_in', 'outage', 'content', 'data_breach'],
  standard: ['error', 'question', 'cosmetic', 'request'],
} as const;
/** Ours, where none of the vendor's is near. */
export const OUR_EXAMPLES = {
  business_critical: ['money', 'wrong_data', 'urgent_work'],
  standard: ['other_way', 'over', 'one_record', 'one_team', 'can_wait'],
} as const;

type Either<Level extends 'business_critical' | 'standard'> =
  | (typeof VENDORS_EXAMPLES)[Level][number]
  | (typeof OUR_EXAMPLES)[Level][number];
export type CriticalExample = Either<'business_critical'>;
export type StandardExample = Either<'standard'>;

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

const CALM = ['question', 'request', 'cosmetic'] as const;
const DATA = ['data_lost', 'wrong_data'] as const;
const ACCESS = ['cannot_sign_in', 'outage', 'content_unavailable'] as const;
const INCIDENT = [...ACCESS, ...DATA, 'slow', 'error'] as const;
/** Data and security are asked of every kind; `security` has said it. */
const ANY = [...INCIDENT, ...CALM] as const;

const TEAM_OR_MORE = ['team', 'several_teams', 'most', 'customers'] as const;
const SEVERAL_OR_MORE = ['several_teams', 'most', 'customers'] as const;
/** No way around is known, and nobody has said that it is over. */
const GOING_ON = ['unknown', 'no'] as const;

/** One critical row that holds makes the severity business critical. The first that holds gives the example. */
export const ROWS = [
  {
    level: 'business_critical',
    reason: 'security',
    when: { kind: ['security'] },
    example: 'data_breach',
  },
  {
    level: 'business_critical',
    reason: 'security',
    when: { kind: ANY, data: ['outsiders'] },
    example: 'data_breach',
  },
  {
    level: 'business_critical',
    reason: 'much_data',
    when: { kind: ANY, data: ['many'] },
    example: 'wrong_data',
  },
  {
    level: 'business_critical',
    reason: 'data_of_a_team',
    when: { kind: ANY, data: ['some'], affected: TEAM_OR_MORE },
    example: 'wrong_data',
  },
  {
    level: 'business_critical',
    reason: 'data_of_nobody_knows_whom',
    when: { kind: ANY, data: ['some'], affected: ['unknown'] },
    example: 'wrong_data',
  },
  {
    // No way around is asked for: money lost is lost, whatever the people at work can do.
    level: 'business_critical',
    reason: 'revenue_lost',
    when: { kind: INCIDENT, stake: ['money'], relief: ['around', ...GOING_ON] },
    example: 'money',
  },
  {
    level: 'business_critical',
    reason: 'everyone_cut_off',
    when: { kind: ['cannot_sign_in'], affected: ['most'], relief: GOING_ON },
    example: 'sign_in',
  },
  {
    level: 'business_critical',
    reason: 'customers_cut_off',
    when: { kind: ['cannot_sign_in'], affected: ['customers'], relief: GOING_ON },
    example: 'sign_in',
  },
  {
    level: 'business_critical',
    reason: 'everyone_may_be_cut_off',
    when: { kind: ['cannot_sign_in'], affected: ['unknown'], relief: GOING_ON },
    example: 'sign_in',
  },
  {
    level: 'business_critical',
    reason: 'several_teams_cut_off',
    when: { kind: ['outage'], affected: ['several_teams'], relief: GOING_ON },
    example: 'outage',
  },
  {
    level: 'business_critical',
    reason: 'everyone_cut_off',
    when: { kind: ['outage'], affected: ['most'], relief: GOING_ON },
    example: 'outage',
  },
  {
    level: 'business_critical',
    reason: 'customers_cut_off',
    when: { kind: ['outage'], affected: ['customers'], relief: GOING_ON },
    example: 'outage',
  },
  {
    level: 'business_critical',
    reason: 'everyone_may_be_cut_off',
    when: { kind: ['outage'], affected: ['unknown'], relief: GOING_ON },
    example: 'outage',
  },
  {
    level: 'business_critical',
    reason: 'several_teams_cut_off',
    when: { kind: ['content_unavailable'], affected: ['several_teams'], relief: GOING_ON },
    example: 'content',
  },
  {
    level: 'business_critical',
    reason: 'everyone_cut_off',
    when: { kind: ['content_unavailable'], affected: ['most'], relief: GOING_ON },
    example: 'content',
  },
  {
    level: 'business_critical',
    reason: 'customers_cut_off',
    when: { kind: ['content_unavailable'], affected: ['customers'], relief: GOING_ON },
    example: 'content',
  },
  {
    level: 'business_critical',
    reason: 'everyone_may_be_cut_off',
    when: { kind: ['content_unavailable'], affected: ['unknown'], relief: GOING_ON },
    example: 'content',
  },
  {
    level: 'business_critical',
    reason: 'urgent_work_stopped',
    when: { kind: INCIDENT, stake: ['work'], affected: TEAM_OR_MORE, relief: GOING_ON },
    example: 'urgent_work',
  },
  {
    level: 'business_critical',
    reason: 'urgent_work_may_be_stopped',
    when: { kind: INCIDENT, stake: ['work'], affected: ['unknown'], relief: GOING_ON },
    example: 'urgent_work',
  },
  {
    level: 'business_critical',
    reason: 'deadline_at_stake',
    when: { kind: INCIDENT, stake: ['deadline'], affected: TEAM_OR_MORE, relief: GOING_ON },
    example: 'urgent_work',
  },
  {
    level: 'business_critical',
    reason: 'deadline_may_be_at_stake',
    when: { kind: INCIDENT, stake: ['deadline'], affected: ['unknown'], relief: GOING_ON },
    example: 'urgent_work',
  },
  {
    level: 'business_critical',
    reason: 'much_may_be_stopped',
    when: { kind: INCIDENT, stake: ['unknown'], affected: SEVERAL_OR_MORE, relief: GOING_ON },
    example: 'urgent_work',
  },
  {
    // Below most and above several teams: what holds there holds here.
    level: 'business_critical',
    reason: 'nobody_knows_how_far',
    when: { kind: INCIDENT, stake: ['unknown'], affected: ['unknown'], relief: GOING_ON },
    example: 'urgent_work',
  },
  {
    // Last, so that data nobody has looked at yet does not hide a nearer example.
    level: 'business_critical',
    reason: 'data_may_be_at_risk',
    when: { kind: ANY, data: ['unknown'], affected: [...TEAM_OR_MORE, 'unknown'] },
    example: 'wrong_data',
  },
  { level: 'standard', reason: 'question', when: { kind: ['question'] }, example: 'question' },
  { level: 'standard', reason: 'request', when: { kind: ['request'] }, example: 'request' },
  { level: 'standard', reason: 'cosmetic', when: { kind: ['cosmetic'] }, example: 'cosmetic' },
  { level: 'standard', reason: 'over', when: { kind: INCIDENT, relief: ['over'] }, example: 'over' },
  {
    level: 'standard',
    reason: 'has_workaround',
    when: { kind: INCIDENT, relief: ['around'] },
    example: 'other_way',
  },
  { level: 'standard', reason: 'one_record', when: { kind: ANY, data: ['one'] }, example: 'one_record' },
  { level: 'standard', reason: 'few_hit', when: { kind: ANY, affected: ['one', 'few'] }, example: 'error' },
  {
    level: 'standard',
    reason: 'nothing_urgent',
    when: { kind: INCIDENT, stake: ['none'] },
    example: 'can_wait',
  },
  {
    level: 'standard',
    reason: 'one_team',
    when: { kind: INCIDENT, affected: ['team'] },
    example: 'one_team',
  },
  {
    level: 'standard',
    reason: 'no_data',
    when: { kind: [...ACCESS, 'slow', 'error', ...CALM], data: ['none'] },
    example: 'can_wait',
  },
] as const satisfies readonly Row[];

export type Reason = (typeof ROWS)[number]['reason'];

/** The examples to compare with on the side on which no row holds. They say nothing of this trouble. */
export const COMPARED: Readonly<
  Record<Kind, { business_critical: CriticalExample; standard: StandardExample }>
> = {
  cannot_sign_in: { business_critical: 'sign_in', standard: 'can_wait' },
  outage: { business_critical: 'outage', standard: 'can_wait' },
  content_unavailable: { business_critical: 'content', standard: 'can_wait' },
  security: { business_critical: 'data_breach', standard: 'request' },
  data_lost: { business_critical: 'wrong_data', standard: 'one_record' },
  wrong_data: { business_critical: 'wrong_data', standard: 'one_record' },
  slow: { business_critical: 'urgent_work', standard: 'can_wait' },
  error: { business_critical: 'urgent_work', standard: 'can_wait' },
  question: { business_critical: 'data_breach', standard: 'question' },
  request: { business_critical: 'data_breach', standard: 'request' },
  cosmetic: { business_critical: 'data_breach', standard: 'cosmetic' },
};
