/** Colleagues: whose a ticket is, and how to follow one that is not one's own. */
import i18next from 'i18next';
import type { TicketId } from '#shared/ids.ts';
import type { TicketSummary } from '#shared/model.ts';
import { readInbox } from './inbox.ts';
import { ask } from './lifeline.ts';
import { sayFailure, showToast } from './notices.ts';
import { readTicket } from './ticket.ts';

type Whose = Pick<TicketSummary, 'requester' | 'isMine'>;

/** The name of whose it is when that is somebody else; null for one's own. */
export const requesterName = ({ requester }: Whose): string | null =>
  requester && (requester.name || i18next.t('people.somebody'));

/** Whose turn it is when a ticket waits for its requester, and that is a colleague; null when it is the person's. */
export const turnOf = (ticket: Whose): string | null => (ticket.isMine ? null : requesterName(ticket));

/** Whose a ticket is in a few words, and whether the person has filed it for them; null for one's own. */
export function whoseWords(ticket: Whose): string | null {
  const name = requesterName(ticket);
  if (name === null) return null;
  return i18next.t(ticket.isMine ? 'people.forThem' : 'people.by', { name });
}

/** Tells of the answers to a colleague's ticket from now on, or no more. */
export async function setFollowed(id: TicketId, followed: boolean): Promise<void> {
  const answer = await ask('ticket.setFollowed', { id, followed });
  if (!answer.ok) return sayFailure(answer.failure);
  await Promise.all([readTicket(), readInbox()]);
  showToast({ text: i18next.t(followed ? 'people.menu.nowFollowed' : 'people.menu.nowUnfollowed') });
}
