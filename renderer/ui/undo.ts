/**
 * Undo and redo of every text field. Chromium ends its own step of undo whenever anything on the page changes, and here
 * something does with each key: what is saved, how many letters are left, what is found. Ctrl+Z would go letter by
 * letter. So the steps are kept here, and are those of a plain field: a run of typing, a run of deleting with what is
 * typed in its place, a paste.
 */
import { isPressed, type Keys } from './key-table.ts';

type Field = HTMLTextAreaElement | HTMLInputElement;
type Caret = readonly [start: number, end: number];
type Kind = 'typed' | 'deleted' | 'other';
/** A change of a text at one place, and where the caret stood. */
type Change = { at: number; removed: string; inserted: string };
type Step = Change & { kind: Kind; isComposing: boolean; before: Caret; after: Caret };
type History = { text: string; caret: Caret; done: Step[]; undone: Step[] };

/** Nobody goes back further; and large pastes must not fill the memory. */
const MOST_STEPS = 1_000;
const MOST_LETTERS = 20_000_000;

const UNDO: Keys = { key: 'z', command: true };
const REDO: readonly Keys[] = [
  { key: 'z', command: true, shift: true },
  { key: 'y', command: true },
];

const histories = new WeakMap<Field, History>();
let isOwn = false;

/** Keeps the steps of every field in the document. */
export function keepUndo(document: Document): void {
  document.addEventListener('beforeinput', onBefore, true);
  document.addEventListener('input', onInput, true);
  document.addEventListener('keydown', onKey, true);
}

/** Writes something at the end of a field, as if it were pasted there: undo takes it back. */
export function typeAtEnd(field: HTMLTextAreaElement, text: string): void {
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  document.execCommand('insertText', false, text);
}

function fieldOf({ target }: Event): Field | null {
  if (target instanceof HTMLTextAreaElement) return target;
  const isText = target instanceof HTMLInputElement && /^(text|search|url|tel)$/.test(target.type);
  return isText ? target : null;
}

const caretOf = ({ selectionStart, selectionEnd }: Field): Caret => [selectionStart ?? 0, selectionEnd ?? 0];

/** The history of a field as it stands. When something else has changed its text, there is nothing to go back to. */
function historyOf(field: Field): History {
  const known = histories.get(field);
  if (known?.text === field.value) return known;
  const fresh: History = { text: field.value, caret: caretOf(field), done: [], undone: [] };
  histories.set(field, fresh);
  return fresh;
}

function onBefore(event: InputEvent): void {
  const field = fieldOf(event);
  if (field === null) return;
  // The menu asks for it in this way.
  if (event.inputType === 'historyUndo' || event.inputType === 'historyRedo') {
    event.preventDefault();
    go(field, event.inputType);
  } else historyOf(field).caret = caretOf(field);
}

function onInput(event: Event): void {
  const field = fieldOf(event);
  if (field === null || isOwn) return;
  const history = histories.get(field);
  if (history === undefined || !(event instanceof InputEvent)) {
    histories.delete(field);
    return;
  }
  const { text } = history;
  const change = changeBetween(text, field.value);
  if (change.removed === '' && change.inserted === '') return;
  const { isComposing } = event;
  const step: Step = {
    ...change,
    kind: kindOf(event),
    isComposing,
    before: history.caret,
    after: caretOf(field),
  };
  const last = history.done.at(-1);
  if (last !== undefined && history.undone.length === 0 && goesOn(last, step)) {
    history.done[history.done.length - 1] = joined(last, step, text, field.value);
  } else history.done.push(step);
  history.undone = [];
  history.text = field.value;
  trim(history.done);
}

function onKey(event: KeyboardEvent): void {
  const field = fieldOf(event);
  if (field === null || event.isComposing) return;
  const isUndo = isPressed(UNDO, event);
  if (!isUndo && !REDO.some((keys) => isPressed(keys, event))) return;
  event.preventDefault();
  go(field, isUndo ? 'historyUndo' : 'historyRedo');
}

function go(field: Field, inputType: 'historyUndo' | 'historyRedo'): void {
  if (field.readOnly || field.disabled) return;
  const history = historyOf(field);
  const [from, to] =
    inputType === 'historyUndo' ? [history.done, history.undone] : [history.undone, history.done];
  const step = from.pop();
  if (step === undefined) return;
  to.push(step);
  const [gone, back, caret] =
    inputType === 'historyUndo'
      ? [step.inserted, step.removed, step.before]
      : [step.removed, step.inserted, step.after];
  field.setRangeText(back, step.at, step.at + gone.length);
  field.setSelectionRange(...caret);
  history.text = field.value;
  isOwn = true;
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType }));
  isOwn = false;
}

/** More than one letter at once is no typing: a word that was completed, or a program. */
function kindOf({ inputType, data }: InputEvent): Kind {
  switch (inputType) {
    case 'insertText':
      return [...(data ?? '').slice(0, 3)].length === 1 ? 'typed' : 'other';
    case 'insertCompositionText':
    case 'insertLineBreak':
      return 'typed';
    case 'deleteContentBackward':
    case 'deleteContentForward':
      return 'deleted';
    default:
      return 'other';
  }
}

/** Whether a change belongs to the step before it: made where that ended, and of a kind with it. */
function goesOn(last: Step, { kind, before, isComposing }: Step): boolean {
  if (last.isComposing && isComposing) return true;
  const isThere = before[0] === before[1] && before[0] === last.after[0] && before[1] === last.after[1];
  return isThere && kind !== 'other' && (last.kind === kind || (last.kind === 'deleted' && kind === 'typed'));
}

/** Two changes as one. `between` is the text after the first of them, `now` the one after both. */
function joined(first: Step, second: Step, between: string, now: string): Step {
  const start = Math.min(first.at, second.at);
  const firstEnd = first.at + first.inserted.length;
  const end = Math.max(firstEnd, second.at + second.removed.length);
  const grown = second.inserted.length - second.removed.length;
  return {
    ...second,
    at: start,
    removed: between.slice(start, first.at) + first.removed + between.slice(firstEnd, end),
    inserted: now.slice(start, end + grown),
    before: first.before,
  };
}

function trim(steps: Step[]): void {
  const size = ({ removed, inserted }: Step) => removed.length + inserted.length;
  let letters = steps.reduce((sum, step) => sum + size(step), 0);
  while (steps.length > 1 && (steps.length > MOST_STEPS || letters > MOST_LETTERS)) {
    letters -= size(steps[0] as Step);
    steps.shift();
  }
}

/** What has changed between two texts: all between what they have in common at their beginnings and ends. */
export function changeBetween(before: string, after: string): Change {
  const most = Math.min(before.length, after.length);
  const at = longest(most, (length) => before.slice(0, length) === after.slice(0, length));
  const tail = longest(
    most - at,
    (length) => before.slice(before.length - length) === after.slice(after.length - length),
  );
  return {
    at,
    removed: before.slice(at, before.length - tail),
    inserted: after.slice(at, after.length - tail),
  };
}

/** The greatest length up to `most` that holds, where every shorter one holds as well. */
function longest(most: number, holds: (length: number) => boolean): number {
  let [low, high] = [0, most];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}
