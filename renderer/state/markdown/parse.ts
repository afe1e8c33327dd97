/** Markdown into a tree. HTML stays the text that it is, and nothing is loaded (invariant 9). Pure. */
import type { AlignType, List, ListItem, Nodes, Root, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { destinationOf } from '#shared/links.ts';
import { type Branch, type Kind, MOST, readTree, type Tree } from './tree.ts';

const OPTIONS = { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] };

/**
 * The tree of a text, or null when it is too much to lay out. May take seconds for a text that is made for that: only
 * a worker with a deadline calls it for any text.
 */
export function treeOf(text: string): Tree | null {
  if (text.length > MOST.length) return null;
  try {
    return readTree(branchesOf(fromMarkdown(text, OPTIONS)));
  } catch {
    // Nested so deep that the parser's stack ended, or a table with more cells than letters.
    return null;
  }
}

/** Within these the slowest text that could be made takes under 100 ms, and an ordinary answer under 10. */
const AT_ONCE = { length: 2_000, marks: 150 } as const;

/** True when a text is so short and plain that its tree can be made without holding up the window. */
export function isQuick(text: string): boolean {
  if (text.length > AT_ONCE.length) return false;
  let marks = 0;
  for (const _ of text.matchAll(/[^\p{L}\p{N}\s.,;'"()?]|\d[.)]/gu)) {
    marks += 1;
    if (marks > AT_ONCE.marks) return false;
  }
  return true;
}

const part = (kind: Kind, of: Branch[], value = ''): Branch => ({ kind, value, of });

function branchesOf(root: Root): Branch[] {
  const addresses = addressesIn(root);
  return root.children.flatMap(branch);

  function branches({ children }: { children: Nodes[] }): Branch[] {
    return children.flatMap(branch);
  }

  function branch(node: Nodes): Branch[] {
    switch (node.type) {
      case 'text':
        return [node.value];
      // As the text that it is.
      case 'html':
        return [part('paragraph', [node.value])];
      case 'paragraph':
        return [part('paragraph', inline(node.children))];
      case 'heading':
        return [part('heading', inline(node.children))];
      case 'blockquote':
        return [part('quote', branches(node))];
      case 'list':
        return [list(node)];
      case 'code':
        return [part('code', [`${node.value}\n`])];
      case 'thematicBreak':
        return [part('rule', [])];
      case 'table':
        return [table(node)];
      case 'strong':
        return [part('strong', inline(node.children))];
      case 'emphasis':
        return [part('em', inline(node.children))];
      case 'delete':
        return [part('del', inline(node.children))];
      case 'inlineCode':
        return [part('codespan', [node.value])];
      case 'break':
        return [part('break', [])];
      case 'link':
        return link(node.url, inline(node.children));
      case 'linkReference':
        return link(addresses.get(node.identifier), inline(node.children));
      case 'image':
        return image(node.url, node.alt);
      case 'imageReference':
        return image(addresses.get(node.identifier), node.alt);
      case 'footnoteReference':
        return [`[${node.label ?? node.identifier}]`];
      case 'footnoteDefinition':
        return [part('paragraph', [`[${node.label ?? node.identifier}]`]), ...branches(node)];
      default:
        return [];
    }
  }

  function inline(nodes: Nodes[]): Branch[] {
    return nodes.flatMap((node) => (node.type === 'html' ? [node.value] : branch(node)));
  }

  /** What is no address that could be opened is the words alone. */
  function link(url: string | undefined, words: Branch[]): Branch[] {
    return url !== undefined && destinationOf(url) !== null ? [part('link', words, url)] : words;
  }

  function image(url: string | undefined, alt: string | null | undefined): Branch[] {
    const isLink = url !== undefined && destinationOf(url) !== null;
    return [part('image', [alt ?? ''], isLink ? url : '')];
  }

  function list(node: List): Branch {
    const isLoose = node.children.some(({ spread, children }) => spread ?? children.length > 1);
    const items = node.children.map((each) => item(each, (node.spread ?? false) || isLoose));
    return node.ordered ? part('numbered', items, String(node.start ?? 1)) : part('list', items);
  }

  function item({ checked, children }: ListItem, isLoose: boolean): Branch {
    const of = children.flatMap((child) =>
      child.type === 'paragraph' && !isLoose ? [part('tight', inline(child.children))] : branch(child),
    );
    return part('item', of, checked === true ? '☑' : checked === false ? '☐' : '');
  }

  /** Rows are made as wide as the first. A table can claim many more cells than it has letters. */
  function table({ children, align }: Table): Branch {
    const columns = children[0]?.children.length ?? 0;
    if (columns * children.length > MOST.cells) throw new RangeError('more cells than are laid out');
    const [head, ...body] = children.map((row, place) => {
      const kind = place === 0 ? 'column' : 'cell';
      const cells = Array.from({ length: columns }, (_, at) =>
        part(kind, inline(row.children[at]?.children ?? []), alignment(align?.[at])),
      );
      return part('row', cells);
    });
    return part('table', [...(head ? [part('head', [head])] : []), part('body', body)]);
  }
}

const alignment = (align: AlignType | undefined): string => align ?? '';

/** Addresses that are given a name at one place and used at others. The first of a name counts. */
function addressesIn(root: Root): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const look = (nodes: Nodes[]): void => {
    for (const node of nodes) {
      if (node.type === 'definition' && !found.has(node.identifier)) found.set(node.identifier, node.url);
      if ('children' in node) look(node.children);
    }
  };
  look(root.children);
  return found;
}
