/** Who wrote a ticket, and for whom. */
import i18next from 'i18next';
import type { Ticket } from '#shared/model.ts';
import { requesterName } from '../../state/people.ts';

/** Above the first words of a ticket: the person's own, what they filed for somebody, or a colleague's. */
export function wroteWords(ticket: Pick<Ticket, 'requester' | 'isMine' | 'filedBy'>): string {
  const { isMine, filedBy: by } = ticket;
  const name = requesterName(ticket);
  if (name === null) return by ?? i18next.t('ticket.you');
  if (isMine) return i18next.t('people.youFor', { name });
  return by === null ? name : i18next.t('people.byFor', { by, name });
}
