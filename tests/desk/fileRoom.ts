/** Where the contents of files lie: one folder, in which tus takes uploads and where they stay when they are whole. */
import { createHash, randomBytes } from 'node:crypto';
import { createReadStream, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** The folder beside the desk's book in `data`; for a desk in memory, one that goes away with it. */
export function openFileRoom(data: string) {
  const passing = data === ':memory:';
  const folder = passing ? mkdtempSync(join(tmpdir(), 'desk-files-')) : join(data, 'files');
  mkdirSync(folder, { recursive: true });
  const path = (name: string) => join(folder, name);
  return {
    folder,
    /** Keeps these bytes; the answer is the name to find them under. */
    keep(bytes: Uint8Array): string {
      const name = randomBytes(16).toString('hex');
      writeFileSync(path(name), bytes, { flag: 'wx', flush: true });
      return name;
    },
    bytes: (name: string): Uint8Array => new Uint8Array(readFileSync(path(name))),
    /** The bytes from `first` to `last`, both taken with. */
    read: (name: string, first: number, last: number) =>
      createReadStream(path(name), { start: first, end: last }),
    async sha256(name: string): Promise<string> {
      const hash = createHash('sha256');
      await pipeline(createReadStream(path(name)), hash);
      return hash.digest('hex');
    },
    /** Throws a content away, and what tus has noted beside it. */
    remove(name: string): void {
      rmSync(path(name), { force: true });
      rmSync(path(`${name}.json`), { force: true });
    },
    close(): void {
      if (passing) rmSync(folder, { recursive: true, force: true });
    },
  };
}
export type FileRoom = ReturnType<typeof openFileRoom>;
