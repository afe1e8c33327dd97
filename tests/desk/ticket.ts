/** What becomes of a ticket: pure steps from one version to the next. Times are milliseconds since 1970. */
import type { DeskTicket, Severity, TicketEdit, TicketStatus, TicketSubmission } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import { promiseOf } from './promise.ts';
import type { SentAccount } from './schemas.ts';

/** An instant as it travels on the wire. */
export function wireInstant(at: number): string {
  return new Date(at).toISOString();
}

/** A submission as the ticket it becomes at `at`, the moment when the response clock starts. */
export function openedTicket(
  account: SentAccount,
  submission: TicketSubmission,
  given: { id: TicketId; number: string; at: number },
): DeskTicket {
  const { writtenAt: _, ...written } = submission;
  return {
    ...written,
    id: given.id,
    number: given.number,
    version: '1',
    status: 'open',
    requester: { name: account.requester.name },
    createdAt: wireInstant(given.at),
    updatedAt: wireInstant(given.at),
    firstAnsweredAt: null,
    promise: promiseOf(account, submission, given.at),
    severityChange: null,
  };
}

function nextVersion(ticket: DeskTicket, at: number, changed: Partial<DeskTicket>): DeskTicket {
  return {
    ...ticket,
    ...changed,
    version: String(Number(ticket.version) + 1),
    updatedAt: wireInstant(at),
  };
}

/** The ticket after a specialist's message: the first one is what the promise was about. */
export function answeredTicket(ticket: DeskTicket, at: number, status?: TicketStatus): DeskTicket {
  return nextVersion(ticket, at, {
    firstAnsweredAt: ticket.firstAnsweredAt ?? wireInstant(at),
    status: status ?? ticket.status,
  });
}

/** The ticket after a requester's message: it is the desk's turn again. */
export function repliedTicket(ticket: DeskTicket, at: number): DeskTicket {
  return nextVersion(ticket, at, { status: 'open' });
}

/** The ticket with a status that a specialist chose. */
export function movedTicket(ticket: DeskTicket, at: number, status: TicketStatus): DeskTicket {
  return nextVersion(ticket, at, { status });
}

/** What another severity makes of the promise. Its clock started with the ticket, whenever it was judged. */
function withSeverity(account: SentAccount, ticket: DeskTicket, severity: Severity): Partial<DeskTicket> {
  if (severity === ticket.severity) return {};
  const startedAt = Date.parse(ticket.createdAt);
  return { severity, promise: promiseOf(account, { ...ticket, severity }, startedAt) };
}

/** The ticket after a specialist judged its severity anew. */
export function judgedTicket(
  account: SentAccount,
  ticket: DeskTicket,
  judged: { severity: Severity; by: string; reason: string; at: number },
): DeskTicket {
  const { severity, by, reason, at } = judged;
  return nextVersion(ticket, at, {
    ...withSeverity(account, ticket, severity),
    severityChange: { from: ticket.severity, to: severity, by, reason, at: wireInstant(at) },
  });
}

/** The ticket as its requester wants it. */
export function editedTicket(
  account: SentAccount,
  ticket: DeskTicket,
  { status, severity, severityReason }: TicketEdit,
  at: number,
): DeskTicket {
  return nextVersion(ticket, at, {
    ...(severity !== undefined && withSeverity(account, ticket, severity)),
    ...(severityReason !== undefined && { severityReason }),
    ...(status !== undefined && { status }),
  });
}
