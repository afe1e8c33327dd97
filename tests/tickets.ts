/** Tickets as the window and as a desk have them, in which nothing is remarkable but what a test says. */
import type { DeskTicket } from '#shared/contract.ts';
import { idMaker, TicketId } from '#shared/ids.ts';
import { EMPTY_FORM, Ticket, type TicketSummary } from '#shared/model.ts';

/** Makes ids as the window does. */
export const newIds = idMaker(Date.now, (length) => crypto.getRandomValues(new Uint8Array(length)));

/** A ticket as the list has it. */
export function summary(n: number, extra: Partial<TicketSummary> = {}): TicketSummary {
  return {
    id: TicketId.parse(`0197f3c0-0000-7000-8000-${String(n).padStart(12, '0')}`),
    state: 'open',
    number: `LL-${n}`,
    title: `Ticket ${n}`,
    excerpt: '',
    severity: 'standard',
    standing: 'judged',
    channel: 'email',
    updatedAt: n,
    unread: false,
    replyWaiting: false,
    needs: null,
    muted: false,
    requester: null,
    isMine: true,
    followed: false,
    hasFiles: false,
    missing: 'no',
    unreadNews: false,
    otherAccount: false,
    promise: { receivedAt: null, target: null, dueAt: null, firstAnsweredAt: null, exceptedBecause: null },
    ...extra,
  };
}

/** A ticket as its thread has it, parsed as it is at the boundary. */
export function ticket(extra: Partial<Ticket> = {}): Ticket {
  return Ticket.parse({
    ...summary(1),
    form: EMPTY_FORM,
    filedBy: null,
    account: null,
    missingSince: null,
    createdAt: 1,
    messages: [],
    replyDraft: '',
    problem: null,
    attachments: [],
    severityChange: null,
    deleted: null,
    edit: null,
    conflict: null,
    callBack: null,
    events: [],
    rating: null,
    solvedBy: null,
    stillHappening: null,
    ...extra,
  });
}

/** A ticket as a desk has it, received at `at`. */
export function deskTicket(
  given: Pick<DeskTicket, 'id' | 'title'> & Partial<DeskTicket>,
  at: number,
): DeskTicket {
  const when = new Date(at).toISOString();
  return {
    ...EMPTY_FORM,
    description: given.title,
    number: `N-${given.id.slice(-6)}`,
    version: '1',
    status: 'open',
    severity: 'standard',
    judged: null,
    affected: 'one',
    cc: [],
    guide: null,
    requester: { id: null, name: 'Kari' },
    filedBy: null,
    createdAt: when,
    updatedAt: when,
    firstAnsweredAt: null,
    promise: null,
    severityChange: null,
    callBack: null,
    events: [],
    rating: null,
    ...given,
  };
}
