/** The first letters of the first and the last word of a name. What is no letter begins no name. */
export function initialsOf(name: string): string {
  const words = name.match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];
  const ends = words.length > 1 ? [words[0], words.at(-1)] : words;
  const letters = ends.map((word = '') => word.normalize('NFC').match(/^\p{L}\p{M}*/u)?.[0] ?? '');
  return letters.join('').toLocaleUpperCase();
}
