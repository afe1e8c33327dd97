// The steps of a test run, in their order.
import { mkdirSync, rmSync } from 'node:fs';
import process from 'node:process';
import { build } from '../build.ts';
import { inPlainWords } from '../setup/problem.mjs';
import { inProject } from '../setup/project.mjs';
import { type Counts, honest, oneCheck } from './counts.ts';
import { readPlaywrightReport, readVitestReport } from './reports.ts';
import { runTool } from './runner.ts';

export type StepName = 'lint' | 'typecheck' | 'build' | 'unit' | 'e2e';

export type Step = {
  readonly name: StepName;
  readonly heading: string;
  /** A step that is pointless when this one has failed. */
  readonly needs?: StepName;
  readonly run: () => Promise<Counts>;
};

export const steps: readonly Step[] = [
  { name: 'lint', heading: 'Lint', run: lint },
  { name: 'typecheck', heading: 'Types', run: typecheck },
  { name: 'build', heading: 'Build', run: buildApp },
  { name: 'unit', heading: 'Unit tests and simulation', run: unit },
  { name: 'e2e', heading: 'The app in its window', needs: 'build', run: e2e },
];

const tool = (...parts: string[]): string => inProject('node_modules', ...parts);

async function lint(): Promise<Counts> {
  return oneCheck((await runTool(tool('@biomejs', 'biome', 'bin', 'biome'), ['ci', '.'])) === 0);
}

async function typecheck(): Promise<Counts> {
  return oneCheck((await runTool(tool('typescript', 'bin', 'tsc'), ['-p', '.'])) === 0);
}

async function buildApp(): Promise<Counts> {
  try {
    await build();
    return oneCheck(true);
  } catch (error) {
    console.error(inPlainWords(error));
    return oneCheck(false);
  }
}

async function unit(): Promise<Counts> {
  const report = freshReport('vitest');
  const code = await runTool(tool('vitest', 'vitest.mjs'), [
    'run',
    '--config=tests/vitest.config.ts',
    '--allowOnly=false',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    // On build machines it would colour a log file.
    ...(process.stdout.isTTY ? [] : ['--no-color']),
  ]);
  return honest(readVitestReport(report), code);
}

async function e2e(): Promise<Counts> {
  const report = freshReport('playwright');
  const code = await runTool(
    tool('@playwright', 'test', 'cli.js'),
    ['test', '--config=tests/playwright.config.ts', '--forbid-only', '--reporter=list,json'],
    { PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  );
  return honest(readPlaywrightReport(report), code);
}

// The report of an earlier run must not pass for this one's.
function freshReport(name: string): string {
  const folder = inProject('.lifeline', 'reports');
  mkdirSync(folder, { recursive: true });
  const file = inProject('.lifeline', 'reports', `${name}-${process.pid}.json`);
  rmSync(file, { force: true });
  process.once('exit', () => rmSync(file, { force: true }));
  return file;
}
