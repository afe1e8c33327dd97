/** What is not sent has a total limit: no window can fill the disk with it. */
import { expect, test } from 'vitest';
import type { AttachmentId } from '#shared/ids.ts';
import { COMMANDS } from '#shared/ipc.ts';
import { realDisk } from '../../main/core/disk.ts';
import {
  MOST_ARRIVING,
  MOST_TICKETS_HERE,
  MOST_WAITING,
  roomForDraft,
  roomForFile,
  roomForOperation,
} from '../../main/core/room.ts';
import { core } from './running-core.ts';

const MEGABYTE = 1024 * 1024;
const refused = { failure: { code: 'too_much_kept' } };
/** Has room for everything: the limit is not the disk's. */
const disk = { ...realDisk, freeBytes: () => 2 ** 50 };

test('files that are not sent: 2 GB in all, and one goes when another is given up', async () => {
  const running = core({ disk });
  const id = await running.draft({});
  const start = (size: number) =>
    running.handle('attachment.start', { ticketId: id, name: 'a.log', size, mediaType: '' });
  const [first] = await Promise.all(Array.from({ length: 20 }, () => start(100 * MEGABYTE)));
  await expect(start(100 * MEGABYTE)).rejects.toMatchObject(refused);
  expect(await start(40 * MEGABYTE)).toHaveProperty('id');
  if (first === undefined) throw new Error('No file was begun.');
  await running.handle('attachment.remove', { id: first.id });
  expect(await start(50 * MEGABYTE)).toHaveProperty('id');
});

test('files that are attached count as long as the desk does not have them', async () => {
  const running = core({ disk });
  const id = await running.draft({});
  const start = (size: number) =>
    running.handle('attachment.start', { ticketId: id, name: 'a.log', size, mediaType: '' });
  const { id: file } = await start(100);
  await running.handle('attachment.append', { id: file, offset: 0, bytes: new Uint8Array(100) });
  await running.handle('attachment.finish', { id: file });
  for (let at = 0; at < 20; at += 1) await start(100 * MEGABYTE);
  // Exactly what is left, were there no attached file.
  await expect(start(48 * MEGABYTE)).rejects.toMatchObject(refused);
  expect(await start(48 * MEGABYTE - 100)).toHaveProperty('id');
});

test('no more than 50 files are copied in at once', async () => {
  const running = core({ disk });
  const id = await running.draft({});
  const start = () => running.handle('attachment.start', { ticketId: id, name: 'a', size: 0, mediaType: '' });
  for (let at = 0; at < MOST_ARRIVING; at += 1) await start();
  await expect(start()).rejects.toMatchObject(refused);
});

test('a file that is cut off on its way in gives its room back after some minutes', async () => {
  const running = core({ disk });
  const id = await running.draft({});
  const start = () => running.handle('attachment.start', { ticketId: id, name: 'a', size: 9, mediaType: '' });
  const piece = (file: AttachmentId, offset: number) =>
    running.handle('attachment.append', { id: file, offset, bytes: new Uint8Array(3) });
  const { id: going } = await start();
  for (let at = 1; at < MOST_ARRIVING; at += 1) await start();
  await expect(start()).rejects.toMatchObject(refused);
  running.letMinutesPass(6);
  await piece(going, 0);
  running.letMinutesPass(6);
  await start();
  // The one that goes on is not cut off.
  await piece(going, 3);
  await piece(going, 6);
  await running.handle('attachment.finish', { id: going });
});

test('drafts and the outbox end at 10,000, and so do files, however small', () => {
  const drafts = (count: number) => () => roomForDraft({ tickets: { countHere: () => count } });
  expect(drafts(MOST_TICKETS_HERE - 1)).not.toThrow();
  expect(drafts(MOST_TICKETS_HERE)).toThrow('too_much_kept');
  const waiting = (count: number) => () => roomForOperation({ operations: { size: () => count } });
  expect(waiting(MOST_WAITING - 1)).not.toThrow();
  expect(waiting(MOST_WAITING)).toThrow('too_much_kept');
  const files = (count: number) => () =>
    roomForFile({ attachments: { unsent: () => ({ files: count, bytes: 0 }) } }, 0, [], 0);
  expect(files(MOST_WAITING - 1)).not.toThrow();
  expect(files(MOST_WAITING)).toThrow('too_much_kept');
});

test('a page hands over a file in pieces of 4 MB at most', () => {
  const { request } = COMMANDS['attachment.append'];
  const piece = (length: number) => ({
    id: '0197f3c0-0000-7000-8000-000000000000',
    offset: 0,
    bytes: new Uint8Array(length),
  });
  expect(request.safeParse(piece(4 * MEGABYTE)).success).toBe(true);
  expect(request.safeParse(piece(4 * MEGABYTE + 1)).success).toBe(false);
});
