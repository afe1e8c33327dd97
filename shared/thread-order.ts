/** A thread from its beginning to its end. Pure. */
import type { Message, TicketEvent } from './model.ts';

/** A message, or what happened between two of them. */
export type Entry = Message | TicketEvent;

export const isEvent = (entry: Entry): entry is TicketEvent => 'kind' in entry;

/** Messages in the desk's own order, each event before the first message that is later. */
export function inOrder(messages: readonly Message[], events: readonly TicketEvent[]): Entry[] {
  const before = Map.groupBy(events, (event) => messages.find(({ at }) => at > event.at)?.id ?? null);
  return [
    ...messages.flatMap((message) => [...(before.get(message.id) ?? []), message]),
    ...(before.get(null) ?? []),
  ];
}
