/** The severity table, tried with every set of answers that there is. */
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import {
  ASKING_ORDER,
  type CompleteFacts,
  type FactName,
  MILDEST,
  NO_FACTS,
  SeverityFacts,
  WORSE,
} from '#shared/severity/facts.ts';
import { type Judgement, judge, judgeSoFar } from '#shared/severity/judge.ts';
import { CRITICAL_EXAMPLES, OTHERWISE, ROWS, STANDARD_EXAMPLES } from '#shared/severity/table.ts';
import { seededNumbers } from '../desk/random.ts';

const CALM = ['question', 'request', 'cosmetic'] as const;
const ACCESS = ['cannot_sign_in', 'outage', 'content_unavailable'] as const;
const KINDS = [...CALM, ...ACCESS, 'data_lost_or_exposed', 'wrong_data', 'slow', 'error'] as const;
// From mild to bad, and a calm kind first: the first answer to each question is the mildest.
const ANSWERS: Readonly<Record<FactName, readonly string[]>> = { kind: KINDS, ...WORSE };

type Case = { facts: CompleteFacts; judged: Judgement };
const CASES: Case[] = [];
for (const kind of KINDS)
  for (const affected of WORSE.affected)
    for (const workStopped of WORSE.workStopped)
      for (const revenueLost of WORSE.revenueLost)
        for (const dataAtRisk of WORSE.dataAtRisk)
          for (const workaround of WORSE.workaround)
            for (const stillHappening of WORSE.stillHappening)
              for (const deadline of WORSE.deadline) {
                const hit = { kind, affected, workStopped, revenueLost };
                const facts = { ...hit, dataAtRisk, workaround, stillHappening, deadline };
                CASES.push({ facts, judged: judge(facts) });
              }

/** How far apart in the list two cases lie that differ by one step in one answer. */
const STEP: Readonly<Record<FactName, number>> = {
  kind: 6 * 3 ** 6,
  affected: 3 ** 6,
  workStopped: 3 ** 5,
  revenueLost: 3 ** 4,
  dataAtRisk: 3 ** 3,
  workaround: 3 ** 2,
  stillHappening: 3,
  deadline: 1,
};

function at(index: number): Case {
  const found = CASES[index];
  if (found === undefined) throw new Error(`no case ${index}`);
  return found;
}
const place = (fact: FactName, index: number) => Math.floor(index / STEP[fact]) % ANSWERS[fact].length;
/** The case with the mildest answer to these questions. */
const milder = (index: number, facts: readonly FactName[]) =>
  facts.reduce((to, fact) => to - place(fact, to) * STEP[fact], index);
const isCritical = (index: number) => at(index).judged.level === 'business_critical';
function subsets(of: readonly FactName[]): FactName[][] {
  const [first, ...others] = of;
  if (first === undefined) return [[]];
  return subsets(others).flatMap((subset) => [subset, [first, ...subset]]);
}

/** Every case that breaks a promise; the first few are enough to see why. */
function breaking(isBroken: (each: Case, index: number) => boolean) {
  return CASES.filter(isBroken).slice(0, 3);
}

const OUTAGE: CompleteFacts = {
  kind: 'outage',
  affected: 'most',
  workStopped: 'no',
  revenueLost: 'no',
  dataAtRisk: 'no',
  workaround: 'no',
  stillHappening: 'yes',
  deadline: 'no',
};

