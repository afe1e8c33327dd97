/** Nobody sees an answer before its question, and everybody sees words in the one order in which the desk got them. */
import { certainty, quoted } from '../check-history.ts';
import type { DeedOf } from '../logs.ts';
import type { Problem } from './check.ts';
import { isGone, type Said, type Threads } from './threads.ts';
import type { ComputerTold, Look, Told } from './told.ts';

type Sent = DeedOf<'replySent'> & { message: string };

/** What somebody had before their eyes when they wrote each reply; on the desk, everything that it had. */
type Causes = Map<string, Set<string>>;

export function inOrder(told: Told, threads: Threads): Problem[] {
  const sent = told.computers.map(repliesOf);
  const causes: Causes = new Map([
    ...[...threads.values()].flatMap(whatSpecialistsSaw),
    ...told.computers.flatMap(({ looks }, at) => whatPersonSaw(sent[at] ?? [], looks)),
  ]);
  const orders = sent.flatMap((replies) => [...Map.groupBy(replies, ({ ticket }) => ticket).values()]);
  const atDesk = [...threads.values()].flatMap((thread) =>
    turnedRound(
      orders,
      thread.map(({ id }) => id),
      'the desk',
    ),
  );
  return [
    ...atDesk,
    ...told.computers.flatMap(({ looks }, at) =>
      looks.flatMap((look) => seen(look, `computer ${at}`, { causes, orders, threads })),
    ),
  ];
}

function repliesOf({ deeds }: ComputerTold): Sent[] {
  return deeds.flatMap((deed) =>
    deed.kind === 'replySent' && deed.message !== null && certainty(deed) === 'sure'
      ? [{ ...deed, message: deed.message }]
      : [],
  );
}

function whatSpecialistsSaw(thread: Said[]): [string, Set<string>][] {
  return thread
    .flatMap(({ id, by }, at) =>
      by === 'specialist' ? [[id, new Set(thread.slice(0, at).map((before) => before.id))] as const] : [],
    )
    .map(([id, before]) => [id, before]);
}

function whatPersonSaw(sent: Sent[], looks: Look[]): [string, Set<string>][] {
  return sent.map(({ message, ticket, place }) => {
    const last = looks.findLast((look) => look.place < place);
    const thread = last?.tickets.find(({ id }) => id === ticket)?.messages ?? [];
    // What still waited was this computer's own; whether others see that first is a matter of the sent order.
    const delivered = thread.filter(({ delivery }) => delivery === 'delivered');
    return [message, new Set<string>(delivered.map(({ id }) => id))];
  });
}

function seen(
  look: Look,
  who: string,
  { causes, orders, threads }: { causes: Causes; orders: Sent[][]; threads: Threads },
): Problem[] {
  return look.tickets.flatMap((ticket) => {
    // What is refused has no place among what was said: the desk may have deleted it before anybody here knew of it.
    const ids = ticket.messages.flatMap(({ id, delivery }): string[] => (delivery === 'refused' ? [] : [id]));
    const thread = threads.get(ticket.id) ?? [];
    const delivered = ticket.messages.filter(({ delivery }) => delivery === 'delivered');
    return [
      ...tooEarly(look, ids, { who, causes, thread }),
      ...turnedRound(orders, ids, who),
      ...otherThanAtDesk(
        delivered.map(({ id }) => id),
        thread,
        who,
      ),
    ];
  });
}

function tooEarly(
  { place }: Look,
  ids: string[],
  { who, causes, thread }: { who: string; causes: Causes; thread: Said[] },
): Problem[] {
  const places = new Map(ids.map((id, at) => [id, at]));
  return ids.flatMap((id, at): Problem[] => {
    for (const cause of causes.get(id) ?? []) {
      const there = places.get(cause);
      const isDeleted = isGone(
        thread.find((said) => said.id === cause),
        place,
      );
      // One that is gone may have been deleted before its own computer heard of it: there it still waits, below all else.
      if (isDeleted || (there !== undefined && there < at)) continue;
      const how = there === undefined ? 'without' : 'before';
      return [{ kind: 'reordered', what: `${who} sees ${id} ${how} ${cause}, which it answers` }];
    }
    return [];
  });
}

/** The replies of one computer, other than in the order in which they were sent there. */
function turnedRound(orders: Sent[][], ids: string[], who: string): Problem[] {
  return orders.flatMap((replies): Problem[] => {
    const shown = replies.filter(({ message }) => ids.includes(message));
    const wrong = shown.find(
      ({ message }, at) => at > 0 && ids.indexOf(message) < ids.indexOf(shown[at - 1]?.message ?? ''),
    );
    return wrong === undefined
      ? []
      : [{ kind: 'reordered', what: `${who} sees ${quoted(wrong.text)} too early` }];
  });
}

function otherThanAtDesk(ids: string[], thread: Said[], who: string): Problem[] {
  const shown = new Set(ids);
  const theirs = thread.map(({ id }) => id).filter((id) => shown.has(id));
  const known = new Set(theirs);
  const ours = ids.filter((id) => known.has(id));
  const wrong = ours.find((id, at) => id !== theirs[at]);
  return wrong === undefined
    ? []
    : [{ kind: 'reordered', what: `${who} sees ${wrong} at another place than the desk` }];
}
