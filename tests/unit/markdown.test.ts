/** Texts of others as the window lays them out: within bounds, whatever they claim, and with nothing that runs (invariant 9). */
import { describe, expect, test } from 'vitest';
import { isQuick, treeOf } from '../../renderer/state/markdown/parse.ts';
import { type Laid, makeParsing, type TextWorker } from '../../renderer/state/markdown/parsing.ts';
import { type Branch, MOST, readTree, type Tree } from '../../renderer/state/markdown/tree.ts';

const nodes = (of: Branch[]): number =>
  of.reduce((sum, one) => sum + 1 + (typeof one === 'string' ? 0 : nodes(one.of)), 0);
const kinds = (of: Branch[]): string[] =>
  of.flatMap((one) => (typeof one === 'string' ? [] : [one.kind, ...kinds(one.of)]));
const words = (of: Branch[]): string =>
  of.map((one) => (typeof one === 'string' ? one : words(one.of))).join('');
const all = (tree: Tree | null): Branch[] => tree?.groups.flat() ?? [];

const PARAGRAPH =
  'The **export** stops at `500`, see [the page](https://a.example/b).\n\n1. First\n   - inner\n\n> quoted\n\n';

describe('more than is laid out is no tree, and so plain text', () => {
  const wide = `${'|a'.repeat(860)}\n${'|-'.repeat(860)}\n${'|\n'.repeat(1_080)}`.slice(0, 5_604);
  test.each([
    ['a table of 5,604 letters that claims 856,900 cells', wide],
    ['a long table', `|a|b|\n|-|-|\n${'|c|d|\n'.repeat(3_000)}`],
    ['quotes in quotes', '>'.repeat(2_000)],
    ['quotes deeper still', '>'.repeat(5_000)],
    ['lists in lists', `${'- '.repeat(500)}a`],
    [
      'lists in lists, line by line',
      Array.from({ length: 60 }, (_, at) => `${' '.repeat(at * 2)}- a`).join('\n'),
    ],
    ['emphasis in emphasis', `${'*a **b '.repeat(600)}${'c** d*'.repeat(600)}`],
    ['one address used very often', `[a]: https://x.example/${'y'.repeat(900)}\n\n${'[a] '.repeat(490)}`],
    ['a line without end', 'x'.repeat(16_000)],
    ['one that is made of many pieces', `${'x'.repeat(900)} *y* `.repeat(18)],
    ['more letters than the contract has', PARAGRAPH.repeat(1_200)],
  ])('%s', (_, text) => {
    expect(treeOf(text)).toBeNull();
  });

  test('a help page as long as the contract allows, full of marks, is one, in groups that fit', () => {
    const tree = treeOf(PARAGRAPH.repeat(900).slice(0, MOST.length));
    const sizes = tree?.groups.map(nodes) ?? [];
    expect(sizes.length).toBeGreaterThan(10);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MOST.weightOfBlock);
  });

  test('an ordinary answer is one group, made at once', () => {
    expect(isQuick(PARAGRAPH.repeat(3))).toBe(true);
    expect(treeOf(PARAGRAPH.repeat(3))?.groups).toHaveLength(1);
  });

  test('only what is short and nearly free of marks is made at once', () => {
    for (const one of ['*a ', '>', '1. ', '[a](', '|a', '`a', '*_', '- '])
      expect(isQuick(one.repeat(500))).toBe(false);
    expect(isQuick('word '.repeat(2_000))).toBe(false);
  });
});

describe('what a text becomes', () => {
  test('HTML stays the text that it is, and only addresses that open are links', () => {
    const text =
      '<b onclick="x()">raw</b> [j](javascript:alert(1)) [u](https://me:pw@a.example) [h](http://a.example) [ok](https://a.example)\n\n<script>1</script>';
    const tree = all(treeOf(text));
    expect(words(tree)).toBe('<b onclick="x()">raw</b> j u h ok<script>1</script>');
    expect(kinds(tree).filter((kind) => kind === 'link')).toHaveLength(1);
  });

  test('tables are as wide as their heading, tasks have their tick, pictures are not loaded', () => {
    const tree = all(
      treeOf('|a|b|\n|:-|-:|\n|1|\n\n- [x] done\n- [ ] open\n\n![p](https://a.example/p.png) ![q](data:1)'),
    );
    expect(kinds(tree).filter((kind) => kind === 'column' || kind === 'cell')).toHaveLength(4);
    expect(JSON.stringify(tree)).toContain('"value":"☑"');
    expect(JSON.stringify(tree)).toContain('"kind":"image","value":"https://a.example/p.png"');
    expect(JSON.stringify(tree)).toContain('"kind":"image","value":"","of":["q"]');
  });

  test('names given to addresses and notes are looked up', () => {
    const tree = all(treeOf('[a][x], [^1]\n\n[x]: https://a.example\n\n[^1]: A note.'));
    expect(JSON.stringify(tree)).toContain('"kind":"link","value":"https://a.example"');
    expect(words(tree)).toBe('a, [1][1]A note.');
  });
});

