/**
 * What long texts in fields cost in Chromium, and how it is spared:
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

/** Keeps every field of the document that has its direction by its text. */
export function keepLongTexts(document: Document): void {
  document.addEventListener('beforeinput', onBefore, true);
  document.addEventListener('input', onInput, true);
  // A field may come with a long text.
  document.addEventListener('focusin', onInput, true);
}

function onBefore(event: InputEvent): void {
  const field = fieldOf(event);
  if (field === null || event.data === null) return;
  if (field.value.length + event.data.length <= LONG) return;
  const { value, selectionStart: at } = field;
  mark(field, at === 0 ? event.data + value.slice(0, BEGINNING) : value, true);
}

function onInput(event: Event): void {
  const field = fieldOf(event);
  if (field !== null) mark(field, field.value, field.value.length > LONG);
}

function fieldOf({ target }: Event): HTMLTextAreaElement | null {
  if (!(target instanceof HTMLTextAreaElement)) return null;
  return target.dir === 'auto' || target.dataset.long !== undefined ? target : null;
}

function mark(field: HTMLTextAreaElement, text: string, isLong: boolean): void {
  const direction = isLong ? directionOf(text) : 'auto';
  if (field.dir === direction) return;
  field.dir = direction;
  field.toggleAttribute('data-long', isLong);
}

function directionOf(text: string): 'ltr' | 'rtl' {
  const beginning = document.createElement('p');
  beginning.dir = 'auto';
  beginning.textContent = text.slice(0, BEGINNING);
  return beginning.matches(':dir(rtl)') ? 'rtl' : 'ltr';
}
