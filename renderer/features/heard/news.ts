/** What of a change to a ticket somebody must hear who does not see it. Pure. */
import type { Severity, TicketStatus } from '#shared/contract.ts';
import type { Attachment, Message, Ticket, TicketSummary } from '#shared/model.ts';

export type News =
  /** The desk has it: its number is known, and its clock runs. */
  | { is: 'sent' }
  | { is: 'not_accepted' }
  | { is: 'severity'; to: Severity; from: Severity }
  | { is: 'status'; to: TicketStatus }
  /** The first answer is due at another time, or no longer promised. */
  | { is: 'promise' }
  | { is: 'needs'; what: NonNullable<TicketSummary['needs']> };

const STATUSES: ReadonlySet<string> = new Set<TicketStatus>([
  'open',
  'waiting_on_requester',
  'solved',
  'closed',
]);
const isStatus = (state: TicketSummary['state']): state is TicketStatus => STATUSES.has(state);

/** What happened between two states of one ticket, in the order in which it is said. */
export function newsOf(before: TicketSummary, after: TicketSummary): News[] {
  if (after.number !== null && before.number === null && before.state !== 'draft') return [{ is: 'sent' }];
  const news: News[] = [];
  if (after.state === 'needs_attention' && before.state !== 'needs_attention')
    news.push({ is: 'not_accepted' });
  if (after.needs !== null && after.needs !== before.needs) news.push({ is: 'needs', what: after.needs });
  if (before.number === null) return news;
  if (before.severity !== after.severity)
    news.push({ is: 'severity', from: before.severity, to: after.severity });
  if (before.state !== after.state && isStatus(after.state)) news.push({ is: 'status', to: after.state });
  const isOver = after.state === 'solved' || after.state === 'closed';
  const isAnswered = after.promise.firstAnsweredAt !== null;
  if (!isOver && !isAnswered && isOtherPromise(before, after)) news.push({ is: 'promise' });
  return news;
}

function isOtherPromise({ promise: before }: TicketSummary, { promise: after }: TicketSummary): boolean {
  return before.dueAt !== after.dueAt || before.exceptedBecause !== after.exceptedBecause;
}

/** What happened within a thread that is open: what of the person's own has arrived or was refused, and what came. */
export type ThreadNews = {
  delivered: (Message | Attachment)[];
  refused: (Message | Attachment)[];
  arrived: Message[];
};

export function threadNews(before: Ticket, after: Ticket): ThreadNews {
  const messages = new Map(before.messages.map((message) => [message.id, message]));
  const files = new Map(before.attachments.map((file) => [file.id, file]));
  const wasUnderWay = (one: { delivery: string } | undefined) =>
    one !== undefined && one.delivery !== 'delivered' && one.delivery !== 'received';
  return {
    delivered: [
      ...after.messages.filter(
        ({ id, delivery }) => delivery === 'delivered' && wasUnderWay(messages.get(id)),
      ),
      ...after.attachments.filter(
        ({ id, delivery }) => delivery === 'received' && wasUnderWay(files.get(id)),
      ),
    ],
    refused: [
      ...after.messages.filter(
        ({ id, delivery }) => delivery === 'refused' && messages.get(id)?.delivery !== 'refused',
      ),
      ...after.attachments.filter(
        ({ id, delivery }) => delivery === 'refused' && files.get(id)?.delivery !== 'refused',
      ),
    ],
    arrived: after.messages.filter(
      ({ id, author, deleted }) => author.kind === 'specialist' && deleted === null && !messages.has(id),
    ),
  };
}
