/** Where the focus goes: with the person, and never lost. */
import { useEffect, useRef } from 'react';
import { focusTaken, useNavigation } from '../state/navigation.ts';

/**
 * Gives the focus to a view that the person has just gone to, once there is something to focus.
 * A view that merely appears beside the list takes nothing.
 */
export function useArrival<Element extends HTMLElement>(ready: boolean) {
  const ref = useRef<Element>(null);
  const isWanted = useNavigation((state) => state.focusWanted === 'view');
  useEffect(() => {
    if (!isWanted || !ready || !ref.current) return;
    ref.current.focus();
    focusTaken();
  }, [isWanted, ready]);
  return ref;
}

const FOCUSABLE =
  'button:not(:disabled), a[href], input:not(:disabled), textarea, [tabindex]:not([aria-hidden])';

/**
 * When the control that has the focus goes away, the nearest of what surrounded it takes the focus, so that somebody
 * with a keyboard or a screen reader is not thrown back to the start of the window.
 */
export function keepFocus(root: HTMLElement): void {
  let path: HTMLElement[] = [];
  const recover = () => {
    const [last] = path;
    if (document.activeElement !== document.body || last === undefined || last.isConnected) return;
    const left = path.find((element) => element.isConnected && element.querySelector(FOCUSABLE) !== null);
    path = [];
    left?.querySelector<HTMLElement>(FOCUSABLE)?.focus();
  };
  document.addEventListener('focusin', ({ target }) => {
    path = [];
    for (let at = target; at instanceof HTMLElement && at !== document.body; at = at.parentElement)
      path.push(at);
  });
  // Somebody who clicks beside everything has let go. What is being taken away says the same, and is gone a frame later.
  document.addEventListener('focusout', ({ target, relatedTarget }) => {
    if (relatedTarget !== null || !document.hasFocus()) return;
    requestAnimationFrame(() => {
      if (path[0] === target && path[0]?.isConnected) path = [];
    });
  });
  // Whoever takes something away may put the focus somewhere itself, up to a frame later.
  new MutationObserver(() => {
    if (path[0]?.isConnected === false) requestAnimationFrame(() => requestAnimationFrame(recover));
  }).observe(root, { childList: true, subtree: true });
}
