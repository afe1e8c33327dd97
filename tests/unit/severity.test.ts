/** The severity table, tried with every set of answers that there is, complete or not (invariant 12). */
import { describe, expect, test } from 'vitest';
import {
  ASKING_ORDER,
  type CompleteFacts,
  dataAnswers,
  earlierFacts,
  type FactName,
  Kind,
  MILDEST,
  NO_FACTS,
  SeverityFacts,
  WORSE,
} from '#shared/severity/facts.ts';
import { judge, judgeSoFar, questionsOf } from '#shared/severity/judge.ts';
import {
  type CriticalExample,
  OUR_EXAMPLES,
  type Reason,
  ROWS,
  type StandardExample,
  VENDORS_EXAMPLES,
} from '#shared/severity/table.ts';

const KINDS = Kind.options;
const CALM: readonly string[] = ['question', 'request', 'cosmetic'];
const HALF = { ...WORSE, kind: KINDS };
type Known = keyof typeof WORSE;
const KNOWN = ['affected', 'data', 'stake', 'relief'] as const satisfies readonly Known[];

/** What can be answered to a question, from mild to bad. */
function answersTo(fact: FactName, kind: SeverityFacts['kind']): readonly string[] {
  const offered: readonly string[] = dataAnswers(kind);
  return fact === 'data' ? WORSE.data.filter((answer) => offered.includes(answer)) : HALF[fact];
}

/** Every set of answers, of which those to `open` may be missing. */
function allFacts(mayBeMissing: boolean): SeverityFacts[] {
  const missing = mayBeMissing ? [null] : [];
  const found: SeverityFacts[] = [];
  for (const kind of [...missing, ...KINDS])
    for (const affected of [...missing, ...WORSE.affected])
      for (const data of [...missing, ...WORSE.data])
        for (const stake of [...missing, ...WORSE.stake])
          for (const relief of [...missing, ...WORSE.relief])
            if (data === null || dataAnswers(kind).includes(data))
              found.push({ kind, affected, data, stake, relief });
  return found;
}

const keyOf = (facts: SeverityFacts) => ASKING_ORDER.map((fact) => facts[fact] ?? '').join();
const isComplete = (facts: SeverityFacts): facts is CompleteFacts =>
  ASKING_ORDER.every((fact) => facts[fact] !== null);

const COMPLETE = allFacts(false).filter(isComplete);
const CASES = COMPLETE.map((facts) => ({ facts, judged: judge(facts) }));
const LEVELS = new Map(CASES.map(({ facts, judged }) => [keyOf(facts), judged.level]));
const PARTIAL = allFacts(true).map((facts) => ({ facts, soFar: judgeSoFar(facts) }));

function levelOf(facts: SeverityFacts): string {
  const level = LEVELS.get(keyOf(facts));
  if (level === undefined) throw new Error(`No case ${keyOf(facts)}`);
  return level;
}
const isCritical = (facts: SeverityFacts) => levelOf(facts) === 'business_critical';

/** A set of answers with another answer to one question. */
const withAnswer = (facts: SeverityFacts, fact: FactName, answer: string | undefined): SeverityFacts =>
  SeverityFacts.parse({ ...facts, [fact]: answer });

/** Every way to answer what is missing, that is offered for its kind. */
function completions(facts: SeverityFacts): SeverityFacts[] {
  return ASKING_ORDER.reduce(
    (from, fact) =>
      from.flatMap((each) =>
        each[fact] === null
          ? answersTo(fact, each.kind).map((answer) => withAnswer(each, fact, answer))
          : [each],
      ),
    [facts],
  ).filter(({ kind, data }) => data !== null && dataAnswers(kind).includes(data));
}

function subsets(of: readonly FactName[]): FactName[][] {
  const [first, ...others] = of;
  if (first === undefined) return [[]];
  return subsets(others).flatMap((subset) => [subset, [first, ...subset]]);
}

/** What each reason says, as a person reads it. A missing answer makes nothing true. */
const TEAM_OR_MORE = ['team', 'several_teams', 'most', 'customers'];
const goesOn = ({ relief }: SeverityFacts) => relief === 'no' || relief === 'unknown';
const reaches = ({ affected }: SeverityFacts) => TEAM_OR_MORE.includes(affected ?? '');
const isAccess = ({ kind }: SeverityFacts) =>
  kind === 'cannot_sign_in' || kind === 'outage' || kind === 'content_unavailable';
