/** A ticket as the list has it. */
import { TicketId } from '#shared/ids.ts';
import type { TicketSummary } from '#shared/model.ts';

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
