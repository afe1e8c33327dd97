/** A call-back: what may be asked for, how it stands, and what an edit of it meets at the desk. */
import { describe, expect, test } from 'vitest';
import { callStanding } from '#shared/call-back.ts';
import { type CallBack, callProblems, callWish, formProblems } from '#shared/model.ts';
import { ReceivedTicket } from '#shared/received.ts';
import { isDone, isUntouched } from '../../main/core/outbox/edits.ts';
import { deskClient } from '../desk/deskClient.ts';
import { ticket } from '../tickets.ts';
import { core, desk, FILLED_FORM } from './running-core.ts';

const NUMBER = '+47 99 88 77 66';
const NOW = Date.parse('2026-03-02T10:00:00Z');
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function call(different: Partial<CallBack> = {}): CallBack {
  return {
    ...{ number: NUMBER, at: null, state: 'queued', expectedAt: NOW + 5 * MINUTE, by: null, changedAt: NOW },
    ...different,
  };
}

describe('what may be asked for', () => {
  test.each([
    ['no number', { phone: '', callAt: '' }, { phone: 'missing' }],
    ['words for a number', { phone: 'call me', callAt: '' }, { phone: 'not_a_phone' }],
    ['words for a time', { phone: NUMBER, callAt: 'soon' }, { callAt: 'not_a_time' }],
    ['yesterday', { phone: NUMBER, callAt: new Date(NOW - DAY).toISOString() }, { callAt: 'in_past' }],
    ['next year', { phone: NUMBER, callAt: '+275760-09-12T00:00' }, { callAt: 'too_far' }],
    ['tomorrow', { phone: NUMBER, callAt: new Date(NOW + DAY).toISOString() }, {}],
    ['as soon as possible', { phone: NUMBER, callAt: '' }, {}],
  ])('%s', (_what, wish, problems) => {
    expect(callProblems(wish, NOW)).toEqual(problems);
  });

  test('a number and a time are judged only where a call is the way', () => {
    const form = { ...FILLED_FORM, phone: '', callAt: 'soon' };
    expect(formProblems({ ...form, channel: 'email' }, NOW)).toEqual({});
    expect(formProblems({ ...form, channel: 'phone' }, NOW)).toMatchObject({ phone: 'missing' });
  });

  test('a time that is none wishes for as soon as possible and stops nothing', () => {
    expect(callWish({ phone: ` ${NUMBER} `, callAt: 'soon' })).toEqual({ number: NUMBER, at: null });
  });
});

describe('how it stands', () => {
  const at = (now: number, callBack: CallBack | null) => callStanding(ticket({ callBack }), now);

  test('is counted down to when the desk means to call, and from there on as late', () => {
    expect(at(NOW + 2 * MINUTE, call())).toMatchObject({ state: 'queued', leftMs: 3 * MINUTE });
    expect(at(NOW + 5 * MINUTE, call())).toMatchObject({ state: 'queued', leftMs: 0 });
    expect(at(NOW + 7 * MINUTE, call())).toMatchObject({ state: 'late', lateMs: 2 * MINUTE });
    expect(at(NOW + DAY, call({ expectedAt: null }))).toMatchObject({ state: 'queued', leftMs: null });
  });

  test.each(['calling', 'done', 'missed'] as const)('is what the desk says: %s', (state) => {
    expect(at(NOW + DAY, call({ state }))).toMatchObject({ state });
  });

  test('is a wish that waits here until the desk has it, whatever the desk said before (invariant 7)', () => {
    const wish = { number: NUMBER, at: null };
    const again = ticket({ callBack: call({ state: 'missed' }), edit: { callBack: wish } });
    expect(callStanding(again, NOW)).toEqual({ state: 'asked', wish });
    const off = ticket({ callBack: call(), edit: { callBack: null } });
    expect(callStanding(off, NOW)).toEqual({ state: 'called_off' });
    const fresh = ticket({
      number: null,
      state: 'queued',
      channel: 'phone',
      form: { ...FILLED_FORM, phone: NUMBER },
    });
    expect(callStanding(fresh, NOW)).toEqual({ state: 'asked', wish });
    expect(callStanding(ticket({ number: null, state: 'queued' }), NOW)).toBeNull();
    expect(callStanding({ ...fresh, state: 'needs_attention' }, NOW)).toBeNull();
  });

  test('of a ticket that is over, only a call that was made is told', () => {
    const over = (state: CallBack['state']) =>
      callStanding(ticket({ state: 'solved', callBack: call({ state }) }), NOW);
    expect(over('queued')).toBeNull();
    expect(over('missed')).toBeNull();
    expect(over('done')).toMatchObject({ state: 'done' });
  });
});

