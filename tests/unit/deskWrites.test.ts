import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS, PATHS } from '#shared/contract.ts';
import { type Desk, type DeskOptions, startDesk } from '../desk/desk.ts';
import { deskClient, messageIn, problemIn, submission, testIds, ticketIn } from '../desk/deskClient.ts';

const HOUR = 3_600_000;
let now: number;
let folder: string;
let desk: Desk;
let client: ReturnType<typeof deskClient>;
const ids = testIds();

async function start(options: DeskOptions = {}) {
  desk = await startDesk({ data: folder, clock: () => now, ...options });
  client = deskClient(desk);
}

beforeEach(async () => {
  now = Date.UTC(2026, 2, 2, 9);
  folder = mkdtempSync(join(tmpdir(), 'desk-'));
  await start();
});
afterEach(async () => {
  await desk.close();
  rmSync(folder, { recursive: true });
});

describe('a ticket', () => {
  it('gets a number, an ETag, the desk’s create date and the promise of the policy', async () => {
    const response = await client.putTicket(ids.ticket(), 'k', submission({ severity: 'business_critical' }));
    expect(response.status).toBe(201);
    expect(response.headers.get('etag')).toBe('"1"');
    expect(await ticketIn(response)).toMatchObject({
      number: 'LL-1034',
      status: 'open',
      createdAt: '2026-03-02T09:00:00.000Z',
      promise: { target: { kind: 'guaranteed', withinMinutes: 30 }, dueAt: '2026-03-02T09:30:00.000Z' },
    });
  });

  it('of a member has an aim and no due time', async () => {
    await desk.close();
    const requester = { ...desk.account.requester, role: 'member' as const };
    await start({ account: { requester } });
    const ticket = await ticketIn(await client.putTicket(ids.ticket(), 'k'));
    expect(ticket.promise).toEqual({
      target: { kind: 'aim', withinBusinessDays: 1 },
      dueAt: null,
      exceptedBecause: null,
    });
  });

  it('keeps every letter, and HTML stays text', async () => {
    const id = ids.ticket();
    const text = { title: '<b>Æøå</b>', description: '<script>alert(1)</script> مرحبا 🚒 "\\u0000"' };
    await client.putTicket(id, 'k', submission(text));
    expect(await client.ticket(id)).toMatchObject(text);
  });

  it('takes the longest texts of the contract even when every letter is escaped', async () => {
    const body = JSON.stringify(submission({ description: 'ø'.repeat(LIMITS.longText) })).replaceAll(
      'ø',
      '\\u00f8',
    );
    expect((await client.putTicket(ids.ticket(), 'k', body)).status).toBe(201);
  });
});

describe('exactly once (invariant 2)', () => {
  it('answers the same key and bytes as before, and makes no second ticket', async () => {
    const id = ids.ticket();
    const first = await client.putTicket(id, 'k');
    now += HOUR;
    desk.specialist.reply(id, 'On it.');
    const again = await client.putTicket(id, 'k');
    expect(again.status).toBe(201);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(again.headers.get('etag')).toBe(first.headers.get('etag'));
    expect(await again.text()).toBe(await first.text());
    expect(desk.ledger()).toMatchObject({ replays: 1, tickets: [{ id }] });
    expect(desk.specialist.tickets()).toHaveLength(1);
  });

  it('holds when twenty copies arrive at once', async () => {
    const id = ids.ticket();
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.putTicket(id, 'k')));
    expect(answers.filter((a) => a.status === 201 && !a.headers.has('idempotency-replayed'))).toHaveLength(1);
    for (const { status } of answers) expect([201, 409]).toContain(status);
    expect(desk.ledger().tickets).toHaveLength(1);
  });

  it('refuses the same key with other bytes, another path or another method’s words', async () => {
    const id = ids.ticket();
    await client.putTicket(id, 'k');
    const otherBytes = await client.putTicket(id, 'k', submission({ title: 'Other' }));
    expect(otherBytes.status).toBe(422);
    expect(otherBytes.headers.get('content-type')).toBe('application/problem+json');
    expect((await problemIn(otherBytes)).code).toBe('conflict');
    const otherPath = await client.putTicket(ids.ticket(), 'k');
    expect((await problemIn(otherPath)).code).toBe('conflict');
    expect(desk.ledger()).toMatchObject({ refusals: 2, tickets: [{ id }] });
  });

  it('knows a ticket by its id under a new key, however the JSON is spaced', async () => {
    const id = ids.ticket();
    const { number } = await ticketIn(await client.putTicket(id, 'k1'));
    const again = await client.putTicket(id, 'k2', JSON.stringify(submission(), null, 2));
    expect(again.status).toBe(200);
    expect((await ticketIn(again)).number).toBe(number);
    const capitals = await client.ask(`/v1/tickets/${id.toUpperCase()}`);
    expect((await ticketIn(capitals)).number).toBe(number);
    expect(desk.specialist.tickets()).toHaveLength(1);
  });

  it('refuses a known id with other content', async () => {
    const id = ids.ticket();
    await client.putTicket(id, 'k1');
    const other = await client.putTicket(id, 'k2', submission({ title: 'Other' }));
    expect(other.status).toBe(422);
    expect(await problemIn(other)).toMatchObject({
      code: 'conflict',
      detail: expect.stringContaining('LL-1034'),
    });
  });

  it('survives a restart, and so does the token', async () => {
    const id = ids.ticket();
    await client.putTicket(id, 'k');
    const { token } = desk;
    await desk.close();
    await start();
    expect(desk.token).toBe(token);
    expect((await client.putTicket(id, 'k')).headers.get('idempotency-replayed')).toBe('true');
    expect(desk.ledger().tickets).toHaveLength(1);
  });

  it('keeps the exact bytes, in order of arrival', async () => {
    const [first, second] = [ids.ticket(), ids.ticket()];
    const bytes = new TextEncoder().encode(`  ${JSON.stringify(submission({ title: 'Ærlig' }), null, 3)}\n`);
    await client.putTicket(first, 'k1', bytes);
    await client.putTicket(second, 'k2');
    const { tickets } = desk.ledger();
    expect(tickets.map((t) => t.id)).toEqual([first, second]);
    expect(new Uint8Array(tickets[0]?.body ?? [])).toEqual(bytes);
  });
});

