/** docs/security.md names only tests and files that are there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const text = readFileSync(join(ROOT, 'docs/security.md'), 'utf8');

const testFiles = readdirSync(join(ROOT, 'tests'), { recursive: true, encoding: 'utf8' }).filter((path) =>
  /\.(test|spec)\.ts$/.test(path),
);
const titles = testFiles.flatMap((path) =>
  [
    ...readFileSync(join(ROOT, 'tests', path), 'utf8').matchAll(
      /(?:^|[\s)\]])(?:test|it|\))(?:\.\w+)?\(\s*(['"`])(.*?)\1,/gs,
    ),
  ].map(([, , title = '']) => title),
);

const named = [...text.matchAll(/(?<![*\w])\*(?!\*)([^*]+?)\*(?!\*)/g)].map(([, name = '']) =>
  name.replace(/\s+/g, ' '),
);

test('it names tests at all, and the titles are found', () => {
  expect(named.length).toBeGreaterThan(25);
  expect(titles.length).toBeGreaterThan(300);
});

test.each([...new Set(named)])('the test "%s" is there', (name) => {
  const parts = name.split('…').map((part) => part.replace(/^,? ?|,? ?$/g, ''));
  expect(titles.filter((title) => parts.every((part) => title.includes(part)))).not.toEqual([]);
});

const paths = [...text.matchAll(/`((?:main|shared|renderer|preload|scripts)\/[^`]*)`/g)].map(
  ([, path = '']) => path,
);
test.each([...new Set(paths)])('%s is there', (path) => expect(existsSync(join(ROOT, path))).toBe(true));

const specs = [...text.matchAll(/`([\w.-]+\.(?:test|spec)\.ts)`/g)].map(([, name = '']) => name);
test.each([...new Set(specs)])('%s is there', (name) => {
  expect(testFiles.filter((path) => path.endsWith(`/${name}`))).not.toEqual([]);
});
