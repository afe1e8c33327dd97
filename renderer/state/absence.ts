/** What the desk leaves out: what of it can be sent once more, and how. */
import i18next from 'i18next';
import type { TicketId } from '#shared/ids.ts';
import type { Attachment, Message, Ticket, TicketSummary } from '#shared/model.ts';
import { readOutbox } from './connection.ts';
import { readInbox } from './inbox.ts';
import { ask } from './lifeline.ts';
import { showSearch } from './navigation.ts';
import { announce, sayFailure, showToast } from './notices.ts';
import { lookFor } from './search.ts';
import { readTicket } from './ticket.ts';

type Lost = Pick<TicketSummary, 'missing' | 'otherAccount' | 'isMine'> & { deleted?: Ticket['deleted'] };

/** The ticket as a whole: the person's own words under its number, whoever answered. */
export const canSendAgain = ({ missing, otherAccount, isMine, deleted = null }: Lost): boolean =>
  missing === 'yes' && !otherAccount && isMine && deleted === null;

/** One of the person's own replies that a desk has lost out of a ticket that it still has. */
export const isLostReply = (message: Message): boolean =>
  message.missingSince !== null &&
  message.deleted === null &&
  message.delivery === 'delivered' &&
  message.isOwn;

/** The same for a file, as long as its content is here. */
export const isLostFile = (file: Attachment): boolean =>
  file.missingSince !== null &&
  file.deleted === null &&
  file.delivery === 'received' &&
  file.isOwn &&
  file.isHere;

/** How many tickets go when all are sent again: those that are open. */
export const countSendable = (tickets: readonly TicketSummary[]): number =>
  tickets.filter(
    (ticket) => canSendAgain(ticket) && (ticket.state === 'open' || ticket.state === 'waiting_on_requester'),
  ).length;

const refresh = () => Promise.all([readTicket(), readInbox(), readOutbox()]);

/** Sends all of a ticket that the desk has lost of the person's own. */
export async function sendAgain(id: TicketId): Promise<void> {
  const answer = await ask('ticket.sendAgain', { id });
  if (!answer.ok) return sayFailure(answer.failure);
  announce(i18next.t('absence.sent'));
  await refresh();
}

export async function sendAllAgain(): Promise<void> {
  const answer = await ask('ticket.sendAllAgain', {});
  if (!answer.ok) return sayFailure(answer.failure);
  const { count, damaged } = answer.value;
  const lines = [
    count > 0 || damaged === 0 ? i18next.t('absence.sentAll', { count }) : null,
    damaged > 0 ? i18next.t('absence.damaged', { count: damaged }) : null,
  ];
  showToast({ text: lines.filter((line) => line !== null).join(' · ') });
  await refresh();
}

/** All tickets that the desk leaves out, whatever group they are in. */
export function showMissing(): void {
  lookFor('is:missing ');
  showSearch();
}
