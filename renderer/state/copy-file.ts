/** Copies one file into the store, piece by piece. A path never crosses. */
import type { Failure } from '#shared/errors.ts';
import type { TicketId } from '#shared/ids.ts';
import type { Answer, Command, Request } from '#shared/ipc.ts';

/** Small enough to cross in one message, large enough that a big file does not take thousands. */
export const PIECE_BYTES = 1024 * 1024;

export type CopyOutcome =
  | { kind: 'done' }
  | { kind: 'cancelled' }
  /** Null when the file itself could not be read: a folder, or one that has vanished. */
  | { kind: 'failed'; failure: Failure | null };

type Ask = <Name extends Command>(name: Name, request: Request<Name>) => Promise<Answer<Name>>;

/** Only a file that is whole in the store counts; whatever came before its end is given up. */
export async function copyFile(
  ask: Ask,
  ticketId: TicketId,
  file: Pick<File, 'name' | 'size' | 'type' | 'slice'>,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (copied: number) => void },
): Promise<CopyOutcome> {
  const started = await ask('attachment.start', {
    ticketId,
    name: file.name.slice(0, 1000) || 'file',
    size: file.size,
    mediaType: file.type.slice(0, 255),
  });
  if (!started.ok) return { kind: 'failed', failure: started.failure };
  const { id } = started.value;
  const giveUp = async (outcome: CopyOutcome): Promise<CopyOutcome> => {
    await ask('attachment.remove', { id });
    return outcome;
  };

  for (let offset = 0; offset < file.size; offset += PIECE_BYTES) {
    if (signal.aborted) return giveUp({ kind: 'cancelled' });
    const bytes = await read(file, offset);
    if (bytes === null) return giveUp({ kind: 'failed', failure: null });
    const appended = await ask('attachment.append', { id, offset, bytes });
    if (!appended.ok) return giveUp({ kind: 'failed', failure: appended.failure });
    onProgress(Math.min(offset + PIECE_BYTES, file.size));
  }
  if (signal.aborted) return giveUp({ kind: 'cancelled' });
  const finished = await ask('attachment.finish', { id });
  return finished.ok ? { kind: 'done' } : giveUp({ kind: 'failed', failure: finished.failure });
}

async function read(file: Pick<File, 'slice'>, offset: number): Promise<Uint8Array<ArrayBuffer> | null> {
  try {
    return new Uint8Array(await file.slice(offset, offset + PIECE_BYTES).arrayBuffer());
  } catch {
    return null;
  }
}
