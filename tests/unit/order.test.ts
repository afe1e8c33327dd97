/** A thread stands in the order in which its words reached the desk, also those that were not told of in their turn. */
import { expect, test } from 'vitest';
import type { DeskMessage } from '#shared/contract.ts';
import { idMaker } from '#shared/ids.ts';
import { misfitOf } from '#shared/received.ts';
import { readSetAside, storeSlice } from '../../main/core/sync/changes.ts';
import { seededBytes } from '../desk/random.ts';
import { deskTicket } from '../tickets.ts';
import { newFolder, openProfile, START } from './profile.ts';
import { core, desk } from './running-core.ts';

test('a reply of one’s own that the desk deleted before it was told of stands before the answer to it (invariant 5)', async () => {
  let now = Date.now();
  const at = await desk({
    clock: () => {
      now += 1_000;
      return now;
    },
  });
  let isDeaf = false;
  const running = core({
    desk: at,
    fetch: (url, init) =>
      isDeaf && /\/v1\/(changes|stream)/.test(url) ? Promise.reject(new TypeError('cut')) : fetch(url, init),
  });
  const id = await running.submit();
  await running.inState(id, 'open');
  await running.online();
  isDeaf = true;
  await running.handle('reply.save', { ticketId: id, body: 'Still down.' });
  await running.handle('reply.send', { ticketId: id });
  const reply = await running.until(async () =>
    (await running.ticket(id)).messages.find(({ delivery }) => delivery === 'delivered'),
  );
  const answer = at.specialist.reply(id, 'We are looking into it.');
  at.specialist.takeAway('message', reply.id);
  isDeaf = false;
  await running.handle('outbox.tryNow', {});
  const messages = await running.until(async () => {
    const ticket = await running.ticket(id);
    return ticket.messages.some(({ deleted }) => deleted !== null) && ticket.messages;
  });
  expect(messages.map((message) => message.id)).toEqual([reply.id, answer?.id]);
});

test('what was set aside and can be read later stands before what was said after it, and no more than 20 move for it (invariant 4)', () => {
  const store = openProfile(newFolder());
  const ids = idMaker(() => START, seededBytes(31));
  const ticketId = ids.ticket();
  const said = (minute: number): DeskMessage => ({
    id: ids.message(),
    ticketId,
    author: { kind: 'specialist', id: null, name: 'Maya' },
    body: `Minute ${minute}`,
    createdAt: new Date(START + minute * 60_000).toISOString(),
    editedAt: null,
  });
  const context = { now: START, ids, whileClosed: false, log: () => undefined };
  const tell = (messages: DeskMessage[], isRead = true): void => {
    const read = messages.map((message) => {
      const change = { kind: 'message', message } as const;
      return isRead ? { fits: change } : { misfit: misfitOf(change, 'not yet') };
    });
    storeSlice(store, 'rita', { read, end: { cursor: 'next', more: false } }, context);
  };
  store.transaction(() =>
    store.tickets.takeOver(deskTicket({ id: ticketId, title: 'Sign-in' }, START), {
      owner: 'rita',
      number: 1,
    }),
  );
  const shown = () => store.tickets.get(ticketId)?.messages.map(({ body }) => body);
  const readLater = () => [...readSetAside(store, 'rita', context)];

  tell([said(1)]);
  tell([said(2)], false);
  tell([said(3), said(4)]);
  readLater();
  expect(shown()).toEqual(['Minute 1', 'Minute 2', 'Minute 3', 'Minute 4']);

  // One that is told anew in a way that can be read, and one of which only an edit is told.
  const five = said(5);
  const six = said(6);
  tell([five], false);
  tell([said(7)]);
  tell([five]);
  tell([{ ...six, editedAt: six.createdAt }]);
  expect(shown()?.slice(4)).toEqual(['Minute 5', 'Minute 6', 'Minute 7']);

  tell([said(8)], false);
  tell(Array.from({ length: 30 }, (_, n) => said(9 + n)));
  readLater();
  expect(shown()?.indexOf('Minute 8')).toBe(7 + 10);
  store.close();
});
