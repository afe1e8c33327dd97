/** A refusal is a refusal, whoever it comes from: what lasts reaches the person, in the best words there are. */
import { describe, expect, test } from 'vitest';
import type { TicketId } from '#shared/ids.ts';
import { core, desk, type RunningCore } from './running-core.ts';

type Answer = () => Response;
const page =
  (status: number, title: string, headers: Record<string, string> = {}): Answer =>
  () =>
    new Response(`<html><head><title>${title}</title></head><body>…</body></html>`, {
      status,
      headers: { 'content-type': 'text/html', ...headers },
    });
const json =
  (status: number, type: string, body: object): Answer =>
  () =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': type } });

/** A core whose way to the desk has something in it that answers for the desk. */
async function between(answer: (url: string, init: RequestInit) => Response | null) {
  const at = await desk();
  const running = core({ desk: at, fetch: async (url, init) => answer(url, init) ?? fetch(url, init) });
  await running.online();
  return { at, running };
}
const isWrite = (init: RequestInit) => init.method === 'PUT';
const row = async (running: RunningCore, id: TicketId) =>
  (await running.handle('outbox.list', {})).find(({ ticketId }) => ticketId === id);

describe.each([
  ['413 of a proxy', page(413, 'Request Entity Too Large'), 'HTTP 413: Request Entity Too Large'],
  ['403 of a firewall', page(403, 'Blocked &amp; logged'), 'HTTP 403: Blocked & logged'],
  [
    '403 of a gateway',
    json(403, 'application/json', { message: 'Forbidden here' }),
    'HTTP 403: Forbidden here',
  ],
  ['404 of another server', page(404, 'Not Found'), 'HTTP 404: Not Found'],
  [
    '302 to a sign-in page',
    () => new Response(null, { status: 302, headers: { location: 'https://gate.example/sign-in' } }),
    'unexpected redirect',
  ],
])('%s, again and again while the desk answers everything else', (_name, answer, words) => {
  test('reaches the person after three, names what answered, and can be taken back', async () => {
    let refused = 0;
    let isOpen = false;
    const { at, running } = await between((_, init) => {
      if (isOpen || !isWrite(init)) return null;
      refused += 1;
      return answer();
    });
    const id = await running.submit();
    const ticket = await running.inState(id, 'needs_attention');
    expect(refused).toBeGreaterThanOrEqual(3);
    expect(ticket.problem).toBe(words);
    expect(await row(running, id)).toMatchObject({
      state: 'refused',
      waits: { for: 'person' },
      problem: { code: 'desk_blocked', detail: words },
    });
    await running.handle('ticket.takeBack', { id });
    expect((await running.ticket(id)).state).toBe('draft');
    isOpen = true;
    await running.handle('ticket.submit', { id });
    await running.inState(id, 'open');
    expect(at.specialist.tickets()).toHaveLength(1);
  });
});

test.each<[string, () => Promise<Response>]>([
  ['nobody answered', () => Promise.reject(new TypeError('cut off'))],
  ['a portal answered', async () => page(200, 'Welcome to the guest network')()],
])('a write that %s is tried again within seconds, however often it was', async (_, answer) => {
  const at = await desk();
  let met = 0;
  const running = core({
    desk: at,
    fraction: 0.999,
    async fetch(url, init) {
      if (!isWrite(init)) return fetch(url, init);
      met += 1;
      // Not twice the same: what is refused in one way for long is the person's to act on.
      return met % 2 === 0 ? Promise.reject(new TypeError('cut off')) : answer();
    },
  });
  await running.online();
  const id = await running.submit();
  const { nextTryAt } = await running.until(async () => {
    const found = await row(running, id);
    return found !== undefined && found.tries >= 7 && found.state === 'waiting' ? found : null;
  });
  expect((nextTryAt ?? Number.POSITIVE_INFINITY) - running.now()).toBeLessThanOrEqual(5_000);
});

test('what something in between has refused goes when the person tries everything now, as it was', async () => {
  let isOpen = false;
  const { at, running } = await between((_, init) =>
    isOpen || !isWrite(init) ? null : page(403, 'Blocked')(),
  );
  const id = await running.submit();
  await running.inState(id, 'needs_attention');
  isOpen = true;
  await running.handle('outbox.tryNow', {});
  await running.inState(id, 'open');
  expect(at.ledger().tickets).toHaveLength(1);
  expect(await running.handle('outbox.list', {})).toEqual([]);
});

