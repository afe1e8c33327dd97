/** What waits belongs to the account it was written for, and goes to no other (invariant 11). */
import { describe, expect, test } from 'vitest';
import { failureOf } from '#shared/errors.ts';
import { newIds } from '../tickets.ts';
import { core, desk, newFolder } from './running-core.ts';

const RITA = { id: 'rita', name: 'Rita', email: 'rita@example.com' };
const OLE = { id: 'ole', name: 'Ole', email: 'ole@example.com' };
const code = (work: Promise<unknown>) => work.then(() => null).catch((error) => failureOf(error).code);

/** A ticket of Rita's that could not be sent, and a core that Ole has signed in to since. */
async function othersTicket() {
  const hers = await desk({ deskId: 'a', requester: RITA, token: 'hers' });
  const his = await desk({ deskId: 'b', requester: OLE, token: 'his' });
  const running = core({ folder: newFolder() });
  await running.handle('settings.saveDesk', { url: hers.url, token: 'hers' });
  await running.online();
  hers.faults.set({ kind: 'down' });
  const id = await running.submit({ title: 'Hers' });
  await running.handle('settings.saveDesk', { url: his.url, token: 'his' });
  await running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'ole');
  return { hers, his, running, id };
}

test('a ticket that waits is not filed at another desk as somebody else’s, and says whose it is', async () => {
  const { his, running, id } = await othersTicket();
  const own = await running.submit({ title: 'His' });
  await running.inState(own, 'open');
  expect(his.specialist.tickets().map(({ title }) => title)).toEqual(['His']);
  expect(await running.handle('outbox.list', {})).toMatchObject([
    { ticketId: id, waits: { for: 'account' }, otherAccount: { requester: 'Rita' } },
  ]);
  expect(await running.ticket(id)).toMatchObject({ state: 'queued', otherAccount: true });
});

test('back at its own account it goes, once', async () => {
  const { hers, his, running, id } = await othersTicket();
  hers.faults.clear();
  await running.handle('settings.saveDesk', { url: hers.url, token: 'hers' });
  await running.inState(id, 'open');
  expect(hers.specialist.tickets()).toHaveLength(1);
  expect(his.specialist.tickets()).toHaveLength(0);
});

test('taken over it is a draft of the one who is signed in, and goes to them when they send it', async () => {
  const { hers, his, running, id } = await othersTicket();
  const { id: draft } = await running.handle('ticket.takeOver', { id });
  expect(await running.ticket(draft)).toMatchObject({ state: 'draft', title: 'Hers', otherAccount: false });
  await running.handle('ticket.submit', { id: draft });
  await running.inState(draft, 'open');
  expect(his.specialist.tickets()).toHaveLength(1);
  // Hers may have arrived before the line broke: it stays hers, and the draft was a copy under an id of its own.
  expect(draft).not.toBe(id);
  hers.faults.clear();
  await running.handle('settings.saveDesk', { url: hers.url, token: 'hers' });
  await running.inState(id, 'open');
  expect(hers.specialist.tickets().map((ticket) => ticket.id)).toEqual([id]);
});

test('a draft that a file is being copied into stays with whoever attached it', async () => {
  const hers = await desk({ deskId: 'a', requester: RITA, token: 'hers' });
  const his = await desk({ deskId: 'b', requester: OLE, token: 'his' });
  const running = core({ folder: newFolder() });
  await running.handle('settings.saveDesk', { url: hers.url, token: 'hers' });
  await running.online();
  const draft = newIds.ticket();
  await running.handle('draft.create', { id: draft });
  const bytes = new TextEncoder().encode('hers');
  const { id } = await running.handle('attachment.start', {
    ...{ ticketId: draft, name: 'hers.txt', size: bytes.length, mediaType: 'text/plain' },
  });
  await running.handle('settings.saveDesk', { url: his.url, token: 'his' });
  await running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'ole');
  await running.handle('attachment.append', { id, offset: 0, bytes });
  await running.handle('attachment.finish', { id });
  expect(await running.ticket(draft)).toMatchObject({ otherAccount: true, attachments: [{ id }] });
});

