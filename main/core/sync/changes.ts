/** Stores the changes: tickets, replies, files, deletions, and the notices they deserve; the cursor comes with the last of a page. */
import type { Change, Deletion, DeskMessage, DeskTicket, Scope } from '#shared/contract.ts';
import type { AttachmentId, IdMaker, MessageId, TicketId } from '#shared/ids.ts';
import { type Misfit, misfitOf, misfitOfTooMuch, type ReceivedPage, readChange } from '#shared/received.ts';
import { parseReceived, TooMuch } from '#shared/received-json.ts';
import { isDone } from '../outbox/edits.ts';
import { takeBackFiles } from '../outbox/files.ts';
import { afterArrival, cameLate } from '../outbox/lateness.ts';
import { isOtherReply, keepUnsentText } from '../outbox/queue.ts';
import { blamesTheStore } from '../store/failure.ts';
import { type Cursor, FIRST_CURSOR, isSameDesk } from '../store/settings.ts';
import type { Store } from '../store/store.ts';
import type { Reading } from '../store/tickets.ts';
import { type Kept, NEVER_SENT } from '../store/unread.ts';
import { concludeReading, markSome } from './absence.ts';
import type { LastWords } from './last-words.ts';

export type PageContext = {
  now: number;
  ids: IdMaker;
  /** True until the first pull of this run has caught up: what it brings came while the app was closed. */
  whileClosed: boolean;
  log: (line: string) => void;
  /** What was set aside of this page so far, where it comes in more than one slice. */
  setAside?: SetAside;
  /** Set after a death, for this version of the app. */
  lastWords?: LastWords | null | undefined;
  version?: string | undefined;
};

export type SetAside = { count: number; untrimmed: number };
export const NOTHING_ASIDE = (): SetAside => ({ count: 0, untrimmed: 0 });

/** A slice has no more changes than this, and no more text: some 5 ms of work, mostly. */
export const SLICE = { changes: 10, letters: 100_000 } as const;

/** A longer one is none: the texts of a ticket and its events have a few hundred kilobytes at most. */
const LONGEST_CHANGE = 4 * 2 ** 20;

/** Some of a page's changes, read; `end` with the last of them. */
export type Slice = { read: ReadChange[]; end: Pick<ReceivedPage, 'cursor' | 'more'> | null };
type ReadChange = NonNullable<ReturnType<typeof readChange>>;

/**
 * A page in slices, each read when it is asked for, so that others get their turn in between; `most` says how many changes
 * the next has. Throws a SyntaxError for a change that is no JSON.
 */
export function* slicesOf(
  { changes, cursor, more }: ReceivedPage,
  most: () => number = () => SLICE.changes,
): Generator<Slice, void> {
  let read: ReadChange[] = [];
  let size = 0;
  let letters = 0;
  for (const change of changes) {
    if (size >= most() || letters >= SLICE.letters) {
      yield { read, end: null };
      read = [];
      size = 0;
      letters = 0;
    }
    size += 1;
    letters += change.length;
    const one = readText(change);
    if (one !== null) read.push(one);
  }
  yield { read, end: { cursor, more } };
}

function readText(change: string): ReturnType<typeof readChange> {
  if (change.length > LONGEST_CHANGE) return { misfit: misfitOfTooMuch(change, 'too long') };
  try {
    return readChange(parseReceived(change));
  } catch (error) {
    if (error instanceof TooMuch) return { misfit: misfitOfTooMuch(change, error.message) };
    throw error;
  }
}

/**
 * After so many that were set aside the oldest are let go of, a long one counting for as many as it has pieces: thousands
 * at once, or a hundred megabytes, would hold everything else up.
 */
const TRIM_EVERY = 250;
const PIECE = 20_000;

/**
 * Takes over a slice for the account `owner` (a desk and a requester), all or nothing; the cursor moves with the end of the
 * page, so what is cut off in between is told once more, which changes nothing (invariants 4 and 5). A reply is eligible
 * for a notice when it is a specialist's, new here, and not part of the history that a first pull brings: someone who
 * signs in for the first time is not told of last month's answers. A change that does not fit, or does not fit what is
 * here, is set aside as it came, and stops nothing.
 * Returns the tickets that changed.
 */
