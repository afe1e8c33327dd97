/** A desk is believed as far as it has proven itself: what it confirms is looked at, and what it keeps back is asked for. */
import { expect, test } from 'vitest';
import { idMaker } from '#shared/ids.ts';
import type { Desk } from '../desk/desk.ts';
import { seededBytes } from '../desk/random.ts';
import { core, desk, newFolder } from './running-core.ts';

const ids = idMaker(() => 1_760_000_000_000, seededBytes(11));
const problem = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/problem+json' } });

test('a file of which the desk has another content is not called received', async () => {
  const at = await desk();
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (!/\/attachments\/[^/]+$/.test(url) || response.status !== 200) return response;
      return Response.json({ ...(await response.json()), size: 0, sha256: 'a'.repeat(64) });
    },
  });
  at.faults.set({ kind: 'down', method: 'GET', path: '/v1/changes' });
  const ticketId = await running.draft();
  const bytes = new TextEncoder().encode('log');
  const { id } = await running.handle('attachment.start', {
    ticketId,
    name: 'log.txt',
    size: bytes.length,
    mediaType: 'text/plain',
  });
  await running.handle('attachment.append', { id, offset: 0, bytes });
  await running.handle('attachment.finish', { id });
  await running.handle('ticket.submit', { id: ticketId });
  const file = await running.until(async () => {
    const [found] = (await running.ticket(ticketId)).attachments;
    return found?.delivery === 'refused' || found?.delivery === 'received' ? found : null;
  });
  expect(file).toMatchObject({ delivery: 'refused' });
  expect(file.problem).toContain('another file');
});

test('an edit that is accepted and changes nothing is shown beside what the desk has', async () => {
  const at = await desk();
  const running = core({
    desk: at,
    fetch: async (url, init) =>
      init.method === 'PATCH'
        ? fetch(url, { method: 'GET', headers: { authorization: 'Bearer secret' } })
        : fetch(url, init),
  });
  const id = await running.submit({ severity: 'standard', severityReason: 'Not sure yet.' });
  await running.inState(id, 'open');
  await running.handle('ticket.change', { id, edit: { severity: 'business_critical' } });
  const { conflict } = await running.until(async () => {
    const ticket = await running.ticket(id);
    return ticket.conflict === null ? null : ticket;
  });
  expect(conflict).toMatchObject({
    wanted: { severity: 'business_critical' },
    desk: { severity: 'standard' },
  });
});

test('a version that moves on with every look is not chased for ever', async () => {
  const at = await desk();
  let patches = 0;
  let version = 0;
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      if (init.method === 'PATCH') {
        patches += 1;
        return problem(412, { code: 'version_conflict', title: 'Moved on' });
      }
      const response = await fetch(url, init);
      if (init.method !== 'GET' || !/\/v1\/tickets\/[^/]+$/.test(url)) return response;
      version += 1;
      return Response.json({ ...(await response.json()), version: `moving-${version}` });
    },
  });
  const id = await running.submit();
  await running.inState(id, 'open');
  await running.handle('ticket.change', { id, edit: { status: 'solved' } });
  await running.until(async () => (await running.ticket(id)).conflict !== null);
  expect(patches).toBeLessThanOrEqual(6);
});

test('how often an edit met another version is counted in a row', async () => {
  const at = await desk();
  let patches = 0;
  let accepted = 0;
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      if (init.method !== 'PATCH') return fetch(url, init);
      patches += 1;
      // Each meets another version once, and is taken then.
      if (patches % 2) return problem(412, { code: 'version_conflict', title: 'Moved on' });
      accepted += 1;
      return fetch(url, init);
    },
  });
  const id = await running.submit();
  await running.inState(id, 'open');
  for (let edit = 1; edit <= 8; edit += 1) {
    const state = edit % 2 ? 'solved' : 'open';
    await running.handle('ticket.change', { id, edit: { status: state } });
    await running.until(async () =>
      (await running.handle('outbox.list', {})).every((row) => row.state === 'refused'),
    );
    await running.inState(id, state);
  }
  expect(accepted).toBe(8);
  expect((await running.ticket(id)).conflict).toBeNull();
});

test.each([
  ['a 404', 404, { code: 'not_found', title: 'No', detail: 'This plan has no changes.' }],
  ['a 403', 403, { title: 'No', detail: 'This plan has no changes.' }],
])('%s to every pull is told: nobody believes that answers come', async (_name, status, body) => {
  const at = await desk();
  const running = core({
    desk: at,
    fetch: async (url, init) => (url.includes('/v1/changes') ? problem(status, body) : fetch(url, init)),
  });
  const { state, problem: said } = await running.until(async () => {
    const connection = await running.handle('connection.get', {});
    return connection.problem?.detail === undefined ? null : connection;
  });
  expect(state).toBe('trouble');
  expect(said).toMatchObject({ detail: 'This plan has no changes.' });
});