const CLAIMS: Record<Reason, (facts: SeverityFacts) => boolean> = {
  security: ({ kind, data }) => kind === 'security' || data === 'outsiders',
  much_data: ({ data }) => data === 'many',
  data_of_a_team: (facts) => facts.data === 'some' && reaches(facts),
  data_of_nobody_knows_whom: ({ data, affected }) => data === 'some' && affected === 'unknown',
  data_may_be_at_risk: ({ data, affected }) => data === 'unknown' && affected !== 'one' && affected !== 'few',
  revenue_lost: ({ stake, relief }) => stake === 'money' && relief !== 'over' && relief !== null,
  everyone_cut_off: (facts) => isAccess(facts) && facts.affected === 'most' && goesOn(facts),
  customers_cut_off: (facts) => isAccess(facts) && facts.affected === 'customers' && goesOn(facts),
  several_teams_cut_off: (facts) => isAccess(facts) && facts.affected === 'several_teams' && goesOn(facts),
  everyone_may_be_cut_off: (facts) => isAccess(facts) && facts.affected === 'unknown' && goesOn(facts),
  urgent_work_stopped: (facts) => facts.stake === 'work' && reaches(facts) && goesOn(facts),
  urgent_work_may_be_stopped: (facts) =>
    facts.stake === 'work' && facts.affected === 'unknown' && goesOn(facts),
  deadline_at_stake: (facts) => facts.stake === 'deadline' && reaches(facts) && goesOn(facts),
  deadline_may_be_at_stake: (facts) =>
    facts.stake === 'deadline' && facts.affected === 'unknown' && goesOn(facts),
  much_may_be_stopped: (facts) =>
    facts.stake === 'unknown' && reaches(facts) && facts.affected !== 'team' && goesOn(facts),
  nobody_knows_how_far: (facts) => facts.stake === 'unknown' && facts.affected === 'unknown' && goesOn(facts),
  question: ({ kind }) => kind === 'question',
  request: ({ kind }) => kind === 'request',
  cosmetic: ({ kind }) => kind === 'cosmetic',
  over: ({ relief }) => relief === 'over',
  has_workaround: ({ relief }) => relief === 'around',
  one_record: ({ data }) => data === 'one',
  few_hit: ({ affected }) => affected === 'one' || affected === 'few',
  nothing_urgent: ({ stake }) => stake === 'none',
  one_team: ({ affected }) => affected === 'team',
  no_data: ({ data, kind }) => data === 'none' && kind !== 'security',
};

/** Where an example on the side of the level may be called near: what it tells of has been said. */
const NEAR: Record<CriticalExample | StandardExample, (facts: SeverityFacts) => boolean> = {
  sign_in: ({ kind, affected }) =>
    kind === 'cannot_sign_in' && ['most', 'customers', 'unknown'].includes(affected ?? ''),
  outage: ({ kind, affected }) => kind === 'outage' && affected !== 'one' && affected !== 'few',
  content: ({ kind, affected }) => kind === 'content_unavailable' && affected !== 'one' && affected !== 'few',
  data_breach: CLAIMS.security,
  money: CLAIMS.revenue_lost,
  wrong_data: ({ data }) => data === 'some' || data === 'many' || data === 'unknown',
  urgent_work: (facts) => facts.stake !== 'none' && facts.stake !== null && goesOn(facts),
  error: CLAIMS.few_hit,
  question: CLAIMS.question,
  request: CLAIMS.request,
  cosmetic: CLAIMS.cosmetic,
  other_way: CLAIMS.has_workaround,
  over: CLAIMS.over,
  one_record: CLAIMS.one_record,
  one_team: CLAIMS.one_team,
  can_wait: CLAIMS.nothing_urgent,
};

const SPEAKS_FOR = new Map<string, string>(ROWS.map((row) => [row.reason, row.level]));

