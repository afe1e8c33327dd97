/** The whole ticket as text, to be kept or sent another way. */
import i18next from 'i18next';
import type { TicketId } from '#shared/ids.ts';
import { copyText } from '../../state/clipboard.ts';
import { ask } from '../../state/lifeline.ts';
import { showToast } from '../../state/notices.ts';

async function ticketText(id: TicketId): Promise<string | null> {
  const answer = await ask('ticket.export', { id });
  if (answer.ok) return answer.value.markdown;
  showToast({ text: i18next.t(`errors.${answer.failure.code}`) });
  return null;
}

/** Puts everything that was written onto the clipboard. */
export async function copyTicket(id: TicketId): Promise<void> {
  const text = await ticketText(id);
  if (text === null) return;
  const isCopied = await copyText(text);
  showToast({ text: i18next.t(isCopied ? 'ticket.menu.copied' : 'ticket.menu.notCopied') });
}

/** Offers everything that was written as a file; where it goes is asked by the computer's own dialog. */
export async function saveTicket(id: TicketId, number: string | null): Promise<void> {
  const text = await ticketText(id);
  if (text === null) return;
  const url = URL.createObjectURL(new Blob([text], { type: 'text/markdown' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${number ?? i18next.t('ticket.menu.fileName')}.md`;
  link.click();
  URL.revokeObjectURL(url);
}
