import { expect, test } from 'vitest';
import { isLongPaste, pasted } from '../../renderer/features/attachments/pasted.ts';
import { copyFile, PIECE_BYTES } from '../../renderer/state/copy-file.ts';
import { fileSize } from '../../renderer/ui/size.ts';
import type { ErrorCode } from '../../shared/errors.ts';
import { AttachmentId, TicketId } from '../../shared/ids.ts';
import type { Answer, Command, Request } from '../../shared/ipc.ts';

const TICKET = TicketId.parse('0197f3c0-0000-7000-8000-000000000001');
const ID = AttachmentId.parse('0197f3c0-0000-7000-8000-000000000002');

/** A store that takes files, except where it is told to fail. */
function bench(failing: { name: Command; code: ErrorCode } | null = null) {
  const asked: [Command, unknown][] = [];
  const kept = new Uint8Array(4 * PIECE_BYTES);
  const ask = async <Name extends Command>(name: Name, request: Request<Name>): Promise<Answer<Name>> => {
    asked.push([name, request]);
    if (failing?.name === name) return { ok: false, failure: { code: failing.code } };
    if ('bytes' in request) kept.set(request.bytes, request.offset);
    // The answers that are looked at: an id for a start; the rest only has to be ok.
    return {
      ok: true,
      value: { id: ID } as Answer<Name> extends { ok: true; value: infer Value } ? Value : never,
    };
  };
  return { asked, kept, ask, names: () => asked.map(([name]) => name) };
}

const quiet = () => ({ signal: new AbortController().signal, onProgress: () => {} });

function bigFile(size: number): File {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 1) bytes[at] = at % 251;
  return new File([bytes], 'trace.har', { type: 'application/json' });
}

test('A file reaches the store in order, byte for byte, and counts only when it is finished (invariant 1)', async () => {
  const { ask, kept, names, asked } = bench();
  const file = bigFile(2 * PIECE_BYTES + 77);
  const progress: number[] = [];
  const outcome = await copyFile(ask, TICKET, file, {
    ...quiet(),
    onProgress: (copied) => progress.push(copied),
  });
  expect(outcome).toEqual({ kind: 'done' });
  expect(names()).toEqual([
    'attachment.start',
    'attachment.append',
    'attachment.append',
    'attachment.append',
    'attachment.finish',
  ]);
  expect(asked[0]?.[1]).toEqual({
    ticketId: TICKET,
    name: 'trace.har',
    size: file.size,
    mediaType: 'application/json',
  });
  expect(Buffer.from(kept.subarray(0, file.size)).equals(Buffer.from(await file.arrayBuffer()))).toBe(true);
  expect(progress).toEqual([PIECE_BYTES, 2 * PIECE_BYTES, file.size]);
});

test('An empty file is a file too', async () => {
  const { ask, names } = bench();
  expect(await copyFile(ask, TICKET, bigFile(0), quiet())).toEqual({ kind: 'done' });
  expect(names()).toEqual(['attachment.start', 'attachment.finish']);
});

test('A file that the desk would not take is refused before a byte is copied, with the reason', async () => {
  const { ask, names } = bench({ name: 'attachment.start', code: 'attachment_too_large' });
  const outcome = await copyFile(ask, TICKET, bigFile(10), quiet());
  expect(outcome).toEqual({ kind: 'failed', failure: { code: 'attachment_too_large' } });
  expect(names()).toEqual(['attachment.start']);
});

test('When the disk fills up, or a person stops it, what was copied so far is taken away again', async () => {
  const full = bench({ name: 'attachment.append', code: 'store_full' });
  expect(await copyFile(full.ask, TICKET, bigFile(10), quiet())).toEqual({
    kind: 'failed',
    failure: { code: 'store_full' },
  });
  expect(full.names().at(-1)).toBe('attachment.remove');

  const stopped = bench();
  const abort = new AbortController();
  const outcome = await copyFile(stopped.ask, TICKET, bigFile(2 * PIECE_BYTES), {
    signal: abort.signal,
    onProgress: () => abort.abort(),
  });
  expect(outcome).toEqual({ kind: 'cancelled' });
  expect(stopped.names()).toEqual(['attachment.start', 'attachment.append', 'attachment.remove']);
});