describe('of all sets of answers', () => {
  test('there are 43,740, and 23,800 are business critical: no row changes unseen', () => {
    expect(CASES.length).toBe(43_740);
    expect(CASES.filter(({ judged }) => judged.level === 'business_critical').length).toBe(23_800);
  });

  test('each has a level, with reasons that speak for that level and no other', () => {
    const speaksFor = new Map<string, string>(ROWS.map((row) => [row.reason, row.level]));
    speaksFor.set(OTHERWISE.reason, 'standard');
    expect(
      breaking(
        ({ judged: { level, reasons } }) =>
          reasons.length === 0 ||
          new Set(reasons).size < reasons.length ||
          reasons.some((reason) => speaksFor.get(reason) !== level),
      ),
    ).toEqual([]);
  });

  test('each is judged by the rows that hold, in the order of the table, and by nothing else', () => {
    expect(
      breaking(({ facts, judged }) => {
        const held = ROWS.filter((row) => holds(row, facts));
        const speaking = held.filter((row) => row.level === (held[0]?.level ?? 'standard'));
        const said = speaking.length > 0 ? speaking : [OTHERWISE];
        return (
          judged.level !== (held[0]?.level ?? 'standard') ||
          judged.reasons.join() !== said.map((row) => row.reason).join() ||
          said[0]?.example !== judged.nearest[judged.level]
        );
      }),
    ).toEqual([]);
  });

  test('each can be compared with an example on either side', () => {
    const critical: readonly string[] = CRITICAL_EXAMPLES;
    const standard: readonly string[] = STANDARD_EXAMPLES;
    expect(
      breaking(
        ({ judged: { nearest } }) =>
          !critical.includes(nearest.business_critical) || !standard.includes(nearest.standard),
      ),
    ).toEqual([]);
  });

  test.each(ASKING_ORDER.filter((fact) => fact !== 'kind'))(
    'none becomes standard because %s is answered worse',
    (fact) => {
      const last = ANSWERS[fact].length - 1;
      expect(
        breaking(
          (_, index) => isCritical(index) && place(fact, index) < last && !isCritical(index + STEP[fact]),
        ),
      ).toEqual([]);
    },
  );

  test.each(CALM)('a %s is standard whatever else is said', (kind) => {
    expect(breaking(({ facts, judged }) => facts.kind === kind && judged.level !== 'standard')).toEqual([]);
  });

  test('what is over, or touches too little, is standard unless data or money says otherwise', () => {
    expect(
      breaking(
        ({ facts, judged }) =>
          facts.dataAtRisk === 'no' &&
          (facts.stillHappening === 'no' ||
            (facts.revenueLost !== 'yes' &&
              (facts.workaround === 'yes' || facts.affected === 'one' || facts.affected === 'few'))) &&
          judged.level !== 'standard',
      ),
    ).toEqual([]);
  });

  test('only an incident that no standard row explains is said to have no broad effect', () => {
    expect(
      breaking(
        ({ facts, judged }) =>
          judged.reasons.some((reason) => reason === OTHERWISE.reason) &&
          (CALM.some((kind) => kind === facts.kind) || judged.reasons.length > 1),
      ),
    ).toEqual([]);
  });
});

describe('what is not confirmed', () => {
  test('names exactly the unknown answers that the level hangs on', () => {
    expect(
      breaking(({ facts, judged }, index) => {
        const unknown = ASKING_ORDER.filter((fact) => facts[fact] === 'unknown');
        const hangs = isCritical(index) && !isCritical(milder(index, unknown));
        const deciding = unknown.filter((fact) =>
          subsets(unknown).some(
            (better) => isCritical(milder(index, better)) && !isCritical(milder(index, [...better, fact])),
          ),
        );
        return judged.unconfirmed.join() !== (hangs ? deciding : []).join();
      }),
    ).toEqual([]);
  });

  test('makes it standard if it turns out for the better', () => {
    expect(
      breaking(
        ({ judged }, index) => judged.unconfirmed.length > 0 && isCritical(milder(index, judged.unconfirmed)),
      ),
    ).toEqual([]);
  });

  test('asks about one thing while that thing alone would settle it', () => {
    const facts: CompleteFacts = {
      ...OUTAGE,
      affected: 'unknown',
      deadline: 'unknown',
      workStopped: 'unknown',
    };
    expect(judge(facts)).toMatchObject({ level: 'business_critical', unconfirmed: ['affected'] });
  });
});

