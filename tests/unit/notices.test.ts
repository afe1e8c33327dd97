/** What others have made is shipped only under licences that allow it, and with the notices that they ask for. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asText, problemsOf, type Shipped, shippedPackages } from '../../scripts/notices.ts';

const shipped = (licence: string, text = 'Do as you like.'): Shipped => ({
  name: 'planted',
  version: '1.0.0',
  licence,
  text,
});

test.each([
  'GPL-3.0-only',
  'AGPL-3.0-or-later',
  'LGPL-2.1',
  '(MIT AND GPL-2.0-only)',
  'CC-BY-SA-3.0',
  'SEE LICENSE',
  'UNLICENSED',
  '',
])('a package under %j stops the build', (licence) => {
  expect(problemsOf([shipped(licence)])).toEqual([expect.stringContaining('planted 1.0.0 has the licence')]);
});

test.each(['MIT', 'ISC', '(MIT OR GPL-3.0-only)', '(ISC AND CC-BY-3.0)', 'Apache-2.0', 'OFL-1.1'])(
  'a package under %s is shipped',
  (licence) => expect(problemsOf([shipped(licence)])).toEqual([]),
);

test('a package without the text of its licence stops the build', () => {
  expect(problemsOf([shipped('MIT', ' ')])).toEqual(['planted 1.0.0 carries no text of its licence.']);
});

let place = '';
beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'lifeline-notices-'));
  const write = (path: string, content: unknown) => {
    mkdirSync(join(place, path, '..'), { recursive: true });
    writeFileSync(join(place, path), typeof content === 'string' ? content : JSON.stringify(content));
  };
  write('out/main/licenses.json', [{ name: 'in-main', version: '1.0.0', identifier: 'MIT', text: 'One' }]);
  write('out/preload/licenses.json', []);
  write('out/renderer/licenses.json', [
    { name: 'in-main', version: '1.0.0', identifier: 'MIT', text: 'One' },
    { name: 'in-page', version: '2.0.0', identifier: 'ISC', text: 'Two' },
  ]);
  write('out/renderer/worker-packages.json', [join(place, 'modules', 'in-worker')]);
  write('modules/in-worker/package.json', { name: 'in-worker', version: '5.0.0', license: 'MIT' });
  write('modules/in-worker/LICENCE.md', 'Five');
  write('modules/beside/package.json', {
    name: 'beside',
    version: '3.0.0',
    license: 'MIT',
    dependencies: { below: '1' },
  });
  write('modules/beside/LICENSE', 'Three');
  write('modules/below/package.json', { name: 'below', version: '4.0.0', license: 'GPL-3.0-only' });
  write('modules/below/COPYING', 'Four');
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

test('every package of every bundle is found once, and every one that lies beside them, down to the last', () => {
  const found = shippedPackages(join(place, 'out'), join(place, 'modules'), ['beside']);
  expect(found.map(({ name, text }) => `${name} ${text}`)).toEqual([
    'below Four',
    'beside Three',
    'in-main One',
    'in-page Two',
    'in-worker Five',
  ]);
  expect(problemsOf(found)).toEqual([expect.stringContaining('below 4.0.0 has the licence "GPL-3.0-only"')]);
  expect(asText(found)).toContain('in-page 2.0.0\nISC\n\nTwo');
});

test('a bundle whose list the build did not make stops the build', () => {
  rmSync(join(place, 'out', 'renderer', 'licenses.json'));
  expect(() => shippedPackages(join(place, 'out'), join(place, 'modules'), [])).toThrow(/made no/);
});

test('the packager puts the notices beside the program', () => {
  const config = readFileSync(new URL('../../electron-builder.yml', import.meta.url), 'utf8');
  expect(config).toMatch(/extraFiles:\n[\s\S]*from: out\/THIRD-PARTY-NOTICES\.txt/);
});