test('A folder, or a file that has vanished, is named as unreadable and leaves nothing behind', async () => {
  const { ask, names } = bench();
  const folder = {
    name: 'Desktop',
    size: 4096,
    type: '',
    slice: () => ({ arrayBuffer: () => Promise.reject(new Error('NotReadableError')) }),
  } as unknown as File;
  expect(await copyFile(ask, TICKET, folder, quiet())).toEqual({ kind: 'failed', failure: null });
  expect(names()).toEqual(['attachment.start', 'attachment.remove']);
});

const clipboard = (text: string, ...files: File[]) =>
  ({ files, getData: () => text }) as unknown as DataTransfer;
const picture = () => new File(['x'], 'image.png', { type: 'image/png' });
const MOMENT = new Date(2026, 10, 22, 9, 4, 5);
const namesIn = (text: string, ...files: File[]) =>
  pasted(clipboard(text, ...files), MOMENT).files.map(({ name }) => name);

test('A pasted screenshot becomes a file that is named by its moment, and a second one of that second by its number', () => {
  const { files, text } = pasted(clipboard('', picture()), MOMENT);
  expect(files[0]?.name).toMatch(/ 2026-11-22 09\.04\.05\.png$/);
  expect(files[0]?.type).toBe('image/png');
  expect(text).toBeNull();
  const more = namesIn('', picture(), picture());
  expect(new Set([files[0]?.name, ...more]).size).toBe(3);
});

test('Pasted text stays text, and the picture that lies beside it is there to be offered', () => {
  const table = 'Name\tTickets\r\nEditor\t12\r\n';
  expect(pasted(clipboard(table, picture()), MOMENT)).toMatchObject({
    text: table,
    files: [{ type: 'image/png' }],
  });
  expect(pasted(clipboard(table), MOMENT)).toEqual({ text: table, files: [] });
});

test('Files that come with their names as text are files, however the file manager writes them', () => {
  const log = new File(['x'], 'trace one.har');
  const other = new File(['x'], 'Åpning.log'.normalize('NFD'));
  for (const text of [
    'trace one.har',
    '/home/kari/trace one.har',
    'C:\\Users\\kari\\trace one.har\r\n',
    'file:///home/kari/trace%20one.har\r\n',
    'x-special/nautilus-clipboard\ncopy\nfile:///home/kari/trace%20one.har\n',
  ])
    expect(pasted(clipboard(text, log), MOMENT).text, text).toBeNull();
  expect(pasted(clipboard('trace one.har\rÅpning.log', log, other), MOMENT).text).toBeNull();
  // A sentence about a file is none of its names.
  for (const text of ['see trace one.har', 'trace one.har\nis broken', 'file:///%'])
    expect(pasted(clipboard(text, log), MOMENT).text, text).toBe(text);
});

test('A text is long from 500 kB on, whatever it is written in', () => {
  expect(isLongPaste('x'.repeat(500_000))).toBe(false);
  expect(isLongPaste('x'.repeat(500_001))).toBe(true);
  expect(isLongPaste('å'.repeat(250_000))).toBe(false);
  expect(isLongPaste('å'.repeat(250_001))).toBe(true);
  expect(isLongPaste('受'.repeat(166_667))).toBe(true);
});

test('A size reads as a person would say it', () => {
  expect(fileSize('en', 0)).toBe('0 bytes');
  expect(fileSize('en', 2_400)).toBe('2.3 kB');
  expect(fileSize('en', 100 * 1024 * 1024)).toBe('100 MB');
  expect(fileSize('nb', 2_400_000)).toBe('2,3 MB');
});
