import { describe, expect, test } from 'vitest';
import { LifelineError } from '#shared/errors.ts';
import type { TicketId } from '#shared/ids.ts';
import { newIds } from '../tickets.ts';
import { core, desk, newFolder, type RunningCore } from './running-core.ts';

const drained = (running: RunningCore) =>
  running.until(async () => (await running.handle('outbox.list', {})).length === 0);
const refusal = (status: number) =>
  Response.json({ code: 'invalid', title: 'No', detail: 'Account on hold.' }, { status });

describe('the way to the desk', () => {
  test('one 401 on a write, while the stream stands, does not pause the outbox for ever', async () => {
    const at = await desk();
    const running = core({ desk: at });
    await running.online();
    at.faults.set({ kind: 'unauthorized', method: 'PUT', times: 1 });
    await running.submit();
    await drained(running);
    expect(at.ledger().tickets).toHaveLength(1);
  });

  test('a late 401 of the desk before does not sign out from the new one', async () => {
    const before = await desk();
    const now = await desk();
    const late = Promise.withResolvers<Response>();
    const running = core({
      desk: before,
      fetch: (url, init) =>
        url.startsWith(before.url) && init.method === 'PUT' ? late.promise : fetch(url, init),
    });
    await running.online();
    const id = await running.submit();
    await running.handle('settings.saveDesk', { url: now.url, token: 'secret' });
    await running.online();
    late.resolve(Response.json({ code: 'unauthorized', title: 'No' }, { status: 401 }));
    await running.inState(id, 'open');
    expect((await running.handle('connection.get', {})).state).toBe('online');
  });

  test('two desks saved at once leave one connection', async () => {
    const [one, other] = [await desk(), await desk()];
    let streams = 0;
    const running = core({
      fetch: (url, init) => {
        if (url.endsWith('/v1/stream')) {
          streams += 1;
          init.signal?.addEventListener('abort', () => {
            streams -= 1;
          });
        }
        return fetch(url, init);
      },
    });
    await Promise.all(
      [one, other].map((each) => running.handle('settings.saveDesk', { url: each.url, token: 'secret' })),
    );
    await running.online();
    const id = await running.submit();
    await running.inState(id, 'open');
    expect(streams).toBeLessThanOrEqual(1);
    expect([one, other].map((each) => each.ledger().tickets.length).sort()).toEqual([0, 1]);
  });

  test('a token kept for one address never goes to another', async () => {
    const [known, other] = [await desk(), await desk({ token: 'of the other' })];
    const secrets = new Map<string, string>();
    const folder = newFolder();
    const first = core({ folder, secrets });
    await first.handle('settings.saveDesk', { url: known.url, token: 'secret' });
    await first.online();
    first.stop();
    // As if the process had died between keeping the new token and writing down the new address.
    secrets.set('desk-token', JSON.stringify({ url: other.url, token: 'of the other' }));
    const sent = new Set<string>();
    const second = core({
      folder,
      secrets,
      fetch: (url, init) => {
        sent.add(new URL(url).origin);
        return fetch(url, init);
      },
    });
    await second.until(async () => (await second.handle('connection.get', {})).state === 'signed_out');
    expect([...sent]).toEqual([]);
  });

  test('a keyring that is locked at the start is asked again', async () => {
    const at = await desk();
    const secrets = new Map<string, string>();
    const folder = newFolder();
    const first = core({ folder, secrets });
    await first.handle('settings.saveDesk', { url: at.url, token: 'secret' });
    await first.online();
    first.stop();
    let failures = 1;
    const locked = new Map(secrets);
    locked.get = (name) => {
      failures -= 1;
      if (failures >= 0) throw new LifelineError('secrets_failed');
      return secrets.get(name);
    };
    const second = core({ folder, secrets: locked });
    await second.online();
  });
});

