import i18next from 'i18next';
import type { TicketId } from '#shared/ids.ts';
import { begunDraft } from '../../state/begun.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { openTicket, showGroup } from '../../state/navigation.ts';
import { sayFailure, showToast } from '../../state/notices.ts';
import { draftSaver } from '../../state/texts.ts';

/** Throws a draft away without asking, because the toast can bring it back. */
export async function withdraw(id: TicketId): Promise<void> {
  await draftSaver(id).flush();
  // One that nothing was written in is only left.
  const isEmpty = begunDraft(id) !== null && draftSaver(id).written() === null;
  if (isEmpty) return showGroup('drafts');
  const answer = await ask('ticket.withdraw', { id });
  if (!answer.ok) return sayFailure(answer.failure);
  showGroup('drafts');
  await readInbox();
  showToast({
    text: i18next.t('wizard.thrownAway'),
    undo: () => void restore(id),
  });
}

/** Makes a draft again of one that was thrown away, and goes there. */
export async function restore(id: TicketId): Promise<void> {
  const answer = await ask('ticket.restore', { id });
  if (!answer.ok) {
    showToast({ text: i18next.t('wizard.restoreFailed') });
    return;
  }
  await readInbox();
  openTicket(id, 'drafts');
}