describe('key and effect are one transaction', () => {
  const breakWriting = (table: string) => {
    const db = new Database(join(folder, 'desk.sqlite'));
    db.exec(`CREATE TRIGGER broken BEFORE INSERT ON ${table} BEGIN SELECT RAISE(ABORT, 'disk'); END`);
    return () => {
      db.exec('DROP TRIGGER broken');
      db.close();
    };
  };

  it.each(['tickets', 'changes', 'keys', 'arrivals'])(
    'leaves nothing when writing to %s fails, and takes the same bytes afterwards',
    async (table) => {
      const id = ids.ticket();
      const mend = breakWriting(table);
      expect((await client.putTicket(id, 'k')).status).toBe(500);
      expect(desk.specialist.tickets()).toHaveLength(0);
      expect((await client.changes()).changes).toHaveLength(0);
      mend();
      const again = await client.putTicket(id, 'k');
      expect(again.status).toBe(201);
      expect(again.headers.has('idempotency-replayed')).toBe(false);
      expect(desk.ledger()).toMatchObject({ replays: 0, tickets: [{ id }] });
    },
  );
});

describe('keys', () => {
  it.each([
    ['no key', undefined],
    ['an empty key', ''],
    ['an endless key', 'k'.repeat(256)],
  ])('are asked for: %s', async (_, key) => {
    const response = await client.ask(PATHS.ticket(ids.ticket()), {
      method: 'PUT',
      body: JSON.stringify(submission()),
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    });
    expect(response.status).toBe(400);
    expect((await problemIn(response)).code).toBe('invalid');
    expect(desk.ledger().writes).toHaveLength(0);
  });

  it('are forgotten after the time that the account names; the id still knows the ticket', async () => {
    await desk.close();
    await start({ keyRetentionHours: 2 });
    expect(desk.account.keyRetentionHours).toBe(2);
    const id = ids.ticket();
    await client.putTicket(id, 'k');
    now += 2 * HOUR;
    expect((await client.putTicket(id, 'k')).headers.get('idempotency-replayed')).toBe('true');
    now += 1;
    const late = await client.putTicket(id, 'k');
    expect(late.status).toBe(200);
    expect(late.headers.has('idempotency-replayed')).toBe(false);
    expect(desk.specialist.tickets()).toHaveLength(1);
  });

  it('are in flight while a write is worked on', async () => {
    const id = ids.ticket();
    const body = JSON.stringify(submission());
    const slow = request(desk.url + PATHS.ticket(id), {
      method: 'PUT',
      headers: {
        authorization: `Bearer ${desk.token}`,
        'idempotency-key': 'k',
        'content-length': Buffer.byteLength(body),
        expect: '100-continue',
      },
    });
    const { promise: finished, resolve } = Promise.withResolvers<number | undefined>();
    slow.on('response', (response) => resolve(response.resume().statusCode));
    slow.flushHeaders();
    // The desk says "continue" when it has begun with the request.
    await new Promise((begun) => slow.once('continue', begun));
    const meanwhile = await client.putTicket(id, 'k');
    expect(meanwhile.status).toBe(409);
    expect((await problemIn(meanwhile)).code).toBe('in_progress');
    expect((await client.putTicket(ids.ticket(), 'other')).status).toBe(201);
    slow.end(body);
    expect(await finished).toBe(201);
    expect((await client.putTicket(id, 'k')).headers.get('idempotency-replayed')).toBe('true');
  });

  it('are free again after a refusal, so that the same bytes can be taken later', async () => {
    const [ticketId, messageId] = [ids.ticket(), ids.message()];
    const reply = { body: 'More to say', writtenAt: '2026-03-02T08:00:00Z' };
    const early = await client.putMessage(ticketId, messageId, 'k', reply);
    expect(early.status).toBe(404);
    expect((await problemIn(early)).code).toBe('not_found');
    await client.putTicket(ticketId, 'k0');
    expect((await client.putMessage(ticketId, messageId, 'k', reply)).status).toBe(201);
  });
});

