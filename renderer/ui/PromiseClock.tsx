import './promise-clock.css';
import { useTranslation } from 'react-i18next';
import type { TicketSummary } from '#shared/model.ts';
import { type PromiseClock as Clock, promiseClock } from '#shared/sla/promise.ts';
import { useAtNow } from '../state/clock.ts';
import { useSettings } from '../state/settings.ts';
import { Icon } from './Icon.tsx';
import { useTimes } from './time.ts';

type Waits = Pick<TicketSummary, 'state' | 'promise' | 'standing'>;

/** A finished ticket that nobody answered in time has nothing left to wait for. */
function hasClock(ticket: Waits): boolean {
  const isOver = ticket.state === 'solved' || ticket.state === 'closed';
  return ticket.state !== 'draft' && !(isOver && ticket.promise.firstAnsweredAt === null);
}

function useClockWords() {
  const { t } = useTranslation();
  const { duration: time } = useTimes();
  return (clock: Clock, receivedAt: number | null): string => {
    switch (clock.state) {
      case 'not_started':
        return t('clock.not_started');
      case 'no_guarantee':
        return clock.target?.kind === 'aim'
          ? t('clock.aim', { count: clock.target.withinBusinessDays })
          : t('clock.no_guarantee');
      case 'excepted':
        return t('clock.excepted', { reason: clock.reason });
      case 'paused':
        return t('clock.paused', { time: time(clock.leftMs) });
      case 'running':
        return t('clock.running', { time: time(clock.leftMs) });
      case 'overdue':
        return t('clock.overdue', { time: time(clock.lateMs) });
      case 'answered_late':
        return t('clock.answered_late', {
          time: time(clock.answeredAt - (receivedAt ?? clock.answeredAt)),
          late: time(clock.lateMs),
        });
      case 'answered_in_time':
        return t('clock.answered_in_time', {
          time: time(clock.answeredAt - (receivedAt ?? clock.answeredAt)),
        });
      case 'answered':
        return t('clock.answered', { time: time(clock.answeredAt - (receivedAt ?? clock.answeredAt)) });
    }
  };
}

/** Where the promise of a ticket stands at a moment, in words; nothing where there is none to wait for. */
export function usePromiseWords(): (ticket: Waits, now: number) => string {
  const words = useClockWords();
  const service = useSettings((all) => all.service);
  const { t } = useTranslation();
  return (ticket, now) => {
    if (!hasClock(ticket)) return '';
    const clock = promiseClock(ticket.promise, now, service);
    const isUnjudged = ticket.standing === 'not_judged' && clock.state === 'no_guarantee';
    return isUnjudged ? t('clock.not_judged') : words(clock, ticket.promise.receivedAt);
  };
}

/** What somebody still waits for. */
const DUE: ReadonlySet<Clock['state']> = new Set(['running', 'paused', 'overdue']);

type Props = {
  ticket: Waits;
  /** In a list, where what is over or not promised would stand in the way of what is due. */
  isOnlyWhatIsDue?: boolean;
};

/** The same, alive. */
export function PromiseClock({ ticket, isOnlyWhatIsDue = false }: Props) {
  const words = usePromiseWords();
  const service = useSettings((all) => all.service);
  const state = useAtNow((now) => promiseClock(ticket.promise, now, service).state);
  const text = useAtNow((now) => words(ticket, now));
  if (!hasClock(ticket) || (isOnlyWhatIsDue && !DUE.has(state))) return null;
  return (
    <span className={`promise-clock promise-clock-${state}`} data-testid="promise-clock">
      <Icon name={state.startsWith('answered') ? 'check' : 'clock'} size={13} />
      <span>{text}</span>
    </span>
  );
}
