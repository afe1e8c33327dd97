/** The outbox at work: takes what is due, lane by lane, and brings it to the desk. */
import { type DeskTicket, TicketEdit } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { IdMaker, MessageId, OperationId, TicketId } from '#shared/ids.ts';
import { GONE_CAP_MS, namedIn, waitMs } from '../backoff.ts';
import { isFromBetween } from '../desk/no-answer.ts';
import { type DeskAnswer, type DeskPort, unfit, type Write } from '../desk/port.ts';
import type { Ports } from '../ports.ts';
import type { HeadKind, Operation } from '../store/operations.ts';
import type { Store } from '../store/store.ts';
import { isDone, isUntouched } from './edits.ts';
import { hasBegun, sendQueuedFile } from './files.ts';
import { afterArrival, cameLate } from './lateness.ts';
import { isOtherReply, keepUnsentText } from './queue.ts';
import { refusalsBetween } from './refusals.ts';
import { waits } from './waits.ts';

/**
 * Operations on their way at the same time. Beside these a business-critical text and a new ticket have one place each
 * that nothing else takes, so that however long the others are on their way, the clock of a promise can start. With the
 * two that sync needs it makes six, which is all that Chromium connects to one address: a seventh, however critical,
 * would wait for one of these (docs/electron.md).
 */
const PLACES = 2;
/** Of these, files: a large one must leave room for words. */
const PLACES_FOR_FILES = 1;
/** After the desk is back, what waited goes within this time, spread out. */
const RETURN_SPREAD_MS = 1_000;
/** A version that moves on with every look is not chased for ever: then both are shown. */
const MOST_RENEWALS = 5;
/** Between two looks whether a store that failed (a full disk) can be written again. */
const STORE_RETRY_MS = 5_000;
/** So long a file that is under way waits until somebody has said who is there; then it goes on with a later try. */
const ANYONE_WITHIN_MS = 30_000;

export type OutboxHooks = {
  /**
   * The desk to write to, and the account that it has named; null while there is none, the person is signed out, or core
   * is stopping.
   */
  desk(): Chosen | null;
  /** How often the desk itself has answered those who ask for changes. */
  answers(): number;
  /** True while the desk leaves out so much that it is to be asked once more before that is believed. */
  isAskedAgain(): boolean;
  /**
   * True while what answers is not the desk as it should be: then one operation finds out, beside the places that are kept
   * free.
   */
  isProbing(): boolean;
  heard(answer: DeskAnswer<unknown>, from: DeskPort): void;
  /** A reply is with this desk now. */
  replyArrived(id: MessageId, at: DeskPort): void;
  /** Takes a failure of the store, and throws anything else on. */
  storeTrouble(error: unknown): void;
  changed(ids: TicketId[]): void;
};

type Edit = Extract<Operation, { kind: 'change_ticket' }>;
/** An operation that makes something under a permanent id. */
type Bringing = Exclude<Operation, Edit>;

/** Whether an operation could be taken out: the desk may have what it brings, or nobody can say. */
export type TakenBack = { kind: 'free' } | { kind: 'there' } | { kind: 'unknown'; failure: Failure };

type Chosen = { port: DeskPort; account: string };

/** A place on the way. */
type Seat = 'text' | 'file' | 'critical' | 'newTicket';

/** What became of a write, with what there is to store when it arrived. */
type WriteAnswer =
  | Exclude<DeskAnswer<() => void>, { kind: 'expired' | 'refused' }>
  /** `isCertain`: the desk was asked, and no earlier try has arrived. */
  | (Extract<DeskAnswer<never>, { kind: 'refused' }> & { isCertain?: boolean })
  /** What is kept here of a file is not what was attached. */
  | { kind: 'damaged' }
  /** Who is asked has become doubtful before it went. */
  | { kind: 'not_sent' }
  /** An edit met another version; the ticket is as the desk has it now. */
  | { kind: 'conflict'; operation: Edit; ticket: DeskTicket }
  /** An edit was accepted, and has changed nothing. */
  | { kind: 'unheeded'; ticket: DeskTicket };

