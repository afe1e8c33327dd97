/** What a desk tells of a ticket beside its messages, read so that nothing of it stops the rest. */
import { describe, expect, test } from 'vitest';
import type { TicketEvent } from '#shared/contract.ts';
import { ReceivedTicket } from '#shared/received.ts';
import { deskClient, submission, testIds } from '../desk/deskClient.ts';
import { core, desk } from './running-core.ts';

const ids = testIds(33);

/** A ticket as a desk sends it, with anything for its events. */
async function read(events: unknown): Promise<TicketEvent[]> {
  const at = await desk();
  const client = deskClient({ url: at.url, token: 'secret' });
  const id = ids.ticket();
  await client.putTicket(id, id, submission());
  return ReceivedTicket.parse({ ...(await client.ticket(id)), events }).events;
}

const assigned = (id: string) => ({
  id,
  at: '2026-03-02T10:00:00Z',
  by: 'Maya',
  kind: 'assigned',
  to: 'Maya',
});

describe('events', () => {
  test.each([
    ['none at all', undefined],
    ['no list', 'events'],
    ['a list of anything', [null, 7, {}, { kind: 'assigned' }]],
  ])('%s are none', async (_what, events) => {
    expect(await read(events)).toEqual([]);
  });

  test('kinds of a later version are left out, and the others stay', async () => {
    const later = { ...assigned('b'), kind: 'sent_by_pigeon' };
    expect((await read([assigned('a'), later, assigned('c')])).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  test('one that is told a thousand times is there once, and of very many the newest', async () => {
    expect(await read(Array.from({ length: 1_000 }, () => assigned('a')))).toHaveLength(1);
    const many = await read(Array.from({ length: 1_000 }, (_, at) => assigned(String(at))));
    expect(many).toHaveLength(500);
    expect(many.at(-1)?.id).toBe('999');
  });
});

describe('in the store', () => {
  test('they come with the ticket, survive a restart, and need nobody', async () => {
    const at = await desk();
    const first = core({ desk: at });
    await first.online();
    const id = await first.submit();
    await first.inState(id, 'open');
    at.specialist.assign(id, 'Maya');
    at.specialist.setSeverity(id, 'standard', { by: 'Maya', reason: 'One person.' });
    await first.until(async () => (await first.ticket(id)).events.length === 2);
    await first.stop();
    const second = core({ folder: first.folder });
    const ticket = await second.ticket(id);
    expect(ticket).toMatchObject({
      unread: false,
      events: [{ kind: 'assigned' }, { kind: 'severity_changed' }],
    });
    const atDesk = at.specialist.tickets().find((one) => one.id === id)?.events ?? [];
    expect(ticket.events.map((event) => event.at)).toEqual(atDesk.map((event) => Date.parse(event.at)));
    expect(first.told).toEqual([]);
  });

  test('a rating is at the desk once, with the last word, and also of a closed ticket (invariant 2)', async () => {
    const at = await desk();
    const running = core({ desk: at });
    await running.online();
    const id = await running.submit();
    await running.inState(id, 'open');
    at.specialist.setStatus(id, 'closed');
    await running.inState(id, 'closed');
    at.faults.set({ kind: 'loseAnswer', method: 'PATCH', times: 2 });
    const rate = (score: 'good' | 'poor') =>
      running.handle('ticket.change', { id, edit: { rating: { score, comment: '' } } });
    await rate('poor');
    await rate('good');
    await running.until(async () => {
      const { rating, edit } = await running.ticket(id);
      return edit === null && rating?.score === 'good';
    });
    const [last, ...before] = at.ledger().edits.toReversed();
    expect(JSON.parse(Buffer.from(last?.body ?? []).toString())).toEqual({
      rating: { score: 'good', comment: '' },
    });
    expect(before.length).toBeLessThanOrEqual(1);
    expect((await running.ticket(id)).state).toBe('closed');
  });
});
