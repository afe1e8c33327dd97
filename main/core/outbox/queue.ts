/** Puts what a person wrote into the outbox. Each is called inside the transaction of its command. */

import { addressesIn } from '#shared/addresses.ts';
import {
  type DeskMessage,
  type DeskTicket,
  type Guide,
  LIMITS,
  MessageSubmission,
  type Person,
  type TicketEdit,
  type TicketSubmission,
  WireInstant,
  wireMoment,
} from '#shared/contract.ts';
import { LifelineError } from '#shared/errors.ts';
import type { IdMaker, MessageId, TicketId } from '#shared/ids.ts';
import {
  callProblems,
  callWish,
  colleagueProblems,
  factsOf,
  formProblems,
  reasonOf,
  severityOf,
  standingOf,
  type TicketForm,
  wireTime,
} from '#shared/model.ts';
import { offered, wireReach } from '#shared/severity/facts.ts';
import { judgeSoFar, questionsOf } from '#shared/severity/judge.ts';
import { told } from '#shared/severity/told.ts';
import { accountHere } from '../account.ts';
import { roomForOperation } from '../room.ts';
import { json } from '../store/json.ts';
import type { EditBase } from '../store/operations.ts';
import type { Store } from '../store/store.ts';
import { afterEdit, isDone } from './edits.ts';

export type QueueContext = { store: Store; ids: IdMaker; now: number };

/** Whom what is written in a ticket goes to: whose the ticket is, or who is signed in when it is nobody's yet. */
export function ownerOn(store: Store, id: TicketId): string | null {
  return store.tickets.owner(id) ?? accountHere(store);
}

/** Queues a draft. Throws `form_incomplete` with the fields that are missing or too long. */
export function queueTicket({ store, ids, now }: QueueContext, id: TicketId, form: TicketForm): void {
  roomForOperation(store);
  store.operations.add(
    {
      id: ids.operation(),
      ticketId: id,
      owner: ownerOn(store, id),
      kind: 'create_ticket',
      key: ids.operation(),
      body: bytes(submission(form, now, store.settings.get('account')?.colleagues ?? [])),
    },
    now,
  );
  store.tickets.setOwner(id, ownerOn(store, id));
  store.tickets.setJudged(id, standingOf(form) !== 'not_judged');
  store.tickets.setState(id, 'queued', now);
}

