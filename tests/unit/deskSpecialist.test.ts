import { request } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Desk, startDesk } from '../desk/desk.ts';
import { deskClient, submission, testIds } from '../desk/deskClient.ts';

let desk: Desk;
const ids = testIds(4);
const NOW = Date.UTC(2026, 10, 20, 10);

beforeEach(async () => {
  desk = await startDesk({ sample: true, clock: () => NOW });
});
afterEach(() => desk.close());

const say = (
  method: string,
  path: string,
  body: unknown,
  headers: Record<string, string> = { 'x-desk-page': '1' },
) => fetch(desk.url + path, { method, headers, body: JSON.stringify(body) });

describe('the specialist page', () => {
  it('brings its own script and style under a strict policy', async () => {
    const page = await fetch(desk.url);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const html = await page.text();
    expect(html).not.toMatch(/https?:\/\//);
    for (const path of ['/page.css', '/page.js']) expect((await fetch(desk.url + path)).status).toBe(200);
    expect(await (await fetch(`${desk.url}/page.js`)).text()).not.toContain('innerHTML');
  });

  it('gives the clock of each promise, and text as it was written', async () => {
    const id = ids.ticket();
    await deskClient(desk).putTicket(id, 'k', submission({ title: '<img src=x onerror=alert(1)>' }));
    const response = await fetch(`${desk.url}/specialist/tickets`);
    expect(response.headers.get('content-type')).toContain('application/json');
    const { tickets } = await response.json();
    expect(tickets[0]).toMatchObject({
      id,
      title: '<img src=x onerror=alert(1)>',
      clock: { state: 'running', leftMs: 3_600_000 },
    });
  });

  it('gives a ticket to somebody, merges it into another, and says how far a call is', async () => {
    const [one, other] = [ids.ticket(), ids.ticket()];
    const client = deskClient(desk);
    await client.putTicket(one, 'one', submission({ channel: 'phone', phone: '+47 1234 5678' }));
    await client.putTicket(other, 'other', submission());
    const { number } = await client.ticket(other);
    const path = `/specialist/tickets/${one}`;
    expect((await say('PUT', `${path}/assignee`, { to: 'Maya', by: 'Maya' })).status).toBe(200);
    expect((await say('PUT', `${path}/call`, { state: 'missed', by: 'Maya' })).status).toBe(200);
    expect((await say('PUT', `${path}/call`, { state: 'lost', by: 'Maya' })).status).toBe(422);
    expect(
      (await say('PUT', `/specialist/tickets/${other}/call`, { state: 'done', by: 'Maya' })).status,
    ).toBe(404);
    expect((await say('POST', `${path}/merge`, { into: 'LL-1', by: 'Maya' })).status).toBe(404);
    expect((await say('POST', `${path}/merge`, { into: number, by: 'Maya' })).status).toBe(200);
    expect(await client.ticket(one)).toMatchObject({
      status: 'closed',
      callBack: { state: 'missed', by: 'Maya' },
      events: [
        { kind: 'assigned', to: 'Maya' },
        { kind: 'merged', how: 'into', ticket: { id: other, number } },
      ],
    });
    expect((await client.ticket(other)).events).toMatchObject([
      { kind: 'merged', how: 'from', ticket: { id: one } },
    ]);
    // A ticket is not the same as itself.
    expect(
      (await say('POST', `/specialist/tickets/${other}/merge`, { into: number, by: 'Maya' })).status,
    ).toBe(404);
  });

  it('answers and moves a ticket', async () => {
    const ticket = desk.specialist.tickets()[0];
    if (ticket === undefined) throw new Error('The sample is empty.');
    const path = `/specialist/tickets/${ticket.id}`;
    const reply = await say('POST', `${path}/replies`, { body: 'Hello', as: 'Maya', status: 'solved' });
    expect(reply.status).toBe(201);
    expect(await reply.json()).toMatchObject({ author: { kind: 'specialist', name: 'Maya' } });
    expect((await say('PUT', `${path}/status`, { status: 'closed' })).status).toBe(200);
    expect(desk.specialist.tickets()[0]).toMatchObject({
      status: 'closed',
      firstAnsweredAt: expect.any(String),
    });
    expect(await (await fetch(`${desk.url}${path}/thread`)).json()).toMatchObject({
      messages: { length: 1 },
      attachments: [],
    });
  });

  it('judges, edits, attaches and takes away, and signs with a name', async () => {
    const [ticket] = desk.specialist.tickets();
    if (ticket === undefined) throw new Error('The sample is empty.');
    const path = `/specialist/tickets/${ticket.id}`;
    const judged = { severity: 'business_critical', by: 'Priya Nair', reason: 'Payday.' };
    const severity = await say('PUT', `${path}/severity`, judged);
    expect(await severity.json()).toMatchObject({ severityChange: { by: 'Priya Nair', reason: 'Payday.' } });

    const message = desk.specialist.reply(ticket.id, 'Helo');
    const edited = await say('PUT', `/specialist/messages/${message?.id}`, { body: 'Hello' });
    expect(await edited.json()).toMatchObject({ body: 'Hello', editedAt: expect.any(String) });

    const about = new URLSearchParams({ name: 'fix & go.txt', as: 'Maya', messageId: message?.id ?? '' });
    const sent = await fetch(`${desk.url}${path}/attachments?${about}`, {
      method: 'POST',
      headers: { 'x-desk-page': '1', 'content-type': 'text/plain' },
      body: 'Restart it.',
    });
    expect(sent.status).toBe(201);
    const file = await sent.json();
    expect(file).toMatchObject({ name: 'fix & go.txt', mediaType: 'text/plain', messageId: message?.id });
    const content = await fetch(`${desk.url}/specialist/attachments/${file.id}/content`);
    expect(content.headers.get('content-disposition')).toContain('attachment');
    expect(await content.text()).toBe('Restart it.');

    for (const gone of [`attachments/${file.id}`, `messages/${message?.id}`, `tickets/${ticket.id}`]) {
      const answer = await say('DELETE', `/specialist/${gone}`, { by: 'Priya Nair' });
      expect(await answer.json()).toMatchObject({ by: 'Priya Nair', ticketId: ticket.id });
      expect((await say('DELETE', `/specialist/${gone}`, { by: 'Priya Nair' })).status).toBe(404);
    }
    expect(desk.specialist.tickets()).toHaveLength(7);
  });

  it('takes no file that is larger than the account says', async () => {
    const small = await startDesk({ sample: true, account: { largestAttachmentBytes: 3 } });
    const id = small.specialist.tickets()[0]?.id;
    const attach = (body: string) =>
      fetch(`${small.url}/specialist/tickets/${id}/attachments?name=a`, {
        method: 'POST',
        headers: { 'x-desk-page': '1' },
        body,
      });
    expect((await attach('four')).status).toBe(413);
    expect((await attach('fit')).status).toBe(201);
    await small.close();
  });

  it('says something of the desk, in other words, and no more', async () => {
    const line = async () => {
      const headers = { authorization: `Bearer ${desk.token}` };
      return (await (await fetch(`${desk.url}/v1/account`, { headers })).json()).statusLine;
    };
    expect(await line()).toBe(null);
    await say('PUT', '/specialist/status', { text: 'Signing in fails.' });
    const first = await line();
    expect(first).toEqual({
      id: expect.any(String),
      text: 'Signing in fails.',
      updatedAt: expect.any(String),
    });
    await say('PUT', '/specialist/status', { text: 'It is better.' });
    expect(await line()).toMatchObject({ id: first.id, text: 'It is better.' });
    expect((await say('PUT', '/specialist/status', { text: 'x'.repeat(301) })).status).toBe(422);
    await say('PUT', '/specialist/status', { text: null });
    expect(await line()).toBe(null);
    await say('PUT', '/specialist/status', { text: 'Something else.' });
    expect((await line()).id).not.toBe(first.id);
  });

  it('refuses what does not fit and what is not there', async () => {
    const unknown = `/specialist/tickets/${ids.ticket()}`;
    expect((await say('POST', `${unknown}/replies`, { body: 'Hello' })).status).toBe(404);
    expect((await say('POST', `${unknown}/replies`, { body: '' })).status).toBe(422);
    expect((await say('PUT', `${unknown}/status`, { status: 'gone' })).status).toBe(422);
    expect((await say('PUT', '/specialist/tickets/1/status', { status: 'open' })).status).toBe(404);
  });

  it('is closed to other sites and to names that only point here', async () => {
    const unknown = `/specialist/tickets/${ids.ticket()}`;
    expect((await say('POST', `${unknown}/replies`, { body: 'Hello' }, {})).status).toBe(403);
    const { promise, resolve } = Promise.withResolvers<number | undefined>();
    request(`${desk.url}/specialist/tickets`, { headers: { host: 'evil.example' } }, (response) =>
      resolve(response.resume().statusCode),
    ).end();
    expect(await promise).toBe(403);
  });
});

describe('the sample', () => {
  it('tells a believable story in every state', () => {
    const tickets = desk.specialist.tickets();
    expect(tickets).toHaveLength(8);
    expect(new Set(tickets.map((t) => t.status))).toEqual(
      new Set(['open', 'waiting_on_requester', 'solved', 'closed']),
    );
    expect(tickets.some((t) => t.status === 'open' && t.firstAnsweredAt === null)).toBe(true);
    const urgent = tickets.filter((t) => t.severity === 'business_critical');
    expect(urgent).toHaveLength(1);
    for (const { firstAnsweredAt, promise } of urgent) {
      expect(Date.parse(firstAnsweredAt ?? '')).toBeLessThan(Date.parse(promise?.dueAt ?? ''));
    }
    for (const ticket of tickets) {
      const times = desk.specialist.messages(ticket.id).map((m) => Date.parse(m.createdAt));
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(Math.max(...times, Date.parse(ticket.updatedAt))).toBeLessThanOrEqual(NOW);
    }
  });

  it('is the same each time, and was brought by nobody', async () => {
    const other = await startDesk({ sample: true, clock: () => NOW });
    expect(other.specialist.tickets()).toEqual(desk.specialist.tickets());
    expect(other.ledger().writes).toHaveLength(0);
    await other.close();
  });
});
