/** What a person does to something in the outbox. Nothing here throws a text away: it goes back to where it was written. */
import i18next from 'i18next';
import type { Failure } from '#shared/errors.ts';
import type { TicketId } from '#shared/ids.ts';
import type { WaitingOperation } from '#shared/model.ts';
import { readOutbox, useConnection } from '../../state/connection.ts';
import { readInbox, useInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { goToReply, goToTicket, openTicket } from '../../state/navigation.ts';
import { announce, sayFailure, showToast } from '../../state/notices.ts';
import { type Move, placeAfter } from '../../state/outbox-order.ts';
import { sayNotTakenBack } from '../../state/take-back.ts';
import { flushReply } from '../../state/texts.ts';
import { readTicket } from '../../state/ticket.ts';
import { bringBack, sendReply } from '../ticket/reply.ts';

const refresh = () => Promise.all([readTicket(), readInbox(), readOutbox()]);

function say(failure: Failure | 'unsaved'): void {
  if (failure === 'unsaved') showToast({ text: i18next.t('outbox.boxNotSaved') });
  else sayFailure(failure);
}

/** The same of something that was to be taken out. */
function sayStays(failure: Failure | 'unsaved'): void {
  if (failure === 'unsaved') say(failure);
  else sayNotTakenBack(failure);
  void refresh();
}

/** Takes a text out of the outbox. What comes back leads to where it was written; null when it could not be taken. */
export async function takeBack(operation: WaitingOperation): Promise<(() => void) | null> {
  const { kind, ticketId, messageId } = operation;
  if (kind === 'create_ticket') {
    const answer = await ask('ticket.takeBack', { id: ticketId });
    if (!answer.ok) return refused(answer.failure);
    await refresh();
    // What was only to be sent again is no draft: the desk gave it a number once.
    return () => (isDraft(ticketId) ? openTicket(ticketId, 'drafts') : goToTicket(ticketId, null));
  }
  if (kind !== 'add_message' || messageId === null) return () => goToTicket(ticketId, null);
  const failure = await bringBack(ticketId, messageId);
  if (failure) return refused(failure);
  await refresh();
  return () => goToReply(ticketId);
}

/** Takes something out of the outbox. What was written is kept, and where that is certain it can be sent again. */
export async function unsend(operation: WaitingOperation): Promise<void> {
  const { kind, ticketId, messageId, attachmentId } = operation;
  if (kind === 'create_ticket') {
    const answer = await ask('ticket.takeBack', { id: ticketId });
    if (!answer.ok) return sayStays(answer.failure);
    await refresh();
    if (isDraft(ticketId)) offerUndo('outbox.ticketUnsent', () => submit(ticketId));
    else showToast({ text: i18next.t('outbox.lostAgain') });
  } else if (kind === 'add_message' && messageId !== null) {
    const isBoxEmpty = await hasEmptyBox(ticketId);
    const failure = await bringBack(ticketId, messageId);
    if (failure) return sayStays(failure);
    // Beside another text the two are one now, and sending both is not what undoing means.
    offerUndo('outbox.replyUnsent', isBoxEmpty ? () => sendReply(ticketId) : null);
  } else if (kind === 'add_attachment' && attachmentId !== null) {
    const answer = await ask('attachment.remove', { id: attachmentId });
    if (!answer.ok) return sayStays(answer.failure);
    announce(i18next.t('attach.removed', { name: operation.title }));
  }
  await refresh();
}

/** Sends what was refused once more, as it is. */
export async function sendAgain(operation: WaitingOperation): Promise<void> {
  const { id, kind, ticketId, messageId } = operation;
  if (kind === 'create_ticket') {
    const answer = await ask('ticket.takeBack', { id: ticketId });
    await readInbox();
    const failure = answer.ok ? await submit(ticketId) : answer.failure;
    if (failure) return say(failure);
  } else if (kind === 'add_message' && messageId !== null) {
    // Another text in the box would go along with it, and nobody has asked for that.
    if (!(await hasEmptyBox(ticketId))) return showToast({ text: i18next.t('outbox.boxNotEmpty') });
    const failure = (await bringBack(ticketId, messageId)) ?? (await sendReply(ticketId));
    if (failure) return say(failure);
  } else if (kind === 'change_ticket') {
    const answer = await ask('ticket.settleConflict', { id: ticketId, operation: id, keep: 'mine' });
    if (!answer.ok) return say(answer.failure);
  }
  announce(i18next.t('outbox.sentAgain'));
  await refresh();
}

/** Lets go of a change that the desk refused. */
export async function dropChange({ id, ticketId }: WaitingOperation): Promise<void> {
  const answer = await ask('ticket.settleConflict', { id: ticketId, operation: id, keep: 'desk' });
  if (!answer.ok) return say(answer.failure);
  await refresh();
}

export async function moveOperation({ id, title }: WaitingOperation, move: Move): Promise<void> {
  const before = placeAfter(useConnection.getState().operations, id, move);
  if (before === undefined) return;
  const answer = await ask('outbox.move', { id, before });
  if (!answer.ok) return say(answer.failure);
  await readOutbox();
  const waiting = useConnection.getState().operations.filter(({ state }) => state !== 'refused');
  const place = waiting.findIndex((operation) => operation.id === id) + 1;
  announce(i18next.t('outbox.moved', { title, place, of: waiting.length }));
}

function refused(failure: Failure | 'unsaved'): null {
  sayStays(failure);
  return null;
}

const isDraft = (id: TicketId): boolean =>
  useInbox.getState().tickets?.find((ticket) => ticket.id === id)?.state === 'draft';

/** Sends what was taken out, whether it is a draft again or what the desk has lost. */
async function submit(id: TicketId): Promise<Failure | null> {
  const answer = await ask(isDraft(id) ? 'ticket.submit' : 'ticket.sendAgain', { id });
  return answer.ok ? null : answer.failure;
}

/** True when neither words nor files wait in the reply box of a ticket. */
async function hasEmptyBox(ticketId: TicketId): Promise<boolean> {
  if (!(await flushReply(ticketId))) return false;
  const answer = await ask('ticket.get', { id: ticketId });
  if (!answer.ok) return false;
  const { replyDraft, attachments } = answer.value;
  return replyDraft.trim() === '' && attachments.every(({ delivery }) => delivery !== 'attached');
}

function offerUndo(
  text: 'outbox.ticketUnsent' | 'outbox.replyUnsent',
  undo: (() => Promise<Failure | 'unsaved' | null>) | null,
): void {
  const run = async () => {
    const failure = await undo?.();
    if (failure) say(failure);
    await refresh();
  };
  showToast({ text: i18next.t(text), undo: undo === null ? undefined : () => void run() });
}
