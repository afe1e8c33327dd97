/** What was said in each ticket, as the desk got it: the one order that everybody must see. */
import type { Told } from './told.ts';

export type Said = {
  id: string;
  place: number;
  by: 'requester' | 'specialist';
  /** The words, and every later version of them. */
  bodies: string[];
  /** Where the desk deleted it; null while it has it. */
  deleted: number | null;
};

/** Per ticket, in the desk's order. */
export type Threads = Map<string, Said[]>;

export function threadsOf({ arrivals, acts }: Told): Threads {
  const said = new Map<string, Said & { ticket: string }>();
  for (const { kind, outcome, id, ticket, place, body } of arrivals) {
    if (kind !== 'message' || outcome !== 'made') continue;
    said.set(id, { id, ticket, place, by: 'requester', bodies: [bodyOf(body)], deleted: null });
  }
  for (const act of acts) {
    if (act.kind !== 'replied') continue;
    const { message: id, ticket, place, body } = act;
    said.set(id, { id, ticket, place, by: 'specialist', bodies: [body], deleted: null });
  }
  for (const act of acts) {
    if (act.kind === 'edited') said.get(act.message)?.bodies.push(act.body);
    if (act.kind !== 'messageDeleted') continue;
    const gone = said.get(act.message);
    if (gone !== undefined) gone.deleted = act.place;
  }
  const inOrder = [...said.values()].sort((a, b) => a.place - b.place);
  return Map.groupBy(inOrder, ({ ticket }) => ticket);
}

/** True when the desk had deleted it before somebody looked. */
export const isGone = (said: Said | undefined, place: number): boolean =>
  said !== undefined && said.deleted !== null && said.deleted < place;

export function bodyOf(bytes: string): string {
  const { body }: { body?: unknown } = JSON.parse(bytes);
  return typeof body === 'string' ? body : '';
}
