/** Whether specialists are at work now, by the hours that the desk has told. */
import type { ServiceHours } from '#shared/contract.ts';
import { isOpen, nextOpening, type ResolvedCalendar } from '#shared/sla/calendar.ts';
import { useAtNow } from './clock.ts';
import { useSettings } from './settings.ts';

/** The same object for the same hours: the calendar remembers what it has worked out for each. */
let last: { hours: ServiceHours; holidays: Holidays; calendar: ResolvedCalendar } | null = null;

type Holidays = ResolvedCalendar['holidays'];
const NO_HOLIDAYS: Holidays = [];

function calendarOf(hours: Extract<ServiceHours, { kind: 'weekly' }>, holidays: Holidays): ResolvedCalendar {
  if (last?.hours !== hours || last.holidays !== holidays) {
    last = { hours, holidays, calendar: { timeZone: hours.timeZone, open: hours.open, holidays } };
  }
  return last.calendar;
}

function isServiceTime(hours: ServiceHours, holidays: Holidays, at: number): boolean | null {
  if (hours.kind === 'always') return true;
  try {
    return isOpen(calendarOf(hours, holidays), at);
  } catch {
    // A time zone that does not exist: nobody can say that it is open.
    return null;
  }
}

/** Null when it is not known. On the holidays of the policy nobody is at work in weekly hours either. */
export function useIsServiceTime(): boolean | null {
  const hours = useSettings((state) => state.account?.serviceHours ?? null);
  const holidays = useSettings((state) => state.service.calendar?.holidays ?? NO_HOLIDAYS);
  const offset = useSettings((state) => state.service.deskOffsetMs);
  return useAtNow((now) => (hours === null ? null : isServiceTime(hours, holidays, now + offset)));
}

/** When specialists are at work again, by this computer's clock; null while they are, and when nobody knows. */
export function useNextOpening(): number | null {
  const hours = useSettings((state) => state.account?.serviceHours ?? null);
  const holidays = useSettings((state) => state.service.calendar?.holidays ?? NO_HOLIDAYS);
  const offset = useSettings((state) => state.service.deskOffsetMs);
  return useAtNow((now) => {
    if (hours === null || hours.kind === 'always') return null;
    try {
      const at = nextOpening(calendarOf(hours, holidays), now + offset);
      return at === null || at <= now + offset ? null : at - offset;
    } catch {
      return null;
    }
  });
}
