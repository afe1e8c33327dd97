/** What a desk leaves out is marked, stays readable, and can be sent again (invariant 10). */
import { describe, expect, test } from 'vitest';
import { idMaker, MessageId, type TicketId } from '#shared/ids.ts';
import type { Ticket } from '#shared/model.ts';
import { cursorOf, isWhole, markLeftOut, readAllAnew, storeSlice } from '../../main/core/sync/changes.ts';
import type { Desk } from '../desk/desk.ts';
import { seededBytes } from '../desk/random.ts';
import { deskTicket } from '../tickets.ts';
import { deskMessage, openProfile, START } from './profile.ts';
import { core, desk, FILLED_FORM, newFolder, type RunningCore } from './running-core.ts';

type Change = { kind: string; ticket?: { id: string }; message?: { id: string; ticketId: string } };

const OF_ANOTHER_LOG = 'of another log';

/** A desk whose changes can be told otherwise: `tell` sees each change of a page, and false leaves it out. */
function replica(at: Desk) {
  const state = {
    tell: (_: Change): boolean => true,
    isExpired: false,
    isCut: false,
    isShut: false,
    readings: 0,
  };
  const writes = { are: 'taken' as 'taken' | 'refused' | 'in the way' };
  const fetcher = async (url: string, init: RequestInit): Promise<Response> => {
    if (init.method === 'PUT' && writes.are === 'in the way') throw new Error('ECONNREFUSED');
    if (init.method === 'PUT' && writes.are === 'refused') return problem(404, 'not_found');
    if (!url.includes('/v1/changes')) return fetch(url, init);
    const cursor = new URL(url).searchParams.get('cursor');
    if (cursor === null) {
      state.readings += 1;
      if (state.isShut) return problem(503, 'busy');
      // A first page, whose cursor is good for nothing any more when the next is asked for.
      if (state.isCut) return Response.json({ changes: [], cursor: OF_ANOTHER_LOG, more: true });
    } else if (state.isExpired || cursor === OF_ANOTHER_LOG) {
      Object.assign(state, { isExpired: false, isCut: false });
      return problem(410, 'cursor_expired');
    }
    const response = await fetch(url, init);
    if (!response.ok) return response;
    const page: { changes: Change[] } = await response.json();
    return Response.json({ ...page, changes: page.changes.filter((change) => state.tell(change)) });
  };
  return { state, writes, fetch: fetcher, desk: at };
}

const problem = (status: number, code: string): Response =>
  Response.json({ code, title: code }, { status, headers: { 'content-type': 'application/problem+json' } });

/** Tickets with one reply of the person's own and one answer, all read. */
async function withTickets(count: number) {
  const at = replica(await desk());
  const running = core({ desk: at.desk, fetch: at.fetch });
  const ids: TicketId[] = [];
  for (let n = 0; n < count; n += 1) {
    const id = await running.submit({ title: `Ticket ${n}` });
    await running.inState(id, 'open');
    await running.handle('reply.save', { ticketId: id, body: `Mine ${n}` });
    await running.handle('reply.send', { ticketId: id });
    await is(running, id, ({ messages }) => messages[0]?.delivery === 'delivered');
    at.desk.specialist.reply(id, `Answer ${n}`);
    await is(running, id, ({ messages }) => messages.length === 2);
    ids.push(id);
  }
  return { ...at, running, ids };
}

const is = (running: RunningCore, id: TicketId, fits: (ticket: Ticket) => boolean): Promise<Ticket> =>
  running.until(async () => {
    const ticket = await running.ticket(id);
    return fits(ticket) ? ticket : null;
  });
const connection = (running: RunningCore) => running.handle('connection.get', {});
const bodies = ({ messages }: Ticket): string[] => messages.map(({ body }) => body);
/** The desk says that no cursor is good any more, and somebody looks. */
async function resync({ running, state }: Awaited<ReturnType<typeof withTickets>>): Promise<void> {
  const before = state.readings;
  state.isExpired = true;
  await running.handle('connection.look', {});
  await running.until(() => state.readings > before);
}

