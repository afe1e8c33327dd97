import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { Upload } from 'tus-js-client';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DeskAttachment, PATHS } from '#shared/contract.ts';
import type { AttachmentId, TicketId } from '#shared/ids.ts';
import { type Desk, type DeskOptions, startDesk } from '../desk/desk.ts';
import { announced, deskClient, locationIn, problemIn, testIds } from '../desk/deskClient.ts';
import { seededBytes } from '../desk/random.ts';

const ids = testIds(13);
const bytes = seededBytes(13)(3000);
let folder: string;
let desk: Desk;
let client: ReturnType<typeof deskClient>;
let ticketId: TicketId;
let attachmentId: AttachmentId;

async function start(options: DeskOptions = {}) {
  desk = await startDesk({ data: folder, ...options });
  client = deskClient(desk);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-'));
  await start();
  [ticketId, attachmentId] = [ids.ticket(), ids.attachment()];
  await client.putTicket(ticketId, 'k');
});
afterEach(async () => {
  await desk.close();
  rmSync(folder, { recursive: true });
});

const begin = (different: Record<string, string> = {}, content = bytes) =>
  client.beginUpload({ ...announced(content, { ticketId, attachmentId }), ...different }, content.length);
const content = () => client.ask(PATHS.attachmentContent(ticketId, attachmentId));
const received = async () => new Uint8Array(await (await content()).arrayBuffer());
const offsetOf = async (path: string) => Number((await client.askUpload(path)).headers.get('upload-offset'));