test('a desk that forgets to poke is looked at now and then, however lively its stream is', async () => {
  const at = await desk();
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      if (!url.endsWith('/v1/stream')) return fetch(url, init);
      const beats = new ReadableStream({
        start(controller) {
          const beat = setInterval(() => controller.enqueue(new TextEncoder().encode(': here\n\n')), 50);
          init.signal?.addEventListener('abort', () => {
            clearInterval(beat);
            controller.error(new Error('given up'));
          });
        },
      });
      return new Response(beats, { headers: { 'content-type': 'text/event-stream' } });
    },
  });
  const id = await running.submit();
  await running.inState(id, 'open');
  at.specialist.reply(id, 'Hello.');
  await running.until(async () => (await running.ticket(id)).messages.length === 1);
});

test('an expired cursor makes core ask who is there: another account’s tickets are not this one’s (invariant 11)', async () => {
  const [hers, his] = [
    await desk({ deskId: 'a', requester: { id: 'rita', name: 'Rita', email: 'r@example.com' } }),
    await desk({ deskId: 'b', requester: { id: 'ole', name: 'Ole', email: 'o@example.com' } }),
  ];
  let target = hers;
  let hasExpired = false;
  const running = core({
    folder: newFolder(),
    desk: hers,
    fetch: async (url, init) => {
      // The same address, and the stream stands; behind it is another desk.
      if (url.includes('/v1/changes?') && target === his && !hasExpired) {
        hasExpired = true;
        return problem(410, { code: 'cursor_expired', title: 'Too old' });
      }
      return fetch(url.endsWith('/v1/stream') ? url : url.replace(hers.url, target.url), init);
    },
  });
  const mine = await running.submit();
  await running.inState(mine, 'open');
  target = his;
  await running.handle('connection.look', {});
  await running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'ole');
  expect(await running.ticket(mine)).toMatchObject({ otherAccount: true, missing: 'no' });
  await running.handle('reply.save', { ticketId: mine, body: 'For Rita’s desk.' });
  await running.handle('reply.send', { ticketId: mine });
  const own = await running.submit();
  await running.inState(own, 'open');
  expect((await running.ticket(mine)).messages[0]?.delivery).toBe('queued');
});

test('one change nested beyond reason is set aside, and the others of its page arrive', async () => {
  const at = await desk();
  const deep = `${'['.repeat(7_000)}${']'.repeat(7_000)}`;
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (!url.includes('/v1/changes')) return response;
      const text = await response.text();
      const poisoned = text.replace(
        '"changes":[',
        `"changes":[{"kind":"ticket","ticket":{"id":"${ids.ticket()}","deep":${deep}}}${text.includes('"changes":[]') ? '' : ','}`,
      );
      return new Response(poisoned, { headers: { 'content-type': 'application/json' } });
    },
  });
  const id = await running.submit();
  await running.inState(id, 'open');
  at.specialist.reply(id, 'Hello.');
  await running.until(async () => (await running.ticket(id)).messages.length === 1);
});

test('a ticket without events or a number and a message without an author are read', async () => {
  const at = await desk();
  const without = ({ events: _, number: __, ...ticket }: Record<string, unknown>) => ticket;
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      const { pathname } = new URL(url);
      if (/\/v1\/tickets\/[^/]+$/.test(pathname)) {
        return Response.json(without(await response.json()), { status: response.status });
      }
      if (pathname !== '/v1/changes') return response;
      const page: { changes: { kind: string; ticket: object; message: object }[] } = await response.json();
      const changes = page.changes.map((each) =>
        each.kind === 'ticket'
          ? { ...each, ticket: without({ ...each.ticket }) }
          : { ...each, message: { ...each.message, author: null } },
      );
      return Response.json({ ...page, changes });
    },
  });
  const id = await running.submit();
  const { number } = await running.inState(id, 'open');
  expect(number).toBe(id.slice(-6));
  at.specialist.reply(id, 'Hello.');
  const { messages } = await running.until(async () => {
    const ticket = await running.ticket(id);
    return ticket.messages.length === 1 ? ticket : null;
  });
  expect(messages).toMatchObject([{ author: { kind: 'specialist' }, body: 'Hello.' }]);
});

