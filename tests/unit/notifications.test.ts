/** What the shell holds of its notifications: a click is never lost, and nothing of ours outlives the app. */
import type { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { idMaker } from '#shared/ids.ts';
import type { Notice } from '#shared/wire.ts';
import { openNotifications } from '../../main/shell/notifications.ts';
import { seededBytes } from '../desk/random.ts';

type Shown = EventEmitter & { id: string; isClosed: boolean };
const desktop = vi.hoisted(() => ({
  quits: [] as (() => void)[],
  all: [] as Shown[],
  /** What Windows tells of a click on a notification. */
  activated: [] as ((details: { arguments: string }) => void)[],
  /** True while the desktop takes its time with showing. */
  isSlow: false,
}));
vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  return {
    app: { on: (_event: string, act: () => void) => desktop.quits.push(act) },
    Notification: class extends Emitter {
      readonly id: string;
      isClosed = false;
      constructor({ id }: { id: string }) {
        super();
        this.id = id;
        desktop.all.push(this);
      }
      static isSupported = () => true;
      static handleActivation = (heard: (details: { arguments: string }) => void) =>
        desktop.activated.push(heard);
      show() {
        if (!desktop.isSlow) this.emit('show', {});
      }
      close() {
        this.isClosed = true;
      }
    },
  };
});

const PLATFORM = process.platform;
const on = (platform: NodeJS.Platform) => Object.defineProperty(process, 'platform', { value: platform });
beforeEach(() => {
  for (const list of [desktop.quits, desktop.all, desktop.activated]) list.length = 0;
  desktop.isSlow = false;
});
afterEach(() => {
  on(PLATFORM);
});

const ids = idMaker(() => 0, seededBytes(11));
function answer(): Extract<Notice, { kind: 'reply' }> {
  const id = ids.message();
  return { kind: 'reply', id, messageId: id, ticketId: ids.ticket(), language: 'en', content: null };
}

function opened() {
  const went: unknown[] = [];
  const window = { goTo: (to: unknown) => void went.push(to), hasInSight: () => false };
  return { went, ...openNotifications(window, () => 'en') };
}

test('quitting takes every one of ours off the screen, and shows none after', async () => {
  const { show } = opened();
  await show(answer());
  await show(answer());
  for (const quit of desktop.quits) quit();
  expect(desktop.all.map(({ isClosed }) => isClosed)).toEqual([true, true]);
  expect(await show(answer())).toEqual({ outcome: 'failed', reason: 'the app is closing' });
  expect(desktop.all).toHaveLength(2);
});

test('what is over leaves the screen, and what is not stays and can be clicked', async () => {
  const { show, close, went } = opened();
  const [over, not] = [answer(), answer()];
  await show(over);
  await show(not);
  await close({ ids: [over.id, 'something that was never shown'] });
  expect(desktop.all.map(({ isClosed }) => isClosed)).toEqual([true, false]);
  desktop.all[1]?.emit('click', {});
  expect(went).toEqual([{ ticketId: not.ticketId, messageId: not.messageId }]);
});

test('one that is over before a slow desktop has shown it does not stay', async () => {
  desktop.isSlow = true;
  const { show, close } = opened();
  const notice = answer();
  const shown = show(notice);
  await close({ ids: [notice.id] });
  const [only] = desktop.all;
  if (only) only.isClosed = false;
  only?.emit('show', {});
  expect(only?.isClosed).toBe(true);
  expect(await shown).toEqual({ outcome: 'shown' });
});

test('one that has moved to the list of notifications is still held, and leaves it when it is over', async () => {
  const { show, close } = opened();
  const notice = answer();
  await show(notice);
  const [only] = desktop.all;
  only?.emit('close', { reason: 'timedOut' });
  await close({ ids: [notice.id] });
  expect(only?.isClosed).toBe(true);
});

test('one that the person has put away is let go of', async () => {
  const { show, close } = opened();
  const notice = answer();
  await show(notice);
  const [only] = desktop.all;
  only?.emit('close', { reason: 'userCanceled' });
  await close({ ids: [notice.id] });
  expect(only?.isClosed).toBe(false);
});

test('on Windows a click on one from before a crash leads to what needs the person, and says that it is old', async () => {
  on('win32');
  const { show, went } = opened();
  const notice = answer();
  await show(notice);
  const [activated] = desktop.activated;
  activated?.({ arguments: `type=click&tag=${notice.id}` });
  // Its own click event leads to the answer.
  expect(went).toEqual([]);
  activated?.({ arguments: 'type=click&tag=of-an-earlier-run' });
  expect(went).toEqual([{ ticketId: null, messageId: null, isUnknown: true }]);
});
