/** The file for the vendor: every ticket, every letter, and nothing that a spreadsheet would run. */
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { csvOf } from '#shared/csv.ts';
import { spreadsheetMarks } from '#shared/region.ts';
import type { KeptEntry } from '#shared/sla/kept.ts';
import { entryTable, type TableWords } from '../../renderer/features/kept/table.ts';
import { dice } from '../torture/dice.ts';
import { seedOfRun } from './sla-minutes.ts';

/** A strict reader that is not ours: it throws on a quote out of place or a row of another length. */
const read = (text: string, delimiter = ','): string[][] =>
  parse(text, { bom: true, record_delimiter: '\r\n', delimiter });
const AMERICAN = spreadsheetMarks('US');
const EUROPEAN = spreadsheetMarks('NO');

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
  const text = csvOf(entryTable([entry], 'Europe/Oslo', words), AMERICAN);
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
  const [, row] = read(csvOf(entryTable([bare], 'UTC', words), AMERICAN));
  expect(row?.slice(4)).toEqual(['', '', '', 'no promise', '', '']);
});

test.each([
  ...['=1+1', '+47 55', '-2', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '=cmd|"/c calc"!A1', '=1\n2'],
  // In every width: as a Japanese keyboard writes them, small, and the minus of typographers.
  ...['＝1+1', '＋1', '－1', '＠SUM(A1)', '﹦1', '﹢1', '﹣1', '﹫SUM(A1)', '−1'],
  // Behind what shows nothing: spaces of every kind, signs without a width, the mark of UTF-8, a turn of the line.
  ...[' =1', '\u00a0=1', '\u3000＝1', '\u2009+1', '\u200b=1', '\u2060@A1', '\ufeff=1', '\u202e=1', '\0=1'],
  ...['\u00ad=1', '\u3164=1', '\u180e-1', ` \t\u200b\u00a0＝1`, `${' '.repeat(500)}=1`],
])('a title that begins as %j does is a text for a spreadsheet, and whole', (title) => {
  const [, row] = read(csvOf([['Title'], [title]], AMERICAN));
  expect(row).toEqual([`'${title}`]);
});

test('whatever ends a line or a cell stands in quotes', () => {
  const row = ['a\rb', 'a\nb', 'a,b', 'a;b', 'a\tb', 'a"b', 'ab'];
  const cells = ['"a\rb"', '"a\nb"', '"a,b"', '"a;b"', '"a\tb"', '"a""b"', 'ab'];
  expect(csvOf([row], AMERICAN)).toBe(`\uFEFF${cells.join(',')}\r\n`);
  expect(csvOf([row], EUROPEAN)).toBe(`\uFEFF${cells.join(';')}\r\n`);
});

test('a European spreadsheet finds its cells, and a fraction that is no date', () => {
  expect(
    csvOf(
      [
        ['Tittel', 'Minutter'],
        ['a', 1.5],
      ],
      EUROPEAN,
    ),
  ).toBe('\uFEFFTittel;Minutter\r\na;1,5\r\n');
  expect(
    csvOf(
      [
        ['Title', 'Minutes'],
        ['a', 1.5],
      ],
      AMERICAN,
    ),
  ).toBe('\uFEFFTitle,Minutes\r\na,1.5\r\n');
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
    '\u00a0',
    '\u200b',
    '＝',
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
    const marks = luck.pick([AMERICAN, EUROPEAN] as const);
    const back = read(csvOf(rows, marks), marks.separator);
    const isFormula = (text: string) => /^(?:[\t\r\n]|[\s\u200b]*[=+\-@＝])/.test(text);
    expect(back, `seed ${seed}, round ${round}`).toEqual(
      rows.map((row) => row.map((text) => (isFormula(text) ? `'${text}` : text))),
    );
    expect(back.flat().filter(isFormula)).toEqual([]);
  }
});
