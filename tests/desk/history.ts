/** A history behind the sample tickets: some months of a company with its desk, always the same, told as of now. */
import { type Severity, TicketSubmission } from '#shared/contract.ts';
import type { IdMaker } from '#shared/ids.ts';
import { SPECIALISTS } from './account.ts';
import { openTicket } from './intake.ts';
import { seededNumbers } from './random.ts';
import type { SentAccount } from './schemas.ts';
import type { Store } from './store.ts';
import { addAnswer, setSeverity } from './thread.ts';
import { wireInstant } from './ticket.ts';

const SEED = 2042;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const DAYS = 330;

const TITLES: Record<Severity, readonly string[]> = {
  business_critical: [
    'Nobody can open work orders',
    'Sign-in fails for the whole company',
    'Invoices are not sent since this morning',
    'The site app loses what was written',
    'The Hub answers with error 503',
  ],
  standard: [
    'How do we move a site to another region?',
    'The weekly report comes a day late',
    'A supplier is listed twice',
    'Search finds no closed work orders',
    'Time sheets round to whole hours',
    'Can the map show more than 50 sites?',
    'A user cannot change her language',
    'Import skips rows with a comma',
  ],
};

/** How many in a hundred are late. */
const LATE_IN_100 = 5;
/** Hours of a day in UTC in which people write, the busy ones more often. */
const HOURS = [6, 7, 7, 7, 8, 8, 8, 9, 9, 10, 10, 11, 12, 12, 13, 13, 14, 15, 17, 20];

export function loadHistory(store: Store, account: SentAccount, ids: IdMaker, now: number): void {
  const next = seededNumbers(SEED);
  const luck = {
    chance: (probability: number) => next() < probability,
    below: (limit: number) => Math.floor(next() * limit),
    pick: <T>(from: readonly T[], otherwise: T): T => from[Math.floor(next() * from.length)] ?? otherwise,
  };
  const upTo = Math.floor(now / DAY) - 30;
  for (let day = upTo - DAYS; day < upTo; day += 1) {
    const isWeekend = [0, 6].includes(new Date(day * DAY).getUTCDay());
    if (!luck.chance(isWeekend ? 0.06 : 0.42)) continue;
    const severity: Severity = luck.chance(0.34) ? 'business_critical' : 'standard';
    const openedAt = day * DAY + luck.pick(HOURS, 8) * 60 * MINUTE + luck.below(60) * MINUTE;
    const submission = TicketSubmission.parse({
      title: luck.pick(TITLES[severity], 'A question'),
      description: 'Written down when it happened.',
      severity,
      severityReason: '',
      affected: severity === 'standard' ? 'few' : 'most',
      hit: 'Northwind Hub',
      since: '',
      channel: 'email',
      writtenAt: wireInstant(openedAt),
    });
    const { id: ticketId } = openTicket(store, account, submission, { id: ids.ticket(), at: openedAt });
    const by = luck.pick(SPECIALISTS, SPECIALISTS[0]);
    const promised = severity === 'business_critical' ? 30 : 60;
    const isLate = luck.below(100) < LATE_IN_100;
    const took = isLate
      ? promised + 3 + luck.below(promised * 1.5)
      : 3 + Math.min(luck.below(promised - 4), luck.below(promised - 4));
    const answeredAt = openedAt + Math.floor(took) * MINUTE + luck.below(60) * 1_000 - MINUTE;
    addAnswer(store, ids, {
      ticketId,
      body: 'I have this now and write as soon as I know more.',
      as: by,
      status: 'solved',
      at: answeredAt,
    });
    if (luck.chance(0.06)) {
      const other = severity === 'standard' ? 'business_critical' : 'standard';
      const reason = other === 'standard' ? 'There is a way around it.' : 'It stops a whole department.';
      setSeverity(store, account, { ticketId, severity: other, by, reason, at: answeredAt + 5 * MINUTE });
    }
  }
}
