/** What was attached is kept, sent after its text, and given out only as what it is. */
import { createHash } from 'node:crypto';
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { PATHS } from '#shared/contract.ts';
import { type AttachmentId, idMaker, type TicketId } from '#shared/ids.ts';
import type { Attachment } from '#shared/model.ts';
import { realDisk } from '../../main/core/disk.ts';
import type { Desk } from '../desk/desk.ts';
import { seededBytes, seededNumbers } from '../desk/random.ts';
import { core, desk, newFolder, type RunningCore } from './running-core.ts';
import { sha256, type UploadDesk, uploadDesk } from './upload-desk.ts';

const MEGABYTE = 1024 * 1024;
const TEXT = new TextEncoder().encode('What the log said.');

/** A core whose desk takes files in memory; `told` are changes that the desk tells of with its next ones. */
async function running(options: { folder?: string; files?: UploadDesk; desk?: Desk; free?: number } = {}) {
  const files = options.files ?? uploadDesk();
  const at = options.desk ?? (await desk());
  const told: object[] = [];
  const order: string[] = [];
  const client = core({
    desk: at,
    ...(options.folder !== undefined && { folder: options.folder }),
    disk: { ...realDisk, freeBytes: (folder) => options.free ?? realDisk.freeBytes(folder) },
    async fetch(url, init) {
      const { pathname } = new URL(url);
      const answer = (await files.answer(url, init)) ?? (await fetch(url, init));
      if (init.method !== 'GET') order.push(`${init.method} ${pathname}`);
      if (pathname !== PATHS.changes || told.length === 0 || !answer.ok) return answer;
      const page = (await answer.json()) as { changes: unknown[] };
      return Response.json({ ...page, changes: [...page.changes, ...told.splice(0)] });
    },
  });
  return { client, files, desk: at, told, order };
}

type Client = Pick<RunningCore, 'handle'>;

async function start(client: Client, ticketId: TicketId, name: string, size: number): Promise<AttachmentId> {
  const { id } = await client.handle('attachment.start', { ticketId, name, size, mediaType: '' });
  return id;
}

async function attach(
  client: Client,
  ticketId: TicketId,
  name: string,
  bytes: Uint8Array,
): Promise<Attachment> {
  const id = await start(client, ticketId, name, bytes.length);
  for (let offset = 0; offset < bytes.length; offset += MEGABYTE) {
    const piece = new Uint8Array(bytes.subarray(offset, offset + MEGABYTE));
    await client.handle('attachment.append', { id, offset, bytes: piece });
  }
  return client.handle('attachment.finish', { id });
}

/** The ticket's file once it is as wanted. */
function fileOf(
  client: RunningCore,
  id: TicketId,
  isRight: (file: Attachment) => boolean,
): Promise<Attachment> {
  return client.until(async () => (await client.ticket(id)).attachments.find(isRight));
}

