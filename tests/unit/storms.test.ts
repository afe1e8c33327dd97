/** However a desk storms, it is asked at a rate that ends: counted in turns of a clock that stands still (invariant 6). */
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { pace } from '../../main/core/pace.ts';
import { progress } from '../../main/core/sync/progress.ts';
import { core, desk, type RunningCore } from './running-core.ts';

/** Before anything waits; see `ASKED` in sync.ts. */
const AT_ONCE = 5;
const SECOND = 1_000;

const changes = (cursor: string, more: boolean, told: unknown[] = []) =>
  Response.json({ changes: told, cursor, more });
const isPull = (url: string) => new URL(url).pathname === '/v1/changes';
const isStream = (url: string) => new URL(url).pathname === '/v1/stream';

const ticket = {
  kind: 'ticket',
  ticket: {
    id: '0195d9e2-6f00-7c41-9a3e-5b8d2c7f1a60',
    number: '1',
    version: '1',
    title: 'Told again and again',
    createdAt: '2026-03-02T09:00:00Z',
  },
};

/** Lets everything happen that needs no time to pass: what is asked on loopback has been answered. */
async function settled(count: () => number): Promise<number> {
  for (let before = -1; before !== count(); ) {
    before = count();
    for (let turn = 0; turn < 200; turn += 1) await setImmediate();
  }
  return count();
}

const problemOf = async (running: RunningCore) => (await running.handle('connection.get', {})).problem?.code;

test('a poke with every turn of the loop is a few pulls, and two for each second that passes', async () => {
  const at = await desk();
  const poked = Promise.withResolvers<void>();
  let pokes = 0;
  let pulls = 0;
  const running = core({
    desk: at,
    standsStill: true,
    async fetch(url, init) {
      if (isPull(url)) {
        pulls += 1;
        return changes('end', false);
      }
      if (!isStream(url)) return fetch(url, init);
      const source = {
        async pull(controller: ReadableStreamDefaultController) {
          pokes += 1;
          if (pokes > 300) return poked.resolve();
          await setImmediate();
          controller.enqueue(new TextEncoder().encode('event: poke\ndata: {}\n\n'));
        },
      };
      return new Response(new ReadableStream(source, { highWaterMark: 0 }), {
        headers: { 'content-type': 'text/event-stream' },
      });
    },
  });
  await poked.promise;
  expect(await settled(() => pulls)).toBeLessThanOrEqual(AT_ONCE);
  expect(await problemOf(running)).toBeUndefined();
  // The one that waits is all that came of the others; so long a stream may be quiet.
  running.letPass(5 * SECOND);
  expect(await settled(() => pulls)).toBeLessThanOrEqual(AT_ONCE + 2);
});

test('one poke after a quiet time is a pull at once', async () => {
  const at = await desk();
  const running = core({ desk: at, standsStill: true });
  const id = await running.submit();
  await running.inState(id, 'open');
  at.specialist.reply(id, 'Look at the certificate.');
  // No time passes.
  await running.until(async () => (await running.ticket(id)).messages.length === 1);
});

test.each([
  ['that alternate', (nth: number) => changes(nth % 2 ? 'a' : 'b', true), 4],
  ['in a circle of ten', (nth: number) => changes(`c${nth % 10}`, true), 12],
  ['that never end, and bring nothing', (nth: number) => changes(`c${nth}`, true), AT_ONCE],
  ['that never end, and tell the same', (nth: number) => changes(`c${nth}`, true, [ticket]), AT_ONCE + 1],
])(
  'cursors %s are asked for at a rate that ends, and are trouble',
  async (_name, page, mostAtOnce) => {
    const at = await desk();
    let pulls = 0;
    const running = core({
      desk: at,
      standsStill: true,
      fraction: 0.5,
      async fetch(url, init) {
        if (!isPull(url)) return fetch(url, init);
        pulls += 1;
        return page(pulls);
      },
    });
    await running.until(() => pulls > 0);
    expect(await settled(() => pulls)).toBeLessThanOrEqual(mostAtOnce);
    // Half a minute, in which empty pages are still believed in.
    for (let each = 0; each < 60; each += 1) {
      running.letPass(SECOND / 2);
      await settled(() => pulls);
    }
    await running.until(async () => (await problemOf(running)) === 'desk_goes_in_circles');
    expect((await running.handle('connection.get', {})).state).toBe('trouble');
    expect(pulls).toBeLessThanOrEqual(mostAtOnce + 62);
    // Five minutes more: with every failure it waits longer, a minute at most.
    for (let each = 0; each < 300; each += 1) {
      running.letPass(SECOND);
      if (each % 10 === 0) await settled(() => pulls);
    }
    const before = pulls;
    for (let each = 0; each < 30; each += 1) {
      running.letPass(10 * SECOND);
      await settled(() => pulls);
    }
    expect(pulls - before).toBeLessThanOrEqual(30);
    expect(pulls - before).toBeGreaterThan(0);
    // What the person writes goes out all the same.
    await running.inState(await running.submit(), 'open');
    expect((await running.handle('connection.get', {})).state).toBe('trouble');
  },
  60_000,
);

