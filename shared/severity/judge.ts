/** Reads the table for the facts of one incident, also while answers are still missing. Pure. */
import type { Severity } from '../contract.ts';
import {
  ASKING_ORDER,
  type CompleteFacts,
  type FactName,
  MILDEST,
  NO_FACTS,
  offered,
  type SeverityFacts,
  WORSE,
} from './facts.ts';
import { COMPARED, type CriticalExample, type Reason, ROWS, type StandardExample } from './table.ts';

/** The example on either side that is nearest to the incident, for a person to compare with. */
export type NearestExamples = { business_critical: CriticalExample; standard: StandardExample };

/**
 * What all the answers together give. `reasons` is never empty, and all of it speaks for `level`.
 * `unconfirmed` are the `unknown` answers that the level hangs on: of a critical one those without which it would be
 * standard if all turn out for the better, of a standard one those that could still make it critical.
 */
export type Judgement = {
  level: Severity;
  reasons: Reason[];
  unconfirmed: FactName[];
  nearest: NearestExamples;
};

/**
 * What the answers given so far give. `level` is null while an open answer can still change it: then nothing is judged.
 * `reasons` holds what is certain already, and may be empty while `level` is null. `openQuestions` are, in asking
 * order, those whose answer can still change the level.
 */
export type JudgementSoFar = {
  level: Severity | null;
  reasons: Reason[];
  unconfirmed: FactName[];
  /** Null before the kind is known. */
  nearest: NearestExamples | null;
  openQuestions: FactName[];
};

type Row = (typeof ROWS)[number];
type CriticalRow = Extract<Row, { level: 'business_critical' }>;
// Names of answers alone: which question allows which is the table's to know, and the compiler's to check there.
type Answers = Readonly<Record<FactName, string | null>>;

const CRITICAL_ROWS = ROWS.filter((row) => row.level === 'business_critical');
const STANDARD_ROWS = ROWS.filter((row) => row.level === 'standard');

/** The judgement on a complete set of facts. */
export function judge(facts: CompleteFacts): Judgement {
  const { level, held, unconfirmed } = read(facts);
  return { level, reasons: reasonsOf(held), unconfirmed, nearest: nearestTo(facts.kind, held) };
}

/** The judgement on the answers given so far, and the questions that still matter. */
export function judgeSoFar(given: SeverityFacts): JudgementSoFar {
  const facts = offered(given);
  const { level, held, unconfirmed } = read(facts);
  const openQuestions = questionsThatMatter(facts);
  const isSettled = openQuestions.length === 0;
  return {
    level: isSettled ? level : null,
    reasons: reasonsOf(held),
    unconfirmed,
    nearest: facts.kind === null ? null : nearestTo(facts.kind, isSettled ? held : []),
    openQuestions,
  };
}

/**
 * The questions of this kind of trouble, in asking order: those that any answer to the others lets matter. Answers to
 * the rest stay from a kind that was chosen before, and say nothing.
 */
export function questionsOf(kind: SeverityFacts['kind']): FactName[] {
  const open = judgeSoFar({ ...NO_FACTS, kind }).openQuestions;
  return ASKING_ORDER.filter((name) => name === 'kind' || open.includes(name));
}

/**
 * The level that the answers alone give, with the rows that speak for it. A missing answer fits no row, which is as
 * good as the mildest: no critical row lists the mildest answer to any question.
 */
function read(answers: Answers) {
  const critical = CRITICAL_ROWS.filter((row) => holds(row, answers));
  const level: Severity = critical.length > 0 ? 'business_critical' : 'standard';
  const held: Row[] = critical.length > 0 ? critical : STANDARD_ROWS.filter((row) => holds(row, answers));
  return { level, held, unconfirmed: critical.length > 0 ? carriers(critical, answers) : pulling(answers) };
}

function holds(row: Row, answers: Answers): boolean {
  return ASKING_ORDER.every((fact) => allows(row, fact, answers[fact]));
}

