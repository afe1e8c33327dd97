/** What the desk says of itself: read safely, asked for often enough, and told to whoever follows it, no longer than it is so. */
import { describe, expect, test } from 'vitest';
import { Account, BOUNDS, StatusLine } from '#shared/contract.ts';
import { deskAccount } from '../desk/account.ts';
import { core, desk, newFolder } from './running-core.ts';

const OUTAGE = 'Signing in fails for many customers.';
const LATER = 'Signing in works again for half of them.';

type Running = ReturnType<typeof core>;
const lineOf = async (running: Running) => (await running.handle('statusLine.get', {})).line;
/** What is outside of core has no events: it is looked at again and again. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 15_000 });
/** Waits until the line says this; null for none. Each look asks the desk once more. */
const says = (running: Running, text: string | null) =>
  running.until(async () => ((await lineOf(running))?.text ?? null) === text);

describe('how it is read', () => {
  const at = '2026-11-23T13:05:00Z';
  const read = (statusLine: unknown) => Account.parse({ ...deskAccount(24), statusLine }).statusLine;

  test('a line that fits is taken, and null says that there is nothing to say', () => {
    expect(read({ id: 'a', text: ` ${OUTAGE}\n`, updatedAt: at })).toEqual({
      ...{ id: 'a', text: OUTAGE, updatedAt: at },
    });
    expect(read(null)).toBe(null);
  });

  test('what is absent or does not fit says nothing either way, and the account is read all the same', () => {
    const { statusLine: _, ...older } = deskAccount(24);
    expect(Account.parse(older)).toMatchObject({ desk: older.desk });
    expect(Account.parse(older).statusLine).toBeUndefined();
    for (const unfit of [
      ...[
        'a text',
        3,
        [],
        {},
        { id: 'a', text: '', updatedAt: at },
        { id: 'a', text: ' \n ', updatedAt: at },
      ],
      { id: 'a', text: 'x'.repeat(BOUNDS.statusLine + 1), updatedAt: at },
      { id: 'a', text: OUTAGE, updatedAt: 'soon' },
      { id: '', text: OUTAGE, updatedAt: at },
    ]) {
      expect(StatusLine.nullable().safeParse(unfit).success).toBe(false);
      expect(read(unfit)).toBeUndefined();
    }
  });
});

test('a line that the desk puts up, changes and takes down is read as it is, without a new connection', async () => {
  const at = await desk();
  const running = core({ desk: at, standsStill: true });
  await running.online();
  await soon(() => at.listeners()).toBe(1);
  expect(await lineOf(running)).toBe(null);
  at.specialist.sayStatus(OUTAGE);
  await says(running, OUTAGE);
  const first = await lineOf(running);
  at.specialist.sayStatus(LATER);
  await says(running, LATER);
  expect((await lineOf(running))?.id).toBe(first?.id);
  at.specialist.sayStatus(null);
  await says(running, null);
  expect(at.listeners()).toBe(1);
});

test('nobody has to ask: it is read within five minutes, and with a desk that does not poke too', async () => {
  for (const hasStream of [true, false]) {
    const at = await desk();
    let asked = 0;
    const running = core({
      desk: at,
      fetch: (url, init) => {
        const { pathname } = new URL(url);
        if (pathname === '/v1/account') asked += 1;
        if (pathname === '/v1/stream' && !hasStream) {
          const headers = { 'content-type': 'application/problem+json' };
          return Promise.resolve(
            Response.json({ code: 'not_found', title: 'No stream.' }, { status: 404, headers }),
          );
        }
        return fetch(url, init);
      },
      standsStill: true,
    });
    await running.online();
    await running.until(() => asked > 0);
    if (hasStream) await soon(() => at.listeners()).toBe(1);
    const before = asked;
    await soon(() => {
      // However late the first try is, five minutes hold one.
      if (asked === before) running.letMinutesPass(5);
      return asked;
    }).toBeGreaterThan(before);
    running.stop();
  }
});

