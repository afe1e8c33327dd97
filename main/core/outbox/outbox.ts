/** The outbox at work: takes what is due, lane by lane, and brings it to the desk. */
import type { DeskTicket } from '#shared/contract.ts';
import type { IdMaker, OperationId, TicketId } from '#shared/ids.ts';
import { waitMs } from '../backoff.ts';
import type { DeskAnswer, DeskPort } from '../desk/port.ts';
import type { Ports } from '../ports.ts';
import type { Operation } from '../store/operations.ts';
import { ownerOf } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import { isDone, isUntouched } from './edits.ts';
import { hasBegun, sendQueuedFile } from './files.ts';
import { afterArrival, cameLate } from './lateness.ts';
import { keepUnsentText } from './queue.ts';
import { waits } from './waits.ts';

/** Operations on their way at the same time. */
const PLACES = 4;
/** Of these, files: a large one must leave room for words. */
const PLACES_FOR_FILES = 2;
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

type Edit = Extract<Operation, { kind: 'change_ticket' }>;

/** What became of a write, with what there is to store when it arrived. */
type WriteAnswer =
  | Exclude<DeskAnswer<() => void>, { kind: 'expired' }>
  /** What is kept here of a file is not what was attached. */
  | { kind: 'damaged' }
  /** An edit met another version; the ticket is as the desk has it now. */
  | { kind: 'conflict'; operation: Edit; ticket: DeskTicket };