/**
 * A core whose replies are cut off on their way, and a desk that tells of the one that waits in its own words, and once it
 * has arrived as it is, unless it never `tellsAnew`.
 */
async function replyCut(
  howCut: Error,
  told: (reply: { id: string; ticketId: string }) => object,
  { tellsAnew = true } = {},
) {
  const at = await desk();
  let reply: { id: string; ticketId: string } | null = null;
  let isCut = true;
  let timesTold = 0;
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      if (init.method === 'PUT' && url.includes('/messages/') && isCut) throw howCut;
      const response = await fetch(url, init);
      if (!url.includes('/v1/changes') || reply === null || (!isCut && tellsAnew)) return response;
      const page = await response.json();
      if (!isCut) {
        const others = page.changes.filter(({ kind }: { kind: string }) => kind !== 'message');
        return Response.json({ ...page, changes: others });
      }
      timesTold += 1;
      return Response.json({ ...page, changes: [...page.changes, told(reply)] });
    },
  });
  const ticketId = await running.submit();
  await running.inState(ticketId, 'open');
  await running.handle('reply.save', { ticketId, body: 'These are my words.' });
  await running.handle('reply.send', { ticketId });
  const [mine] = (await running.ticket(ticketId)).messages;
  reply = { id: mine?.id ?? '', ticketId };
  return {
    at,
    running,
    ticketId,
    timesTold: () => timesTold,
    mine: async () => (await running.ticket(ticketId)).messages,
    letsThrough: () => {
      isCut = false;
    },
  };
}

/** The same, once what the desk tells is here. */
async function withReplyToldAs(...given: Parameters<typeof replyCut>) {
  const { letsThrough, ...all } = await replyCut(...given);
  const { at, running, ticketId } = all;
  await running.until(async () => {
    const { unreadNews, messages } = await running.ticket(ticketId);
    return unreadNews || messages[0]?.delivery === 'delivered';
  });
  return {
    ...all,
    heals: async () => {
      letsThrough();
      await running.until(async () => {
        const { unreadNews, messages } = await running.ticket(ticketId);
        return messages[0]?.delivery === 'delivered' && !unreadNews;
      });
      return at.specialist.messages(ticketId).map(({ body }) => body);
    },
  };
}

test('what a desk tells under the id of a waiting reply is no receipt when it has other words (invariant 10)', async () => {
  const { mine, heals } = await withReplyToldAs(new TypeError('cut off'), ({ id, ticketId }) => ({
    kind: 'message',
    message: {
      id,
      ticketId,
      body: 'Something else.',
      author: { kind: 'specialist', name: 'Kari' },
      createdAt: '2026-01-01T00:00:00Z',
    },
  }));
  expect(await mine()).toMatchObject([{ body: 'These are my words.', author: { kind: 'requester' } }]);
  expect(await heals()).toEqual(['These are my words.']);
  expect(await mine()).toMatchObject([{ body: 'These are my words.', delivery: 'delivered' }]);
});

test('other words for a reply that has arrived are shown once, with its own beside them (invariant 10)', async () => {
  const { mine, running, heals } = await withReplyToldAs(
    new TypeError('cut off'),
    ({ id, ticketId }) => ({
      kind: 'message',
      message: {
        ...{ id, ticketId, body: 'As the desk has it.', createdAt: '2026-01-01T00:00:00Z' },
        author: { kind: 'requester', name: 'Me' },
      },
    }),
    { tellsAnew: false },
  );
  await heals();
  await running.until(async () => (await mine())[0]?.body === 'As the desk has it.');
  expect(await mine()).toMatchObject([{ earlier: [{ body: 'These are my words.' }] }]);
});

test('what never left cannot have been deleted by a desk, and that it says so is no news (invariant 10)', async () => {
  const { at, running, ticketId, mine, letsThrough } = await replyCut(
    new TypeError('ECONNREFUSED'),
    ({ id, ticketId }) => ({
      kind: 'deleted',
      deletion: { what: 'message', id, ticketId, by: 'Kari', at: '2026-01-01T00:00:00Z' },
    }),
  );
  await running.until(() => running.lines.some((line) => line.includes('was never sent')));
  expect(await mine()).toMatchObject([{ body: 'These are my words.', deleted: null }]);
  expect((await running.ticket(ticketId)).unreadNews).toBe(false);
  expect(at.ledger().tickets).toHaveLength(1);

  letsThrough();
  await running.until(async () => (await mine())[0]?.delivery === 'delivered');
  at.specialist.reply(ticketId, 'Thank you.');
  await running.until(async () => (await mine()).length === 2);
  await running.stop();
  at.specialist.reply(ticketId, 'Goodbye.');
  const again = core({ desk: at, folder: running.folder });
  await again.until(async () => (await again.ticket(ticketId)).messages.length === 3);
  expect((await again.ticket(ticketId)).messages[0]).toMatchObject({
    body: 'These are my words.',
    deleted: null,
  });
});

