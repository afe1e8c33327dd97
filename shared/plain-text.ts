/** Markdown as a line of plain text, for places that show no marks: list rows and notifications. */

const MARKS: readonly [RegExp, string][] = [
  [/```[^\n]*\n?/g, ''],
  [/!?\[([^\]]*)\]\([^)]*\)/g, '$1'],
  // A piece of a text may begin or end in the middle of a link, or of bold words.
  [/^([^[\]]{0,500})\]\([^)]*\)/, '$1'],
  [/!?\[([^[\]]{0,500})(?:\]\([^)]{0,2000})?$/, '$1'],
  [/^\s{0,3}(?:#{1,6}|>|[-*+]|\d+\.)\s+/gm, ''],
  [/(\*\*|__|~~|`)(?=\S)(.*?\S)\1/g, '$2'],
  [/(^|\W)([*_])(?=\S)([^*_\n]*\S)\2(?=\W|$)/g, '$1$3'],
  [/(^|\s)\*\*(?=\S|$)/g, '$1'],
  [/\s+/g, ' '],
];

/** The words of a short Markdown text on one line. What is no mark stays as it is. */
export function plainText(markdown: string): string {
  return MARKS.reduce((text, [mark, words]) => text.replace(mark, words), markdown).trim();
}
