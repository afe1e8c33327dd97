/** The outbox at work: takes what is due, lane by lane, and brings it to the desk. */
import type { DeskMessage, DeskTicket } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import { waitMs } from '../backoff.ts';
import type { DeskAnswer, DeskPort } from '../desk/port.ts';
import type { Ports } from '../ports.ts';
import type { Operation } from '../store/operations.ts';
import type { Store } from '../store/store.ts';

/** Lanes on their way at the same time. */
const LANES = 4;
/** After the desk is back, what waited goes within this time, spread out. */
const RETURN_SPREAD_MS = 1_000;
/** Between two looks whether a store that failed (a full disk) can be written again. */
const STORE_RETRY_MS = 5_000;

export type OutboxHooks = {
  /** The desk to write to; null while there is none, the person is signed out, or core is stopping. */
  desk(): DeskPort | null;
  /** True while the desk is known not to answer: then one operation at a time finds out. */
  isProbing(): boolean;
  heard(answer: DeskAnswer<unknown>, from: DeskPort): void;
  /** Takes a failure of the store, and throws anything else on. */
  storeTrouble(error: unknown): void;
  changed(ids: TicketId[]): void;
};

type WriteAnswer = Exclude<DeskAnswer<{ apply: () => void }>, { kind: 'expired' }>;

export function outbox(store: Store, ports: Pick<Ports, 'clock' | 'random'>, hooks: OutboxHooks) {
  const { clock, random } = ports;
  const busy = new Set<string>();
  let cancelWake: (() => void) | null = null;
  let stopped = false;

  /** Starts all that is due now, and sleeps until the next is. Safe to call at any time, any number of times. */
  function wake(): void {
    cancelWake?.();
    cancelWake = null;
    try {
      startWhatIsDue();
    } catch (error) {
      hooks.storeTrouble(error);
      cancelWake = clock.after(STORE_RETRY_MS, wake);
    }
  }

  function startWhatIsDue(): void {
    const desk = hooks.desk();
    if (desk === null || stopped) return;
    const places = (hooks.isProbing() ? 1 : LANES) - busy.size;
    if (places <= 0) return;
    const due = store.operations.ready(clock.now(), places);
    for (const operation of due) void carry(desk, operation);
    // With every place taken, the end of one of them wakes us.
    const next = due.length < places ? store.operations.nextTryAt() : null;
    if (next !== null) cancelWake = clock.after(Math.max(0, next - clock.now()), wake);
  }

  async function carry(desk: DeskPort, operation: Operation): Promise<void> {
    busy.add(operation.id);
    try {
      const { exposedBefore } = store.transaction(() => {
        showAs(operation, 'sending');
        return store.operations.startTry(operation.id);
      });
      hooks.changed([operation.ticketId]);
      const answer = await send(desk, operation);
      // The store is closed by now; the next start asks again.
      if (stopped) return;
      store.transaction(() => conclude(operation, answer, exposedBefore));
      hooks.heard(answer, desk);
    } catch (error) {
      hooks.storeTrouble(error);
      await restored(operation);
    } finally {
      busy.delete(operation.id);
    }
    hooks.changed([operation.ticketId]);
    wake();
  }

  /** The store failed in the middle: whatever the desk said is asked again, with the same key, once it writes. */
  function restored(operation: Operation): Promise<void> {
    return new Promise((resolve) => {
      const attempt = () => {
        try {
          store.transaction(() => store.operations.recoverInterrupted(operation.id));
          resolve();
        } catch {
          clock.after(STORE_RETRY_MS, attempt);
        }
      };
      clock.after(STORE_RETRY_MS, attempt);
    });
  }

  async function send(desk: DeskPort, operation: Operation): Promise<WriteAnswer> {
    const write = { key: operation.key, body: operation.body };
    if (operation.kind === 'create_ticket') {
      return delivered(await desk.createTicket(operation.ticketId, write), (ticket: DeskTicket) => {
        // A repeat may be answered with the ticket as it first was; the changes may already know better.
        if (!store.tickets.isAtDesk(operation.ticketId)) store.tickets.takeOver(ticket);
      });
    }
    const answer = await desk.addMessage(operation.ticketId, operation.messageId, write);
    return delivered(answer, (_: DeskMessage) => {
      // Its place among the other messages is told by the changes, not by this answer.
      store.tickets.setDelivery(operation.messageId, 'delivered');
    });
  }

  function conclude(operation: Operation, answer: WriteAnswer, exposedBefore: boolean): void {
    // The changes were quicker than this answer: the desk has it.
    if (!store.operations.has(operation.id)) return;
    if (answer.kind === 'answered') {
      answer.value.apply();
      store.operations.settle(operation, answer.status, clock.now());
    } else if (answer.kind === 'refused') {
      store.operations.refuse(operation.id, { exposed: exposedBefore, problem: answer.failure });
      showAs(operation, 'refused', answer.failure.detail ?? `HTTP ${answer.status}`);
    } else {
      const namedByDesk = answer.kind === 'later' ? answer.afterMs : null;
      const neverLeft = answer.kind === 'unauthorized' || (answer.kind === 'unreachable' && answer.neverLeft);
      showAs(operation, 'queued');
      store.operations.tryAgain(operation.id, {
        at: clock.now() + waitMs(operation.tries + 1, random.fraction(), namedByDesk),
        heldByDesk: namedByDesk !== null,
        // What certainly did not happen at the desk leaves the operation as untouched as it was.
        exposed: neverLeft ? exposedBefore : true,
        // Signing in again is the cure, not patience: the try is given back.
        spentTry: answer.kind !== 'unauthorized',
        problem: answer.failure,
      });
    }
  }

  function showAs(
    operation: Operation,
    as: 'sending' | 'queued' | 'refused',
    problem: string | null = null,
  ): void {
    if (operation.kind === 'add_message') {
      store.tickets.setDelivery(operation.messageId, as, problem);
    } else if (!store.tickets.isAtDesk(operation.ticketId)) {
      // Once the changes have brought the ticket, its state is the desk's, not the outbox's.
      const state = as === 'refused' ? 'needs_attention' : as;
      store.tickets.setState(operation.ticketId, state, clock.now(), problem);
    }
  }

  return {
    wake,
    /** The desk is back: everything that only waited for the network goes, spread over a moment. */
    deskIsBack(): void {
      store.transaction(() =>
        store.operations.hurry(() => clock.now() + Math.round(random.fraction() * RETURN_SPREAD_MS)),
      );
      wake();
    },
    /** The person asked for it: everything goes now, except what the desk asked to hold. */
    tryNow(): void {
      store.transaction(() => store.operations.hurry(() => clock.now()));
      wake();
    },
    stop(): void {
      stopped = true;
      cancelWake?.();
      cancelWake = null;
    },
  };
}
export type Outbox = ReturnType<typeof outbox>;

function delivered<T>(answer: DeskAnswer<T>, apply: (value: T) => void): WriteAnswer {
  if (answer.kind === 'answered') return { ...answer, value: { apply: () => apply(answer.value) } };
  // Only a pull has a cursor that can expire; to a write this answer makes no sense.
  if (answer.kind === 'expired')
    return { kind: 'later', failure: { code: 'desk_answer_unfit' }, afterMs: null };
  return answer;
}
