/** How promises were kept, from what the store has: it needs no network. */
import type { Service } from '#shared/model.ts';
import {
  type KeptContext,
  type KeptEntry,
  type KeptFigures,
  type KeptRow,
  keptEntries,
  keptFigures,
  type Period,
  periodStart,
} from '#shared/sla/kept.ts';
import type { Clock } from '../ports.ts';
import { ownerOf } from '../store/settings.ts';
import type { Store } from '../store/store.ts';

export function keptPromises(store: Store, service: () => Service, clock: Clock) {
  function readFor<T>(period: Period, work: (rows: KeptRow[], context: KeptContext) => T): T {
    const { calendar, deskOffsetMs } = service();
    const account = store.settings.get('account');
    const context: KeptContext = {
      now: clock.now() + deskOffsetMs,
      calendar,
      // Where the vendor's hours are, if it has said so; else where this computer is.
      timeZone: calendar?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
    const owner = account === null ? null : ownerOf(account);
    return work(store.tickets.keptSince(owner, periodStart(period, context)), context);
  }

  return {
    figures: (period: Period): KeptFigures =>
      readFor(period, (rows, context) => keptFigures(rows, period, context)),
    entries: (period: Period): { timeZone: string; entries: KeptEntry[] } =>
      readFor(period, (rows, context) => ({
        timeZone: context.timeZone,
        entries: keptEntries(rows, period, context),
      })),
  };
}