test('what certainly never left is moved and not copied', async () => {
  const hers = await desk({ deskId: 'a', requester: RITA, token: 'hers' });
  const his = await desk({ deskId: 'b', requester: OLE, token: 'his' });
  const running = core({ folder: newFolder() });
  await running.handle('settings.saveDesk', { url: hers.url, token: 'hers' });
  await running.online();
  await hers.close();
  await running.until(async () => (await running.handle('connection.get', {})).state === 'offline');
  const id = await running.submit();
  await running.handle('settings.saveDesk', { url: his.url, token: 'his' });
  await running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'ole');
  expect(await running.handle('outbox.list', {})).toMatchObject([{ isUntouched: true }]);
  expect(await running.handle('ticket.takeOver', { id })).toEqual({ id });
  expect(await running.handle('outbox.list', {})).toEqual([]);
});

test('what the other desk has refused is copied: a repeat of it may still be on its way there', async () => {
  const hers = await desk({ deskId: 'a', requester: RITA, token: 'hers' });
  const his = await desk({ deskId: 'b', requester: OLE, token: 'his' });
  const running = core({
    folder: newFolder(),
    fetch: async (url, init) =>
      init.method === 'PUT' && url.startsWith(hers.url)
        ? Response.json(
            { title: 'No', code: 'invalid' },
            { status: 422, headers: { 'content-type': 'application/problem+json' } },
          )
        : fetch(url, init),
  });
  await running.handle('settings.saveDesk', { url: hers.url, token: 'hers' });
  await running.online();
  const id = await running.draft({});
  const bytes = new TextEncoder().encode('log');
  const file = { ticketId: id, name: 'albatross.txt', size: bytes.length, mediaType: 'text/plain' };
  const { id: fileId } = await running.handle('attachment.start', file);
  await running.handle('attachment.append', { id: fileId, offset: 0, bytes });
  await running.handle('attachment.finish', { id: fileId });
  await running.handle('ticket.submit', { id });
  await running.inState(id, 'needs_attention');
  await running.handle('settings.saveDesk', { url: his.url, token: 'his' });
  await running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'ole');
  const { id: draft } = await running.handle('ticket.takeOver', { id });
  expect(draft).not.toBe(id);
  expect(await running.ticket(draft)).toMatchObject({ state: 'draft', otherAccount: false });
  expect((await running.ticket(id)).state).toBe('needs_attention');
  // Its file comes along, and is of now.
  expect((await running.ticket(draft)).attachments).toMatchObject([{ name: 'albatross.txt' }]);
  const found = await running.handle('search.find', { text: 'albatross after:2020-01-01' });
  expect(found.hits.map((hit) => 'ticketId' in hit && hit.ticketId)).toContain(draft);
});

test('another person’s token at the same address is another account', async () => {
  const hers = await desk({ requester: RITA, token: 'hers' });
  const running = core({ folder: newFolder() });
  await running.handle('settings.saveDesk', { url: hers.url, token: 'hers' });
  await running.online();
  hers.faults.set({ kind: 'down', method: 'PUT' });
  const id = await running.submit();
  const wrote = await running.handle('settings.waiting', { url: hers.url, token: 'hers' });
  expect(wrote).toMatchObject({ waiting: 0, account: null });
  // The same address, and somebody else behind the token.
  const his = await desk({ requester: OLE, token: 'his' });
  const asked = await running.handle('settings.waiting', { url: his.url, token: 'his' });
  expect(asked).toMatchObject({ waiting: 1, account: { requester: 'Rita', url: hers.url } });
  await running.handle('settings.saveDesk', { url: his.url, token: 'his' });
  await running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'ole');
  expect((await running.handle('outbox.list', {}))[0]).toMatchObject({
    ticketId: id,
    waits: { for: 'account' },
  });
});

