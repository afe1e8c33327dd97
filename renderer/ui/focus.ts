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
