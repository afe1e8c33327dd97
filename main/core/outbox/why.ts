/** Why each operation waits, and until when. */
import type { Connection, WaitingOperation } from '#shared/model.ts';
import { accountName, isOthers } from '../account.ts';
import type { ListedOperation } from '../store/operations.ts';
import type { Store } from '../store/store.ts';

type Now = {
  connection: Pick<Connection, 'state' | 'nextTryAt'>;
  /** True once the desk has said whose account this is. */
  isConfirmed: boolean;
  isResting(id: WaitingOperation['id']): boolean;
};

/** Everything in the outbox, in the person's order, with what it waits for. */
export function whyItWaits(store: Store, now: Now): WaitingOperation[] {
  return store.operations.list().map((listed) => {
    const { behind: _, owner, heldByDesk: __, ...row } = listed;
    const isElsewhere = isOthers(store, owner);
    return {
      ...row,
      waits: reason(listed, isElsewhere, now),
      otherAccount: isElsewhere ? (accountName(store, owner) ?? {}) : null,
    };
  });
}

function reason(row: ListedOperation, isElsewhere: boolean, now: Now): WaitingOperation['waits'] {
  const { state, nextTryAt } = now.connection;
  const waits = (what: WaitingOperation['waits']['for'], until: number | null = null) => ({
    for: what,
    until,
    behind: null,
  });
  if (row.state === 'refused') return waits('person');
  if (row.state === 'sending') return waits('turn');
  if (isElsewhere) return waits('account');
  if (state === 'no_desk') return waits('no_desk');
  if (state === 'signed_out') return waits('sign_in');
  if (row.behind !== null) return { for: 'before', until: null, behind: row.behind };
  if (!now.isConfirmed) return waits('connection', nextTryAt);
  if (now.isResting(row.id)) return waits(row.heldByDesk ? 'desk' : 'retry', row.nextTryAt);
  return waits('turn');
}