test('what waits for an account is asked about as long as it is not certain to be another’s, and then no more', async () => {
  const hers = await desk({ deskId: 'a', requester: RITA, token: 'hers' });
  const his = await desk({ deskId: 'b', requester: OLE, token: 'his' });
  const third = await desk({ deskId: 'c', requester: { ...OLE, id: 'third' }, token: 'third' });
  const running = core({ folder: newFolder() });
  await running.handle('settings.saveDesk', { url: hers.url, token: 'hers' });
  await running.online();
  hers.faults.set({ kind: 'down', method: 'PUT' });
  await running.submit();
  await running.draft();
  await running.handle('settings.saveDesk', { url: hers.url, token: 'wrong' });
  await running.until(async () => (await running.handle('connection.get', {})).state === 'signed_out');
  const asked = await running.handle('settings.waiting', { url: his.url, token: 'his' });
  expect(asked).toMatchObject({
    ...{ waiting: 1, drafts: 1, mayComeAlong: false },
    account: { requester: 'Rita', url: hers.url },
  });
  const back = await running.handle('settings.waiting', { url: hers.url, token: 'hers' });
  expect(back).toMatchObject({ waiting: 0, drafts: 0 });
  // Nobody can be asked: another address is another account, and its own is not.
  hers.faults.set({ kind: 'down' });
  expect(await running.handle('settings.waiting', { url: hers.url, token: 'hers' })).toMatchObject({
    waiting: 0,
  });
  await his.close();
  expect(await running.handle('settings.waiting', { url: his.url, token: 'his' })).toMatchObject({
    waiting: 1,
  });
  await running.handle('settings.saveDesk', { url: third.url, token: 'third' });
  await running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'third');
  expect(await running.handle('settings.waiting', { url: his.url, token: 'his' })).toMatchObject({
    waiting: 0,
  });
});

test('a draft of another account is not sent as one’s own, before it is taken over', async () => {
  const hers = await desk({ deskId: 'a', requester: RITA, token: 'hers' });
  const his = await desk({ deskId: 'b', requester: OLE, token: 'his' });
  const running = core({ folder: newFolder() });
  await running.handle('settings.saveDesk', { url: hers.url, token: 'hers' });
  await running.online();
  const draft = await running.draft({ title: 'Not finished' });
  await running.handle('settings.saveDesk', { url: his.url, token: 'his' });
  await running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'ole');
  expect(await running.ticket(draft)).toMatchObject({ otherAccount: true, account: { requester: 'Rita' } });
  expect(await code(running.handle('ticket.submit', { id: draft }))).toBe('other_account');
  await running.handle('ticket.takeOver', { id: draft });
  await running.handle('ticket.submit', { id: draft });
  await running.inState(draft, 'open');
  expect(hers.specialist.tickets()).toHaveLength(0);
});

test('a reply to a ticket of another account waits for it; taken over, its words begin a ticket of one’s own', async () => {
  const hers = await desk({ deskId: 'a', requester: RITA, token: 'hers' });
  const his = await desk({ deskId: 'b', requester: OLE, token: 'his' });
  const running = core({ folder: newFolder() });
  await running.handle('settings.saveDesk', { url: hers.url, token: 'hers' });
  await running.online();
  const id = await running.submit();
  await running.inState(id, 'open');
  await running.handle('settings.saveDesk', { url: his.url, token: 'his' });
  await running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'ole');
  await running.handle('reply.save', { ticketId: id, body: 'More of it.' });
  await running.handle('reply.send', { ticketId: id });
  expect((await running.handle('outbox.list', {}))[0]).toMatchObject({ waits: { for: 'account' } });
  const { id: draft } = await running.handle('ticket.takeOver', { id });
  expect((await running.ticket(draft)).form.description).toBe('More of it.');
  expect((await running.ticket(id)).messages).toEqual([]);
  expect(await running.handle('outbox.list', {})).toEqual([]);
});

