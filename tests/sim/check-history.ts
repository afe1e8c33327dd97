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

/** A short name for a text in a report. */
export function quoted(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
