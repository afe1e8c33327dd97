/** An answer about something else is none, and one change that cannot be read stops no other. */
import { describe, expect, test } from 'vitest';
import { idMaker, type TicketId } from '#shared/ids.ts';
import { misfitOf } from '#shared/received.ts';
import type { Desk } from '../desk/desk.ts';
import { seededBytes } from '../desk/random.ts';
import { openProfile } from './profile.ts';
import { core, desk, newFolder, type RunningCore } from './running-core.ts';

const ids = idMaker(() => 1_750_000_000_000, seededBytes(7));
type Spoil = (body: Record<string, unknown>, url: string, init: RequestInit) => unknown;

/** A core that reads what `spoil` makes of every JSON answer. */
function spoiled(at: Desk, spoil: Spoil, folder = newFolder()): RunningCore {
  return core({
    desk: at,
    folder,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (!response.headers.get('content-type')?.includes('json')) return response;
      const body = spoil(await response.json(), url, init);
      return new Response(JSON.stringify(body), { status: response.status, headers: response.headers });
    },
  });
}
const inChanges =
  (spoil: (change: { kind: string } & Record<string, never>) => object): Spoil =>
  (body, url) =>
    url.includes('/v1/changes') && Array.isArray(body.changes)
      ? { ...body, changes: body.changes.map(spoil) }
      : body;

describe('an answer that carries another id than was asked for', () => {
  test('to a ticket: nothing of it is stored, it is named in the log, and the ticket goes on waiting', async () => {
    const at = await desk();
    const other = ids.ticket();
    let isSpoiled = true;
    const running = spoiled(at, (body, _, init) =>
      init.method === 'PUT' && isSpoiled ? { ...body, id: other } : body,
    );
    at.faults.set({ kind: 'down', method: 'GET', path: '/v1/changes' });
    const id = await running.submit();
    await running.until(() => running.lines.some((line) => line.includes(other)));
    expect((await running.ticket(id)).number).toBeNull();
    expect((await running.handle('inbox.list', {})).map((ticket) => ticket.id)).toEqual([id]);
    isSpoiled = false;
    at.faults.clear();
    await running.inState(id, 'open');
  });

  test('to a reply: a message of another ticket is not taken for the receipt', async () => {
    const at = await desk();
    const running = spoiled(at, (body, url, init) =>
      init.method === 'PUT' && url.includes('/messages/') ? { ...body, ticketId: ids.ticket() } : body,
    );
    const ticketId = await running.submit();
    await running.inState(ticketId, 'open');
    at.faults.set({ kind: 'down', method: 'GET' });
    await running.handle('reply.save', { ticketId, body: 'Hello.' });
    await running.handle('reply.send', { ticketId });
    await running.until(() => running.lines.some((line) => line.includes('/messages/')));
    expect((await running.ticket(ticketId)).messages[0]?.delivery).not.toBe('delivered');
  });
});

