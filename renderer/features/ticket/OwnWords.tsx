import { useTranslation } from 'react-i18next';
import type { Attachment, Ticket } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { useTimes } from '../../ui/time.ts';
import { Attachments } from '../attachments/Attachments.tsx';
import { FactList } from './FactList.tsx';
import { useFacts } from './facts.ts';

/** What the person told the desk, exactly as written. */
export function OwnWords({ ticket, files }: { ticket: Ticket; files: readonly Attachment[] }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { form } = ticket;
  const created = useAtNow((now) => times.messageMoment(ticket.createdAt, now));
  const told = useFacts();
  const facts = [...told.judged(form), ...told.written(form)];

  return (
    <article className="message message-own" aria-labelledby="own-words">
      <header className="message-head">
        <h2 id="own-words">{t('ticket.from')}</h2>
        <time dateTime={new Date(ticket.createdAt).toISOString()} title={times.fullMoment(ticket.createdAt)}>
          {created}
        </time>
      </header>
      <div className="own-text" dir="auto">
        {form.description}
      </div>
      <FactList facts={facts} label={t('ticket.details')} />
      <Attachments attachments={files} />
    </article>
  );
}