export function outbox(
  store: Store,
  { clock, random, ids }: Pick<Ports, 'clock' | 'random'> & { ids: IdMaker },
  hooks: OutboxHooks,
) {
  const busy = new Map<OperationId, Seat>();
  const resting = waits(clock, () => wake());
  /** What is being taken back, once for each that wants it back: not sent meanwhile. */
  const holds = new Set<{ id: OperationId }>();
  const refusals = refusalsBetween(clock.now);
  /** How often in a row a write was told to sign in. Nothing is spent by that, and yet it is not asked at once again. */
  const signedOut = new Map<OperationId, number>();
  /** What was on its way when the person asked for everything to go: it goes once more after that. */
  const askedMeanwhile = new Set<OperationId>();
  /** Those who wait until an account has answered. */
  const waitingForAnyone = new Set<() => void>();
  /** How often in a row an edit of a ticket met another version than the one before. */
  const renewed = new Map<TicketId, number>();
  let cancelRetry: (() => void) | null = null;
  let stopped = false;

  /** Starts all that is due now. Safe to call at any time, any number of times. */
  function wake(): void {
    cancelRetry?.();
    cancelRetry = null;
    for (const look of [...waitingForAnyone]) look();
    try {
      startWhatIsDue();
    } catch (error) {
      hooks.storeTrouble(error);
      cancelRetry = clock.after(STORE_RETRY_MS, wake);
    }
  }

  /** Texts first, because with them the clock of the promise starts. */
  function startWhatIsDue(): void {
    const desk = hooks.desk();
    if (desk === null || stopped) return;
    const inAny = () => (hooks.isProbing() ? 1 : PLACES) - taken('text') - taken('file');
    start(desk, 'texts', 'text', inAny());
    start(desk, 'critical', 'critical', 1 - taken('critical'));
    start(desk, 'newTickets', 'newTicket', 1 - taken('newTicket'));
    start(desk, 'files', 'file', Math.min(inAny(), PLACES_FOR_FILES - taken('file')));
  }

  /** True while the account that has answered last is the one that this was written for (invariant 11). */
  const isFor = ({ owner }: Operation): boolean => !stopped && hooks.desk()?.account === owner;

  /** True once another account has answered; while nobody has, it may still be the same one. */
  const isOthers = ({ owner }: Operation): boolean => stopped || (hooks.desk()?.account ?? owner) !== owner;

  /** As `isFor`, but while nobody has said who is there, that is waited for. */
  function mayGo(operation: Operation): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (): void => {
        waitingForAnyone.delete(look);
        cancel();
        resolve(isFor(operation));
      };
      const look = (): void => {
        if (hooks.desk() !== null || stopped) end();
      };
      const cancel = clock.after(ANYONE_WITHIN_MS, end);
      waitingForAnyone.add(look);
      look();
    });
  }

  const isHeld = (id: OperationId): boolean => [...holds].some((hold) => hold.id === id);

  const taken = (seat: Seat): number => [...busy.values()].filter((each) => each === seat).length;

  function start({ port, account }: Chosen, kind: HeadKind, seat: Seat, places: number): void {
    if (places <= 0) return;
    const due = store.operations
      .heads(kind, account, places + resting.count() + holds.size + busy.size)
      // A try that the store could not note is under way, whatever the store says of it.
      .filter((id) => !resting.isResting(id) && !isHeld(id) && !busy.has(id))
      .slice(0, places);
    for (const id of due) {
      const operation = store.operations.get(id);
      if (operation !== null) void carry(port, operation, seat);
    }
  }

  async function carry(desk: DeskPort, operation: Operation, seat: Seat): Promise<void> {
    busy.set(operation.id, seat);
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
      if ('status' in answer || 'failure' in answer) hooks.heard(answer, desk);
      if (answer.kind === 'answered' && operation.kind === 'add_message')
        hooks.replyArrived(operation.messageId, desk);
    } catch (error) {
      hooks.storeTrouble(error);
      await restored(operation);
    } finally {
      busy.delete(operation.id);
      askedMeanwhile.delete(operation.id);
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
    const isWanted = (): boolean => isFor(operation);
    const write = { key: operation.key, body: operation.body, isWanted };
    const { ticketId } = operation;
    switch (operation.kind) {
      case 'create_ticket':
        return sendText(desk, operation, async () =>
          arrived(await desk.createTicket(ticketId, write), (ticket) =>
            keepTicket(operation, ticket, { keepsOwn: true }),
          ),
        );
      case 'add_message':
        return sendText(desk, operation, async () =>
          arrived(await desk.addMessage(ticketId, operation.messageId, write), store.tickets.setDelivered),
        );
      case 'change_ticket':
        return changeTicket(desk, operation, write);
      case 'add_attachment': {
        const answer = await sendQueuedFile(store, desk, operation, {
          mayGo: () => mayGo(operation),
          progressed: () => hooks.changed([ticketId]),
        });
        if (answer.kind === 'damaged') return answer;
        // Whoever has it, or does not, is somebody else by now.
        if (isOthers(operation)) return { kind: 'not_sent' };
        return arrived(answer, () => store.attachments.markReceived(operation.attachmentId));
      }
    }
  }

  /**
   * What an earlier try may have brought is looked up by its permanent id: before it is sent again, when it is older than
   * the desk's memory of keys, and when the repeat is refused.
   */
  async function sendText(
    desk: DeskPort,
    operation: Bringing,
    ask: () => Promise<WriteAnswer>,
  ): Promise<WriteAnswer> {
    const known = isOld(operation) ? await lookUp(desk, operation) : null;
    if (known !== null) return known;
    if (!isFor(operation)) return { kind: 'not_sent' };
    const answer = await ask();
    if (answer.kind !== 'refused' || !operation.exposed) return answer;
    const found = await lookUp(desk, operation);
    // Whoever does not have it may be another desk by now.
    if (found === null) return isFor(operation) ? { ...answer, isCertain: true } : { kind: 'not_sent' };
    return found.kind === 'answered' ? found : answer;
  }

  /** What the desk says of a permanent id; null when it does not have it. */
  async function lookUp(desk: DeskPort, operation: Bringing): Promise<WriteAnswer | null> {
    const { ticketId } = operation;
    switch (operation.kind) {
      case 'create_ticket':
        return there(await desk.findTicket(ticketId), (ticket) => {
          // What is found may have come with a try from before the person changed it.
          const isCopied = keepUnsentText(store, ticketId, { ids }, ticket);
          keepTicket(operation, ticket, { keepsOwn: !isCopied });
        });
      case 'add_message': {
        const found = await desk.findMessage(ticketId, operation.messageId);
        // Something else under its id is not this reply.
        if (found.kind === 'answered' && found.value !== null && isOtherReply(store, found.value))
          return null;
        return there(found, store.tickets.setDelivered);
      }
      case 'add_attachment':
        return there(await desk.findAttachment(ticketId, operation.attachmentId), () =>
          store.attachments.markReceived(operation.attachmentId),
        );
    }
  }

  /** A repeat may be answered with the ticket as it first was; the changes may already know better. */
  function keepTicket(operation: Operation, ticket: DeskTicket, kept: { keepsOwn: boolean }): void {
    if (store.tickets.isAtDesk(ticket.id) && !store.tickets.isMissing(ticket.id)) return;
    store.tickets.takeOver(ticket, { owner: operation.owner, number: null }, kept);
  }

  async function changeTicket(desk: DeskPort, operation: Edit, write: Write): Promise<WriteAnswer> {
    const { ticketId, ifMatch } = operation;
    const answer = await desk.changeTicket(ticketId, { ...write, ifMatch });
    if (answer.kind === 'refused' && answer.status === 412) {
      const current = await desk.findTicket(ticketId);
      if (current.kind !== 'answered') return arrived(current, () => undefined);
      if (current.value !== null) return { kind: 'conflict', operation, ticket: current.value };
    }
    if (answer.kind === 'answered' && !isHeeded(operation, answer.value)) {
      return { kind: 'unheeded', ticket: answer.value };
    }
    return arrived(answer, (ticket) => {
      // Anything else than the next version after the one that was edited may be older than what the changes told.
      if (store.tickets.atDesk(ticketId)?.version !== ifMatch) return;
      store.tickets.takeOver(ticket, { owner: operation.owner, number: null }, { keepsOwn: true });
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

  function conclude(operation: Operation, said: WriteAnswer): void {
    // The changes were quicker than this answer: the desk has it.
    if (!store.operations.has(operation.id)) return;
    const answer = believed(said);
    const now = clock.now();
    switch (answer.kind) {
      case 'answered': {
        renewed.delete(operation.ticketId);
        const late = operation.kind === 'create_ticket' && cameLate(store, operation.ticketId);
        answer.value();
        store.operations.settle(operation, answer.status, now);
        if (operation.kind === 'create_ticket') afterArrival({ store, ids, now }, operation.ticketId, late);
        break;
      }
      case 'conflict':
        concludeConflict(answer.operation, answer.ticket);
        break;
      case 'unheeded':
        // Both are shown: what was wanted, and what the desk has.
        if (operation.kind === 'change_ticket') letThePersonDecide(operation, answer.ticket);
        break;
      case 'not_sent':
        if (store.operations.recoverInterrupted(operation.id)) showAs(operation, 'queued');
        break;
      case 'damaged':
        store.operations.refuse(operation.id, {
          exposed: operation.exposed,
          problem: { code: 'attachment_damaged' },
        });
        showAs(operation, 'refused');
        break;
      case 'refused':
        store.operations.refuse(operation.id, {
          exposed: operation.exposed && answer.isCertain !== true,
          problem: answer.failure,
        });
        showAs(operation, 'refused', answer.failure.detail ?? `HTTP ${answer.status}`);
        break;
      default: {
        const between = betweenIn(answer);
        const heard = between === null ? null : refusals.heard(operation.id, between, hooks.answers());
        if (heard === 'lasting') {
          // Whatever stands in between, nobody knows what it let through.
          const detail = answer.failure.detail ?? between ?? '';
          store.operations.refuse(operation.id, { exposed: true, problem: { code: 'desk_blocked', detail } });
          showAs(operation, 'refused', detail);
          break;
        }
        if (between === null) refusals.forget(operation.id);
        const signOuts = answer.kind === 'unauthorized' ? (signedOut.get(operation.id) ?? 0) + 1 : 0;
        if (signOuts > 0) signedOut.set(operation.id, signOuts);
        else signedOut.delete(operation.id);
        const named = namedIn(answer);
        const isHeld = named?.isPromise === true;
        const neverLeft =
          (answer.kind === 'unauthorized' || (answer.kind === 'unreachable' && answer.neverLeft)) &&
          !hasBegun(store, operation);
        const { isCritical } = operation;
        // What the desk asks for, it asks after the person did.
        const hasAsked = askedMeanwhile.delete(operation.id) && !isHeld;
        const tries = operation.tries + 1 + signOuts;
        // Where the way is closed, it may be open in a moment; whoever refuses only this is left in peace longer.
        const capMs = answer.kind === 'unreachable' || heard === 'way_closed' ? GONE_CAP_MS : undefined;
        const wait = hasAsked ? 0 : waitMs(tries, random.fraction(), { named, isCritical, capMs });
        resting.rest(operation.id, wait, isHeld);
        showAs(operation, 'queued');
        store.operations.tryAgain(operation.id, {
          at: now + wait,
          heldByDesk: isHeld,
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
    } else if (isUntouched(pending.edit, base, ticket) && countRenewal(ticketId) <= MOST_RENEWALS) {
      const { kind, owner } = operation;
      const anew = { id: ids.operation(), key: ids.operation(), ticketId, body, base, kind, owner };
      store.operations.replace(id, { ...anew, ifMatch: ticket.version }, clock.now());
    } else {
      letThePersonDecide(operation, ticket);
    }
  }

  /** A desk that is not believed to have lost so many tickets is not believed that it has none like this either. */
  function believed(answer: WriteAnswer): WriteAnswer {
    if (answer.kind !== 'refused' || answer.status !== 404 || !hooks.isAskedAgain()) return answer;
    return { kind: 'later', failure: answer.failure, afterMs: null, isPromise: false };
  }

  function countRenewal(id: TicketId): number {
    const times = (renewed.get(id) ?? 0) + 1;
    renewed.set(id, times);
    return times;
  }

  function letThePersonDecide({ id, ticketId, ifMatch, owner }: Edit, ticket: DeskTicket): void {
    renewed.delete(ticketId);
    // What the person is asked to decide on is what the desk has now, unless the changes know better by now.
    if (store.tickets.atDesk(ticketId)?.version === ifMatch) {
      store.tickets.takeOver(ticket, { owner, number: null }, { keepsOwn: true });
    }
    store.operations.refuse(id, { exposed: false, problem: { code: 'edit_conflict' } });
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
      // Once the changes have brought the ticket, its state is the desk's, not the outbox's; sent again, it keeps it.
      const state = as === 'refused' ? 'needs_attention' : as;
      store.tickets.setState(operation.ticketId, state, clock.now(), problem);
    }
  }

  /** What something in between refused may go by now, and nobody but the person can know. */
  function reopenBlocked(account: string): void {
    const blocked = store.operations.blocked(account).flatMap((id) => store.operations.get(id) ?? []);
    store.transaction(() => {
      for (const operation of blocked) {
        refusals.forget(operation.id);
        store.operations.reopen(operation.id, clock.now());
        showAs(operation, 'queued');
      }
    });
    hooks.changed(blocked.map(({ ticketId }) => ticketId));
  }

  /** Lets what rests go after the time that `spread` gives. */
  function hurry(resters: OperationId[], spread: () => number): void {
    store.transaction(() => {
      for (const id of resters) {
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
    isResting: resting.isResting,
    /** The desk is back: everything that only waited for the network goes, spread over a moment. */
    deskIsBack: (): void => hurry(resting.unheld(), () => Math.round(random.fraction() * RETURN_SPREAD_MS)),
    /** The person asked for it: everything goes now and once, also what the desk asked to hold, or something in between refused. */
    tryNow: (): void => {
      for (const id of busy.keys()) askedMeanwhile.add(id);
      const desk = hooks.desk();
      if (desk !== null) reopenBlocked(desk.account);
      hurry(resting.all(), () => 0);
    },
    /** Keeps an operation from being sent until what this returns is called, once. */
    hold(id: OperationId): () => void {
      const hold = { id };
      holds.add(hold);
      return () => {
        holds.delete(hold);
        wake();
      };
    },
    /**
     * Makes sure that the desk does not have what an operation brings, so that it may be taken out: by the operation's
     * own past, or else by asking for its permanent id. What turns out to be there is settled. The caller holds
     * it meanwhile.
     */
    async takeBack(id: OperationId): Promise<TakenBack> {
      const operation = store.operations.get(id);
      if (operation === null || operation.kind === 'change_ticket') return { kind: 'there' };
      if (busy.has(id)) return { kind: 'unknown', failure: { code: 'being_sent' } };
      if (!operation.exposed) return { kind: 'free' };
      const desk = hooks.desk();
      if (desk === null || operation.owner !== desk.account) {
        return { kind: 'unknown', failure: { code: 'desk_unreachable' } };
      }
      const answer = await lookUp(desk.port, operation);
      if (stopped) return { kind: 'unknown', failure: { code: 'desk_unreachable' } };
      if (answer === null) return { kind: 'free' };
      if (answer.kind !== 'answered') {
        return {
          kind: 'unknown',
          failure: 'failure' in answer ? answer.failure : { code: 'desk_unreachable' },
        };
      }
      store.transaction(() => conclude(operation, answer));
      return { kind: 'there' };
    },
    stop(): void {
      stopped = true;
      for (const look of [...waitingForAnyone]) look();
      cancelRetry?.();
      cancelRetry = null;
      resting.stop();
    },
  };
}
export type Outbox = ReturnType<typeof outbox>;

/** The answer to a look-up; null when it says that the desk does not have it. */
function there<T>(answer: DeskAnswer<T | null>, store: (value: T) => void): WriteAnswer | null {
  if (answer.kind !== 'answered') return arrived(answer, () => undefined);
  const { value } = answer;
  return value === null ? null : { ...answer, value: () => store(value) };
}

function arrived<T>(answer: DeskAnswer<T>, store: (value: T) => void): WriteAnswer {
  if (answer.kind === 'answered') return { ...answer, value: () => store(answer.value) };
  // Only a pull has a cursor that can expire; to a write this answer makes no sense.
  return answer.kind === 'expired' ? unfit() : answer;
}

/** True when the ticket that the desk gave back has what the edit wanted. */
function isHeeded({ body }: Edit, ticket: DeskTicket): boolean {
  const edit = TicketEdit.safeParse(JSON.parse(new TextDecoder().decode(body)));
  return !edit.success || isDone(edit.data, ticket);
}

/** In which way something in between has answered for the desk; null when it has not. */
function betweenIn(answer: WriteAnswer): string | null {
  if (answer.kind === 'blocked') return `HTTP ${answer.status}`;
  const mayBe = answer.kind === 'later' || answer.kind === 'unreachable';
  return mayBe && isFromBetween(answer) ? (answer.failure.detail ?? answer.failure.code) : null;
}
