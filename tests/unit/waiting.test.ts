/** Nobody waits unknowing: whose word holds a ticket back, and for how long (invariants 6 and 7). */
import { expect, test } from 'vitest';
import type { TicketId } from '#shared/ids.ts';
import { between } from './between.ts';
import { core, desk, type RunningCore } from './running-core.ts';

const HOUR_MS = 3_600_000;
const PAGE = '<!doctype html><title>Down for maintenance</title><p>Please come back later.</p>';

/** The first operation in the outbox once it was tried and waits again. */
const resting = (running: RunningCore) =>
  running.until(async () => {
    const [first] = await running.handle('outbox.list', {});
    return first?.problem && first.state === 'waiting' ? first : null;
  });

/** The desk itself puts off whatever `meets` says yes to. */
const puttingOff = (seconds: number, meets: (url: URL, method: string) => boolean) =>
  between(meets, (response) =>
    response
      .writeHead(503, { 'content-type': 'application/problem+json', 'retry-after': String(seconds) })
      .end(JSON.stringify({ type: 'about:blank', title: 'Busy', status: 503, code: 'unavailable' })),
  );

/** Another ticket has been all the way to the desk: whatever was to be sent before it would be there too. */
async function anotherArrives(running: RunningCore): Promise<void> {
  const id = await running.submit({ title: 'Another one' });
  await running.inState(id, 'open');
}

const isWriteOf = (id: TicketId | null) => (url: URL, method: string) =>
  method === 'PUT' && id !== null && url.pathname.endsWith(id);

test('a page of a proxy cannot park a business-critical ticket for an hour', async () => {
  const at = await desk();
  let isProxyUp = true;
  const proxy = await between(
    (_url, method) => method === 'PUT' && isProxyUp,
    (response) => response.writeHead(503, { 'content-type': 'text/html', 'retry-after': '3600' }).end(PAGE),
  );
  const running = core({ desk: at, fetch: proxy.fetch });
  await running.online();
  const id = await running.submit();
  const { nextTryAt, queuedAt } = await resting(running);
  expect((nextTryAt ?? 0) - queuedAt).toBeLessThan(HOUR_MS / 10);
  isProxyUp = false;
  await running.inState(id, 'open');
});

test("the desk's own wait is obeyed to the second, and a little more, because the others were told the same", async () => {
  const at = await desk();
  let id: TicketId | null = null;
  const writes = await puttingOff(120, (url, method) => isWriteOf(id)(url, method));
  const running = core({ desk: at, fetch: writes.fetch, standsStill: true, fraction: 0.5 });
  await running.online();
  id = await running.draft();
  await running.handle('ticket.submit', { id });
  const { nextTryAt } = await resting(running);
  expect((nextTryAt ?? 0) - running.now()).toBeGreaterThan(120_000);

  running.letPass(120_000);
  // The stream fell silent meanwhile, and core waits before it connects again: not what is being asked here.
  await running.until(async () => (await running.handle('connection.get', {})).nextTryAt !== null);
  await running.handle('connection.look', {});
  await anotherArrives(running);
  expect(writes.met()).toBe(1);
  running.letPass((nextTryAt ?? 0) - running.now());
  await writes.hasMet(2);
});

test('"Try now" tries what the desk asked to hold, once', async () => {
  const at = await desk();
  let id: TicketId | null = null;
  const writes = await puttingOff(3600, (url, method) => isWriteOf(id)(url, method));
  const running = core({ desk: at, fetch: writes.fetch, standsStill: true });
  await running.online();
  id = await running.draft();
  await running.handle('ticket.submit', { id });
  await resting(running);

  await running.handle('outbox.tryNow', {});
  await writes.hasMet(2);
  await resting(running);
  await anotherArrives(running);
  expect(writes.met()).toBe(2);
});

test('after sleep everything goes that only waited, and what the desk asked to hold stays held', async () => {
  const at = await desk();
  let held: TicketId | null = null;
  const writes = await puttingOff(3600, (url, method) => isWriteOf(held)(url, method));
  let isCut = false;
  const running = core({
    desk: at,
    standsStill: true,
    fraction: 0.9,
    fetch: (url, init) =>
      isCut && !url.includes(held ?? 'none')
        ? Promise.reject(new Error('ECONNRESET'))
        : writes.fetch(url, init),
  });
  await running.online();
  held = await running.draft();
  await running.handle('ticket.submit', { id: held });
  await resting(running);
  isCut = true;
  const waits = await running.submit({ title: 'It only waits' });
  await running.until(async () => {
    const waiting = await running.handle('outbox.list', {});
    return (
      waiting.length === 2 && waiting.every(({ problem, state }) => problem !== null && state === 'waiting')
    );
  });

  isCut = false;
  await running.handle('connection.look', {});
  // What only waited goes within a second, so that not everybody comes at once.
  running.letPass(1_000);
  await running.inState(waits, 'open');
  expect(writes.met()).toBe(1);
});

test('what is taken back is counted as waiting no more, without anybody asking', async () => {
  const at = await desk();
  const writes = await puttingOff(3600, (_url, method) => method === 'PUT');
  const running = core({ desk: at, fetch: writes.fetch, standsStill: true });
  await running.online();
  const id = await running.submit();
  await resting(running);
  await running.until(() => running.heardConnection()?.waiting === 1);
  await running.handle('ticket.takeBack', { id });
  expect(running.heardConnection()).toMatchObject({ waiting: 0, refused: 0 });
});

test('a ticket is counted once, however much of it waits, and as not accepted when any of it is', async () => {
  const running = core();
  const id = await running.submit();
  const other = await running.draft();
  const bytes = new TextEncoder().encode('a log');
  for (const name of ['one.log', 'two.log']) {
    const file = { ticketId: other, name, size: bytes.length, mediaType: 'text/plain' };
    const { id: fileId } = await running.handle('attachment.start', file);
    await running.handle('attachment.append', { id: fileId, offset: 0, bytes });
    await running.handle('attachment.finish', { id: fileId });
  }
  await running.handle('ticket.submit', { id: other });
  expect(await running.handle('outbox.list', {})).toHaveLength(4);
  expect(await running.handle('connection.get', {})).toMatchObject({ waiting: 2, refused: 0 });
  await running.handle('ticket.takeBack', { id });
  expect(await running.handle('connection.get', {})).toMatchObject({ waiting: 1, refused: 0 });
});
