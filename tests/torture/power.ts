/**
 * Cuts the power. SIGKILL can not do that: what a process has written survives it in memory of the system. Here every
 * write and sync of a session is recorded; then, for many moments, the folder is made as a disk would have it that
 * lost its power at that moment, and core is started on it. Everything acknowledged must be there (invariant 1).
 */
import { rmSync } from 'node:fs';
import { failureOf } from '#shared/errors.ts';
import { type CoreProcess, type Planted, startCore } from './core-process.ts';
import { dice } from './dice.ts';
import { EVERYTHING, NOTHING, powerDisk, theFirst, torn } from './power-disk.ts';
import { broken, type Moment } from './power-promises.ts';
import { marksIn, type Session, storeIn, work } from './power-session.ts';
import { scratch } from './profile.ts';
import { buildRecorder, type Entry, missingForRecorder, readLog } from './recorder.ts';
import type { Finding, Progress } from './tally.ts';

/** So many cuts are made in one recording, then another session is recorded. */
const PER_SESSION = 50;

/** A bug in what makes writing durable. With one the test must fail, or it would prove nothing. */
export type Control = { name: string; planted: Planted[] };

const UNSYNCED_DATABASE = {
  file: 'main/core/store/connection.ts',
  find: "db.pragma('synchronous = FULL');",
  replace: "db.pragma('synchronous = OFF');",
};
const UNSYNCED_FILES = {
  file: 'main/core/disk.ts',
  find: "withFile(path, isFolder ? 'r' : 'r+', fsyncSync);",
  replace: '',
};
export const CONTROLS: readonly Control[] = [
  { name: 'synchronous = OFF', planted: [UNSYNCED_DATABASE] },
  { name: 'synchronous = OFF, journal not synced', planted: [UNSYNCED_DATABASE, UNSYNCED_FILES] },
];

export type PowerResult = {
  powerCuts: number;
  /** Cuts after which core took what was there for damage: it rebuilt, though nothing was broken but the power. */
  takenForDamage: number;
  findings: Finding[];
};

/** Makes `cuts` cuts, or says why there can be none here. */
export async function runPowerCuts({
  cuts,
  seed,
  onProgress,
  control = null,
}: {
  cuts: number;
  seed: number;
  onProgress: Progress;
  control?: Control | null;
}): Promise<PowerResult | { skipped: string }> {
  const missing = missingForRecorder();
  if (missing !== null) return { skipped: missing };
  const result: PowerResult = { powerCuts: 0, takenForDamage: 0, findings: [] };
  for (let first = 0; first < cuts; first += PER_SESSION) {
    const count = Math.min(PER_SESSION, cuts - first);
    await cutOneSession({ seed: seed + first, count, control, onProgress }, result);
    onProgress(`power cuts: ${result.powerCuts} of ${cuts}`);
  }
  return result;
}

async function cutOneSession(
  {
    seed,
    count,
    control,
    onProgress,
  }: { seed: number; count: number; control: Control | null; onProgress: Progress },
  result: PowerResult,
): Promise<void> {
  const folder = scratch('power');
  const recorded = scratch('power');
  const core = await startCore();
  try {
    const random = dice(seed);
    const recorder = buildRecorder(folder, recorded);
    const session = await work(recorded, random, {
      env: recorder.env,
      planted: control?.planted ?? [],
    });
    const entries = readLog(recorder.log);
    const moments = Array.from({ length: count }, () => random.between(0, entries.length)).sort(
      (a, b) => a - b,
    );
    const disk = powerDisk(recorded);
    const marks = readMarks(marksIn(recorded));
    let done = 0;
    for (const moment of moments) {
      for (const entry of entries.slice(done, moment)) {
        disk.apply(entry);
        marks.apply(entry);
      }
      done = moment;
      const keeps = random.pick([NOTHING, NOTHING, EVERYTHING, theFirst(random), torn(random)]);
      const after = scratch('power');
      disk.image(after, keeps);
      const run = `seed ${seed}, cut after write ${moment} of ${entries.length}, kept ${keeps.name}`;
      const looked = await lookAt(core, after, session, marks.moment());
      rmSync(after, { recursive: true, force: true });
      result.powerCuts += 1;
      if (looked.isTakenForDamage) result.takenForDamage += 1;
      for (const seen of looked.wrong) result.findings.push({ wrong: 'lost', run, seen });
      if (looked.wrong.length > 0 && control === null) onProgress(`lost: ${run}: ${looked.wrong.join(', ')}`);
    }
  } finally {
    await core.kill();
    for (const each of [folder, recorded]) rmSync(each, { recursive: true, force: true });
  }
}

async function lookAt(
  core: CoreProcess,
  folder: string,
  session: Session,
  moment: Moment,
): Promise<{ wrong: string[]; isTakenForDamage: boolean }> {
  try {
    await core.open(storeIn(folder), null);
    const { recovery } = await core.ask('store.health', {});
    return { wrong: await broken(core, session, moment), isTakenForDamage: recovery !== null };
  } catch (error) {
    const { code, detail } = failureOf(error);
    return { wrong: [`everything: ${code} ${detail ?? ''}`], isTakenForDamage: false };
  } finally {
    await core.close();
  }
}

/** Reads from the recorded writes which commands had begun and which were acknowledged. */
function readMarks(path: string) {
  const open = new Set<number>();
  let text = '';
  return {
    apply(entry: Entry): void {
      if (entry.kind === 'open' && entry.path === path) open.add(entry.fd);
      else if (entry.kind === 'close') open.delete(entry.fd);
      else if (entry.kind === 'write' && open.has(entry.fd)) text += entry.bytes.toString('utf8');
    },
    moment(): Moment {
      const lines = text.split('\n').map((line) => line.split(' '));
      const of = (word: string) =>
        new Set(lines.flatMap(([what, mark]) => (what === word && mark !== undefined ? [mark] : [])));
      return { asked: of('asked'), done: of('done') };
    },
  };
}
