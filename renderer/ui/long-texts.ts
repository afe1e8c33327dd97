/**
 * What long texts cost in Chromium, and how it is spared:
 *
 * - `dir="auto"` lets every line of a field go its own way, and each is looked for: a paste of a megabyte takes three times
 *   as long. So a long text goes one way, that of its beginning, set before the browser lays the text out.
 * - While anything on the page is skipped by `content-visibility`, drawing what is selected takes the square of its lines:
 *   Ctrl+A in a megabyte, and the window stands still for minutes. So the field is marked as long, for the styles of what
 *   stands around it.
 */

/** Over this, either is felt. */
const LONG = 20_000;
/** So much of a beginning tells the direction. */
const BEGINNING = 1_000;

type Marks = { dir: 'auto' | 'ltr' | 'rtl'; 'data-long'?: '' };

/** What an element with a text of somebody's has besides it. */
export const marksOf = (text: string): Marks =>
  text.length <= LONG ? { dir: 'auto' } : { dir: directionOf(text), 'data-long': '' };

/** Marks a field before what is pasted into it is there: to its own marks the browser would get too late. */
export function keepLongTexts(document: Document): void {
  document.addEventListener('beforeinput', onBefore, true);
}

function onBefore({ target, data }: InputEvent): void {
  if (!(target instanceof HTMLTextAreaElement) || target.dir !== 'auto' || data === null) return;
  const { value, selectionStart, selectionEnd } = target;
  const marks = marksOf(value.slice(0, selectionStart) + data + value.slice(selectionEnd));
  target.dir = marks.dir;
  target.toggleAttribute('data-long', marks['data-long'] !== undefined);
}

function directionOf(text: string): 'ltr' | 'rtl' {
  const beginning = document.createElement('p');
  beginning.dir = 'auto';
  beginning.textContent = text.slice(0, BEGINNING);
  return beginning.matches(':dir(rtl)') ? 'rtl' : 'ltr';
}