describe('of all sets of answers', () => {
  test('there are 8,960, and 6,356 are business critical: no row changes unseen', () => {
    expect(CASES.length).toBe(8_960);
    expect(CASES.filter(({ judged }) => judged.level === 'business_critical').length).toBe(6_356);
  });

  test('each has a level, with reasons that speak for that level and no other', () => {
    expect(
      CASES.filter(
        ({ judged: { level, reasons } }) =>
          reasons.length === 0 ||
          new Set(reasons).size < reasons.length ||
          reasons.some((reason) => SPEAKS_FOR.get(reason) !== level),
      ),
    ).toEqual([]);
  });

  test.each(KNOWN)('none becomes standard because %s is answered worse', (fact) => {
    expect(
      COMPLETE.filter((facts) => {
        const answers = answersTo(fact, facts.kind);
        const worse = answers[answers.indexOf(facts[fact]) + 1];
        return worse !== undefined && isCritical(facts) && !isCritical(withAnswer(facts, fact, worse));
      }),
    ).toEqual([]);
  });

  test.each(KNOWN)(
    'not to know %s is no milder than the mildest answer, and no worse than the worst',
    (fact) => {
      const wrong = COMPLETE.filter((facts) => facts[fact] === 'unknown').filter((facts) => {
        const answers = answersTo(fact, facts.kind);
        const [mild, bad] = [answers[0], answers.at(-1)].map((answer) =>
          isCritical(withAnswer(facts, fact, answer)),
        );
        const here = isCritical(facts);
        return (mild && !here) || (here && !bad);
      });
      expect(wrong).toEqual([]);
    },
  );

  test.each(['data', 'stake'] as const)(
    'not to know %s pulls both ways: it is critical here and standard there, where the answers part',
    (fact) => {
      const parts = COMPLETE.filter((facts) => facts[fact] === 'unknown').filter((facts) => {
        const levels = answersTo(fact, facts.kind).map((answer) => levelOf(withAnswer(facts, fact, answer)));
        return new Set(levels).size === 2;
      });
      expect(new Set(parts.map(levelOf)).size).toBe(2);
    },
  );

  test('only what threatens data or security makes a question, a wish or a blemish critical', () => {
    expect(
      CASES.filter(
        ({ facts, judged }) =>
          CALM.includes(facts.kind) &&
          (facts.data === 'none' || facts.data === 'one') &&
          judged.level !== 'standard',
      ),
    ).toEqual([]);
  });

  test('whoever may have got in is critical, whatever else is said and whatever kind was chosen', () => {
    expect(
      CASES.filter(
        ({ facts, judged }) =>
          (facts.kind === 'security' || facts.data === 'outsiders') && judged.level === 'standard',
      ),
    ).toEqual([]);
  });

  test('what is over, has a way around, or hits few is standard, unless data or money says otherwise', () => {
    const isMild = ({ affected, relief, stake }: CompleteFacts) =>
      relief === 'over' ||
      (stake !== 'money' && (relief === 'around' || affected === 'one' || affected === 'few'));
    expect(
      CASES.filter(
        ({ facts, judged }) =>
          facts.kind !== 'security' &&
          (facts.data === 'none' || facts.data === 'one') &&
          isMild(facts) &&
          judged.level !== 'standard',
      ),
    ).toEqual([]);
  });

  test('data that nobody has looked at is standard and flagged with one or few hit, and critical and flagged with more', () => {
    const wrong = CASES.filter(({ facts }) => facts.data === 'unknown' && facts.kind !== 'security').filter(
      ({ facts, judged }) => {
        if (facts.affected !== 'one' && facts.affected !== 'few') return judged.level === 'standard';
        const isOtherwise = facts.stake === 'money' && facts.relief !== 'over' && !CALM.includes(facts.kind);
        return !isOtherwise && (judged.level !== 'standard' || !judged.unconfirmed.includes('data'));
      },
    );
    expect(wrong).toEqual([]);
  });

  test('what is stopped is not known, for several teams or more without a way around: critical and flagged', () => {
    const wrong = CASES.filter(
      ({ facts }) =>
        facts.stake === 'unknown' &&
        goesOn(facts) &&
        ['several_teams', 'most', 'customers'].includes(facts.affected) &&
        !CALM.includes(facts.kind) &&
        facts.kind !== 'security' &&
        (facts.data === 'none' || facts.data === 'one') &&
        !isAccess(facts),
    ).filter(({ judged }) => judged.level !== 'business_critical' || !judged.unconfirmed.includes('stake'));
    expect(wrong).toEqual([]);
  });
});

