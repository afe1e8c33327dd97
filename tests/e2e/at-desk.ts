/** What stands at the desk, found by the names that people use. */
import type { DeskTicket } from '#shared/contract.ts';
import type { Desk } from '../desk/desk.ts';

/** The ticket of this title at the desk; a test that needs it and does not find it has failed. */
export function ticketCalled(desk: Desk, title: string): DeskTicket {
  const found = desk.specialist.tickets().find((ticket) => ticket.title === title);
  if (found === undefined) throw new Error(`The desk has no ticket “${title}”.`);
  return found;
}
