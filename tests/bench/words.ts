/** A made-up history of a support desk: words as often as in a language, compounds, errors, names and numbers. */
import type { Dice } from '../sim/dice.ts';

const SYLLABLES =
  'a an ar be ber da de den der du e el en er fo for ga ge gen ha he hin i in ing ja ka ke kon la le len li lo ma me mo na ne ni no nø o om on ord på pro ra re ren ri ro rø sa se ser si sk sta ste sti ta te ten ti to tra tur u un ut va ve ver vi å'.split(
    ' ',
  );
const CLASSES = 'Null Pointer Argument Timeout Index Socket Access Parse Render Session Token Upload'.split(
  ' ',
);
const WORDS = 40_000;

export function vocabulary(random: Dice) {
  const words = new Set<string>();
  while (words.size < WORDS) {
    const syllables = 1 + Math.floor(Math.log(1 + words.size / 40) / 2) + random.below(3);
    words.add(Array.from({ length: syllables }, () => random.pick(SYLLABLES) ?? '').join(''));
  }
  const list = [...words];
  /** The word at a place in the order of how often words are used: the first ones in every text (Zipf). */
  const word = () => list[Math.floor(WORDS ** random.fraction()) - 1] ?? '';
  const hex = (length: number) => Array.from({ length }, () => random.below(16).toString(16)).join('');

  function token(): string {
    const chance = random.fraction();
    if (chance < 0.9) return word();
    if (chance < 0.95) return word() + word();
    if (chance < 0.97) return `${random.pick(CLASSES)}${random.pick(CLASSES)}Exception`;
    return chance < 0.985 ? String(random.below(1_000_000)) : hex(8);
  }
  return {
    /** From the commonest on. */
    list,
    word,
    text: (length: number): string =>
      Array.from({ length }, token)
        .join(' ')
        .replace(/^./, (letter) => letter.toUpperCase()),
  };
}
export type Vocabulary = ReturnType<typeof vocabulary>;
