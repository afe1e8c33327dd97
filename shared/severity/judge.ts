/** Reads the table for the facts of one incident, also while answers are still missing. Pure. */
import type { Severity } from '../contract.ts';
import {
  ASKING_ORDER,
  type CompleteFacts,
  type FactName,
  MILDEST,
  NO_FACTS,
  type SeverityFacts,
  WORSE,
} from './facts.ts';
import {
  CRITICAL_EXAMPLE_OF,
  type CriticalExample,
  OTHERWISE,
  type Reason,
  ROWS,
  type StandardExample,
} from './table.ts';

/** The example on either side that is nearest to the incident, for a person to compare with. */
export type NearestExamples = { business_critical: CriticalExample; standard: StandardExample };

/**
 * What all the answers together give. `reasons` is never empty, and all of it speaks for `level`.
 * `unconfirmed` is empty unless the level is critical only because something is not known yet. Then it names the
 * `unknown` answers that carry the level: if all of them turn out for the better, it is standard.
 */
export type Judgement = {
  level: Severity;
  reasons: Reason[];
  unconfirmed: FactName[];
  nearest: NearestExamples;
};

/**
 * What the answers given so far give. `level` is null while an open answer can still change it; `leaning` is the
 * level if nothing worse turns out. `reasons` holds what is certain already, and may be empty while `level` is null.
 * `openQuestions` are, in asking order, those whose answer can still change the level.
 */
export type JudgementSoFar = {
  level: Severity | null;
  leaning: Severity;
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
export function judgeSoFar(facts: SeverityFacts): JudgementSoFar {
  const { level, held, unconfirmed } = read(facts);
  const openQuestions = questionsThatMatter(facts);
  const settled = openQuestions.length === 0;
  return {
    level: settled ? level : null,
    leaning: level,
    reasons: settled ? reasonsOf(held) : held.map((row) => row.reason),
    unconfirmed,
    nearest: facts.kind === null ? null : nearestTo(facts.kind, held),
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
  return { level, held, unconfirmed: carriers(critical, answers) };
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

function reasonsOf(held: readonly Row[]): Reason[] {
  return held.length > 0 ? held.map((row) => row.reason) : [OTHERWISE.reason];
}

function nearestTo(kind: CompleteFacts['kind'], held: readonly Row[]): NearestExamples {
  const critical = held.find((row) => row.level === 'business_critical');
  const standard = held.find((row) => row.level === 'standard');
  return {
    business_critical: critical?.example ?? CRITICAL_EXAMPLE_OF[kind],
    standard: standard?.example ?? OTHERWISE.example,
  };
}

/**
 * The `unknown` answers that the level hangs on. Each row is carried by those that, turned for the better, end it.
 * A row that nothing unknown carries is certain. A row carried by more than another row is left out: ending the
 * other ends it too, so what it has beyond the other decides nothing.
 */
function carriers(critical: readonly CriticalRow[], answers: Answers): FactName[] {
  const ofRows = critical.map((row) =>
    ASKING_ORDER.filter((fact) => answers[fact] === 'unknown' && !allows(row, fact, MILDEST[fact])),
  );
  const deciding = ofRows.filter(
    (facts) =>
      !ofRows.some((fewer) => fewer.length < facts.length && fewer.every((fact) => facts.includes(fact))),
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
  return missing.filter((fact) => mattering.has(fact));
}

/** The facts with each missing answer as mild as the row allows. */
function mildestUnder(row: CriticalRow, facts: SeverityFacts): Record<FactName, string> {
  const mild = (fact: Exclude<FactName, 'kind'>): string =>
    facts[fact] ?? WORSE[fact].find((answer) => allows(row, fact, answer)) ?? MILDEST[fact];
  return {
    kind: facts.kind ?? MILDEST.kind,
    affected: mild('affected'),
    workStopped: mild('workStopped'),
    revenueLost: mild('revenueLost'),
    dataAtRisk: mild('dataAtRisk'),
    workaround: mild('workaround'),
    stillHappening: mild('stillHappening'),
    deadline: mild('deadline'),
  };
}
