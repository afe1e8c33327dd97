/** The record of what core does to its files is complete: a write that is missing in it could be lost unseen. */
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startCore } from './core-process.ts';
import { dice } from './dice.ts';
import { EVERYTHING, powerDisk } from './power-disk.ts';
import { marksIn, storeIn } from './power-session.ts';
import { scratch } from './profile.ts';
import { buildRecorder, missingForRecorder, readLog } from './recorder.ts';
import { writer } from './writer.ts';

const PATIENCE_MS = 60_000;

/** Every file below a folder; SQLite's index of a WAL is written through memory and says nothing of its own. */
function contents(folder: string): Map<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return new Map(
    names
      .filter((name) => statSync(join(folder, name)).isFile() && !name.endsWith('-shm'))
      .map((name) => [name, readFileSync(join(folder, name), 'base64')]),
  );
}

test.skipIf(missingForRecorder() !== null)(
  'from the record of a session every file is made again, byte for byte',
  { timeout: PATIENCE_MS },
  async () => {
    const [tools, recorded, again] = [scratch('recorder'), scratch('recorder'), scratch('recorder')];
    const core = await startCore({ env: buildRecorder(tools, recorded).env });
    try {
      const person = writer(core, dice(1), 'record');
      const open = () => core.open(storeIn(recorded), null, marksIn(recorded));
      await open();
      await person.ticket({ files: 2 });
      await person.types(await person.draft(), 20);
      await core.close();
      // The second start finds a store; its backup is made from it.
      await open();
      await core.until('a backup', async () => (await core.ask('store.health', {})).lastBackupAt);
      await person.withdrawn();
      await core.close();
      const disk = powerDisk(recorded);
      for (const entry of readLog(join(tools, 'log'))) disk.apply(entry);
      disk.image(again, EVERYTHING);
      const written = contents(recorded);
      expect([...written.keys()]).toEqual([...contents(again).keys()]);
      expect([...contents(again)].filter(([name, bytes]) => written.get(name) !== bytes)).toEqual([]);
      expect([...written.keys()].filter((name) => /backups|lifeline\.db$|journal$/.test(name))).toHaveLength(
        3,
      );
    } finally {
      await core.kill();
      for (const folder of [tools, recorded, again]) rmSync(folder, { recursive: true, force: true });
    }
  },
);
