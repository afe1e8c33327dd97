/** What a person wrote is for that person alone, whatever its folder was before. */
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isAnothers, privateFolder } from '../../main/shell/private-folder.ts';

let place = '';
beforeEach(() => {
  place = realpathSync(mkdtempSync(join(tmpdir(), 'lifeline-private-')));
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);

test.runIf(process.platform !== 'win32')('a folder that stood open is closed, with all that is in it', () => {
  const folder = join(place, 'profile');
  mkdirSync(join(folder, 'store', 'files'), { recursive: true });
  writeFileSync(join(folder, 'store', 'lifeline.db'), 'x');
  writeFileSync(join(folder, 'store', 'files', 'copy'), 'x');
  chmodSync(join(folder, 'store', 'lifeline.db'), 0o666);
  chmodSync(join(folder, 'store', 'files', 'copy'), 0o444);
  for (const each of ['', 'store', 'store/files']) chmodSync(join(folder, each), 0o777);
  expect(privateFolder(folder)).toBe(folder);
  expect(modeOf(folder)).toBe('700');
  expect(modeOf(join(folder, 'store'))).toBe('700');
  expect(modeOf(join(folder, 'store', 'files'))).toBe('700');
  expect(modeOf(join(folder, 'store', 'lifeline.db'))).toBe('600');
  // What only may be read stays so.
  expect(modeOf(join(folder, 'store', 'files', 'copy'))).toBe('400');
});

test.runIf(process.platform !== 'win32')(
  'a new folder is made closed, and a link to one gives the real one',
  () => {
    const real = join(place, 'elsewhere');
    mkdirSync(real, { mode: 0o777 });
    chmodSync(real, 0o777);
    symlinkSync(real, join(place, 'profile'));
    expect(privateFolder(join(place, 'profile'))).toBe(real);
    expect(modeOf(real)).toBe('700');
    expect(modeOf(privateFolder(join(place, 'new', 'profile')))).toBe('700');
  },
);

test.runIf(process.platform !== 'win32')(
  'a link inside leads nowhere: what it points at is not touched',
  () => {
    const other = join(place, 'other');
    writeFileSync(other, 'x');
    chmodSync(other, 0o644);
    const folder = join(place, 'profile');
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    symlinkSync(other, join(folder, 'lifeline.db'));
    privateFolder(folder);
    expect(modeOf(other)).toBe('644');
  },
);

test('what belongs to somebody else is not used, except by root', () => {
  expect(isAnothers(1001, 1000)).toBe(true);
  expect(isAnothers(0, 1000)).toBe(true);
  expect(isAnothers(1000, 1000)).toBe(false);
  expect(isAnothers(1000, 0)).toBe(false);
});

test.runIf(process.getuid?.() === 0)("another person's folder is refused by its name", async () => {
  const { spawnSync } = await import('node:child_process');
  const { chownSync } = await import('node:fs');
  const folder = join(place, 'profile');
  mkdirSync(folder);
  chmodSync(folder, 0o777);
  chmodSync(place, 0o755);
  chownSync(folder, 12345, 12345);
  const script = `import(${JSON.stringify(new URL('../../main/shell/private-folder.ts', import.meta.url).href)})
    .then(({ privateFolder }) => { process.setuid(54321); privateFolder(${JSON.stringify(folder)}); })
    .catch((error) => { console.log(error.name, error.folder); process.exit(7); });`;
  const { status, stdout } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(status).toBe(7);
  expect(stdout).toContain(`NotPrivate ${folder}`);
});