test('a circle that begins while the stream stands holds up nobody who writes', async () => {
  const at = await desk();
  let isWild = false;
  let underWay = 0;
  let most = 0;
  const running = core({
    desk: at,
    standsStill: true,
    async fetch(url, init) {
      if (isWild && isPull(url)) return changes('round', true);
      if (!url.includes('/messages/')) return fetch(url, init);
      underWay += 1;
      most = Math.max(most, underWay);
      for (let turn = 0; turn < 500; turn += 1) await setImmediate();
      underWay -= 1;
      return fetch(url, init);
    },
  });
  const ids = [
    await running.submit({ severity: 'standard' }),
    await running.submit({ severity: 'standard' }),
  ];
  for (const id of ids) await running.inState(id, 'open');
  isWild = true;
  await running.handle('connection.look', {});
  await running.until(async () => (await problemOf(running)) === 'desk_goes_in_circles');
  for (const ticketId of ids) await running.handle('reply.save', { ticketId, body: 'More' });
  await Promise.all(ids.map((ticketId) => running.handle('reply.send', { ticketId })));
  for (const id of ids)
    await running.until(async () =>
      (await running.ticket(id)).messages.every((one) => one.delivery === 'delivered'),
    );
  expect(most).toBe(2);
});

test('changes that end again are the end of the trouble', async () => {
  const at = await desk();
  let pulls = 0;
  let isWild = true;
  const running = core({
    desk: at,
    async fetch(url, init) {
      if (!isWild || !isPull(url)) return fetch(isPull(url) ? (url.split('?')[0] ?? url) : url, init);
      pulls += 1;
      return changes(pulls % 2 ? 'a' : 'b', true);
    },
  });
  await running.until(async () => (await problemOf(running)) === 'desk_goes_in_circles');
  isWild = false;
  await running.handle('outbox.tryNow', {});
  await running.until(async () => (await running.handle('connection.get', {})).state === 'online');
});

test('a cursor that expires as soon as it is given does not have everything read anew for ever', async () => {
  const at = await desk();
  let pulls = 0;
  const running = core({
    desk: at,
    standsStill: true,
    async fetch(url, init) {
      if (!isPull(url)) return fetch(url, init);
      pulls += 1;
      if (!url.includes('cursor=')) return changes(`c${pulls}`, true, [ticket]);
      const body = JSON.stringify({ code: 'cursor_expired', title: 'Gone' });
      return new Response(body, { status: 410, headers: { 'content-type': 'application/problem+json' } });
    },
  });
  await running.until(() => pulls > 0);
  expect(await settled(() => pulls)).toBeLessThanOrEqual(2 * AT_ONCE);
  for (let each = 0; each < 20; each += 1) {
    running.letPass(SECOND / 2);
    await settled(() => pulls);
  }
  expect(await problemOf(running)).toBe('desk_goes_in_circles');
});

test('a stream that ends at once is opened anew ever more slowly', async () => {
  const at = await desk();
  let streams = 0;
  const running = core({
    desk: at,
    standsStill: true,
    fraction: 0.5,
    async fetch(url, init) {
      if (!isStream(url)) return fetch(url, init);
      streams += 1;
      return new Response('', { headers: { 'content-type': 'text/event-stream' } });
    },
  });
  await running.until(() => streams > 0);
  expect(await settled(() => streams)).toBe(1);
  for (let each = 0; each < 120; each += 1) {
    running.letPass(SECOND / 2);
    await settled(() => streams);
  }
  expect(streams).toBeLessThanOrEqual(20);
  expect(streams).toBeGreaterThan(5);
});

