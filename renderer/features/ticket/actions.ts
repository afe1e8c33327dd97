/** What can be done to a ticket as a whole, from its menu, by a key or from the palette. */
import i18next from 'i18next';
import { create } from 'zustand';
import type { TicketEdit } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import type { TicketSummary } from '#shared/model.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { backToList, goToTicket, useNavigation } from '../../state/navigation.ts';
import { sayFailure, showToast } from '../../state/notices.ts';
import { useSettings } from '../../state/settings.ts';
import { readTicket } from '../../state/ticket.ts';
import { changeTicket } from './edit.ts';

type Known = Pick<TicketSummary, 'state' | 'number' | 'channel' | 'missing' | 'isMine'>;

/** Once it is solved by the desk's word, or taken away there, it is no longer in one of these states. */
const isAlive = ({ state }: Pick<Known, 'state'>) => state === 'open' || state === 'waiting_on_requester';

/** Without a number it never was at the desk: an article has solved it. */
const isAtDesk = ({ number }: Pick<Known, 'number'>) => number !== null;

/** Nothing can be changed at a desk that no longer has it. */
const isThere = (ticket: Pick<Known, 'number' | 'missing'>) => isAtDesk(ticket) && ticket.missing === 'no';

/** A colleague's is theirs alone to change. */
const isOwn = (ticket: Known) => isThere(ticket) && ticket.isMine;

/** Asking for a call can be done without a connection too: then the wish waits. */
function hasCalls(): boolean {
  const { account } = useSettings.getState();
  return account !== null && account.phone !== null && account.plan.channels.includes('phone');
}

export const CAN = {
  solve: (ticket: Known) => isOwn(ticket) && isAlive(ticket),
  reopen: (ticket: Known) => isOwn(ticket) && ticket.state === 'solved',
  setSeverity: (ticket: Known) => isOwn(ticket) && isAlive(ticket),
  callBack: (ticket: Known) => isOwn(ticket) && isAlive(ticket) && hasCalls(),
  goOnInWriting: (ticket: Known) => isOwn(ticket) && isAlive(ticket) && ticket.channel === 'chat',
  reply: (ticket: Known) => isAtDesk(ticket) && ticket.state !== 'closed' && ticket.missing !== 'yes',
  markUnread: (ticket: Known) => isAtDesk(ticket) && ticket.isMine,
  follow: (ticket: Known & Pick<TicketSummary, 'followed'>) => !ticket.isMine && !ticket.followed,
  unfollow: (ticket: Known & Pick<TicketSummary, 'followed'>) => !ticket.isMine && ticket.followed,
  mute: (ticket: Known) => ticket.isMine && ticket.state !== 'draft',
};

/** What is asked beside the menu of a ticket, before it is done. */
export type Asking = 'severity' | 'callBack' | 'writing';
export const useAsking = create<{ ticketId: TicketId | null; what: Asking | null }>(() => ({
  ticketId: null,
  what: null,
}));

/** Asks in the thread of the ticket; it is gone to first. */
export function askFor(ticketId: TicketId, what: Asking): void {
  const { place } = useNavigation.getState();
  if (place.screen !== 'ticket' || place.id !== ticketId) goToTicket(ticketId, null);
  useAsking.setState({ ticketId, what });
}

export function stopAsking(): void {
  useAsking.setState({ ticketId: null, what: null });
}

/** Changes a ticket, and says why when it cannot be. True when the change is in the outbox. */
export async function change(id: TicketId, edit: TicketEdit): Promise<boolean> {
  const failure = await changeTicket(id, edit);
  if (failure) sayFailure(failure);
  return failure === null;
}

/** Marks a ticket as solved at once, because the toast can take it back. */
export async function solveTicket(id: TicketId): Promise<void> {
  if (!(await change(id, { status: 'solved' }))) return;
  showToast({ text: i18next.t('palette.solved'), undo: () => void reopenTicket(id) });
}

export async function reopenTicket(id: TicketId): Promise<void> {
  await change(id, { status: 'open' });
}

/** Tells of its answers no more, or again. */
export async function setMuted(id: TicketId, muted: boolean): Promise<void> {
  const answer = await ask('ticket.setMuted', { id, muted });
  if (!answer.ok) return sayFailure(answer.failure);
  await Promise.all([readTicket(), readInbox()]);
  showToast({ text: i18next.t(muted ? 'ticket.menu.nowMuted' : 'ticket.menu.unmuted') });
}

/** Puts a ticket back among those that need the person, and leaves it: whoever sees it has read it. */
export async function markUnread(id: TicketId): Promise<void> {
  const { place } = useNavigation.getState();
  if (place.screen === 'ticket' && place.id === id) backToList();
  const answer = await ask('ticket.markUnread', { id });
  if (!answer.ok) return sayFailure(answer.failure);
  await readInbox();
  showToast({ text: i18next.t('palette.markedUnread'), undo: () => void markRead(id) });
}

async function markRead(id: TicketId): Promise<void> {
  const answer = await ask('ticket.markRead', { id });
  if (!answer.ok) return sayFailure(answer.failure);
  await readInbox();
}
