/** Puts what a person wrote into the outbox. Each is called inside the transaction of its command. */
import {
  type DeskTicket,
  LIMITS,
  type MessageSubmission,
  type TicketEdit,
  type TicketSubmission,
} from '#shared/contract.ts';
import { LifelineError } from '#shared/errors.ts';
import type { IdMaker, MessageId, TicketId } from '#shared/ids.ts';
import { formProblems, type TicketForm } from '#shared/model.ts';
import type { EditBase } from '../store/operations.ts';
import type { Store } from '../store/store.ts';
import { afterEdit } from './edits.ts';

export type QueueContext = { store: Store; ids: IdMaker; now: number };

/** Queues a draft. Throws `form_incomplete` with the fields that are missing or too long. */
export function queueTicket({ store, ids, now }: QueueContext, id: TicketId, form: TicketForm): void {
  store.operations.add(
    {
      id: ids.operation(),
      ticketId: id,
      kind: 'create_ticket',
      key: ids.operation(),
      body: bytes(submission(form, now)),
    },
    now,
  );
  store.tickets.setState(id, 'queued', now);
}

/** Queues a reply. Throws `form_incomplete` when it is empty or too long. */
export function queueReply({ store, ids, now }: QueueContext, ticketId: TicketId, text: string): MessageId {
  const body = text.trim();
  if (body === '') throw new LifelineError('form_incomplete', { fields: { body: 'missing' } });
  if (body.length > LIMITS.longText)
    throw new LifelineError('form_incomplete', { fields: { body: 'too_long' } });
  const id = ids.message();
  const message: MessageSubmission = { body, writtenAt: new Date(now).toISOString() };
  const name = store.settings.get('account')?.requester.name ?? '';
  store.tickets.addOwnMessage({ id, ticketId, body, at: now, name });
  store.operations.add(
    {
      id: ids.operation(),
      ticketId,
      kind: 'add_message',
      messageId: id,
      key: ids.operation(),
      body: bytes(message),
    },
    now,
  );
  return id;
}

/**
 * Queues a change of what the desk owns. One that still waits untouched takes the new wish in, so that the desk hears
 * only the last word. Throws `too_late` when the desk does not have the ticket.
 */
export function queueEdit({ store, ids, now }: QueueContext, ticketId: TicketId, edit: TicketEdit): void {
  const atDesk = store.tickets.atDesk(ticketId);
  if (atDesk === null) throw new LifelineError('too_late');
  let base: EditBase = { status: atDesk.status, severity: atDesk.severity };
  let whole = edit;
  for (const pending of store.operations.edits(ticketId)) {
    if (pending.state === 'refused') {
      store.operations.drop(pending.id);
    } else if (pending.state === 'waiting' && !pending.exposed) {
      store.operations.drop(pending.id);
      whole = { ...pending.edit, ...whole };
    } else {
      base = afterEdit(base, pending.edit);
    }
  }
  store.operations.add(
    {
      id: ids.operation(),
      ticketId,
      kind: 'change_ticket',
      ifMatch: atDesk.version,
      base,
      key: ids.operation(),
      body: bytes(whole),
    },
    now,
  );
}

/** True when the desk's ticket is this form, as it would be sent, whatever its severity if `anySeverity`. */
function isSubmitted(form: TicketForm, atDesk: DeskTicket, anySeverity: boolean): boolean {
  const { affected, severity, channel, ...texts } = wire(form);
  return (
    affected === atDesk.affected &&
    (anySeverity || severity === atDesk.severity) &&
    channel === atDesk.channel &&
    TEXTS.every((name) => texts[name] === atDesk[name])
  );
}

const TEXTS = ['title', 'description', 'severityReason', 'hit', 'since'] as const;

/**
 * The desk may have a ticket that was taken back here and changed since: an earlier try arrived and its answer was
 * lost. The desk's version takes its place, and what the person wrote after that becomes a draft of its own. Text that
 * is the desk's already needs none: sent again, it would be a second ticket.
 */
export function keepUnsentText(
  store: Store,
  id: TicketId,
  { ids }: { ids: IdMaker },
  atDesk?: DeskTicket,
): void {
  const ticket = store.tickets.get(id);
  const creation = store.operations.creationOf(id);
  if (ticket === null || (ticket.state !== 'draft' && creation === null)) return;
  // Of one that may have arrived, the desk may have judged the severity already; the words are the requester's alone.
  const mayHaveArrived = creation?.exposed === true;
  const isThere = atDesk === undefined ? mayHaveArrived : isSubmitted(ticket.form, atDesk, mayHaveArrived);
  if (!isThere) store.tickets.copyToDraft(id, ids.ticket());
}

/** A form as it travels. */
function wire(form: TicketForm) {
  return {
    title: form.title.trim().replace(/\s+/g, ' '),
    description: form.description.trim(),
    severity: form.severity,
    severityReason: form.severityReason.trim(),
    affected: form.affected,
    hit: form.hit.trim(),
    since: form.since.trim(),
    channel: form.channel,
  };
}

/** What goes to the desk, or `form_incomplete` with the fields that are missing or too long. */
function submission(form: TicketForm, now: number): TicketSubmission {
  const fields = formProblems(form);
  const { affected, severity, ...rest } = wire(form);
  if (Object.keys(fields).length > 0 || affected === null || severity === null) {
    throw new LifelineError('form_incomplete', { fields });
  }
  return { ...rest, severity, affected, writtenAt: new Date(now).toISOString() };
}

function bytes(value: MessageSubmission | TicketSubmission | TicketEdit): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