describe('what is said', () => {
  test('no reason is untrue, of all 8,960 sets of answers and all 10,720 that are not complete', () => {
    expect(PARTIAL.length).toBe(19_680);
    const untrue = PARTIAL.flatMap(({ facts, soFar }) =>
      soFar.reasons.filter((reason) => !CLAIMS[reason](facts)).map((reason) => ({ reason, facts })),
    );
    expect(untrue).toEqual([]);
  });

  test('no example that is called near tells of something else', () => {
    const untrue = PARTIAL.flatMap(({ facts, soFar: { level, nearest } }) => {
      if (level === null || nearest === null) return [];
      const example = nearest[level];
      return NEAR[example](facts) ? [] : [{ example, facts }];
    });
    expect(untrue).toEqual([]);
  });

  test('"one person or a handful" stands on either side only where that was said', () => {
    expect(
      PARTIAL.filter(({ facts, soFar }) => soFar.nearest?.standard === 'error' && !CLAIMS.few_hit(facts)),
    ).toEqual([]);
  });

  test('every reason and every example comes up', () => {
    const reasons = new Set(PARTIAL.flatMap(({ soFar }) => soFar.reasons));
    expect(reasons).toEqual(new Set(ROWS.map(({ reason }) => reason)));
    const shown = new Set<string>(
      PARTIAL.flatMap(({ soFar: { nearest } }) => (nearest === null ? [] : Object.values(nearest))),
    );
    for (const examples of [VENDORS_EXAMPLES, OUR_EXAMPLES])
      for (const example of [...examples.business_critical, ...examples.standard])
        expect(shown).toContain(example);
  });

  test('has no row, and no answer in a row, that could be left out', () => {
    const holds = (row: (typeof ROWS)[number], facts: CompleteFacts): boolean => {
      const when: { readonly [F in FactName]?: readonly string[] } = row.when;
      return ASKING_ORDER.every((fact) => when[fact]?.includes(facts[fact]) ?? true);
    };
    const listed = ROWS.flatMap((row, nth) =>
      Object.entries(row.when).flatMap(([fact, answers]) =>
        answers.map((answer: string) => `${nth} ${row.reason}: ${fact} ${answer}`),
      ),
    );
    const met = new Set<string>();
    for (const { facts, judged } of CASES)
      for (const [nth, row] of ROWS.entries())
        if (row.level === judged.level && holds(row, facts))
          for (const fact of ASKING_ORDER) met.add(`${nth} ${row.reason}: ${fact} ${facts[fact]}`);
    expect(listed.filter((entry) => !met.has(entry))).toEqual([]);
  });
});

