import i18next from 'i18next';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { openTicket } from '../../state/navigation.ts';
import { showToast } from '../../state/notices.ts';

/** Starts a draft and goes to it. */
export async function newTicket(): Promise<void> {
  const answer = await ask('draft.create', {});
  if (!answer.ok) {
    const why = i18next.t(`errors.${answer.failure.code}`);
    showToast({ text: `${i18next.t('nav.newTicketFailed')} ${why}` });
    return;
  }
  openTicket(answer.value.id, 'drafts');
  await readInbox();
}
