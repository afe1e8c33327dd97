/** The guide in English: for a window in English, and for the desk, which works in English whatever the window speaks. */
import type { CompleteFacts, FactName } from './facts.ts';
import type { Reason } from './table.ts';

type Answers = { [F in FactName]: Record<CompleteFacts[F], string> };

export const QUESTIONS = {
  kind: 'What is happening?',
  data: 'Is data lost or wrong, or may somebody have got in?',
  /** Of a kind that says already that data is lost or wrong. */
  dataHow: 'How much data?',
  affected: 'Who is affected?',
  relief: 'Can the people affected go on?',
  stake: 'What does it hold up?',
} as const satisfies Record<FactName | 'dataHow', string>;

export const ANSWERS = {
  kind: {
    cannot_sign_in: 'People cannot sign in',
    outage: 'It is down',
    content_unavailable: 'Content is unavailable',
    security: 'Somebody may have got in, or has seen what they should not',
    data_lost: 'Data is lost',
    wrong_data: 'Data is wrong',
    slow: 'It is slow',
    error: 'Something does not work',
    question: 'I have a question',
    request: 'I need something done',
    cosmetic: 'It looks wrong',
  },
  data: {
    none: 'No',
    one: 'One record is lost or wrong',
    some: 'Some records are lost or wrong',
    many: 'Many records are lost or wrong',
    outsiders: 'Somebody may have got in, or has seen what they should not',
    unknown: 'I cannot say now',
  },
  affected: {
    one: 'One person',
    few: 'A few people',
    team: 'One team',
    several_teams: 'Several teams',
    most: 'Most or all of us',
    customers: 'Our customers or visitors',
    unknown: 'I cannot say now',
  },
  relief: {
    over: 'Yes, it is over',
    around: 'Yes, there is a way around that they can use',
    no: 'No',
    unknown: 'I cannot say now',
  },
  stake: {
    none: 'Nothing urgent',
    work: 'Urgent work is stopped',
    deadline: 'A launch or another deadline is at stake',
    money: 'Money is being lost',
    unknown: 'I cannot say now',
  },
} as const satisfies Answers;

export const REASONS = {
  security: 'Somebody may have got in, or has seen what they should not.',
  much_data: 'Many records are lost or wrong.',
  data_of_a_team: 'Records are lost or wrong, for a whole team or further.',
  data_of_nobody_knows_whom: 'Records are lost or wrong, and it is not known for whom.',
  data_may_be_at_risk:
    'It is not known yet whether data or security is at risk, and more than a few may be affected.',
  revenue_lost: 'Money is being lost, and nobody has said that it is over.',
  everyone_cut_off: 'Most or all of us are cut off, and no way around is known.',
  customers_cut_off: 'Our customers or visitors are cut off, and no way around is known.',
  everyone_may_be_cut_off: 'It is not known how many are cut off, and no way around is known.',
  several_teams_cut_off: 'Several teams are cut off, and no way around is known.',
  urgent_work_stopped:
    'Urgent work is stopped, it reaches a whole team or further, and no way around is known.',
  urgent_work_may_be_stopped: 'Urgent work is stopped, and it is not known for how many.',
  deadline_at_stake:
    'A deadline is at stake, it reaches a whole team or further, and no way around is known.',
  deadline_may_be_at_stake: 'A deadline is at stake, and it is not known for how many.',
  much_may_be_stopped: 'It reaches several teams or further, and what it holds up is not known yet.',
  nobody_knows_how_far: 'It is not known yet whom it reaches, or what it holds up.',
  question: 'It is a question.',
  request: 'It is a request.',
  cosmetic: 'It looks wrong.',
  over: 'It is over.',
  has_workaround: 'There is a way around that the people affected can use.',
  one_record: 'One record is lost or wrong.',
  few_hit: 'One person or a few are affected.',
  nothing_urgent: 'Nothing urgent is held up.',
  one_team: 'One team is affected.',
  no_data: 'No data is lost or wrong, and nobody has got in.',
} as const satisfies Record<Reason, string>;

/** What is not known yet, as it stands in a sentence. */
export const FACTS = {
  kind: 'what is happening',
  data: 'whether data or security is at risk',
  affected: 'who is affected',
  relief: 'whether people can go on',
  stake: 'what it holds up',
} as const satisfies Record<FactName, string>;