describe('before an account has a name', () => {
  test('what was written without any desk goes to the first that answers', async () => {
    const at = await desk();
    const running = core({ folder: newFolder() });
    const id = await running.submit();
    await running.handle('settings.saveDesk', { url: at.url, token: 'secret' });
    await running.inState(id, 'open');
  });

  /** A core with a ticket that was written under a token that the desk did not know. */
  async function underUnknownToken(at: Awaited<ReturnType<typeof desk>>) {
    const running = core({ folder: newFolder() });
    await running.handle('settings.saveDesk', { url: at.url, token: 'misspelt' });
    await running.until(async () => (await running.handle('connection.get', {})).state === 'signed_out');
    const id = await running.submit();
    const left = await running.handle('settings.waiting', { url: at.url, token: 'secret' });
    expect(left).toMatchObject({ waiting: 1, account: null, mayComeAlong: true });
    return { running, id };
  }

  test('what was written under a token that the desk did not know goes along when the person says so', async () => {
    const at = await desk();
    const { running, id } = await underUnknownToken(at);
    await running.handle('settings.saveDesk', { url: at.url, token: 'secret', comesAlong: true });
    await running.inState(id, 'open');
  });

  test('what goes along goes to whoever answers there, and to no other desk that is chosen before that', async () => {
    const [at, other] = [await desk(), await desk({ deskId: 'other' })];
    const { running, id } = await underUnknownToken(at);
    const [silent, token] = [await desk(), 'secret'];
    await silent.close();
    await running.handle('settings.saveDesk', { url: silent.url, token, comesAlong: true });
    await running.until(async () => (await running.handle('connection.get', {})).state === 'offline');
    expect(await running.handle('settings.waiting', { url: other.url, token })).toMatchObject({ waiting: 1 });
    await running.handle('settings.saveDesk', { url: other.url, token });
    await running.inState(await running.submit({ title: 'For this one' }), 'open');
    expect(other.specialist.tickets()).toHaveLength(1);
    expect((await running.ticket(id)).state).toBe('queued');
  });

  test('without their word it waits, can be taken over, and nobody else gets it: a desk may be wrong about a token', async () => {
    const at = await desk();
    const { running, id } = await underUnknownToken(at);
    await running.handle('settings.saveDesk', { url: at.url, token: 'secret' });
    await running.online();
    await running.inState(await running.submit({ title: 'For this one' }), 'open');
    expect(at.specialist.tickets()).toHaveLength(1);
    expect((await running.handle('outbox.list', {}))[0]).toMatchObject({
      ticketId: id,
      waits: { for: 'account' },
    });
    const { id: draft } = await running.handle('ticket.takeOver', { id });
    await running.handle('ticket.submit', { id: draft });
    await running.inState(draft, 'open');
  });

  test('nobody’s word brings along what was written for an account that has answered', async () => {
    const [first, second] = [await desk(), await desk({ deskId: 'other' })];
    const running = core({ desk: first });
    await running.online();
    await first.close();
    const id = await running.submit();
    await running.handle('settings.saveDesk', { url: second.url, token: 'secret', comesAlong: true });
    await running.online();
    await running.inState(await running.submit({ title: 'For this one' }), 'open');
    expect((await running.ticket(id)).state).toBe('queued');
  });

  test('what was written for an address that never answered does not go to another', async () => {
    const [silent, at] = [await desk(), await desk({ deskId: 'other' })];
    await silent.close();
    const running = core({ folder: newFolder() });
    await running.handle('settings.saveDesk', { url: silent.url, token: 'secret' });
    await running.until(async () => (await running.handle('connection.get', {})).state === 'offline');
    const id = await running.submit();
    await running.handle('settings.saveDesk', { url: at.url, token: 'secret' });
    await running.online();
    const own = await running.submit({ title: 'For this one' });
    await running.inState(own, 'open');
    expect(at.specialist.tickets()).toHaveLength(1);
    expect((await running.ticket(id)).state).toBe('queued');
  });
});

test('two desks whose ids only look alike when joined are two accounts', async () => {
  const one = await desk({ deskId: 'a b', requester: { ...RITA, id: 'c' }, token: 'one' });
  const other = await desk({ deskId: 'a', requester: { ...OLE, id: 'b c' }, token: 'other' });
  const running = core({ folder: newFolder() });
  await running.handle('settings.saveDesk', { url: one.url, token: 'one' });
  await running.online();
  one.faults.set({ kind: 'down' });
  const id = await running.submit();
  await running.handle('settings.saveDesk', { url: other.url, token: 'other' });
  await running.until(async () => (await running.handle('account.get', {}))?.requester.name === 'Ole');
  await running.until(async () => (await running.handle('outbox.list', {}))[0]?.waits.for === 'account');
  expect((await running.ticket(id)).state).toBe('queued');
  expect(other.specialist.tickets()).toHaveLength(0);
});

test('an id that is half a letter names no account', async () => {
  const at = await desk();
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (!url.endsWith('/v1/account')) return response;
      const account = await response.json();
      return new Response(JSON.stringify({ ...account, desk: { ...account.desk, id: '\ud800' } }), response);
    },
  });
  const { problem } = await running.until(async () => {
    const connection = await running.handle('connection.get', {});
    return connection.problem === null ? null : connection;
  });
  expect(problem?.code).toBe('desk_answer_unfit');
});
