/** The ways in which a person gives files to a ticket: chosen, dropped or pasted. */
import i18next from 'i18next';
import { type RefObject, useEffect, useState } from 'react';
import type { TicketId } from '#shared/ids.ts';
import { announce, showToast } from '../../state/notices.ts';
import { attach, retryUpload } from '../../state/uploads.ts';
import { isLongPaste, pasted, textFile } from './pasted.ts';

const announceAttached = (name: string) => announce(i18next.t('attach.done', { name }));

export function attachFiles(ticketId: TicketId, files: readonly File[]): void {
  attach(ticketId, files, announceAttached);
}

export function attachAgain(key: number): void {
  retryUpload(key, announceAttached);
}

/** Attaches what is pasted as files; where text is written, offers what else could be made of it. */
function takePaste(ticketId: TicketId, event: ClipboardEvent): void {
  if (event.clipboardData === null) return;
  const now = new Date();
  const { files, text } = pasted(event.clipboardData, now);
  if (text === null) {
    if (files.length === 0) return;
    event.preventDefault();
    attachFiles(ticketId, files);
  } else if (files.length > 0) {
    showToast({
      text: i18next.t('attach.asText'),
      action: { label: i18next.t('attach.asPicture'), run: () => attachFiles(ticketId, files) },
    });
  } else if (event.target instanceof HTMLTextAreaElement && isLongPaste(text)) {
    const takeOut = pastedInto(event.target, text);
    const attachText = () => {
      takeOut();
      attachFiles(ticketId, [textFile(text, now)]);
    };
    showToast({
      text: i18next.t('attach.longText'),
      action: { label: i18next.t('attach.asFile'), run: attachText },
    });
  }
}

/** Takes a text out again that is about to be pasted into a field, if it still stands where it was put. */
function pastedInto(box: HTMLTextAreaElement, text: string): () => void {
  const start = box.selectionStart;
  const written = text.replace(/\r\n?/g, '\n');
  return () => {
    const end = start + written.length;
    if (!box.isConnected || box.value.slice(start, end) !== written) return;
    box.focus();
    box.setSelectionRange(start, end);
    document.execCommand('delete');
  };
}

/** Takes files that are dropped on, or pasted into, an element. True while files are held over it. */
export function useFilesFor(ref: RefObject<HTMLElement | null>, ticketId: TicketId | null): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const element = ref.current;
    if (element === null || ticketId === null) return;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (!(event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) setOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event) || event.dataTransfer === null) return;
      event.preventDefault();
      setOver(false);
      attachFiles(ticketId, [...event.dataTransfer.files]);
    };
    const paste = (event: ClipboardEvent) => takePaste(ticketId, event);
    element.addEventListener('dragenter', over);
    element.addEventListener('dragover', over);
    element.addEventListener('dragleave', leave);
    element.addEventListener('drop', drop);
    element.addEventListener('paste', paste);
    return () => {
      element.removeEventListener('dragenter', over);
      element.removeEventListener('dragover', over);
      element.removeEventListener('dragleave', leave);
      element.removeEventListener('drop', drop);
      element.removeEventListener('paste', paste);
      setOver(false);
    };
  }, [ref, ticketId]);
  return isOver;
}
