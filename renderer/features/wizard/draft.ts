/** The draft being written: in the form, on disk, and into the outbox. */
import { useState } from 'react';
import type { Failure } from '#shared/errors.ts';
import type { Ticket, TicketForm } from '#shared/model.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { openTicket, useNavigation } from '../../state/navigation.ts';
import { draftSaver } from '../../state/texts.ts';
import { readTicket } from '../../state/ticket.ts';
import { rememberStep } from './steps.ts';

export function useDraft(ticket: Ticket) {
  const { id } = ticket;
  const [form, setForm] = useState<TicketForm>(() => ({ ...ticket.form, ...draftSaver(id).written() }));
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);

  const change = (patch: Partial<TicketForm>) => {
    setForm((before) => ({ ...before, ...patch }));
    setFailure(null);
    draftSaver(id).push(patch);
  };

  /** True when the ticket is in the outbox. */
  const submit = async (): Promise<boolean> => {
    if (isSending) return false;
    setSending(true);
    const isSaved = await draftSaver(id).flush();
    const answer = isSaved ? await ask('ticket.submit', { id }) : null;
    setSending(false);
    if (!answer?.ok) {
      if (answer) setFailure(answer.failure);
      // Another account was signed in meanwhile: whose the draft is belongs on the screen.
      if (answer?.failure.code === 'other_account') await readTicket();
      return false;
    }
    rememberStep(id, null);
    await Promise.all([readTicket(), readInbox()]);
    // Whoever has gone elsewhere meanwhile is not called back.
    const { place } = useNavigation.getState();
    if (place.screen === 'ticket' && place.id === id) openTicket(id, 'unsent');
    return true;
  };

  return { form, change, submit, isSending, failure };
}

export type Draft = ReturnType<typeof useDraft>;
