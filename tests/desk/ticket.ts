/** What becomes of a ticket: pure steps from one version to the next. Times are milliseconds since 1970. */
import type {
  CallBack,
  CallBackWish,
  DeskTicket,
  Severity,
  TicketEdit,
  TicketStatus,
  TicketSubmission,
} from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import { promiseOf } from './promise.ts';
import type { SentAccount } from './schemas.ts';

/** An instant as it travels on the wire. */
export function wireInstant(at: number): string {
  return new Date(at).toISOString();
}

/** A call that the desk owes from now on: within the time that its account names, or when the requester wants it. */
function queuedCall(account: SentAccount, wish: CallBackWish, at: number): CallBack {
  const within = account.phone === null ? null : at + account.phone.callBackWithinMinutes * 60_000;
  const soonest = within === null ? null : wireInstant(within);
  return { ...wish, state: 'queued', expectedAt: wish.at ?? soonest, by: null, changedAt: wireInstant(at) };
}

/** A submission as the ticket it becomes at `at`, the moment when the response clock starts. */
export function openedTicket(
  account: SentAccount,
  submission: TicketSubmission,
  given: { id: TicketId; number: string; at: number },
): DeskTicket {
  const { writtenAt: _, callAt, ...written } = submission;
  const isToCall = submission.channel === 'phone' && submission.phone !== '';
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
    callBack: isToCall ? queuedCall(account, { number: submission.phone, at: callAt }, given.at) : null,
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

/** What another severity or channel makes of the promise. Its clock started with the ticket, whenever it was changed. */
function withPromise(
  account: SentAccount,
  ticket: DeskTicket,
  {
    severity = ticket.severity,
    channel = ticket.channel,
  }: { severity?: Severity | undefined; channel?: DeskTicket['channel'] | undefined },
): Partial<DeskTicket> {
  if (severity === ticket.severity && channel === ticket.channel) return {};
  const startedAt = Date.parse(ticket.createdAt);
  return { severity, channel, promise: promiseOf(account, { severity, channel }, startedAt) };
}

/** The ticket after a specialist called, or did something about a call. Who has talked has answered. */
export function calledTicket(
  ticket: DeskTicket,
  { state, by, at }: { state: CallBack['state']; by: string; at: number },
): DeskTicket | null {
  if (ticket.callBack === null) return null;
  const callBack = {
    ...ticket.callBack,
    state,
    by: state === 'queued' ? null : by,
    changedAt: wireInstant(at),
  };
  const firstAnsweredAt =
    state === 'done' ? (ticket.firstAnsweredAt ?? wireInstant(at)) : ticket.firstAnsweredAt;
  return nextVersion(ticket, at, { callBack, firstAnsweredAt });
}

/** The ticket after a specialist judged its severity anew. */
export function judgedTicket(
  account: SentAccount,
  ticket: DeskTicket,
  judged: { severity: Severity; by: string; reason: string; at: number },
): DeskTicket {
  const { severity, by, reason, at } = judged;
  return nextVersion(ticket, at, {
    ...withPromise(account, ticket, { severity }),
    severityChange: { from: ticket.severity, to: severity, by, reason, at: wireInstant(at) },
  });
}

/** The ticket as its requester wants it. */
export function editedTicket(
  account: SentAccount,
  ticket: DeskTicket,
  { status, severity, severityReason, channel, callBack }: TicketEdit,
  at: number,
): DeskTicket {
  return nextVersion(ticket, at, {
    ...withPromise(account, ticket, { severity, channel }),
    ...(severityReason !== undefined && { severityReason }),
    ...(status !== undefined && { status }),
    ...(callBack !== undefined && { callBack: callBack && queuedCall(account, callBack, at) }),
  });
}
