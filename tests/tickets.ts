/** Tickets as the window has them, in which nothing is remarkable but what a test says. */
import { TicketId } from '#shared/ids.ts';
import { EMPTY_FORM, Ticket, type TicketSummary } from '#shared/model.ts';

/** A ticket as the list has it. */
export function summary(n: number, extra: Partial<TicketSummary> = {}): TicketSummary {
  return {
    id: TicketId.parse(`0197f3c0-0000-7000-8000-${String(n).padStart(12, '0')}`),
    state: 'open',
    number: `LL-${n}`,
    title: `Ticket ${n}`,
    excerpt: '',
    severity: 'standard',
    channel: 'email',
    updatedAt: n,
    unread: false,
    replyWaiting: false,
    needs: null,
    muted: false,
    hasFiles: false,
    promise: { receivedAt: null, target: null, dueAt: null, firstAnsweredAt: null, exceptedBecause: null },
    ...extra,
  };
}

/** A ticket as its thread has it, parsed as it is at the boundary. */
export function ticket(extra: Partial<Ticket> = {}): Ticket {
  return Ticket.parse({
    ...summary(1),
    form: EMPTY_FORM,
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
