import i18next from 'i18next';
import type { TicketId } from '#shared/ids.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { openTicket, showGroup } from '../../state/navigation.ts';
import { sayFailure, showToast } from '../../state/notices.ts';
import { draftSaver } from '../../state/texts.ts';
import { rememberStep } from './steps.ts';

/** An article has helped: the draft ends as solved without a ticket. The toast can bring it back. */
export async function solve(id: TicketId, articleId: string): Promise<void> {
  await draftSaver(id).flush();
  const answer = await ask('draft.solve', { id, articleId });
  if (!answer.ok) return sayFailure(answer.failure);
  rememberStep(id, null);
  showGroup('solved');
  await readInbox();
  showToast({
    text: i18next.t('articles.thanks', { count: answer.value.solvedSoFar }),
    undo: () => void reopen(id),
  });
}

/** Goes on with a draft that an article had ended. */
export async function reopen(id: TicketId): Promise<void> {
  const answer = await ask('draft.reopen', { id });
  if (!answer.ok) return sayFailure(answer.failure);
  await readInbox();
  openTicket(id, 'drafts');
}
