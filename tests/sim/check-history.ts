/** Reads the deeds: what surely happened, what may have happened, and the texts that may therefore stand somewhere. */
import type { Arrival, Deed, Logs } from './logs.ts';

/** `no` when the window was told that it did not happen; a store's failure may come after the fact. */
export type Certainty = 'sure' | 'maybe' | 'no';
export function certainty({ outcome, failure }: Deed): Certainty {
  if (outcome === 'done') return 'sure';
  return outcome === 'open' || failure?.startsWith('store_') ? 'maybe' : 'no';
}

/** One time that something was handed to the outbox. */
export type Sending<What> = { what: What; place: number; certainty: Certainty; takenBack: Certainty };

export function deedsOn(logs: Logs, ticket: string): Deed[] {
  return logs.deeds.filter((deed) => 'ticket' in deed && deed.ticket === ticket);
}

export function ticketsIn(logs: Logs): string[] {
  return [
    ...new Set(logs.deeds.flatMap((deed) => ('ticket' in deed && deed.ticket !== null ? [deed.ticket] : []))),
  ];
}

/** Writes that had their effect. */
export function made(logs: Logs, kind: Arrival['kind']): Arrival[] {
  return logs.arrivals.filter((arrival) => arrival.kind === kind && arrival.outcome === 'made');
}

export function isDeletedAtDesk(logs: Logs, ticket: string): boolean {
  return logs.acts.some((act) => act.kind === 'ticketDeleted' && act.ticket === ticket);
}

/** The desk had the message, deleted it, and refused its repeat: whoever wrote it got it back, and was told. */
export function isRefusedAsDeleted(logs: Logs, message: string): boolean {
  const isDeleted = logs.acts.some((act) => act.kind === 'messageDeleted' && act.message === message);
  return isDeleted && logs.arrivals.some(({ id, outcome }) => id === message && outcome === 'refused');
}

/** A restored desk does not have it any more, or had lost it once. */
export function wasLost(logs: Pick<Logs, 'restores'>, id: string): boolean {
  return logs.restores.some(({ lost }) => lost.includes(id));
}

/** Its effect was undone, because the desk became what it had been before. */
export function isUndone(logs: Logs, { id, place }: Arrival): boolean {
  return logs.restores.some((restore) => restore.place > place && restore.lost.includes(id));
}

/** Whether a damage may have taken what only the store had, after this place. */
export function wasDamagedAfter(logs: Pick<Logs, 'ends'>, place: number): boolean {
  return logs.ends.some((end) => end.damage !== null && end.place > place);
}

/** The desk became what it was when it had this, after it had perhaps lost it. */
export function isBackAgain(logs: Logs, { place }: Arrival): boolean {
  return logs.restores.some((restore) => restore.place > place);
}

/** Before this place, the person sent again what the desk had lost of the ticket. */
export function isSentAgain(logs: Logs, ticket: string, before: number): boolean {
  return logs.deeds.some(
    (deed) =>
      deed.kind === 'sentAgain' &&
      (deed.ticket === null || deed.ticket === ticket) &&
      deed.place < before &&
      certainty(deed) !== 'no',
  );
}

/** So often something in between may refuse one thing before it is the person's to say what becomes of it. */
const REFUSALS_BETWEEN = 3;

/** Something in between refused this so often that it may have become the person's, and others went before it. */
export function mayBeThePersons(logs: Logs, id: string): boolean {
  const refusals = logs.questions.filter((each) => each.between !== null && each.path.endsWith(`/${id}`));
  return refusals.length >= REFUSALS_BETWEEN;
}

/** The words with which writes of this ticket or message were refused: by the desk, or by something between. */
export function refusalsOf(logs: Logs, id: string): (words: string | null | undefined) => boolean {
  const arrived = new Set(logs.arrivals.flatMap((each) => (each.id === id ? [each.words] : [])));
  const between = logs.questions.flatMap((each) =>
    each.between !== null && each.path.endsWith(`/${id}`) ? [each.between] : [],
  );
  return (words) =>
    words != null &&
    (arrived.has(words) || between.some((heard) => words === heard || words.endsWith(`: ${heard}`)));
}

/**
 * Words of this ticket that waited for another account became a draft of their own: they stand there, or at the desk, or
 * the person has written on in it.
 */
export function isTakenOver(logs: Logs, ticket: string, text: string): boolean {
  const { view, withdrawn, desk } = logs.final;
  return logs.deeds.some((deed) => {
    if (deed.kind !== 'takenOver' || deed.ticket !== ticket || certainty(deed) === 'no') return false;
    const isOf = (id: string): boolean => deed.to === null || deed.to === id;
    const stands = [...(view?.tickets ?? []), ...withdrawn].some(
      ({ id, form }) => isOf(id) && form.description.includes(text.trim()),
    );
    const isThere = desk.tickets.some(
      ({ id, submission }) => isOf(id) && submission.includes(JSON.stringify(text.trim()).slice(1, -1)),
    );
    const isWrittenOver = logs.deeds.some(
      (each) => each.kind === 'saved' && isOf(each.ticket) && 'description' in each.patch,
    );
    return stands || isThere || isWrittenOver;
  });
}

/** A short name for a text in a report. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
