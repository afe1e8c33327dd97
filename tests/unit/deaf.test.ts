/** Whoever is online hears: no wait and no silent line stands between an answer and the person (invariant 6). */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { TicketId } from '#shared/ids.ts';
import { between } from './between.ts';
import { core, desk, type RunningCore } from './running-core.ts';

const isStream = (url: URL) => url.pathname === '/v1/stream';
const STREAM = { 'content-type': 'text/event-stream' };

const seesAnswer = (running: RunningCore, id: TicketId) =>
  running.until(async () =>
    (await running.ticket(id)).messages.some(({ author }) => author.kind === 'specialist'),
  );

test('an accepted write ends the wait for changes: whoever is heard may have more to say', async () => {
  const at = await desk();
  // A proxy ends every stream at once, which fails nothing, and has core wait before it connects again.
  const streams = await between(isStream, (response) => response.writeHead(200, STREAM).end());
  const running = core({ desk: at, fetch: streams.fetch, standsStill: true, fraction: 0.9 });
  const id = await running.submit();
  await running.inState(id, 'open');
  await running.until(async () => (await running.handle('connection.get', {})).nextTryAt !== null);
  at.specialist.reply(id, 'Look at the certificate.');

  await running.submit({ title: 'Another one' });
  expect(await seesAnswer(running, id)).toBe(true);
});

/** A core whose first stream stands and says nothing, with its ticket at the desk, once it has pulled all there is. */
async function onSilentStream() {
  const at = await desk();
  const streams = await between(
    (url) => isStream(url) && streams.met() === 0,
    (response) => response.writeHead(200, STREAM).flushHeaders(),
  );
  let pulls = 0;
  let others = 0;
  const running = core({
    desk: at,
    standsStill: true,
    async fetch(url, init) {
      if (isStream(new URL(url)) && streams.met() > 0) others += 1;
      const response = await streams.fetch(url, init);
      if (!url.includes('/v1/changes')) return response;
      const body = await response.text();
      pulls += 1;
      return new Response(body, response);
    },
  });
  const id = await running.submit();
  await running.inState(id, 'open');
  // One before the stream stands, and one after it for what came in between.
  await running.until(() => pulls >= 2);
  return { at, running, id, others: () => others };
}

test('a stream that fell silent is noticed by a pull of its own, long before it is given up', async () => {
  const { at, running, id } = await onSilentStream();
  at.specialist.reply(id, 'Look at the certificate.');
  running.letPass(9_000);
  expect(await seesAnswer(running, id)).toBe(true);
});

test('a stream that is silent although the desk answers is opened anew', async () => {
  const { at, running, id, others } = await onSilentStream();
  running.letPass(9_000);
  await running.until(() => others() === 1);
  at.specialist.reply(id, 'Look at the certificate.');
  // No more time passes: whoever is heard on the new stream is heard at once.
  expect(await seesAnswer(running, id)).toBe(true);
});

test('a question that hangs on a dead line is asked anew beside it', async () => {
  const at = await desk();
  // The first asking falls into a hole; it is neither answered nor refused.
  const accounts = await between(
    (url) => url.pathname === '/v1/account' && accounts.met() === 0,
    () => undefined,
  );
  const running = core({ desk: at, fetch: accounts.fetch, standsStill: true });
  await accounts.hasMet(1);
  // Less than the patience for one answer.
  running.letPass(10_000);
  await running.online();
});

test('a write that hangs on a dead line is sent anew once the desk answers what was asked later (invariant 2)', async () => {
  const at = await desk();
  const writes = await between(
    (url) => url.pathname.startsWith('/v1/tickets/') && writes.met() === 0,
    () => undefined,
  );
  const running = core({ desk: at, fetch: writes.fetch, standsStill: true });
  const id = await running.submit();
  await running.until(() => writes.met() === 1);
  // Long for an answer to a few hundred bytes, and far less than the patience for one.
  running.letPass(5_900);
  // Whatever the desk tells of, it is asked for, and answers.
  at.specialist.putArticle({ title: 'Certificates', body: 'They end.' });

  await running.inState(id, 'open');
  expect(at.ledger().tickets).toHaveLength(1);
});

test('in silence the desk is asked anew every few seconds, and no wait comes on top of that', async () => {
  const at = await desk();
  const asked: number[] = [];
  const running = core({
    desk: at,
    standsStill: true,
    fraction: 0.999,
    fetch: (_, { signal }) => {
      asked.push(running.now());
      return new Promise((__, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    },
  });
  for (let second = 0; second < 120; second += 1) {
    running.letPass(1_000);
    await setImmediate();
  }
  const gaps = asked.slice(1).map((next, before) => next - (asked[before] ?? 0));
  expect(asked.length).toBeGreaterThan(20);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(6_000);
});

test('a desk that says who it is and nothing else is said to be silent, until it is not', async () => {
  const at = await desk();
  let isSilent = false;
  const running = core({
    desk: at,
    fetch: (url, init) => {
      if (!isSilent || new URL(url).pathname !== '/v1/changes') return fetch(url, init);
      const { signal } = init;
      return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
    },
  });
  await running.online();
  isSilent = true;
  await running.handle('connection.look', {});
  const state = () => running.handle('connection.get', {});
  await running.until(async () => (await state()).problem?.code === 'desk_silent');
  // Each time that the account answers in between, it stays said.
  await running.until(async () => {
    const { state: is, problem } = await state();
    return is === 'trouble' && problem?.code === 'desk_silent';
  });
  await running.inState(await running.submit(), 'open');
  isSilent = false;
  await running.until(async () => (await state()).state === 'online');
});

test('a desk that asks not to be asked for changes is not, however many writes it takes meanwhile', async () => {
  const at = await desk();
  let pulls = 0;
  const running = core({
    desk: at,
    standsStill: true,
    async fetch(url, init) {
      if (new URL(url).pathname !== '/v1/changes') return fetch(url, init);
      pulls += 1;
      const headers = { 'content-type': 'application/problem+json', 'retry-after': '1800' };
      return new Response(JSON.stringify({ code: 'rate_limited', title: 'Later' }), { status: 429, headers });
    },
  });
  await running.until(async () => (await running.handle('connection.get', {})).nextTryAt !== null);
  for (let ticket = 0; ticket < 5; ticket += 1) await running.inState(await running.submit(), 'open');
  expect(pulls).toBe(1);
  await running.handle('outbox.tryNow', {});
  await running.until(() => pulls === 2);
});
