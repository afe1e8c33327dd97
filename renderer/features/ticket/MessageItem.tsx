import { useTranslation } from 'react-i18next';
import type { Attachment, Message } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { useConnection } from '../../state/connection.ts';
import { Button } from '../../ui/Button.tsx';
import { useTimes } from '../../ui/time.ts';
import { Attachments } from '../attachments/Attachments.tsx';
import { MessageText } from './MessageText.tsx';
import { Moment } from './Moment.tsx';

type Props = {
  message: Message;
  files: readonly Attachment[];
  isNamed: boolean;
  onTakeBack: () => void;
};

/** One message of the thread. A notification goes to it by its element id. */
export function MessageItem({ message, files, isNamed, onTakeBack }: Props) {
  const { t } = useTranslation();
  const times = useTimes();
  const { editedAt, deleted } = message;
  const edited = useAtNow((now) => (editedAt === null ? '' : times.messageMoment(editedAt, now)));
  const isOwn = message.author.kind === 'requester';

  return (
    <article
      id={`message-${message.id}`}
      data-testid="message"
      tabIndex={-1}
      aria-labelledby={`author-${message.id}`}
      className={`message ${isOwn ? 'message-own' : 'message-specialist'} ${isNamed ? 'message-named' : ''}`}
    >
      <header className="message-head">
        <h2 id={`author-${message.id}`} dir="auto">
          {message.author.name}
        </h2>
        <Moment at={message.at} />
        {editedAt !== null && deleted === null && (
          <span className="message-edited" title={times.fullMoment(editedAt)}>
            {t('ticket.edited', { at: edited })}
          </span>
        )}
        {isOwn && deleted === null && (
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
      <Attachments attachments={files} />
      {message.delivery === 'refused' && (
        <div className="message-refused">
          {message.problem && (
            <>
              <p className="small">{t('ticket.deskSays')}</p>
              <p className="banner-words" dir="auto">
                {message.problem}
              </p>
            </>
          )}
          <Button onPress={onTakeBack}>{t('ticket.editAgain')}</Button>
        </div>
      )}
      {message.delivery === 'queued' && <TakeBack message={message} onTakeBack={onTakeBack} />}
    </article>
  );
}

/** Only what has certainly not arrived can be changed. */
function TakeBack({ message, onTakeBack }: Pick<Props, 'message' | 'onTakeBack'>) {
  const { t } = useTranslation();
  const operation = useConnection((all) =>
    all.operations.find((one) => one.kind === 'add_message' && one.messageId === message.id),
  );
  if (operation === undefined) return null;
  return operation.isUntouched ? (
    <Button kind="link" className="message-take-back" onPress={onTakeBack}>
      {t('ticket.editReply')}
    </Button>
  ) : (
    <p className="soft small message-take-back">{t('outbox.mayHaveArrived')}</p>
  );
}
