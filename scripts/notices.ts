// The notices that the licences of others' work ask for: made of what the build has put into the app, by the build.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import satisfies from 'spdx-satisfies';
import { Problem } from './setup/problem.mjs';
import { inProject } from './setup/project.mjs';

/** A package that is shipped, with its licence as SPDX writes it and the text that has to go with it. */
export type Shipped = { name: string; version: string; licence: string; text: string };

/** Vite's own list of what is in a bundle (`build.license` in electron.vite.config.ts). */
type Bundled = { name: string; version: string; identifier?: string; text?: string };

/**
 * Licences that let a closed program carry the work and ask for no more than a notice. `CC-BY` asks for attribution, which
 * the text carries; `OFL` that a font is not sold by itself, and keeps its name. Whoever adds one that asks for more has to read it first.
 */
export const ALLOWED = [
  'MIT',
  'MIT-0',
  'ISC',
  '0BSD',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  'BlueOak-1.0.0',
  'Zlib',
  'Unicode-3.0',
  'CC0-1.0',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'OFL-1.1',
  'Unlicense',
];

/** Folders of out/ with a bundle in them. */
const BUNDLES = ['main', 'preload', 'renderer'];
/** The folders of packages in workers, as electron.vite.config.ts lists them. */
const IN_WORKERS = ['renderer', 'worker-packages.json'];
/** What stands beside the bundles, in package.json's `dependencies`, without what electron-builder.yml leaves out. */
const LEFT_OUT = new Set(['node-addon-api']);

const MIT = (holder: string): string => `Copyright (c) ${holder}

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Texts that a package names but does not carry. */
const TEXTS: Readonly<Record<string, string>> = {
  'franc-min': MIT('2014 Titus Wormer <tituswormer@gmail.com>'),
};

/** What comes with the app without being a package of the bundle. */
function alwaysShipped(): Shipped[] {
  const electron = packageAt(inProject('node_modules', 'electron'));
  return [
    {
      name: 'Electron',
      version: electron.version,
      licence: electron.licence,
      text: `${electron.text}\n\nElectron contains Chromium, Node.js and the work of many others. Their notices are in LICENSES.chromium.html, beside the program.`,
    },
    {
      name: 'SQLite',
      version: 'in better-sqlite3',
      licence: 'Public domain',
      text: 'The authors of SQLite have given it to the public domain: https://sqlite.org/copyright.html',
    },
  ];
}

/** What the licences of these packages stand in the way of; nothing when all may be shipped. */
export function problemsOf(packages: readonly Shipped[]): string[] {
  return packages.flatMap(({ name, version, licence, text }) => {
    if (!isAllowed(licence))
      return [`${name} ${version} has the licence "${licence}", which is not allowed.`];
    if (text.trim() === '') return [`${name} ${version} carries no text of its licence.`];
    return [];
  });
}

function isAllowed(licence: string): boolean {
  try {
    return satisfies(licence, ALLOWED);
  } catch {
    // No SPDX expression at all.
    return false;
  }
}

/** The notices as one text, to lie beside the program. */
export function asText(packages: readonly Shipped[]): string {
  const parts = packages.map(
    ({ name, version, licence, text }) => `${name} ${version}\n${licence}\n\n${text.trim()}`,
  );
  return `Lifeline contains the work of others. Their notices follow.\n\n${parts.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** Every package in the bundles of `out`, and every one that lies beside them in `modules`. */
export function shippedPackages(out: string, modules: string, beside: readonly string[]): Shipped[] {
  const bundled = BUNDLES.flatMap((bundle) => {
    return listed<Bundled>(join(out, bundle, 'licenses.json'));
  }).map(({ name, version, identifier = '', text = '' }) => ({
    name,
    version,
    licence: identifier,
    text: text === '' ? (TEXTS[name] ?? '') : text,
  }));
  const inWorkers = listed<string>(join(out, ...IN_WORKERS)).map(packageAt);
  const all = [...bundled, ...inWorkers, ...closure(modules, beside)];
  const once = new Map(all.map((each) => [`${each.name}@${each.version}`, each]));
  return [...once.values()]
    .map(({ name, version, licence, text }) => ({ name, version, licence, text: text.trim() }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}

function listed<Each>(file: string): Each[] {
  if (!existsSync(file)) throw new Problem(`The build made no ${file}. Mend electron.vite.config.ts.`);
  return JSON.parse(readFileSync(file, 'utf8')) as Each[];
}

function closure(modules: string, names: readonly string[]): Shipped[] {
  return names
    .filter((name) => !LEFT_OUT.has(name))
    .flatMap((name) => {
      const found = packageAt(join(modules, name));
      return [found, ...closure(modules, found.needs)];
    });
}

function packageAt(folder: string): Shipped & { needs: string[] } {
  const {
    name,
    version,
    license = '',
    dependencies = {},
  } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    name: string;
    version: string;
    license?: string;
    dependencies?: Record<string, string>;
  };
  const file = readdirSync(folder).find((each) => /^(licen[cs]e|copying)/i.test(each));
  const text = file === undefined ? (TEXTS[name] ?? '') : readFileSync(join(folder, file), 'utf8');
  return { name, version, licence: license, text, needs: Object.keys(dependencies) };
}

/**
 * Writes the notices into out/, for the window and as a file.
 * @throws {Problem} when something is shipped that may not be
 */
export function writeNotices(): void {
  const { dependencies = {} } = JSON.parse(readFileSync(inProject('package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  const found = shippedPackages(inProject('out'), inProject('node_modules'), Object.keys(dependencies));
  const problems = problemsOf(found);
  if (problems.length > 0) {
    throw new Problem(
      'The app may not be shipped with this. Take another package, or allow the licence in scripts/notices.ts once you have read it.',
      problems,
    );
  }
  const all = [...alwaysShipped(), ...found];
  writeFileSync(inProject('out', 'notices.json'), JSON.stringify(all));
  writeFileSync(inProject('out', 'THIRD-PARTY-NOTICES.txt'), asText(all));
  rmSync(inProject('out', ...IN_WORKERS));
  for (const bundle of BUNDLES) rmSync(inProject('out', bundle, 'licenses.json'));
}
