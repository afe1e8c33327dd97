/** Sees when half of a promise has passed and when it is due, for the tickets where every minute counts. */
import { dueMoments } from '#shared/sla/promise.ts';
import type { DeskService } from './policy/service.ts';
import type { Clock } from './ports.ts';
import type { Store } from './store/store.ts';

/**
 * Decides the notices of all business-critical tickets that wait for their first answer, each moment once. True when
 * there is something new to tell. Call it within no transaction; a moment that passed unseen, or while nobody was sure of
 * the time, is decided late.
 */
export function watchPromises(store: Store, clock: Clock, service: DeskService): boolean {
  const waiting = store.tickets.awaitingAnswer();
  if (waiting.length === 0 || service.isInDoubt()) return false;
  const { calendar, deskOffsetMs } = service.get();
  const deskNow = clock.now() + deskOffsetMs;
  const passed = waiting.flatMap(({ id, promise }) => {
    const moments = dueMoments(promise, calendar);
    if (moments === null || deskNow < moments.halfAt) return [];
    const moment = deskNow < moments.dueAt ? ('half' as const) : ('due' as const);
    return [{ ticketId: id, dueAt: moments.dueAt, moment }];
  });
  if (passed.length === 0) return false;
  return store.transaction(
    () => passed.map((moment) => store.notices.decideMoment(moment, clock.now())).filter(Boolean).length > 0,
  );
}
