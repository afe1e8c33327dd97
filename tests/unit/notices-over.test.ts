/** Nothing that was told stays on the screen when it was read, or is no longer so. */
import { expect, test } from 'vitest';
import type { TicketId } from '#shared/ids.ts';
import { core, desk, newFolder } from './running-core.ts';

/** A ticket that the desk has, and a core that has told of one answer in it. */
async function answered() {
  const at = await desk();
  const running = core({ desk: at });
  const id = await running.submit();
  await running.inState(id, 'open');
  const told = await answers({ at, running, id, count: 1 });
  return { at, running, id, told };
}

type At = Awaited<ReturnType<typeof desk>>;
type Running = ReturnType<typeof core>;

/** Lets a specialist answer, and gives what was told of it. */
async function answers(to: { at: At; running: Running; id: TicketId; count: number }) {
  const before = to.running.told.length;
  for (let each = 0; each < to.count; each += 1) to.at.specialist.reply(to.id, `Answer ${each}.`);
  await to.running.until(() => to.running.told.length === before + to.count);
  return to.running.told.slice(before).map((notice) => notice.id);
}

test('an answer that is read takes its notification off the screen, and only that one', async () => {
  const { at, running, id, told } = await answered();
  const other = await running.submit();
  await running.inState(other, 'open');
  const still = await answers({ at, running, id: other, count: 1 });
  expect(running.closed).toEqual([]);
  await running.handle('ticket.markRead', { id });
  await running.until(() => running.closed.length > 0);
  expect(running.closed).toEqual(told);
  await running.handle('ticket.markRead', { id: other });
  await running.until(() => running.closed.length > 1);
  expect(running.closed).toEqual([...told, ...still]);
});

test('several answers in one ticket leave together when it is read', async () => {
  const { at, running, id, told } = await answered();
  const more = await answers({ at, running, id, count: 2 });
  await running.handle('ticket.markRead', { id });
  await running.until(() => running.closed.length >= 3);
  expect(running.closed.toSorted()).toEqual([...told, ...more].toSorted());
});

test('an answer that the desk takes away leaves the screen unread', async () => {
  const { at, running, told } = await answered();
  const [message] = told;
  at.specialist.takeAway('message', message ?? '');
  await running.until(() => running.closed.length > 0);
  expect(running.closed).toEqual(told);
});

test('a summary leaves once all that it stands for is read', async () => {
  const at = await desk();
  const folder = newFolder();
  const before = core({ desk: at, folder });
  const [one, other] = [await before.submit(), await before.submit()];
  for (const id of [one, other]) await before.inState(id, 'open');
  before.stop();
  for (const id of [one, other]) at.specialist.reply(id, 'While you were away.');
  const running = core({ desk: at, folder });
  await running.until(() => running.told.length === 1);
  expect(running.told[0]?.kind).toBe('summary');
  await running.handle('ticket.markRead', { id: one });
  expect(running.closed).toEqual([]);
  await running.handle('ticket.markRead', { id: other });
  await running.until(() => running.closed.length > 0);
  expect(running.closed).toEqual([running.told[0]?.id]);
});

test('a call that is asked for again takes the missed one off the screen', async () => {
  const at = await desk();
  const running = core({ desk: at });
  const id = await running.submit({ channel: 'phone', phone: '+47 55 50 01 42' });
  await running.inState(id, 'open');
  at.specialist.setCall(id, 'calling');
  at.specialist.setCall(id, 'missed');
  await running.until(() => running.told.some(({ kind }) => kind === 'missed_call'));
  expect(running.closed).toEqual([]);
  await running.handle('ticket.change', {
    id,
    edit: { callBack: { number: '+47 55 50 01 42', at: null } },
  });
  await running.until(() => running.closed.length > 0);
  expect(running.closed).toEqual(running.told.map((notice) => notice.id));
});

test('a promise that was warned of leaves with the first answer', async () => {
  const at = await desk();
  const running = core({ desk: at });
  const id = await running.submit();
  await running.inState(id, 'open');
  running.letMinutesPass(16);
  const half = await running.until(() => running.told.find(({ kind }) => kind === 'promise'));
  running.letMinutesPass(15);
  const due = await running.until(() =>
    running.told.find((notice) => notice.kind === 'promise' && notice.moment === 'due'),
  );
  // At the deadline nobody needs to read that half of it is gone.
  await running.until(() => running.closed.length > 0);
  expect(running.closed).toEqual([half.id]);
  at.specialist.reply(id, 'Here we are.');
  await running.until(() => running.closed.length > 1);
  expect(running.closed).toEqual([half.id, due.id]);
});

test('a core that takes the place of one that died still takes off what that one showed', async () => {
  const { at, running, id, told } = await answered();
  running.stop();
  const next = core({ desk: at, folder: running.folder, afterDeath: true });
  await next.online();
  await next.handle('ticket.markRead', { id });
  await next.until(() => next.closed.length > 0);
  expect(next.closed).toEqual(told);
});

test('after a start of the whole app there is nothing of an earlier one to take off', async () => {
  const { at, running, id } = await answered();
  running.stop();
  const next = core({ desk: at, folder: running.folder });
  await next.online();
  await next.handle('ticket.markRead', { id });
  expect(next.closed).toEqual([]);
});