describe('one poisoned row', () => {
  const poison: [string, (ticket: Record<string, unknown>) => object, object][] = [
    ['a status that nobody knows', (ticket) => ({ ...ticket, status: 'on_hold' }), { state: 'open' }],
    [
      'a severity that nobody knows',
      (ticket) => ({ ...ticket, severity: 'catastrophic' }),
      { severity: 'standard' },
    ],
    ['a channel that nobody knows', (ticket) => ({ ...ticket, channel: 'fax' }), { channel: 'email' }],
    [
      'a leap second',
      (ticket) => ({ ...ticket, createdAt: '2016-12-31T23:59:60Z' }),
      { number: expect.any(String) },
    ],
    ['a number that is a number', (ticket) => ({ ...ticket, number: 42 }), { number: '42' }],
    ['texts that are null', (ticket) => ({ ...ticket, hit: null, steps: null }), { state: 'open' }],
    ['a promise that is none', (ticket) => ({ ...ticket, promise: 'soon' }), { state: 'open' }],
  ];
  test.each(poison)('%s has a safe reading', async (_name, spoil, expected) => {
    const at = await desk();
    const running = spoiled(at, (body, url) => {
      if (/\/v1\/tickets\/[^/]+$/.test(url)) return spoil(body);
      return inChanges((change) =>
        change.kind === 'ticket' ? { ...change, ticket: spoil(change.ticket ?? {}) } : change,
      )(body, url, {});
    });
    const id = await running.submit();
    await running.until(async () => (await running.ticket(id)).number);
    expect(await running.ticket(id)).toMatchObject({ ...expected, unreadNews: false });
  });

  test('that cannot be read is set aside and said so; the answers to all other tickets come', async () => {
    const at = await desk();
    let poisoned: TicketId | null = null;
    const running = spoiled(
      at,
      inChanges((change) => {
        const ticket: Record<string, unknown> = change.ticket ?? {};
        return poisoned !== null && ticket.id === poisoned
          ? { kind: 'ticket', ticket: { ...ticket, createdAt: 'yesterday' } }
          : change;
      }),
    );
    const [first, second] = [await running.submit({ title: 'One' }), await running.submit({ title: 'Two' })];
    await running.inState(first, 'open');
    await running.inState(second, 'open');
    poisoned = first;
    at.specialist.setStatus(first, 'solved');
    at.specialist.reply(second, 'Hello.');
    await running.until(async () => (await running.ticket(second)).messages.length === 1);
    expect(await running.ticket(first)).toMatchObject({ unreadNews: true, state: 'open' });
    expect((await running.handle('connection.get', {})).state).toBe('online');
    expect(running.lines.some((line) => line.includes(first))).toBe(true);
    // Told again so that it can be read, it is news no more.
    poisoned = null;
    at.specialist.setStatus(first, 'closed');
    const read = await running.inState(first, 'closed');
    expect(read.unreadNews).toBe(false);
  });

  test('is read again at the next start, as by an app that has learnt to', async () => {
    const at = await desk();
    const folder = newFolder();
    const first = core({ desk: at, folder });
    const id = await first.submit();
    await first.inState(id, 'open');
    first.stop();
    const message = {
      id: ids.message(),
      ticketId: id,
      author: { kind: 'specialist', name: 'Maya' },
      body: 'Read at last.',
      createdAt: '2026-03-02T09:00:00Z',
      editedAt: null,
    };
    const store = openProfile(folder);
    store.transaction(() => {
      const misfit = misfitOf({ kind: 'message', message }, 'not read by an earlier version');
      store.unread.add(store.settings.get('here') ?? '', misfit, ids.operation(), 1);
    });
    expect(store.tickets.get(id)?.unreadNews).toBe(true);
    store.close();
    const next = core({ desk: at, folder });
    const ticket = await next.until(async () => {
      const found = await next.ticket(id);
      return found.messages.length === 1 ? found : null;
    });
    expect(ticket).toMatchObject({ unreadNews: false, messages: [{ body: 'Read at last.' }] });
    await next.until(() => next.told.length === 1);
  });

  test('a message id that is known under another ticket changes nothing there', async () => {
    const at = await desk();
    let victim: { id: string; from: TicketId; to: TicketId } | null = null;
    const running = spoiled(
      at,
      inChanges((change) => {
        const message: { id?: string } = change.message ?? {};
        return victim !== null && message.id === victim.id
          ? { kind: 'message', message: { ...message, ticketId: victim.to, body: 'Stolen.' } }
          : change;
      }),
    );
    const [from, to] = [await running.submit({ title: 'One' }), await running.submit({ title: 'Two' })];
    await running.inState(from, 'open');
    await running.inState(to, 'open');
    const answer = at.specialist.reply(from, 'For one.');
    await running.until(async () => (await running.ticket(from)).messages.length === 1);
    if (answer === null) throw new Error('no answer');
    victim = { id: answer.id, from, to };
    at.specialist.editMessage(answer.id, 'Edited.');
    await running.until(async () => (await running.ticket(to)).unreadNews);
    expect((await running.ticket(from)).messages).toMatchObject([{ body: 'For one.' }]);
    expect((await running.ticket(to)).messages).toEqual([]);
  });

  test('a deletion whose id is none does not end core', async () => {
    const at = await desk();
    const running = spoiled(at, (body, url) =>
      url.includes('/v1/changes') && Array.isArray(body.changes)
        ? {
            ...body,
            changes: [
              {
                kind: 'deleted',
                deletion: {
                  what: 'ticket',
                  id: '6f9619ff-8b86-4011-b42d-00c04fc964ff',
                  ticketId: ids.ticket(),
                  by: 'Nobody',
                  at: '2026-01-01T00:00:00Z',
                },
              },
              ...body.changes,
            ],
          }
        : body,
    );
    const id = await running.submit();
    await running.inState(id, 'open');
    await running.until(async () => (await running.handle('connection.get', {})).unreadable === 1);
  });
});