describe('a message', () => {
  const reply = { body: 'Still **blank**.', writtenAt: '2026-03-02T08:00:00Z' };

  it('is added once and puts the ticket back to open', async () => {
    const [id, messageId] = [ids.ticket(), ids.message()];
    await client.putTicket(id, 'k0');
    for (const status of ['waiting_on_requester', 'solved'] as const) {
      desk.specialist.setStatus(id, status);
      expect((await client.ticket(id)).status).toBe(status);
      await client.putMessage(id, ids.message(), `k-${status}`, reply);
      expect((await client.ticket(id)).status).toBe('open');
    }
    const first = await client.putMessage(id, messageId, 'k1', reply);
    expect(await messageIn(first)).toMatchObject({
      id: messageId,
      ticketId: id,
      author: { kind: 'requester', name: 'Ingrid Solheim' },
      body: reply.body,
    });
    expect((await client.putMessage(id, messageId, 'k1', reply)).headers.get('idempotency-replayed')).toBe(
      'true',
    );
    expect((await client.putMessage(id, messageId, 'k2', reply)).status).toBe(200);
    expect(desk.ledger().messages).toHaveLength(3);
    expect(desk.specialist.messages(id)).toHaveLength(3);
  });

  it('is refused under a known id with other text or another ticket', async () => {
    const [one, other, messageId] = [ids.ticket(), ids.ticket(), ids.message()];
    await client.putTicket(one, 'k1');
    await client.putTicket(other, 'k2');
    await client.putMessage(one, messageId, 'k3', reply);
    expect((await client.putMessage(one, messageId, 'k4', { ...reply, body: 'x' })).status).toBe(422);
    expect((await client.putMessage(other, messageId, 'k5', reply)).status).toBe(422);
  });

  it('to a closed ticket is refused in words', async () => {
    const id = ids.ticket();
    await client.putTicket(id, 'k1');
    desk.specialist.setStatus(id, 'closed');
    const refused = await client.putMessage(id, ids.message(), 'k2', reply);
    expect(refused.status).toBe(422);
    expect((await problemIn(refused)).detail).toBe('Ticket LL-1034 is closed. Please write a new ticket.');
  });
});

describe('content that does not fit', () => {
  it.each([
    ['not JSON', '{', 400, 'The body is not JSON in UTF-8.'],
    ['bytes that are not UTF-8', Uint8Array.of(0x22, 0xff, 0x22), 400, 'The body is not JSON in UTF-8.'],
    ['no title', { ...submission(), title: undefined }, 422, '“title” is missing or not of the type string.'],
    ['an empty title', submission({ title: '  ' }), 422, '“title” is empty.'],
    ['a long title', submission({ title: 'a'.repeat(201) }), 422, '“title” is longer than 200 characters.'],
    [
      'a severity',
      submission({ severity: 'huge' }),
      422,
      '“severity” is not one of: business_critical, standard.',
    ],
    ['a list', [], 422, 'The body is missing or not of the type object.'],
  ])('is refused in words: %s', async (_, body, status, detail) => {
    const response = await client.putTicket(ids.ticket(), 'k', body);
    expect(response.status).toBe(status);
    expect(await problemIn(response)).toMatchObject({ code: 'invalid', detail });
    expect(desk.specialist.tickets()).toHaveLength(0);
  });

  it('is refused when it is far too large', async () => {
    const response = await client.putTicket(ids.ticket(), 'k', ' '.repeat(1_000_000));
    expect(response.status).toBe(413);
    expect((await problemIn(response)).code).toBe('invalid');
  });

  it('is refused when the id was not made as the contract says', async () => {
    const response = await client.ask('/v1/tickets/42', {
      method: 'PUT',
      headers: { 'idempotency-key': 'k' },
      body: JSON.stringify(submission()),
    });
    expect(response.status).toBe(400);
    expect((await problemIn(response)).detail).toContain('“id”');
  });
});
