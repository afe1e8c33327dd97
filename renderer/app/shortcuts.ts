/** The keys that work everywhere in the window: those of the commands. */

import i18next from 'i18next';
import { useEffect } from 'react';
import { useShown } from '../features/palette/shown.ts';
import { useNavigation } from '../state/navigation.ts';
import { showToast } from '../state/notices.ts';
import { useSettings } from '../state/settings.ts';
import {
  changes,
  isLetter,
  isPressed,
  type KeyName,
  type Keys,
  keysOf,
  setChosenKeys,
} from '../ui/key-table.ts';
import { allCommands, atHand, type Command, isPossible, keyNameOf } from './commands.ts';
import { followPointer, followPress, type Turn, turnAt } from './turn.ts';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type="radio"], [type="checkbox"])'))
  );
}

/** True where the next key is to be a shortcut itself. */
const takesKeys = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('[data-takes-keys]') !== null;

/** True within something on the page that Escape closes before it leaves the page. */
function closesItself(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-closes-itself]') !== null;
}

/** Something over the page, which has its own keys. The results of a search lie in the page. */
const isCovered = () =>
  document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]:not(.search-list)') !== null;

/** Over which nothing else is done until it is closed. */
const isShut = () => document.querySelector('[data-modal]') !== null;

/** A view that was gone to has not taken the focus yet: what is pressed is meant for it. */
const isOnTheWay = () => useNavigation.getState().focusWanted !== null;

/** Whether this combination counts where the person is. */
function counts(name: KeyName, keys: Keys, { target }: KeyboardEvent, turn: Turn): boolean {
  const isOn = useSettings.getState().settings?.preferences.letterKeys ?? true;
  if (isLetter(keys) && !isOn) return false;
  // A chosen combination may mean something to a field as well.
  if (isLetter(keys) || changes(name)) {
    const isFree = !isTyping(target) && !isCovered() && !isOnTheWay();
    return isFree && !(changes(name) && turn === 'elsewhere');
  }
  if (keys.key === 'escape') return !isCovered() && !closesItself(target);
  return true;
}

/** The command that this press means, if any. What the list does with its own keys is left to it. */
function commandFor(event: KeyboardEvent, turn: Turn): Command | undefined {
  return allCommands.find(({ id }) => {
    const name = keyNameOf(id);
    if (name === null || (isShut() && !(id === 'palette' && useShown.getState().what === 'palette')))
      return false;
    return keysOf(name).some(
      (keys) => !keys.key.startsWith('arrow') && isPressed(keys, event) && counts(name, keys, event, turn),
    );
  });
}

/** True for a letter that would change a ticket. */
function isLetterOf({ id }: Command, press: KeyboardEvent): boolean {
  const name = keyNameOf(id);
  return (
    name !== null && changes(name) && keysOf(name).some((keys) => isLetter(keys) && isPressed(keys, press))
  );
}

function onKey(event: KeyboardEvent): void {
  // A search field repeats its keys to the list below it (React Aria's Autocomplete); those are nobody's keys.
  if (!event.isTrusted) return;
  const turn = turnAt(event.target);
  followPress(event, isTyping(event.target));
  if (event.defaultPrevented || event.isComposing || takesKeys(event.target)) return;
  const command = commandFor(event, turn);
  const at = atHand();
  if (command === undefined || !isPossible(command, at)) return;
  event.preventDefault();
  event.stopPropagation();
  if (turn === 'text' && isLetterOf(command, event)) {
    showToast({ text: i18next.t('palette.keys.mayBeText', { key: event.key }) });
    return;
  }
  const mayRepeat = command.id === 'next' || command.id === 'previous';
  if (!event.repeat || mayRepeat) command.run(at);
}

// Before anything that shows keys is drawn with the new settings.
useSettings.subscribe(({ settings }) => setChosenKeys(settings?.preferences.chosenKeys ?? {}));

export function useShortcuts(): void {
  useEffect(() => {
    // In the capture phase, before the list takes a letter for its own.
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('pointerdown', followPointer, true);
    return () => {
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('pointerdown', followPointer, true);
    };
  }, []);
}