test('whoever follows it is told of new words, once each, and that it is over', async () => {
  const at = await desk();
  const running = core({ desk: at });
  await running.online();
  at.specialist.sayStatus(OUTAGE);
  await says(running, OUTAGE);
  const id = (await lineOf(running))?.id ?? '';
  await running.handle('statusLine.follow', { id, isOn: true });
  expect((await lineOf(running))?.isFollowed).toBe(true);
  at.specialist.sayStatus(LATER);
  await says(running, LATER);
  await running.until(() => running.told.length > 0);
  at.specialist.sayStatus(null);
  await says(running, null);
  await running.until(() => running.told.length > 1);
  const content = { desk: 'Northwind Premium Support', text: LATER };
  expect(running.told).toMatchObject([
    { kind: 'status_line', isOver: false, content },
    { kind: 'status_line', isOver: true, content },
  ]);
  // Another trouble is not the one that was followed.
  at.specialist.sayStatus('Exports are slow.');
  await says(running, 'Exports are slow.');
  expect((await lineOf(running))?.isFollowed).toBe(false);
  at.specialist.sayStatus('Exports are quick again.');
  await says(running, 'Exports are quick again.');
  expect(running.told).toHaveLength(2);
});

test('what changed while the app was closed is told at the next start; who has ended it hears no more', async () => {
  const at = await desk();
  const folder = newFolder();
  const before = core({ desk: at, folder });
  await before.online();
  at.specialist.sayStatus(OUTAGE);
  await says(before, OUTAGE);
  const id = (await lineOf(before))?.id ?? '';
  await before.handle('statusLine.follow', { id, isOn: true });
  before.stop();
  at.specialist.sayStatus(LATER);
  const running = core({ desk: at, folder });
  await running.until(() => running.told.length > 0);
  expect(running.told).toMatchObject([{ kind: 'status_line', isOver: false }]);
  await running.handle('statusLine.follow', { id, isOn: false });
  at.specialist.sayStatus(null);
  await says(running, null);
  expect(running.told).toHaveLength(1);
  await expect(running.handle('statusLine.follow', { id, isOn: true })).rejects.toMatchObject({
    failure: { code: 'too_late' },
  });
});

test('a line that cannot be read is not shown, and tells nobody that anything is over', async () => {
  const at = await desk();
  let spoilt: unknown;
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      const answer = await fetch(url, init);
      if (spoilt === undefined || new URL(url).pathname !== '/v1/account') return answer;
      return Response.json({ ...Object(await answer.json()), statusLine: spoilt });
    },
  });
  await running.online();
  at.specialist.sayStatus(OUTAGE);
  await says(running, OUTAGE);
  const id = (await lineOf(running))?.id ?? '';
  await running.handle('statusLine.follow', { id, isOn: true });
  spoilt = { id, text: 'x'.repeat(10_000), updatedAt: 'soon' };
  await says(running, null);
  expect(running.told).toEqual([]);
  spoilt = undefined;
  await says(running, OUTAGE);
  expect((await lineOf(running))?.isFollowed).toBe(true);
  expect(running.told).toEqual([]);
});

test('a desk that asks to be left alone is not asked for its line before that time', async () => {
  const at = await desk();
  const asked: number[] = [];
  const running = core({
    desk: at,
    standsStill: true,
    fetch: (url, init) => {
      if (new URL(url).pathname !== '/v1/account') return fetch(url, init);
      asked.push(running.now());
      if (asked.length === 1) return fetch(url, init);
      const headers = { 'content-type': 'application/problem+json', 'retry-after': '1800' };
      return Promise.resolve(
        Response.json({ code: 'rate_limited', title: 'Later.' }, { status: 429, headers }),
      );
    },
  });
  await running.online();
  await soon(() => at.listeners()).toBe(1);
  await running.handle('statusLine.get', {});
  await soon(() => asked.length).toBe(2);
  for (let minute = 0; minute < 28; minute += 1) {
    running.letMinutesPass(1);
    await running.handle('statusLine.get', {});
  }
  expect(asked).toHaveLength(2);
});
