/** The reply being written: in the box, on disk, and on its way. */
import { useRef, useState } from 'react';
import { create } from 'zustand';
import type { Failure } from '#shared/errors.ts';
import type { MessageId, TicketId } from '#shared/ids.ts';
import type { Ticket } from '#shared/model.ts';
import { readOutbox } from '../../state/connection.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { sayNotTakenBack } from '../../state/take-back.ts';
import { flushReply, forgetReply, useReplyText, writeReply } from '../../state/texts.ts';
import { readTicket } from '../../state/ticket.ts';

export type Reply = ReturnType<typeof useReply>;

/** Tickets whose reply box is held still, because what stands in it is about to change in the store. */
const useHeld = create<{ held: ReadonlySet<TicketId> }>(() => ({ held: new Set() }));

async function holdingBox<Result>(id: TicketId, work: () => Promise<Result>): Promise<Result> {
  useHeld.setState(({ held }) => ({ held: new Set([...held, id]) }));
  try {
    return await work();
  } finally {
    useHeld.setState(({ held }) => ({ held: new Set([...held].filter((one) => one !== id)) }));
  }
}

/** Sends what stands in the box. Null when it is in the outbox; the box keeps its text until then. */
export function sendReply(ticketId: TicketId): Promise<Failure | 'unsaved' | null> {
  return holdingBox(ticketId, async () => {
    if (!(await flushReply(ticketId))) return 'unsaved';
    const answer = await ask('reply.send', { ticketId });
    if (!answer.ok) return answer.failure;
    await Promise.all([readTicket(), readInbox()]);
    forgetReply(ticketId);
    return null;
  });
}

/** Brings a reply that has not arrived back into the box, before whatever stands there already. */
export function bringBack(ticketId: TicketId, id: MessageId): Promise<Failure | 'unsaved' | null> {
  return holdingBox(ticketId, async () => {
    if (!(await flushReply(ticketId))) return 'unsaved';
    const answer = await ask('reply.takeBack', { ticketId, id });
    if (!answer.ok) return answer.failure;
    await Promise.all([readTicket(), readInbox()]);
    forgetReply(ticketId);
    return null;
  });
}

export function useReply(ticket: Ticket) {
  const { id } = ticket;
  const text = useReplyText(id) ?? ticket.replyDraft;
  const isHeld = useHeld((all) => all.held.has(id));
  const [failure, setFailure] = useState<Failure | null>(null);
  const box = useRef<HTMLTextAreaElement>(null);
  // When saving failed, the save mark already says why.
  const told = (outcome: Failure | 'unsaved' | null) => {
    setFailure(outcome === 'unsaved' ? null : outcome);
    return outcome === null;
  };

  return {
    text,
    isHeld,
    failure,
    box,
    write: (body: string) => {
      setFailure(null);
      writeReply(id, body);
    },
    /** True when the reply is in the outbox. */
    send: async () => !isHeld && text.trim() !== '' && told(await sendReply(id)),
    /** Takes a reply back out of the outbox, to be changed. */
    takeBack: async (messageId: MessageId) => {
      const failure = await bringBack(id, messageId);
      if (failure === null) box.current?.focus();
      else if (failure !== 'unsaved') {
        sayNotTakenBack(failure);
        await Promise.all([readTicket(), readInbox(), readOutbox()]);
      }
    },
  };
}