/** Actions in the time that a test lets pass. */
function byHand() {
  let waiting: { in: number; action: () => void }[] = [];
  return {
    clock: {
      now: () => 0,
      after(ms: number, action: () => void) {
        const one = { in: ms, action };
        waiting.push(one);
        return () => {
          waiting = waiting.filter((each) => each !== one);
        };
      },
    },
    pass(ms: number): void {
      for (let passed = 0; passed < ms; passed += 50) {
        for (const each of waiting) each.in -= 50;
        const due = waiting.filter((each) => each.in <= 0);
        waiting = waiting.filter((each) => each.in > 0);
        for (const each of due) each.action();
      }
    },
  };
}

test('turns come back at their rate, in the order in which they were asked for', async () => {
  const { clock, pass } = byHand();
  const turns = pace(clock, { atOnce: 2, everyMs: 500 });
  const never = new AbortController().signal;
  const given: string[] = [];
  for (const name of ['a', 'b', 'c', 'd']) void turns.turn(never).then(() => given.push(name));
  await setImmediate();
  expect(given).toEqual(['a', 'b']);
  expect(turns.take()).toBe(false);
  pass(500);
  await setImmediate();
  expect(given).toEqual(['a', 'b', 'c']);
  pass(10_000);
  await setImmediate();
  expect(given).toEqual(['a', 'b', 'c', 'd']);
  expect([turns.take(), turns.take(), turns.take()]).toEqual([true, true, false]);
});

test('whoever gives up takes no turn', async () => {
  const { clock, pass } = byHand();
  const turns = pace(clock, { atOnce: 1, everyMs: 500 });
  const given: string[] = [];
  const gone = new AbortController();
  await turns.turn(gone.signal);
  void turns.turn(gone.signal).then(() => given.push('gone'));
  void turns.turn(new AbortController().signal).then(() => given.push('stays'));
  gone.abort();
  await setImmediate();
  expect(given).toEqual(['gone']);
  pass(500);
  await setImmediate();
  expect(given).toEqual(['gone', 'stays']);
});

test('what was told before is no news, and a cursor seen before is a circle, in bounded memory', () => {
  const way = progress();
  expect(way.of({ cursor: 'a', changes: ['1', '2'] })).toBe('news');
  expect(way.of({ cursor: 'b', changes: ['2', '1'] })).toBe('nothing');
  expect(way.of({ cursor: 'c', changes: ['2', '3'] })).toBe('news');
  expect(way.of({ cursor: 'b', changes: ['4'] })).toBe('circle');
  for (let each = 0; each < 2_000; each += 1)
    expect(way.of({ cursor: `n${each}`, changes: [] })).toBe('nothing');
  expect(way.of({ cursor: 'b', changes: [] })).toBe('nothing');
});

test('a desk that asks to wait is left alone, also when "Try now" was pressed while it was asked', async () => {
  let writes = 0;
  const isAsked = Promise.withResolvers<void>();
  const answers = Promise.withResolvers<void>();
  const running = core({
    desk: await desk(),
    standsStill: true,
    async fetch(url, init) {
      if (init.method !== 'PUT') return fetch(url, init);
      writes += 1;
      isAsked.resolve();
      await answers.promise;
      return Response.json(
        { title: 'Later', code: 'rate_limited' },
        { status: 429, headers: { 'content-type': 'application/problem+json', 'retry-after': '60' } },
      );
    },
  });
  await running.online();
  const id = await running.submit();
  await isAsked.promise;
  await running.handle('outbox.tryNow', {});
  answers.resolve();
  await running.inState(id, 'queued');
  const [waiting] = await running.handle('outbox.list', {});
  if (waiting === undefined || waiting.nextTryAt === null) throw new Error('nothing waits');
  expect(waiting.nextTryAt - waiting.queuedAt).toBeGreaterThanOrEqual(60_000);
  expect(writes).toBe(1);
});
