// Reads the JSON reports of Vitest and Playwright into counts.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Counts, oneCheck, sum } from './counts.ts';

const skipped = (reason: string): Counts => ({ passed: 0, failed: 0, skips: [{ reason, count: 1 }] });

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
});

/** Vitest's counts, or nothing when it left no whole report. */
export function readVitestReport(file: string): Counts | undefined {
  const report = vitestReport.safeParse(readJson(file)).data;
  return report && sum(report.testResults.map(countFile));
}

function countFile(file: z.infer<typeof vitestReport>['testResults'][number]): Counts {
  const counts = sum(
    file.assertionResults.map(({ status, fullName }) => {
      if (status === 'skipped' || status === 'todo') return skipped(`${status}: ${fullName.trim()}`);
      // What is still pending at the end never finished.
      return oneCheck(status === 'passed');
    }),
  );
  // A file that could not be loaded, or whose set-up failed, reports no failed test of its own.
  return file.status === 'failed' && counts.failed === 0 ? { ...counts, failed: 1 } : counts;
}

const playwrightTest = z.object({
  projectName: z.string(),
  status: z.enum(['expected', 'unexpected', 'flaky', 'skipped']),
  expectedStatus: z.string(),
  annotations: z.array(z.object({ type: z.string(), description: z.string().optional() })),
});

const playwrightSuite = z.object({
  specs: z.array(z.object({ title: z.string(), tests: z.array(playwrightTest) })),
  get suites() {
    return z.array(playwrightSuite).optional();
  },
});

const playwrightReport = z.object({
  suites: z.array(playwrightSuite),
  errors: z.array(z.unknown()),
});

/** Playwright's counts, or nothing when it left no whole report. A flaky test has failed. */
export function readPlaywrightReport(file: string): Counts | undefined {
  const report = playwrightReport.safeParse(readJson(file)).data;
  return report && sum([...report.suites.map(countSuite), ...report.errors.map(() => oneCheck(false))]);
}

function countSuite(suite: z.infer<typeof playwrightSuite>): Counts {
  const tests = suite.specs.flatMap((spec) => spec.tests.map((test) => countTest(spec.title, test)));
  return sum([...tests, ...(suite.suites ?? []).map(countSuite)]);
}

function countTest(title: string, test: z.infer<typeof playwrightTest>): Counts {
  if (test.status !== 'skipped') return oneCheck(test.status === 'expected');
  // Playwright also calls a test skipped that it meant to run and never got to.
  if (test.expectedStatus !== 'skipped') return oneCheck(false);
  const note = test.annotations.find(({ type }) => type === 'skip' || type === 'fixme')?.description;
  return skipped(`${test.projectName}: ${note ?? title}`);
}

function readJson(file: string): unknown {
  try {
    return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  } catch {
    // Cut off in the middle: the runner crashed while it wrote.
    return undefined;
  }
}
