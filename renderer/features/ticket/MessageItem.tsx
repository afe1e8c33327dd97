import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Attachment, Message, WaitingOperation } from '#shared/model.ts';
import { isLostReply } from '../../state/absence.ts';
import { useAtNow } from '../../state/clock.ts';
import { useConnection } from '../../state/connection.ts';
import { useWaitsWords } from '../../state/waits.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { Initials } from '../../ui/Initials.tsx';
import { langOf } from '../../ui/text-language.ts';
import { useTimes } from '../../ui/time.ts';
import { Attachments } from '../attachments/Attachments.tsx';
import { MessageText } from './MessageText.tsx';
import { Moment } from './Moment.tsx';

type Props = {
  message: Message;
  files: readonly Attachment[];
  isNamed: boolean;
  /** Said right after another message of the same person, who is not introduced again. */
  isGoingOn: boolean;
  onTakeBack: () => Promise<void>;
  /** Sends what the desk has lost of a ticket that it still has; null where that is not possible. */
  onSendAgain: (() => void) | null;
};

/** One message of the thread. A notification goes to it by its element id. */
export function MessageItem({ message, files, isNamed, isGoingOn, onTakeBack, onSendAgain }: Props) {
  const { t } = useTranslation();
  const times = useTimes();
  const { editedAt, deleted } = message;
  const edited = useAtNow((now) => (editedAt === null ? '' : times.messageMoment(editedAt, now)));
  const { isOwn } = message;
  const look = isOwn
    ? 'message-own'
    : message.author.kind === 'requester'
      ? 'message-colleague'
      : 'message-specialist';
  const operation = useConnection((all) =>
    all.operations.find((one) => one.kind === 'add_message' && one.messageId === message.id),
  );
  const isLost = message.missingSince !== null && deleted === null && message.delivery === 'delivered';
  const isBlocked = operation?.problem?.code === 'desk_blocked';

  return (
    <article
      id={`message-${message.id}`}
      data-testid="message"
      tabIndex={-1}
      aria-labelledby={`author-${message.id}`}
      className={`message ${look} ${isNamed ? 'message-named' : ''} ${isGoingOn ? 'message-going-on' : ''}`}
    >
      <header className="message-head">
        {!isGoingOn && (
          <Initials name={message.author.name} side={message.author.kind === 'requester' ? 'ours' : 'desk'} />
        )}
        <h2 id={`author-${message.id}`} dir="auto" className={isGoingOn ? 'unseen' : ''}>
          {isOwn ? t('ticket.you') : message.author.name}
        </h2>
        <Moment at={message.at} />
        {editedAt !== null && deleted === null && (
          <span className="message-edited" title={times.fullMoment(editedAt)}>
            {t('ticket.edited', { at: edited })}
          </span>
        )}
        {isLost && (
          <span className="message-edited" data-testid="lost-message">
            {t('absence.message')}
          </span>
        )}
        {isOwn && deleted === null && !isLost && (
          <span className={`delivery delivery-${message.delivery}`} data-testid="delivery">
            {t(`ticket.sent.${message.delivery}`)}
          </span>
        )}
      </header>
      {deleted === null ? (
        <MessageText text={message.body} />
      ) : (
        <p className="message-deleted">
          {t('ticket.messageDeleted', { by: deleted.by, at: times.messageMoment(deleted.at, Date.now()) })}
        </p>
      )}
      <Earlier texts={message.earlier} />
      <Attachments attachments={files} onSendAgain={onSendAgain} />
      {onSendAgain && isLostReply(message) && (
        <Button kind="link" className="message-take-back" onPress={onSendAgain}>
          {t('absence.sendAgain')}
        </Button>
      )}
      {message.delivery === 'refused' && (
        <div className="message-refused">
          {message.problem && (
            <>
              <p className="small">{t(isBlocked ? 'blocked.answered' : 'ticket.deskSays')}</p>
              <p className="banner-words" dir="auto" {...langOf(message.problem)}>
                {message.problem}
              </p>
            </>
          )}
        </div>
      )}
      {operation && message.delivery !== 'sending' && (
        <TakeBack message={message} operation={operation} onTakeBack={onTakeBack} />
      )}
    </article>
  );
}

/** What stood there before the desk put another text in its place. */
function Earlier({ texts }: { texts: Message['earlier'] }) {
  const { t } = useTranslation();
  const times = useTimes();
  if (texts.length === 0) return null;
  return (
    <Disclosure level={3} title={t('absence.earlier', { count: texts.length })}>
      {texts.map(({ body, until }) => (
        <div key={until} className="message-earlier">
          <p className="soft small">{t('absence.until', { when: times.fullMoment(until) })}</p>
          <MessageText text={body} />
        </div>
      ))}
    </Disclosure>
  );
}

/** When it goes and why not yet, and the way back into the box. What may have arrived is asked for at the desk first. */
function TakeBack({
  message,
  operation,
  onTakeBack,
}: Pick<Props, 'message' | 'onTakeBack'> & { operation: WaitingOperation }) {
  const { t } = useTranslation();
  const why = useWaitsWords(operation);
  const [isBusy, setBusy] = useState(false);
  const takeBack = async () => {
    setBusy(true);
    await onTakeBack();
    setBusy(false);
  };
  // Another account's desk cannot be asked from here, so what may have arrived there waits.
  const canTakeBack = operation.isUntouched || operation.otherAccount === null;
  const label = t(message.delivery === 'refused' ? 'ticket.editAgain' : 'ticket.editReply');
  return (
    <div className="message-take-back">
      {message.delivery === 'queued' && <p className="soft small">{why}</p>}
      {canTakeBack && (
        <Button kind={message.delivery === 'refused' ? 'plain' : 'link'} isBusy={isBusy} onPress={takeBack}>
          {isBusy && !operation.isUntouched ? t('takeBack.asking') : label}
        </Button>
      )}
      {canTakeBack && !operation.isUntouched && <p className="soft small">{t('outbox.mayHaveArrived')}</p>}
    </div>
  );
}
