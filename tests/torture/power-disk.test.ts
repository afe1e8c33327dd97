/** What a disk without power still has. The cuts prove nothing if this is wrong. */
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { dice } from './dice.ts';
import { EVERYTHING, type Keeps, NOTHING, powerDisk, torn } from './power-disk.ts';
import { scratch } from './profile.ts';
import type { Entry } from './recorder.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Each file and folder with its content, after a cut that follows these entries. */
function left(entries: readonly Entry[], keeps: Keeps): Record<string, string> {
  const disk = powerDisk('/disk');
  for (const entry of entries) disk.apply(entry);
  const folder = scratch('disk');
  folders.push(folder);
  mkdirSync(folder, { recursive: true });
  disk.image(folder, keeps);
  return Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => {
        const path = join(folder, name);
        return [name, statSync(path).isDirectory() ? 'folder' : readFileSync(path, 'latin1')];
      }),
  );
}

const open = (fd: number, path: string): Entry => ({
  kind: 'open',
  fd,
  path: `/disk${path}`,
  isNew: true,
  isEmptied: false,
});
const write = (fd: number, at: number, text: string): Entry => ({
  kind: 'write',
  fd,
  at,
  bytes: Buffer.from(text),
});
const sync = (fd: number): Entry => ({ kind: 'sync', fd });
const folder = (path: string): Entry => ({ kind: 'folder', path: `/disk${path}` });
const rename = (from: string, to: string): Entry => ({
  kind: 'rename',
  from: `/disk${from}`,
  to: `/disk${to}`,
});

/** A file that is safe with its name, as it is made when nothing may be lost. */
const safe = (fd: number, path: string, text: string) => [
  open(fd, path),
  write(fd, 0, text),
  sync(fd),
  open(9, ''),
  sync(9),
];

test('what was synced under a synced name is there, and what was written after it is not', () => {
  const entries = [...safe(1, '/a', 'kept'), write(1, 4, ' and more')];
  expect(left(entries, NOTHING)).toEqual({ a: 'kept' });
  expect(left(entries, EVERYTHING)).toEqual({ a: 'kept and more' });
});

test('a synced file is lost with a name that was not synced', () => {
  const entries = [open(1, '/a'), write(1, 0, 'synced'), sync(1)];
  expect(left(entries, NOTHING)).toEqual({});
  expect(left([...entries, open(9, ''), sync(9)], NOTHING)).toEqual({ a: 'synced' });
});

test('a folder that was not synced into the one above takes all with it that was synced inside', () => {
  const inside = [folder('/in'), open(1, '/in/a'), write(1, 0, 'synced'), sync(1), open(2, '/in'), sync(2)];
  expect(left(inside, NOTHING)).toEqual({});
  expect(left([...inside, open(9, ''), sync(9)], NOTHING)).toEqual({ in: 'folder', 'in/a': 'synced' });
});

test('a file that replaces another leaves the one or the other, never neither', () => {
  const entries = [...safe(1, '/old', 'old'), ...safe(2, '/new', 'new'), rename('/new', '/old')];
  expect(left(entries, NOTHING)).toEqual({ old: 'old', new: 'new' });
  expect(left(entries, EVERYTHING)).toEqual({ old: 'new' });
  for (let seed = 1; seed <= 20; seed += 1) {
    expect(['old', 'new']).toContain(left(entries, torn(dice(seed))).old);
  }
});

test('a file that was moved away is not back under its first name when that folder is synced later', () => {
  const folders = [folder('/a'), folder('/b'), open(9, ''), sync(9), open(3, '/a'), open(4, '/b')];
  const entries = [...folders, open(1, '/a/x'), write(1, 0, 'moved'), sync(1), rename('/a/x', '/b/x')];
  const where = { a: 'folder', b: 'folder', 'b/x': 'moved' };
  expect(left([...entries, sync(4)], NOTHING)).toEqual(where);
  expect(left([...entries, sync(4), sync(3)], NOTHING)).toEqual(where);
  expect(left([...entries, sync(4)], EVERYTHING)).toEqual(where);
});

test('a long write that was not synced is torn at sectors, and what was synced before shows through', () => {
  const entries = [...safe(1, '/a', 'o'.repeat(4096)), write(1, 0, 'n'.repeat(4096))];
  const seen = new Set<string>();
  for (let seed = 1; seed <= 20; seed += 1) {
    const { a = '' } = left(entries, torn(dice(seed)));
    const sectors = a.match(/.{512}/g) ?? [];
    expect(sectors.every((sector) => /^(o+|n+)$/.test(sector))).toBe(true);
    seen.add(sectors.map(([first]) => first).join(''));
  }
  expect(seen.size).toBeGreaterThan(5);
});

test('a file that is cut shorter and not synced has its old length', () => {
  const entries: Entry[] = [...safe(1, '/a', 'whole'), { kind: 'cut', fd: 1, length: 2 }];
  expect(left(entries, NOTHING)).toEqual({ a: 'whole' });
  expect(left([...entries, sync(1)], NOTHING)).toEqual({ a: 'wh' });
});

test('a file that was removed is back until its folder is synced', () => {
  const entries: Entry[] = [...safe(1, '/a', 'here'), { kind: 'remove', path: '/disk/a' }];
  expect(left(entries, NOTHING)).toEqual({ a: 'here' });
  expect(left([...entries, sync(9)], NOTHING)).toEqual({});
});
