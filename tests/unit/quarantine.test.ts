/** Files from elsewhere carry the mark of their system, and where there is none, that is said. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { quarantine } from '../../main/shell/quarantine.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lifeline-mark-'));
  writeFileSync(join(folder, 'a.exe'), 'MZ');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('macOS: the system tool is asked to quarantine it, by its full path and without a shell', async () => {
  const asked: [string, string[]][] = [];
  const isMarked = await quarantine('/x/$(touch y).exe', 'darwin', async (program, args) => {
    asked.push([program, args]);
  });
  expect(isMarked).toBe(true);
  expect(asked).toEqual([
    [
      '/usr/bin/xattr',
      [
        '-w',
        'com.apple.quarantine',
        expect.stringMatching(/^0081;[0-9a-f]{8};Lifeline;[0-9A-F-]{36}$/),
        '/x/$(touch y).exe',
      ],
    ],
  ]);
});

test('macOS: a copy that cannot be written any more counts as marked only when it is', async () => {
  const reads =
    (isThere: boolean) =>
    async (_program: string, [flag]: string[]) => {
      if (flag === '-w' || !isThere) throw new Error('Operation not permitted');
    };
  expect(await quarantine('/x/a.exe', 'darwin', reads(true))).toBe(true);
  expect(await quarantine('/x/a.exe', 'darwin', reads(false))).toBe(false);
});

test('Windows: the stream that browsers write says that it is from the internet', async () => {
  const path = join(folder, 'a.exe');
  expect(await quarantine(path, 'win32')).toBe(true);
  expect(readFileSync(`${path}:Zone.Identifier`, 'utf8')).toContain('ZoneId=3');
  expect(await quarantine(join(folder, 'missing', 'a.exe'), 'win32')).toBe(false);
});

test('Linux has no such mark, and nobody claims one', async () => {
  expect(await quarantine(join(folder, 'a.exe'), 'linux')).toBe(false);
});
