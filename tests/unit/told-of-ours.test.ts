/** What a desk tells of what is still here: it is believed of its own only, and takes nothing that it never had. */
import { expect, test } from 'vitest';
import type { TicketId } from '#shared/ids.ts';
import type { Desk } from '../desk/desk.ts';
import { testIds } from '../desk/deskClient.ts';
import { core, desk, newFolder } from './running-core.ts';

const ids = testIds(41);
const RITA = { id: 'rita', name: 'Rita', email: 'rita@example.com' };
const OLE = { id: 'ole', name: 'Ole', email: 'ole@example.com' };
const SAID = { by: 'Kari', at: '2026-01-01T00:00:00Z' };
const BYTES = new TextEncoder().encode('evidence');

/** Rita's desk, which takes no write to what `shut` fits, and tells `tells` besides what is so. */
async function stage(folder = newFolder(), at?: Desk) {
  const hers = at ?? (await desk({ deskId: 'hers', requester: RITA, token: 'hers' }));
  const told: object[] = [];
  let shut: RegExp | null = null;
  let answer = { status: 503, code: 'unavailable' };
  const tried: string[] = [];
  const client = core({
    folder,
    async fetch(url, init) {
      const { pathname } = new URL(url);
      const isWrite = init.method === 'PUT' || init.method === 'POST' || init.method === 'PATCH';
      if (isWrite) tried.push(pathname);
      if (isWrite && shut?.test(pathname))
        return Response.json(
          { title: 'No', code: answer.code },
          { status: answer.status, headers: { 'content-type': 'application/problem+json' } },
        );
      const response = await fetch(url, init);
      if (pathname !== '/v1/changes' || told.length === 0 || !response.ok) return response;
      const page = await response.json();
      return Response.json({ ...page, changes: [...page.changes, ...told.splice(0)] });
    },
  });
  await client.handle('settings.saveDesk', { url: hers.url, token: 'hers' });
  await client.online();
  return {
    hers,
    client,
    bodies: () => hers.ledger().messages.map(({ body }) => JSON.parse(body.toString()).body),
    shuts: (what: RegExp | null, says = { status: 503, code: 'unavailable' }) => {
      shut = what;
      answer = says;
    },
    wasTried: (id: string) => client.until(() => tried.some((path) => path.endsWith(id))),
    /** Tells something with the next changes, whoever is asked for them. */
    async tells(...changes: object[]): Promise<void> {
      told.push(...changes);
      await client.handle('connection.look', {});
      await client.until(() => told.length === 0);
    },
    isNoted: (words: string) => client.until(() => client.lines.some((line) => line.includes(words))),
    async replies(ticketId: TicketId, body: string): Promise<string> {
      await client.handle('reply.save', { ticketId, body });
      return (await client.handle('reply.send', { ticketId })).id;
    },
    async attaches(ticketId: TicketId): Promise<string> {
      const named = { ticketId, name: 'evidence.txt', size: BYTES.length, mediaType: 'text/plain' };
      const { id } = await client.handle('attachment.start', named);
      await client.handle('attachment.append', { id, offset: 0, bytes: BYTES });
      await client.handle('attachment.finish', { id });
      return id;
    },
    /** Ends this core; another one starts on its folder. */
    async startsAgain() {
      await client.stop();
      return stage(folder, hers);
    },
  };
}

/** One ticket at the desk, and nothing more that gets through. */
async function withTicket() {
  const all = await stage();
  const ticketId = await all.client.submit();
  await all.client.inState(ticketId, 'open');
  all.shuts(/messages|uploads|tickets/);
  return { ...all, ticketId };
}

const message = (id: string, ticketId: string, body: string) => ({
  kind: 'message',
  message: { id, ticketId, body, author: { kind: 'requester', name: 'Rita' }, createdAt: SAID.at },
});
const deleted = (what: string, id: string, ticketId: string) => ({
  kind: 'deleted',
  deletion: { what, id, ticketId, ...SAID },
});

test('a deletion told before a reply was tried takes nothing of it later, and it is sent (invariant 10)', async () => {
  const { client, ticketId, ...all } = await withTicket();
  const first = await all.replies(ticketId, 'The first.');
  await all.wasTried(first);
  const second = await all.replies(ticketId, 'Never sent.');
  await all.tells(deleted('message', second, ticketId));
  await all.isNoted('was never sent');
  all.shuts(new RegExp(second));
  await client.handle('outbox.tryNow', {});
  await all.wasTried(second);
  const again = await all.startsAgain();
  await again.client.until(() => all.bodies().length === 2);
  expect(all.bodies()).toEqual(['The first.', 'Never sent.']);
  const { messages } = await again.client.ticket(ticketId);
  expect(messages).toMatchObject([
    { body: 'The first.', deleted: null },
    { body: 'Never sent.', deleted: null },
  ]);
});

