/** The fuzz as `npm run torture` and the tests run it: so many answers of a desk, and what they did to the app. */
import fc from 'fast-check';
import type { Planted } from '../torture/core-process.ts';
import { type CaseRunner, caseRunner } from './child-process.ts';
import { cases } from './pages.ts';
import { runTexts, type TextsReport } from './texts.ts';
import { type Case, type CaseDone, FINDINGS, type Finding } from './words.ts';

export type FuzzFailure = Finding & {
  seed: number;
  replay: string;
  /** The smallest case that still shows it; null when it was not made small. */
  smallest: Case | null;
};
export type PagesReport = {
  cases: number;
  pages: number;
  changes: number;
  seconds: number;
  longestMs: number;
  grewMb: number;
  counts: Record<Finding['kind'], number>;
  /** How often each place of the contract was hurt. */
  hurt: Map<string, number>;
  failures: FuzzFailure[];
};

export type PagesOptions = {
  pages: number;
  seed: number;
  /** False where nothing is said of time and memory. */
  isMeasured?: boolean;
  planted?: readonly Planted[];
  /** At most so many failing cases are made small. */
  shrink?: number;
  onProgress?: (line: string) => void;
};

/** A core that says nothing for so long never will. */
const PATIENCE_MS = 10_000;
/** Known to be held, it is waited for no longer. */
const SHRINK_PATIENCE_MS = 2_000;
/** A computer that has much else to do. */
const UNMEASURED_PATIENCE_MS = 100_000;
const SHRINK_WITHIN_MS = 60_000;
const SAY_EVERY = 2_000;

/** What may happen once because of anything else on this computer, and counts only when it happens again. */
const MEASURED: readonly Finding['kind'][] = ['blocked', 'grew'];

export const replayOf = (seed: number): string => `npm run torture -- --fuzz-case ${seed}`;

/** Says at least `pages` things to core; each case has a seed of its own, from `seed` on. */
export async function runPages({
  pages,
  seed,
  isMeasured = true,
  planted = [],
  shrink = 5,
  onProgress = () => undefined,
}: PagesOptions): Promise<PagesReport> {
  const started = performance.now();
  const runner = caseRunner(planted);
  const counts = noFindings();
  const report: PagesReport = {
    ...{ cases: 0, pages: 0, changes: 0, seconds: 0, longestMs: 0, grewMb: 0 },
    counts,
    hurt: new Map(),
    failures: [],
  };
  let toSay = SAY_EVERY;
  try {
    for (let at = seed; report.pages < pages; at += 1) {
      const { given, done } = await runOneCase(at, runner, isMeasured);
      report.cases += 1;
      report.pages += done.said;
      report.changes += done.changes;
      report.longestMs = Math.max(report.longestMs, done.longestMs);
      report.grewMb = Math.max(report.grewMb, done.grewMb);
      for (const place of given.said.flatMap(({ hurt }) => hurt)) {
        report.hurt.set(place, (report.hurt.get(place) ?? 0) + 1);
      }
      for (const kind of new Set(done.findings.map((one) => one.kind))) counts[kind] += 1;
      const [first] = done.findings;
      if (first !== undefined) {
        onProgress(`case ${at}: ${first.kind}: ${first.what}`);
        const isToShrink = report.failures.length < shrink;
        const smallest = isToShrink ? await smallestOf(at, first.kind, runner, isMeasured) : null;
        report.failures.push({ ...first, seed: at, replay: replayOf(at), smallest });
      }
      if (report.pages >= toSay) {
        onProgress(`fuzz: ${report.pages} of ${pages} pages`);
        toSay += SAY_EVERY;
      }
    }
  } finally {
    await runner.end();
  }
  report.seconds = (performance.now() - started) / 1000;
  return report;
}

export const noFindings = (): Record<Finding['kind'], number> =>
  Object.fromEntries(FINDINGS.map((kind) => [kind, 0])) as Record<Finding['kind'], number>;

/** Runs a case. What was measured and does not show again is not found. */
async function judged(
  given: Case,
  runner: CaseRunner,
  isMeasured: boolean,
  patienceMs = PATIENCE_MS,
): Promise<CaseDone> {
  // Without a measure, only what never ends is found.
  const done = await runner.run(given, isMeasured ? patienceMs : UNMEASURED_PATIENCE_MS);
  if (!done.findings.some(({ kind }) => MEASURED.includes(kind)) || done.isOver) return done;
  if (!isMeasured) return { ...done, findings: done.findings.filter(({ kind }) => !MEASURED.includes(kind)) };
  const again = await runner.run(given, patienceMs);
  const findings = done.findings.filter(
    ({ kind }) => !MEASURED.includes(kind) || again.findings.some((one) => one.kind === kind),
  );
  return {
    ...done,
    findings,
    longestMs: Math.min(done.longestMs, again.longestMs),
    grewMb: Math.min(done.grewMb, again.grewMb),
  };
}

async function runOneCase(
  seed: number,
  runner: CaseRunner,
  isMeasured: boolean,
): Promise<{ given: Case; done: CaseDone }> {
  let ran: { given: Case; done: CaseDone } | null = null;
  const property = fc.asyncProperty(cases, async (given) => {
    ran ??= { given, done: await judged(given, runner, isMeasured) };
  });
  await fc.check(property, { seed, numRuns: 1 });
  if (ran === null) throw new Error(`seed ${seed} made no case`);
  return ran;
}

/** The smallest case that is still found to be of this kind. */
async function smallestOf(
  seed: number,
  kind: Finding['kind'],
  runner: CaseRunner,
  isMeasured: boolean,
): Promise<Case | null> {
  const property = fc.asyncProperty(cases, async (given) => {
    const { findings } = await judged(given, runner, isMeasured, SHRINK_PATIENCE_MS);
    return !findings.some((one) => one.kind === kind);
  });
  const { counterexample } = await fc.check(property, {
    seed,
    numRuns: 1,
    interruptAfterTimeLimit: SHRINK_WITHIN_MS,
    markInterruptAsFailure: true,
  });
  return counterexample?.[0] ?? null;
}

/** Null where no text was shown, because only pages were asked for. */
export type FuzzReport = { pages: PagesReport; texts: TextsReport | null };

/** `pages` things said to core, and a tenth as many texts shown in the window. */
export async function runFuzz(
  options: Pick<PagesOptions, 'pages' | 'seed' | 'onProgress'>,
): Promise<FuzzReport> {
  const pages = await runPages(options);
  const texts = await runTexts({ ...options, texts: Math.ceil(options.pages / 10) });
  return { pages, texts };
}

/** One case again, made small when something is found. */
export async function replayCase(
  seed: number,
): Promise<{ findings: Finding[]; given: Case; smallest: Case | null; longestMs: number; grewMb: number }> {
  const runner = caseRunner();
  try {
    const { given, done } = await runOneCase(seed, runner, true);
    const [first] = done.findings;
    const smallest = first === undefined ? null : await smallestOf(seed, first.kind, runner, true);
    return { findings: done.findings, given, smallest, longestMs: done.longestMs, grewMb: done.grewMb };
  } finally {
    await runner.end();
  }
}
