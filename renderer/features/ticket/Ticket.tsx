import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/ids.ts';
import { useTicket } from '../../state/ticket.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useArrival } from '../../ui/focus.ts';
import { Wizard } from '../wizard/Wizard.tsx';
import { Thread } from './Thread.tsx';

/** One ticket: the wizard while it is a draft, and the thread from then on. */
export function Ticket({ id }: { id: TicketId }) {
  const { ticket, failure } = useTicket();
  if (failure && ticket?.id !== id) return <Missing code={failure.code} />;
  if (!ticket) return null;
  // Until the next ticket is read, the one before it stays, so that nothing flickers.
  const isArrived = ticket.id === id;
  return ticket.state === 'draft' ? (
    // Taken over by another account, it is not quite what it was.
    <Wizard key={`${ticket.id} ${ticket.otherAccount}`} ticket={ticket} isArrived={isArrived} />
  ) : (
    <Thread key={ticket.id} ticket={ticket} isArrived={isArrived} />
  );
}

function Missing({ code }: { code: 'not_found' | string }) {
  const { t } = useTranslation();
  const heading = useArrival<HTMLHeadingElement>(true);
  const title = code === 'not_found' ? t('ticket.missing') : t('failure.other.title');
  return <EmptyState heading="h1" headingRef={heading} title={title} body={t('app.none.body')} />;
}
