/** Who wrote a ticket, and for whom. */
import i18next from 'i18next';
import type { Ticket } from '#shared/model.ts';
import { requesterName } from '../../state/people.ts';

/** Above the first words of a ticket: the person's own, what they filed for somebody, or a colleague's. */
export function wroteWords(ticket: Pick<Ticket, 'requester' | 'isMine' | 'filedBy'>): string {
  const { isMine, filedBy: by } = ticket;
  const name = requesterName(ticket);
  if (name === null) return by === null ? i18next.t('ticket.from') : i18next.t('people.wrote', { name: by });
  if (isMine) return i18next.t('people.youWroteFor', { name });
  return by === null ? i18next.t('people.wrote', { name }) : i18next.t('people.wroteFor', { by, name });
}