/** A ticket that the desk has lost, for good as it says; `before` is how it was. */
async function withTicketLost() {
  const all = await withTickets(1);
  const [id] = all.ids;
  if (id === undefined) throw new Error('no ticket');
  const before = await all.running.ticket(id);
  all.state.tell = () => false;
  await resync(all);
  await all.running.until(async () => (await connection(all.running)).resync);
  all.running.letMinutesPass(7);
  await is(all.running, id, ({ missing }) => missing === 'yes');
  return { all, id, before };
}

describe('a desk that was restored from an older backup', () => {
  test('with nothing in it: every word stays, it is said what the desk shows, and nothing is marked at once', async () => {
    const all = await withTickets(4);
    all.state.tell = () => false;
    await resync(all);
    const held = await all.running.until(async () => (await connection(all.running)).resync);
    expect(held).toMatchObject({ shows: 0, of: 4 });
    for (const [n, id] of all.ids.entries()) {
      const ticket = await all.running.ticket(id);
      expect(ticket).toMatchObject({ state: 'open', missing: 'no', deleted: null });
      expect(bodies(ticket)).toEqual([`Mine ${n}`, `Answer ${n}`]);
      expect(ticket.form.description).toBe(FILLED_FORM.description);
    }
  });

  test('a reply that it has no ticket for waits until it is believed, and goes when it shows all again', async () => {
    const all = await withTickets(4);
    const [id] = all.ids;
    if (id === undefined) throw new Error('no ticket');
    all.state.tell = () => false;
    await resync(all);
    await all.running.until(async () => (await connection(all.running)).resync);
    all.writes.are = 'refused';
    await all.running.handle('reply.save', { ticketId: id, body: 'Meanwhile' });
    await all.running.handle('reply.send', { ticketId: id });
    const [row] = await all.running.until(async () => {
      const rows = await all.running.handle('outbox.list', {});
      return rows.some(({ tries, state }) => tries > 0 && state === 'waiting') ? rows : null;
    });
    expect(row?.problem?.code).toBe('desk_refused');
    Object.assign(all.state, { tell: () => true });
    all.writes.are = 'taken';
    all.running.letMinutesPass(7);
    await all.running.until(async () => (await all.running.handle('outbox.list', {})).length === 0);
    expect(bodies(await all.running.ticket(id))).toContain('Meanwhile');
  });

  test('said again after some minutes: all of it is marked, and every word stays readable, found and exported', async () => {
    const all = await withTickets(4);
    all.state.tell = () => false;
    await resync(all);
    await all.running.until(async () => (await connection(all.running)).resync);
    all.running.letMinutesPass(7);
    await all.running.until(async () => (await connection(all.running)).missing === 4);
    await all.running.until(async () => (await connection(all.running)).resync === null);
    const [first] = all.ids;
    if (first === undefined) throw new Error('no ticket');
    const ticket = await all.running.ticket(first);
    expect(ticket).toMatchObject({ state: 'open', missing: 'yes', deleted: null });
    expect(bodies(ticket)).toEqual(['Mine 0', 'Answer 0']);
    const { hits } = await all.running.handle('search.find', { text: 'Answer' });
    expect(hits).toHaveLength(4);
    const { markdown } = await all.running.handle('ticket.export', { id: first });
    expect(markdown).toContain('Answer 0');
  });

  test('what comes back before the second time is never marked', async () => {
    const all = await withTickets(4);
    all.state.tell = () => false;
    await resync(all);
    await all.running.until(async () => (await connection(all.running)).resync);
    all.state.tell = () => true;
    const before = all.state.readings;
    all.running.letMinutesPass(7);
    await all.running.until(() => all.state.readings > before);
    await all.running.until(async () => (await connection(all.running)).resync === null);
    expect((await connection(all.running)).missing).toBe(0);
  });

  test('an early second 410 is no second saying', async () => {
    const all = await withTickets(4);
    all.state.tell = () => false;
    await resync(all);
    await all.running.until(async () => (await connection(all.running)).resync);
    await resync(all);
    await all.running.until(async () => (await connection(all.running)).resync);
    expect((await connection(all.running)).missing).toBe(0);
    expect((await connection(all.running)).resync).toMatchObject({ shows: 0, of: 4 });
  });

  test('a reading that broke off has said nothing: the one after it is the first to leave more out', async () => {
    const all = await withTickets(8);
    const gone = new Set<string | undefined>(all.ids.slice(0, 4));
    all.state.tell = ({ ticket, message }) => !gone.has(ticket?.id ?? message?.ticketId);
    await resync(all);
    await all.running.until(async () => (await connection(all.running)).resync?.shows === 4);
    all.state.tell = () => false;
    all.state.isCut = true;
    const before = all.state.readings;
    all.running.letMinutesPass(7);
    await all.running.until(() => all.state.readings > before + 1);
    await all.running.until(async () => {
      const { resync: held, missing } = await connection(all.running);
      return missing > 0 || held?.shows === 0;
    });
    expect((await connection(all.running)).missing).toBe(0);
  });

  test('what was marked loses its mark when the desk has it again, with its words and state', async () => {
    const all = await withTickets(4);
    all.state.tell = () => false;
    await resync(all);
    await all.running.until(async () => (await connection(all.running)).resync);
    all.running.letMinutesPass(7);
    await all.running.until(async () => (await connection(all.running)).missing === 4);
    all.state.tell = () => true;
    await resync(all);
    await all.running.until(async () => (await connection(all.running)).missing === 0);
    for (const [n, id] of all.ids.entries()) {
      expect(bodies(await all.running.ticket(id))).toEqual([`Mine ${n}`, `Answer ${n}`]);
    }
  });

  test('a single ticket of many is marked at once, and nobody else is', async () => {
    const all = await withTickets(12);
    const [gone] = all.ids;
    all.state.tell = ({ ticket, message }) => ticket?.id !== gone && message?.ticketId !== gone;
    await resync(all);
    await all.running.until(async () => (await connection(all.running)).missing === 1);
    expect((await connection(all.running)).resync).toBeNull();
    const missing = (await all.running.handle('inbox.list', {})).filter((each) => each.missing !== 'no');
    expect(missing.map(({ id }) => id)).toEqual([gone]);
  });

  test('what the desk has lost is sent again in one press, byte for byte and under its ids', async () => {
    const { all, id, before } = await withTicketLost();
    all.state.tell = () => true;
    expect(await all.running.handle('ticket.sendAllAgain', {})).toEqual({ count: 1, damaged: 0 });
    // The reference desk still has both, and answers 200 to equal content only.
    const after = await is(all.running, id, ({ missing }) => missing === 'no');
    expect(after.number).toBe(before.number);
    await all.running.until(async () => (await all.running.handle('outbox.list', {})).length === 0);
    expect(bodies(await all.running.ticket(id))).toEqual(['Mine 0', 'Answer 0']);
    expect(all.desk.specialist.messages(id).map(({ body }) => body)).toEqual(['Mine 0', 'Answer 0']);
    expect(all.desk.ledger().tickets.filter(({ id: made }) => made === id)).toHaveLength(1);
  });
});