describe('what is not confirmed', () => {
  const turned = (facts: SeverityFacts, names: readonly FactName[], to: 0 | -1) =>
    names.reduce((each, fact) => withAnswer(each, fact, answersTo(fact, each.kind).at(to)), facts);

  test('names exactly the unknown answers that a critical level hangs on', () => {
    const wrong = CASES.filter(({ judged }) => judged.level === 'business_critical').filter(
      ({ facts, judged }) => {
        const unknown = ASKING_ORDER.filter((fact) => facts[fact] === 'unknown');
        const hangs = !isCritical(turned(facts, unknown, 0));
        const deciding = unknown.filter((fact) =>
          subsets(unknown).some(
            (better) =>
              isCritical(turned(facts, better, 0)) && !isCritical(turned(facts, [...better, fact], 0)),
          ),
        );
        return judged.unconfirmed.join() !== (hangs ? deciding : []).join();
      },
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test('names exactly the unknown answers that can still make a standard one critical', () => {
    const wrong = CASES.filter(({ judged }) => judged.level === 'standard').filter(({ facts, judged }) => {
      const unknown = ASKING_ORDER.filter((fact) => facts[fact] === 'unknown');
      const deciding = unknown.filter((fact) =>
        subsets(unknown).some(
          (worse) => !isCritical(turned(facts, worse, -1)) && isCritical(turned(facts, [...worse, fact], -1)),
        ),
      );
      return judged.unconfirmed.join() !== deciding.join();
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });
});

const OUTAGE: CompleteFacts = {
  kind: 'outage',
  affected: 'most',
  data: 'none',
  stake: 'none',
  relief: 'no',
};
const SAID = { business_critical: 'critical', standard: 'standard' } as const;

describe('the table', () => {
  test.each<[string, Partial<CompleteFacts>, 'critical' | 'standard', string, ...Reason[]]>([
    ['nobody can sign in', { kind: 'cannot_sign_in' }, 'critical', 'sign_in', 'everyone_cut_off'],
    ['everything is down', {}, 'critical', 'outage', 'everyone_cut_off'],
    ['no visitor reaches us', { affected: 'customers' }, 'critical', 'outage', 'customers_cut_off'],
    ['nobody sees content', { kind: 'content_unavailable' }, 'critical', 'content', 'everyone_cut_off'],
    [
      'several teams see no content',
      { kind: 'content_unavailable', affected: 'several_teams' },
      'critical',
      'content',
      'several_teams_cut_off',
    ],
    [
      'several teams cannot sign in, and it can wait',
      { kind: 'cannot_sign_in', affected: 'several_teams' },
      'standard',
      'can_wait',
      'nothing_urgent',
      'no_data',
    ],
    [
      'it is slow for a team before a launch',
      { kind: 'slow', affected: 'team', stake: 'deadline' },
      'critical',
      'urgent_work',
      'deadline_at_stake',
    ],
    [
      'an error before a launch, for one person',
      { kind: 'error', affected: 'one', stake: 'deadline' },
      'standard',
      'error',
      'few_hit',
      'no_data',
    ],
    [
      'one error costs money, although the people can work',
      { kind: 'error', affected: 'one', stake: 'money', relief: 'around' },
      'critical',
      'money',
      'revenue_lost',
    ],
    [
      'a super admin was phished, and somebody only wants it done',
      { kind: 'request', data: 'outsiders' },
      'critical',
      'data_breach',
      'security',
    ],
    [
      'outsiders saw data, and it is over',
      { kind: 'data_lost', affected: 'few', data: 'outsiders', relief: 'over' },
      'critical',
      'data_breach',
      'security',
    ],
    [
      'one record is wrong for everybody',
      { kind: 'wrong_data', data: 'one' },
      'standard',
      'one_record',
      'one_record',
      'nothing_urgent',
    ],
    [
      'some records are wrong for a few, and it is over',
      { kind: 'wrong_data', data: 'some', affected: 'few', relief: 'over' },
      'standard',
      'over',
      'over',
      'few_hit',
      'nothing_urgent',
    ],
    [
      'some records are wrong for a team',
      { kind: 'wrong_data', data: 'some', affected: 'team' },
      'critical',
      'wrong_data',
      'data_of_a_team',
    ],
    [
      'one person, a way around, over, and nobody has looked at the data',
      { kind: 'error', affected: 'one', data: 'unknown', relief: 'over' },
      'standard',
      'over',
      'over',
      'few_hit',
      'nothing_urgent',
    ],
    [
      'nobody can sign in, and nobody has looked at the data',
      { kind: 'cannot_sign_in', data: 'unknown' },
      'critical',
      'sign_in',
      'everyone_cut_off',
      'data_may_be_at_risk',
    ],
    ['a question of everybody', { kind: 'question' }, 'standard', 'question', 'question', 'no_data'],
    ['a request of everybody', { kind: 'request' }, 'standard', 'request', 'request', 'no_data'],
    ['an ugly page for everybody', { kind: 'cosmetic' }, 'standard', 'cosmetic', 'cosmetic', 'no_data'],
  ])('%s', (_title, facts, level, example, ...reasons) => {
    const judged = judge({ ...OUTAGE, ...facts });
    expect([SAID[judged.level], judged.nearest[judged.level], ...judged.reasons]).toEqual([
      level,
      example,
      ...reasons,
    ]);
  });

  test.each(KINDS)('in a hurry, "I cannot say now" to everything about %s', (kind) => {
    const judged = judge({ kind, affected: 'unknown', data: 'unknown', stake: 'unknown', relief: 'unknown' });
    expect(judged.level).toBe('business_critical');
    if (kind !== 'security') expect(judged.unconfirmed).toContain('data');
  });
});

describe('while answers are missing', () => {
  test('the open questions are the kind, and exactly those that can still change the level, for every set of answers', () => {
    const wrong = PARTIAL.filter(({ facts, soFar }) => {
      const completed = completions(facts);
      const open = ASKING_ORDER.filter(
        (fact) =>
          facts[fact] === null &&
          (fact === 'kind' ||
            completed.some((each) => {
              const offered = answersTo(fact, each.kind)
                .map((answer) => withAnswer(each, fact, answer))
                .filter((other) => LEVELS.has(keyOf(other)));
              return offered.some((other) => levelOf(other) !== levelOf(each));
            })),
      );
      return soFar.openQuestions.join() !== open.join();
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test('nothing is judged while an answer can change it, and what is judged is so however the rest is answered', () => {
    const wrong = PARTIAL.filter(({ facts, soFar }) => {
      const levels = new Set(completions(facts).map(levelOf));
      if (soFar.level === null) return levels.size === 1 && facts.kind !== null;
      return facts.kind === null || levels.size > 1 || !levels.has(soFar.level);
    });
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test('a judgement that comes early gives its reasons, and they stay', () => {
    const wrong = PARTIAL.filter(
      ({ facts, soFar }) =>
        soFar.level !== null &&
        (soFar.reasons.length === 0 ||
          completions(facts)
            .filter(isComplete)
            .some((each) => soFar.reasons.some((reason) => !judge(each).reasons.includes(reason)))),
    );
    expect(wrong.slice(0, 3)).toEqual([]);
  });

  test('with every answer given it says what the judgement on all of them says', () => {
    for (const { facts, judged } of CASES) {
      const { level, reasons, unconfirmed, nearest } = judgeSoFar(facts);
      if (level !== judged.level || reasons.join() !== judged.reasons.join())
        expect(judgeSoFar(facts)).toEqual({ ...judged, openQuestions: [] });
      expect([unconfirmed, nearest]).toEqual([judged.unconfirmed, judged.nearest]);
    }
  });
});

describe('what is asked', () => {
  function paths(): { asked: FactName[]; people: number }[] {
    const found: { asked: FactName[]; people: number }[] = [];
    const ask = (facts: SeverityFacts, asked: FactName[], people: number) => {
      const next = judgeSoFar(facts).openQuestions[0];
      if (next === undefined) {
        found.push({ asked, people });
        return;
      }
      const answers = answersTo(next, facts.kind);
      for (const answer of answers)
        ask(withAnswer(facts, next, answer), [...asked, next], people / answers.length);
    };
    ask(NO_FACTS, [], 1);
    return found;
  }

  test('is never more than five questions, and 2.83 on average where every answer is as likely', () => {
    const all = paths();
    expect(Math.max(...all.map(({ asked }) => asked.length))).toBe(5);
    const average = all.reduce((sum, { asked, people }) => sum + people * asked.length, 0);
    console.log(`${all.length} paths, ${average.toFixed(3)} questions on average, at most 5`);
    expect(average).toBeCloseTo(2.83, 1);
  });

  test.each(KINDS)('asks about data and security once, of a %s too', (kind) => {
    expect(questionsOf(kind).filter((name) => name === 'data').length).toBe(kind === 'security' ? 0 : 1);
  });

  test('asks how much where data is lost or wrong, and not whether', () => {
    expect(dataAnswers('data_lost')).toEqual(['one', 'some', 'many', 'outsiders', 'unknown']);
    expect(dataAnswers('error')).toContain('none');
    // "No" that was said of another kind is no answer to how much.
    expect(
      judgeSoFar({ ...NO_FACTS, kind: 'wrong_data', data: 'none', affected: 'few' }).openQuestions,
    ).toContain('data');
  });

  test.each(['slow', 'error'] as const)('asks of a deadline where it is %s', (kind) => {
    expect(questionsOf(kind)).toContain('stake');
  });
});

test('answers are read with every question present, and nothing else is an answer', () => {
  expect(SeverityFacts.parse(NO_FACTS)).toEqual(NO_FACTS);
  expect(SeverityFacts.parse(MILDEST)).toEqual(MILDEST);
  expect(SeverityFacts.safeParse({}).success).toBe(false);
  expect(SeverityFacts.safeParse({ ...NO_FACTS, stake: 'tomorrow' }).success).toBe(false);
});

test('answers of an earlier version are read as what was said, and the rest is asked again', () => {
  const earlier = {
    kind: 'data_lost_or_exposed',
    workStopped: 'yes',
    revenueLost: 'no',
    dataAtRisk: 'yes',
    workaround: 'no',
    stillHappening: 'yes',
    deadline: null,
  };
  expect(earlierFacts(earlier)).toEqual({ kind: 'data_lost', data: null, stake: 'work', relief: 'no' });
  expect(
    earlierFacts({ ...earlier, dataAtRisk: 'unknown', revenueLost: 'yes', stillHappening: 'no' }),
  ).toMatchObject({ data: 'unknown', stake: 'money', relief: 'over' });
  expect(earlierFacts({ kind: 'error' })).toEqual({ kind: 'error' });
});
