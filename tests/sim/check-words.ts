/**
 * Invariant 10, the first rule of all: nothing that the window has ever shown is gone because a desk leaves it out. It
 * stands where it stood, or among what stood there before, or is a draft again. Only who wrote it, and an explicit
 * deletion, take it away.
 */
import type { Ticket } from '#shared/model.ts';
import {
  certainty,
  deedsOn,
  isDeletedAtDesk,
  isTakenOver,
  quoted,
  wasDamagedAfter,
} from './check-history.ts';
import type { Problem } from './checker.ts';
import { type Logs, MAIN } from './logs.ts';
import { type ShownText, WORD_FIELDS } from './shown-words.ts';

export function words(logs: Logs): Problem[] {
  const { view, withdrawn } = logs.final;
  if (view === null) return [];
  const shown = new Map([...withdrawn, ...view.tickets].map((ticket) => [ticket.id.toString(), ticket]));
  return logs.words.all().flatMap((said): Problem[] => {
    const ticket = shown.get(said.ticket);
    if (ticket !== undefined && stands(said, ticket)) return [];
    if (isTakenAway(logs, said) || isTakenOver(logs, said.ticket, said.text)) return [];
    if (isLostWithStore(logs, said)) return [];
    const where = ticket === undefined ? `a ticket that is nowhere` : said.what;
    return [{ kind: 'lost', what: `${quoted(said.text)} of ${said.ticket}, ${where}, was shown` }];
  });
}

/** A desk is told a title in one line, and no text with spaces around it. */
const plain = (text: string): string => text.trim().replace(/\s+/g, ' ');

function stands({ what, text }: ShownText, ticket: Ticket): boolean {
  const field = WORD_FIELDS.find((name) => name === what);
  if (field !== undefined) return plain(ticket.form[field]) === plain(text);
  const message = ticket.messages.find(({ id }) => id === what);
  if (message === undefined) return ticket.replyDraft.includes(text);
  // A text without words takes no words away.
  return message.body === text || (message.body !== '' && message.earlier.some(({ body }) => body === text));
}

/** The desk said that it is deleted, or the person took it back to write on. */
function isTakenAway(logs: Logs, { ticket, what, place }: ShownText): boolean {
  if (isDeletedAtDesk(logs, ticket)) return true;
  if (logs.acts.some((act) => act.kind === 'messageDeleted' && act.message === what)) return true;
  return deedsOn(logs, ticket).some(
    (deed) =>
      certainty(deed) !== 'no' &&
      ((deed.kind === 'replyTakenBack' && deed.message === what) ||
        (deed.kind === 'ticketTakenBack' && deed.place > place)),
  );
}

/**
 * The store was damaged after it was shown, and the desk does not have it any more: nobody has. Or the desk has it for
 * another account, from where it comes back as soon as somebody signs in to that one.
 */
function isLostWithStore(logs: Logs, { what, ticket, text, place }: ShownText): boolean {
  if (!wasDamagedAfter(logs, place)) return false;
  const atDesk = logs.final.desk.tickets.find(({ id }) => id === ticket);
  if (atDesk === undefined || atDesk.account !== MAIN) return true;
  return !atDesk.messages.some(({ id, body }) => id === what && body === text);
}
