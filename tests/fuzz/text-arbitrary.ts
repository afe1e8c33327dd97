/** Texts of others: Markdown as people write it, cut and nested and repeated until it is none. */
import fc from 'fast-check';
import { hostileWords } from './hostile.ts';

const WORDS = [
  'The',
  'export',
  'stops',
  'at',
  '`500`',
  'Ålesund',
  'https://a.example/b?c=1',
  'a@b.example',
  '&amp;',
] as const;
const words = fc
  .array(fc.constantFrom<string>(...WORDS), { minLength: 1, maxLength: 12 })
  .map((all) => all.join(' '));

/** What opens something, what closes it, and what is nearly one of them. */
const MARKS = [
  ...[
    '*',
    '**',
    '_',
    '__',
    '~~',
    '`',
    '```',
    '[',
    '](',
    ')',
    '![',
    '<',
    '>',
    '</',
    '<!--',
    '|',
    '|-',
    ':-:|',
  ],
  ...[
    '> ',
    '- ',
    '1. ',
    '# ',
    '    ',
    '\t',
    '\\',
    '&',
    '&#',
    '[^1]',
    '[^1]: ',
    '[a]: ',
    '---',
    '\n',
    '\n\n',
    '- [ ] ',
  ],
  ...['\u202e', '\u2066', '\u0000', '\ud800', 'e\u0301', '\u{1f469}\u200d'],
] as const;
const marks = fc.constantFrom<string>(...MARKS);
const pieces = fc.oneof({ weight: 3, arbitrary: marks }, { weight: 2, arbitrary: words });

const nested = fc
  .tuple(fc.array(marks, { minLength: 1, maxLength: 3 }), fc.constantFrom(5, 30, 200, 2_000), words)
  .map(
    ([open, depth, inside]) =>
      `${open.join('').repeat(depth)}${inside}${open.reverse().join('').repeat(depth)}`,
  );
const repeated = fc
  .tuple(fc.array(pieces, { minLength: 1, maxLength: 5 }), fc.constantFrom(3, 50, 500, 5_000))
  .map(([some, times]) => some.join('').repeat(times));
const table = fc
  .tuple(fc.nat({ max: 900 }), fc.nat({ max: 1_200 }), words)
  .map(
    ([columns, rows, cell]) =>
      `${'|a'.repeat(columns)}\n${'|-'.repeat(columns)}\n${`|${cell}\n`.repeat(rows)}`,
  );
const stairs = fc
  .tuple(fc.constantFrom('- ', '> ', '1. '), fc.nat({ max: 80 }))
  .map(([mark, steps]) =>
    Array.from({ length: steps }, (_, at) => `${' '.repeat(at * mark.length)}${mark}a`).join('\n'),
  );
const mixed = fc.array(pieces, { minLength: 1, maxLength: 80, size: 'max' }).map((some) => some.join(''));
const ordinary = fc
  .array(fc.tuple(fc.constantFrom('', '- ', '> ', '# ', '1. '), words), { minLength: 1, maxLength: 20 })
  .map((lines) => lines.map(([mark, line]) => `${mark}${line}`).join('\n\n'));

/** Longer ones a desk cannot send. */
const MOST_LETTERS = 200_000;

export const texts: fc.Arbitrary<string> = fc
  .oneof(
    { weight: 3, arbitrary: ordinary },
    { weight: 4, arbitrary: mixed },
    { weight: 3, arbitrary: nested },
    { weight: 3, arbitrary: repeated },
    { weight: 2, arbitrary: table },
    { weight: 1, arbitrary: stairs },
    { weight: 1, arbitrary: hostileWords },
    { weight: 2, arbitrary: fc.tuple(mixed, repeated, nested).map((parts) => parts.join('\n\n')) },
  )
  .map((text) => text.slice(0, MOST_LETTERS));
