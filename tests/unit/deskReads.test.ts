import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Account, type Change, LIMITS, PATHS } from '#shared/contract.ts';
import { type Desk, startDesk } from '../desk/desk.ts';
import { deskClient, openStream, problemIn, submission, testIds } from '../desk/deskClient.ts';

let desk: Desk;
let client: ReturnType<typeof deskClient>;
const ids = testIds(2);

beforeEach(async () => {
  desk = await startDesk({ heartbeatSeconds: 0.05 });
  client = deskClient(desk);
});
afterEach(() => desk.close());

describe('the token', () => {
  it.each([
    ['nothing', {}],
    ['another token', { authorization: 'Bearer guess' }],
    ['another scheme', { authorization: 'Basic dDp0' }],
  ])('is asked for everywhere under /v1: %s', async (_, headers: Record<string, string>) => {
    const id = ids.ticket();
    for (const path of [PATHS.account, PATHS.changes, PATHS.stream, PATHS.ticket(id), '/v1/nothing']) {
      const response = await fetch(desk.url + path, { headers });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Bearer');
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect((await problemIn(response)).code).toBe('unauthorized');
    }
    const write = await fetch(desk.url + PATHS.ticket(id), {
      method: 'PUT',
      headers: { 'idempotency-key': 'k', ...headers },
      body: JSON.stringify(submission()),
    });
    expect(write.status).toBe(401);
    expect(desk.ledger().writes).toHaveLength(0);
  });

  it('differs from desk to desk', async () => {
    const other = await startDesk();
    expect(other.token).not.toBe(desk.token);
    await other.close();
  });
});

it('describes the account so that the contract reads every rule', async () => {
  const account = Account.parse(await (await client.ask(PATHS.account)).json());
  expect(account.policy.rules).toHaveLength(12);
  expect(account).toMatchObject({ plan: { name: 'Premium' }, requester: { role: 'super_admin' } });
});

it('says not_found for a path and for a ticket that it does not have', async () => {
  for (const path of ['/v1/nothing', PATHS.ticket(ids.ticket())]) {
    const response = await client.ask(path);
    expect(response.status).toBe(404);
    expect((await problemIn(response)).code).toBe('not_found');
  }
});

it('finds a message by its permanent id, in its own ticket only', async () => {
  const [id, other, messageId] = [ids.ticket(), ids.ticket(), ids.message()];
  await client.putTicket(id, 'k1');
  await client.putTicket(other, 'k2');
  const path = PATHS.message(id, messageId);
  expect((await client.ask(path)).status).toBe(404);
  const sent = { body: 'Hello', writtenAt: '2026-03-02T08:00:00Z' };
  const made = await (await client.putMessage(id, messageId, 'k3', sent)).json();
  expect(await (await client.ask(path)).json()).toEqual(made);
  expect((await client.ask(PATHS.message(other, messageId))).status).toBe(404);
});

describe('changes', () => {
  it('come oldest first, page by page, each once, a ticket before its messages', async () => {
    const made = Array.from({ length: 7 }, () => ids.ticket());
    for (const id of made) await client.putTicket(id, id);
    const first = made[0];
    if (first === undefined) throw new Error('No ticket was made.');
    desk.specialist.reply(first, 'Hello');

    const seen: Change[] = [];
    let cursor: string | undefined;
    for (let more = true; more; ) {
      const page = await client.changes(cursor, 2);
      expect(page.changes.length).toBeLessThanOrEqual(2);
      seen.push(...page.changes);
      ({ cursor, more } = page);
    }
    expect(seen.map((c) => c.kind)).toEqual([...made.map(() => 'ticket'), 'message', 'ticket']);
    // The oldest entry already carries the whole ticket as it is now.
    expect(seen[0]).toMatchObject({ kind: 'ticket', ticket: { id: first, version: '2' } });
    expect(await client.changes(cursor)).toMatchObject({ changes: [], more: false, cursor });

    desk.specialist.setStatus(first, 'solved');
    const later = await client.changes(cursor);
    expect(later.changes).toMatchObject([{ ticket: { id: first, status: 'solved' } }]);
  });

  it('are a hundred at most when no limit is asked for', async () => {
    const id = ids.ticket();
    await client.putTicket(id, 'k');
    for (let turn = 0; turn < 60; turn += 1) desk.specialist.reply(id, `${turn}`);
    const page = await (await client.ask(PATHS.changes)).json();
    expect(page).toMatchObject({ more: true, changes: { length: 100 } });
  });

  it.each(['0', '501', 'x'])('with limit %s are refused', async (limit) => {
    const response = await client.ask(`${PATHS.changes}?limit=${limit}`);
    expect(response.status).toBe(422);
    expect((await problemIn(response)).detail).toContain('“limit”');
  });

  it('after a cursor that is unknown, of another desk or forgotten are refused with 410', async () => {
    const other = await startDesk();
    const foreign = (await deskClient(other).changes()).cursor;
    await other.close();
    const { cursor: forgotten } = await client.changes();
    desk.expireCursors();
    for (const cursor of ['', 'nonsense', foreign, forgotten]) {
      const response = await client.ask(`${PATHS.changes}?cursor=${cursor}`);
      expect(response.status).toBe(410);
      expect((await problemIn(response)).code).toBe('cursor_expired');
    }
  });
});

