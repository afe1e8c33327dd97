/** Sample data for a desk that is tried out: always the same tickets, told as of now. */
import { TicketSubmission } from '#shared/contract.ts';
import { type IdMaker, idMaker } from '#shared/ids.ts';
import { SPECIALISTS } from './account.ts';
import { loadHistory } from './history.ts';
import { addReply, openTicket } from './intake.ts';
import { seededBytes } from './random.ts';
import { SAMPLE_ARTICLES } from './sampleArticles.ts';
import { COMPANY_TICKETS } from './sampleCompany.ts';
import { SAMPLE_TICKETS, type SampleTicket } from './sampleTickets.ts';
import type { SentAccount } from './schemas.ts';
import type { Store } from './store.ts';
import { addAnswer, assign, setStatus } from './thread.ts';
import { wireInstant } from './ticket.ts';

/** The ids are made on a fixed day, so that a desk in memory has the same tickets after every start. */
const IDS_MADE_AT = Date.UTC(2026, 0, 5, 9);
const IDS_SEED = 1042;
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function loadTicket(
  store: Store,
  account: SentAccount,
  ids: IdMaker,
  sample: { ticket: SampleTicket; now: number },
) {
  const { minutesAgo, written, turns, closed } = sample.ticket;
  const openedAt = sample.now - minutesAgo * MINUTE;
  const submission = TicketSubmission.parse({ ...written, writtenAt: wireInstant(openedAt) });
  const { id: ticketId } = openTicket(store, account, submission, { id: ids.ticket(), at: openedAt });
  let at = openedAt;
  let isTaken = false;
  for (const { by, afterMinutes, body, status } of turns) {
    at = openedAt + afterMinutes * MINUTE;
    if (by !== null) {
      // Whoever answers first looks after it from then on.
      if (!isTaken) assign(store, { ticketId, to: by, by, at: at - MINUTE });
      isTaken = true;
      addAnswer(store, ids, { ticketId, body, as: by, status, at });
      continue;
    }
    const ticket = store.ticket(ticketId)?.ticket;
    const { id, name } = account.requester;
    const given = { id: ids.message(), at, by: { id, name } };
    if (ticket) addReply(store, ticket, { body, writtenAt: wireInstant(at) }, given);
  }
  if (closed) setStatus(store, { ticketId, status: 'closed', by: SPECIALISTS[0], at: at + MINUTE });
}

/** Fills an empty desk; one that has anything is left as it is. */
export function loadSample(
  store: Store,
  account: SentAccount,
  now: number,
  { history = false, others = [] }: { history?: boolean; others?: readonly SentAccount[] } = {},
) {
  store.together(() => {
    if (store.lastChange() > 0) return;
    let made = IDS_MADE_AT;
    const ids = idMaker(() => {
      made += MINUTE;
      return made;
    }, seededBytes(IDS_SEED));
    if (history) loadHistory(store, account, ids, now);
    for (const ticket of SAMPLE_TICKETS) loadTicket(store, account, ids, { ticket, now });
    for (const ticket of COMPANY_TICKETS) {
      const other = others.find(({ requester }) => requester.id === ticket.of);
      if (other !== undefined) loadTicket(store, other, ids, { ticket, now });
    }
    for (const { title, body, daysAgo } of SAMPLE_ARTICLES) {
      store.putArticle({ id: ids.message(), title, body, updatedAt: wireInstant(now - daysAgo * DAY) });
    }
  });
}