export function storeSlice(
  store: Store,
  owner: string,
  { read, end }: Slice,
  context: PageContext,
): TicketId[] {
  return store.transaction(() => {
    const cursor = cursorOf(store, owner);
    const pageOf = pageIn(store, owner, cursor, context);
    const changed = new Set(
      read.flatMap((one) =>
        'fits' in one ? (takeOrSetAside(pageOf, one.fits) ?? []) : setAside(pageOf, one.misfit),
      ),
    );
    if (pageOf.setAside.untrimmed >= (end === null ? TRIM_EVERY : 1)) {
      store.unread.trim(owner);
      pageOf.setAside.untrimmed = 0;
    }
    if (end === null) return [...changed];
    if (pageOf.setAside.count > MOST_SAID) context.log(`changes set aside: ${pageOf.setAside.count}`);
    let { held } = cursor;
    if (!end.more) {
      if (cursor.whole) {
        const conclusion = concludeReading(store, pageOf.reading, held, context.now);
        for (const id of conclusion.changed) changed.add(id);
        held = conclusion.held;
      }
      store.settings.clear('tellAfterRebuild');
    }
    setCursor(store, owner, {
      value: end.cursor,
      caughtUp: cursor.caughtUp || !end.more,
      reading: cursor.reading,
      whole: cursor.whole && end.more,
      held,
      scope: cursor.scope,
    });
    return [...changed];
  });
}

/**
 * Reads everything anew: the cursor means nothing to the desk any more, or what it left out is to be said `again`.
 */
export function readAllAnew(store: Store, owner: string, { again }: { again: boolean }): void {
  store.transaction(() => {
    const cursor = cursorOf(store, owner);
    // Also of a second saying that broke off: half a reading has said nothing.
    const held = cursor.held && { ...cursor.held, again };
    setCursor(store, owner, { ...cursor, value: null, reading: cursor.reading + 1, whole: true, held });
  });
}

/**
 * The account says whose tickets its changes tell. What another scope shows besides was told before the cursor, so all of
 * it is read once more.
 */
export function takeScope(store: Store, owner: string, scope: Scope): void {
  store.transaction(() => {
    if (cursorOf(store, owner).scope === scope) return;
    if (cursorOf(store, owner).value !== null) readAllAnew(store, owner, { again: false });
    setCursor(store, owner, { ...cursorOf(store, owner), scope });
  });
}

/**
 * The first page of a reading is asked for, and the desk will tell of everything: also of what came here by a receipt until
 * now, however long ago the reading was decided on.
 */
export function startReading(store: Store, owner: string): void {
  const number = cursorOf(store, owner).reading;
  store.transaction(() => {
    store.tickets.startReading({ owner, number });
    store.attachments.startReading({ owner, number });
  });
}

/**
 * What an earlier version could not read may be read by this one, and what was told of a message while it waited here
 * (`only` that one) once it has arrived. Reads some at a time, so that others get their turn in between, and gives the
 * tickets that changed.
 */
export function* readSetAside(
  store: Store,
  owner: string,
  context: PageContext,
  only: MessageId | null = null,
): Generator<TicketId[], void> {
  const ids = store.unread.idsOf(owner, only && `message ${only}`);
  const again = only === null ? triedAgain(store, owner, context) : new Set<string>();
  let at = 0;
  while (at < ids.length) {
    yield store.transaction(() => {
      const changed: TicketId[] = [];
      let letters = 0;
      for (const id of ids.slice(at, at + SLICE.changes)) {
        if (letters >= SLICE.letters) break;
        at += 1;
        const kept = store.unread.get(id);
        if (kept === null) continue;
        letters += kept.raw.length;
        if (timesEnded(kept.why, context) !== null && !again.has(id)) continue;
        const ticketId = readKept(store, owner, context, kept);
        if (ticketId !== null) changed.push(ticketId);
      }
      return changed;
    });
  }
}

/**
 * What ended core, and what this core takes all the same: somebody may have killed the one before while it took this, by no
 * fault of the change. Each start of the app tries it, which is noted first, because that may end core as well; one that
 * takes the place of a core that died tries nothing.
 */
function triedAgain(store: Store, owner: string, context: PageContext): Set<string> {
  const again = new Set<string>();
  if (context.lastWords) return again;
  store.transaction(() => {
    for (const { id, why } of store.unread.reasons(owner)) {
      const times = timesEnded(why, context);
      if (times === null || times >= MOST_ENDS) continue;
      store.unread.isBecause(id, endedCore(context, times + 1));
      again.add(id);
    }
  });
  return again;
}

