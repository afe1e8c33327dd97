/** What becomes of a ticket: pure steps from one version to the next. Times are milliseconds since 1970. */
import {
  BOUNDS,
  type CallBack,
  type CallBackWish,
  type DeskTicket,
  type Person,
  type Severity,
  type TicketEdit,
  type TicketEvent,
  type TicketStatus,
  type TicketSubmission,
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
  given: { id: TicketId; number: string; at: number; requester: Person },
): DeskTicket {
  const { writtenAt: _, callAt, onBehalfOf: __, ...written } = submission;
  const { id, name } = account.requester;
  const isToCall = submission.channel === 'phone' && submission.phone !== '';
  return {
    ...written,
    id: given.id,
    number: given.number,
    version: '1',
    status: 'open',
    requester: given.requester,
    filedBy: given.requester.id === id ? null : { id, name },
    createdAt: wireInstant(given.at),
    updatedAt: wireInstant(given.at),
    firstAnsweredAt: null,
    // Nothing is promised on a severity that nobody has judged.
    promise: submission.judged ? promiseOf(account, submission, given.at) : null,
    severityChange: null,
    events: [],
    rating: null,
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

type Happened = TicketEvent extends infer Event
  ? Event extends TicketEvent
    ? Omit<Event, 'id' | 'at'>
    : never
  : never;

/** What happened, behind what happened before: a desk tells of the newest ones. */
function eventsWith(ticket: DeskTicket, at: number, ...happened: Happened[]): Pick<DeskTicket, 'events'> {
  const last = Number(ticket.events.at(-1)?.id.split('-').at(-1) ?? 0);
  const made = happened.map((event, index): TicketEvent => {
    const id = `${ticket.number}-${last + index + 1}`;
    return { ...event, id, at: wireInstant(at) };
  });
  return { events: [...ticket.events, ...made].slice(-BOUNDS.events) };
}

const isOver = (status: TicketStatus) => status === 'solved' || status === 'closed';

/** That a ticket waits, or waits no more, is said by the messages. */
function moved(ticket: DeskTicket, by: string, to: TicketStatus | undefined): Happened[] {
  if (to === undefined || to === ticket.status || !(isOver(to) || isOver(ticket.status))) return [];
  return [{ kind: 'status_changed', by, to }];
}

/** The ticket after a specialist's message: the first one is what the promise was about. */
export function answeredTicket(
  ticket: DeskTicket,
  { at, by, status }: { at: number; by: string; status?: TicketStatus | undefined },
): DeskTicket {
  return nextVersion(ticket, at, {
    firstAnsweredAt: ticket.firstAnsweredAt ?? wireInstant(at),
    status: status ?? ticket.status,
    ...eventsWith(ticket, at, ...moved(ticket, by, status)),
  });
}

/** The ticket after a requester's message: it is the desk's turn again. */
export function repliedTicket(ticket: DeskTicket, by: string, at: number): DeskTicket {
  const happened = moved(ticket, by, 'open');
  return nextVersion(ticket, at, { status: 'open', ...eventsWith(ticket, at, ...happened) });
}

/** The ticket with a status that a specialist chose. */
export function movedTicket(
  ticket: DeskTicket,
  { at, by, status }: { at: number; by: string; status: TicketStatus },
): DeskTicket {
  return nextVersion(ticket, at, { status, ...eventsWith(ticket, at, ...moved(ticket, by, status)) });
}

/** The ticket with somebody who looks after it. */
export function assignedTicket(
  ticket: DeskTicket,
  given: { at: number; by: string; to: string },
): DeskTicket {
  const { at, by, to } = given;
  return nextVersion(ticket, at, eventsWith(ticket, at, { kind: 'assigned', by, to }));
}

/** Two tickets about the same thing: the first is closed and goes on in the second. */
export function mergedTickets(
  closed: DeskTicket,
  goesOn: DeskTicket,
  { at, by }: { at: number; by: string },
): { closed: DeskTicket; goesOn: DeskTicket } {
  const nameOf = ({ id, number }: DeskTicket) => ({ id, number });
  const into: Happened = { kind: 'merged', by, how: 'into', ticket: nameOf(goesOn) };
  const from: Happened = { kind: 'merged', by, how: 'from', ticket: nameOf(closed) };
  return {
    closed: nextVersion(closed, at, { status: 'closed', ...eventsWith(closed, at, into) }),
    goesOn: nextVersion(goesOn, at, eventsWith(goesOn, at, from)),
  };
}

/** What another severity or channel makes of the promise. Its clock started with the ticket, whenever it was changed. */
function withPromise(
  account: SentAccount,
  ticket: DeskTicket,
  {
    severity = ticket.severity,
    channel = ticket.channel,
    isJudged = false,
  }: {
    severity?: Severity | undefined;
    channel?: DeskTicket['channel'] | undefined;
    isJudged?: boolean;
  },
): Partial<DeskTicket> {
  const judged = ticket.judged !== false || isJudged;
  if (severity === ticket.severity && channel === ticket.channel && judged === ticket.judged) return {};
  const startedAt = Date.parse(ticket.createdAt);
  const promise = judged ? promiseOf(account, { severity, channel }, startedAt) : null;
  return { severity, channel, judged, promise };
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
  const promised = withPromise(account, ticket, { severity, isJudged: true });
  // What nobody had judged is judged as it stands: nothing has changed but that.
  if (ticket.judged === false && severity === ticket.severity) return nextVersion(ticket, at, promised);
  return nextVersion(ticket, at, {
    ...promised,
    severityChange: { from: ticket.severity, to: severity, by, reason, at: wireInstant(at) },
    ...eventsWith(ticket, at, { kind: 'severity_changed', by, from: ticket.severity, to: severity, reason }),
  });
}

/** The ticket as its requester wants it. */
export function editedTicket(
  account: SentAccount,
  ticket: DeskTicket,
  { status, severity, severityReason, channel, callBack, rating }: TicketEdit,
  at: number,
): DeskTicket {
  const by = account.requester.name;
  const from = ticket.severity;
  const happened: Happened[] = [
    ...moved(ticket, by, status),
    ...(severity === undefined || severity === from
      ? []
      : [{ kind: 'severity_changed' as const, by, from, to: severity, reason: severityReason ?? '' }]),
    ...(channel === undefined || channel === ticket.channel
      ? []
      : [{ kind: 'channel_changed' as const, by, to: channel }]),
  ];
  return nextVersion(ticket, at, {
    ...withPromise(account, ticket, { severity, channel, isJudged: severity !== undefined }),
    ...(severityReason !== undefined && { severityReason }),
    ...(status !== undefined && { status }),
    ...(rating !== undefined && { rating }),
    ...eventsWith(ticket, at, ...happened),
    ...(callBack !== undefined && { callBack: callBack && queuedCall(account, callBack, at) }),
  });
}
