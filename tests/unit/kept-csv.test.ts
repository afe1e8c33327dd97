/** The file for the vendor: every ticket, every letter, and nothing that a spreadsheet would run. */
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvOf } from '#shared/csv.ts';
import type { KeptEntry } from '#shared/sla/kept.ts';
import { entryTable, type TableWords } from '../../renderer/features/kept/table.ts';
import { dice } from '../torture/dice.ts';
import { seedOfRun } from './sla-minutes.ts';

/** A strict reader that is not ours: it throws on a quote out of place or a row of another length. */
const read = (text: string): string[][] => parse(text, { bom: true, record_delimiter: '\r\n' });

const words: TableWords = {
  ...{ number: 'Number', title: 'Title', severity: 'Severity', received: 'Received', answered: 'Answered' },
  ...{ promised: 'Promised', due: 'Due', outcome: 'Result', lateBy: 'Late by', changed: 'Change' },
  severities: { business_critical: 'Business-critical', standard: 'Standard' },
  outcomes: {
    ...{ kept: 'kept', late: 'late', overdue: 'late, unanswered', running: 'running' },
    ...{ ended: 'ended', no_promise: 'no promise' },
  },
  change: (from, to, when) => `${from} → ${to}, ${when}`,
};
const at = (text: string) => Date.parse(text);
const entry: KeptEntry = {
  number: 'LL-1042',
  title: 'Export breaks “æ, ø and å”',
  severity: 'standard',
  receivedAt: at('2026-10-24T22:30:00Z'),
  firstAnsweredAt: at('2026-10-25T01:31:05Z'),
  answerMinutes: 181.08,
  promisedMinutes: 60,
  dueAt: at('2026-10-24T23:30:00Z'),
  outcome: 'late',
  lateMinutes: 121.08,
  severityChange: { from: 'business_critical', to: 'standard', at: at('2026-10-25T08:00:00Z') },
};

test('each ticket is one row with its times on the wall of the time zone', () => {
  const text = csvOf(entryTable([entry], 'Europe/Oslo', words));
  expect([...new TextEncoder().encode(text)].slice(0, 3)).toEqual([0xef, 0xbb, 0xbf]);
  const [names, first, ...rest] = read(text);
  expect(names).toEqual([
    ...[
      'Number',
      'Title',
      'Severity',
      'Received',
      'Answered',
      'Promised',
      'Due',
      'Result',
      'Late by',
      'Change',
    ],
  ]);
  expect(first).toEqual([
    ...['LL-1042', 'Export breaks “æ, ø and å”', 'Standard', '2026-10-25 00:30:00', '2026-10-25 02:31:05'],
    ...['60', '2026-10-25 01:30:00', 'late', '122', 'Business-critical → Standard, 2026-10-25 09:00:00'],
  ]);
  expect(rest).toEqual([]);
});

test('what is not known is an empty cell', () => {
  const bare: KeptEntry = {
    ...entry,
    ...{ firstAnsweredAt: null, promisedMinutes: null, dueAt: null, lateMinutes: null, severityChange: null },
    outcome: 'no_promise',
  };
  const [, row] = read(csvOf(entryTable([bare], 'UTC', words)));
  expect(row?.slice(4)).toEqual(['', '', '', 'no promise', '', '']);
});

test.each(['=1+1', '+47 55', '-2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=cmd|"/c calc"!A1', '=1\n2'])(
  'a title that begins as %j does is a text for a spreadsheet, and whole',
  (title) => {
    const [, row] = read(csvOf([['Title'], [title]]));
    expect(row).toEqual([`'${title}`]);
  },
);

test('whatever ends a line or a cell stands in quotes', () => {
  expect(csvOf([['a\rb', 'a\nb', 'a,b', 'a"b', 'ab']])).toBe('\uFEFF"a\rb","a\nb","a,b","a""b",ab\r\n');
});

test('seeded tables come back as they were, and no cell begins as a formula does', () => {
  const seed = seedOfRun();
  const luck = dice(seed);
  const pieces = [
    '"',
    ',',
    '\r\n',
    '\n',
    '\r',
    '\t',
    '=',
    '+',
    '-',
    '@',
    "'",
    ';',
    ' ',
    'å',
    '👍',
    'a',
    '0',
  ] as const;
  for (let round = 0; round < 400; round += 1) {
    const width = luck.between(2, 5);
    const rows = Array.from({ length: luck.between(1, 6) }, () =>
      Array.from({ length: width }, () =>
        Array.from({ length: luck.between(0, 6) }, () => luck.pick(pieces)).join(''),
      ),
    );
    const back = read(csvOf(rows));
    const isFormula = (text: string) => /^[=+\-@\t\r\n]/.test(text);
    expect(back, `seed ${seed}, round ${round}`).toEqual(
      rows.map((row) => row.map((text) => (isFormula(text) ? `'${text}` : text))),
    );
    expect(back.flat().filter(isFormula)).toEqual([]);
  }
});