function readKept(store: Store, owner: string, context: PageContext, kept: Kept): TicketId | null {
  const read = readChange(parsed(kept.raw));
  const isNotOurs = read !== null && 'fits' in read && whyLeftOut(store, owner, read.fits) !== null;
  if (isNotOurs || kept.why === NEVER_SENT) {
    store.unread.remove(kept.id);
    return null;
  }
  if (read === null || 'misfit' in read || problemWith(store, read.fits) !== null) return null;
  const page = { ...pageIn(store, owner, cursorOf(store, owner), context), isLate: true };
  const taken = takeSafely(page, read.fits, kept);
  if ('problem' in taken) {
    store.unread.isBecause(kept.id, taken.problem);
    return null;
  }
  store.unread.remove(kept.id);
  return taken.ticketId;
}

/** True while everything is read from the start: what that leaves out is to be marked. */
export const isWhole = (store: Store, owner: string): boolean => cursorOf(store, owner).whole;

/**
 * Marks what a whole reading leaves out and is sure of, some at a time, so that others get their turn in between, before
 * the end of its last page is stored. Gives the tickets that changed. What is marked when it is cut off stays marked; the
 * rest follows when the page is told again.
 */
export function* markLeftOut(store: Store, owner: string, now: number): Generator<TicketId[], void> {
  const { reading, held } = cursorOf(store, owner);
  for (;;) {
    const changed = store.transaction(() => markSome(store, { owner, number: reading }, held, now));
    if (changed.length === 0) return;
    yield changed;
  }
}

export function cursorOf(store: Store, owner: string): Cursor {
  return store.settings.get('cursors')?.[owner] ?? FIRST_CURSOR;
}

function setCursor(store: Store, owner: string, cursor: Cursor): void {
  store.settings.set('cursors', { ...store.settings.get('cursors'), [owner]: cursor });
}

function parsed(text: string): unknown {
  try {
    return parseReceived(text);
  } catch {
    return null;
  }
}

const LONGEST_WHY = 200;
/** So many of one page are named in the log one by one. */
const MOST_SAID = 20;

type PageOf = {
  store: Store;
  context: PageContext;
  isHistory: boolean;
  /** True for what waited here until it could be read: others were told since. */
  isLate: boolean;
  reading: Reading;
  setAside: SetAside;
};

function pageIn(store: Store, owner: string, cursor: Cursor, context: PageContext): PageOf {
  const isHistory = !cursor.caughtUp && store.settings.get('tellAfterRebuild') !== true;
  return {
    store,
    context,
    isHistory,
    isLate: false,
    reading: { owner, number: cursor.reading },
    setAside: context.setAside ?? NOTHING_ASIDE(),
  };
}

function takeOrSetAside(page: PageOf, change: Change): TicketId | TicketId[] | null {
  const { store, reading } = page;
  const notOurs = whyLeftOut(store, reading.owner, change);
  if (notOurs !== null) {
    sayOnce(page, `change left out: ${misfitOf(change, '').key}: ${notOurs}`);
    return null;
  }
  const problem = problemWith(store, change);
  const misfit = misfitOf(change, problem ?? '');
  if (problem !== null) return setAside(page, misfit);
  const isLate = store.unread.has(reading.owner, misfit.key);
  const taken = takeSafely({ ...page, isLate }, change, misfit);
  if ('problem' in taken) return setAside(page, { ...misfit, why: taken.problem });
  store.unread.wasRead(reading.owner, misfit.key);
  // What was told of it before, and could not be read, would bring it back.
  if (change.kind === 'deleted')
    store.unread.wasRead(reading.owner, `${change.deletion.what} ${change.deletion.id}`);
  return taken.ticketId;
}

/**
 * Takes one change, or nothing of it: what nobody foresaw of one stops no other. What the store itself cannot do (a full
 * disk, damage) is no fault of the change, and is thrown on. What core has died of is not taken at all.
 */
function takeSafely(
  page: PageOf,
  change: Change,
  named: Pick<Misfit, 'key' | 'raw'>,
): { ticketId: TicketId | null } | { problem: string } {
  const { lastWords } = page.context;
  const words = lastWords?.of(named) ?? null;
  if (words !== null && lastWords?.isDeadly(words)) return { problem: endedCore(page.context, 1) };
  lastWords?.taking(words);
  try {
    return { ticketId: page.store.transaction(() => take(page, change)) };
  } catch (error) {
    if (blamesTheStore(error)) throw error;
    return { problem: String(error).slice(0, LONGEST_WHY) };
  } finally {
    lastWords?.taking(null);
  }
}

/** So often a change may have ended core before it waits for another version, which may be able to take it. */
const MOST_ENDS = 4;
const endedCore = ({ version }: PageContext, times: number): string =>
  `core ${version ?? ''} ended while it took this (${times})`;