test('what is sent again goes before what was written later and waits already', async () => {
  const { all, id, before } = await withTicketLost();
  const [first] = before.messages;
  all.writes.are = 'in the way';
  await all.running.handle('reply.save', { ticketId: id, body: 'Later' });
  await all.running.handle('reply.send', { ticketId: id });
  const later = (await all.running.ticket(id)).messages.at(-1);
  await all.running.handle('ticket.sendAgain', { id });
  const waiting = await all.running.handle('outbox.list', {});
  expect(waiting.map(({ kind, messageId }) => messageId ?? kind)).toEqual([
    'create_ticket',
    first?.id,
    later?.id,
  ]);
});

test('what was taken between a resync and its first page is left out like all else', async () => {
  const all = await withTickets(0);
  await all.running.online();
  all.state.isShut = true;
  await resync(all);
  const id = await all.running.submit({ title: 'Between' });
  await all.running.inState(id, 'open');
  Object.assign(all.state, { tell: () => false, isShut: false });
  const held = await all.running.until(async () => (await connection(all.running)).resync);
  expect(held).toMatchObject({ shows: 0, of: 1 });
});

describe('very much that is left out twice', () => {
  const owner = 'desk/requester';
  const COUNT = 600;
  function leftOutTwice() {
    const store = openProfile(newFolder());
    const ids = idMaker(() => START, seededBytes(9));
    const all = Array.from({ length: COUNT }, () => ids.ticket());
    const context = { now: START, ids, whileClosed: false, log: () => {} };
    const tickets = all.map((id) => ({
      fits: { kind: 'ticket' as const, ticket: deskTicket({ id, title: 'Sign-in' }, START) },
    }));
    const end = { cursor: 'next', more: false };
    storeSlice(store, owner, { read: tickets, end }, context);
    readAllAnew(store, owner, { again: false });
    storeSlice(store, owner, { read: [], end }, context);
    expect(cursorOf(store, owner).held).toMatchObject({ shows: 0, of: COUNT });
    readAllAnew(store, owner, { again: true });
    const missing = () => all.filter((id) => store.tickets.get(id)?.missingSince !== null);
    return { store, all, end, context, missing };
  }

  test('is marked some at a time, and what is told in between stays unmarked (invariant 10)', () => {
    const { store, all, end, context, missing } = leftOutTwice();
    const [told] = all.slice(-1);
    if (told === undefined) throw new Error('no ticket');
    const sizes: number[] = [];
    for (const changed of markLeftOut(store, owner, START)) {
      sizes.push(changed.length);
      const { reading } = cursorOf(store, owner);
      store.transaction(() => store.tickets.stillTold(told, { owner, number: reading }));
    }
    expect(sizes).toEqual([250, 250, 99]);
    expect(missing()).toEqual(all.slice(0, -1));
    storeSlice(store, owner, { read: [], end }, context);
    expect(missing()).toEqual(all.slice(0, -1));
    expect(cursorOf(store, owner)).toMatchObject({ held: null, whole: false });
    store.close();
  });

  test('that is cut off on the way is marked in the end, when the page is told again', () => {
    const { store, all, end, context, missing } = leftOutTwice();
    for (const _ of markLeftOut(store, owner, START)) break;
    expect(missing()).toHaveLength(250);
    expect(isWhole(store, owner)).toBe(true);
    storeSlice(store, owner, { read: [], end }, context);
    expect(missing()).toEqual(all);
    store.close();
  });
});

