import { useTranslation } from 'react-i18next';
import type { Message } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { useTimes } from '../../ui/time.ts';
import { Markdown } from './Markdown.tsx';

type Props = { message: Message; isNamed: boolean; onReopen: () => void };

/** One message of the thread. A notification goes to it by its element id. */
export function MessageItem({ message, isNamed, onReopen }: Props) {
  const { t } = useTranslation();
  const times = useTimes();
  const at = useAtNow((now) => times.messageMoment(message.at, now));
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
        <time dateTime={new Date(message.at).toISOString()} title={times.fullMoment(message.at)}>
          {at}
        </time>
        {isOwn && (
          <span className={`delivery delivery-${message.delivery}`} data-testid="delivery">
            {t(`ticket.sent.${message.delivery}`)}
          </span>
        )}
      </header>
      <Markdown text={message.body} />
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
          <Button onPress={onReopen}>{t('ticket.editAgain')}</Button>
        </div>
      )}
    </article>
  );
}