/** Every file below a folder of the profile. */
function filesIn(folder: string): string[] {
  if (!statSync(folder, { throwIfNoEntry: false })) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const failing = (code: string) => expect.objectContaining({ failure: expect.objectContaining({ code }) });

test('what was attached arrives byte for byte after its ticket, whatever became of the original (invariants 1 and 2)', async () => {
  const { client, files, order } = await running();
  const bytes = seededBytes(1)(2 * MEGABYTE + 3);
  const original = bytes.slice();
  const ticketId = await client.draft();
  const file = await attach(client, ticketId, 'log.txt', original);
  original.fill(0);
  expect(file).toMatchObject({ name: 'log.txt', size: bytes.length, delivery: 'attached', isHere: true });
  await client.handle('ticket.submit', { id: ticketId });
  await fileOf(client, ticketId, ({ delivery }) => delivery === 'received');
  expect(sha256(files.files.get(file.id)?.bytes ?? TEXT)).toBe(sha256(bytes));
  expect(order[0]).toBe(`PUT ${PATHS.ticket(ticketId)}`);
  expect(await client.handle('outbox.list', {})).toEqual([]);
});

test('what a picture shows is said before it is sent, arrives with it, and outlives a desk that leaves it out', async () => {
  const { client, files, told } = await running();
  const ticketId = await client.draft();
  const file = await attach(client, ticketId, 'screen.png', TEXT);
  expect(file.description).toBe('');
  await client.handle('attachment.describe', { id: file.id, description: ' Error 503 on the start page ' });
  await client.handle('ticket.submit', { id: ticketId });
  const sent = await fileOf(client, ticketId, ({ delivery }) => delivery === 'received');
  expect(sent.description).toBe('Error 503 on the start page');
  // What is on its way has its bytes (invariant 2).
  await expect(client.handle('attachment.describe', { id: file.id, description: 'Late' })).rejects.toEqual(
    failing('too_late'),
  );
  const known = files.files.get(file.id)?.attachment;
  if (known === undefined) throw new Error('The file did not arrive.');
  expect(known.description).toBe('Error 503 on the start page');
  // An older desk tells of the file without these words.
  const { description: _, ...older } = { ...known, name: 'renamed.png' };
  told.push({ kind: 'attachment', attachment: older });
  await client.handle('ticket.change', { id: ticketId, edit: { status: 'solved' } });
  const later = await fileOf(client, ticketId, ({ name }) => name === 'renamed.png');
  expect(later.description).toBe('Error 503 on the start page');
});

test('the same content is kept once, and stays while one file needs it', async () => {
  const { client } = await running();
  const ticketId = await client.draft();
  const first = await attach(client, ticketId, 'one.txt', TEXT);
  const second = await attach(client, ticketId, 'two.txt', TEXT);
  expect(filesIn(join(client.folder, 'files'))).toHaveLength(1);
  await client.handle('attachment.remove', { id: first.id });
  expect((await client.ticket(ticketId)).attachments).toMatchObject([{ name: 'two.txt', isHere: true }]);
  await client.handle('attachment.remove', { id: second.id });
  expect(filesIn(join(client.folder, 'files'))).toEqual([]);
});

test('a piece that comes twice counts once; a gap and a surplus are refused', async () => {
  const { client } = await running();
  const ticketId = await client.draft();
  const id = await start(client, ticketId, 'log.txt', 4);
  const piece = { id, offset: 0, bytes: Uint8Array.of(1, 2) };
  await client.handle('attachment.append', piece);
  await client.handle('attachment.append', piece);
  await client.handle('attachment.append', { id, offset: 2, bytes: Uint8Array.of(3, 4) });
  const file = await client.handle('attachment.finish', { id });
  expect(file.size).toBe(4);
  expect(await client.handle('attachment.finish', { id })).toEqual(file);
  for (const offset of [1, 3]) {
    const other = await start(client, ticketId, 'log.txt', 4);
    const wrong = { id: other, offset, bytes: Uint8Array.of(1, 2, 3, 4) };
    await expect(client.handle('attachment.append', wrong)).rejects.toEqual(failing('attachment_damaged'));
  }
  const short = await start(client, ticketId, 'log.txt', 4);
  await expect(client.handle('attachment.finish', { id: short })).rejects.toEqual(
    failing('attachment_damaged'),
  );
  expect((await client.ticket(ticketId)).attachments).toHaveLength(1);
});

test('what is too large for the desk or the disk is refused before it is copied', async () => {
  const { client } = await running();
  const ticketId = await client.draft();
  await expect(start(client, ticketId, 'film.mp4', 101 * MEGABYTE)).rejects.toEqual(
    failing('attachment_too_large'),
  );
  const { client: cramped } = await running({ free: 70 * MEGABYTE });
  const draft = await cramped.draft();
  await expect(start(cramped, draft, 'film.mp4', 10 * MEGABYTE)).rejects.toEqual(failing('store_full'));
  expect((await attach(cramped, draft, 'log.txt', TEXT)).isHere).toBe(true);
});

test('a file goes with the reply that it was attached to, after the text of it (invariant 3)', async () => {
  const { client, files, order } = await running();
  const ticketId = await client.submit();
  await client.inState(ticketId, 'open');
  const file = await attach(client, ticketId, 'log.txt', TEXT);
  await client.handle('reply.save', { ticketId, body: 'Here is the log.' });
  const { id } = await client.handle('reply.send', { ticketId });
  await fileOf(client, ticketId, ({ delivery }) => delivery === 'received');
  expect(files.files.get(file.id)?.attachment.messageId).toBe(id);
  expect(order.slice(1, 3)).toEqual([`PUT ${PATHS.message(ticketId, id)}`, `POST ${PATHS.uploads}`]);
});

test('a file that the desk refuses says so in its words, and holds back neither a reply nor the next file', async () => {
  const { client, files, desk } = await running();
  files.faults.refuse = ({ name }) => (name.endsWith('.exe') ? 'We take no programs.' : null);
  const ticketId = await client.draft();
  await attach(client, ticketId, 'setup.exe', TEXT);
  await attach(client, ticketId, 'log.txt', TEXT);
  await client.handle('ticket.submit', { id: ticketId });
  const refused = await fileOf(client, ticketId, ({ delivery }) => delivery === 'refused');
  expect(refused).toMatchObject({ name: 'setup.exe', problem: 'We take no programs.' });
  await fileOf(client, ticketId, ({ delivery }) => delivery === 'received');
  await client.handle('reply.save', { ticketId, body: 'Any news?' });
  await client.handle('reply.send', { ticketId });
  await client.until(async () => (await client.handle('outbox.list', {})).length === 1);
  expect(desk.ledger().messages.map(({ body }) => JSON.parse(`${body}`).body)).toEqual(['Any news?']);
  await client.handle('attachment.remove', { id: refused.id });
  expect(await client.handle('outbox.list', {})).toEqual([]);
});

test('a file whose upload hangs lets every reply pass', async () => {
  const { client, files, desk } = await running();
  files.faults.status = { answer: 503 };
  const ticketId = await client.draft();
  await attach(client, ticketId, 'log.txt', TEXT);
  await client.handle('ticket.submit', { id: ticketId });
  await client.inState(ticketId, 'open');
  await client.handle('reply.save', { ticketId, body: 'Any news?' });
  await client.handle('reply.send', { ticketId });
  await client.until(() => desk.ledger().messages.length === 1);
  files.faults.status = null;
  await fileOf(client, ticketId, ({ delivery }) => delivery === 'received');
});

test('a text that is taken back takes its files back, and they go with it again', async () => {
  const client = core();
  const ticketId = await client.draft();
  const file = await attach(client, ticketId, 'log.txt', TEXT);
  await client.handle('ticket.submit', { id: ticketId });
  expect((await client.ticket(ticketId)).attachments).toMatchObject([{ delivery: 'queued' }]);
  await client.handle('ticket.takeBack', { id: ticketId });
  expect((await client.ticket(ticketId)).attachments).toMatchObject([{ delivery: 'attached' }]);
  expect(await client.handle('outbox.list', {})).toEqual([]);
  await client.handle('ticket.submit', { id: ticketId });
  const kinds = (await client.handle('outbox.list', {})).map(({ kind }) => kind);
  expect(kinds).toEqual(['create_ticket', 'add_attachment']);
  await client.handle('attachment.remove', { id: file.id });
  expect((await client.ticket(ticketId)).attachments).toEqual([]);
});

test('a deletion told of a file that had not been sent takes nothing away once it was (invariant 10)', async () => {
  const { client, desk, told } = await running();
  const ticketId = await client.submit();
  await client.inState(ticketId, 'open');
  const file = await attach(client, ticketId, 'log.txt', TEXT);
  const said = { ticketId, by: 'Robin', at: '2026-01-01T00:00:00Z' };
  told.push({ kind: 'deleted', deletion: { what: 'attachment', id: file.id, ...said } });
  await client.handle('outbox.tryNow', {});
  await client.until(() => client.lines.some((line) => line.includes('was never sent')));
  await client.handle('reply.save', { ticketId, body: 'Here it is.' });
  await client.handle('reply.send', { ticketId });
  await fileOf(client, ticketId, ({ delivery }) => delivery === 'received');
  await client.stop();
  desk.specialist.reply(ticketId, 'Thank you.');
  const again = core({ desk, folder: client.folder });
  await again.until(async () => (await again.ticket(ticketId)).messages.length === 2);
  expect((await again.ticket(ticketId)).attachments).toMatchObject([{ deleted: null, isHere: true }]);
});

test('what the desk may have can not be taken away here', async () => {
  const { client } = await running();
  const ticketId = await client.draft();
  const file = await attach(client, ticketId, 'log.txt', TEXT);
  await client.handle('ticket.submit', { id: ticketId });
  await fileOf(client, ticketId, ({ delivery }) => delivery === 'received');
  await expect(client.handle('attachment.remove', { id: file.id })).rejects.toEqual(failing('too_late'));
});

test('an image of the folder at any moment of copying and sending loses no attached file (invariant 1)', async () => {
  const at = await desk();
  const files = uploadDesk();
  const { client } = await running({ desk: at, files });
  const bytes = seededBytes(3)(4 * MEGABYTE);
  const ticketId = await client.draft();
  const half = await start(client, ticketId, 'half.bin', bytes.length);
  await client.handle('attachment.append', {
    id: half,
    offset: 0,
    bytes: new Uint8Array(bytes.subarray(0, MEGABYTE)),
  });
  const { id } = await attach(client, ticketId, 'whole.bin', bytes);
  const whileCopying = crashed(client.folder);
  files.faults.cutAfter = 2.5 * MEGABYTE;
  await client.handle('ticket.submit', { id: ticketId });
  await client.until(() => files.faults.cutAfter === null);
  const whileSending = crashed(client.folder);
  client.stop();

  const { client: second } = await running({ desk: at, files, folder: whileSending });
  await fileOf(second, ticketId, ({ delivery }) => delivery === 'received');
  expect(files.pieces.reduce((sum, { taken }) => sum + taken, 0)).toBe(bytes.length);
  expect(sha256(files.files.get(id)?.bytes ?? TEXT)).toBe(sha256(bytes));
  second.stop();

  const third = core({ folder: whileCopying });
  expect((await third.ticket(ticketId)).attachments).toMatchObject([{ name: 'whole.bin', isHere: true }]);
  expect(filesIn(join(third.folder, 'files'))).toHaveLength(1);
});

/** A copy of a profile as it is on the disk at this moment. */
function crashed(folder: string): string {
  const copy = join(newFolder(), 'copy');
  cpSync(folder, copy, { recursive: true });
  return copy;
}

test('a file whose last answer was a locked door can not be taken away: the desk may have all of it', async () => {
  const files = uploadDesk({ onPiece: () => (files.faults.fileStatus = 401) });
  const { client } = await running({ files });
  const ticketId = await client.draft();
  const { id } = await attach(client, ticketId, 'log.txt', TEXT);
  await client.handle('ticket.submit', { id: ticketId });
  await client.until(async () => (await client.handle('connection.get', {})).state === 'signed_out');
  await client.until(async () => (await client.ticket(ticketId)).attachments[0]?.delivery === 'queued');
  await expect(client.handle('attachment.remove', { id })).rejects.toEqual(failing('desk_unreachable'));
});

test('content that a file needs is never cleared away at a start, and what nothing needs is', async () => {
  const first = core();
  const ticketId = await first.draft();
  await attach(first, ticketId, 'log.txt', TEXT);
  const stray = join(first.folder, 'files', '00', '0'.repeat(64));
  realDisk.makeFolder(join(first.folder, 'files', '00'));
  writeFileSync(stray, 'nobody needs this');
  first.stop();
  const second = core({ folder: first.folder });
  expect((await second.ticket(ticketId)).attachments).toMatchObject([{ isHere: true }]);
  expect(filesIn(join(second.folder, 'files')).map((file) => readFileSync(file))).toEqual([
    Buffer.from(TEXT),
  ]);
});

test('a file that was damaged here before it was sent is not sent, and says so', async () => {
  const { client, files } = await running();
  const ticketId = await client.draft();
  await attach(client, ticketId, 'log.txt', TEXT);
  const [content = ''] = filesIn(join(client.folder, 'files'));
  writeFileSync(content, 'What the log never said.');
  await client.handle('ticket.submit', { id: ticketId });
  await fileOf(client, ticketId, ({ delivery }) => delivery === 'refused');
  expect(files.uploads.size).toBe(0);
  expect(await client.handle('outbox.list', {})).toMatchObject([
    { kind: 'add_attachment', problem: { code: 'attachment_damaged' } },
  ]);
});

/** A ticket at the desk with a file from a specialist that was not fetched yet. */
async function received(name: string, bytes: Uint8Array = TEXT) {
  const all = await running();
  const ticketId = await all.client.submit();
  await all.client.inState(ticketId, 'open');
  const { attachment } = idMaker(() => 0, seededBytes(5));
  const known = all.files.put(attachment(), ticketId, name, bytes);
  all.told.push({ kind: 'attachment', attachment: known });
  await all.client.handle('outbox.tryNow', {});
  const file = await fileOf(all.client, ticketId, ({ author }) => author === 'specialist');
  return { ...all, ticketId, file };
}

test('a received file is fetched when it is opened, checked, and kept', async () => {
  const { client, files, ticketId, file } = await received('shot.png');
  expect(file).toMatchObject({ isHere: false, delivery: 'received', isDangerous: false });
  const { path, isDangerous } = await client.file({ id: file.id });
  expect(isDangerous).toBe(false);
  expect(path).toBe(join(client.folder, 'opened', file.id, 'shot.png'));
  expect(new Uint8Array(readFileSync(path))).toEqual(TEXT);
  expect((await client.ticket(ticketId)).attachments).toMatchObject([{ isHere: true }]);
  files.files.clear();
  writeFileSync(path, 'changed by a program');
  expect(new Uint8Array(readFileSync((await client.file({ id: file.id })).path))).toEqual(TEXT);
});

test('a received file that was damaged here is fetched again', async () => {
  const { client, file } = await received('shot.png');
  await client.file({ id: file.id });
  const [content = ''] = filesIn(join(client.folder, 'files'));
  writeFileSync(content, 'damaged');
  const { path } = await client.file({ id: file.id });
  expect(new Uint8Array(readFileSync(path))).toEqual(TEXT);
});

test.each(['something else', 'What the log says!', ''])(
  'content that is not what the desk announced is not given out: %j',
  async (content) => {
    const { client, files, file } = await received('shot.png');
    files.faults.content = new TextEncoder().encode(content);
    await expect(client.file({ id: file.id })).rejects.toEqual(failing('attachment_damaged'));
    expect(filesIn(join(client.folder, 'files'))).toEqual([]);
  },
);

test('the name of a received file is no path and no disguise (invariant 9)', async () => {
  const { client, file } = await received('../../..\\Startup/invoice\u202egnp.exe');
  expect(file).toMatchObject({ name: '_.._.._Startup_invoicegnp.exe', isDangerous: true });
  const answer = await client.file({ id: file.id });
  expect(answer).toEqual({
    path: join(client.folder, 'opened', file.id, file.name),
    isDangerous: true,
    nameUnmarked: `${file.name}.download`,
  });
});

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Bytes of memory that are in use and not merely uncollected. */
function held(): number {
  collectGarbage();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

test('a file of 100 MB is copied in and sent in little memory', async () => {
  const files = uploadDesk({ keepsContent: false, onPiece: () => measure() });
  const { client } = await running({ files });
  const piece = new Uint8Array(seededBytes(6)(MEGABYTE));
  const ticketId = await client.draft();
  const id = await start(client, ticketId, 'dump.bin', 100 * MEGABYTE);
  const whole = createHash('sha256');
  const before = held();
  let most = 0;
  let pieces = 0;
  const measure = () => {
    pieces += 1;
    if (pieces % 10 === 0) most = Math.max(most, held() - before);
  };
  for (let offset = 0; offset < 100 * MEGABYTE; offset += MEGABYTE) {
    piece[0] = offset / MEGABYTE;
    whole.update(piece);
    await client.handle('attachment.append', { id, offset, bytes: piece });
    measure();
  }
  await client.handle('attachment.finish', { id });
  await client.handle('ticket.submit', { id: ticketId });
  await fileOf(client, ticketId, ({ delivery }) => delivery === 'received');
  expect(files.files.get(id)?.sha256).toBe(whole.digest('hex'));
  expect(most).toBeLessThan(64 * MEGABYTE);
});

/** The hash of every file at the desk, of the bytes that it gives out. */
async function hashesAt({ url, token, specialist }: Desk): Promise<Map<AttachmentId, string>> {
  const files = specialist.tickets().flatMap(({ id }) => specialist.attachments(id));
  const hashed = files.map(async ({ id, ticketId }) => {
    const headers = { authorization: `Bearer ${token}` };
    const content = await fetch(`${url}${PATHS.attachmentContent(ticketId, id)}`, { headers });
    return [id, sha256(new Uint8Array(await content.arrayBuffer()))] as const;
  });
  return new Map(await Promise.all(hashed));
}

/** With the reference desk as it is: its own uploads, changes and specialists. */
describe('at the desk', () => {
  const WRITES = 3;

  test('both sides have the same file, and the changes that tell of it make no second one (invariant 6)', async () => {
    const at = await desk();
    const client = core({ desk: at });
    const ticketId = await client.draft();
    const bytes = seededBytes(8)(2 * MEGABYTE + 1);
    const sent = [
      await attach(client, ticketId, 'Logg æøå.txt', bytes),
      await attach(client, ticketId, 'empty.txt', new Uint8Array(0)),
    ];
    await client.handle('ticket.submit', { id: ticketId });
    await client.until(async () =>
      (await client.ticket(ticketId)).attachments.every(({ delivery }) => delivery === 'received'),
    );
    await client.handle('outbox.tryNow', {});
    expect(at.specialist.attachments(ticketId).map(({ id, name }) => ({ id, name }))).toEqual(
      sent.map(({ id, name }) => ({ id, name })),
    );
    expect(await hashesAt(at)).toEqual(
      new Map([
        [sent[0]?.id, sha256(bytes)],
        [sent[1]?.id, sha256(new Uint8Array(0))],
      ]),
    );
    expect((await client.ticket(ticketId)).attachments.map(({ author }) => author)).toEqual(['self', 'self']);
  });

  test('files arrive once and byte for byte through cuts, lost answers and refusals to talk', async () => {
    const at = await desk();
    const client = core({ desk: at });
    const next = seededNumbers(77);
    const contents = Array.from({ length: WRITES }, (_, seed) =>
      seededBytes(seed)(Math.ceil(next() * 1.5 * MEGABYTE)),
    );
    at.faults.plan({
      seed: 77,
      faults: [
        { kind: 'cutUpload', afterBytes: 100_000, method: 'PATCH', rate: 0.5 },
        { kind: 'loseAnswer', rate: 0.15 },
        { kind: 'status', status: 503, rate: 0.15 },
        { kind: 'down', rate: 0.1 },
        { kind: 'truncated', rate: 0.1 },
      ],
    });
    const wanted = new Map<AttachmentId, string>();
    for (const [index, bytes] of contents.entries()) {
      const ticketId = await client.draft({ title: `Ticket ${index}` });
      wanted.set((await attach(client, ticketId, `log ${index}.txt`, bytes)).id, sha256(bytes));
      await client.handle('ticket.submit', { id: ticketId });
    }
    const met = () => at.faults.state().faults.reduce((sum, fault) => sum + fault.met, 0);
    await client.until(() => met() >= 25);
    at.faults.clear();
    await client.until(async () => (await client.handle('outbox.list', {})).length === 0);
    expect(await hashesAt(at)).toEqual(wanted);
    expect(at.specialist.tickets().flatMap(({ id }) => at.specialist.attachments(id))).toHaveLength(WRITES);
  }, 60_000);

  test('a file from a specialist comes with the changes, and goes when the desk takes it away', async () => {
    const at = await desk();
    const client = core({ desk: at });
    const ticketId = await client.submit();
    await client.inState(ticketId, 'open');
    at.specialist.attach(ticketId, { name: 'fix.png', mediaType: 'image/png', bytes: TEXT });
    const file = await fileOf(client, ticketId, ({ author }) => author === 'specialist');
    const { path } = await client.file({ id: file.id });
    expect(new Uint8Array(readFileSync(path))).toEqual(TEXT);
    at.specialist.takeAway('attachment', file.id, 'Robin');
    const gone = await fileOf(client, ticketId, ({ deleted }) => deleted !== null);
    expect(gone).toMatchObject({ name: 'fix.png', isHere: false, deleted: { by: 'Robin' } });
    await expect(client.file({ id: file.id })).rejects.toEqual(failing('not_found'));
    client.stop();
    const second = core({ desk: at, folder: client.folder });
    await second.ticket(ticketId);
    expect(filesIn(join(second.folder, 'files'))).toEqual([]);
    expect(filesIn(join(second.folder, 'opened'))).toEqual([]);
  });

  test('a desk that takes no programs says so', async () => {
    const at = await desk({ refusedEndings: ['.exe'] });
    const client = core({ desk: at });
    const ticketId = await client.draft();
    await attach(client, ticketId, 'setup.exe', TEXT);
    await client.handle('ticket.submit', { id: ticketId });
    const refused = await fileOf(client, ticketId, ({ delivery }) => delivery === 'refused');
    expect(refused.problem).toContain('.exe');
  });
});