test('a reply that never was at the desk stays unsent when its ticket is not sent again after all', async () => {
  const { all, id } = await withTicketLost();
  all.writes.are = 'refused';
  await all.running.handle('reply.save', { ticketId: id, body: 'Never there' });
  const { id: reply } = await all.running.handle('reply.send', { ticketId: id });
  const delivery = ({ messages }: Ticket) => messages.find((message) => message.id === reply)?.delivery;
  await is(all.running, id, (ticket) => delivery(ticket) === 'refused');

  all.writes.are = 'in the way';
  await all.running.handle('ticket.sendAgain', { id });
  await all.running.until(async () =>
    (await all.running.handle('outbox.list', {})).some(({ tries }) => tries > 0),
  );
  await is(all.running, id, ({ missing }) => missing === 'sending_again');
  await all.running.handle('ticket.takeBack', { id });
  const after = await all.running.ticket(id);
  expect(after.missing).toBe('yes');
  expect(delivery(after)).toBe('refused');
  expect(await all.running.handle('outbox.list', {})).toMatchObject([{ messageId: reply, state: 'refused' }]);
});

test('a lost reply that is not to be sent again after all stays in the thread, as lost as it was', async () => {
  const all = await withTickets(1);
  const [id] = all.ids;
  if (id === undefined) throw new Error('no ticket');
  const [own] = (await all.running.ticket(id)).messages;
  if (own === undefined) throw new Error('no reply');
  all.desk.lose('message', [own.id]);
  await all.running.handle('connection.look', {});
  await all.running.until(async () => (await connection(all.running)).resync);
  all.running.letMinutesPass(7);
  await is(all.running, id, ({ messages }) => messages[0]?.missingSince != null);
  all.desk.faults.set({ kind: 'down', method: 'PUT' });
  await all.running.handle('ticket.sendAgain', { id });
  await all.running.until(() =>
    all.running
      .handle('reply.takeBack', { ticketId: id, id: own.id })
      .then(() => true)
      .catch(() => false),
  );
  const after = await all.running.ticket(id);
  expect(bodies(after)).toEqual(['Mine 0', 'Answer 0']);
  expect(after.messages[0]).toMatchObject({ delivery: 'delivered', missingSince: expect.any(Number) });
  expect(after.replyDraft).toBe('');
});

