import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PATHS } from '#shared/contract.ts';
import { type Desk, startDesk } from '../desk/desk.ts';
import { deskClient, openStream, problemIn, testIds } from '../desk/deskClient.ts';

let desk: Desk;
let client: ReturnType<typeof deskClient>;
const ids = testIds(3);

beforeEach(async () => {
  desk = await startDesk({ heartbeatSeconds: 0.05 });
  client = deskClient(desk);
});
afterEach(() => desk.close());

const account = () => client.ask(PATHS.account);

describe('a lost answer (invariant 2)', () => {
  it.each(['loseAnswer', 'truncated'] as const)('%s: the repeat finds the one ticket', async (kind) => {
    const id = ids.ticket();
    desk.faults.set({ kind, times: 1 });
    const lost = async () => (await client.putTicket(id, 'k')).text();
    await expect(lost()).rejects.toThrow();
    expect(desk.specialist.tickets()).toHaveLength(1);
    const again = await client.putTicket(id, 'k');
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(desk.ledger()).toMatchObject({ replays: 1, tickets: [{ id }] });
  });
});

it('takes a write twice and still has it once', async () => {
  desk.faults.set({ kind: 'duplicate', times: 1 });
  const answer = await client.putTicket(ids.ticket(), 'k');
  expect(answer.headers.get('idempotency-replayed')).toBe('true');
  expect(desk.ledger()).toMatchObject({ writes: { length: 2 }, tickets: { length: 1 } });
});

it('answers with an error so many times, with Retry-After when it is asked for', async () => {
  desk.faults.set(
    { kind: 'status', status: 429, retryAfterSeconds: 7, times: 1 },
    { kind: 'status', status: 503, times: 2, method: 'PUT' },
  );
  const limited = await account();
  expect(limited.status).toBe(429);
  expect(limited.headers.get('retry-after')).toBe('7');
  expect((await problemIn(limited)).code).toBe('rate_limited');
  const id = ids.ticket();
  for (const _ of [1, 2]) {
    const unavailable = await client.putTicket(id, 'k');
    expect(unavailable.status).toBe(503);
    expect(unavailable.headers.has('retry-after')).toBe(false);
    expect((await problemIn(unavailable)).code).toBe('unavailable');
  }
  expect(desk.ledger().writes).toHaveLength(0);
  expect((await client.putTicket(id, 'k')).status).toBe(201);
  expect(desk.faults.state().faults).toMatchObject([{ met: 1 }, { met: 2 }]);
});

it('does not know the token', async () => {
  desk.faults.set({ kind: 'unauthorized' });
  expect((await account()).status).toBe(401);
  desk.faults.clear();
  expect((await account()).status).toBe(200);
});

it('answers with a page of HTML, and does nothing', async () => {
  desk.faults.set({ kind: 'notJson', times: 1 });
  const answer = await client.putTicket(ids.ticket(), 'k');
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('text/html');
  expect(desk.ledger().writes).toHaveLength(0);
});

it('cuts every connection while it is down, also open streams', async () => {
  const stream = await openStream(client.ask);
  desk.faults.set({ kind: 'down' });
  await expect(stream.until('never')).rejects.toThrow();
  await expect(account()).rejects.toThrow();
  desk.faults.clear();
  expect((await account()).status).toBe(200);
});

it('accepts and never answers, and lets go when the client does', async () => {
  desk.faults.set({ kind: 'halfOpen', path: PATHS.account });
  const giveUp = new AbortController();
  const waiting = client.ask(PATHS.account, { signal: giveUp.signal });
  const refused = expect(waiting).rejects.toThrow('aborted');
  expect((await client.ask(PATHS.changes)).status).toBe(200);
  giveUp.abort();
  await refused;
});

it('lets an open stream fall silent, and gives the missed poke when it comes to life', async () => {
  const stream = await openStream(client.ask);
  await stream.until('event: poke\n');
  desk.faults.set({ kind: 'halfOpen', path: PATHS.stream });
  await client.putTicket(ids.ticket(), 'k');
  desk.faults.clear();
  await stream.until('event: poke\n');
  await stream.close();
});

it('answers late; meanwhile the key is in flight', async () => {
  const id = ids.ticket();
  desk.faults.set({ kind: 'latency', ms: 60_000, times: 1 });
  const late = client.putTicket(id, 'k').catch(() => 'cut');
  // Until the late one has been met the second would be it; the state says when that is so.
  while (desk.faults.state().faults[0]?.met === 0) await client.ask('/openapi.json').then((r) => r.text());
  expect((await client.putTicket(id, 'k')).status).toBe(409);
  await desk.close();
  expect(await late).toBe('cut');
});

it('draws a rate from the seed: the same plan gives the same run', async () => {
  const run = async () => {
    desk.faults.plan({ seed: 7, faults: [{ kind: 'status', status: 500, rate: 0.5 }] });
    const statuses: number[] = [];
    for (let turn = 0; turn < 20; turn += 1) statuses.push((await account()).status);
    return statuses;
  };
  const first = await run();
  expect(new Set(first)).toEqual(new Set([200, 500]));
  expect(await run()).toEqual(first);
  expect(desk.faults.state().seed).toBe(7);
});

describe('the switch over HTTP', () => {
  const put = (body: unknown, headers: Record<string, string> = { 'x-desk-page': '1' }) =>
    fetch(`${desk.url}/faults`, { method: 'PUT', headers, body: JSON.stringify(body) });

  it('is set and read, and no fault touches it or the specialist page', async () => {
    expect((await put({ faults: [{ kind: 'down' }] })).status).toBe(200);
    await expect(account()).rejects.toThrow();
    expect((await fetch(`${desk.url}/`)).status).toBe(200);
    expect((await fetch(`${desk.url}/specialist/tickets`)).status).toBe(200);
    const state = await (await fetch(`${desk.url}/faults`)).json();
    expect(state).toMatchObject({ seed: expect.any(Number), faults: [{ kind: 'down', met: 1 }] });
  });

  it('refuses what it does not know', async () => {
    const response = await put({ faults: [{ kind: 'status', status: 200 }] });
    expect(response.status).toBe(422);
    expect((await problemIn(response)).detail).toContain('faults.0');
  });

  it('is closed to other sites', async () => {
    expect((await put({ faults: [] }, {})).status).toBe(403);
  });
});
