/** Edits of what the desk owns, and what they meet there. Pure. */
import type { DeskTicket, TicketEdit } from '#shared/contract.ts';
import type { EditBase } from '../store/operations.ts';

/** The values that an edit leads to. */
export function afterEdit(base: EditBase, edit: TicketEdit): EditBase {
  return { status: edit.status ?? base.status, severity: edit.severity ?? base.severity };
}

/** True when the desk already has what the person wanted. */
export function isDone(
  edit: TicketEdit,
  ticket: Pick<DeskTicket, 'status' | 'severity' | 'severityReason'>,
): boolean {
  return (
    (edit.status === undefined || edit.status === ticket.status) &&
    (edit.severity === undefined || edit.severity === ticket.severity) &&
    (edit.severityReason === undefined || edit.severityReason === ticket.severityReason)
  );
}

/** True when the desk has not changed what the person wants to change since they looked at it. */
export function isUntouched({ status, severity }: TicketEdit, base: EditBase, ticket: EditBase): boolean {
  return (
    (status === undefined || base.status === ticket.status) &&
    (severity === undefined || base.severity === ticket.severity)
  );
}
