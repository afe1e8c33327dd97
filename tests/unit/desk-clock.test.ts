/** The desk's clock is believed only where the desk has said it, and a jump only when it was said twice. */
import { expect, test } from 'vitest';
import { idMaker } from '#shared/ids.ts';
import { spokenTime } from '../../main/core/desk/desk-time.ts';
import type { DeskPort } from '../../main/core/desk/port.ts';
import { restDesk } from '../../main/core/desk/rest.ts';
import { deskService } from '../../main/core/policy/service.ts';
import { seededBytes } from '../desk/random.ts';
import { openProfile } from './profile.ts';
import { core, desk, newFolder, type RunningCore } from './running-core.ts';

const HOUR_MS = 3_600_000;

/** How far core believes the desk's clock to be from its own. */
const offset = async (running: RunningCore): Promise<number> =>
  (await running.handle('service.get', {})).deskOffsetMs;

/** A core whose answers say another time, as `turned` wants it for the nth answer to a path; null leaves it. */
async function told(
  turned: (path: string, nth: number) => Record<string, string> | null,
  folder = newFolder(),
) {
  const at = await desk();
  const answers = new Map<string, number>();
  const running = core({
    desk: at,
    folder,
    standsStill: true,
    async fetch(url, init) {
      const response = await fetch(url, init);
      const path = new URL(url).pathname;
      if (path === '/v1/stream') return response;
      const nth = (answers.get(path) ?? 0) + 1;
      answers.set(path, nth);
      const headers = new Headers(response.headers);
      for (const [name, value] of Object.entries(turned(path, nth) ?? {})) headers.set(name, value);
      // The body is here by now, and its length is another than it was on the way.
      for (const name of ['content-encoding', 'content-length', 'transfer-encoding']) headers.delete(name);
      return new Response(await response.arrayBuffer(), { status: response.status, headers });
    },
  });
  /** Core has pulled so often. */
  const pulled = (times: number) => running.until(() => (answers.get('/v1/changes') ?? 0) >= times);
  /** A ticket has gone to the desk, and core has heard of it in the changes. */
  async function exchanged(): Promise<void> {
    const before = answers.get('/v1/changes') ?? 0;
    await running.inState(await running.submit(), 'open');
    await pulled(before + 1);
  }
  return { at, running, folder, exchanged, answers };
}

const aTicket = {
  id: idMaker(() => 1_760_000_000_000, seededBytes(4)).ticket(),
  version: '1',
  createdAt: '2026-03-02T09:00:00Z',
};
test('after a minute that was none by the clock on the wall nothing is sure until the desk has answered', () => {
  const store = openProfile(newFolder());
  let now = Date.UTC(2026, 2, 2, 9);
  const service = deskService(store, { now: () => now, after: () => () => undefined }, () => undefined);
  const minute = (turned = 0) => {
    now += 60_000 + turned;
    service.minutePassed();
    return service.isInDoubt();
  };
  expect([minute(), minute(500)]).toEqual([false, false]);
  for (const turned of [50 * 60_000, 2 * HOUR_MS, -2 * HOUR_MS]) {
    const desk = () => now - turned;
    expect(minute(turned)).toBe(true);
    // A small turn is believed at once, a jump when it was said twice.
    service.heard(desk());
    service.heard(desk());
    expect(service.isInDoubt()).toBe(false);
    expect(service.get().deskOffsetMs).toBe(-turned);
    service.forget();
  }
  store.close();
});

const dated = (at: number) => ({ date: new Date(at).toUTCString() });

test.each([
  ['1970', Date.UTC(1970, 0, 1)],
  ['2031', Date.UTC(2031, 5, 1)],
  ['9999', Date.UTC(9999, 0, 1)],
])('one fitting answer dated %s turns nothing', async (_year, at) => {
  const { running, exchanged, answers } = await told((path, nth) =>
    path === '/v1/account' && nth === 1 ? dated(at) : null,
  );
  await running.online();
  await exchanged();
  expect(answers.get('/v1/account')).toBeGreaterThan(0);
  expect(Math.abs(await offset(running))).toBeLessThan(HOUR_MS);
});

const ids = idMaker(() => 1_760_000_000_000, seededBytes(3));

test.each([
  ['a question that anything answers', {}, (desk: DeskPort) => desk.typing(ids.ticket()), 0],
  ['an answer about another ticket', aTicket, (desk: DeskPort) => desk.findTicket(ids.ticket()), 0],
  ['the ticket that was asked for', aTicket, (desk: DeskPort) => desk.findTicket(aTicket.id), 1],
  ['a page that does not fit', { changes: [] }, (desk: DeskPort) => desk.changes(null), 0],
  ['a page', { changes: [], cursor: 'c', more: false }, (desk: DeskPort) => desk.changes(null), 1],
  ['what is no account', {}, (desk: DeskPort) => desk.account(), 0],
])('%s tells the time as often as it proves to be the desk', async (_name, body, ask, times) => {
  const heard: number[] = [];
  const port = restDesk('https://desk.example', 'secret-token', {
    fetch: async () => Response.json(body, { headers: dated(Date.UTC(2031, 5, 1)) }),
    clock: { now: Date.now, after: () => () => undefined },
    heardTime: (at) => heard.push(at),
  });
  await ask(port);
  expect(heard).toHaveLength(times);
});

test('a desk whose clock is three hours off is believed once it has said so twice', async () => {
  const { running, exchanged } = await told(() => dated(Date.now() + 3 * HOUR_MS));
  await running.online();
  await exchanged();
  await running.until(async () => Math.abs((await offset(running)) - 3 * HOUR_MS) < 60_000);
});

test('a clock that a first run believed wrongly is not believed by the next', async () => {
  const first = await told(() => dated(Date.UTC(2031, 5, 1)));
  await first.running.online();
  await first.exchanged();
  expect(await offset(first.running)).toBeGreaterThan(HOUR_MS);
  first.running.stop();
  const second = await told(() => null, first.folder);
  await second.running.online();
  await second.exchanged();
  expect(Math.abs(await offset(second.running))).toBeLessThan(HOUR_MS);
});

test('a time that cannot be one, or was kept on the way, is none', () => {
  const of = (headers: Record<string, string>) => spokenTime(new Headers(headers));
  const now = Date.UTC(2026, 2, 2, 9);
  expect(of(dated(now))).toBe(now);
  expect(of({ ...dated(now), age: '0' })).toBe(now);
  expect(of({ ...dated(now), age: '1' })).toBe(null);
  for (const year of [1970, 1999, 2100, 9999]) expect(of(dated(Date.UTC(year, 0, 1)))).toBe(null);
  expect(of({ date: 'yesterday' })).toBe(null);
  expect(of({})).toBe(null);
});