describe('changes', () => {
  test('"more" behind the same cursor does not go round for ever', async () => {
    const at = await desk();
    let pulls = 0;
    const running = core({
      desk: at,
      fetch: (url, init) => {
        if (!url.includes('/v1/changes')) return fetch(url, init);
        pulls += 1;
        return Promise.resolve(Response.json({ changes: [], cursor: 'same', more: true }));
      },
    });
    await running.until(
      async () => (await running.handle('connection.get', {})).problem?.code === 'desk_goes_in_circles',
    );
    expect(pulls).toBeLessThanOrEqual(3);
  });

  test('a hundred pokes are few pulls', async () => {
    const at = await desk();
    let pulls = 0;
    const running = core({
      desk: at,
      fetch: async (url, init) => {
        if (url.includes('/v1/changes')) pulls += 1;
        return fetch(url, init);
      },
    });
    const id = await running.submit();
    await running.inState(id, 'open');
    pulls = 0;
    for (let reply = 0; reply < 100; reply += 1) at.specialist.reply(id, `reply ${reply}`);
    await running.until(async () => (await running.ticket(id)).messages.length === 100);
    expect(pulls).toBeLessThan(20);
  });

  test('an answer between the last pull and the stream is seen, although nobody is poked for it (invariant 6)', async () => {
    const at = await desk();
    let listens = false;
    let waiting: TicketId | null = null;
    const running = core({
      desk: at,
      fetch: async (url, init) => {
        if (!url.endsWith('/v1/stream')) return fetch(url, init);
        if (waiting !== null) at.specialist.reply(waiting, 'Look at the certificate.');
        listens = true;
        // It stands, and says nothing.
        return new Response(new ReadableStream(), { headers: { 'content-type': 'text/event-stream' } });
      },
    });
    await running.until(() => listens);
    waiting = await running.submit();
    await running.inState(waiting, 'open');
    const id = waiting;
    // The line breaks, and core connects anew.
    await running.handle('settings.saveDesk', { url: at.url, token: 'secret' });
    const answered = () => running.ticket(id).then(({ messages }) => messages.length === 1);
    expect(await running.until(answered)).toBe(true);
  });

  test('a kind of change from a newer desk does not stop the answers', async () => {
    const at = await desk();
    const running = core({
      desk: at,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!url.includes('/v1/changes')) return response;
        const page = (await response.json()) as { changes: unknown[] };
        return Response.json({ ...page, changes: [{ kind: 'survey', survey: {} }, ...page.changes] });
      },
    });
    const id = await running.submit();
    await running.inState(id, 'open');
    at.specialist.reply(id, 'Hello.');
    await running.until(async () => (await running.ticket(id)).messages.length === 1);
  });

  test('a promise that cannot be read is none, and does not stop the ticket', async () => {
    const at = await desk();
    const running = core({
      desk: at,
      fetch: async (url, init) => {
        const answer = await (await fetch(url, init)).text();
        return new Response(answer.replaceAll('"kind":"guaranteed"', '"kind":"sworn"'), {
          headers: { 'content-type': 'application/json' },
        });
      },
    });
    const id = await running.submit();
    await running.inState(id, 'open');
    expect((await running.ticket(id)).promise).toMatchObject({ target: null, dueAt: null });
  });

  test('what the changes brought is not offered to be sent again, whatever the repeat was told', async () => {
    const at = await desk();
    let tries = 0;
    const repeat = Promise.withResolvers<void>();
    const running = core({
      desk: at,
      fetch: async (url, init) => {
        if (!url.includes('/messages/')) return fetch(url, init);
        tries += 1;
        if (tries > 1) {
          await repeat.promise;
          return refusal(403);
        }
        await fetch(url, init);
        throw new Error('ECONNRESET');
      },
    });
    const id = await running.submit();
    await running.inState(id, 'open');
    await running.handle('reply.save', { ticketId: id, body: 'Hello.' });
    await running.handle('reply.send', { ticketId: id });
    await running.until(async () => (await running.ticket(id)).messages[0]?.delivery === 'delivered');
    repeat.resolve();
    await drained(running);
    expect((await running.ticket(id)).messages).toMatchObject([{ body: 'Hello.', delivery: 'delivered' }]);
    expect(at.specialist.messages(id)).toHaveLength(1);
  });

  test('a refused reply is not sent anew while an earlier try may have arrived (invariant 2)', async () => {
    const at = await desk();
    let tries = 0;
    let isCut = false;
    let isStreaming = false;
    const running = core({
      desk: at,
      fetch: async (url, init) => {
        if (isCut && url.includes('/v1/changes')) throw new Error('ECONNRESET');
        if (!url.includes('/messages/')) {
          const response = await fetch(url, init);
          isStreaming ||= url.endsWith('/v1/stream');
          return response;
        }
        tries += 1;
        if (tries > 1) return refusal(403);
        await fetch(url, init);
        throw new Error('ECONNRESET');
      },
    });
    const ticketId = await running.submit();
    await running.inState(ticketId, 'open');
    await running.until(() => isStreaming);
    isCut = true;
    await running.handle('reply.save', { ticketId, body: 'Hello.' });
    const { id } = await running.handle('reply.send', { ticketId });
    await running.until(async () => (await running.ticket(ticketId)).messages[0]?.delivery === 'refused');
    // Nobody says whether the desk has it.
    await expect(running.handle('reply.takeBack', { ticketId, id })).rejects.toMatchObject({
      failure: { code: expect.stringMatching(/desk_refused|desk_unreachable/) },
    });
    isCut = false;
    await running.until(async () => (await running.ticket(ticketId)).messages[0]?.delivery === 'delivered');
    expect(at.specialist.messages(ticketId)).toHaveLength(1);
  });

  test('a refused reply that surely did not arrive can be changed and sent anew', async () => {
    const at = await desk();
    let isRefusing = true;
    const running = core({
      desk: at,
      fetch: async (url, init) =>
        isRefusing && url.includes('/messages/') ? refusal(422) : fetch(url, init),
    });
    const ticketId = await running.submit();
    await running.inState(ticketId, 'open');
    await running.handle('reply.save', { ticketId, body: 'Hello.' });
    const { id } = await running.handle('reply.send', { ticketId });
    await running.until(async () => (await running.ticket(ticketId)).messages[0]?.delivery === 'refused');
    expect((await running.ticket(ticketId)).messages[0]?.problem).toBe('Account on hold.');
    isRefusing = false;
    await running.handle('reply.takeBack', { ticketId, id });
    expect(await running.ticket(ticketId)).toMatchObject({ replyDraft: 'Hello.', messages: [] });
    await running.handle('reply.send', { ticketId });
    await drained(running);
    expect(at.specialist.messages(ticketId)).toHaveLength(1);
  });

  test('giving up a connection is no answer: without one, nothing says online', async () => {
    const at = await desk();
    let isCut = false;
    let isStreaming = false;
    let pullsWhileStreaming = 0;
    const running = core({
      desk: at,
      fetch: async (url, init) => {
        if (isCut) throw new Error('ECONNRESET');
        const response = await fetch(url, init);
        isStreaming ||= url.endsWith('/v1/stream');
        if (!isStreaming || !url.includes('/v1/changes')) return response;
        pullsWhileStreaming += 1;
        return new Response(await response.text(), response);
      },
    });
    // One when the stream stands, and one for the desk's own first poke: no answer may be under way any more.
    await running.until(() => pullsWhileStreaming === 2);
    isCut = true;
    await running.submit();
    const states: string[] = [];
    await running.until(async () => {
      const { state } = await running.handle('connection.get', {});
      if (states.length > 0 || state === 'offline') states.push(state);
      return states.length > 6;
    });
    expect(new Set(states)).toEqual(new Set(['offline']));
  });

  test('another requester at the same desk gets the whole history', async () => {
    const at = await desk({ sample: true });
    const cursors: (string | null)[] = [];
    let requester = 'one';
    const running = core({
      fetch: async (url, init) => {
        if (url.includes('/v1/changes')) cursors.push(new URL(url).searchParams.get('cursor'));
        const response = await fetch(url, init);
        if (!url.endsWith('/v1/account')) return response;
        const account = (await response.json()) as typeof at.account;
        return Response.json({ ...account, requester: { ...account.requester, id: requester } });
      },
    });
    await running.handle('settings.saveDesk', { url: at.url, token: 'secret' });
    await running.until(() => cursors.length > 0);
    await running.until(async () => (await running.handle('inbox.list', {})).length >= 8);
    cursors.length = 0;
    requester = 'two';
    await running.handle('settings.saveDesk', { url: at.url, token: 'secret' });
    await running.until(() => cursors.length > 0);
    expect(cursors[0]).toBeNull();
  });

  test('what was changed after taking a ticket back is kept when the desk turns out to have it', async () => {
    const at = await desk();
    let isCut = true;
    const running = core({
      desk: at,
      fetch: async (url, init) => {
        if (init.method === 'PUT') {
          await fetch(url, init);
          // A network that lies: it says that nothing left, and the desk has it.
          throw new Error('ECONNREFUSED');
        }
        if (isCut && url.includes('/v1/changes')) throw new Error('ECONNRESET');
        return fetch(url, init);
      },
    });
    const id = await running.submit();
    await running.until(async () => (await running.handle('outbox.list', {}))[0]?.problem);
    await running.inState(id, 'queued');
    await running.handle('ticket.takeBack', { id });
    await running.handle('draft.save', { id, patch: { description: 'A new text.' } });
    isCut = false;
    await running.handle('outbox.tryNow', {});
    await running.inState(id, 'open');
    const drafts = (await running.handle('inbox.list', {})).filter((ticket) => ticket.state === 'draft');
    expect(drafts).toHaveLength(1);
    const [draft] = drafts;
    expect(draft && (await running.ticket(draft.id)).form.description).toBe('A new text.');
  });
});

