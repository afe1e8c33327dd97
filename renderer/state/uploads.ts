/** Files on their way into the store. Once there they belong to their ticket, and the originals may vanish. */
import { create } from 'zustand';
import type { Failure } from '#shared/errors.ts';
import type { TicketId } from '#shared/ids.ts';
import { ensureDraft } from './begun.ts';
import { type CopyOutcome, copyFile } from './copy-file.ts';
import { ask } from './lifeline.ts';
import { readTicket } from './ticket.ts';

export type Upload = {
  key: number;
  ticketId: TicketId;
  file: File;
  copied: number;
  state:
    | { kind: 'waiting' }
    | { kind: 'copying'; abort: AbortController }
    /** Null when the file itself could not be read. */
    | { kind: 'failed'; failure: Failure | null };
};

const useUploads = create<{ uploads: Upload[] }>(() => ({ uploads: [] }));

/** The files that are being copied for this ticket, or could not be. */
export function useUploadsOf(ticketId: TicketId): Upload[] {
  const uploads = useUploads((all) => all.uploads);
  return uploads.filter((upload) => upload.ticketId === ticketId);
}

export const isCopying = (uploads: Upload[]) => uploads.some(({ state }) => state.kind !== 'failed');

let lastKey = 0;
let isWorking = false;

/** Attaches these files, one after the other. Each is told of when it is in the store. */
export function attach(ticketId: TicketId, files: readonly File[], onDone: (name: string) => void): void {
  const added = files.map((file): Upload => {
    lastKey += 1;
    return { key: lastKey, ticketId, file, copied: 0, state: { kind: 'waiting' } };
  });
  useUploads.setState(({ uploads }) => ({ uploads: [...uploads, ...added] }));
  if (!isWorking) void work(onDone);
}

/** Gives up a file that is being copied, or takes away one that could not be. */
export function dismissUpload(key: number): void {
  const upload = find(key);
  if (upload?.state.kind === 'copying') upload.state.abort.abort();
  else remove(key);
}

export function retryUpload(key: number, onDone: (name: string) => void): void {
  const upload = find(key);
  if (upload === undefined) return;
  remove(key);
  attach(upload.ticketId, [upload.file], onDone);
}

async function work(onDone: (name: string) => void): Promise<void> {
  isWorking = true;
  for (let next = waiting(); next !== undefined; next = waiting()) {
    const { key, ticketId, file } = next;
    const abort = new AbortController();
    patch(key, { state: { kind: 'copying', abort } });
    const there = await ensureDraft(ticketId);
    const outcome: CopyOutcome = there.ok
      ? await copyFile(ask, ticketId, file, {
          signal: abort.signal,
          onProgress: (copied) => patch(key, { copied }),
        })
      : { kind: 'failed', failure: there.failure };
    await settle(next, outcome, onDone);
  }
  isWorking = false;
}

async function settle(upload: Upload, outcome: CopyOutcome, onDone: (name: string) => void): Promise<void> {
  switch (outcome.kind) {
    case 'done':
      // First the ticket with the file, then the row goes: so the file is seen all the time.
      await readTicket();
      remove(upload.key);
      onDone(upload.file.name);
      break;
    case 'cancelled':
      remove(upload.key);
      break;
    case 'failed':
      patch(upload.key, { copied: 0, state: { kind: 'failed', failure: outcome.failure } });
      break;
  }
}

const waiting = () => useUploads.getState().uploads.find(({ state }) => state.kind === 'waiting');
const find = (key: number) => useUploads.getState().uploads.find((upload) => upload.key === key);

function patch(key: number, changes: Partial<Upload>): void {
  useUploads.setState(({ uploads }) => ({
    uploads: uploads.map((upload) => (upload.key === key ? { ...upload, ...changes } : upload)),
  }));
}

function remove(key: number): void {
  useUploads.setState(({ uploads }) => ({ uploads: uploads.filter((upload) => upload.key !== key) }));
}
