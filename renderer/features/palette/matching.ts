/** What a few letters mean: the commands and tickets that they fit, best first. Pure. */
import { go, type SnapshotKeys, snapshot } from 'fuzzysort';
import type { TicketSummary } from '#shared/model.ts';

/** More than fit on the screen are not looked through; another letter finds them. */
const MOST_TICKETS = 8;
const MOST_COMMANDS = 8;

/** Below this, letters merely happen to stand in the right order. */
const GOOD_ENOUGH = 0.3;
/** What was used last comes before what fits as well. */
const USED_LAST_BONUS = 0.1;

/** A command by its words: in the person's language, and in English for those who learned it so. */
type Named = { id: string; label: string; english: string };
type Found<Value> = { best: number; found: Value[] };

export function findCommands<Command extends Named>(
  query: string,
  commands: readonly Command[],
  usedLast: readonly string[],
): Found<Command> {
  const hits = go(query, commands, {
    keys: ['label', 'english'],
    limit: MOST_COMMANDS,
    threshold: GOOD_ENOUGH,
    scoreFn: (hit) => hit.score + (hit.score > 0 && usedLast.includes(hit.obj.id) ? USED_LAST_BONUS : 0),
  });
  return { best: hits[0]?.score ?? 0, found: hits.map(({ obj }) => obj) };
}

export type TicketIndex = SnapshotKeys<TicketSummary>;

/** Made once for a list of tickets, because there may be very many. */
export function ticketIndex(tickets: readonly TicketSummary[]): TicketIndex {
  return snapshot(tickets, { keys: ['title', 'number'] });
}

export function findTickets(query: string, index: TicketIndex): Found<TicketSummary> {
  const hits = go(query, index, { limit: MOST_TICKETS, threshold: GOOD_ENOUGH });
  return { best: hits[0]?.score ?? 0, found: hits.map(({ obj }) => obj) };
}
