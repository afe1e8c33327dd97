/**
 * What the desk promises for a ticket. It reads its own policy and counts its own minutes, one by one: it shares
 * nothing with the client here, so that each of them checks the other. Times are milliseconds since 1970.
 */
import type { DeskTicket, PolicyCalendar, TicketPromise } from '#shared/contract.ts';
import type { SentAccount } from './schemas.ts';

const MINUTE = 60_000;
const MOST_MINUTES = 60 * 24 * 60;
const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Whether the desk is open at an instant; it knows no public holidays but those it lists itself. */
function opening({ timeZone, open, extraHolidays }: PolicyCalendar): (at: number) => boolean {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    weekday: 'short',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  return (at) => {
    const part = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
    if (extraHolidays.some(({ date }) => date === `${part.year}-${part.month}-${part.day}`)) return false;
    const time = `${part.hour}:${part.minute}`;
    return open.some(
      ({ weekday, from, to }) => part.weekday === WEEKDAYS[weekday - 1] && from <= time && time < to,
    );
  };
}

function dueAfter(calendar: PolicyCalendar | null, at: number, minutes: number): number | null {
  // Without the holidays any figure would be a guess: Lifeline works it out from the policy.
  if (calendar === null || calendar.holidays !== null) return null;
  const isOpen = opening(calendar);
  let left = minutes * MINUTE;
  let now = at;
  for (let step = 0; left > 0; step += 1) {
    if (step > MOST_MINUTES) return null;
    const next = Math.min(Math.floor(now / MINUTE) * MINUTE + MINUTE, now + left);
    if (isOpen(now)) left -= next - now;
    now = next;
  }
  return now;
}

/** The promise for a ticket that the desk has had since `at`; null when its policy gives none. */
export function promiseOf(
  account: SentAccount,
  { severity, channel }: Pick<DeskTicket, 'severity' | 'channel'>,
  at: number,
): TicketPromise | null {
  const { role } = account.requester;
  const { rules, calendar, exceptions } = account.policy;
  const target = rules.find(
    (rule) => rule.role === role && rule.severity === severity && rule.channel === channel,
  )?.target;
  if (target === undefined) return null;
  const exception = exceptions.find(
    ({ from, to, roles, severities, channels }) =>
      at >= Date.parse(from) &&
      at < Date.parse(to) &&
      (roles === null || roles.includes(role)) &&
      (severities === null || severities.includes(severity)) &&
      (channels === null || channels.includes(channel)),
  );
  if (exception !== undefined) return { target, dueAt: null, exceptedBecause: exception.reason };
  if (target.kind === 'aim') return { target, dueAt: null, exceptedBecause: null };
  const dueAt =
    target.clock === 'always'
      ? at + target.withinMinutes * MINUTE
      : dueAfter(calendar, at, target.withinMinutes);
  return { target, dueAt: dueAt === null ? null : new Date(dueAt).toISOString(), exceptedBecause: null };
}