test('taken over by another account, a lost ticket that is sent again keeps its replies, and the draft is a copy', async () => {
  const { all, id, before } = await withTicketLost();
  all.writes.are = 'in the way';
  await all.running.handle('ticket.sendAgain', { id });
  const his = await desk({ deskId: 'b', requester: { id: 'ole', name: 'Ole' }, token: 'his' });
  await all.running.handle('settings.saveDesk', { url: his.url, token: 'his' });
  await all.running.until(async () => (await all.running.handle('account.get', {}))?.requester.id === 'ole');
  const { id: draft } = await all.running.handle('ticket.takeOver', { id });
  expect(await all.running.ticket(draft)).toMatchObject({ state: 'draft', form: { title: before.title } });
  expect(bodies(await all.running.ticket(id))).toEqual(bodies(before));
  const waiting = await all.running.handle('outbox.list', {});
  expect(waiting.map(({ kind, ticketId }) => [kind, ticketId])).toEqual([
    ['create_ticket', id],
    ['add_message', id],
  ]);
});

test('taken over by another account, a lost reply that is sent again stays in its thread', async () => {
  const all = await withTickets(1);
  const [id] = all.ids;
  if (id === undefined) throw new Error('no ticket');
  const before = await all.running.ticket(id);
  all.desk.lose(
    'message',
    before.messages.slice(0, 1).map((message) => message.id),
  );
  await all.running.handle('connection.look', {});
  await all.running.until(async () => (await connection(all.running)).resync);
  all.running.letMinutesPass(7);
  await is(all.running, id, ({ messages }) => messages[0]?.missingSince != null);
  const his = await desk({ deskId: 'b', requester: { id: 'ole', name: 'Ole' }, token: 'his' });
  await all.running.handle('settings.saveDesk', { url: his.url, token: 'his' });
  await all.running.until(async () => (await all.running.handle('account.get', {}))?.requester.id === 'ole');
  await all.running.handle('ticket.sendAgain', { id });
  const { id: draft } = await all.running.handle('ticket.takeOver', { id });
  expect((await all.running.ticket(draft)).form.description).toBe('Mine 0');
  expect(bodies(await all.running.ticket(id))).toEqual(bodies(before));
  expect(await all.running.handle('outbox.list', {})).toMatchObject([{ kind: 'add_message', ticketId: id }]);
});

test('a reply that the desk lost before it had told of it stays before what is written later (invariant 3)', () => {
  const store = openProfile(newFolder());
  const ids = idMaker(() => START, seededBytes(7));
  const [id, first, second] = [ids.ticket(), ids.message(), ids.message()];
  const reading = { owner: 'desk/requester', number: 1 };
  const send = (reply: MessageId, body: string) => {
    store.tickets.addOwnMessage({ id: reply, ticketId: id, body, at: START, name: 'Rita' });
    store.tickets.setDelivery(reply, 'delivered');
  };
  store.transaction(() => {
    store.tickets.takeOver(deskTicket({ id, title: 'Sign-in' }, START), reading);
    send(first, 'First');
    store.tickets.markMessageMissing(first, START);
    send(second, 'Second');
    store.tickets.takeOverMessage(deskMessage(second, id, 'Second'), reading, START);
  });
  expect(store.tickets.get(id)?.messages.map(({ body }) => body)).toEqual(['First', 'Second']);
  store.close();
});