describe('an edit of a call', () => {
  const atDesk = {
    status: 'open',
    severity: 'standard',
    severityReason: '',
    channel: 'email',
    rating: null,
  } as const;
  const wish = { number: NUMBER, at: '2026-03-02T11:00:00Z' };
  const owed = { ...wish, state: 'queued' } as const;

  test('is done when that very call is owed, however its time is written', () => {
    expect(isDone({ callBack: wish }, { ...atDesk, callBack: owed })).toBe(true);
    const elsewhere = { ...owed, at: '2026-03-02T12:00:00+01:00' };
    expect(isDone({ callBack: wish }, { ...atDesk, callBack: elsewhere })).toBe(true);
    expect(isDone({ callBack: wish }, { ...atDesk, callBack: { ...owed, state: 'missed' } })).toBe(false);
    expect(isDone({ callBack: wish }, { ...atDesk, callBack: { ...owed, at: null } })).toBe(false);
    expect(isDone({ callBack: wish }, { ...atDesk, callBack: null })).toBe(false);
  });

  test('that calls it off is done when there is none, or it was made', () => {
    expect(isDone({ callBack: null }, { ...atDesk, callBack: null })).toBe(true);
    expect(isDone({ callBack: null }, { ...atDesk, callBack: { ...owed, state: 'done' } })).toBe(true);
    expect(isDone({ callBack: null }, { ...atDesk, callBack: owed })).toBe(false);
    // A missed one needs the person until they say that they need none.
    expect(isDone({ callBack: null }, { ...atDesk, callBack: { ...owed, state: 'missed' } })).toBe(false);
  });

  test('meets a conflict as soon as the desk did anything about the call since', () => {
    const base = { ...atDesk, callBack: owed };
    expect(isUntouched({ callBack: null }, base, { ...atDesk, callBack: owed })).toBe(true);
    const calling = { ...owed, state: 'calling' } as const;
    expect(isUntouched({ callBack: null }, base, { ...atDesk, callBack: calling })).toBe(false);
    expect(isUntouched({ callBack: null }, base, { ...atDesk, callBack: null })).toBe(false);
    expect(isUntouched({ status: 'solved' }, base, { ...atDesk, callBack: calling })).toBe(true);
  });
});

describe('at the desk', () => {
  test('a missed call is told once, needs the person, and no more once it is asked for again (invariant 5)', async () => {
    const at = await desk();
    const running = core({ desk: at });
    await running.online();
    const id = await running.submit({ channel: 'phone', phone: NUMBER });
    await running.inState(id, 'open');
    at.specialist.setCall(id, 'missed', 'Maya');
    const told = () => running.told.filter(({ kind }) => kind === 'missed_call');
    await running.until(() => told().length === 1);
    expect(told()).toMatchObject([{ ticketId: id, content: { number: NUMBER } }]);
    expect((await running.ticket(id)).needs).toBe('missed_call');
    // A change of something else tells of the same call again.
    at.specialist.setStatus(id, 'waiting_on_requester');
    await running.inState(id, 'waiting_on_requester');
    await running.handle('ticket.change', { id, edit: { callBack: { number: NUMBER, at: null } } });
    await running.until(async () => (await running.ticket(id)).callBack?.state === 'queued');
    expect((await running.ticket(id)).needs).toBeNull();
    expect(told()).toHaveLength(1);
  });

  test('a number that is none is refused before anything is queued', async () => {
    const at = await desk();
    const running = core({ desk: at });
    await running.online();
    const id = await running.submit();
    await running.inState(id, 'open');
    const asked = running.handle('ticket.change', { id, edit: { callBack: { number: 'no', at: null } } });
    await expect(asked).rejects.toMatchObject({ failure: { fields: { phone: 'not_a_phone' } } });
    expect(await running.handle('outbox.list', {})).toEqual([]);
  });

  test('a call that cannot be read is none, and the ticket is there', async () => {
    const at = await desk();
    const running = core({ desk: at });
    await running.online();
    const id = await running.submit({ channel: 'phone', phone: NUMBER });
    await running.inState(id, 'open');
    const sent = await deskClient({ url: at.url, token: 'secret' }).ticket(id);
    const later = { ...sent, callBack: { ...sent.callBack, state: 'on_its_way_by_drone' } };
    expect(ReceivedTicket.parse(later)).toMatchObject({ id, callBack: null });
  });
});
