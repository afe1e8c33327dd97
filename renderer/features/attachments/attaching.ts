/** The ways in which a person gives files to a ticket: chosen, dropped or pasted. */
import i18next from 'i18next';
import { type RefObject, useEffect, useState } from 'react';
import type { TicketId } from '#shared/ids.ts';
import { announce } from '../../state/notices.ts';
import { attach, retryUpload } from '../../state/uploads.ts';

const announceAttached = (name: string) => announce(i18next.t('attach.done', { name }));

export function attachFiles(ticketId: TicketId, files: readonly File[]): void {
  attach(ticketId, files, announceAttached);
}

export function attachAgain(key: number): void {
  retryUpload(key, announceAttached);
}

/**
 * The files in what is pasted. Text wins: programs put a picture of the text beside it. A screenshot has no name, so
 * it gets the moment as one.
 */
export function pastedFiles(data: DataTransfer, now: Date): File[] {
  if (data.types.includes('text/plain')) return [];
  return [...data.files].map((file) =>
    file.name === 'image.png' ? new File([file], screenshotName(now), { type: file.type }) : file,
  );
}

function screenshotName(now: Date): string {
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
  const time = [two(now.getHours()), two(now.getMinutes()), two(now.getSeconds())].join('.');
  return `${i18next.t('attach.screenshot')} ${day} ${time}.png`;
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
    const paste = (event: ClipboardEvent) => {
      const files = event.clipboardData ? pastedFiles(event.clipboardData, new Date()) : [];
      if (files.length === 0) return;
      event.preventDefault();
      attachFiles(ticketId, files);
    };
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
