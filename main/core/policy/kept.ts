/** How promises were kept, from what the store has: it needs no network. */
import { setImmediate } from 'node:timers/promises';
import type { Service } from '#shared/model.ts';
import {
  type KeptContext,
  type KeptEntry,
  type KeptFigures,
  type KeptPart,
  keptEntries,
  keptFigures,
  keptPart,
  type Period,
  periodStart,
} from '#shared/sla/kept.ts';
import type { Clock } from '../ports.ts';
import { ownerOf } from '../store/settings.ts';
import type { Store } from '../store/store.ts';

/** So many tickets are read and judged at a time: in between, what a person writes is saved. */
const PAGE = 2_000;

export function keptPromises(store: Store, service: () => Service, clock: Clock, page = PAGE) {
  function contextNow(): KeptContext {
    const { calendar, deskOffsetMs } = service();
    return {
      now: clock.now() + deskOffsetMs,
      calendar,
      // Where the vendor's hours are, if it has said so; else where this computer is.
      timeZone: calendar?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  }

  async function partsOf(period: Period, context: KeptContext): Promise<KeptPart[]> {
    const account = store.settings.get('account');
    const owner = account === null ? null : ownerOf(account);
    const from = periodStart(period, context);
    const parts: KeptPart[] = [];
    for (let after = ''; ; ) {
      const rows = store.tickets.keptSince(owner, from, { after, most: page });
      parts.push(keptPart(rows, period, context));
      after = rows.at(-1)?.id ?? after;
      if (rows.length < page) return parts;
      await setImmediate();
    }
  }

  return {
    async figures(period: Period): Promise<KeptFigures> {
      const context = contextNow();
      return keptFigures(await partsOf(period, context), period, context);
    },
    async entries(period: Period): Promise<{ timeZone: string; entries: KeptEntry[] }> {
      const context = contextNow();
      return { timeZone: context.timeZone, entries: keptEntries(await partsOf(period, context)) };
    },
  };
}
