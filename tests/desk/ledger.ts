/** What was received, in order of arrival, for tests that compare both sides byte for byte. */
import type { Arrival } from './store.ts';

type LedgerEntry = { id: string; path: string; body: Uint8Array };
export type Ledger = {
  /** Every write that came through, also repeats and refusals. */
  writes: Arrival[];
  replays: number;
  refusals: number;
  /** Each ticket and message that a client brought, once, with the bytes that made it. */
  tickets: LedgerEntry[];
  messages: LedgerEntry[];
};

/** The ledger of these arrivals. */
export function ledgerOf(writes: Arrival[]): Ledger {
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
  };
}
