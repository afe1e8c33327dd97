/** How much of a thread is shown: the newest messages, and earlier ones when somebody asks for them. */
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Message } from '#shared/model.ts';

const AT_FIRST = 50;
const MOST_UNASKED = 200;
const AT_ONCE = 100;
/** Shown beside a message that was gone to, so that it does not stand alone. */
const AROUND = 10;
/** How near the top of what is shown a reader comes before earlier messages are there. */
const AHEAD = '240px 0px 0px';

/** What is being read: the topmost part of the thread that can be seen. */
function partBeingRead(scroller: Element): HTMLElement | null {
  const { top } = scroller.getBoundingClientRect();
  const parts = [...scroller.querySelectorAll<HTMLElement>('article.message')];
  return parts.find((part) => part.getBoundingClientRect().bottom > top) ?? null;
}

/**
 * Where the shown part begins. By message and not by number, so that what arrives moves nothing out of sight. `look` notes
 * where the reader is, before what comes in moves that: who has only just left the end is not at it.
 */
export function useHistory(messages: readonly Message[], named: string | null, look: () => void) {
  const [first, setFirst] = useState(() => messages.at(-AT_FIRST)?.id ?? null);
  const [isAsked, setAsked] = useState(false);
  const step = useRef(AT_ONCE);
  const anchor = useRef<{ element: HTMLElement; top: number; takesFocus: boolean } | null>(null);
  /** Stands where the hidden messages are. */
  const gap = useRef<HTMLDivElement>(null);
  const at = messages.findIndex(({ id }) => id === first);
  const newest = Math.max(0, messages.length - AT_FIRST);
  // Until somebody asks for more, a flood of arrivals must not grow it without end.
  const isFlooded = !isAsked && messages.length - at > MOST_UNASKED;
  const kept = at === -1 || isFlooded ? newest : at;
  const wanted = messages.findIndex(({ id }) => id === named);
  const from = wanted === -1 || wanted >= kept ? kept : Math.max(0, wanted - AROUND);

  const shown = useMemo(() => messages.slice(from), [messages, from]);

  // The reader goes on where they were: what they read keeps its place.
  useLayoutEffect(() => {
    const held = anchor.current;
    if (held === null) return;
    anchor.current = null;
    const scroller = held.element.closest('.thread-scroll');
    if (scroller) scroller.scrollTop += held.element.getBoundingClientRect().top - held.top;
    if (held.takesFocus) held.element.focus({ preventScroll: true });
  });

  const show = (next: number) => {
    setAsked(true);
    setFirst(messages[next]?.id ?? null);
  };

  const showEarlier = (element: HTMLElement | null, takesFocus: boolean) => {
    look();
    if (element) anchor.current = { element, top: element.getBoundingClientRect().top, takesFocus };
    const next = Math.max(0, from - step.current);
    // A reader who goes far back gets there in a few steps.
    step.current *= 2;
    show(next);
  };

  const reachTop = useRef(() => {});
  useLayoutEffect(() => {
    reachTop.current = () => {
      const scroller = gap.current?.closest('.thread-scroll');
      // Whoever stands on the buttons chooses by themselves, and the focus must not go with a button.
      if (!scroller || gap.current?.contains(document.activeElement)) return;
      showEarlier(partBeingRead(scroller), false);
    };
  });

  // Begun anew with each step, because what is still in sight afterwards is told only to a new observer.
  useEffect(() => {
    const element = gap.current;
    if (element === null || from === 0) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.at(-1)?.isIntersecting) reachTop.current();
      },
      { root: element.closest('.thread-scroll'), rootMargin: AHEAD },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [from]);

  return {
    shown,
    hidden: from,
    gap,
    /** For the button: the message that was first also gets the focus. */
    showEarlier: () => showEarlier(document.getElementById(`message-${messages[from]?.id}`), true),
    showAll: () => show(0),
  };
}
