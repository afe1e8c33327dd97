/** Sees whether a pull gets anywhere: a desk may go in circles, or say "more" for ever and bring nothing. */
import { hash } from 'node:crypto';
import type { ReceivedPage } from '#shared/received.ts';

/** Cursors that a circle is looked for in, the newest. One that is larger brings nothing new, which shows all the same. */
const CURSORS = 1_000;
/** Changes that are known again, the newest of one pull. */
const CHANGES = 100_000;

/** What a page is for the pull: something new, nothing that was not told before in it, or a place where it has been. */
export type Progress = 'news' | 'nothing' | 'circle';

/** Follows one pull. */
export function progress() {
  const cursors = newest(CURSORS);
  const told = newest(CHANGES);
  return {
    /** Looks at a page that is not the last one. */
    of({ changes, cursor }: Pick<ReceivedPage, 'changes' | 'cursor'>): Progress {
      if (!cursors.add(cursor)) return 'circle';
      const fresh = changes.filter((change) => told.add(hash('sha1', change, 'base64')));
      return fresh.length > 0 ? 'news' : 'nothing';
    },
  };
}

/** A set that forgets the oldest, half of it at once: of a large set, each by itself would be looked for ever longer. */
function newest(most: number) {
  let older = new Set<string>();
  let newer = new Set<string>();
  return {
    /** False when it is there already. */
    add(one: string): boolean {
      const isNew = !newer.has(one) && !older.has(one);
      newer.add(one);
      if (newer.size >= most / 2) [older, newer] = [newer, new Set()];
      return isNew;
    },
  };
}
