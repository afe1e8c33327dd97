/** Keeps the end of a thread where the reader has it: in sight, whatever grows or shrinks around it. */
import { useCallback, useLayoutEffect, useRef } from 'react';

/** So near the end, a reader is at it. */
const AT_END_PX = 48;

/**
 * Starts at the newest message, and stays there while the reader is there; never pulls a reader away. `column` holds the
 * messages within the scroller `ref`. `toEnd` is for what the reader has just written: that is always seen.
 */
export function useNewestInView(count: number) {
  const ref = useRef<HTMLDivElement>(null);
  const column = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const lastTop = useRef(0);
  /** A thread without messages is read from its beginning. */
  const hasMessages = useRef(count > 0);

  /** Only who goes up leaves the end: what grows below them, or a window that shrinks, has not moved them. */
  const look = useCallback(() => {
    const scroller = ref.current;
    if (!scroller) return;
    const below = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    if (below < AT_END_PX) isAtEnd.current = true;
    else if (scroller.scrollTop < lastTop.current) isAtEnd.current = false;
    lastTop.current = scroller.scrollTop;
  }, []);

  const follow = useCallback(() => {
    const scroller = ref.current;
    if (!scroller || !isAtEnd.current || !hasMessages.current) return;
    scroller.scrollTop = scroller.scrollHeight;
    lastTop.current = scroller.scrollTop;
  }, []);

  const toEnd = useCallback(() => {
    isAtEnd.current = true;
    follow();
  }, [follow]);

  useLayoutEffect(() => {
    hasMessages.current = count > 0;
    follow();
  }, [count, follow]);

  // Told before the next frame is drawn, so that nobody sees the end leave and come back.
  useLayoutEffect(() => {
    if (!ref.current || !column.current) return;
    const observer = new ResizeObserver(() => {
      look();
      follow();
    });
    observer.observe(ref.current);
    observer.observe(column.current);
    return () => observer.disconnect();
  }, [look, follow]);

  return { scroller: { ref, onScroll: look }, column, toEnd };
}
