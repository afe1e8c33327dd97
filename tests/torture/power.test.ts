/** The short share of the power cuts; `npm run torture` makes many more. Linux with a C compiler, skipped elsewhere. */
import { expect, test } from 'vitest';
import { CONTROLS, runPowerCuts } from './power.ts';
import { missingForRecorder } from './recorder.ts';

const PATIENCE_MS = 180_000;
const silent = () => undefined;
const whereRecorded = test.skipIf(missingForRecorder() !== null);

whereRecorded(
  'after a power cut everything acknowledged is there, and a cut is not taken for damage (invariant 1)',
  { timeout: PATIENCE_MS },
  async () => {
    const result = await runPowerCuts({ cuts: 20, seed: 1, onProgress: silent });
    expect(result).toEqual({ powerCuts: 20, takenForDamage: 0, findings: [] });
  },
);

whereRecorded.each(CONTROLS)(
  'with $name the cuts find what is lost: they are no test that always passes',
  { timeout: PATIENCE_MS },
  async (control) => {
    const result = await runPowerCuts({ cuts: 10, seed: 1, onProgress: silent, control });
    if ('skipped' in result) throw new Error(result.skipped);
    expect(result.powerCuts).toBe(10);
    expect(result.findings.map(({ wrong }) => wrong)).toContain('lost');
  },
);
