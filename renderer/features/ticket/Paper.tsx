import './paper.css';
import { useEffect } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { Attachment, Message, Ticket } from '#shared/model.ts';
import { inOrder, isEvent } from '#shared/thread-order.ts';
import { useList } from '../../ui/list.ts';
import { PromiseClock } from '../../ui/PromiseClock.tsx';
import { useTimes } from '../../ui/time.ts';
import { useEventWords } from './events.ts';
import { FactList } from './FactList.tsx';
import { useFacts } from './facts.ts';
import { OnPaper, usePaper } from './paper.ts';
import { WholeText } from './WholeText.tsx';
import { wroteWords } from './words.ts';

/** A whole ticket as it is printed, whatever part of it the thread shows. On the screen it is not seen. */
export function Paper() {
  const { ticket, texts, onLaidOut } = usePaper();
  useEffect(() => {
    if (ticket !== null) onLaidOut();
  }, [ticket, onLaidOut]);
  return (
    ticket &&
    createPortal(
      <OnPaper value={texts}>
        <Sheet ticket={ticket} />
      </OnPaper>,
      document.body,
    )
  );
}

function Sheet({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const times = useTimes();
  const facts = useFacts();
  const eventWords = useEventWords();
  const { form, number, messages, replyDraft } = ticket;
  const files = Map.groupBy(ticket.attachments, ({ messageId }) => messageId);
  return (
    <div className="paper">
      <h1 dir="auto">{ticket.title}</h1>
      <p className="paper-facts">
        {number && <strong>{number}</strong>}
        <span>{t(`state.${ticket.state}`)}</span>
        <span>
          {ticket.standing === 'not_judged'
            ? t('standing.not_judged')
            : ticket.standing === 'overridden'
              ? t('standing.overriddenSeverity', { severity: t(`severity.${ticket.severity}`) })
              : t(`severity.${ticket.severity}`)}
        </span>
        <span>{t(`channel.${ticket.channel}`)}</span>
        {ticket.missingSince === null ? (
          <PromiseClock ticket={ticket} />
        ) : (
          <span>{t('paper.missing', { when: times.exactMoment(ticket.missingSince) })}</span>
        )}
      </p>
      <section>
        <Head name={wroteWords(ticket)} at={ticket.createdAt} />
        <WholeText text={form.description} />
        <FactList facts={[...facts.judged(form), ...facts.written(form)]} />
        <Files files={files.get(null)} />
      </section>
      {inOrder(messages, ticket.events).map((entry) =>
        isEvent(entry) ? (
          <p key={entry.id} className="paper-event">
            {eventWords(entry)} <time>{times.exactMoment(entry.at)}</time>
          </p>
        ) : (
          <Said key={entry.id} message={entry} files={files.get(entry.id)} />
        ),
      )}
      {replyDraft.trim() !== '' && (
        <section>
          <h2>{t('paper.draft')}</h2>
          <WholeText text={replyDraft} />
        </section>
      )}
      <footer>{t('paper.made', { at: times.exactMoment(Date.now()) })}</footer>
    </div>
  );
}

function Head({ name, at }: { name: string; at: number }) {
  const times = useTimes();
  return (
    <header>
      <h2 dir="auto">{name}</h2>
      <time dateTime={new Date(at).toISOString()}>{times.exactMoment(at)}</time>
    </header>
  );
}

function Said({ message, files }: { message: Message; files: readonly Attachment[] | undefined }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { author, at, body, deleted, delivery, earlier, missingSince } = message;
  return (
    <section>
      <Head name={author.name} at={at} />
      {missingSince !== null && deleted === null && (
        <p className="soft small">{t('paper.missing', { when: times.exactMoment(missingSince) })}</p>
      )}
      {delivery !== 'delivered' && <p className="soft small">{t(`ticket.sent.${delivery}`)}</p>}
      {deleted === null ? (
        <WholeText text={body} />
      ) : (
        <p className="soft">
          {t('ticket.messageDeleted', { by: deleted.by, at: times.fullMoment(deleted.at) })}
        </p>
      )}
      {earlier.map((text) => (
        <blockquote key={text.until}>
          <p className="soft small">{t('paper.earlier', { when: times.exactMoment(text.until) })}</p>
          <WholeText text={text.body} />
        </blockquote>
      ))}
      <Files files={files} />
    </section>
  );
}

function Files({ files = [] }: { files?: readonly Attachment[] | undefined }) {
  const { t } = useTranslation();
  const list = useList();
  const names = files
    .filter(({ deleted }) => deleted === null)
    .map(({ name, missingSince }) => (missingSince === null ? name : t('paper.missingFile', { name })));
  return names.length > 0 && <p className="small">{t('paper.files', { names: list(names) })}</p>;
}
