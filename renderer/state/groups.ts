/** The five groups of the sidebar, and where a ticket belongs. */
import type { TicketSummary } from '#shared/model.ts';

export const GROUPS = ['needsYou', 'open', 'unsent', 'drafts', 'solved'] as const;
export type Group = (typeof GROUPS)[number];

/**
 * A withdrawn ticket is in no group. What is unread, refused or asked needs the person wherever the ticket stands. A
 * colleague's ticket is nobody else's turn: of it only what the person said there and was refused is.
 */
export function groupOf(ticket: Pick<TicketSummary, 'state' | 'unread' | 'needs' | 'isMine'>): Group | null {
  const needsPerson = (ticket.unread && ticket.isMine) || ticket.needs !== null;
  switch (ticket.state) {
    case 'withdrawn':
      return null;
    case 'draft':
      return 'drafts';
    case 'queued':
    case 'sending':
      return 'unsent';
    case 'needs_attention':
      return 'needsYou';
    case 'waiting_on_requester':
      return ticket.isMine || needsPerson ? 'needsYou' : 'open';
    case 'open':
      return needsPerson ? 'needsYou' : 'open';
    case 'solved':
    case 'closed':
      return needsPerson ? 'needsYou' : 'solved';
  }
}

const FIRST_IN_GROUP: Partial<Record<TicketSummary['state'], number>> = { needs_attention: 0 };

const isOver = ({ state }: TicketSummary) => state === 'solved' || state === 'closed';

const mayBeCritical = ({ standing, state }: TicketSummary) => standing === 'not_judged' && state !== 'draft';

/** What the desk refused comes first, then business-critical and what may be, as nobody has judged it; then the newest. */
export function inOrder(a: TicketSummary, b: TicketSummary): number {
  const rank = (ticket: TicketSummary) =>
    FIRST_IN_GROUP[ticket.state] ??
    (!isOver(ticket) && (ticket.severity === 'business_critical' || mayBeCritical(ticket)) ? 1 : 2);
  return rank(a) - rank(b) || b.updatedAt - a.updatedAt;
}