describe('an upload', () => {
  it('becomes a file when its last byte is here, told of in the changes and in the ledger', async () => {
    const messageId = ids.message();
    await client.putMessage(ticketId, messageId, 'k1', { body: 'See.', writtenAt: '2026-03-02T08:00:00Z' });
    const name = 'skjerm 🙂.png';
    const location = locationIn(await begin({ messageId, name }));
    // Behind a proxy a desk does not know its own name: the path is enough.
    expect(location).toMatch(/^\/v1\/uploads\/[^/]+$/);
    expect((await client.ask(PATHS.attachment(ticketId, attachmentId))).status).toBe(404);
    expect((await client.sendBytes(location, bytes)).status).toBe(204);

    const answer = await client.ask(PATHS.attachment(ticketId, attachmentId));
    const attachment = DeskAttachment.parse(await answer.json());
    expect(attachment).toMatchObject({
      ...{ id: attachmentId, ticketId, messageId, name, mediaType: 'image/png', size: 3000 },
      author: { kind: 'requester', name: 'Ingrid Solheim' },
    });
    expect((await client.changes()).changes.at(-1)).toEqual({ kind: 'attachment', attachment });
    expect(desk.specialist.attachments(ticketId)).toEqual([attachment]);
    const [entry, ...more] = desk.ledger().attachments;
    expect(more).toHaveLength(0);
    expect(entry).toMatchObject({ id: attachmentId, sha256: attachment.sha256 });
    expect(entry?.body).toEqual(bytes);
  });

  it('of nothing at all is a file, too', async () => {
    expect((await begin({}, new Uint8Array())).status).toBe(201);
    expect(await received()).toHaveLength(0);
  });

  it('cut at any byte resumes there, and arrives byte for byte once (invariant 2)', async () => {
    desk.faults.plan({ seed: 5, faults: [{ kind: 'cutUpload', times: 8 }] });
    const location = locationIn(await begin());
    const offsets: number[] = [];
    for (let offset = 0; offset < bytes.length; offset = await offsetOf(location)) {
      offsets.push(offset);
      await client.sendBytes(location, bytes, offset).catch(() => 'cut');
    }
    expect(new Set(offsets).size).toBeGreaterThan(3);
    expect(await received()).toEqual(bytes);
    expect(desk.ledger().attachments).toHaveLength(1);
    expect((await client.changes()).changes.filter(({ kind }) => kind === 'attachment')).toHaveLength(1);
  });

  it('cut after a given number of bytes keeps exactly those; a request without bytes does not meet it', async () => {
    desk.faults.set({ kind: 'cutUpload', afterBytes: 1234, times: 1 });
    const location = locationIn(await begin());
    expect(desk.faults.state().faults).toMatchObject([{ met: 0 }]);
    await expect(client.sendBytes(location, bytes)).rejects.toThrow();
    expect(await offsetOf(location)).toBe(1234);
  });

  it('whose last answer was lost has arrived, and is not made again (invariant 2)', async () => {
    const location = locationIn(await begin());
    desk.faults.set({ kind: 'loseAnswer', method: 'PATCH', times: 1 });
    await expect(client.sendBytes(location, bytes)).rejects.toThrow();
    expect(await offsetOf(location)).toBe(bytes.length);
    expect(await received()).toEqual(bytes);
    // A client that has forgotten the upload sends everything again.
    const again = locationIn(await begin());
    expect((await client.sendBytes(again, bytes)).status).toBe(204);
    expect(desk.specialist.attachments(ticketId)).toHaveLength(1);
    expect(desk.ledger().writes.map(({ kind, outcome }) => [kind, outcome])).toEqual([
      ['ticket', 'created'],
      ['attachment', 'created'],
      ['attachment', 'known'],
    ]);
    expect(readdirSync(join(folder, 'files')).filter((name) => !name.endsWith('.json'))).toHaveLength(1);
  });

  it('whose desk was killed before it noted the file is finished when it is asked for (invariant 2)', async () => {
    const location = locationIn(await begin());
    const db = new Database(join(folder, 'desk.sqlite'));
    db.exec(`CREATE TRIGGER broken BEFORE INSERT ON attachments BEGIN SELECT RAISE(ABORT, 'disk'); END`);
    expect((await client.sendBytes(location, bytes)).status).toBe(500);
    expect(desk.ledger().attachments).toHaveLength(0);
    db.exec('DROP TRIGGER broken');
    db.close();
    await desk.close();
    await start();
    expect(await offsetOf(location)).toBe(bytes.length);
    expect(await received()).toEqual(bytes);
  });

  it('taken twice by a repeating proxy makes one file (invariant 2)', async () => {
    desk.faults.set({ kind: 'duplicate', path: PATHS.uploads });
    const location = locationIn(await begin());
    // The second of the two came at an offset that was past by then.
    expect((await client.sendBytes(location, bytes)).status).toBe(409);
    expect(await received()).toEqual(bytes);
    expect(desk.ledger().attachments).toHaveLength(1);
  });

  it('goes on after the desk was started anew', async () => {
    const location = locationIn(await begin());
    await client.sendBytes(location, bytes.subarray(0, 1000));
    await desk.close();
    await start();
    expect(await offsetOf(location)).toBe(1000);
    await client.sendBytes(location, bytes, 1000);
    expect(await received()).toEqual(bytes);
  });

  it('works with tus-js-client, through cut lines and lost answers', async () => {
    desk.faults.set(
      { kind: 'cutUpload', afterBytes: 300, times: 2 },
      { kind: 'loseAnswer', path: PATHS.uploads, times: 2 },
      { kind: 'status', status: 503, path: PATHS.uploads, times: 1 },
    );
    await new Promise<void>((onSuccess, onError) =>
      new Upload(Buffer.from(bytes), {
        endpoint: desk.url + PATHS.uploads,
        headers: { authorization: `Bearer ${desk.token}` },
        metadata: announced(bytes, { ticketId, attachmentId }),
        chunkSize: 1000,
        retryDelays: Array.from({ length: 10 }, () => 0),
        onSuccess: () => onSuccess(),
        onError,
      }).start(),
    );
    expect(await received()).toEqual(bytes);
    expect(desk.ledger().attachments).toHaveLength(1);
  });
});

