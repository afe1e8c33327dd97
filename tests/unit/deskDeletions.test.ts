import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Change, PATHS } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import { type Desk, startDesk } from '../desk/desk.ts';
import { deskClient, messageIn, problemIn, testIds } from '../desk/deskClient.ts';

const ids = testIds(12);
const reply = { body: 'Still blank.', writtenAt: '2026-03-02T08:00:00Z' };
const screen = { name: 'screen.png', mediaType: 'image/png', bytes: Buffer.from('pixels') };
let folder: string;
let desk: Desk;
let client: ReturnType<typeof deskClient>;
let id: TicketId;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'desk-'));
  desk = await startDesk({ data: folder });
  client = deskClient(desk);
  id = ids.ticket();
  await client.putTicket(id, 'k');
});
afterEach(async () => {
  await desk.close();
  rmSync(folder, { recursive: true });
});

const told = async () => (await client.changes()).changes;
const idIn = (change: Change) => {
  if (change.kind === 'deleted') return change.deletion.id;
  if (change.kind === 'ticket') return change.ticket.id;
  if (change.kind === 'attachment') return change.attachment.id;
  if (change.kind === 'article') return change.article.id;
  return change.kind === 'message' ? change.message.id : change.id;
};

async function refusedWords(answer: Promise<Response>) {
  const response = await answer;
  expect(response.status).toBe(404);
  return (await problemIn(response)).detail;
}

describe('a message', () => {
  it('that was edited has its new text and the time, and a late repeat of its author adds nothing', async () => {
    const messageId = ids.message();
    await client.putMessage(id, messageId, 'k1', reply);
    desk.specialist.editMessage(messageId, 'Still [removed].');
    const now = await messageIn(await client.ask(PATHS.message(id, messageId)));
    expect(now).toMatchObject({ body: 'Still [removed].', editedAt: expect.any(String) });
    expect((await told()).at(-1)).toMatchObject({ kind: 'message', message: now });
    const again = await client.putMessage(id, messageId, 'k2', reply);
    expect(again.status).toBe(200);
    expect((await messageIn(again)).body).toBe('Still [removed].');
  });

  it('that was deleted is told as a tombstone, never again as it was, and does not come back', async () => {
    const messageId = ids.message();
    await client.putMessage(id, messageId, 'k1', reply);
    const file = desk.specialist.attach(id, { ...screen, messageId });
    desk.specialist.editMessage(messageId, 'Edited.');
    desk.specialist.takeAway('message', messageId, 'Priya Nair');

    const changes = await told();
    expect(changes.map(({ kind }) => kind)).toEqual(['ticket', 'ticket', 'deleted', 'deleted']);
    expect(changes.slice(-2)).toMatchObject([
      { deletion: { what: 'attachment', id: file?.id, ticketId: id } },
      { deletion: { what: 'message', id: messageId, ticketId: id, by: 'Priya Nair' } },
    ]);
    const words = 'The desk has deleted this message (Priya Nair).';
    expect(await refusedWords(client.ask(PATHS.message(id, messageId)))).toBe(words);
    expect(await refusedWords(client.putMessage(id, messageId, 'k2', reply))).toBe(words);
    expect(desk.specialist.messages(id)).toHaveLength(0);
  });
});

it('a deleted ticket takes everything with it, and later writes to it are refused in words', async () => {
  const messageId = ids.message();
  await client.putMessage(id, messageId, 'k1', reply);
  desk.specialist.attach(id, screen);
  const { cursor } = await client.changes();
  desk.specialist.takeAway('ticket', id, 'Priya Nair');

  expect((await told()).map((change) => [change.kind, idIn(change)])).toEqual([['deleted', id]]);
  expect((await client.changes(cursor)).changes).toHaveLength(1);
  const words = 'The desk has deleted this ticket (Priya Nair).';
  for (const answer of [
    client.ask(PATHS.ticket(id)),
    client.putTicket(id, 'k2'),
    // Answers that the desk still keeps tell of nothing that is gone.
    client.putTicket(id, 'k'),
    client.putMessage(id, messageId, 'k1', reply),
    client.putMessage(id, ids.message(), 'k3', reply),
    client.patchTicket(id, 'k4', '1', { status: 'solved' }),
    client.beginUpload(
      {
        ticketId: id,
        attachmentId: ids.attachment(),
        messageId: '',
        name: 'a',
        mediaType: 'b',
        sha256: '0'.repeat(64),
      },
      1,
    ),
  ]) {
    expect(await refusedWords(answer)).toBe(words);
  }
  expect(readdirSync(join(folder, 'files'))).toHaveLength(0);
});

it('a deleted file is gone with its content', async () => {
  const file = desk.specialist.attach(id, screen);
  if (file === null) throw new Error('The ticket is there.');
  desk.specialist.takeAway('attachment', file.id, 'Priya Nair');
  expect((await told()).map(({ kind }) => kind)).toEqual(['ticket', 'deleted']);
  const words = 'The desk has deleted this attachment (Priya Nair).';
  expect(await refusedWords(client.ask(PATHS.attachment(id, file.id)))).toBe(words);
  expect(await refusedWords(client.ask(PATHS.attachmentContent(id, file.id)))).toBe(words);
  expect(readdirSync(join(folder, 'files'))).toHaveLength(0);
});

it('what is not there cannot be taken away, and pages stay whole around what is gone', async () => {
  for (const what of ['ticket', 'message', 'attachment'] as const) {
    expect(desk.specialist.takeAway(what, ids.message())).toBeNull();
  }
  const sent = Array.from({ length: 6 }, () => ids.message());
  for (const messageId of sent) await client.putMessage(id, messageId, messageId, reply);
  for (const messageId of sent.slice(0, 4)) desk.specialist.takeAway('message', messageId);
  const seen: Change[] = [];
  let cursor: string | undefined;
  for (let more = true; more; ) {
    const page = await client.changes(cursor, 3);
    expect(page.changes).toHaveLength(page.more ? 3 : page.changes.length);
    seen.push(...page.changes);
    ({ cursor, more } = page);
  }
  expect(seen.filter(({ kind }) => kind === 'message').map(idIn)).toEqual(sent.slice(4));
  expect(seen.filter(({ kind }) => kind === 'deleted').map(idIn)).toEqual(sent.slice(0, 4));
});

it('a desk that an older version kept goes on with its log, and its cursors stay good', async () => {
  await client.putMessage(id, ids.message(), 'k1', reply);
  const { cursor } = await client.changes();
  await desk.close();
  const db = new Database(join(folder, 'desk.sqlite'));
  db.exec(`
    DROP TABLE attachments; DROP TABLE deletions; DROP TABLE articles; DROP INDEX changes_of_document;
    ALTER TABLE changes RENAME TO now;
    CREATE TABLE changes (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL CHECK (kind IN ('ticket', 'message')), id TEXT NOT NULL
    ) STRICT;
    INSERT INTO changes SELECT * FROM now; DROP TABLE now;
    PRAGMA user_version = 0;
  `);
  db.close();
  desk = await startDesk({ data: folder });
  client = deskClient(desk);
  expect((await client.changes(cursor)).changes).toHaveLength(0);
  expect(await told()).toHaveLength(3);
  desk.specialist.takeAway('ticket', id);
  expect((await client.changes(cursor)).changes).toMatchObject([{ kind: 'deleted', deletion: { id } }]);
});
