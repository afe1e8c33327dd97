import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { TicketId } from '#shared/ids.ts';
import { type Desk, startDesk } from '../desk/desk.ts';
import { deskClient, problemIn, submission, testIds, ticketIn } from '../desk/deskClient.ts';

const MINUTE = 60_000;
const ids = testIds(11);
let now: number;
let desk: Desk;
let client: ReturnType<typeof deskClient>;
let id: TicketId;

beforeEach(async () => {
  now = Date.UTC(2026, 2, 2, 9);
  desk = await startDesk({ clock: () => now, keyRetentionHours: 2 });
  client = deskClient(desk);
  id = ids.ticket();
  await client.putTicket(id, 'k');
});
afterEach(() => desk.close());

describe('an edit', () => {
  it('of the version it names is taken, and gets the next ETag', async () => {
    now += MINUTE;
    const solved = await client.patchTicket(id, 'e1', '1', { status: 'solved' });
    expect(solved.status).toBe(200);
    expect(solved.headers.get('etag')).toBe('"2"');
    expect(await ticketIn(solved)).toMatchObject({ status: 'solved', updatedAt: '2026-03-02T09:01:00.000Z' });
    await client.patchTicket(id, 'e2', '2', { status: 'open' });
    expect((await client.ticket(id)).status).toBe('open');
    expect((await client.changes()).changes.at(-1)).toMatchObject({ ticket: { id, version: '3' } });
  });

  it('that raises the severity brings its reason, and the promise counts from the create date', async () => {
    now += 10 * MINUTE;
    const edit = { severity: 'business_critical', severityReason: 'Nobody can work.' };
    expect(await ticketIn(await client.patchTicket(id, 'e', '1', edit))).toMatchObject({
      ...edit,
      severityChange: null,
      promise: { dueAt: '2026-03-02T09:30:00.000Z' },
    });
  });

  it('of another version is refused with 412, and changes nothing', async () => {
    desk.specialist.setStatus(id, 'waiting_on_requester');
    const late = await client.patchTicket(id, 'e', '1', { status: 'solved' });
    expect(late.status).toBe(412);
    expect(await problemIn(late)).toEqual({
      code: 'version_conflict',
      title: 'This has been changed meanwhile.',
      detail: 'Ticket LL-1034 has been changed meanwhile.',
    });
    expect(await client.ticket(id)).toMatchObject({ status: 'waiting_on_requester', version: '2' });
  });

  it('that is repeated is answered as before, although the version has moved on (invariant 2)', async () => {
    desk.faults.set({ kind: 'loseAnswer', method: 'PATCH', times: 1 });
    await expect(client.patchTicket(id, 'e', '1', { status: 'solved' })).rejects.toThrow();
    desk.specialist.setStatus(id, 'open');
    const again = await client.patchTicket(id, 'e', '1', { status: 'solved' });
    expect(again.status).toBe(200);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect((await ticketIn(again)).status).toBe('solved');
    expect((await client.ticket(id)).status).toBe('open');
    expect(desk.ledger()).toMatchObject({ replays: 1, edits: [{ id }] });
  });

  it('that is repeated after its key was forgotten is refused for its version (invariant 2)', async () => {
    await client.patchTicket(id, 'e', '1', { status: 'solved' });
    desk.specialist.setStatus(id, 'open');
    now += 2 * 60 * MINUTE + 1;
    expect((await client.patchTicket(id, 'e', '1', { status: 'solved' })).status).toBe(412);
    expect((await client.ticket(id)).status).toBe('open');
  });

  it('that is taken twice by a repeating proxy happens once (invariant 2)', async () => {
    desk.faults.set({ kind: 'duplicate', times: 1 });
    const answer = await client.patchTicket(id, 'e', '1', { status: 'solved' });
    expect(answer.headers.get('idempotency-replayed')).toBe('true');
    expect((await client.ticket(id)).version).toBe('2');
  });

  it.each([
    ['no If-Match', null, { status: 'solved' }, 428, 'If-Match'],
    ['no field', '1', {}, 422, 'at least one'],
    ['a status that is the desk’s to give', '1', { status: 'closed' }, 422, '“status” is not one of'],
  ])('with %s is refused in words', async (_, version, body, status, words) => {
    const refused = await client.patchTicket(id, 'e', version, body);
    expect(refused.status).toBe(status);
    expect(await problemIn(refused)).toMatchObject({
      code: 'invalid',
      detail: expect.stringContaining(words),
    });
    expect((await client.ticket(id)).version).toBe('1');
  });

  it('of a chat ends it and goes on in writing; of a call puts it in the queue or calls it off', async () => {
    const chat = ids.ticket();
    await client.putTicket(chat, chat, submission({ channel: 'chat' }));
    desk.specialist.chat.accept(chat);
    const toWriting = await ticketIn(await client.patchTicket(chat, 'w', '1', { channel: 'email' }));
    expect(toWriting).toMatchObject({ channel: 'email', events: [{ kind: 'channel_changed', to: 'email' }] });
    expect(desk.specialist.chats()).toMatchObject([{ ticketId: chat, state: 'ended' }]);
    const callBack = { number: '+47 1234 5678', at: '2026-11-21T08:00:00Z' };
    const owed = await ticketIn(await client.patchTicket(chat, 'c', toWriting.version, { callBack }));
    expect(owed.callBack).toMatchObject({ ...callBack, state: 'queued', expectedAt: callBack.at });
    const off = await ticketIn(await client.patchTicket(chat, 'o', owed.version, { callBack: null }));
    expect(off.callBack).toBeNull();
    expect((await client.patchTicket(chat, 'p', off.version, { channel: 'phone' })).status).toBe(422);
    const other = ids.ticket();
    await client.putTicket(other, other, submission({ channel: 'chat' }));
    desk.specialist.setStatus(other, 'solved');
    expect(desk.specialist.chats()).toContainEqual(
      expect.objectContaining({ ticketId: other, state: 'ended' }),
    );
  });

  it('of a closed ticket, or of one that is not there, is refused in words', async () => {
    desk.specialist.setStatus(id, 'closed');
    const closed = await client.patchTicket(id, 'e1', '2', { status: 'open' });
    expect(closed.status).toBe(422);
    expect((await problemIn(closed)).detail).toContain('is closed');
    const nowhere = await client.patchTicket(ids.ticket(), 'e2', '1', { status: 'open' });
    expect(nowhere.status).toBe(404);
  });

  it('without a key is refused', async () => {
    expect((await client.patchTicket(id, '', '1', { status: 'solved' })).status).toBe(400);
  });
});

it('a severity that the desk lowers says who, why and from what; the promise counts from the create date', async () => {
  const critical = ids.ticket();
  await client.putTicket(critical, 'k2', submission({ severity: 'business_critical' }));
  now += 5 * MINUTE;
  desk.specialist.setSeverity(critical, 'standard', { by: 'Maya Lindqvist', reason: 'One person is hit.' });
  expect(await client.ticket(critical)).toMatchObject({
    severity: 'standard',
    version: '2',
    severityChange: {
      from: 'business_critical',
      to: 'standard',
      by: 'Maya Lindqvist',
      reason: 'One person is hit.',
      at: '2026-03-02T09:05:00.000Z',
    },
    promise: { target: { withinMinutes: 60 }, dueAt: '2026-03-02T10:00:00.000Z' },
  });
  expect(desk.specialist.setSeverity(ids.ticket(), 'standard')).toBeNull();
});
