/** Whether specialists are at work now, by the hours that the desk has told. */
import type { ServiceHours } from '#shared/contract.ts';
import { isOpen, type ResolvedCalendar } from '#shared/sla/calendar.ts';
import { useAtNow } from './clock.ts';
import { useSettings } from './settings.ts';

/** The same object for the same hours: the calendar remembers what it has worked out for each. */
const calendars = new WeakMap<ServiceHours, ResolvedCalendar>();

function calendarOf(hours: Extract<ServiceHours, { kind: 'weekly' }>): ResolvedCalendar {
  const known = calendars.get(hours) ?? { timeZone: hours.timeZone, open: hours.open, holidays: [] };
  calendars.set(hours, known);
  return known;
}

function isServiceTime(hours: ServiceHours, at: number): boolean {
  if (hours.kind === 'always') return true;
  try {
    return isOpen(calendarOf(hours), at);
  } catch {
    // A time zone that does not exist: nobody can say that it is open.
    return false;
  }
}

export function useIsServiceTime(): boolean {
  const hours = useSettings((state) => state.account?.serviceHours ?? null);
  const offset = useSettings((state) => state.service.deskOffsetMs);
  return useAtNow((now) => (hours !== null && isServiceTime(hours, now + offset) ? 1 : 0)) === 1;
}
