/** How much of a thread is shown: the newest messages, and earlier ones when somebody asks for them. */
import { useLayoutEffect, useMemo, useRef, useState } from 'react';
import type { Message } from '#shared/model.ts';

const AT_FIRST = 50;
const MOST_UNASKED = 200;
const AT_ONCE = 100;
/** Shown beside a message that was gone to, so that it does not stand alone. */
const AROUND = 10;

/** Where the shown part begins. By message and not by number, so that what arrives moves nothing out of sight. */
export function useHistory(messages: readonly Message[], named: string | null) {
  const [first, setFirst] = useState(() => messages.at(-AT_FIRST)?.id ?? null);
  const [isAsked, setAsked] = useState(false);
  const step = useRef(AT_ONCE);
  const anchor = useRef<{ element: HTMLElement; top: number } | null>(null);
  const at = messages.findIndex(({ id }) => id === first);
  const newest = Math.max(0, messages.length - AT_FIRST);
  // Until somebody asks for more, a flood of arrivals must not grow it without end.
  const isFlooded = !isAsked && messages.length - at > MOST_UNASKED;
  const kept = at === -1 || isFlooded ? newest : at;
  const wanted = messages.findIndex(({ id }) => id === named);
  const from = wanted === -1 || wanted >= kept ? kept : Math.max(0, wanted - AROUND);

  const shown = useMemo(() => messages.slice(from), [messages, from]);

  // The reader goes on where they were: the message that was first keeps its place and gets the focus.
  useLayoutEffect(() => {
    const held = anchor.current;
    if (held === null) return;
    anchor.current = null;
    const scroller = held.element.closest('.thread-scroll');
    if (scroller) scroller.scrollTop += held.element.getBoundingClientRect().top - held.top;
    held.element.focus({ preventScroll: true });
  });

  return {
    shown,
    hidden: from,
    showEarlier: () => {
      const next = Math.max(0, from - step.current);
      // A reader who goes far back gets there in a few steps.
      step.current *= 2;
      const element = document.getElementById(`message-${messages[from]?.id}`);
      if (element) anchor.current = { element, top: element.getBoundingClientRect().top };
      setAsked(true);
      setFirst(messages[next]?.id ?? null);
    },
  };
}
