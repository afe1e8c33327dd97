/** Edits that wait beside each other: each goes as it was wished, for whom it was wished, or stays with the person. */
import { expect, test } from 'vitest';
import type { TicketEdit } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import { idMaker } from '#shared/ids.ts';
import { afterArrival } from '../../main/core/outbox/lateness.ts';
import { queueEdit } from '../../main/core/outbox/queue.ts';
import { seededBytes } from '../desk/random.ts';
import { deskTicket } from '../tickets.ts';
import { openProfile, START } from './profile.ts';
import { core, newFolder } from './running-core.ts';

const RATING: TicketEdit = { rating: { score: 'poor', comment: 'In confidence.' } };
const SOLVED: TicketEdit = { status: 'solved' };

function withTicket() {
  const folder = newFolder();
  const store = openProfile(folder);
  const ids = idMaker(() => START, seededBytes(21));
  const id = ids.ticket();
  const context = { store, ids, now: START };
  return {
    folder,
    store,
    id,
    context,
    /** The desk tells this account of the ticket. */
    tell: (owner: string | null) =>
      store.transaction(() =>
        store.tickets.takeOver(deskTicket({ id, title: 'Sign-in' }, START), { owner, number: 1 }),
      ),
    edit: (wish: TicketEdit) => store.transaction(() => queueEdit(context, id, wish)),
    refuse: (wish: TicketEdit, problem: Failure = { code: 'edit_conflict' }) =>
      store.transaction(() => {
        for (const { id: operation, edit } of store.operations.edits(id))
          if (JSON.stringify(edit) === JSON.stringify(wish))
            store.operations.refuse(operation, { exposed: false, problem });
      }),
    edits: () => store.operations.edits(id).map(({ owner, state, edit }) => ({ owner, state, edit })),
  };
}

test('what another account wants of a ticket is not sent with what this one wants, and holds it back no more (invariant 11)', () => {
  const { store, tell, edit, edits } = withTicket();
  tell('rita');
  edit(RATING);
  tell('ole');
  edit(SOLVED);
  expect(edits()).toEqual([
    { owner: 'rita', state: 'waiting', edit: RATING },
    { owner: 'ole', state: 'waiting', edit: SOLVED },
  ]);
  expect(store.operations.heads('texts', 'ole', 9)).toHaveLength(1);
  store.close();
});

test('a reply that one account has begun goes to no other that is told of the ticket (invariant 11)', () => {
  const { store, id, tell } = withTicket();
  tell('rita');
  const begin = (words: string) => store.transaction(() => store.tickets.saveReplyDraft(id, words));
  begin('From Rita');
  tell('ole');
  expect(store.tickets.owner(id)).toBe('rita');
  begin('');
  tell('ole');
  expect(store.tickets.owner(id)).toBe('ole');
  store.close();
});

test('what was refused stays until the same is wished anew (invariant 10)', () => {
  const { store, tell, edit, refuse, edits } = withTicket();
  tell('rita');
  edit(RATING);
  refuse(RATING);
  edit(SOLVED);
  expect(edits().map((each) => each.edit)).toEqual([RATING, SOLVED]);
  const anew: TicketEdit = { rating: { score: 'good', comment: '' } };
  edit(anew);
  expect(edits().map((each) => each.edit)).toEqual([{ ...SOLVED, ...anew }]);
  store.close();
});

test('the words of an edit that was refused are shown, with what the desk says of it (invariant 10)', async () => {
  const { folder, store, id, tell, edit, refuse } = withTicket();
  tell(null);
  edit(RATING);
  refuse(RATING, { code: 'desk_refused', detail: 'No ratings here.' });
  store.close();
  const running = core({ folder });
  expect((await running.ticket(id)).conflict).toMatchObject({ wanted: RATING, refused: 'No ratings here.' });
});

test('the conflict that is shown is the one that is settled, and no other', async () => {
  const { folder, store, id, tell, edit, refuse } = withTicket();
  tell(null);
  for (const wish of [RATING, SOLVED]) {
    edit(wish);
    refuse(wish);
  }
  store.close();
  const running = core({ folder });
  const { conflict } = await running.ticket(id);
  expect(conflict?.wanted).toEqual(RATING);
  const other = (await running.handle('outbox.list', {})).find((row) => row.id !== conflict?.operation);
  if (conflict === null || other === undefined) throw new Error('one of the two is gone');
  await running.handle('ticket.settleConflict', { id, operation: other.id, keep: 'desk' });
  expect((await running.ticket(id)).conflict).toEqual(conflict);
  await running.handle('ticket.settleConflict', { id, operation: conflict.operation, keep: 'mine' });
  expect(await running.ticket(id)).toMatchObject({ conflict: null, edit: RATING });
});

test.each(['yes', 'no'] as const)(
  'that it is still happening, or not (%s), is passed on once, however often the ticket arrives',
  (answer) => {
    const { store, id, context, tell } = withTicket();
    tell('rita');
    store.transaction(() => store.tickets.setStillHappening(id, answer));
    for (let times = 0; times < 2; times += 1) store.transaction(() => afterArrival(context, id, false));
    expect(store.operations.list()).toHaveLength(1);
    store.close();
  },
);
