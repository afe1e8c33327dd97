/** What was received, in order of arrival, for tests that compare both sides byte for byte. */
import { AttachmentSubmission } from '#shared/contract.ts';
import { AttachmentId } from '#shared/ids.ts';
import type { FileRoom } from './fileRoom.ts';
import type { Arrival, Store } from './store.ts';

type LedgerEntry = { id: string; path: string; body: Uint8Array };
/** `body` is the content, read when it is asked for, and empty when the desk has deleted the file since. */
type FileEntry = LedgerEntry & { sha256: string };
export type Ledger = {
  /** Every write that came through, also repeats and refusals. */
  writes: Arrival[];
  replays: number;
  refusals: number;
  /** Each ticket, message and edit that a client brought, once, with the bytes that made it. */
  tickets: LedgerEntry[];
  messages: LedgerEntry[];
  edits: LedgerEntry[];
  /** Each file that a client brought, once. Its SHA-256 was compared with the bytes that came. */
  attachments: FileEntry[];
};

/** The ledger as it stands. */
export function ledgerOf(store: Store, files: FileRoom): Ledger {
  const writes = store.arrivals();
  const made = (kind: Arrival['kind']) =>
    writes
      .filter((write) => write.kind === kind && write.outcome === 'created')
      .map(({ id, path, body }) => ({ id, path, body }));
  const counted = (outcome: Arrival['outcome']) => writes.filter((w) => w.outcome === outcome).length;
  return {
    writes,
    replays: counted('replayed'),
    refusals: counted('refused'),
    tickets: made('ticket'),
    messages: made('message'),
    edits: made('edit'),
    attachments: made('attachment').map(({ id, path, body: said }) => ({
      id,
      path,
      sha256: AttachmentSubmission.parse(JSON.parse(new TextDecoder().decode(said))).sha256,
      get body() {
        const kept = store.attachment(AttachmentId.parse(id));
        return kept === undefined ? new Uint8Array() : files.bytes(kept.file);
      },
    })),
  };
}
