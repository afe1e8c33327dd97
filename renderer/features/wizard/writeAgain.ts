import i18next from 'i18next';
import type { TicketSummary } from '#shared/model.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { goToTicket, openTicket } from '../../state/navigation.ts';
import { sayFailure, showToast } from '../../state/notices.ts';
import { draftSaver } from '../../state/texts.ts';

/** Makes a draft with the words of a ticket and goes to it, saying what it did not take over. Undone, the ticket is back. */
export async function writeAgain({ id, title }: Pick<TicketSummary, 'id' | 'title'>): Promise<void> {
  const answer = await ask('draft.useAgain', { id });
  if (!answer.ok) return sayFailure(answer.failure);
  const draft = answer.value.id;
  openTicket(draft, 'drafts');
  await readInbox();
  const undo = async () => {
    // What was written in it since stays with it, in the draft that can be brought back.
    await draftSaver(draft).flush();
    const undone = await ask('ticket.withdraw', { id: draft });
    if (!undone.ok) return sayFailure(undone.failure);
    goToTicket(id, null);
    await readInbox();
  };
  const words = { title: title.trim() || i18next.t('inbox.untitled') };
  showToast({ text: i18next.t('people.again.done', words), undo: () => void undo() });
}
