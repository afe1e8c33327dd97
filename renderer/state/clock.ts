/** One timer for everything that tells time; it rests while nobody can see it. */
import { useEffect, useState, useSyncExternalStore } from 'react';

const TICK_MS = 5_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function tick(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    timer = setInterval(() => {
      if (!document.hidden) tick();
    }, TICK_MS);
    document.addEventListener('visibilitychange', tick);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    document.removeEventListener('visibilitychange', tick);
  };
}

/** What `read` says of the present moment; the component renders again only when that changes. */
export function useAtNow<Reading extends string | number | boolean | null>(
  read: (now: number) => Reading,
): Reading {
  return useSyncExternalStore(subscribe, () => read(Math.floor(Date.now() / 1000) * 1000));
}

/** What is on its way for so long may hang. */
const HANGS_MS = 3_000;

/** True once something has been under way for so long that nobody may be told it is as good as done. */
export function useHangs(isUnderWay: boolean): boolean {
  const [hangs, setHangs] = useState(false);
  useEffect(() => {
    if (!isUnderWay) return setHangs(false);
    const timer = setTimeout(() => setHangs(true), HANGS_MS);
    return () => clearTimeout(timer);
  }, [isUnderWay]);
  return hangs;
}
