/** A profile in which very many tickets lie already, written by the store itself. */
import { randomFillSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { idMaker } from '#shared/ids.ts';
import { realDisk } from '../../main/core/disk.ts';
import { openEverything } from '../../main/core/store/store.ts';
import { deskTicket } from '../tickets.ts';

const MINUTE_MS = 60_000;
const WHAT = ['sign-in', 'the export', 'billing', 'the search', 'the start page'];
const HOW = ['fails', 'is slow', 'stops half way'];

/** Puts so many tickets under "With specialist"; the newest is "Ticket 0 …". */
export function writeTickets(profile: string, count: number): void {
  const folder = join(profile, 'store');
  mkdirSync(folder, { recursive: true });
  const now = Date.now();
  const clock = { now: () => now, after: () => () => {} };
  const store = openEverything(folder, { disk: realDisk, clock });
  const ids = idMaker(clock.now, (length) => randomFillSync(new Uint8Array(length)));
  store.transaction(() => {
    for (let n = 0; n < count; n += 1) {
      const title = `Ticket ${n}: ${WHAT[n % WHAT.length]} ${HOW[n % HOW.length]} in office ${n % 97}`;
      store.tickets.takeOver(
        deskTicket(
          {
            id: ids.ticket(),
            title,
            description: `${title}. It began this morning, and nobody here has changed anything.`,
            severity: n % 50 === 7 ? 'business_critical' : 'standard',
            number: `LL-${100_000 + n}`,
          },
          now - n * MINUTE_MS,
        ),
        { owner: 'a desk', number: 1 },
      );
    }
  });
  store.close();
}