describe('the table', () => {
  test.each<[string, Partial<CompleteFacts>, ReturnType<typeof critical>]>([
    ['nobody can sign in', { kind: 'cannot_sign_in' }, critical('sign_in', 'everyone_cut_off')],
    ['everything is down', {}, critical('outage', 'everyone_cut_off')],
    ['nobody sees content', { kind: 'content_unavailable' }, critical('content', 'everyone_cut_off')],
    [
      'several teams see no content',
      { kind: 'content_unavailable', affected: 'several_teams' },
      critical('content', 'several_teams_cut_off'),
    ],
    [
      'several teams cannot sign in',
      { kind: 'cannot_sign_in', affected: 'several_teams' },
      standard('error', 'no_broad_effect'),
    ],
    [
      'one team is down before a launch',
      { affected: 'team', deadline: 'yes' },
      critical('outage', 'launch_at_stake'),
    ],
    [
      'one team cannot do urgent work because it is slow',
      { kind: 'slow', affected: 'team', workStopped: 'yes' },
      critical('outage', 'urgent_work_stopped'),
    ],
    [
      'one error costs money',
      { kind: 'error', affected: 'one', revenueLost: 'yes', workaround: 'yes' },
      critical('outage', 'revenue_lost'),
    ],
    [
      'data was exposed, and it is over',
      { kind: 'data_lost_or_exposed', affected: 'few', dataAtRisk: 'yes', stillHappening: 'no' },
      critical('data_breach', 'data_at_risk'),
    ],
    [
      'nobody can sign in, and nobody has looked at the data',
      { kind: 'cannot_sign_in', dataAtRisk: 'unknown' },
      critical('sign_in', 'everyone_cut_off', 'data_may_be_at_risk'),
    ],
    [
      'the outage may hit anybody, and somebody in a hurry waits',
      { affected: 'unknown', workStopped: 'yes' },
      critical('outage', 'urgent_work_may_be_stopped', 'everyone_may_be_cut_off'),
    ],
    [
      'one person had it, it is over, and there was a way around',
      { affected: 'one', stillHappening: 'no', workaround: 'yes' },
      standard('error', 'over', 'has_workaround', 'few_hit'),
    ],
    ['a question of everybody', { kind: 'question' }, standard('question', 'question')],
    ['a request of everybody', { kind: 'request' }, standard('request', 'request')],
    ['an ugly page for everybody', { kind: 'cosmetic' }, standard('cosmetic', 'cosmetic')],
  ])('%s', (_title, facts, expected) => {
    const { level, reasons, nearest } = judge({ ...OUTAGE, ...facts });
    expect({ level, reasons, example: nearest[level] }).toEqual(expected);
  });

  test('has no row, and no answer in a row, that could be left out', () => {
    const listed = ROWS.flatMap((row, nth) => entries(row).map((entry) => `${nth} ${row.reason}: ${entry}`));
    const needed = new Set<string>();
    // A reason is never said twice, so a row that speaks is missed at once.
    for (const { facts, judged } of CASES)
      for (const [nth, row] of ROWS.entries())
        if (row.level === judged.level && holds(row, facts))
          for (const fact of ASKING_ORDER) needed.add(`${nth} ${row.reason}: ${fact} ${facts[fact]}`);
    expect(listed.filter((entry) => !needed.has(entry))).toEqual([]);
  });

  test('leads to every example the vendor gives, by a row and as the nearest one', () => {
    const nearest = new Set<string>(CASES.map(({ judged }) => judged.nearest[judged.level]));
    const compared = new Set<string>(CASES.map(({ judged }) => judged.nearest.business_critical));
    const byRow = new Set<string>([...ROWS, OTHERWISE].map((row) => row.example));
    for (const example of [...CRITICAL_EXAMPLES, ...STANDARD_EXAMPLES]) {
      expect(nearest).toContain(example);
      expect(byRow).toContain(example);
    }
    expect(compared).toEqual(new Set(CRITICAL_EXAMPLES));
  });
});

const PARTIAL_SEED = 20_013;

