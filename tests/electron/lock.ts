/** The single-instance lock of a profile: a file with its owner's process number, and a socket to speak to the owner. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Takes the lock, or returns null when a living process holds it. The returned function lets go of it. */
export function takeLock(folder: string, onMessage: (text: string) => void): (() => void) | null {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'SingletonLock');
  try {
    writeFileSync(file, nameOf(process.pid), { flag: 'wx' });
  } catch {
    const owner = readFileSync(file, 'utf8');
    if (owner !== '' && owner === nameOf(Number.parseInt(owner, 10))) return null;
    // Its owner was killed and could not let go.
    writeFileSync(file, nameOf(process.pid));
  }
  const path = socketOf(folder);
  if (process.platform === 'darwin') rmSync(path, { force: true });
  const server = createServer((socket) => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', () => onMessage(Buffer.concat(chunks).toString()));
    socket.on('error', () => {});
  });
  server.on('error', () => {});
  server.listen(path);
  server.unref();
  return () => {
    server.close();
    rmSync(file, { force: true });
  };
}

/** Speaks to the owner before this process goes on: it is about to end. */
export function tellOwner(folder: string, text: string): void {
  const program =
    'const s = require("net").connect(JSON.parse(process.argv[1]), () => s.end(process.argv[2]));';
  const address = JSON.stringify(socketOf(folder));
  spawnSync(process.execPath, ['-e', program, address, text], { timeout: 5_000 });
}

function socketOf(folder: string): string {
  // A socket's path has to be short, and a profile's need not be.
  const name = `lifeline-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`;
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`;
  // Linux has names without a file: nothing is left behind, however this process ends.
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}

/** A process by its number and, as numbers come around again, by when it began; empty when there is none. */
function nameOf(pid: number): string {
  try {
    process.kill(pid, 0);
  } catch {
    return '';
  }
  if (process.platform !== 'linux') return String(pid);
  try {
    // The process's own name stands in brackets and may hold anything; `starttime` is field 22 (proc_pid_stat(5)).
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    const [state] = fields;
    return state === 'Z' ? '' : `${pid} ${fields[19]}`;
  } catch {
    return '';
  }
}