/** Queues a reply. Throws `form_incomplete` when it is empty or too long. */
export function queueReply({ store, ids, now }: QueueContext, ticketId: TicketId, text: string): MessageId {
  roomForOperation(store);
  const body = text.trim();
  if (body === '') throw new LifelineError('form_incomplete', { fields: { body: 'missing' } });
  if (body.length > LIMITS.longText)
    throw new LifelineError('form_incomplete', { fields: { body: 'too_long' } });
  const id = ids.message();
  const message: MessageSubmission = { body, writtenAt: wireMoment(now) };
  const name = store.settings.get('account')?.requester.name ?? '';
  store.tickets.addOwnMessage({ id, ticketId, body, at: now, name });
  store.operations.add(
    {
      id: ids.operation(),
      ticketId,
      owner: ownerOn(store, ticketId),
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
 * only the last word, and nothing when that is what it has already. Throws `too_late` when the desk does not have the
 * ticket, and `form_incomplete` for a call to no number.
 */
export function queueEdit({ store, ids, now }: QueueContext, ticketId: TicketId, edit: TicketEdit): void {
  roomForOperation(store);
  const atDesk = store.tickets.atDesk(ticketId);
  if (atDesk === null) throw new LifelineError('too_late');
  if (!store.tickets.isMine(ticketId)) throw new LifelineError('colleagues_ticket');
  if (edit.callBack) {
    const fields = callProblems({ phone: edit.callBack.number, callAt: edit.callBack.at ?? '' }, now);
    if (Object.keys(fields).length > 0) throw new LifelineError('form_incomplete', { fields });
  }
  const { status, severity, channel, callBack } = atDesk;
  let base: EditBase = { status, severity, channel, callBack };
  let whole = edit;
  const owner = ownerOn(store, ticketId);
  let isTakenBack = false;
  let isUnderWay = false;
  for (const pending of store.operations.edits(ticketId)) {
    // What another account wanted stays its own.
    if (pending.owner !== owner) continue;
    if (pending.state === 'refused') {
      // What was refused and is not wanted anew stays with the person: its words may be nowhere else.
      if (Object.keys(pending.edit).every((name) => name in edit)) store.operations.drop(pending.id);
    } else if (pending.state === 'waiting' && !pending.exposed) {
      store.operations.drop(pending.id);
      whole = { ...pending.edit, ...whole };
      isTakenBack = true;
    } else {
      base = afterEdit(base, pending.edit);
      isUnderWay = true;
    }
  }
  if (isTakenBack && !isUnderWay && isDone(whole, atDesk)) return;
  store.operations.add(
    {
      id: ids.operation(),
      ticketId,
      owner,
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
  // A desk may not know whether it was judged, and may have judged since.
  const { cc, guide: _, severity, judged: ___, callAt: __, onBehalfOf: ____, ...sent } = wire(form);
  const there: Partial<DeskTicket> = atDesk;
  return (
    cc.join() === atDesk.cc.join() &&
    (anySeverity || severity === atDesk.severity) &&
    Object.entries(sent).every(([name, value]) => Reflect.get(there, name) === value)
  );
}

/**
 * The desk may have a ticket that was taken back here and changed since: an earlier try arrived and its answer was
 * lost. The desk's version takes its place, and what the person wrote after that becomes a draft of its own. Text that
 * is the desk's already needs none: sent again, it would be a second ticket. Returns true when it became one.
 */
export function keepUnsentText(
  store: Store,
  id: TicketId,
  { ids }: { ids: IdMaker },
  atDesk?: DeskTicket,
): boolean {
  const creation = store.operations.creationOf(id);
  // Most tickets have nothing unsent, and some have a long thread, which is not read for that.
  if (creation === null && store.tickets.state(id) !== 'draft') return false;
  const ticket = store.tickets.get(id);
  if (ticket === null) return false;
  // One that was there before and is sent again cannot have been changed here.
  if (ticket.number !== null) return false;
  // Of one that may have arrived, the desk may have judged the severity already; the words are the requester's alone.
  const mayHaveArrived = creation?.exposed === true;
  const isThere = atDesk === undefined ? mayHaveArrived : isSubmitted(ticket.form, atDesk, mayHaveArrived);
  if (isThere) return false;
  const draft = ids.ticket();
  store.tickets.copyToDraft(id, draft);
  store.attachments.moveAttached(id, draft);
  return true;
}

/**
 * True when a reply that is still in the outbox says something else than what the desk has under its id: that is no
 * receipt, and neither is a message without words. What was changed there is.
 */
export function isOtherReply(store: Store, { id, body, editedAt }: DeskMessage): boolean {
  const bringing = store.operations.bringing(id);
  const operation = bringing && store.operations.get(bringing.id);
  if (operation === null || editedAt !== null) return false;
  const sent = json.pipe(MessageSubmission).parse(new TextDecoder().decode(operation.body));
  return sameLetters(sent.body) !== sameLetters(body);
}

/** A desk may keep spaces and composed letters in its own way. */
const sameLetters = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();

/** A form as it travels. */
export function wire(form: TicketForm): Omit<TicketSubmission, 'writtenAt'> {
  return {
    title: form.title.trim().replace(/\s+/g, ' '),
    description: form.description.trim(),
    severity: severityOf(form),
    severityReason: reasonOf(form),
    judged: standingOf(form) !== 'not_judged',
    affected: questionsOf(form.facts.kind).includes('affected') ? wireReach(form.affected) : null,
    hit: form.hit.trim(),
    since: [wireTime(form.sinceAt) ?? '', form.since.trim()].filter((part) => part !== '').join(', '),
    users: form.users.trim(),
    steps: form.steps.trim(),
    expected: form.expected.trim(),
    actual: form.actual.trim(),
    tried: form.tried.trim(),
    errorId: form.errorId.trim(),
    link: form.link.trim(),
    cc: addressesIn(form.cc),
    phone: form.phone.trim(),
    guide: guideOf(form),
    channel: form.channel,
    onBehalfOf: form.onBehalfOf?.id ?? null,
    callAt: form.channel === 'phone' ? (WireInstant.safeParse(callWish(form).at).data ?? null) : null,
  };
}

/** What the guide was told and made of it; null when it was told nothing. */
function guideOf(form: TicketForm): Guide | null {
  const facts = offered(factsOf(form));
  const answers: Guide['answers'] = {};
  for (const name of questionsOf(facts.kind)) if (facts[name] !== null) answers[name] = facts[name];
  if (Object.keys(answers).length === 0) return null;
  const { level, reasons, unconfirmed } = judgeSoFar(facts);
  return { answers, judged: level ?? 'standard', reasons, unconfirmed, words: told(facts) };
}

/** What goes to the desk, or `form_incomplete` with the fields that are in the way. */
function submission(form: TicketForm, now: number, colleagues: readonly Person[]): TicketSubmission {
  const fields = { ...formProblems(form, now), ...colleagueProblems(form, colleagues) };
  if (Object.keys(fields).length > 0) throw new LifelineError('form_incomplete', { fields });
  return { ...wire(form), writtenAt: wireMoment(now) };
}

function bytes(value: MessageSubmission | TicketSubmission | TicketEdit): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