function allows(row: Row, fact: FactName, answer: string | null): boolean {
  const allowed = allowedBy(row, fact);
  return allowed === undefined || (answer !== null && allowed.includes(answer));
}

function allowedBy(row: Row, fact: FactName): readonly string[] | undefined {
  const when: { readonly [F in FactName]?: readonly string[] } = row.when;
  return when[fact];
}

const reasonsOf = (held: readonly Row[]): Reason[] => [...new Set(held.map((row) => row.reason))];

function nearestTo(kind: CompleteFacts['kind'], held: readonly Row[]): NearestExamples {
  const critical = held.find((row) => row.level === 'business_critical');
  const standard = held.find((row) => row.level === 'standard');
  return {
    business_critical: critical?.example ?? COMPARED[kind].business_critical,
    standard: standard?.example ?? COMPARED[kind].standard,
  };
}

/** The `unknown` answers without which a row that holds would not: turned for the better, they end it. */
function carriers(critical: readonly CriticalRow[], answers: Answers): FactName[] {
  return needed(
    critical.map((row) =>
      ASKING_ORDER.filter((fact) => answers[fact] === 'unknown' && !allows(row, fact, MILDEST[fact])),
    ),
  );
}

/** The `unknown` answers with which a row would hold if they turned out for the worse. */
function pulling(answers: Answers): FactName[] {
  return needed(
    CRITICAL_ROWS.flatMap((row) => {
      const against = ASKING_ORDER.filter((fact) => !allows(row, fact, answers[fact]));
      const mayTurn = against.every((fact) => answers[fact] === 'unknown' && isWorseThanUnknown(row, fact));
      return mayTurn ? [against] : [];
    }),
  );
}

function isWorseThanUnknown(row: Row, fact: FactName): boolean {
  if (fact === 'kind') return false;
  const answers: readonly string[] = WORSE[fact];
  return answers.slice(answers.indexOf('unknown') + 1).some((answer) => allows(row, fact, answer));
}

/**
 * What any of these sets names. A set that has another within it is left out: what turns the lesser one turns both, so
 * what it has beyond that decides nothing.
 */
function needed(sets: readonly FactName[][]): FactName[] {
  const deciding = sets.filter(
    (facts) =>
      !sets.some((fewer) => fewer.length < facts.length && fewer.every((fact) => facts.includes(fact))),
  );
  return ASKING_ORDER.filter((fact) => deciding.some((facts) => facts.includes(fact)));
}

/**
 * Every missing answer that changes the level for some way to answer the rest.
 * Because worse never lowers the level, it is enough to try, for each critical row, the mildest way in which that row
 * holds: if a milder answer to one question then gives standard, the question matters; if no row shows this, none does.
 */
function questionsThatMatter(facts: SeverityFacts): FactName[] {
  const missing = ASKING_ORDER.filter((fact) => facts[fact] === null);
  const mattering = new Set<FactName>();
  for (const row of CRITICAL_ROWS) {
    for (const kind of facts.kind === null ? row.when.kind : [facts.kind]) {
      const answers = { ...mildestUnder(row, facts), kind };
      if (!holds(row, answers)) continue;
      for (const fact of missing) {
        if (mattering.has(fact)) continue;
        const milder = { ...answers, [fact]: MILDEST[fact] };
        if (!CRITICAL_ROWS.some((each) => holds(each, milder))) mattering.add(fact);
      }
    }
  }
  // Without a kind no row holds, so nothing can be said: it is asked whatever else is known.
  return missing.filter((fact) => fact === 'kind' || mattering.has(fact));
}

/** The facts with each missing answer as mild as the row allows. */
function mildestUnder(row: CriticalRow, facts: SeverityFacts): Record<FactName, string> {
  const mild = (fact: Exclude<FactName, 'kind'>): string =>
    facts[fact] ?? WORSE[fact].find((answer) => allows(row, fact, answer)) ?? MILDEST[fact];
  return {
    kind: facts.kind ?? MILDEST.kind,
    affected: mild('affected'),
    data: mild('data'),
    stake: mild('stake'),
    relief: mild('relief'),
  };
}
