/** What is told, as what, and when it is not. */
import { describe, expect, test } from 'vitest';
import { idMaker } from '#shared/ids.ts';
import { planNotices, quietness } from '../../main/core/notice-plan.ts';
import type { Untold } from '../../main/core/store/notices.ts';
import { seededBytes } from '../desk/random.ts';

const ids = idMaker(() => 0, seededBytes(7));
const ticket = ids.ticket();

function untold(different: Partial<Untold> = {}): Untold {
  const id = ids.message();
  return {
    id,
    ticketId: ticket,
    whileClosed: false,
    muted: false,
    isColleagues: false,
    gone: false,
    isCritical: false,
    title: 'The start page is blank',
    about: { kind: 'reply', messageId: id, author: 'Ada', body: 'We are on it.' },
    ...different,
  };
}
const PHONE = '+47 55 50 01 42';
const OPEN = { language: null, hideContent: false, phone: PHONE };

describe('a plan of notices (invariant 5)', () => {
  test('answers that come while the app is open are told one by one, each under its own id', () => {
    const answers = [untold(), untold()];
    const { tell } = planNotices(answers, OPEN, false);
    expect(tell.map(({ notice }) => [notice.kind, notice.id])).toEqual(
      answers.map(({ id }) => ['reply', id]),
    );
  });

  test('fifty that came while the app was closed are one summary that stands for all of them', () => {
    const other = ids.ticket();
    const answers = Array.from({ length: 50 }, (_, n) =>
      untold({ whileClosed: true, ...(n === 49 && { ticketId: other }) }),
    );
    const { tell } = planNotices(answers, OPEN, false);
    expect(tell).toEqual([
      {
        notice: {
          kind: 'summary',
          id: answers[0]?.id,
          language: null,
          answers: 50,
          ticketIds: [other, ticket],
        },
        covers: answers.map(({ id }) => id),
      },
    ]);
  });

  test('one that came while the app was closed is told as itself', () => {
    expect(planNotices([untold({ whileClosed: true })], OPEN, false).tell[0]?.notice.kind).toBe('reply');
  });

  test('a burst while the app is open is one summary too', () => {
    const burst = Array.from({ length: 5 }, () => untold());
    expect(planNotices(burst, OPEN, false).tell.map(({ notice }) => notice.kind)).toEqual(['summary']);
  });

  test('a muted ticket and an answer that the desk took away are passed over, with the reason', () => {
    const muted = untold({ muted: true });
    const gone = untold({ gone: true });
    expect(planNotices([muted, gone], OPEN, false)).toEqual({
      tell: [],
      pass: [
        { id: muted.id, reason: 'muted' },
        { id: gone.id, reason: 'over' },
      ],
      holds: false,
    });
  });

  test('in quiet hours only business-critical tickets are told; nothing that is held is passed over', () => {
    const critical = untold({ isCritical: true });
    const plan = planNotices([untold(), critical], OPEN, true);
    expect(plan.tell.map(({ covers }) => covers)).toEqual([[critical.id]]);
    expect(plan.pass).toEqual([]);
    expect(plan.holds).toBe(true);
  });

  test('hidden content leaves no word of the desk in a notice', () => {
    const { tell } = planNotices([untold()], { ...OPEN, language: 'nb', hideContent: true }, false);
    expect(tell[0]?.notice).toMatchObject({ kind: 'reply', language: 'nb', content: null });
  });
});

describe('a missed call', () => {
  const missed = (different: Partial<Untold> = {}) =>
    untold({ id: 'missed-1', about: { kind: 'missed_call', number: '+47 1' }, ...different });

  test('is told beside the answers, with the number to call', () => {
    const { tell } = planNotices([missed(), untold()], OPEN, false);
    expect(tell).toMatchObject([
      { notice: { kind: 'missed_call', phone: PHONE, content: { number: '+47 1' } }, covers: ['missed-1'] },
      { notice: { kind: 'reply' } },
    ]);
  });

  test('is told once for each ticket: only the last call can be answered now', () => {
    const { tell } = planNotices([missed(), missed({ id: 'missed-2' })], OPEN, false);
    expect(tell).toMatchObject([{ notice: { id: 'missed-2' }, covers: ['missed-1', 'missed-2'] }]);
  });

  test('waits for the end of quiet hours, and is not told once a new call is asked for', () => {
    expect(planNotices([missed()], OPEN, true)).toMatchObject({ tell: [], holds: true });
    expect(planNotices([missed({ gone: true })], OPEN, false)).toMatchObject({ tell: [] });
  });
});

describe('the moments of a promise', () => {
  const moment = (at: 'half' | 'due', different: Partial<Untold> = {}) =>
    untold({ id: `${at}-1`, isCritical: true, about: { kind: 'promise', moment: at }, ...different });

  test('are told with the number to call, in quiet hours too', () => {
    expect(planNotices([moment('half')], OPEN, true).tell).toEqual([
      {
        notice: {
          kind: 'promise',
          id: 'half-1',
          language: null,
          ticketId: ticket,
          moment: 'half',
          phone: PHONE,
          content: { title: 'The start page is blank' },
        },
        covers: ['half-1'],
      },
    ]);
  });

  test('are told as the latest alone, when both were missed', () => {
    const { tell } = planNotices([moment('half'), moment('due')], OPEN, false);
    expect(tell).toMatchObject([{ notice: { id: 'due-1', moment: 'due' }, covers: ['half-1', 'due-1'] }]);
  });

  test('are not told once the answer is there', () => {
    const { tell, pass } = planNotices([moment('half', { gone: true })], OPEN, false);
    expect(tell).toEqual([]);
    expect(pass).toEqual([{ id: 'half-1', reason: 'over' }]);
  });

  test('are told of a muted ticket too: its answers were muted, and there is none', () => {
    const { tell, pass } = planNotices([moment('due', { muted: true })], OPEN, false);
    expect(tell).toMatchObject([{ notice: { id: 'due-1' } }]);
    expect(pass).toEqual([]);
  });

  test('never make answers into a summary', () => {
    const { tell } = planNotices(
      [moment('half', { whileClosed: true }), untold({ whileClosed: true })],
      OPEN,
      false,
    );
    expect(tell.map(({ notice }) => notice.kind)).toEqual(['promise', 'reply']);
  });
});

describe('quiet hours', () => {
  test.each([
    [{ from: 60, to: 120 }, 59, false, 1],
    [{ from: 60, to: 120 }, 60, true, 60],
    [{ from: 60, to: 120 }, 119, true, 1],
    [{ from: 60, to: 120 }, 120, false, 1380],
    // Over midnight.
    [{ from: 1320, to: 420 }, 1319, false, 1],
    [{ from: 1320, to: 420 }, 1320, true, 540],
    [{ from: 1320, to: 420 }, 0, true, 420],
    [{ from: 1320, to: 420 }, 420, false, 900],
    // None at all.
    [{ from: 60, to: 60 }, 60, false, 1440],
    [null, 60, false, 1440],
  ])('%j at minute %i: quiet is %s, for %i minutes more', (hours, minute, quiet, endsInMinutes) => {
    expect(quietness(hours, minute)).toEqual({ quiet, endsInMinutes });
  });
});