describe('surroundings', () => {
  test('a mistaken Retry-After does not hold a ticket for years', async () => {
    const at = await desk();
    let isFirst = true;
    const running = core({
      desk: at,
      fetch: (url, init) => {
        if (init.method !== 'PUT' || !isFirst) return fetch(url, init);
        isFirst = false;
        return Promise.resolve(new Response('', { status: 503, headers: { 'retry-after': '1795375892' } }));
      },
    });
    await running.submit();
    const waiting = await running.until(async () => {
      const [operation] = await running.handle('outbox.list', {});
      return operation?.problem ? operation : null;
    });
    expect((waiting.nextTryAt ?? 0) - waiting.queuedAt).toBeLessThan(2 * 3_600_000);
  });

  test('a clock that is set back a year holds nothing up', async () => {
    const at = await desk();
    at.faults.set({ kind: 'status', status: 503, method: 'PUT', times: 1 });
    const running = core({ desk: at });
    const id = await running.submit();
    await running.until(async () => (await running.handle('outbox.list', {}))[0]?.problem);
    running.turnClock(-365 * 86_400_000);
    await running.handle('draft.create', { id: newIds.ticket() });
    await running.inState(id, 'open');
  });

  test('a desktop that throws at notifications does not take core down, and is asked again for the next', async () => {
    const at = await desk();
    const running = core({
      desk: at,
      tell: () => {
        throw new Error('no desktop');
      },
    });
    const id = await running.submit();
    await running.inState(id, 'open');
    at.specialist.reply(id, 'Hello.');
    await running.until(() => running.told.length === 1);
    at.specialist.reply(id, 'Still there?');
    await running.until(() => running.told.length === 2);
  });

  test('two preferences saved at once are both kept', async () => {
    const running = core();
    await Promise.all([
      running.handle('settings.savePreferences', { language: 'nb' }),
      running.handle('settings.savePreferences', { theme: 'dark' }),
    ]);
    expect((await running.handle('settings.get', {})).preferences).toMatchObject({
      language: 'nb',
      theme: 'dark',
    });
  });
});

