/**
 * Saves every keystroke: one save in flight, whatever is typed meanwhile merged into the next, and nothing let
 * go of before the store has said that it has it. A failed save keeps its text and is tried again.
 */
import type { ErrorCode, Failure } from '#shared/errors.ts';

export type SaveState =
  | { kind: 'idle' }
  | { kind: 'saving' }
  | { kind: 'saved' }
  | { kind: 'failed'; failure: Failure; retrying: boolean };

export type SaveAnswer = { ok: true } | { ok: false; failure: Failure };

/** Trying again cannot help these; the person has to do something else first. */
const FINAL: ReadonlySet<ErrorCode> = new Set(['invalid_request', 'not_found', 'too_late', 'store_newer']);
const FIRST_RETRY_MS = 500;
const LAST_RETRY_MS = 10_000;

export type Saver<Change> = ReturnType<typeof saver<Change>>;

export function saver<Change>(options: {
  save: (change: Change) => Promise<SaveAnswer>;
  merge: (older: Change, newer: Change) => Change;
  onState: (state: SaveState) => void;
}) {
  let pending: { change: Change } | null = null;
  let written: Change | null = null;
  let inFlight: Promise<boolean> | null = null;
  let retryMs = FIRST_RETRY_MS;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isQueued = false;

  const send = (): Promise<boolean> => {
    if (inFlight) return inFlight.then((ok) => ok && flush());
    if (!pending) return Promise.resolve(true);
    clearTimeout(timer);
    timer = undefined;
    const { change } = pending;
    pending = null;
    options.onState({ kind: 'saving' });
    const done = options.save(change).then((answer) => {
      inFlight = null;
      if (answer.ok) {
        retryMs = FIRST_RETRY_MS;
        if (pending) void send();
        else options.onState({ kind: 'saved' });
        return true;
      }
      pending = { change: pending ? options.merge(change, pending.change) : change };
      const retrying = !FINAL.has(answer.failure.code);
      options.onState({ kind: 'failed', failure: answer.failure, retrying });
      if (retrying) {
        timer = setTimeout(send, retryMs);
        retryMs = Math.min(retryMs * 2, LAST_RETRY_MS);
      }
      return false;
    });
    inFlight = done;
    return done;
  };

  /** Resolves to true when everything written so far is on disk, to false when a save failed. */
  const flush = (): Promise<boolean> => send();

  return {
    push(change: Change): void {
      written = written === null ? change : options.merge(written, change);
      pending = { change: pending ? options.merge(pending.change, change) : change };
      // A microtask joins the changes of one event into one save, and keeps nothing waiting for a frame.
      if (isQueued || inFlight || timer !== undefined) return;
      isQueued = true;
      queueMicrotask(() => {
        isQueued = false;
        void send();
      });
    },
    flush,
    /** All that was written here, or null: newer than anything read from the store while a save was on its way. */
    written: () => written,
  };
}
