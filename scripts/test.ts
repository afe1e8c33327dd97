// Checks everything and sums it up in the last line: npm test [-- lint | typecheck | build | unit | e2e …]
import process from 'node:process';
import { inPlainWords, Problem } from './setup/problem.mjs';
import { stopwatch } from './setup/progress.mjs';
import { type Counts, isSuccess, lastLine, oneCheck, sum } from './test/counts.ts';
import { isInterrupted } from './test/runner.ts';
import { type Step, type StepName, steps } from './test/steps.ts';

const usage = `npm test                    runs everything: ${steps.map(({ name }) => name).join(', ')}
npm test -- <name> …        runs only the steps named; e2e builds first
The last line says "N passed, N failed, N skipped". Lint, types and build count as one check each.`;

try {
  const names = process.argv.slice(2);
  if (names.includes('--help')) await print(usage);
  else await runAll(chosen(names));
} catch (error) {
  console.error(inPlainWords(error));
  process.exitCode = 1;
}

function chosen(names: readonly string[]): Step[] {
  const unknown = names.find((name) => !steps.some((step) => step.name === name));
  if (unknown !== undefined) throw new Problem(`There is no step "${unknown}".\n${usage}`);
  const needed = steps.filter(({ name }) => names.includes(name)).map(({ needs }) => needs);
  return steps.filter(({ name }) => names.length === 0 || names.includes(name) || needed.includes(name));
}

async function runAll(selection: readonly Step[]): Promise<void> {
  const results = new Map<StepName, Counts>();
  for (const step of selection) results.set(step.name, await runStep(step, results));
  const total = sum([...results.values()]);
  process.exitCode = isSuccess(total) ? 0 : 1;
  await print(`\n${skipLines(total)}${lastLine(total)}`);
}

async function runStep(step: Step, earlier: ReadonlyMap<StepName, Counts>): Promise<Counts> {
  const { heading, needs, run } = step;
  if (isInterrupted()) {
    await print(`\n== ${heading}: not run, because the run was interrupted`);
    return oneCheck(false);
  }
  if (needs !== undefined && earlier.get(needs)?.failed !== 0) {
    await print(`\n== ${heading}: not run, because the step "${needs}" failed`);
    return oneCheck(false);
  }
  await print(`\n== ${heading}`);
  const elapsed = stopwatch();
  const counts = await run();
  await print(`== ${heading}: ${lastLine(counts)} in ${elapsed()}`);
  return counts;
}

function skipLines({ skips }: Counts): string {
  if (skips.length === 0) return '';
  return ['Skipped:', ...skips.map(({ reason, count }) => `  ${count} × ${reason}`), ''].join('\n');
}

// Waits until the line is out, so that what another program prints afterwards comes afterwards.
function print(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(`${text}\n`, () => resolve());
  });
}
