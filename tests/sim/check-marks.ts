/**
 * What is marked as gone from the desk is gone from it, and the other way round. Where much would be marked, the desk
 * must have said it twice.
 */
import type { Ticket } from '#shared/model.ts';
import { wasDamagedAfter, wasLost } from './check-history.ts';
import type { Problem } from './checker.ts';
import { type Logs, MAIN, type View } from './logs.ts';
import { NOBODYS_FILE, NOBODYS_WORDS } from './poisons.ts';

export function marks(logs: Logs): Problem[] {
  const { view } = logs.final;
  if (view === null) return [];
  const ours = atMainDesk(view);
  const marked = ours.filter(({ missingSince }) => missingSince !== null).length;
  return [
    ...ours.flatMap((ticket) => wrongMarks(logs, ticket, view)),
    ...(view.connection.missing === marked
      ? []
      : [mismarked(`${view.connection.missing} tickets are said to be gone, and ${marked} marked`)]),
    ...ours.flatMap((ticket) => hiddenNews(logs, ticket)),
    ...[view, ...logs.views].flatMap((each) => each.tickets.flatMap((ticket) => unreadNews(logs, ticket))),
    ...logs.views.flatMap((each) => believedAtOnce(logs, each)),
  ];
}

const mismarked = (what: string): Problem => ({ kind: 'mismarked', what });

/** Tickets that the desk of the main account had, and has not deleted. */
const atMainDesk = ({ tickets }: View): Ticket[] =>
  tickets.filter(({ number, deleted, otherAccount }) => number !== null && deleted === null && !otherAccount);

function wrongMarks(logs: Logs, shown: Ticket, view: View): Problem[] {
  const { id } = shown;
  const atDesk = logs.final.desk.tickets.find((each) => each.id === id && each.account === MAIN);
  if (atDesk?.isDeleted) return [];
  if (atDesk === undefined) {
    const isOnItsWay = view.outbox.some(({ ticketId }) => ticketId === id);
    return shown.missing === 'yes' || (shown.missing === 'sending_again' && isOnItsWay)
      ? []
      : [mismarked(`the desk has lost ${id}, and it is not marked`)];
  }
  const problems: Problem[] = [];
  if (shown.missing !== 'no' || shown.missingSince !== null) {
    problems.push(mismarked(`ticket ${id} is at the desk, and marked`));
  }
  const compare = (what: string, isHere: boolean, isMarked: boolean): void => {
    if (isHere === isMarked)
      problems.push(
        mismarked(
          `${what} of ${id} is ${isHere ? 'at the desk, and' : 'gone from the desk, and not'} marked`,
        ),
      );
  };
  for (const message of shown.messages) {
    if (message.delivery !== 'delivered' || message.deleted !== null) continue;
    // Whose it is, a store that was rebuilt may not know any more.
    if (message.body === NOBODYS_WORDS && wasDamagedAfter(logs, 0)) continue;
    const there = atDesk.messages.find((each) => each.id === message.id);
    if (there?.isDeleted) continue;
    compare(`message ${message.id}`, there !== undefined, message.missingSince !== null);
  }
  for (const file of shown.attachments) {
    if (file.delivery !== 'received' || file.deleted !== null) continue;
    if (file.name === NOBODYS_FILE && wasDamagedAfter(logs, 0)) continue;
    const there = atDesk.files.find((each) => each.id === file.id);
    if (there?.isDeleted) continue;
    compare(`file ${file.id}`, there !== undefined, file.missingSince !== null);
  }
  return problems;
}

const atDeskOf = (logs: Logs, { id }: Ticket) =>
  logs.final.desk.tickets.find((each) => each.id === id && each.account === MAIN && !each.isDeleted);

/** News that nobody can read are said to be there. */
function hiddenNews(logs: Logs, shown: Ticket): Problem[] {
  const atDesk = atDeskOf(logs, shown);
  const isUnreadable =
    atDesk?.isUnreadable || atDesk?.messages.some((each) => each.isUnreadable && !each.isDeleted);
  return isUnreadable && !shown.unreadNews
    ? [{ kind: 'invisible', what: `news of ${shown.id} that cannot be read are not shown` }]
    : [];
}

/** Where there never were any, nothing is said, at no time. */
function unreadNews(logs: Logs, shown: Ticket): Problem[] {
  const atDesk = atDeskOf(logs, shown);
  return shown.unreadNews && atDesk !== undefined && !atDesk.wasPoisoned
    ? [{ kind: 'stuck', what: `${shown.id} is said to have news that cannot be read` }]
    : [];
}

/** A desk whose log begins anew does not even tell of what it has deleted. */
function isDeletedThere(logs: Logs, id: string): boolean {
  return logs.acts.some(
    (act) =>
      (act.kind === 'messageDeleted' && act.message === id) ||
      (act.kind === 'fileDeleted' && act.file === id) ||
      (act.kind === 'ticketDeleted' && act.ticket === id),
  );
}

/** The desk had it all the time, and a copy that lagged behind left it out in one reading. */
function believedAtOnce(logs: Logs, view: View): Problem[] {
  if (logs.lags.filter((place) => place < view.place).length > 1) return [];
  const ours = atMainDesk(view);
  const isMarked = (ticket: Ticket): boolean =>
    [ticket, ...ticket.messages, ...ticket.attachments].some(
      ({ id, missingSince }) => missingSince !== null && !wasLost(logs, id) && !isDeletedThere(logs, id),
    );
  const wrong = ours.filter((ticket) => !isDeletedThere(logs, ticket.id) && isMarked(ticket));
  if (wrong.length <= 3 && wrong.length * 10 <= ours.length) return [];
  return [mismarked(`${wrong.length} of ${ours.length} tickets were marked after a single reading`)];
}
