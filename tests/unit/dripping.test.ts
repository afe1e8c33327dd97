/** An answer that drips is none, and whoever waits for it holds nobody up (invariants 3 and 6). */

import type { ServerResponse } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { TicketId } from '#shared/ids.ts';
import { between } from './between.ts';
import { core, desk } from './running-core.ts';

const DRIP_MS = 50;

/** Begins a fitting answer, and goes on a byte at a time: one a second in core's time, which runs faster. */
function drip(response: ServerResponse): void {
  response.writeHead(201, { 'content-type': 'application/json' });
  response.write('{');
  const dripping = setInterval(() => response.write(' '), DRIP_MS);
  response.on('close', () => clearInterval(dripping));
}

test('an answer that drips a byte a second is given up, and asked for again', async () => {
  const at = await desk();
  let isFirst = true;
  const gone = Promise.withResolvers<void>();
  const dripping = await between(
    (_url, method) => {
      const meets = method === 'PUT' && isFirst;
      if (meets) isFirst = false;
      return meets;
    },
    (response) => {
      drip(response);
      response.on('close', () => gone.resolve());
    },
  );
  const running = core({ desk: at, fetch: dripping.fetch });
  await running.online();
  const id = await running.submit();
  await running.inState(id, 'open');
  // Nobody listens to the drip any more.
  await gone.promise;
  expect(dripping.met()).toBe(1);
});

test('changes that drip are given up, and asked for again', async () => {
  const at = await desk();
  let drips = 0;
  const dripping = await between((url) => url.pathname === '/v1/changes' && drips++ === 1, drip);
  const running = core({ desk: at, fetch: dripping.fetch });
  const id = await running.submit();
  await running.inState(id, 'open');
  await dripping.hasMet(1);
  at.specialist.reply(id, 'Look at the certificate.');
  await running.until(async () => (await running.ticket(id)).messages.length === 1);
});

test('however many tickets drip, one that is business-critical is on its way at once', async () => {
  const at = await desk();
  let critical: TicketId | null = null;
  const dripping = await between(
    (url, method) => method === 'PUT' && !(critical !== null && url.pathname.endsWith(critical)),
    drip,
  );
  // Time stands still: nothing is ever given up, so there must be a way past.
  const running = core({ desk: at, fetch: dripping.fetch, standsStill: true });
  await running.online();
  for (let each = 1; each <= 6; each += 1)
    await running.submit({ severity: 'standard', title: `A question ${each}` });
  await dripping.hasMet(2);
  critical = await running.draft({ severity: 'business_critical' });
  await running.handle('ticket.submit', { id: critical });
  await running.inState(critical, 'open');
  expect(at.ledger().tickets).toHaveLength(1);
});

test('however much hangs, no more is under way than Chromium has connections', async () => {
  const at = await desk();
  const underWay = new Set<RequestInit>();
  let most = 0;
  let isDead = false;
  const hole = await between(() => isDead, drip);
  const running = core({
    desk: at,
    standsStill: true,
    async fetch(url, init) {
      underWay.add(init);
      most = Math.max(most, underWay.size);
      init.signal?.addEventListener('abort', () => void underWay.delete(init));
      const staysOpen = isDead || url.endsWith('/v1/stream');
      const response = await hole.fetch(url, init);
      if (!staysOpen) underWay.delete(init);
      return response;
    },
  });
  const known = await running.submit();
  await running.inState(known, 'open');
  await running.until(async () => (await running.handle('connection.get', {})).state === 'online');
  isDead = true;
  for (let each = 1; each <= 6; each += 1) await running.submit({ title: `A question ${each}` });
  // The stream is quiet, the pull hangs, and is asked anew.
  for (let each = 1; each <= 5; each += 1) {
    running.letPass(4_000);
    await setImmediate();
  }
  await hole.hasMet(5);
  expect(most).toBeLessThanOrEqual(6);
});