describe('a file is refused in words, before its bytes are taken,', () => {
  it.each([
    ['for an unknown ticket', () => ({ ticketId: ids.ticket() }), 404, 'The desk has no such ticket.'],
    ['for an unknown message', () => ({ messageId: ids.message() }), 404, 'The ticket has no such message.'],
    ['of a type that the desk does not take', () => ({ name: 'Setup.EXE' }), 422, 'takes no .exe files'],
    ['without a name', () => ({ name: '' }), 422, '“name”'],
    ['with a hash that is none', () => ({ sha256: 'abc' }), 422, '“sha256”'],
  ])('%s', async (_, different, status, words) => {
    await desk.close();
    await start({ refusedEndings: ['.exe'] });
    const refused = await begin(different());
    expect(refused.status).toBe(status);
    expect((await problemIn(refused)).detail).toContain(words);
    expect(refused.headers.has('location')).toBe(false);
    expect(readdirSync(join(folder, 'files'))).toHaveLength(0);
  });

  it('above the limit that the account names', async () => {
    await desk.close();
    await start({ account: { largestAttachmentBytes: 2 * 1024 * 1024 } });
    const said = announced(bytes, { ticketId, attachmentId });
    const refused = await client.beginUpload(said, 2 * 1024 * 1024 + 1);
    expect(refused.status).toBe(413);
    expect((await problemIn(refused)).detail).toBe(
      'This file is too large. The most that this desk takes is 2 MB.',
    );
    expect((await client.beginUpload(said, 2 * 1024 * 1024)).status).toBe(201);
  });

  it('under an id that stands for other content', async () => {
    await client.sendBytes(locationIn(await begin()), bytes);
    const other = await begin({}, bytes.subarray(1));
    expect(other.status).toBe(422);
    expect((await problemIn(other)).code).toBe('conflict');
    expect(desk.ledger()).toMatchObject({ refusals: 1, attachments: { length: 1 } });
  });
});

it('a file whose bytes are not what was announced is refused and thrown away', async () => {
  const location = locationIn(await begin());
  const damaged = bytes.with(100, 255 - (bytes[100] ?? 0));
  const refused = await client.sendBytes(location, damaged);
  expect(refused.status).toBe(422);
  expect((await problemIn(refused)).detail).toContain('SHA-256');
  expect((await client.askUpload(location)).status).toBe(404);
  expect((await content()).status).toBe(404);
  // Under the same id the right bytes are welcome.
  await client.sendBytes(locationIn(await begin()), bytes);
  expect(await received()).toEqual(bytes);
});

it('a ticket that was deleted while the bytes came refuses the file', async () => {
  const location = locationIn(await begin());
  await client.sendBytes(location, bytes.subarray(0, 10));
  desk.specialist.takeAway('ticket', ticketId, 'Priya Nair');
  const refused = await client.sendBytes(location, bytes, 10);
  expect(refused.status).toBe(404);
  expect((await problemIn(refused)).detail).toBe('The desk has deleted this ticket (Priya Nair).');
});

describe('uploads', () => {
  it('ask for the token', async () => {
    const response = await fetch(desk.url + PATHS.uploads, {
      method: 'POST',
      headers: { 'tus-resumable': '1.0.0' },
    });
    expect(response.status).toBe(401);
  });

  it('answer with problems, also where tus has words of its own', async () => {
    const nowhere = await client.sendBytes(`${PATHS.uploads}/none`, bytes);
    expect([nowhere.status, (await problemIn(nowhere)).code]).toEqual([404, 'not_found']);
    const location = locationIn(await begin());
    const ahead = await client.sendBytes(location, bytes, 5);
    expect([ahead.status, (await problemIn(ahead)).code]).toEqual([409, 'in_progress']);
    const plain = await client.ask(PATHS.uploads, { method: 'POST' });
    expect([plain.status, (await problemIn(plain)).code]).toEqual([412, 'invalid']);
    expect((await client.ask(location)).status).toBe(404);
  });

  it.each(['POST', 'PATCH', 'HEAD'] as const)('meet the faults that %s is meant to meet', async (method) => {
    const run = {
      POST: async (_: string) => begin(),
      PATCH: (location: string) => client.sendBytes(location, bytes),
      HEAD: (location: string) => client.askUpload(location),
    };
    const location = locationIn(await begin());
    desk.faults.set(
      { kind: 'status', status: 503, method, times: 1 },
      { kind: 'unauthorized', method, times: 1 },
      { kind: 'loseAnswer', method, times: 1 },
    );
    expect((await run[method](location)).status).toBe(503);
    expect((await run[method](location)).status).toBe(401);
    await expect(run[method](location)).rejects.toThrow();
    expect(desk.faults.state().faults.map(({ met }) => met)).toEqual([1, 1, 1]);
  });
});

