/** When the faults have stopped, the outbox is empty but for what was refused, and both sides agree. */
import { quoted } from './check-history.ts';
import type { Problem } from './checker.ts';
import { type DeskState, type Logs, type View, waitsForPerson } from './logs.ts';

export function agreement(logs: Logs): Problem[] {
  const { view, desk } = logs.final;
  return view === null ? [stuck('the window shows nothing')] : disagreements(view, desk);
}

/** What the window shows other than the desk has it, and what still waits. */
export function disagreements(view: View, desk: DeskState): Problem[] {
  const problems: Problem[] = [];
  if (view.connection.state !== 'online') problems.push(stuck(`the connection is ${view.connection.state}`));
  for (const row of view.outbox) {
    if (!waitsForPerson(row, view.outbox)) {
      problems.push(stuck(`${row.kind} of ${row.ticketId} is still ${row.state}`));
    }
  }
  for (const ticket of desk.tickets) problems.push(...differences(ticket, view));
  const known = new Set(desk.tickets.map(({ id }) => id));
  for (const { id, number } of view.tickets) {
    if (number !== null && !known.has(id)) problems.push(stuck(`the desk has no ticket ${id}`));
  }
  return problems;
}

const stuck = (what: string): Problem => ({ kind: 'stuck', what });

function differences(ticket: DeskState['tickets'][number], view: View): Problem[] {
  const { id } = ticket;
  const shown = view.tickets.find((each) => each.id === id);
  if (ticket.isDeleted) {
    // A desk that has forgotten even that it deleted it can only refuse it, in its own words.
    const isSaid = shown === undefined || shown.deleted !== null || shown.state === 'needs_attention';
    return isSaid ? [] : [stuck(`${id} is deleted at the desk`)];
  }
  if (shown === undefined) return [stuck(`${id} is at the desk and not shown`)];
  const problems: Problem[] = [];
  const compare = (what: string, here: unknown, there: unknown): void => {
    const [ours, theirs] = [JSON.stringify(here), JSON.stringify(there)];
    if (ours !== theirs)
      problems.push(stuck(`${what} of ${id}: ${quoted(ours)} here, ${quoted(theirs)} at the desk`));
  };
  compare('deletion', shown.deleted, null);
  compare('state', shown.state, ticket.status);
  compare('number', shown.number, ticket.number);
  compare('severity', shown.severity, ticket.severity);
  compare(
    'judged severity',
    shown.severityChange && { to: shown.severityChange.to, by: shown.severityChange.by },
    ticket.severityChange,
  );
  const delivered = shown.messages.filter(
    (message) => message.delivery === 'delivered' && message.deleted === null,
  );
  const theirs = ticket.messages.filter((message) => !message.isDeleted);
  compare(
    'messages',
    delivered.map((message) => message.id),
    theirs.map((message) => message.id),
  );
  for (const message of theirs) {
    const here = delivered.find((each) => each.id === message.id);
    if (here === undefined) continue;
    compare('message', here.body, message.body);
    compare('author', here.author.kind, message.author);
    compare('edit mark', here.editedAt !== null, message.isEdited);
  }
  const received = shown.attachments.filter((file) => file.delivery === 'received' && file.deleted === null);
  compare(
    'files',
    received.map((file) => `${file.id} ${file.name} ${file.size}`).sort(),
    ticket.files
      .filter((file) => !file.isDeleted)
      .map((file) => `${file.id} ${file.name} ${file.size}`)
      .sort(),
  );
  return problems;
}
