// Holds the words of the window and their uses together: the build fails on a key that one of them lacks.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { en } from '../../renderer/locales/en.ts';
import { nb } from '../../renderer/locales/nb.ts';

type Tree = { readonly [key: string]: string | Tree };

const PLURAL = /_(one|other)$/;

/** Every key of a language, with the forms of a plural as one. */
function keysOf(words: Tree, path = ''): string[] {
  const keys = Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${path}${key}`.replace(PLURAL, '')] : keysOf(value, `${path}${key}.`),
  );
  return [...new Set(keys)];
}

/** What is written between quotes anywhere in the window's source; a gap in a template stands for one step of a key. */
function literalsIn(source: string): RegExp[] {
  // A key may stand within a template, so both are looked for by themselves.
  const found = [...source.matchAll(/'([\w.]+)'/g), ...source.matchAll(/`([^`\n]+)`/g)];
  return found.map(([, literal = '']) => {
    const parts = literal.split(/\$\{[^}]*\}/);
    return new RegExp(`^${parts.map((part) => part.replace(/\W/g, '\\$&')).join('[^.]+')}$`);
  });
}

/** The keys that are in one of the languages only, and those that nothing in the window says. */
export function wordProblems(folder: string): string[] {
  const [english, norwegian] = [keysOf(en), keysOf(nb)];
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !name.startsWith('locales'),
  );
  const used = sources.flatMap((name) => literalsIn(readFileSync(join(folder, name), 'utf8')));
  // Whole keys first: comparing them costs nothing.
  const patterns = [...new Map(used.map((pattern) => [pattern.source, pattern])).values()];
  return [
    ...english.filter((key) => !norwegian.includes(key)).map((key) => `${key} has no Norwegian words`),
    ...norwegian.filter((key) => !english.includes(key)).map((key) => `${key} has no English words`),
    ...english.filter((key) => !patterns.some((is) => is.test(key))).map((key) => `${key} is never said`),
  ];
}
