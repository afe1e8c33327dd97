/**
 * When the faults have stopped, the outbox is empty but for what was refused, and both sides agree about all that the
 * desk still has and tells of in a way that can be read.
 */
import type { WaitingOperation } from '#shared/model.ts';
import { quoted, wasDamagedAfter, wasLost } from './check-history.ts';
import type { Problem } from './checker.ts';
import { type DeskState, type Logs, MAIN, type View, waitsForPerson } from './logs.ts';
import { NOBODYS_FILE, NOBODYS_WORDS } from './poisons.ts';

export function agreement(logs: Logs): Problem[] {
  const { view, desk } = logs.final;
  return view === null ? [stuck('the window shows nothing')] : disagreements(view, desk, logs);
}

/** What happened that neither side can agree about any more. */
type Past = Pick<Logs, 'acts' | 'restores' | 'lags' | 'ends' | 'signOuts' | 'questions'>;
const HONEST: Past = { acts: [], restores: [], lags: [], ends: [], signOuts: [], questions: [] };

/** What the window shows other than the desk has it, and what still waits. */
export function disagreements(view: View, desk: DeskState, logs = HONEST): Problem[] {
  const problems: Problem[] = [];
  if (view.connection.state !== 'online') problems.push(stuck(`the connection is ${view.connection.state}`));
  if (view.connection.resync !== null) problems.push(stuck('the desk is still asked a second time'));
  for (const row of view.outbox) {
    if (!waitsForPerson(row, view.outbox) && !isNobodys(logs, row)) {
      problems.push(stuck(`${row.kind} of ${row.ticketId} is still ${row.state}`));
    }
  }
  // The window is signed in to one account; of another one's tickets it hears nothing.
  for (const ticket of desk.tickets.filter(({ account }) => account === MAIN))
    problems.push(...differences(logs, ticket, view));
  const known = new Set(desk.tickets.map(({ id }) => id));
  for (const { id, number } of view.tickets) {
    if (number !== null && !known.has(id) && !wasLost(logs, id))
      problems.push(stuck(`the desk has no ticket ${id}`));
  }
  return problems;
}

/**
 * Written under a token that the desk did not know, or that was withdrawn before it had named its account: nobody knows
 * whose it is, and it waits, in sight, for the person to take it over.
 */
function isNobodys({ signOuts, questions }: Past, { waits, otherAccount }: WaitingOperation): boolean {
  const isUnknown = questions.some(({ status, between }) => status === 401 && between === null);
  return waits.for === 'account' && otherAccount?.desk === undefined && (isUnknown || signOuts.length > 0);
}

const stuck = (what: string): Problem => ({ kind: 'stuck', what });

function differences(logs: Past, ticket: DeskState['tickets'][number], view: View): Problem[] {
  const { id } = ticket;
  const shown = view.tickets.find((each) => each.id === id);
  if (ticket.isDeleted) {
    // A desk that has forgotten even that it deleted it can only leave it out, or refuse it in its own words.
    const isSaid =
      shown === undefined ||
      shown.deleted !== null ||
      shown.missing === 'yes' ||
      shown.state === 'needs_attention' ||
      shown.needs === 'refused';
    return isSaid ? [] : [stuck(`${id} is deleted at the desk`)];
  }
  if (shown === undefined) {
    // What nobody can read cannot be brought back after a damage.
    const isOutOfReach = ticket.isUnreadable && wasDamagedAfter(logs, 0);
    return isOutOfReach ? [] : [stuck(`${id} is at the desk and not shown`)];
  }
  const problems: Problem[] = [];
  const compare = (what: string, here: unknown, there: unknown): void => {
    const [ours, theirs] = [JSON.stringify(here), JSON.stringify(there)];
    if (ours !== theirs)
      problems.push(stuck(`${what} of ${id}: ${quoted(ours)} here, ${quoted(theirs)} at the desk`));
  };
  compare('deletion', shown.deleted, null);
  if (!ticket.isUnreadable) {
    compare('state', shown.state, ticket.status);
    compare('number', shown.number, ticket.number);
    compare('severity', shown.severity, ticket.severity);
    // What a restored desk has forgotten of its judgement stays here, as long as its severity is the judged one.
    if (ticket.severityChange !== null || shown.severityChange?.to !== ticket.severity) {
      compare(
        'judged severity',
        shown.severityChange && { to: shown.severityChange.to, by: shown.severityChange.by },
        ticket.severityChange,
      );
    }
  }
  // A desk that lost some and got it again has it in another order, and has forgotten what it had changed.
  const isRestored = logs.restores.length > 0;
  // What could not be read at first came later, and so did what a copy that lagged behind had left out.
  const isOutOfOrder = isRestored || ticket.wasPoisoned || logs.lags.length > 0;
  const inOrder = (ids: string[]): string[] => (isOutOfOrder ? ids.sort() : ids);
  const isDamaged = wasDamagedAfter(logs, 0);
  // One that was sent and deleted before the first reading of a rebuilt store: a desk that has forgotten that it deleted
  // it tells nobody.
  const beyondReach = new Set(
    ticket.messages.flatMap((each) => (each.isUnreadable || (each.isDeleted && isDamaged) ? [each.id] : [])),
  );
  const delivered = shown.messages.filter(
    (message) =>
      message.delivery === 'delivered' &&
      message.deleted === null &&
      message.missingSince === null &&
      !beyondReach.has(message.id) &&
      // Whose it is, a store that was rebuilt may not know any more.
      !(isDamaged && message.body === NOBODYS_WORDS),
  );
  // Words that the desk replaced unsaid while the reply waited are no receipt for it: refused, it waits for the person.
  const isReworded = (id: string): boolean =>
    logs.acts.some((act) => act.kind === 'reworded' && act.message === id) &&
    shown.messages.some((message) => message.id === id && message.delivery === 'refused');
  const theirs = ticket.messages.filter(
    (message) => !message.isDeleted && !message.isUnreadable && !isReworded(message.id),
  );
  compare(
    'messages',
    inOrder(delivered.map((message) => message.id)),
    inOrder(theirs.map((message) => message.id)),
  );
  for (const message of theirs) {
    const here = delivered.find((each) => each.id === message.id);
    if (here === undefined) continue;
    // A text without words takes no words away.
    if (message.body !== '') compare('message', here.body, message.body);
    compare('author', here.author.kind, message.author);
    if (!isRestored || message.isEdited) compare('edit mark', here.editedAt !== null, message.isEdited);
  }
  const received = shown.attachments.filter(
    (file) =>
      file.delivery === 'received' &&
      file.deleted === null &&
      file.missingSince === null &&
      !(isDamaged && file.name === NOBODYS_FILE),
  );
  compare(
    'files',
    received.map((file) => `${file.id} ${file.name} ${file.size}`).sort(),
    ticket.files
      .filter((file) => !file.isDeleted)
      .map((file) => `${file.id} ${file.name} ${file.size}`)
      .sort(),
  );
  return problems;
}
