/** Whether a text is plainly not in English. When in doubt it is: a hint that is wrong is worse than none. */
import { francAll } from 'franc-min';

/** Below this, names and error texts outweigh the language. */
const SHORTEST = 40;
/** The start tells the language; more of it only costs time. */
const LONGEST = 1_000;
/** Before code and addresses are taken out. */
const READ = 4 * LONGEST;
/** How far English must lie behind the likeliest language, which has 1. */
const FAR_BEHIND = 0.85;

export function isPlainlyNotEnglish(text: string): boolean {
  // Code, addresses and log lines are in no language.
  const words = text
    // First, because a pasted text of one word without end takes the square of its length.
    .slice(0, READ)
    .replace(/```[\s\S]*?```|`[^`]*`|\S*[:/\\@_]\S*/g, ' ')
    .trim()
    .slice(0, LONGEST);
  if (words.length < SHORTEST) return false;
  const likely = francAll(words);
  const english = likely.find(([language]) => language === 'eng')?.[1] ?? 0;
  return likely[0]?.[0] !== 'und' && english < FAR_BEHIND;
}