test('a deletion told before a file was tried takes nothing of it later (invariant 10)', async () => {
  const { client, ticketId, ...all } = await withTicket();
  const file = await all.attaches(ticketId);
  await all.tells(deleted('attachment', file, ticketId));
  await all.isNoted('was never sent');
  all.shuts(/uploads/);
  await all.replies(ticketId, 'Here it is.');
  await all.wasTried('/uploads');
  const again = await all.startsAgain();
  await again.client.until(
    async () => (await again.client.ticket(ticketId)).attachments[0]?.delivery === 'received',
  );
  expect((await again.client.ticket(ticketId)).attachments).toMatchObject([{ deleted: null, isHere: true }]);
});

test('the words and files of a ticket that was never sent become a draft when the desk has deleted it (invariant 10)', async () => {
  const { client, ...all } = await withTicket();
  // So many at most are sent at once; the others stand behind them.
  all.hers.faults.set({ kind: 'halfOpen', method: 'PUT' });
  all.shuts(null);
  for (let count = 0; count < 5; count += 1) await client.submit({ title: 'Ticket' });
  const id = await client.draft({ title: 'Behind them' });
  await all.attaches(id);
  await client.handle('ticket.submit', { id });
  await all.tells(deleted('ticket', id, id));
  await client.until(async () => (await client.ticket(id)).deleted !== null);
  const [draft] = (await client.handle('inbox.list', {})).filter(({ state }) => state === 'draft');
  if (draft === undefined) throw new Error('There is no draft.');
  expect(await client.ticket(draft.id)).toMatchObject({
    title: 'Behind them',
    attachments: [{ name: 'evidence.txt', delivery: 'attached', isHere: true }],
  });
});

test('the files of a draft go with its words when the desk deletes what it may have had of it', async () => {
  const { client, ...all } = await withTicket();
  const id = await client.submit({ title: 'Taken back' });
  await all.wasTried(id);
  await client.until(async () => (await client.handle('outbox.list', {}))[0]?.state === 'waiting');
  await client.handle('ticket.takeBack', { id });
  await all.attaches(id);
  await all.tells(deleted('ticket', id, id));
  await client.until(async () => (await client.ticket(id)).deleted !== null);
  const drafts = (await client.handle('inbox.list', {})).filter(({ state }) => state === 'draft');
  expect(drafts).toMatchObject([{ title: 'Taken back' }]);
  const [draft] = drafts;
  expect(draft && (await client.ticket(draft.id)).attachments).toMatchObject([
    { name: 'evidence.txt', delivery: 'attached', isHere: true },
  ]);
});

test.each([
  ['another desk', 'his', 'belongs to another desk'],
  ['somebody else at the same desk', 'hers', 'waits for another account'],
])(
  '%s neither deletes what waits for this account nor gives receipts for it (invariant 11)',
  async (_, deskId, why) => {
    const { client, ticketId, ...all } = await withTicket();
    const reply = await all.replies(ticketId, 'For my desk alone.');
    await all.wasTried(reply);
    const his = await desk({ deskId, requester: OLE, token: 'his' });
    await client.handle('settings.saveDesk', { url: his.url, token: 'his' });
    await client.until(async () => (await client.handle('account.get', {}))?.requester.id === 'ole');
    await client.online();
    await all.tells(
      message(reply, ticketId, 'For my desk alone.'),
      deleted('message', reply, ticketId),
      // Stands after them in the same page.
      message(reply, ticketId, 'For my desk alone.'),
    );
    await all.isNoted(why);
    expect((await client.ticket(ticketId)).messages).toMatchObject([
      { body: 'For my desk alone.', deleted: null, delivery: 'queued' },
    ]);
    all.shuts(null);
    await client.handle('settings.saveDesk', { url: all.hers.url, token: 'hers' });
    await client.until(() => all.bodies().length === 1);
    expect(all.bodies()).toEqual(['For my desk alone.']);
  },
);

test('another desk cannot make a delivered ticket its own, or take its words (invariants 10 and 11)', async () => {
  const { client, ticketId, ...all } = await withTicket();
  all.shuts(null);
  const reply = await all.replies(ticketId, 'Delivered.');
  await client.until(() => all.bodies().length === 1);
  const his = await desk({ deskId: 'his', requester: OLE, token: 'his' });
  await client.handle('settings.saveDesk', { url: his.url, token: 'his' });
  await client.until(async () => (await client.handle('account.get', {}))?.requester.id === 'ole');
  const ticket = {
    ...{ id: ticketId, number: '9', version: '9', status: 'closed', title: 'His', description: 'His' },
    ...{ severity: 'standard', requester: { name: 'Ole' }, createdAt: SAID.at, updatedAt: SAID.at },
  };
  await all.tells({ kind: 'ticket', ticket }, deleted('message', reply, ticketId));
  await all.isNoted('belongs to another desk');
  const seen = await client.ticket(ticketId);
  expect(seen).toMatchObject({ otherAccount: true, messages: [{ body: 'Delivered.', deleted: null }] });
  expect(seen.title).not.toBe('His');
});

