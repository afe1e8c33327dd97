/** A business-critical promise is watched: told at half of its time and when it is due, once each, and never after an answer. */
import { expect, test } from 'vitest';
import { core, desk } from './running-core.ts';

const CRITICAL = { severity: 'business_critical', severityReason: 'Nobody can take orders.' } as const;

async function waiting(form = {}) {
  const at = await desk();
  const running = core({ desk: at });
  await running.online();
  const id = await running.submit({ ...CRITICAL, ...form });
  await running.inState(id, 'open');
  return { at, running, id };
}
const moments = (told: readonly { kind: string; moment?: string }[]) =>
  told.filter(({ kind }) => kind === 'promise').map(({ moment }) => moment);

test('told at half and when due, once each, with the number to call', async () => {
  const { running, id } = await waiting();
  running.letMinutesPass(14);
  expect(moments(running.told)).toEqual([]);
  running.letMinutesPass(2);
  await running.until(() => moments(running.told).length === 1);
  expect(running.told.at(-1)).toMatchObject({ moment: 'half', ticketId: id, phone: '+47 55 50 01 42' });
  running.letMinutesPass(16);
  await running.until(() => moments(running.told).length === 2);
  running.letMinutesPass(120);
  expect(moments(running.told)).toEqual(['half', 'due']);
});

test('nothing is told of a promise that was kept, or of a standard ticket', async () => {
  const { at, running, id } = await waiting();
  at.specialist.reply(id, 'We are on it.');
  await running.until(async () => (await running.ticket(id)).promise.firstAnsweredAt !== null);
  const standard = await running.submit({ severity: 'standard', severityReason: '' });
  await running.inState(standard, 'open');
  running.letMinutesPass(120);
  await running.handle('connection.get', {});
  expect(moments(running.told)).toEqual([]);
});

test('muting the answers of a ticket does not mute that there is none', async () => {
  const { running, id } = await waiting();
  await running.handle('ticket.setMuted', { id, muted: true });
  running.letMinutesPass(40);
  await running.until(() => moments(running.told).length > 0);
  expect(moments(running.told)).toEqual(['due']);
});

test('what came due while the app was closed is told after the next start, as one notice, without a network too', async () => {
  const { at, running } = await waiting();
  running.stop();
  await at.close();
  const next = core({ desk: at, folder: running.folder, ahead: 45 * 60_000 });
  await next.handle('connection.get', {});
  next.letMinutesPass(1);
  await next.until(() => moments(next.told).length > 0);
  expect(moments(next.told)).toEqual(['due']);
});

test('a computer whose clock is an hour off reckons with the desk’s', async () => {
  const { running } = await waiting();
  running.turnClock(3_600_000);
  await running.handle('outbox.tryNow', {});
  await running.until(async () => (await running.handle('service.get', {})).deskOffsetMs < -3_000_000);
  running.letMinutesPass(5);
  expect(moments(running.told)).toEqual([]);
});
