/** Edits of what the desk owns, and what they meet there. Pure. */
import type { CallBack, CallBackWish, DeskTicket, Rating, TicketEdit } from '#shared/contract.ts';
import type { EditBase } from '../store/operations.ts';

type Editable = Pick<DeskTicket, 'status' | 'severity' | 'severityReason' | 'channel' | 'rating'> & {
  callBack: Pick<CallBack, 'number' | 'at' | 'state'> | null;
};

/** The values that an edit leads to. */
export function afterEdit(base: EditBase, { status, severity, channel, callBack }: TicketEdit): EditBase {
  return {
    status: status ?? base.status,
    severity: severity ?? base.severity,
    channel: channel ?? base.channel,
    callBack: callBack === undefined ? base.callBack : callBack && { ...callBack, state: 'queued' },
  };
}

/** True when the desk already has what the person wanted. */
export function isDone(edit: TicketEdit, ticket: Editable): boolean {
  return (
    (edit.status === undefined || edit.status === ticket.status) &&
    (edit.severity === undefined || edit.severity === ticket.severity) &&
    (edit.severityReason === undefined || edit.severityReason === ticket.severityReason) &&
    (edit.channel === undefined || edit.channel === ticket.channel) &&
    (edit.callBack === undefined || isAskedFor(edit.callBack, ticket.callBack)) &&
    (edit.rating === undefined || isSameRating(edit.rating, ticket.rating))
  );
}

/**
 * True when the desk has not changed what the person wants to change since they looked at it. What they say of the help
 * is theirs alone.
 */
export function isUntouched(
  edit: TicketEdit,
  base: EditBase,
  ticket: Omit<Editable, 'severityReason' | 'rating'>,
): boolean {
  return (
    (edit.status === undefined || base.status === ticket.status) &&
    (edit.severity === undefined || base.severity === ticket.severity) &&
    (edit.channel === undefined || base.channel === ticket.channel) &&
    (edit.callBack === undefined || isSameCall(base.callBack, ticket.callBack))
  );
}

const isSameRating = (a: Rating, b: Rating | null) => a.score === b?.score && a.comment === b.comment;

const isSameTime = (a: string | null, b: string | null) =>
  a === b || (a !== null && b !== null && Date.parse(a) === Date.parse(b));

function isAskedFor(wish: CallBackWish | null, call: Editable['callBack']): boolean {
  if (wish === null) return call === null || call.state === 'done';
  if (call?.state !== 'queued' && call?.state !== 'calling') return false;
  return wish.number === call.number && isSameTime(wish.at, call.at);
}

function isSameCall(a: EditBase['callBack'], b: Editable['callBack']): boolean {
  if (a === null || b === null) return a === b;
  return a.state === b.state && a.number === b.number && isSameTime(a.at, b.at);
}
