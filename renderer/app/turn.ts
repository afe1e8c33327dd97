/**
 * Whether a letter may change a ticket. Whoever has just been typing may not have seen that the field is gone, and
 * Escape is pressed in the middle of words: a letter counts again once something else than a letter was pressed, in the
 * list or the thread or on the way to it.
 */
const LEADS = new Set([
  'Tab',
  'Enter',
  'F6',
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'Home',
  'End',
  'PageUp',
  'PageDown',
]);

let mayBeText = false;

/** Follows what is pressed. `isTyping`: where it was pressed, it writes. */
export function followPress({ key, ctrlKey, metaKey }: KeyboardEvent, isTyping: boolean): void {
  if (key === 'Escape') mayBeText = true;
  else if (LEADS.has(key) || ctrlKey || metaKey) mayBeText = false;
  else if (isTyping) mayBeText = true;
}

export function followPointer(): void {
  mayBeText = false;
}

/** The list and the thread themselves, and what they consist of. */
const ITSELF =
  '.inbox-list, .inbox-list [role="row"], .thread-scroll, .thread-scroll article.message, .thread h1';

const isItself = (target: EventTarget | null): boolean => target instanceof Element && target.matches(ITSELF);

/** What a letter that would change a ticket may do: it is theirs, it was pressed elsewhere, or it may have been text. */
export type Turn = 'theirs' | 'elsewhere' | 'text';

export function turnAt(target: EventTarget | null): Turn {
  if (!isItself(target)) return 'elsewhere';
  return mayBeText ? 'text' : 'theirs';
}