const SHA = 'a'.repeat(64);
const CREATED = { createdAt: '2026-01-01T00:00:00Z' };
test.each<[string, (reply: { id: string; ticketId: string }) => object]>([
  [
    'a file',
    ({ id, ticketId }) => ({
      kind: 'attachment',
      attachment: {
        ...{ id, ticketId, messageId: null, author: { kind: 'specialist', name: 'Kari' }, ...CREATED },
        ...{ name: 'x.txt', mediaType: 'text/plain', size: 1, sha256: SHA },
      },
    }),
  ],
  [
    'a ticket',
    ({ id }) => ({ kind: 'ticket', ticket: { id, number: '7', version: '1', title: 'No', ...CREATED } }),
  ],
  [
    'a deleted file',
    ({ id, ticketId }) => ({
      kind: 'deleted',
      deletion: { what: 'attachment', id, ticketId, by: 'Kari', at: CREATED.createdAt },
    }),
  ],
])('%s under the id of a reply that waits is no receipt for it (invariant 10)', async (_, told) => {
  const { at, running, ticketId, timesTold, mine, letsThrough } = await replyCut(
    new TypeError('cut off'),
    told,
  );
  // The second time, the first is stored.
  await running.until(() => timesTold() > 1);
  expect(await mine()).toMatchObject([{ body: 'These are my words.', delivery: 'queued' }]);
  letsThrough();
  await running.until(async () => (await mine())[0]?.delivery === 'delivered');
  expect(at.specialist.messages(ticketId).map(({ body }) => body)).toEqual(['These are my words.']);
});

test('a file that never left cannot have been deleted by a desk (invariant 10)', async () => {
  const at = await desk();
  let deleted: object | null = null;
  let timesTold = 0;
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      const response = await fetch(url, init);
      if (!url.includes('/v1/changes') || deleted === null) return response;
      timesTold += 1;
      const page = await response.json();
      return Response.json({ ...page, changes: [...page.changes, { kind: 'deleted', deletion: deleted }] });
    },
  });
  const ticketId = await running.submit();
  await running.inState(ticketId, 'open');
  const bytes = new TextEncoder().encode('evidence');
  const { id } = await running.handle('attachment.start', {
    ...{ ticketId, name: 'evidence.txt', size: bytes.length, mediaType: 'text/plain' },
  });
  await running.handle('attachment.append', { id, offset: 0, bytes });
  await running.handle('attachment.finish', { id });
  deleted = { what: 'attachment', id, ticketId, by: 'Kari', at: CREATED.createdAt };
  for (let time = 1; time <= 2; time += 1) {
    await running.handle('connection.look', {});
    await running.until(() => timesTold >= time);
  }
  expect((await running.ticket(ticketId)).attachments).toMatchObject([
    { delivery: 'attached', deleted: null },
  ]);
});

test('after nobody was there, nothing is sent before the account is known again (invariant 11)', async () => {
  const [hers, his] = [
    await desk({ deskId: 'a', requester: { id: 'rita', name: 'Rita', email: 'r@example.com' } }),
    await desk({ deskId: 'b', requester: { id: 'ole', name: 'Ole', email: 'o@example.com' } }),
  ];
  let target: Desk | null = hers;
  let unheard = 3;
  const lines = new Set<AbortController>();
  const running = core({
    desk: hers,
    fetch: async (url, init) => {
      if (target === null) throw new TypeError('nobody there');
      // What asks who is there is lost a few times more; what writes would get through.
      if (target === his && url.endsWith('/v1/account') && unheard-- > 0) throw new TypeError('lost');
      const line = new AbortController();
      lines.add(line);
      const signal = AbortSignal.any([line.signal, ...(init.signal ? [init.signal] : [])]);
      return fetch(url.replace(hers.url, target.url), { ...init, signal });
    },
  });
  await running.online();
  target = null;
  for (const line of lines) line.abort();
  await running.until(async () => (await running.handle('connection.get', {})).state === 'offline');
  const id = await running.submit();
  target = his;
  await running.until(async () => {
    await running.handle('outbox.tryNow', {});
    return (await running.ticket(id)).otherAccount || (await running.ticket(id)).state === 'open';
  });
  expect(his.ledger().tickets.map(({ id: filed }) => filed)).toEqual([]);
});
