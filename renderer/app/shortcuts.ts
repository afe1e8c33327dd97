/** The keys that work everywhere in the window. */
import { useEffect } from 'react';
import { newTicket } from '../features/wizard/newTicket.ts';
import { backToList, showSearch, showSettings, useNavigation } from '../state/navigation.ts';

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.matches('textarea, select, input:not([type="radio"], [type="checkbox"])'))
  );
}

/** Goes to the next pane, around and around: sidebar, list, content. */
function hopPane(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')];
  const here = panes.findIndex((pane) => pane.contains(document.activeElement));
  const pane = panes.at((Math.max(here, step === 1 ? -1 : 0) + step + panes.length) % panes.length);
  const stops = 'textarea, input, [role="grid"], button:not([disabled]), [tabindex="0"], h1';
  const target =
    pane?.querySelector<HTMLElement>('[aria-current]') ??
    pane?.querySelector<HTMLElement>('[role="row"][tabindex="0"]') ??
    pane?.querySelector<HTMLElement>(stops);
  target?.focus();
}

/** True within something on the page that Escape closes before it leaves the page. */
function closesItself(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('[data-closes-itself]') !== null;
}

function onKey(event: KeyboardEvent): void {
  // A search field repeats its keys to the list below it (React Aria's Autocomplete); those are nobody's keys.
  if (!event.isTrusted || event.defaultPrevented || event.isComposing || event.altKey) return;
  const hasCommand = event.ctrlKey || event.metaKey;
  const key = event.key.toLowerCase();
  const isInPopover = document.querySelector('[role="dialog"]') !== null;

  if (event.key === 'F6') {
    event.preventDefault();
    hopPane(event.shiftKey ? -1 : 1);
  } else if (key === 'n' && !event.shiftKey && (hasCommand || (!isTyping(event.target) && !isInPopover))) {
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) void newTicket();
  } else if ((hasCommand && key === 'f') || (event.key === '/' && !isTyping(event.target) && !isInPopover)) {
    event.preventDefault();
    event.stopPropagation();
    showSearch();
  } else if (hasCommand && key === ',') {
    event.preventDefault();
    showSettings();
  } else if (
    event.key === 'Escape' &&
    !isInPopover &&
    !closesItself(event.target) &&
    useNavigation.getState().place.screen !== 'list'
  ) {
    event.preventDefault();
    backToList();
  }
}

export function useShortcuts(): void {
  useEffect(() => {
    // In the capture phase, before the list takes a letter for its own.
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, []);
}
