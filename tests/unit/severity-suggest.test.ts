/** What people write first, and what is proposed from it (the stories are older than the rules). */
import { describe, expect, test } from 'vitest';
import { ASKING_ORDER, type FactName, NO_FACTS, SeverityFacts } from '#shared/severity/facts.ts';
import { questionsOf } from '#shared/severity/judge.ts';
import { type Suggestion, suggest, taken } from '#shared/severity/suggest.ts';
import {
  ENGLISH_STORIES,
  LATER_STORIES,
  NORWEGIAN_STORIES,
  type Story,
  UNSEEN_STORIES,
} from './severity-stories.ts';

type Count = { right: string[]; wrong: string[]; none: string[] };

/** Each answer that a story holds is found, found wrong, or not found; what is found beyond is wrong where it is asked. */
function measured(stories: readonly Story[]): Count {
  const count: Count = { right: [], wrong: [], none: [] };
  for (const { text, says } of stories) {
    const found = new Map<FactName, Suggestion>(suggest(text).map((one) => [one.fact, one]));
    const kind = SeverityFacts.shape.kind.parse(found.get('kind')?.answer ?? says.kind ?? null);
    for (const fact of ASKING_ORDER) {
      const given = found.get(fact);
      const line = `${text} | ${fact}: ${given?.answer ?? '-'} (${says[fact] ?? 'open'})`;
      if (given === undefined && says[fact] !== undefined) count.none.push(line);
      else if (given !== undefined && given.answer === says[fact]) count.right.push(line);
      else if (given !== undefined && (says[fact] !== undefined || questionsOf(kind).includes(fact)))
        count.wrong.push(line);
    }
  }
  return count;
}

describe('sentences', () => {
  test.each([
    ['English', 40, ENGLISH_STORIES, { wrong: 0.05, right: 0.85 }],
    ['Norwegian', 40, NORWEGIAN_STORIES, { wrong: 0.05, right: 0.85 }],
    ['written after the first rules', 24, LATER_STORIES, { wrong: 0.1, right: 0.7 }],
    // What the rules have never seen: much is not found, and little of what is found is wrong.
    ['never seen by the rules', 24, UNSEEN_STORIES, { wrong: 0.15, right: 0.3 }],
  ] as const)('%s: %d, with few answers wrong', (name, length, stories, bounds) => {
    expect(stories.length).toBe(length);
    const { right, wrong, none } = measured(stories);
    console.log(
      `${name}: ${right.length} right, ${wrong.length} wrong, ${none.length} none\n${[...wrong, ...none].join('\n')}`,
    );
    const held = right.length + wrong.length + none.length;
    expect(wrong.length / held).toBeLessThanOrEqual(bounds.wrong);
    expect(right.length / held).toBeGreaterThanOrEqual(bounds.right);
  });
});

test('the words that led there are in the sentence, and are what was written', () => {
  for (const { text } of [...ENGLISH_STORIES, ...NORWEGIAN_STORIES])
    for (const { from, to } of suggest(text)) {
      expect(text.slice(from, to).trim()).not.toBe('');
      expect(to).toBeLessThanOrEqual(text.length);
    }
  const [kind] = suggest('Since nine o’clock nobody can sign in.');
  expect(kind && 'Since nine o’clock nobody can sign in.'.slice(kind.from, kind.to)).toBe(
    'nobody can sign in',
  );
});

test('one press takes one answer over, and the rest stays', () => {
  const [kind] = suggest('Everything is down');
  if (kind === undefined) throw new Error('Nothing was proposed.');
  expect(taken({ ...NO_FACTS, affected: 'few' }, kind)).toEqual({
    ...NO_FACTS,
    affected: 'few',
    kind: 'outage',
  });
});

test('what says nothing proposes nothing', () => {
  for (const text of ['', '   ', '🔥🔥🔥', 'Hei', 'Hello there', '受注画面が開きません'])
    expect(suggest(text)).toEqual([]);
});

test('a pasted log is looked at only where it begins, however it is written', () => {
  expect(suggest(`${'at com.example.Foo.bar(Foo.java:42)\n'.repeat(50_000)}nobody can sign in`)).toEqual([]);
  expect(suggest(`${'not know '.repeat(200_000)}`)).toEqual([]);
});
