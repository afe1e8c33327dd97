/** Exactly once: a write's key, its fingerprint and its answer are kept in the transaction of its effect. */
import { createHash } from 'node:crypto';
import type { Effect } from './intake.ts';
import { type Refusal, refusal } from './problem.ts';
import type { KeptAnswer, Store } from './store.ts';

type Write = {
  method: string;
  path: string;
  key: string;
  /** Before the key, so that keys of different requesters never meet. */
  whose: string;
  kind: 'ticket' | 'message' | 'edit';
  id: string;
  ticketId: string;
  bytes: Uint8Array;
};

export type WriteAnswer =
  | { outcome: 'created' | 'known' | 'replayed'; answer: KeptAnswer }
  | { outcome: 'refused'; refused: Refusal };

function fingerprint(write: Write): string {
  return createHash('sha256').update(`${write.method} ${write.path}\n`).update(write.bytes).digest('hex');
}

function answerTo(store: Store, write: Write, at: number, effect: () => Effect): WriteAnswer {
  const before = store.keptAnswer(write.whose + write.key);
  // An answer that tells of something deleted would bring it back at the other end.
  const isGone = [write.id, write.ticketId].some((id) => store.deletion(id) !== undefined);
  if (before !== undefined && !isGone) {
    const { fingerprint: earlier, ...answer } = before;
    if (earlier === fingerprint(write)) return { outcome: 'replayed', answer };
    const refused = refusal(422, 'conflict', 'This Idempotency-Key was used before, for other bytes.');
    return { outcome: 'refused', refused };
  }
  const result = effect();
  if (result.outcome === 'refused') return result;
  const { outcome, ...answer } = result;
  store.keepAnswer(write.whose + write.key, fingerprint(write), answer, at);
  return { outcome, answer };
}

/**
 * Answers one write. A refusal has no effect and keeps no key, so that what it lacked (a ticket that is still
 * on its way, say) can come and the same bytes be taken.
 */
export function takeWrite(
  store: Store,
  write: Write,
  given: { at: number; keyRetentionHours: number },
  effect: () => Effect,
): WriteAnswer {
  return store.together(() => {
    store.forgetKeysBefore(given.at - given.keyRetentionHours * 3_600_000);
    const answered = answerTo(store, write, given.at, effect);
    const { path, key, kind, id, bytes } = write;
    const status = answered.outcome === 'refused' ? answered.refused.status : answered.answer.status;
    store.addArrival({ at: given.at, path, key, kind, id, body: bytes, status, outcome: answered.outcome });
    return answered;
  });
}
