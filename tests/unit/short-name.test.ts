/** The letters that stand for a person beside what they wrote. */
import { expect, test } from 'vitest';
import { initialsOf } from '../../renderer/ui/short-name.ts';

test.each([
  ['Ingrid Solheim', 'IS'],
  ['Maya', 'M'],
  ['  åse   marie  ødegård ', 'ÅØ'],
  ['O\u0308zgu\u0308r Kaya', 'ÖK'],
  ['Kari (support)', 'KS'],
  ['山田 太郎', '山太'],
  ['24/7', ''],
  ['', ''],
])('%j is %j', (name, initials) => expect(initialsOf(name)).toBe(initials));