test('a message without words is no receipt for a reply that waits (invariant 10)', async () => {
  const { client, ticketId, ...all } = await withTicket();
  const reply = await all.replies(ticketId, 'Words that must arrive.');
  await all.wasTried(reply);
  await all.tells(message(reply, ticketId, ' '));
  await all.isNoted('other content');
  all.shuts(null);
  await client.handle('outbox.tryNow', {});
  await client.until(() => all.bodies().length === 1);
  expect(all.bodies()).toEqual(['Words that must arrive.']);
});

test('what was set aside of a message does not bring it back once it was deleted', async () => {
  const { client, ticketId, ...all } = await withTicket();
  const reply = await all.replies(ticketId, 'Mine.');
  await all.wasTried(reply);
  await all.tells(message(reply, ticketId, 'Other letters.'));
  await all.isNoted('other content');
  await all.tells(deleted('message', reply, ticketId));
  await client.until(async () => (await client.ticket(ticketId)).messages[0]?.deleted !== null);
  expect((await client.ticket(ticketId)).unreadNews).toBe(false);
  const again = await all.startsAgain();
  all.hers.specialist.reply(ticketId, 'Thank you.');
  await again.client.until(async () => (await again.client.ticket(ticketId)).messages.length === 2);
  expect((await again.client.ticket(ticketId)).messages[0]?.deleted).not.toBeNull();
});

test('what a person says of the help stays when the desk leaves it out (invariant 10)', async () => {
  const { client, ticketId, ...all } = await withTicket();
  all.shuts(null);
  const rating = { score: 'poor', comment: 'My long thoughts' } as const;
  await client.handle('ticket.change', { id: ticketId, edit: { rating } });
  await client.until(async () => (await client.ticket(ticketId)).rating?.comment === rating.comment);
  await client.until(async () => (await client.handle('outbox.list', {})).length === 0);
  const there = await (
    await fetch(`${all.hers.url}/v1/tickets/${ticketId}`, { headers: { authorization: 'Bearer hers' } })
  ).json();
  const told = { ...there, version: 'next', status: 'solved', rating: { score: 'poor' } };
  await all.tells({ kind: 'ticket', ticket: told });
  await client.inState(ticketId, 'solved');
  expect((await client.ticket(ticketId)).rating).toEqual(rating);
});

test('a change that was refused is settled when the desk has it all the same', async () => {
  const { client, ticketId, ...all } = await withTicket();
  all.shuts(/tickets/, { status: 422, code: 'invalid' });
  await client.handle('ticket.change', { id: ticketId, edit: { status: 'solved' } });
  const refused = async () =>
    (await client.handle('outbox.list', {})).some(({ state }) => state === 'refused');
  await client.until(refused);
  const there = await fetch(`${all.hers.url}/v1/tickets/${ticketId}`, {
    headers: { authorization: 'Bearer hers' },
  });
  await all.tells({ kind: 'ticket', ticket: { ...(await there.json()), version: 'next', status: 'solved' } });
  await client.until(async () => (await client.handle('outbox.list', {})).length === 0);
  expect(await client.ticket(ticketId)).toMatchObject({ state: 'solved', conflict: null });
});

test('a message told of under a ticket that never came is shown where it is told of next (invariant 10)', async () => {
  const { client, ticketId, ...all } = await withTicket();
  const [id, file, nowhere] = [ids.message(), ids.message(), ids.ticket()];
  const attachment = (of: string, name: string) => ({
    kind: 'attachment',
    attachment: {
      ...{ id: file, ticketId: of, messageId: null, author: { kind: 'specialist', id: null, name: 'Kari' } },
      ...{ name, mediaType: 'text/plain', size: 3, sha256: 'a'.repeat(64), createdAt: SAID.at },
    },
  });
  await all.tells(message(id, nowhere, 'False.'), attachment(nowhere, 'false.txt'));
  await all.tells(message(id, ticketId, 'True.'), attachment(ticketId, 'true.txt'));
  await client.until(async () => (await client.ticket(ticketId)).attachments.length === 1);
  // What can be seen somewhere stays there.
  await all.tells(message(id, nowhere, 'False again.'), attachment(nowhere, 'false.txt'));
  await all.isNoted('known under another ticket');
  const { messages, attachments } = await client.ticket(ticketId);
  expect(messages).toMatchObject([{ body: 'True.', earlier: [] }]);
  expect(attachments).toMatchObject([{ name: 'true.txt' }]);
});