/** Every fault that the desk can play at once, with a restart in the middle. The full matrix is the simulation's. */
test.each([11, 12, 13])(
  'under every fault at once each text arrives once and in order (seed %i)',
  async (seed) => {
    const at = await desk();
    const folder = newFolder();
    let running = core({ desk: at, folder });
    at.faults.plan({
      seed,
      faults: [
        { kind: 'loseAnswer', rate: 0.25 },
        { kind: 'duplicate', rate: 0.3 },
        { kind: 'truncated', rate: 0.15 },
        { kind: 'status', status: 503, rate: 0.2 },
        { kind: 'status', status: 429, retryAfterSeconds: 2, rate: 0.15 },
        { kind: 'down', rate: 0.15 },
        { kind: 'notJson', rate: 0.1 },
      ],
    });
    const wanted = new Map<TicketId, string[]>();
    for (let ticket = 0; ticket < 8; ticket += 1)
      wanted.set(await running.submit({ title: `🚑 ${ticket}` }), []);
    for (let round = 0; round < 6; round += 1) {
      // A round is over when the faults have met twenty more requests.
      const met = () => at.faults.state().faults.reduce((sum, fault) => sum + fault.met, 0);
      const before = met();
      await running.until(() => met() - before >= 20);
      if (round === 2) {
        running.stop();
        running = core({ desk: at, folder });
      }
      for (const [id, replies] of wanted) {
        if ((await running.ticket(id)).number === null) continue;
        const body = `reply ${replies.length} 😀`;
        await running.handle('reply.save', { ticketId: id, body });
        await running.handle('reply.send', { ticketId: id });
        replies.push(body);
      }
    }
    at.faults.clear();
    await drained(running);
    expect(
      at.specialist
        .tickets()
        .map(({ id }) => id)
        .sort(),
    ).toEqual([...wanted.keys()].sort());
    for (const [id, replies] of wanted) {
      expect(at.specialist.messages(id).map(({ body }) => body)).toEqual(replies);
      await running.until(async () =>
        (await running.ticket(id)).messages.every(({ delivery }) => delivery === 'delivered'),
      );
      expect((await running.ticket(id)).messages.map(({ body }) => body)).toEqual(replies);
    }
  },
  60_000,
);
