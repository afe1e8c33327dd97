/**
 * How much that is not sent is kept at most. Far above what a person writes; a window that was taken over must not fill
 * the disk or the outbox. Each throws `too_much_kept`.
 */
import { LifelineError } from '#shared/errors.ts';
import type { Store } from './store/store.ts';

/** Drafts, thrown away ones that can be brought back, and tickets that wait or were refused. */
export const MOST_TICKETS_HERE = 10_000;
/** Texts, edits and files in the outbox; and files, however small, that the desk does not have. */
export const MOST_WAITING = 10_000;
/** Files that the desk does not have, and those that are just being copied in. */
export const MOST_UNSENT_BYTES = 2 * 1024 ** 3;
export const MOST_ARRIVING = 50;

export function roomForDraft(store: { tickets: Pick<Store['tickets'], 'countHere'> }): void {
  if (store.tickets.countHere() >= MOST_TICKETS_HERE) throw new LifelineError('too_much_kept');
}

export function roomForOperation(store: { operations: Pick<Store['operations'], 'size'> }): void {
  if (store.operations.size() >= MOST_WAITING) throw new LifelineError('too_much_kept');
}

/** `largest` is what the desk takes: one such file always has room. */
export function roomForFile(
  store: { attachments: Pick<Store['attachments'], 'unsent'> },
  size: number,
  arriving: readonly { size: number }[],
  largest: number,
): void {
  const coming = arriving.reduce((sum, file) => sum + file.size, 0);
  const most = Math.max(MOST_UNSENT_BYTES, largest);
  const { files, bytes } = store.attachments.unsent();
  const isTooMany = arriving.length >= MOST_ARRIVING || files + arriving.length >= MOST_WAITING;
  if (isTooMany || bytes + coming + size > most) throw new LifelineError('too_much_kept');
}
