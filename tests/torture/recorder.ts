/** Builds the recorder, and reads what it has written. Linux only, with a C compiler. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const SOURCE = fileURLToPath(new URL('recorder.c', import.meta.url));

export type Entry =
  | { kind: 'open'; fd: number; path: string; isNew: boolean; isEmptied: boolean }
  | { kind: 'write'; fd: number; at: number; bytes: Buffer }
  | { kind: 'cut'; fd: number; length: number }
  | { kind: 'sync'; fd: number }
  | { kind: 'rename'; from: string; to: string }
  | { kind: 'remove'; path: string }
  | { kind: 'folder'; path: string }
  | { kind: 'close'; fd: number };

/** Why there can be no recorder here; null when there can. */
export function missingForRecorder(): string | null {
  if (process.platform !== 'linux') return 'power cuts are recorded on Linux only';
  return spawnSync('cc', ['--version']).status === 0 ? null : 'there is no C compiler (cc)';
}

/** Compiles the recorder into `folder`, and gives the environment that puts a process under it. */
export function buildRecorder(folder: string, recorded: string): { env: NodeJS.ProcessEnv; log: string } {
  const library = join(folder, 'recorder.so');
  const args = ['-shared', '-fPIC', '-O2', '-Wall', '-Werror', '-o', library, SOURCE, '-ldl', '-lpthread'];
  const { status, stderr } = spawnSync('cc', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`the recorder does not compile:\n${stderr}`);
  const log = join(folder, 'log');
  return {
    log,
    // io_uring would write behind the C library's back.
    env: { LD_PRELOAD: library, RECORD_FOLDER: recorded, RECORD_LOG: log, UV_USE_IO_URING: '0' },
  };
}

const HEAD = 21;
const O_TRUNC = 0o1000;
const O_CREAT = 0o100;

/** The entries of a log, in their order. */
export function readLog(log: string): Entry[] {
  const bytes = readFileSync(log);
  const entries: Entry[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 4 + bytes.readUInt32LE(at);
    const textEnd = at + HEAD + bytes.readUInt32LE(at + 17);
    const text = bytes.toString('utf8', at + HEAD, textEnd);
    entries.push(
      entryOf(bytes.readUInt8(at + 4), {
        fd: bytes.readInt32LE(at + 5),
        number: Number(bytes.readBigInt64LE(at + 9)),
        text,
        more: bytes.subarray(textEnd, end),
      }),
    );
    at = end;
  }
  return entries;
}

type Parts = { fd: number; number: number; text: string; more: Buffer };

function entryOf(what: number, { fd, number, text, more }: Parts): Entry {
  switch (what) {
    case 1:
      return {
        kind: 'open',
        fd,
        path: text,
        isNew: (number & O_CREAT) !== 0,
        isEmptied: (number & O_TRUNC) !== 0,
      };
    case 2:
      return { kind: 'write', fd, at: number, bytes: more };
    case 3:
      return { kind: 'cut', fd, length: number };
    case 4:
      return { kind: 'sync', fd };
    case 5:
      return { kind: 'rename', from: text, to: more.toString('utf8') };
    case 6:
      return { kind: 'remove', path: text };
    case 7:
      return { kind: 'folder', path: text };
    case 8:
      return { kind: 'close', fd };
    default:
      throw new Error(`the log has an entry that nobody knows: ${what}`);
  }
}
