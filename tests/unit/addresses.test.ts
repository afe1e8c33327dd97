/** Colleagues as they are pasted from a mail program: everybody is understood, and nobody is lost without a word. */
import { expect, test } from 'vitest';
import { addressesIn } from '#shared/addresses.ts';

test.each<[written: string, addresses: string[]]>([
  ['Ola <ola@x.example>; "Berg, Kari" <kari@x.example>, per@x.example', ['ola', 'kari', 'per']],
  // Outlook: no quotes, and the family name first.
  ['Nordmann, Ola <ola@x.example>; Berg Dahl, Kari <kari@x.example>', ['ola', 'kari']],
  ['“Berg, Kari” <kari@x.example>', ['kari']],
  ['"Berg, \\"Kari\\" (Oslo)" <kari@x.example>', ['kari']],
  ['Kari Berg (Oslo) <kari@x.example>, per@x.example (Per)', ['kari', 'per']],
  // A line that was broken by the program that showed it: within a name, before an address, inside one.
  ['Ola\r\nNordmann\r\n <ola@x.example>,\r\n\tkari@x.example', ['ola', 'kari']],
  ['"Nordmann,\nOla" <ola@x.\nexample>', ['ola']],
  // Nothing but a line or a space stands between them.
  ['Ola <ola@x.example>\nKari Berg <kari@x.example>\n', ['ola', 'kari']],
  ['Ola <ola@x.example> Kari <kari@x.example>', ['ola', 'kari']],
  ['ola@x.example kari@x.example\nper@x.example', ['ola', 'kari', 'per']],
  ['Ola\tola@x.example\nKari\tkari@x.example', ['ola', 'kari']],
  ['ola@x.example Kari <kari@x.example>', ['ola', 'kari']],
  // A program that knows no name shows the address in its place.
  [
    "ola@x.example <ola@x.example>; 'kari@x.example' <kari@x.example>; 'per@x.example'",
    ['ola', 'kari', 'per'],
  ],
  ['<ola@x.example>, mailto:kari@x.example, Per [mailto:per@x.example]', ['ola', 'kari', 'per']],
  ['To: Ola <ola@x.example>;\u00a0Kari\u200b <\u200bkari@x.example>,', ['ola', 'kari']],
  ['Team: ola@x.example, kari@x.example;', ['ola', 'kari']],
  ['Ola＜ola@x.example＞；kari＠x.example、per@x.example', ['ola', 'kari', 'per']],
  ['"Ola <ola@x.example>, kari@x.example', ['ola', 'kari']],
  ['', []],
  [' ,; \n', []],
])('%j is understood', (written, people) => {
  expect(addressesIn(written)).toEqual(people.map((name) => `${name}@x.example`));
});

test.each<[written: string, found: string[]]>([
  ['ola@x.example, nobody', ['ola@x.example', 'nobody']],
  ['nobody; Ola <ola@x.example>', ['nobody', 'ola@x.example']],
  ['nobody, ola@x.example', ['nobody', 'ola@x.example']],
  ['Kari, Per, Ola <ola@x.example>', ['Kari', 'ola@x.example']],
  ['ola@x.example nobody', ['ola@x.example', 'nobody']],
  ['Ola <ola>', ['ola']],
  ['Ola <>', ['Ola <>']],
])('what has no address in %j is left for the person to see', (written, found) => {
  expect(addressesIn(written)).toEqual(found);
});

test.each([
  ['"', 0],
  ['<', 0],
  ['“', 0],
  ['(', 0],
  ['"\\', 1],
  ['a ', 1],
  ['a@b.example ', 200_000],
])('two hundred thousand of %j are read in one go', (sign, found) => {
  // Were everything searched to the end from each of its signs, this would take minutes.
  expect(addressesIn(sign.repeat(200_000))).toHaveLength(found);
});
