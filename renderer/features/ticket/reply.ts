/** The reply being written: in the box, on disk, and on its way. */
import { useRef, useState } from 'react';
import type { Failure } from '#shared/errors.ts';
import type { MessageId } from '#shared/ids.ts';
import type { Ticket } from '#shared/model.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { forgetReply, replySaver } from '../../state/texts.ts';
import { readTicket } from '../../state/ticket.ts';

export type Reply = ReturnType<typeof useReply>;

export function useReply(ticket: Ticket) {
  const { id } = ticket;
  const [text, setText] = useState(() => replySaver(id).written() ?? ticket.replyDraft);
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);

  const write = (body: string) => {
    setText(body);
    setFailure(null);
    replySaver(id).push(body);
  };

  /** True when the reply is in the outbox. The box keeps its text until then. */
  const send = async (): Promise<boolean> => {
    if (isSending || text.trim() === '') return false;
    setSending(true);
    const isSaved = await replySaver(id).flush();
    const answer = isSaved ? await ask('reply.send', { ticketId: id }) : null;
    setSending(false);
    if (answer?.ok) {
      forgetReply(id);
      setText('');
      setFailure(null);
      await Promise.all([readTicket(), readInbox()]);
      return true;
    }
    // When saving failed, the save mark already says why.
    if (answer) setFailure(answer.failure);
    return false;
  };

  /** Brings a refused reply back into the box, after whatever stands there already. */
  const reopen = async (messageId: MessageId) => {
    if (!(await replySaver(id).flush())) return;
    const answer = await ask('reply.reopen', { ticketId: id, id: messageId });
    if (!answer.ok) {
      setFailure(answer.failure);
      return;
    }
    const fresh = await ask('ticket.get', { id });
    if (fresh.ok) {
      const brought = fresh.value.replyDraft;
      forgetReply(id);
      if (text.trim() === '' || brought.includes(text)) setText(brought);
      else write(`${text}\n\n${brought}`);
    }
    await readTicket();
    box.current?.focus();
  };

  return { text, write, send, reopen, isSending, failure, box };
}
