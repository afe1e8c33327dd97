/** Changes of what the desk owns: how they are asked for, and what they are called. */
import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { TicketEdit } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { TicketId } from '#shared/ids.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { announce } from '../../state/notices.ts';
import { readTicket } from '../../state/ticket.ts';

/** Asks for a change. It waits in the outbox, like everything that is sent. */
export async function changeTicket(id: TicketId, edit: TicketEdit): Promise<Failure | null> {
  const answer = await ask('ticket.change', { id, edit });
  if (!answer.ok) return answer.failure;
  announce(i18next.t('ticket.change.queued'));
  await Promise.all([readTicket(), readInbox()]);
  return null;
}

/** A change in a few words: "Solved", "Severity: Standard". */
export function useEditWords(): (edit: TicketEdit) => string {
  const { t } = useTranslation();
  return ({ status, severity, channel, callBack, rating }) =>
    [
      status && t(status === 'solved' ? 'ticket.change.solve' : 'ticket.change.reopen'),
      severity && t('ticket.change.severityTo', { severity: t(`severity.${severity}`) }),
      channel && t('chat.writing.do'),
      rating && t('rating.title'),
      callBack !== undefined && t(callBack === null ? 'callBack.callOff' : 'callBack.label'),
    ]
      .filter((part) => typeof part === 'string')
      .join(' · ');
}
