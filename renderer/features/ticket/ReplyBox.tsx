import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract.ts';
import type { Ticket } from '#shared/model.ts';
import { announce } from '../../state/notices.ts';
import { useReplySaveState } from '../../state/texts.ts';
import { Button } from '../../ui/Button.tsx';
import { lengthWords } from '../../ui/length.ts';
import { SaveMark } from '../../ui/SaveMark.tsx';
import { useTimes } from '../../ui/time.ts';
import type { Reply } from './reply.ts';

/** Where a reply is written. Every keystroke is saved; Ctrl or Cmd with Enter sends. */
export function ReplyBox({ ticket, reply }: { ticket: Ticket; reply: Reply }) {
  const { t } = useTranslation();
  const times = useTimes();
  const saveState = useReplySaveState(ticket.id);
  const length = lengthWords(t, times.count, reply.text, LIMITS.longText);

  if (ticket.state === 'closed') return <p className="reply-closed soft">{t('reply.closed')}</p>;

  const send = async () => {
    if (await reply.send()) announce(t('reply.sent'));
    reply.box.current?.focus();
  };
  const canSend = reply.text.trim() !== '' && length.error === undefined && !reply.isSending;

  return (
    <section className="reply" aria-label={t('reply.label')}>
      <textarea
        ref={reply.box}
        className="reply-box"
        aria-label={t('reply.label')}
        aria-describedby="reply-words"
        aria-invalid={length.error !== undefined}
        placeholder={t(ticket.state === 'solved' ? 'reply.solvedHint' : 'reply.placeholder')}
        dir="auto"
        rows={2}
        value={reply.text}
        readOnly={reply.isSending}
        onChange={(event) => reply.write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          if (canSend) void send();
        }}
      />
      <div id="reply-words" className="reply-words">
        {length.error && <p className="field-error">{length.error}</p>}
        {length.note && <p className="field-note">{length.note}</p>}
        {reply.failure && (
          <p className="field-error" role="alert">
            {t('reply.failed')} {t(`errors.${reply.failure.code}`)}
          </p>
        )}
      </div>
      <div className="reply-foot">
        <span className="soft small">{t('reply.hint')}</span>
        <SaveMark state={saveState} />
        <Button kind="primary" icon="send" isDisabled={!canSend} onPress={send}>
          {t('reply.send')}
        </Button>
      </div>
    </section>
  );
}
