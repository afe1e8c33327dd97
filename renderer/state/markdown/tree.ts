/** A text of others as it is laid out: a plain tree of known kinds, within bounds. */

/**
 * What is laid out at most. Putting a text into the page costs by its nodes and not by its letters, and a block goes
 * there at once. An article of 100,000 letters full of marks weighs 40,000.
 */
export const MOST = {
  /** Letters of a text. The contract's longest text fits. */
  length: 100_000,
  weight: 60_000,
  weightOfBlock: 2_500,
  cells: 1_500,
  /** Nodes inside one another. A list in a list is two. */
  depth: 40,
} as const;

/** A node weighs 1, and so much more when it is a control. */
const CONTROL = 8;
/**
 * So many letters weigh 1: a block has 15,000 at most, as the browser shapes and breaks it as a whole. Code has lines of
 * its own, and so twice as many.
 */
const LETTERS = { text: 6, code: 12 } as const;
/** What goes into the page at once, about. */
const GROUP = 800;

const KINDS = new Set([
  'paragraph',
  'heading',
  'quote',
  'list',
  'numbered',
  'item',
  'tight',
  'code',
  'rule',
  'table',
  'head',
  'body',
  'row',
  'column',
  'cell',
  'strong',
  'em',
  'del',
  'codespan',
  'break',
  'link',
  'image',
] as const);
export type Kind = typeof KINDS extends Set<infer One> ? One : never;

/** `value` is the address of a link or picture, the first number of a list, the side of a cell, or a task's tick. */
export type Part = { kind: Kind; value: string; of: Branch[] };
export type Branch = string | Part;

/** The blocks of a text, in groups that are put into the page one after the other. */
export type Tree = { groups: Branch[][] };

function isKind(word: unknown): word is Kind {
  const kinds: ReadonlySet<unknown> = KINDS;
  return kinds.has(word);
}

/**
 * Reads what crossed a border. Null for what is no tree, and for one beyond the bounds. Takes one step for each node,
 * and none beyond the bounds.
 */
export function readTree(sent: unknown): Tree | null {
  if (!Array.isArray(sent)) return null;
  let [weight, before, cells] = [0, 0, 0];
  const groups: Branch[][] = [];
  let group: Branch[] = [];
  let inGroup = 0;
  for (const each of sent) {
    before = weight;
    const block = branch(each, 1, LETTERS.text);
    if (block === null) return null;
    const added = weight - before;
    if (inGroup > 0 && inGroup + added > GROUP) {
      groups.push(group);
      [group, inGroup] = [[], 0];
    }
    group.push(block);
    inGroup += added;
  }
  if (group.length > 0) groups.push(group);
  return { groups };

  function branch(one: unknown, depth: number, letters: number): Branch | null {
    weight += 1 + (typeof one === 'string' ? one.length / letters : 0);
    if (depth > MOST.depth || isTooHeavy()) return null;
    if (typeof one === 'string') return one;
    if (typeof one !== 'object' || one === null) return null;
    if (!('kind' in one && 'value' in one && 'of' in one)) return null;
    const { kind, value, of } = one;
    if (!isKind(kind) || typeof value !== 'string' || !Array.isArray(of)) return null;
    if (value.length > MOST.length) return null;
    if (kind === 'link' || kind === 'image' || kind === 'code') weight += CONTROL;
    if (kind === 'cell' || kind === 'column') cells += 1;
    if (cells > MOST.cells || isTooHeavy()) return null;
    const inside: Branch[] = [];
    for (const each of of) {
      const read = branch(each, depth + 1, kind === 'code' ? LETTERS.code : letters);
      if (read === null) return null;
      inside.push(read);
    }
    return { kind, value, of: inside };
  }

  function isTooHeavy(): boolean {
    return weight > MOST.weight || weight - before > MOST.weightOfBlock;
  }
}
