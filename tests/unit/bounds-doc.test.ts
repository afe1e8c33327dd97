/** docs/support-api.md names the bounds that the code has. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BOUNDS, LIMITS } from '#shared/contract.ts';
import { LONGEST_EVENT } from '../../main/core/desk/event-reader.ts';
import { LARGEST } from '../../main/core/desk/http.ts';

const lines = readFileSync(new URL('../../docs/support-api.md', import.meta.url), 'utf8').split('\n');
const letters = (most: number): string => most.toLocaleString('en');
const bytes = (most: number): string => (most < 2 ** 20 ? `${most / 2 ** 10} kB` : `${most / 2 ** 20} MB`);

test.each([
  ['the text of a message or a help page', [BOUNDS.text, BOUNDS.textBytes].map(letters)],
  ['`description` of a ticket', [letters(BOUNDS.description)]],
  ['titles', [letters(BOUNDS.title)]],
  ['reasons, `hit`', [letters(LIMITS.shortText)]],
  ['names of people', [letters(BOUNDS.name)]],
  ['the name of a file', [letters(BOUNDS.fileName)]],
  ['`number` of a ticket', [letters(BOUNDS.number)]],
  ['ids that you make', [letters(BOUNDS.id)]],
  ['names of desk and plan', [letters(BOUNDS.name), letters(BOUNDS.superAdmins)]],
  ['`statusLine.text`', [letters(BOUNDS.statusLine)]],
  ['`colleagues`', [BOUNDS.colleagues, BOUNDS.name].map(letters)],
  ['events of a ticket', [letters(BOUNDS.events)]],
  ['`withinMinutes`', [letters(BOUNDS.businessDays)]],
  ['rules, exceptions', [BOUNDS.rules, BOUNDS.exceptions, BOUNDS.holidays, BOUNDS.openHours].map(letters)],
  ['`guide`', [letters(BOUNDS.answers)]],
  ['changes on one page', [letters(BOUNDS.changes)]],
  ['lists and objects within each other', [`${letters(BOUNDS.depth)} levels`]],
  ['values in one JSON text', [letters(BOUNDS.values)]],
  ['a cursor', [letters(BOUNDS.cursor)]],
  ['a page of changes', [bytes(LARGEST.page), bytes(LARGEST.item)]],
  ['what stands beside `changes`', [bytes(LARGEST.words)]],
  ['the account', [bytes(LARGEST.account)]],
  ['any other answer', [bytes(LARGEST.item)]],
  ['a refusal', [bytes(LARGEST.words)]],
  ['an event of the stream', [bytes(LONGEST_EVENT)]],
])('of %s it says how much there may be', (what, figures) => {
  const rows = lines.filter((line) => line.startsWith(`| ${what}`)).map((line) => line.split('|')[2] ?? '');
  expect(rows).toHaveLength(1);
  let rest = rows[0] ?? '';
  for (const figure of figures) {
    const at = rest.search(new RegExp(`(?<![\\d,])${figure}(?![\\d,]*\\d)`));
    expect(at, `${figure} in ${rest}`).not.toBe(-1);
    rest = rest.slice(at + figure.length);
  }
});