describe('while answers are missing', () => {
  // Each is the case with the mildest answers in place of those that are missing.
  const partial: { index: number; missing: FactName[] }[] = [];
  for (const answered of subsets(ASKING_ORDER).filter((facts) => facts.length <= 2)) {
    const missing = ASKING_ORDER.filter((fact) => !answered.includes(fact));
    for (const index of ways(0, answered)) partial.push({ index, missing });
  }
  const firstAnswers = partial.length;
  const draw = seededNumbers(PARTIAL_SEED);
  for (let drawn = 0; drawn < 3_000; drawn++) {
    const missing = ASKING_ORDER.filter(() => draw() < 0.5);
    partial.push({ index: milder(Math.floor(draw() * CASES.length), missing), missing });
  }
  const judged = partial.map(({ index, missing }) => ({
    index,
    missing,
    soFar: judgeSoFar(without(at(index).facts, missing)),
  }));

  test(`the open questions are exactly those that can still change the level (seed ${PARTIAL_SEED})`, () => {
    expect(firstAnswers).toBe(518);
    const wrong = judged.filter(({ index, missing, soFar }) => {
      const completed = ways(index, missing);
      const open = missing.filter((fact) =>
        completed.some(
          (each) =>
            place(fact, each) === 0 && ways(each, [fact]).some((to) => isCritical(to) !== isCritical(each)),
        ),
      );
      return soFar.openQuestions.join() !== open.join();
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test('the level is said when no question is open, and is then the level however the rest is answered', () => {
    const wrong = judged.filter(({ index, missing, soFar }) => {
      if ((soFar.level === null) !== soFar.openQuestions.length > 0) return true;
      return (
        soFar.level !== null && ways(index, missing).some((each) => at(each).judged.level !== soFar.level)
      );
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test('it leans to the level that the mildest answers would give, unconfirmed as that would be', () => {
    const wrong = judged.filter(({ index, soFar }) => {
      const mildest = at(index).judged;
      return soFar.leaning !== mildest.level || soFar.unconfirmed.join() !== mildest.unconfirmed.join();
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test('a reason that an answer gave stays while the level stays, and a level is never without one', () => {
    const wrong = judged.filter(({ index, missing, soFar }) => {
      const given = soFar.reasons.filter((reason) => reason !== OTHERWISE.reason);
      return (
        (soFar.level !== null && soFar.reasons.length === 0) ||
        ways(index, missing).some(
          (each) =>
            at(each).judged.level === soFar.leaning &&
            given.some((reason) => !at(each).judged.reasons.includes(reason)),
        )
      );
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test('examples are named as soon as the kind is known', () => {
    expect(
      judged.filter(({ missing, soFar }) => (soFar.nearest === null) !== missing.includes('kind')),
    ).toEqual([]);
    expect(judgeSoFar({ ...NO_FACTS, kind: 'wrong_data' }).nearest).toEqual({
      business_critical: 'data_breach',
      standard: 'error',
    });
  });

  test('with every answer given it says what the judgement on all of them says', () => {
    // Every seventh: seven divides none of the steps, so all answers to all questions take part.
    for (const { facts, judged: whole } of CASES.filter((_, index) => index % 7 === 0)) {
      const soFar = judgeSoFar(facts);
      if (isDeepStrictEqual(soFar, said(whole))) continue;
      expect(soFar).toEqual(said(whole));
    }
  });

  test.each(CALM)('a %s asks nothing more', (kind) => {
    expect(judgeSoFar({ ...NO_FACTS, kind })).toMatchObject({ level: 'standard', openQuestions: [] });
  });

  test('nobody is asked more than eight questions, and people of all kinds fewer than three on average', () => {
    let most = 0;
    let asked = 0;
    const ask = (index: number, answered: readonly FactName[], people: number) => {
      const missing = ASKING_ORDER.filter((fact) => !answered.includes(fact));
      const next = judgeSoFar(without(at(index).facts, missing)).openQuestions[0];
      if (next === undefined) {
        most = Math.max(most, answered.length);
        asked += people * answered.length;
        return;
      }
      for (const to of ways(index, [next])) ask(to, [...answered, next], people / ANSWERS[next].length);
    };
    ask(milder(0, ASKING_ORDER), [], 1);
    expect(most).toBe(8);
    expect(asked).toBeCloseTo(2.9, 1);
  });
});

test('answers are read with every question present, and nothing else is an answer', () => {
  expect(SeverityFacts.parse(NO_FACTS)).toEqual(NO_FACTS);
  expect(SeverityFacts.parse(MILDEST)).toEqual(MILDEST);
  expect(SeverityFacts.safeParse({}).success).toBe(false);
  expect(SeverityFacts.safeParse({ ...NO_FACTS, deadline: 'tomorrow' }).success).toBe(false);
});

function critical(example: string, ...reasons: string[]) {
  return { level: 'business_critical', reasons, example };
}

function standard(example: string, ...reasons: string[]) {
  return { level: 'standard', reasons, example };
}

type Listed = { readonly [F in FactName]?: readonly string[] };

function holds(row: (typeof ROWS)[number], facts: CompleteFacts): boolean {
  const when: Listed = row.when;
  return ASKING_ORDER.every((fact) => when[fact]?.includes(facts[fact]) ?? true);
}

function entries(row: (typeof ROWS)[number]): string[] {
  const when: Listed = row.when;
  return ASKING_ORDER.flatMap((fact) => when[fact]?.map((answer) => `${fact} ${answer}`) ?? []);
}

/** All cases that answer these questions in some way and the others as this case does. */
function ways(index: number, facts: readonly FactName[]): number[] {
  return facts.reduce(
    (from, fact) => from.flatMap((each) => ANSWERS[fact].map((_, nth) => each + nth * STEP[fact])),
    [milder(index, facts)],
  );
}

function without(facts: CompleteFacts, missing: readonly FactName[]): SeverityFacts {
  return { ...facts, ...Object.fromEntries(missing.map((fact) => [fact, null])) };
}

/** What is said about a case whose answers were all given, in the words used while answers are missing. */
function said(whole: Judgement) {
  return { ...whole, leaning: whole.level, openQuestions: [] };
}
