/** The reference desk as the checker of several computers reads it: what arrived, what specialists did, what it holds. */
import type { Desk } from '../../desk/desk.ts';
import type { Told } from '../../sim/computers/told.ts';
import { type Act, type Arrival, type DeskState, MAIN } from '../../sim/logs.ts';

const OUTCOMES = { created: 'made', replayed: 'again', known: 'stale', refused: 'refused' } as const;

type ActKind = Act extends infer Each ? (Each extends Act ? Omit<Each, 'place' | 'at'> : never) : never;

/** `told` gets an entry for whatever has happened at the desk. */
export function watchedDesk(desk: Desk, told: Told, place: () => number) {
  let noted = 0;

  /** Writes down what has arrived since the last time. */
  function noteArrivals(): void {
    const { writes } = desk.ledger();
    for (const { kind, id, path, key, body, at, status, outcome } of writes.slice(noted)) {
      if (kind === 'attachment') continue;
      const arrival: Arrival = {
        ...{ place: place(), at, method: kind === 'edit' ? 'PATCH' : 'PUT', path, kind, id, key, status },
        ...{ ticket: path.split('/')[3] ?? '', body: Buffer.from(body).toString('utf8'), ifMatch: null },
        ...{ account: MAIN, outcome: OUTCOMES[outcome], words: null, isLate: false },
      };
      told.arrivals.push(arrival);
    }
    noted = writes.length;
  }

  /** What came before it is written down before it. */
  function acted(act: ActKind): void {
    told.acts.push({ place: place(), at: Date.now(), ...act });
  }

  const messages = () => desk.specialist.tickets().flatMap(({ id }) => desk.specialist.messages(id));

  return {
    noteArrivals,
    tickets: () => desk.specialist.tickets(),
    messages,
    answer(ticket: ReturnType<Desk['specialist']['tickets']>[number], body: string): void {
      noteArrivals();
      const message = desk.specialist.reply(ticket.id, body);
      if (message !== null) acted({ kind: 'replied', ticket: ticket.id, message: message.id, body });
    },
    edits({ id, ticketId }: ReturnType<typeof messages>[number], body: string): void {
      noteArrivals();
      desk.specialist.editMessage(id, body);
      acted({ kind: 'edited', ticket: ticketId, message: id, body });
    },
    deletes({ id, ticketId }: ReturnType<typeof messages>[number]): void {
      noteArrivals();
      desk.specialist.takeAway('message', id);
      acted({ kind: 'messageDeleted', ticket: ticketId, message: id });
    },
    judges(
      ticket: ReturnType<Desk['specialist']['tickets']>[number],
      to: 'standard' | 'business_critical',
    ): void {
      noteArrivals();
      desk.specialist.setSeverity(ticket.id, to);
      acted({ kind: 'severity', ticket: ticket.id, to });
    },
    state(): DeskState {
      noteArrivals();
      const submissions = new Map(
        desk.ledger().tickets.map(({ id, body }) => [id, Buffer.from(body).toString('utf8')]),
      );
      return {
        pasts: {},
        tickets: desk.specialist.tickets().map(({ id, status, severity, number, severityChange }) => ({
          ...{ id, status, severity, number, isDeleted: false, files: [] },
          ...{ account: MAIN, isUnreadable: false, wasPoisoned: false },
          submission: submissions.get(id) ?? '',
          dueAt: null,
          isAnswered: false,
          severityChange: severityChange && { to: severityChange.to, by: severityChange.by },
          messages: desk.specialist.messages(id).map((message) => ({
            ...{ id: message.id, author: message.author.kind, body: message.body },
            ...{ isEdited: message.editedAt !== null, isDeleted: false, isUnreadable: false },
          })),
        })),
      };
    },
  };
}
export type WatchedDesk = ReturnType<typeof watchedDesk>;
