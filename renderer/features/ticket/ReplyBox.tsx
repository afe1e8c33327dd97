import { useLayoutEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract.ts';
import type { Ticket } from '#shared/model.ts';
import { canSendAgain } from '../../state/absence.ts';
import { useChat } from '../../state/chat.ts';
import { copyText } from '../../state/clipboard.ts';
import { ask } from '../../state/lifeline.ts';
import { focusTaken, useNavigation } from '../../state/navigation.ts';
import { announce } from '../../state/notices.ts';
import { useReplySaveState } from '../../state/texts.ts';
import { isCopying, useUploadsOf } from '../../state/uploads.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { pressed } from '../../ui/key-table.ts';
import { SendKey } from '../../ui/keys.tsx';
import { lengthWords } from '../../ui/length.ts';
import { marksOf } from '../../ui/long-texts.ts';
import { SaveMark } from '../../ui/SaveMark.tsx';
import { useTimes } from '../../ui/time.ts';
import { AttachButton } from '../attachments/AttachButton.tsx';
import { Attachments } from '../attachments/Attachments.tsx';
import { LanguageHint } from '../language/LanguageHint.tsx';
import type { Reply } from './reply.ts';

type Props = {
  ticket: Ticket;
  reply: Reply;
  isArrived: boolean;
  /** Brings what was just sent into view. */
  onSent: () => void;
};

/** What lies over the page, the list of commands for instance, keeps the focus until it is gone: some frames. */
const MOST_FRAMES = 30;

/** Puts the cursor into the box when the person has asked for it from elsewhere. */
function useWantedFocus(box: Reply['box'], isReady: boolean) {
  const isWanted = useNavigation((state) => state.focusWanted === 'reply');
  // Before the next key: whoever has asked for it is already typing.
  useLayoutEffect(() => {
    if (!isWanted || !isReady) return;
    let frame = 0;
    let framesLeft = MOST_FRAMES;
    const take = (): void => {
      box.current?.focus();
      framesLeft -= 1;
      if (document.activeElement !== box.current && framesLeft > 0) {
        frame = requestAnimationFrame(take);
        return;
      }
      // Whoever comes back to a reply goes on at its end.
      box.current?.setSelectionRange(box.current.value.length, box.current.value.length);
      focusTaken();
    };
    take();
    return () => cancelAnimationFrame(frame);
  }, [box, isWanted, isReady]);
}

/** Where a reply is written. Every keystroke is saved; Ctrl or Cmd with Enter sends. */
export function ReplyBox({ ticket, reply, isArrived, onSent }: Props) {
  const { t } = useTranslation();
  const times = useTimes();
  const saveState = useReplySaveState(ticket.id);
  const length = lengthWords(t, times.count, reply.text, LIMITS.longText);
  const uploads = useUploadsOf(ticket.id);
  const files = ticket.attachments.filter(
    ({ messageId, delivery }) => messageId === null && delivery === 'attached',
  );
  const chat = useChat(ticket);
  const isChat = chat !== null && chat.state !== 'ended';
  useWantedFocus(reply.box, isArrived);

  if (ticket.state === 'closed' || ticket.missing === 'yes')
    return <NoReply ticket={ticket} text={reply.text} />;

  const send = async () => {
    if (await reply.send()) {
      announce(t('reply.sent'));
      onSent();
    }
    reply.box.current?.focus();
  };
  const isEmpty = reply.text.trim() === '';
  const isBegun = reply.text !== '';
  const canSend = !isEmpty && length.error === undefined && !reply.isHeld && !isCopying(uploads);

  return (
    <section className="reply" aria-label={t('reply.label')}>
      <div id="reply-words" className="reply-words">
        {/* Heard with the field; to be seen once somebody writes. */}
        {isChat && <p className={isBegun ? 'soft small' : 'unseen'}>{t('chat.keys')}</p>}
        {length.error && <p className="field-error">{length.error}</p>}
        {length.note && <p className="field-note">{length.note}</p>}
        {reply.failure && (
          <p className="field-error" role="alert">
            {t('reply.failed')} {t(`errors.${reply.failure.code}`)}
          </p>
        )}
        {isEmpty && files.length > 0 && <p className="soft small">{t('attach.needsWords')}</p>}
      </div>
      <LanguageHint text={reply.text} />
      <Attachments attachments={files} uploads={uploads} />
      <div className="reply-row">
        <AttachButton ticketId={ticket.id} kind="quiet" isSign />
        <textarea
          ref={reply.box}
          className="reply-box"
          aria-label={t('reply.label')}
          aria-describedby="reply-words"
          aria-invalid={length.error !== undefined}
          placeholder={t(ticket.state === 'solved' ? 'reply.solvedHint' : 'reply.placeholder')}
          {...marksOf(reply.text)}
          rows={1}
          value={reply.text}
          readOnly={reply.isHeld}
          onChange={(event) => {
            reply.write(event.target.value);
            if (isChat && event.target.value.trim() !== '') void ask('chat.typing', { id: ticket.id });
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            const isChatSend = isChat && event.key === 'Enter' && !event.shiftKey;
            if (!isChatSend && !pressed('send', event)) return;
            event.preventDefault();
            if (canSend) void send();
          }}
        />
        <Button
          kind="primary"
          icon="send"
          className="reply-send"
          aria-label={t('reply.send')}
          aria-keyshortcuts={isChat ? 'Enter Control+Enter Meta+Enter' : 'Control+Enter Meta+Enter'}
          isDisabled={!canSend}
          onPress={send}
        >
          {t('wizard.review.send')}
        </Button>
      </div>
      {(isBegun || saveState.kind === 'failed') && (
        <div className="reply-foot">
          <SaveMark state={saveState} />
          {!isChat && <SendKey />}
        </div>
      )}
    </section>
  );
}

/** In place of the box when the desk takes no more, or nothing before it has the ticket again. What was written and never sent stays in sight. */
function NoReply({ ticket, text }: { ticket: Ticket; text: string }) {
  const { t } = useTranslation();
  const isClosed = ticket.state === 'closed' && ticket.deleted === null;
  const copy = async () => {
    const isCopied = await copyText(text);
    announce(t(isCopied ? 'link.copied' : 'ticket.menu.notCopied'));
  };
  return (
    <div className="reply-closed">
      {canSendAgain(ticket) ? (
        <p className="soft">{t('absence.reply')}</p>
      ) : (
        isClosed && <p className="soft">{t('reply.closed')}</p>
      )}
      {text.trim() !== '' && (
        <Banner tone="waiting" title={t('reply.leftOver')}>
          <p className="reply-left-over" dir="auto">
            {text}
          </p>
          <Button icon="copy" onPress={copy}>
            {t('link.copy')}
          </Button>
        </Banner>
      )}
    </div>
  );
}
