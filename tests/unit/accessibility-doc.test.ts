/** The statement on accessibility names every criterion once, and every test that it cites is there. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const text = readFileSync(new URL('docs/accessibility.md', ROOT), 'utf8');

/** The rows of its tables whose first cell is the number of a criterion or clause. */
const rows = text
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter(([, number]) => /^\d+(\.\d+)+$/.test(number ?? ''))
  .map(([, number = '', , result = '', held = '']) => ({ number, result, held }));

/** WCAG 2.2, levels A and AA; 4.1.1 is withdrawn. */
const WCAG = `1.1.1 1.2.1 1.2.2 1.2.3 1.2.4 1.2.5 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 1.4.1 1.4.2 1.4.3 1.4.4 1.4.5
  1.4.10 1.4.11 1.4.12 1.4.13 2.1.1 2.1.2 2.1.4 2.2.1 2.2.2 2.3.1 2.4.1 2.4.2 2.4.3 2.4.4 2.4.5 2.4.6 2.4.7 2.4.11
  2.5.1 2.5.2 2.5.3 2.5.4 2.5.7 2.5.8 3.1.1 3.1.2 3.2.1 3.2.2 3.2.3 3.2.4 3.2.6 3.3.1 3.3.2 3.3.3 3.3.4 3.3.7 3.3.8
  4.1.2 4.1.3`.split(/\s+/);
const RESULTS = /^(Supported|In part|Not supported|Not applicable)$/;

test('all 55 criteria of WCAG 2.2 A and AA are there, once and in order', () => {
  expect(WCAG).toHaveLength(55);
  expect(rows.map(({ number }) => number).filter((number) => /^[1-4]\./.test(number))).toEqual(WCAG);
});

test('every one says how it stands, and by which test or on which day that was seen', () => {
  for (const { number, result, held } of rows) {
    expect(result, number).toMatch(RESULTS);
    const cited = held.match(/`[\w/.-]+\.(?:spec|test)\.ts`/g) ?? [];
    const isSeen = cited.length > 0 || /By hand, \d{4}-\d\d-\d\d/.test(held) || result === 'Not applicable';
    expect(isSeen, number).toBe(true);
    for (const name of cited) {
      const file = fileURLToPath(new URL(`tests/${name.slice(1, -1)}`, ROOT));
      expect(existsSync(file), `${number}: ${name}`).toBe(true);
    }
  }
});

test('what holds only in part says what falls short', () => {
  const short = text.slice(text.indexOf('## What falls short'));
  for (const { number, result } of rows)
    if (result === 'In part' || result === 'Not supported') expect(short, number).toContain(`**${number}`);
});
