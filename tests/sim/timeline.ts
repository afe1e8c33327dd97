/** Virtual time: what is to happen later, in order. Nothing here waits. */

type Event = { at: number; place: number; action: () => void; isCancelled: boolean };

/** A Monday morning. */
const BEGINNING = Date.UTC(2026, 2, 2, 9);

export function timeline() {
  const heap: Event[] = [];
  let now = BEGINNING;
  let place = 0;

  const isBefore = (a: Event, b: Event): boolean => a.at < b.at || (a.at === b.at && a.place < b.place);

  function swap(i: number, j: number): void {
    const [a, b] = [heap[i], heap[j]];
    if (a === undefined || b === undefined) return;
    heap[i] = b;
    heap[j] = a;
  }

  function push(event: Event): void {
    heap.push(event);
    for (let at = heap.length - 1; at > 0; ) {
      const parent = (at - 1) >> 1;
      const [child, above] = [heap[at], heap[parent]];
      if (child === undefined || above === undefined || !isBefore(child, above)) return;
      swap(at, parent);
      at = parent;
    }
  }

  function pop(): void {
    swap(0, heap.length - 1);
    heap.pop();
    for (let at = 0; ; ) {
      let first = at;
      for (const child of [2 * at + 1, 2 * at + 2]) {
        const [below, best] = [heap[child], heap[first]];
        if (below !== undefined && best !== undefined && isBefore(below, best)) first = child;
      }
      if (first === at) return;
      swap(at, first);
      at = first;
    }
  }

  /** The next event that nobody has cancelled. */
  function next(): Event | null {
    while (heap[0]?.isCancelled) pop();
    return heap[0] ?? null;
  }

  return {
    now: (): number => now,
    after(ms: number, action: () => void): () => void {
      const event = { at: now + Math.max(0, Math.ceil(ms)), place, action, isCancelled: false };
      place += 1;
      push(event);
      return () => {
        event.isCancelled = true;
      };
    },
    /** Lets the next event happen if it comes no later than `until`; false when there is none, and it is `until`. */
    step(until: number): boolean {
      const event = next();
      if (event === null || event.at > until) {
        now = Math.max(now, until);
        return false;
      }
      pop();
      now = Math.max(now, event.at);
      event.action();
      return true;
    },
  };
}
export type Timeline = ReturnType<typeof timeline>;