describe('what a worker says is read as a stranger’s', () => {
  test.each([
    ['nothing', null],
    ['no list', { groups: [] }],
    ['an element that is none of ours', [{ kind: 'script', value: '', of: [] }]],
    ['a node without children', [{ kind: 'paragraph', value: '' }]],
    ['a value that is no text', [{ kind: 'link', value: { length: 1 }, of: [] }]],
    ['a number among the texts', [{ kind: 'paragraph', value: '', of: [7] }]],
  ])('%s is no tree', (_, sent) => {
    expect(readTree(sent)).toBeNull();
  });

  test('it is read as far as the bounds, and no further', () => {
    let looked = 0;
    const endless = {
      kind: 'paragraph',
      value: '',
      get of() {
        looked += 1;
        return [endless, endless];
      },
    };
    expect(readTree([endless])).toBeNull();
    expect(looked).toBeLessThanOrEqual(MOST.weightOfBlock);
  });
});

/** Workers that answer only when a test says so. */
function workers() {
  const made: { sent: string[]; ended: boolean; heard(data: unknown): void; failed(): void }[] = [];
  const start = (heard: (data: unknown) => void, failed: () => void): TextWorker => {
    const one = { sent: [] as string[], ended: false, heard, failed };
    made.push(one);
    return {
      send: (text) => one.sent.push(text),
      end: () => {
        one.ended = true;
      },
    };
  };
  return { made, start };
}

const slow = (n: number) => `${'*_'.repeat(400)}${n}`;

describe('a text that takes long costs itself and no other', () => {
  test('it is given up at its deadline, its worker is ended, and the next text gets another', async () => {
    const { made, start } = workers();
    const deadlines: (() => void)[] = [];
    const parsing = makeParsing(start, (then) => {
      deadlines.push(then);
      return () => {};
    });
    const [first, second] = [parsing.laid(slow(1)), parsing.laid(slow(2))];
    made[0]?.heard('ready');
    expect(made[0]?.sent).toEqual([slow(1)]);
    deadlines.at(-1)?.();
    expect(await first).toBe('too_much');
    expect(made[0]?.ended).toBe(true);
    made[1]?.heard('ready');
    expect(made[1]?.sent).toEqual([slow(2)]);
    made[1]?.heard(['here']);
    expect(await second).toEqual({ groups: [['here']] });
    // Neither is asked for again.
    expect(parsing.laidNow(slow(1))).toBe('too_much');
    expect(parsing.laidNow(slow(2))).toEqual({ groups: [['here']] });
  });

  test('a worker that cannot start leaves every text readable', async () => {
    const { made, start } = workers();
    const parsing = makeParsing(start);
    const laid: Promise<Laid>[] = [1, 2].map((n) => parsing.laid(slow(n)));
    made[0]?.failed();
    made[1]?.failed();
    expect(await Promise.all(laid)).toEqual(['too_much', 'too_much']);
  });

  test('a text that many ask for is made once', async () => {
    const { made, start } = workers();
    const parsing = makeParsing(start);
    const laid = [parsing.laid(slow(1)), parsing.laid(slow(1))];
    made[0]?.heard('ready');
    made[0]?.heard(null);
    expect(await Promise.all(laid)).toEqual(['too_much', 'too_much']);
    expect(made[0]?.sent).toHaveLength(1);
  });

  test('a short plain one waits for nothing', () => {
    const { made, start } = workers();
    expect(makeParsing(start).laidNow('It is **back**.')).not.toBeNull();
    expect(made).toHaveLength(0);
  });
});
