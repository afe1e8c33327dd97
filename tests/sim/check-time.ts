/** Whatever anybody says of the time: no promise rings before its time, and none falls silent. */
import { wasDamagedAfter } from './check-history.ts';
import type { Problem } from './checker.ts';
import { type Logs, MAIN } from './logs.ts';

const MINUTE = 60_000;
/** The header tells whole seconds, and an answer takes its time. */
const NO_SOONER_THAN = MINUTE;
/** Half of what the model desk promises. */
const HALF = 30 * MINUTE;
/** Somebody looks every minute. */
const NO_LATER_THAN = 5 * MINUTE;

export function time(logs: Logs): Problem[] {
  // Before the desk has answered, there is no time but that of a computer whose clock was turned.
  if (logs.clockTurned.length > 0) return [];
  return [...rungTooSoon(logs), ...silent(logs)];
}

function rungTooSoon(logs: Logs): Problem[] {
  return logs.told.flatMap(({ notice, at }): Problem[] => {
    if (notice.kind !== 'promise') return [];
    // Of a ticket that was lost and sent again, the desk promises anew: what counts is what it had promised then.
    const dueAt = Number(notice.id.split('-').at(-1));
    const soonest = dueAt - (notice.moment === 'half' ? HALF : 0) - NO_SOONER_THAN;
    if (at >= soonest) return [];
    const early = Math.round((soonest - at) / MINUTE);
    return [{ kind: 'false_alarm', what: `${notice.moment} of ${notice.ticketId}, ${early} minutes early` }];
  });
}

function silent(logs: Logs): Problem[] {
  const { view, desk } = logs.final;
  if (view === null || logs.restores.length > 0 || wasDamagedAfter(logs, 0)) return [];
  const rung = new Set<string>(
    logs.told.flatMap(({ notice }) =>
      notice.kind === 'promise' && notice.moment === 'due' ? [notice.ticketId] : [],
    ),
  );
  return desk.tickets.flatMap(
    ({ id, account, dueAt, isAnswered, isDeleted, status, severity }): Problem[] => {
      const shown = view.tickets.find((ticket) => ticket.id === id);
      const waits =
        account === MAIN &&
        status === 'open' &&
        severity === 'business_critical' &&
        !isAnswered &&
        !isDeleted;
      const isShown = shown?.state === 'open' && shown.promise.dueAt !== null && shown.severity === severity;
      if (!waits || !isShown || dueAt === null || dueAt > view.at - NO_LATER_THAN || rung.has(id)) return [];
      return [{ kind: 'unnotified', what: `the promise of ${id} is over, and nobody was told` }];
    },
  );
}
