import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deskClient, testIds } from '../desk/deskClient.ts';

const CLI = fileURLToPath(new URL('../desk/cli.ts', import.meta.url));
const ids = testIds(5);
let folder: string;
const running: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'desk-cli-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'close');
  }
  rmSync(folder, { recursive: true });
});

function run(...args: string[]) {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ['pipe', 'pipe', 'pipe'] });
  running.push(child);
  return child;
}

/** The printed lines by name, once the desk is up. */
async function started(child: ReturnType<typeof run>) {
  const printed = new Map<string, string>();
  for await (const line of createInterface(child.stdout)) {
    const [, name, value] = /^([^:]+): (.+)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    printed.set(name, value);
    if (name === 'fault seed') break;
  }
  const read = (name: string) => printed.get(name) ?? '';
  return { url: read('Reference desk'), token: read('token'), read };
}

async function refused(...args: string[]) {
  const child = run(...args);
  const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  return { said, code };
}

it('prints where it is, and ends with 0 on SIGTERM and SIGINT', async () => {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const child = run('--port', '0', '--token', 'secret');
    const desk = await started(child);
    expect(desk.token).toBe('secret');
    expect(desk.read('specialist page')).toBe(`${desk.url}/`);
    expect((await fetch(desk.read('openapi'))).status).toBe(200);
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([0, null]);
  }
});

it('ends with the one who started it', async () => {
  const child = run('--port', '0', '--with-parent');
  await started(child);
  child.stdin.end();
  expect(await once(child, 'close')).toEqual([0, null]);
});

it('has everything again after it was killed, and the repeat makes no second ticket (invariants 1 and 2)', async () => {
  const id = ids.ticket();
  const first = run('--port', '0', '--data', folder);
  const before = await started(first);
  await fetch(`${before.url}/faults`, {
    method: 'PUT',
    headers: { 'x-desk-page': '1' },
    body: JSON.stringify({ faults: [{ kind: 'loseAnswer' }] }),
  });
  await expect(deskClient(before).putTicket(id, 'k')).rejects.toThrow();
  first.kill('SIGKILL');
  await once(first, 'close');

  const after = await started(run('--port', '0', '--data', folder));
  expect(after.token).toBe(before.token);
  const again = await deskClient(after).putTicket(id, 'k');
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  expect((await deskClient(after).changes()).changes).toHaveLength(1);
});

it('shows its help', async () => {
  const child = run('--help');
  const [said, [code]] = await Promise.all([text(child.stdout), once(child, 'close')]);
  expect(said).toContain('--sample');
  expect(code).toBe(0);
});

describe('--check', () => {
  /** What the check of the desk at `url` says, and how it ends. */
  async function checked(url: string, token: string) {
    const child = run('--check', url, '--token', token);
    const [said, wrong, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { said, wrong, code };
  }

  it('says beforehand what it writes, then a line for each promise, and ends with 0 when all holds', async () => {
    const desk = await started(run('--port', '0', '--token', 'secret', '--sample'));
    const { said, wrong, code } = await checked(`${desk.url}/`, desk.token);
    expect({ wrong, code }).toEqual({ wrong: '', code: 0 });
    const [first, ...others] = said.split('\n');
    expect(first).toBe(`Checking ${desk.url} against docs/support-api.md.`);
    expect(others.slice(0, 5).join(' ')).toContain('please ignore');
    expect(said).toContain('\nExactly once\n  holds ');
    expect(said.trimEnd().split('\n').at(-1)).toMatch(/^\d+ hold, 0 fail, 1 not seen\.$/);
  });

  it('ends with 1, and says where, when something does not hold', async () => {
    const desk = await started(run('--port', '0', '--token', 'secret'));
    const { said, code } = await checked(desk.url, 'another');
    expect(code).toBe(1);
    expect(said).toMatch(
      /FAILS {8}The account fits.*\n.*answered 401 unauthorized\. \[account\.fits, see “Account”\]/,
    );
    expect(said.trimEnd().split('\n').at(-1)).toMatch(/^0 hold, 1 fails, \d+ not told\.$/);
  });
});

describe('refuses in a plain sentence', () => {
  it.each([
    [['--port', 'x'], '--port must be a whole number from 0 to 65535.'],
    [['--port', '70000'], '--port must be a whole number from 0 to 65535.'],
    [['--port'], '--port must be a whole number from 0 to 65535.'],
    [['--speed', '1'], 'There is no option --speed.'],
    [['-x'], 'There is no option -x.'],
    [['here'], '“here” is not an option.'],
    [['--token', 'a b'], '--token must be a text without spaces.'],
    [['--sample=yes'], '--sample takes no value.'],
    [['--data='], '--data needs a folder.'],
    [['--check', 'http://127.0.0.1:1'], '--check needs a --token that the desk knows.'],
    [['--check', 'desk', '--token', 't'], '--check needs the address of a desk'],
    [['--check=', '--token', 't'], '--check needs the address of a desk'],
    [['--check', 'http://desk.example', '--token', 't'], 'Plain http goes only to this computer'],
    [['--check', 'https://desk.example', '--token', 't', '--sample'], '--sample says how to start a desk'],
  ])('%j', async (args, sentence) => {
    const { said, code } = await refused(...args);
    expect(said).toContain(sentence);
    expect(said).not.toContain('    at ');
    expect(code).toBe(2);
  });

  it('a port in use and a folder that is none', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const busy = await refused('--port', String(port));
    expect(busy).toEqual({ said: `Port ${port} is in use. Choose another one with --port.\n`, code: 1 });
    taken.close();
    const nowhere = await refused('--port', '0', '--data', CLI);
    expect(nowhere).toEqual({ said: `The folder ${CLI} cannot be used.\n`, code: 1 });
  });
});