describe('a specialist’s answer', () => {
  it('stops the clock once, names its author and leaves the ticket open', async () => {
    const id = ids.ticket();
    await client.putTicket(id, 'k');
    desk.specialist.reply(id, 'Looking.', { as: 'Priya Nair' });
    const { firstAnsweredAt, status } = await client.ticket(id);
    expect(firstAnsweredAt).not.toBeNull();
    expect(status).toBe('open');
    desk.specialist.reply(id, 'Please try again.', { status: 'waiting_on_requester' });
    expect(await client.ticket(id)).toMatchObject({ firstAnsweredAt, status: 'waiting_on_requester' });
    expect(desk.specialist.messages(id)).toMatchObject([
      { author: { kind: 'specialist', name: 'Priya Nair' } },
      {},
    ]);
  });

  it('to a ticket that is not there is null', () => {
    expect(desk.specialist.reply(ids.ticket(), 'Hello?')).toBeNull();
    expect(desk.specialist.setStatus(ids.ticket(), 'solved')).toBeNull();
  });
});

describe('the stream', () => {
  it('pokes at once, after every commit of either side, and beats in between', async () => {
    const stream = await openStream(client.ask);
    expect(stream.type).toBe('text/event-stream');
    await stream.until('event: poke\ndata: {}\n\n');
    const id = ids.ticket();
    await client.putTicket(id, 'k');
    await stream.until('event: poke\n');
    desk.specialist.reply(id, 'Hello');
    await stream.until('event: poke\n');
    await stream.until(': here\n\n');
    await stream.close();
  });

  it('ends at once when the desk closes, and the desk opens again at the same port', async () => {
    const stream = await openStream(client.ask);
    const port = Number(new URL(desk.url).port);
    await desk.close();
    await expect(stream.until('never')).rejects.toThrow();
    desk = await startDesk({ port });
    expect((await deskClient(desk).ask(PATHS.account)).status).toBe(200);
  });
});

describe('openapi.json', () => {
  it('names every path and is made from the schemas', async () => {
    const document = await (await fetch(`${desk.url}/openapi.json`)).json();
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths).sort()).toEqual([
      '/v1/account',
      '/v1/changes',
      '/v1/stream',
      '/v1/tickets/{id}',
      '/v1/tickets/{id}/attachments/{attachmentId}',
      '/v1/tickets/{id}/attachments/{attachmentId}/content',
      '/v1/tickets/{id}/chat',
      '/v1/tickets/{id}/chat/typing',
      '/v1/tickets/{id}/messages/{messageId}',
      '/v1/uploads',
      '/v1/uploads/{upload}',
    ]);
    expect(Object.keys(document.paths['/v1/tickets/{id}']).sort()).toEqual(['get', 'patch', 'put']);
    const { schemas } = document.components;
    expect(schemas.AttachmentSubmission.required).toContain('sha256');
    expect(schemas.TicketSubmission.properties.title.maxLength).toBe(LIMITS.title);
    expect(schemas.Problem.properties.code.anyOf[0].enum).toContain('cursor_expired');
    const put = document.paths['/v1/tickets/{id}'].put;
    expect(put.requestBody.content['application/json'].schema).toEqual({
      $ref: '#/components/schemas/TicketSubmission',
    });
    expect(put.parameters).toContainEqual(
      expect.objectContaining({ in: 'header', name: 'Idempotency-Key', required: true }),
    );
    for (const reference of JSON.stringify(document).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      expect(schemas).toHaveProperty(reference[1] ?? '');
    }
  });
});
