/** The whole ticket as text or on paper, to be kept or sent another way. */
import i18next from 'i18next';
import type { TicketId } from '#shared/ids.ts';
import { copyText } from '../../state/clipboard.ts';
import { ask } from '../../state/lifeline.ts';
import { sayFailure, showToast } from '../../state/notices.ts';
import { offerFile } from '../../state/offer-file.ts';
import { clearPaper, layOut, usePaper } from './paper.ts';

async function ticketText(id: TicketId): Promise<string | null> {
  const answer = await ask('ticket.export', { id });
  if (answer.ok) return answer.value.markdown;
  sayFailure(answer.failure);
  return null;
}

/** Puts everything that was written onto the clipboard. */
export async function copyTicket(id: TicketId): Promise<void> {
  const text = await ticketText(id);
  if (text === null) return;
  const isCopied = await copyText(text);
  showToast({ text: i18next.t(isCopied ? 'ticket.menu.copied' : 'ticket.menu.notCopied') });
}

const fileName = (number: string | null) => number ?? i18next.t('ticket.menu.fileName');

/** Offers everything that was written as a file of text. */
export async function saveTicket(id: TicketId, number: string | null): Promise<void> {
  const text = await ticketText(id);
  if (text === null) return;
  offerFile(`${fileName(number)}.md`, 'text/markdown', text);
}

/** Offers the ticket as it looks on paper. A long one takes seconds, so it is said that it is on its way. */
export async function savePdf(id: TicketId, number: string | null): Promise<void> {
  if (usePaper.getState().ticket !== null) return;
  const answer = await ask('ticket.get', { id });
  if (!answer.ok) return sayFailure(answer.failure);
  showToast({ text: i18next.t('paper.making') });
  await layOut(answer.value);
  const made = await ask('window.printToPdf', {});
  clearPaper();
  if (!made.ok) return showToast({ text: i18next.t('paper.failed') });
  offerFile(`${fileName(number)}.pdf`, 'application/pdf', new Uint8Array(made.value.pdf));
}