test('what has lost its words here is not sent again as less than it was, and the press says so', async () => {
  const folder = newFolder();
  const store = openProfile(folder);
  const ids = idMaker(() => START, seededBytes(5));
  const [whole, damaged] = [ids.ticket(), ids.ticket()];
  store.transaction(() => {
    for (const id of [whole, damaged]) {
      store.tickets.takeOver(deskTicket({ id, title: 'Sign-in' }, START), { owner: null, number: 1 });
      store.tickets.markMissing(id, START);
    }
    store.tickets.saveForm(damaged, { title: '' }, START);
  });
  store.close();
  const running = core({ folder });
  expect(await running.handle('ticket.sendAllAgain', {})).toEqual({ count: 1, damaged: 1 });
  const waiting = await running.handle('outbox.list', {});
  expect(waiting.map(({ ticketId }) => ticketId)).toEqual([whole]);
  await expect(running.handle('ticket.sendAgain', { id: damaged })).rejects.toMatchObject({
    failure: { code: 'words_damaged' },
  });
});

describe('a desk that leaves words out of what it has', () => {
  const told =
    (change: (ticket: Record<string, unknown>) => object) => async (url: string, init: RequestInit) => {
      const response = await fetch(url, init);
      if (!/\/v1\/(tickets\/[^/]+$|changes)/.test(new URL(url).pathname)) return response;
      const body = await response.json();
      const spoiled = body.changes
        ? {
            ...body,
            changes: body.changes.map((each: { kind: string; ticket: Record<string, unknown> }) =>
              each.kind === 'ticket' ? { ...each, ticket: change(each.ticket) } : each,
            ),
          }
        : change(body);
      return Response.json(spoiled, { status: response.status });
    };

  test('what was written here stays: details left out, blanked or cut by the desk erase nothing', async () => {
    const at = await desk();
    const running = core({
      desk: at,
      fetch: told(({ steps: _, hit: __, ...ticket }) => ({
        ...ticket,
        description: 'Exp',
        tried: '',
        title: '',
      })),
    });
    const written = { steps: 'Open the page.', tried: 'Another browser.' };
    const id = await running.submit(written);
    await running.inState(id, 'open');
    at.specialist.reply(id, 'Hello.');
    const { form, title } = await is(running, id, ({ messages }) => messages.length === 1);
    expect(form).toMatchObject({ ...written, hit: FILLED_FORM.hit, description: FILLED_FORM.description });
    expect(title).toBe(FILLED_FORM.title);
  });

  test('words of a ticket from elsewhere stay when they are told again as nothing but spaces', async () => {
    const at = await desk();
    let isBlank = false;
    const running = core({
      desk: at,
      fetch: (url, init) =>
        told((ticket) => (isBlank ? { ...ticket, description: ' \n\t' } : ticket))(url, init),
    });
    const elsewhere = core({ desk: at });
    const id = await elsewhere.submit();
    await elsewhere.inState(id, 'open');
    await running.until(async () => (await running.handle('inbox.list', {})).length === 1);
    isBlank = true;
    at.specialist.setStatus(id, 'waiting_on_requester');
    const { form } = await is(running, id, ({ state }) => state === 'waiting_on_requester');
    expect(form.description).toBe(FILLED_FORM.description);
  });

  test('a message told again without its text keeps it; one told with another keeps the first beside it', async () => {
    const at = await desk();
    let body: string | null = null;
    const running = core({
      desk: at,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!url.includes('/v1/changes') || body === null) return response;
        const page: { changes: { kind: string; message?: object }[] } = await response.json();
        const changes = page.changes.map((each) =>
          each.kind === 'message' ? { ...each, message: { ...each.message, body, editedAt: null } } : each,
        );
        return Response.json({ ...page, changes });
      },
    });
    const id = await running.submit();
    await running.inState(id, 'open');
    const answer = at.specialist.reply(id, 'Turn it off.');
    await is(running, id, ({ messages }) => messages.length === 1);
    body = ' ';
    at.specialist.editMessage(MessageId.parse(answer?.id), 'Whatever.');
    at.specialist.setStatus(id, 'waiting_on_requester');
    const blank = await is(running, id, ({ state }) => state === 'waiting_on_requester');
    expect(blank.messages).toMatchObject([{ body: 'Turn it off.', earlier: [] }]);
    body = 'Turn it on.';
    at.specialist.editMessage(MessageId.parse(answer?.id), 'Whatever else.');
    const other = await is(running, id, ({ messages }) => messages[0]?.body === 'Turn it on.');
    expect(other.messages).toMatchObject([{ earlier: [{ body: 'Turn it off.' }] }]);
  });

  test('an explicit deletion removes the words, and says by whom', async () => {
    const at = await desk();
    const running = core({ desk: at });
    const id = await running.submit();
    await running.inState(id, 'open');
    const answer = at.specialist.reply(id, 'Not for you.');
    await is(running, id, ({ messages }) => messages.length === 1);
    at.specialist.takeAway('message', answer?.id ?? '', 'Maya');
    const { messages } = await is(running, id, (ticket) => ticket.messages[0]?.deleted != null);
    expect(messages).toMatchObject([{ body: '', earlier: [], deleted: { by: 'Maya' } }]);
  });
});