/** How often this version has ended while it took a change, by what is noted of it; null for never. */
function timesEnded(why: string, context: PageContext): number | null {
  const times = Number(/\((\d)\)$/.exec(why)?.[1]);
  return why === endedCore(context, times) ? times : null;
}

/** Notes something of a page in the log, unless much was noted of it already. */
function sayOnce({ context, setAside }: PageOf, words: string): void {
  setAside.count += 1;
  if (setAside.count <= MOST_SAID) context.log(words);
}

function setAside(page: PageOf, misfit: Misfit): TicketId[] {
  const { store, context, reading, setAside } = page;
  sayOnce(page, `change set aside: ${misfit.key}: ${misfit.why}`);
  setAside.untrimmed += 1 + misfit.raw.length / PIECE;
  store.unread.add(reading.owner, misfit, context.ids.operation(), context.now);
  if (misfit.about?.kind === 'ticket') store.tickets.stillTold(misfit.about.id, reading);
  if (misfit.about?.kind === 'message') store.tickets.messageStillTold(misfit.about.id, reading);
  if (misfit.about?.kind === 'attachment') store.attachments.stillTold(misfit.about.id, reading);
  return misfit.ticketId === null ? [] : [misfit.ticketId];
}

/** Why a change cannot be about what it says: its id is known here as something else's. */
function problemWith(store: Store, change: Change): string | null {
  switch (change.kind) {
    case 'message': {
      const { message } = change;
      if (isOtherReply(store, message)) return 'known with other content';
      return elsewhere(store, { ...message, what: 'message' });
    }
    case 'attachment': {
      const known = store.attachments.get(change.attachment.id);
      if (known !== null && known.sha256 !== change.attachment.sha256) return 'known with other content';
      return elsewhere(store, { ...change.attachment, what: 'attachment' });
    }
    case 'deleted':
      return elsewhere(store, change.deletion);
    default:
      return null;
  }
}

type About =
  | { what: 'ticket'; id: TicketId; ticketId: TicketId }
  | { what: 'message'; id: MessageId; ticketId: TicketId }
  | { what: 'attachment'; id: AttachmentId; ticketId: TicketId };

/** What a change tells of; null for help pages, which are everybody's. */
function aboutOf(change: Change): About | null {
  switch (change.kind) {
    case 'ticket':
      return { what: 'ticket', id: change.ticket.id, ticketId: change.ticket.id };
    case 'message':
      return { what: 'message', id: change.message.id, ticketId: change.message.ticketId };
    case 'attachment':
      return { what: 'attachment', id: change.attachment.id, ticketId: change.attachment.ticketId };
    case 'deleted':
      return change.deletion;
    default:
      return null;
  }
}

/**
 * The ticket under which something is known here; null for what is not. What was told under a ticket that nobody has told
 * of can be seen nowhere, so it holds no place against a second telling.
 */
function ticketOf(store: Store, { what, id }: About): TicketId | null {
  if (what === 'ticket') return id;
  const known = what === 'message' ? store.tickets.ticketOf(id) : store.attachments.ticketOf(id);
  return known !== null && store.tickets.has(known) ? known : null;
}

/** The operation that brings something to the desk, while it is in the outbox. */
function bringing(store: Store, { what, id }: About) {
  switch (what) {
    case 'ticket':
      return store.operations.creationOf(id);
    case 'message':
      return store.operations.bringing(id);
    case 'attachment':
      return store.operations.uploading(id);
  }
}

/**
 * Why nothing comes of a change, also not later; null when it is to be taken. What belongs to another desk is not this one's
 * to tell of, what waits for another account stays as it is until that one tells of it (invariant 11), and what was never
 * sent cannot have been deleted: should the desk have it all the same, it says so when it is sent.
 */
function whyLeftOut(store: Store, owner: string, change: Change): string | null {
  const about = aboutOf(change);
  if (about === null) return null;
  const whose = store.tickets.owner(ticketOf(store, about) ?? about.ticketId);
  if (whose !== null && !isSameDesk(whose, owner)) return 'belongs to another desk';
  const waiting = bringing(store, about);
  if (waiting !== null && waiting.owner !== null && waiting.owner !== owner)
    return 'waits for another account';
  if (change.kind !== 'deleted') return null;
  const { deletion } = change;
  // Its words become a draft, which can be sent under an id of its own; under this one it never could be.
  if (deletion.what === 'ticket') return null;
  const isUnsent =
    waiting === null
      ? deletion.what === 'attachment' && store.attachments.get(deletion.id)?.delivery === 'attached'
      : !waiting.exposed;
  return isUnsent ? NEVER_SENT : null;
}

