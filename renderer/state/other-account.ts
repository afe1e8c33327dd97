/** What was written for another account than the one that is signed in: whose it is, and how to take it over. */
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/ids.ts';
import type { Ticket, TicketSummary, WaitingOperation } from '#shared/model.ts';
import { readOutbox, useConnection } from './connection.ts';
import { readInbox } from './inbox.ts';
import { ask } from './lifeline.ts';
import { openTicket, showSignIn } from './navigation.ts';
import { sayFailure, showToast } from './notices.ts';
import { useSettings } from './settings.ts';
import { draftSaver, forgetDraft } from './texts.ts';
import { readTicket } from './ticket.ts';

/**
 * What taking over does to it: the draft or the ticket that never left is `move`d here, of one that the other desk may
 * have a `copy` is made, and `replies` become the draft of a new ticket.
 */
export type TakingOver = 'move' | 'copy' | 'replies';

/** Null when there is nothing to take over: nothing of it waits. */
export function takingOver(
  ticket: Pick<TicketSummary, 'id' | 'state' | 'number' | 'otherAccount'>,
  operations: readonly Pick<WaitingOperation, 'ticketId' | 'kind' | 'state' | 'isUntouched'>[],
  hasWords: boolean,
): TakingOver | null {
  if (!ticket.otherAccount) return null;
  if (ticket.state === 'draft') return 'move';
  const ofTicket = operations.filter(({ ticketId }) => ticketId === ticket.id);
  const creation = ofTicket.find(({ kind }) => kind === 'create_ticket');
  if (creation !== undefined && ticket.number === null)
    return creation.isUntouched && creation.state !== 'refused' ? 'move' : 'copy';
  return hasWords ? 'replies' : null;
}

/** The same of an open ticket, with all that is known of it. */
export function useTakingOver(ticket: Ticket): TakingOver | null {
  const operations = useConnection((all) => all.operations);
  const hasWords =
    ticket.replyDraft.trim() !== '' ||
    ticket.messages.some(({ delivery }) => delivery === 'queued' || delivery === 'refused');
  return takingOver(ticket, operations, hasWords);
}

/** An account in words; null when it has no names yet. */
export function useAccountWords(): (account: WaitingOperation['otherAccount']) => string | null {
  const { t } = useTranslation();
  return (account) => {
    const { desk, requester } = account ?? {};
    return desk && requester ? t('account.name', { desk, requester }) : null;
  };
}

/** The account that is signed in; null while nobody knows who that is. */
function useAccountHere(): string | null {
  const words = useAccountWords();
  const account = useSettings((state) => state.account);
  return words(account && { desk: account.desk.name, requester: account.requester.name });
}

/** What `OtherAccount` needs to offer the ways on for this ticket. */
export function useAccountWays(
  id: TicketId,
  how: TakingOver | null,
  account: WaitingOperation['otherAccount'],
) {
  const { t } = useTranslation();
  const here = useAccountHere();
  const to = how === null ? null : here;
  return {
    to,
    question: how === 'copy' || how === 'replies' ? t(`account.sure.${how}`) : null,
    onTakeOver: () => (to === null ? undefined : takeOver(id, to)),
    onGoBack: () => showSignIn(account ?? {}),
  };
}

/** Makes it a draft of the account that is signed in, and goes there. */
async function takeOver(id: TicketId, to: string): Promise<void> {
  if (!(await draftSaver(id).flush())) return;
  const answer = await ask('ticket.takeOver', { id });
  if (!answer.ok) return sayFailure(answer.failure);
  // Whom it was written for, the other account may not know.
  forgetDraft(id);
  await Promise.all([readInbox(), readOutbox(), readTicket()]);
  openTicket(answer.value.id, 'drafts');
  showToast({ text: i18next.t('account.taken', { account: to }) });
}