describe('the content of a file', () => {
  beforeEach(async () => {
    await client.sendBytes(locationIn(await begin({ name: 'page "1".html', mediaType: 'text/html' })), bytes);
  });
  const part = (range: string) =>
    client.ask(PATHS.attachmentContent(ticketId, attachmentId), { headers: { range } });

  it('comes as something to save, never as a page', async () => {
    const { headers } = await content();
    expect(headers.get('content-type')).toBe('application/octet-stream');
    expect(headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''page%20%221%22.html");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-length')).toBe('3000');
  });

  it.each([
    ['bytes=0-0', 0, 1],
    ['bytes=2990-', 2990, 3000],
    ['bytes=-10', 2990, 3000],
    ['bytes=100-99999', 100, 3000],
  ])('comes in part for %s', async (range, from, to) => {
    const response = await part(range);
    expect(response.status).toBe(206);
    expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/3000`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(bytes.subarray(from, to));
  });

  it('comes whole for a range that makes no sense, and not at all for one behind its end', async () => {
    for (const range of ['bytes=9-1', 'lines=1-2', 'bytes=0-1,5-6']) {
      expect((await part(range)).status).toBe(200);
    }
    const beyond = await part('bytes=3000-');
    expect(beyond.status).toBe(416);
    expect(beyond.headers.get('content-range')).toBe('bytes */3000');
  });

  it('belongs to its ticket alone', async () => {
    const other = ids.ticket();
    await client.putTicket(other, 'k2');
    expect((await client.ask(PATHS.attachment(other, attachmentId))).status).toBe(404);
    expect((await client.ask(PATHS.attachmentContent(other, attachmentId))).status).toBe(404);
  });
});

it('a specialist’s file is there at once, for the ticket or one of its messages', async () => {
  const file = { name: 'fix.txt', mediaType: 'text/plain', bytes: Buffer.from('Restart it.') };
  const answer = desk.specialist.reply(ticketId, 'See the file.');
  if (answer === null) throw new Error('The ticket is there.');
  const made = desk.specialist.attach(ticketId, { ...file, messageId: answer.id, as: 'Priya Nair' });
  expect(made).toMatchObject({ messageId: answer.id, author: { kind: 'specialist', name: 'Priya Nair' } });
  const got = await client.ask(PATHS.attachmentContent(ticketId, made?.id ?? attachmentId));
  expect(await got.text()).toBe('Restart it.');
  expect(desk.specialist.attach(ids.ticket(), file)).toBeNull();
  expect(desk.specialist.attach(ticketId, { ...file, messageId: ids.message() })).toBeNull();
});

it('a desk in memory leaves no files behind', async () => {
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, folder);
  const before = readdirSync(folder);
  const passing = await startDesk({ sample: true });
  vi.unstubAllEnvs();
  const id = passing.specialist.tickets()[0]?.id ?? ticketId;
  passing.specialist.attach(id, { name: 'a', mediaType: 'text/plain', bytes: Buffer.from('a') });
  expect(readdirSync(folder)).not.toEqual(before);
  await passing.close();
  expect(readdirSync(folder)).toEqual(before);
});