export function outbox(
  store: Store,
  { clock, random, ids }: Pick<Ports, 'clock' | 'random'> & { ids: IdMaker },
  hooks: OutboxHooks,
) {
  const busy = new Map<OperationId, 'texts' | 'files'>();
  const resting = waits(clock, () => wake());
  let cancelRetry: (() => void) | null = null;
  let stopped = false;

  /** Starts all that is due now. Safe to call at any time, any number of times. */
  function wake(): void {
    cancelRetry?.();
    cancelRetry = null;
    try {
      startWhatIsDue();
    } catch (error) {
      hooks.storeTrouble(error);
      cancelRetry = clock.after(STORE_RETRY_MS, wake);
    }
  }

  function startWhatIsDue(): void {
    const desk = hooks.desk();
    if (desk === null || stopped) return;
    for (const what of ['texts', 'files'] as const) {
      for (const id of due(what)) {
        const operation = store.operations.get(id);
        if (operation !== null) void carry(desk, operation);
      }
    }
  }

  /** The operations to start now; texts first, because with them the clock of the promise starts. */
  function due(what: 'texts' | 'files'): OperationId[] {
    const free = (hooks.isProbing() ? 1 : PLACES) - busy.size;
    const files = [...busy.values()].filter((each) => each === 'files').length;
    const places = what === 'texts' ? free : Math.min(free, PLACES_FOR_FILES - files);
    if (places <= 0) return [];
    return store.operations
      .heads(what, places + resting.count())
      .filter((id) => !resting.isResting(id))
      .slice(0, places);
  }

  async function carry(desk: DeskPort, operation: Operation): Promise<void> {
    busy.set(operation.id, operation.kind === 'add_attachment' ? 'files' : 'texts');
    try {
      store.transaction(() => {
        showAs(operation, 'sending');
        store.operations.startTry(operation.id, clock.now());
      });
      hooks.changed([operation.ticketId]);
      const answer = await send(desk, operation);
      // The store is closed by now; the next start asks again.
      if (stopped) return;
      store.transaction(() => conclude(operation, answer));
      if (answer.kind !== 'conflict' && answer.kind !== 'damaged') hooks.heard(answer, desk);
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
        if (stopped) return resolve();
        try {
          store.transaction(() => {
            if (store.operations.recoverInterrupted(operation.id)) showAs(operation, 'queued');
          });
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
    const { ticketId } = operation;
    switch (operation.kind) {
      case 'create_ticket': {
        const known = found(isOld(operation) ? await desk.findTicket(ticketId) : NOT_ASKED);
        return arrived(known ?? (await desk.createTicket(ticketId, write)), (ticket) => {
          // What is found may have come with a try from before the person changed it.
          if (known !== null) keepUnsentText(store, ticketId, { ids }, ticket);
          // A repeat may be answered with the ticket as it first was; the changes may already know better.
          if (!store.tickets.isAtDesk(ticketId)) takeOver(ticket);
        });
      }
      case 'add_message': {
        const { messageId } = operation;
        const known = isOld(operation) ? await desk.findMessage(ticketId, messageId) : NOT_ASKED;
        return arrived(found(known) ?? (await desk.addMessage(ticketId, messageId, write)), () => {
          // Its place among the other messages is told by the changes, not by this answer.
          store.tickets.setDelivery(messageId, 'delivered');
        });
      }
      case 'change_ticket':
        return changeTicket(desk, operation);
      case 'add_attachment': {
        const answer = await sendQueuedFile(store, desk, operation, {
          isWanted: () => !stopped,
          progressed: () => hooks.changed([ticketId]),
        });
        if (answer.kind === 'damaged') return answer;
        return arrived(answer, () => store.attachments.markReceived(operation.attachmentId));
      }
    }
  }

  function takeOver(ticket: DeskTicket): void {
    const account = store.settings.get('account');
    store.tickets.takeOver(ticket, { owner: account === null ? null : ownerOf(account), number: null });
  }

  async function changeTicket(desk: DeskPort, operation: Edit): Promise<WriteAnswer> {
    const { ticketId, key, body, ifMatch } = operation;
    const answer = await desk.changeTicket(ticketId, { key, body, ifMatch });
    if (answer.kind === 'refused' && answer.status === 412) {
      const current = await desk.findTicket(ticketId);
      if (current.kind !== 'answered') return arrived(current, () => undefined);
      if (current.value !== null) return { kind: 'conflict', operation, ticket: current.value };
    }
    return arrived(answer, (ticket) => {
      // Anything else than the next version after the one that was edited may be older than what the changes told.
      if (store.tickets.atDesk(ticketId)?.version === ifMatch) takeOver(ticket);
    });
  }

  /**
   * Older than the desk's memory of keys, at least by half, or a desk that has not said how long that is: then it is
   * asked for the permanent id first. A clock that was turned makes anything look old, which costs a question and
   * nothing else.
   */
  function isOld({ exposed, firstTryAt }: Operation): boolean {
    if (!exposed) return false;
    const hours = store.settings.get('account')?.keyRetentionHours ?? 0;
    return firstTryAt === null || Math.abs(clock.now() - firstTryAt) >= (hours / 2) * 3_600_000;
  }

  function conclude(operation: Operation, answer: WriteAnswer): void {
    // The changes were quicker than this answer: the desk has it.
    if (!store.operations.has(operation.id)) return;
    const now = clock.now();
    switch (answer.kind) {
      case 'answered': {
        const late = operation.kind === 'create_ticket' && cameLate(store, operation.ticketId);
        answer.value();
        store.operations.settle(operation, answer.status, now);
        if (operation.kind === 'create_ticket') afterArrival({ store, ids, now }, operation.ticketId, late);
        break;
      }
      case 'conflict':
        concludeConflict(answer.operation, answer.ticket);
        break;
      case 'damaged':
        store.operations.refuse(operation.id, {
          exposed: operation.exposed,
          problem: { code: 'attachment_damaged' },
        });
        showAs(operation, 'refused');
        break;
      case 'refused':
        store.operations.refuse(operation.id, { exposed: operation.exposed, problem: answer.failure });
        showAs(operation, 'refused', answer.failure.detail ?? `HTTP ${answer.status}`);
        break;
      default: {
        const namedByDesk = answer.kind === 'later' ? answer.afterMs : null;
        const neverLeft =
          (answer.kind === 'unauthorized' || (answer.kind === 'unreachable' && answer.neverLeft)) &&
          !hasBegun(store, operation);
        const wait = waitMs(operation.tries + 1, random.fraction(), namedByDesk);
        resting.rest(operation.id, wait, namedByDesk !== null);
        showAs(operation, 'queued');
        store.operations.tryAgain(operation.id, {
          at: now + wait,
          heldByDesk: namedByDesk !== null,
          // What certainly did not happen at the desk leaves the operation as untouched as it was.
          exposed: neverLeft ? operation.exposed : true,
          // Signing in again is the cure, not patience: the try is given back.
          spentTry: answer.kind !== 'unauthorized',
          problem: answer.failure,
        });
      }
    }
  }

  /** Only where the desk has changed the very thing that the person wanted to change is there anything to ask. */
  function concludeConflict(operation: Edit, ticket: DeskTicket): void {
    const { id, ticketId, body, base } = operation;
    const pending = store.operations.edits(ticketId).find((each) => each.id === id);
    if (pending === undefined) return;
    if (isDone(pending.edit, ticket)) {
      store.operations.settle(operation, 200, clock.now());
    } else if (isUntouched(pending.edit, base, ticket)) {
      const again = { ids: ids.operation(), key: ids.operation() };
      const renewed = { id: again.ids, key: again.key, ticketId, body, base, kind: operation.kind };
      store.operations.replace(id, { ...renewed, ifMatch: ticket.version }, clock.now());
    } else {
      store.operations.refuse(id, { exposed: false, problem: { code: 'edit_conflict' } });
    }
  }

  function showAs(
    operation: Operation,
    as: 'sending' | 'queued' | 'refused',
    problem: string | null = null,
  ): void {
    if (operation.kind === 'add_attachment') {
      store.attachments.setDelivery(operation.attachmentId, as, problem);
    } else if (operation.kind === 'add_message') {
      store.tickets.setDelivery(operation.messageId, as, problem);
    } else if (operation.kind === 'create_ticket' && !store.tickets.isAtDesk(operation.ticketId)) {
      // Once the changes have brought the ticket, its state is the desk's, not the outbox's.
      const state = as === 'refused' ? 'needs_attention' : as;
      store.tickets.setState(operation.ticketId, state, clock.now(), problem);
    }
  }

  /** Lets everything go after the time that `spread` gives, except what the desk asked to hold. */
  function hurry(spread: () => number): void {
    store.transaction(() => {
      for (const id of resting.unheld()) {
        const ms = spread();
        if (ms > 0) resting.rest(id, ms, false);
        else resting.end(id);
        store.operations.setNextTry(id, clock.now() + ms);
      }
    });
    wake();
  }

  return {
    wake,
    /** Goes on where an earlier run stopped. */
    resume(): void {
      for (const { id, nextTryAt, heldByDesk } of store.operations.waits())
        resting.resume(id, nextTryAt, heldByDesk);
    },
    /** The desk is back: everything that only waited for the network goes, spread over a moment. */
    deskIsBack: (): void => hurry(() => Math.round(random.fraction() * RETURN_SPREAD_MS)),
    /** The person asked for it: everything goes now, except what the desk asked to hold. */
    tryNow: (): void => hurry(() => 0),
    stop(): void {
      stopped = true;
      cancelRetry?.();
      cancelRetry = null;
      resting.stop();
    },
  };
}
export type Outbox = ReturnType<typeof outbox>;

const NOT_ASKED: DeskAnswer<null> = { kind: 'answered', status: 404, value: null };

/** The answer to a look-up, unless it says that the desk does not have it: then the write itself is to be asked. */
function found<T>(answer: DeskAnswer<T | null>): DeskAnswer<T> | null {
  if (answer.kind !== 'answered') return answer;
  return answer.value === null ? null : { ...answer, value: answer.value };
}

function arrived<T>(answer: DeskAnswer<T>, store: (value: T) => void): WriteAnswer {
  if (answer.kind === 'answered') return { ...answer, value: () => store(answer.value) };
  // Only a pull has a cursor that can expire; to a write this answer makes no sense.
  if (answer.kind === 'expired')
    return { kind: 'later', failure: { code: 'desk_answer_unfit' }, afterMs: null };
  return answer;
}
