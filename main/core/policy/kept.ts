/** How promises were kept, from what the store has: it needs no network. */
import { setImmediate } from 'node:timers/promises';
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

/** Of so many tickets at a time are the rows read: in between, what a person writes is saved. */
const PAGE = 2_000;

export function keptPromises(store: Store, service: () => Service, clock: Clock) {
  function contextNow(): KeptContext {
    const { calendar, deskOffsetMs } = service();
    return {
      now: clock.now() + deskOffsetMs,
      calendar,
      // Where the vendor's hours are, if it has said so; else where this computer is.
      timeZone: calendar?.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone,
    };
  }

  async function rowsOf(period: Period, context: KeptContext): Promise<KeptRow[]> {
    const account = store.settings.get('account');
    const owner = account === null ? null : ownerOf(account);
    const from = periodStart(period, context);
    const rows: KeptRow[] = [];
    for (let after = ''; ; ) {
      const page = store.tickets.keptSince(owner, from, { after, most: PAGE });
      rows.push(...page);
      after = page.at(-1)?.id ?? after;
      if (page.length < PAGE) return rows;
      await setImmediate();
    }
  }

  return {
    async figures(period: Period): Promise<KeptFigures> {
      const context = contextNow();
      return keptFigures(await rowsOf(period, context), period, context);
    },
    async entries(period: Period): Promise<{ timeZone: string; entries: KeptEntry[] }> {
      const context = contextNow();
      const entries = keptEntries(await rowsOf(period, context), period, context);
      return { timeZone: context.timeZone, entries };
    },
  };
}