test('a help page that the desk leaves out is not suggested any more, and can still be read', async () => {
  const at = replica(await desk({ sample: true }));
  const running = core({ desk: at.desk, fetch: at.fetch, folder: newFolder() });
  const [hit] = await running.until(async () => {
    const found = await running.handle('article.suggest', { question: 'sign in' });
    return found.length > 0 ? found : null;
  });
  if (hit === undefined) throw new Error('no help page');
  at.state.tell = ({ kind }) => kind !== 'article';
  at.state.isExpired = true;
  await running.handle('connection.look', {});
  await running.until(
    async () => (await running.handle('article.suggest', { question: 'sign in' })).length === 0,
  );
  const article = await running.handle('article.get', { id: hit.id });
  expect(article.title).toBe(hit.title);
  expect(article.missingSince).not.toBeNull();
});

test('what was said of a ticket stays when the desk leaves it out: a rating, a judgement, an event, an answer', async () => {
  const at = await desk();
  let isSilent = false;
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (!isSilent || !url.includes('/v1/changes')) return response;
      const page: { changes: { kind: string; ticket?: object }[] } = await response.json();
      const changes = page.changes.map((each) =>
        each.kind === 'ticket'
          ? {
              ...each,
              ticket: {
                ...each.ticket,
                ...{ rating: null, severityChange: null, events: [], firstAnsweredAt: null },
              },
            }
          : each,
      );
      return Response.json({ ...page, changes });
    },
  });
  const id = await running.submit();
  await running.inState(id, 'open');
  at.specialist.setSeverity(id, 'standard', { reason: 'Only one team.' });
  at.specialist.reply(id, 'Looking.');
  await running.handle('ticket.change', { id, edit: { rating: { score: 'good', comment: 'Quick.' } } });
  const before = await is(
    running,
    id,
    ({ rating, severityChange, promise, edit }) =>
      rating !== null && severityChange !== null && promise?.firstAnsweredAt != null && edit === null,
  );
  expect(before.events).not.toEqual([]);
  isSilent = true;
  at.specialist.setStatus(id, 'solved');
  const after = await is(running, id, ({ state }) => state === 'solved');
  expect(after).toMatchObject({ rating: { comment: 'Quick.' }, severityChange: before.severityChange });
  expect(after.promise?.firstAnsweredAt).toBe(before.promise?.firstAnsweredAt);
  expect(after.events).toEqual(before.events);
});
