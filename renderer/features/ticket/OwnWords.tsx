import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment, Ticket } from '#shared/model.ts';
import { requesterName } from '../../state/people.ts';
import { useSettings } from '../../state/settings.ts';
import { Initials } from '../../ui/Initials.tsx';
import { Attachments } from '../attachments/Attachments.tsx';
import { FactList } from './FactList.tsx';
import { useFacts } from './facts.ts';
import { MessageText } from './MessageText.tsx';
import { Moment } from './Moment.tsx';
import { wroteWords } from './words.ts';

type Props = {
  ref: Ref<HTMLElement>;
  ticket: Ticket;
  files: readonly Attachment[];
  onSendAgain: (() => void) | null;
};

/** What the person, or a colleague, told the desk, laid out as the specialist’s answers are. */
export function OwnWords({ ref, ticket, files, onSendAgain }: Props) {
  const { t } = useTranslation();
  const { form } = ticket;
  const told = useFacts();
  const self = useSettings((all) => all.account?.requester.name);
  const author = ticket.filedBy ?? (ticket.isMine ? self : requesterName(ticket));
  const facts = [...told.judged(form), ...told.written(form)];

  return (
    <article
      ref={ref}
      className={`message ${ticket.isMine ? 'message-own' : 'message-colleague'}`}
      tabIndex={-1}
      aria-labelledby="own-words"
    >
      <header className="message-head">
        <Initials name={author ?? ''} side="ours" />
        <h2 id="own-words" dir="auto">
          {wroteWords(ticket)}
        </h2>
        <Moment at={ticket.createdAt} />
      </header>
      <MessageText text={form.description} />
      <FactList facts={facts} label={t('ticket.details')} />
      <Attachments attachments={files} onSendAgain={onSendAgain} />
    </article>
  );
}
