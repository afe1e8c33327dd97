/** How the app may be started, and for whom its files are. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Host } from '../electron/host.ts';
import { expect, test } from './fixtures.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Starts the app as a packaged one, without the test tool's own switches, and waits until it has ended. */
async function startedWith(host: Host, profile: string, switches: string[], env: Record<string, string>) {
  const app = spawn(host.executablePath, [ROOT, `--user-data-dir=${profile}`, ...switches], {
    env: { ...process.env, ...env, ELECTRON_FORCE_IS_PACKAGED: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  app.stderr.on('data', (text) => {
    said += String(text);
  });
  const [code] = await once(app, 'exit');
  return { code, said };
}

test('a packaged app does not start with a switch that opens it, and says which', async ({
  host,
  profile,
  desktop,
}) => {
  for (const name of ['--remote-debugging-port=9333', '--ignore-certificate-errors', '--no-sandbox']) {
    const { code, said } = await startedWith(host, profile, [name], desktop.env);
    expect(code).toBe(1);
    expect(said).toContain(`does not start with ${name.split('=')[0]}`);
    expect(said).toContain('starter ikke med');
  }
  expect(readdirSync(profile)).toEqual([]);
});

test('what is kept is for this person alone, whatever the folder was before', async ({ open, profile }) => {
  test.skip(process.platform === 'win32', 'Windows keeps profiles apart by itself.');
  const store = join(profile, 'store');
  mkdirSync(join(store, 'backups'), { recursive: true });
  writeFileSync(join(store, 'reserve'), '');
  chmodSync(join(store, 'reserve'), 0o666);
  for (const each of [profile, store, join(store, 'backups')]) chmodSync(each, 0o777);
  const person = await open();
  await person.seesConnection('Online');
  await person.startsTicket();
  await person.field('Your question').fill('Whose is this?');
  await person.seesSaved();
  const open_ = [profile, ...everythingIn(store)].filter((path) => (statSync(path).mode & 0o077) !== 0);
  expect(open_).toEqual([]);
  expect(everythingIn(store).length).toBeGreaterThan(3);
});

function everythingIn(folder: string): string[] {
  return [folder, ...readdirSync(folder, { recursive: true }).map((name) => join(folder, String(name)))];
}