const elsewhere = (store: Store, about: About): string | null =>
  (ticketOf(store, about) ?? about.ticketId) === about.ticketId ? null : 'known under another ticket';

/** Stores one change; returns the ticket that it is about, if any. */
function take(page: PageOf, change: Change): TicketId | null {
  const { store, context, reading } = page;
  switch (change.kind) {
    case 'ticket':
      takeTicket(page, change.ticket);
      return change.ticket.id;
    case 'message':
      takeMessage(page, change.message);
      return change.message.ticketId;
    case 'attachment':
      store.operations.settleArrived('attachment', change.attachment.id, context.now);
      store.attachments.takeOver(change.attachment, reading);
      return change.attachment.ticketId;
    case 'deleted':
      takeDeletion(store, change.deletion, context);
      return change.deletion.ticketId;
    case 'article':
      store.articles.takeOver(change.article, reading);
      return null;
    case 'article_deleted':
      store.articles.remove(change.id);
      return null;
  }
}

function takeTicket({ store, context, isHistory, reading }: PageOf, ticket: DeskTicket): void {
  const isNewThere = store.operations.creationOf(ticket.id) !== null;
  const wasSentFromHere = isNewThere || store.operations.sentBody(ticket.id) !== null;
  const isCopied = keepUnsentText(store, ticket.id, context, ticket);
  const late = isNewThere && cameLate(store, ticket.id);
  // What the desk tells of, it has: that is as good as a receipt, whatever became of the answer.
  store.operations.settleArrived('ticket', ticket.id, context.now);
  store.tickets.takeOver(ticket, reading, { keepsOwn: wasSentFromHere && !isCopied });
  const isNews = !isHistory || store.operations.hasSent(ticket.id);
  if (ticket.callBack?.state === 'missed' && isNews && store.tickets.isTold(ticket.id)) {
    const at = Date.parse(ticket.callBack.changedAt);
    store.notices.decideMissedCall({ ticketId: ticket.id, at }, context.now);
  }
  for (const pending of store.operations.edits(ticket.id)) {
    const mayBeDone = pending.exposed || pending.state === 'refused';
    if (mayBeDone && isDone(pending.edit, ticket)) store.operations.settle(pending, 200, context.now);
  }
  if (isNewThere) afterArrival({ store, ...context }, ticket.id, late);
}

function takeMessage({ store, context, isHistory, isLate, reading }: PageOf, message: DeskMessage): void {
  store.operations.settleArrived('message', message.id, context.now);
  // A desk may tell of what was edited at the place of its edit alone.
  const isOutOfTurn = (isLate || message.editedAt !== null) && !store.tickets.hasPlace(message.id);
  const isNew = store.tickets.takeOverMessage(message, reading, context.now);
  if (isOutOfTurn) store.tickets.placeByTime(message.id);
  if (!isNew || message.author.kind !== 'specialist') return;
  if (isHistory && !store.operations.hasSent(message.ticketId)) return;
  // Of a colleague's ticket nobody is told who does not follow it.
  if (!store.tickets.isTold(message.ticketId)) return;
  store.tickets.setUnread(message.ticketId, true);
  const { id, ticketId } = message;
  store.notices.decide({ id, ticketId, whileClosed: context.whileClosed }, context.now);
}

function takeDeletion(store: Store, deletion: Deletion, context: PageContext): void {
  const deleted = { by: deletion.by, at: Date.parse(deletion.at) };
  if (deletion.what === 'ticket') {
    // The files of what was never sent go with its words.
    if (store.operations.creationOf(deletion.id)?.exposed === false) takeBackFiles(store, deletion.id, null);
    keepUnsentText(store, deletion.id, context);
  }
  store.operations.settleArrived(deletion.what, deletion.id, context.now);
  switch (deletion.what) {
    case 'ticket':
      store.tickets.markDeleted(deletion.id, deleted);
      break;
    case 'message': {
      // From then on nothing else tells where it stood.
      const hasPlace = store.tickets.hasPlace(deletion.id);
      store.tickets.markMessageDeleted(deletion.id, deleted);
      if (!hasPlace) store.tickets.placeByTime(deletion.id);
      break;
    }
    case 'attachment':
      store.attachments.markDeleted(deletion.id, deleted);
      break;
  }
}
