import './chat.css';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChatState } from '#shared/contract.ts';
import type { Ticket } from '#shared/model.ts';
import { useChat } from '../../state/chat.ts';
import { useConnection } from '../../state/connection.ts';
import { announce, useSpokenWhenChanged } from '../../state/notices.ts';
import { useWrong } from '../../state/wrong.ts';
import { Button } from '../../ui/Button.tsx';
import { askFor, CAN } from '../ticket/actions.ts';

/** Above the messages of a chat: whose turn it is, who is there, and what becomes of what is written now. */
export function ChatStrip({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const chat = useChat(ticket);
  const standing = useStanding();
  const isOnline = useConnection(({ connection }) => connection.state === 'online');
  const wrong = useWrong();
  const isOver = chat?.state === 'ended';
  const waits = `${wrong ?? ''} ${t('chat.waitsHere')}`.trim();
  const words = chat === null ? null : isOnline || isOver ? standing(chat) : waits;
  useSpokenWhenChanged(words);
  if (chat === null || ticket.deleted !== null) return null;
  return (
    <section className={`chat-strip chat-${chat.state}`} aria-label={t('chat.label')}>
      <p className="chat-standing">{words}</p>
      {isOnline && chat.typing && chat.specialist && <Typing name={chat.specialist.name} />}
      {CAN.goOnInWriting(ticket) && ticket.edit?.channel === undefined && (
        <Button kind="link" onPress={() => askFor(ticket.id, 'writing')}>
          {t('chat.writing.do')}
        </Button>
      )}
    </section>
  );
}

function useStanding(): (chat: ChatState) => string {
  const { t } = useTranslation();
  return ({ state, position, specialist }) => {
    if (state === 'ended') return t('chat.ended');
    if (state === 'queued') return position === null ? t('chat.queued') : t('chat.position', { position });
    if (specialist === null) return t('chat.active');
    return t(`chat.presence.${specialist.presence}`, { name: specialist.name });
  };
}

/** Said aloud once: dots that come and go would drown everything else. */
function Typing({ name }: { name: string }) {
  const { t } = useTranslation();
  const words = t('chat.typing', { name });
  const said = useRef(false);
  useEffect(() => {
    if (!said.current) announce(words);
    said.current = true;
  }, [words]);
  return (
    <p className="chat-typing soft small">
      <span aria-hidden="true" className="chat-dots">
        <i />
        <i />
        <i />
      </span>
      {words}
    </p>
  );
}