test('what refuses one write alone is asked less often than a way that is closed', async () => {
  const at = await desk();
  const writes: number[] = [];
  const running = core({
    desk: at,
    fraction: 0.999,
    async fetch(url, init) {
      if (!isWrite(init)) return fetch(url, init);
      writes.push(running.now());
      return page(403, 'Blocked')();
    },
  });
  await running.inState(await running.submit(), 'needs_attention');
  expect((writes.at(-1) ?? 0) - (writes.at(-2) ?? 0)).toBeGreaterThan(5_500);
});

test('what refuses everything is the way being closed: the ticket waits, and goes once it is open', async () => {
  let isPortal = false;
  let asked = 0;
  const { running } = await between(() => {
    if (!isPortal) return null;
    asked += 1;
    return page(403, 'Please sign in to the guest network')();
  });
  isPortal = true;
  await running.handle('connection.look', {});
  const id = await running.submit();
  await running.until(() => asked >= 12);
  expect((await running.ticket(id)).state).not.toBe('needs_attention');
  const { state, problem } = await running.handle('connection.get', {});
  expect(state).not.toBe('online');
  expect(problem?.detail).toContain('Please sign in to the guest network');
  isPortal = false;
  await running.inState(id, 'open');
});

test('a 401 in HTML signs nobody out', async () => {
  let left = 2;
  const { running } = await between((_, init) => {
    if (!isWrite(init) || left === 0) return null;
    left -= 1;
    return page(401, 'Proxy')();
  });
  const states = new Set<string>();
  const id = await running.submit();
  await running.until(async () => {
    states.add((await running.handle('connection.get', {})).state);
    return (await running.ticket(id)).state === 'open';
  });
  expect(states).not.toContain('signed_out');
});

describe.each([
  [
    'with a code of its own',
    { code: 'quota_used_up', title: 'Quota', detail: 'Ten tickets a day.' },
    'Ten tickets a day.',
  ],
  ['without a code or a detail', { title: 'No more today' }, 'No more today'],
  ['with nothing in it', {}, 'HTTP 422'],
])('a problem %s', (_name, body, words) => {
  test('is a lasting refusal at once, in its own words, and can be taken back', async () => {
    let refused = 0;
    const { running } = await between((_, init) => {
      if (!isWrite(init)) return null;
      refused += 1;
      return json(422, 'application/problem+json', body)();
    });
    const id = await running.submit();
    const ticket = await running.inState(id, 'needs_attention');
    expect(refused).toBe(1);
    expect(ticket.problem).toBe(words);
    await running.handle('ticket.takeBack', { id });
    expect((await running.ticket(id)).state).toBe('draft');
  });
});

test('what may have arrived is looked up before it is taken back: what is there stays there', async () => {
  const { at, running } = await between(() => null);
  at.faults.set({ kind: 'down', method: 'GET', path: '/v1/changes' });
  at.faults.plan({ faults: [{ kind: 'loseAnswer', method: 'PUT', times: 1 }] });
  const id = await running.submit();
  await running.until(() => at.specialist.tickets().length === 1);
  const taken = await running.until(async () =>
    running
      .handle('ticket.takeBack', { id })
      .then(() => 'taken back')
      .catch((error) => (error.failure.code === 'too_late' ? 'there' : null)),
  );
  expect(taken).toBe('there');
  await running.inState(id, 'open');
});

test('what is being taken back is not sent, however much is tried now, until it is taken back', async () => {
  let writes = 0;
  let lookUps = 0;
  let tryNow: (() => Promise<unknown>) | null = null;
  const at = await desk();
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      if (isWrite(init)) {
        writes += 1;
        return page(502, 'Bad gateway')();
      }
      if (tryNow !== null && String(url).includes('/v1/tickets/')) {
        lookUps += 1;
        await tryNow();
      }
      return fetch(url, init);
    },
  });
  await running.online();
  const id = await running.submit();
  await running.until(async () => writes > 0 && (await row(running, id))?.state === 'waiting');
  const before = writes;
  tryNow = () => running.handle('outbox.tryNow', {});
  await running.handle('ticket.takeBack', { id });
  expect(lookUps).toBe(1);
  expect((await running.ticket(id)).state).toBe('draft');
  expect(writes).toBe(before);
});
