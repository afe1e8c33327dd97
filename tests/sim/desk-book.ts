/** The model desk's book: what it holds, its log of changes, and what specialists do to it. All of it in memory. */
import type {
  CallBack,
  DeskAttachment,
  DeskMessage,
  DeskTicket,
  Person,
  Severity,
  TicketStatus,
} from '#shared/contract.ts';
import { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import { type Account, type Act, callKey, type DeskState, type Past } from './logs.ts';
import { FORGOTTEN, nonsenseAbout, openPoisons } from './poisons.ts';

type Held<T> = { doc: T; isDeleted: boolean };
export type HeldTicket = Held<DeskTicket> & { submission: string };
export type HeldFile = Held<DeskAttachment> & { bytes: Uint8Array };
/** One thing to be told of; `raw` stands in its place when the desk tells of something that makes no sense. */
export type Entry = { what: 'ticket' | 'message' | 'attachment'; id: string; raw?: unknown };
type Deleted = { at: string; by: string };

/** All that the desk held at one moment, as a backup has it. */
export type Backup = {
  tickets: Map<string, HeldTicket>;
  messages: Map<string, Held<DeskMessage>>;
  files: Map<string, HeldFile>;
  deletions: Map<string, Deleted>;
  log: Entry[];
};
export const EMPTY_BACKUP: Backup = {
  tickets: new Map(),
  messages: new Map(),
  files: new Map(),
  deletions: new Map(),
  log: [],
};

const SPECIALIST = { kind: 'specialist' as const, id: null, name: 'Kari Specialist' };

type ActKind = Act extends infer Each ? (Each extends Act ? Omit<Each, 'place' | 'at'> : never) : never;

/** Within so many minutes a business-critical ticket is answered, as the desk promises. */
const PROMISED_MINUTES = 60;

const promised = (now: number): DeskTicket['promise'] => ({
  target: { kind: 'guaranteed', withinMinutes: PROMISED_MINUTES, clock: 'always' },
  dueAt: new Date(now + PROMISED_MINUTES * 60_000).toISOString(),
  exceptedBecause: null,
});

const shownOf = ({ status, severity, callBack }: DeskTicket) => ({
  status,
  severity,
  call: callKey(callBack),
});

export function deskBook(
  requester: Person,
  { now, place, record }: { now: () => number; place: () => number; record: (act: Act) => void },
) {
  const tickets = new Map<string, HeldTicket>();
  const messages = new Map<string, Held<DeskMessage>>();
  const files = new Map<string, HeldFile>();
  const deletions = new Map<string, Deleted>();
  const log: Entry[] = [];
  /** What each ticket has ever been, also if a restored desk remembers none of it. */
  const pasts = new Map<string, Past[]>();
  const poisons = openPoisons();
  /** Never given twice, also not by a desk that was restored. */
  let versions = 0;
  const time = (): string => new Date(now()).toISOString();
  const version = (): string => {
    versions += 1;
    return String(versions);
  };

  /** Whatever is told anew is told well. */
  function told(what: Entry['what'], id: string): void {
    poisons.heal(id);
    // Nobody could tell which of the two is true, where the nonsense came first.
    for (const entry of log) if (entry.id === nonsenseAbout(id)) entry.raw = FORGOTTEN;
    log.push({ what, id });
  }

  function noted(id: string, doc: DeskTicket, by: 'requester' | 'specialist'): void {
    pasts.set(id, [...(pasts.get(id) ?? []), { place: place(), ...shownOf(doc), by }]);
  }

  function touch(ticket: HeldTicket, change: Partial<DeskTicket>, by: 'requester' | 'specialist'): void {
    ticket.doc = {
      ...ticket.doc,
      ...change,
      version: version(),
      updatedAt: time(),
    };
    noted(ticket.doc.id, ticket.doc, by);
    told('ticket', ticket.doc.id);
  }

  function acted(act: ActKind): void {
    record({ place: place(), at: now(), ...act });
  }

  function remove(held: { isDeleted: boolean }, what: Entry['what'], id: string): void {
    held.isDeleted = true;
    deletions.set(id, { at: time(), by: SPECIALIST.name });
    told(what, id);
  }

  return {
    requester,
    tickets,
    messages,
    files,
    log,
    deletions,
    touch,
    told,
    addTicket(id: string, submission: string, fields: Omit<DeskTicket, keyof Made>): HeldTicket {
      const doc: DeskTicket = {
        ...fields,
        id: TicketId.parse(id),
        number: `D-${tickets.size + 1}`,
        version: version(),
        status: 'open',
        requester,
        filedBy: null,
        createdAt: time(),
        updatedAt: time(),
        firstAnsweredAt: null,
        promise: fields.severity === 'business_critical' ? promised(now()) : null,
        severityChange: null,
        events: [],
        rating: null,
      };
      noted(id, doc, 'requester');
      const held = { doc, isDeleted: false, submission };
      tickets.set(id, held);
      told('ticket', id);
      return held;
    },
    promise(ticket: HeldTicket): void {
      touch(ticket, { promise: promised(now()) }, 'specialist');
    },
    addMessage(
      ticket: HeldTicket,
      id: string,
      body: string,
      author: DeskMessage['author'] = { kind: 'requester', ...requester },
    ): DeskMessage {
      const doc: DeskMessage = {
        id: MessageId.parse(id),
        ticketId: ticket.doc.id,
        author,
        body,
        createdAt: time(),
        editedAt: null,
      };
      messages.set(id, { doc, isDeleted: false });
      told('message', id);
      return doc;
    },
    addFile(fields: Omit<DeskAttachment, 'createdAt'>, bytes: Uint8Array): DeskAttachment {
      const doc = { ...fields, createdAt: time() };
      files.set(doc.id, { doc, isDeleted: false, bytes });
      told('attachment', doc.id);
      return doc;
    },

    reply(ticket: HeldTicket, id: string, body: string): void {
      this.addMessage(ticket, id, body, SPECIALIST);
      touch(
        ticket,
        { status: 'waiting_on_requester', firstAnsweredAt: ticket.doc.firstAnsweredAt ?? time() },
        'specialist',
      );
      acted({ kind: 'replied', ticket: ticket.doc.id, message: id, body });
    },
    editMessage(held: Held<DeskMessage>, body: string): void {
      held.doc = { ...held.doc, body, editedAt: time() };
      told('message', held.doc.id);
      acted({ kind: 'edited', ticket: held.doc.ticketId, message: held.doc.id, body });
    },
    /** Other words, and nothing that says so. */
    reword(held: Held<DeskMessage>, body: string): void {
      held.doc = { ...held.doc, body };
      told('message', held.doc.id);
      acted({ kind: 'reworded', ticket: held.doc.ticketId, message: held.doc.id });
    },
    deleteMessage(held: Held<DeskMessage>): void {
      remove(held, 'message', held.doc.id);
      acted({ kind: 'messageDeleted', ticket: held.doc.ticketId, message: held.doc.id });
    },
    deleteTicket(ticket: HeldTicket): void {
      remove(ticket, 'ticket', ticket.doc.id);
      acted({ kind: 'ticketDeleted', ticket: ticket.doc.id });
    },
    setSeverity(ticket: HeldTicket, to: Severity): void {
      const { severity: from } = ticket.doc;
      touch(
        ticket,
        {
          severity: to,
          severityChange: { from, to, by: SPECIALIST.name, reason: 'Judged anew', at: time() },
        },
        'specialist',
      );
      acted({ kind: 'severity', ticket: ticket.doc.id, to });
    },
    /** The desk rings; whether anybody answers is for the dice. */
    setCall(ticket: HeldTicket, state: CallBack['state']): void {
      const { callBack } = ticket.doc;
      if (callBack === null) return;
      touch(
        ticket,
        { callBack: { ...callBack, state, by: SPECIALIST.name, changedAt: time() } },
        'specialist',
      );
      acted({ kind: 'called', ticket: ticket.doc.id, to: state });
    },
    setStatus(ticket: HeldTicket, to: TicketStatus): void {
      touch(ticket, { status: to }, 'specialist');
      acted({ kind: 'status', ticket: ticket.doc.id, to });
    },
    attach(ticket: HeldTicket, id: string, bytes: Uint8Array, sha256: string): void {
      const fields = {
        name: 'log.txt',
        mediaType: 'text/plain',
        description: '',
        size: bytes.length,
        sha256,
        author: SPECIALIST,
      };
      this.addFile(
        { ...fields, id: AttachmentId.parse(id), ticketId: ticket.doc.id, messageId: null },
        bytes,
      );
      acted({ kind: 'attached', ticket: ticket.doc.id, file: id });
    },
    deleteFile(held: HeldFile): void {
      remove(held, 'attachment', held.doc.id);
      acted({ kind: 'fileDeleted', ticket: held.doc.ticketId, file: held.doc.id });
    },
    /** What was said of a thing beside the truth is said no more. */
    takesBackNonsense(): void {
      for (const entry of log) if (entry.id.startsWith(nonsenseAbout(''))) entry.raw = FORGOTTEN;
    },
    poisons,
    backup: (): Backup => structuredClone({ tickets, messages, files, deletions, log }),
    /** Becomes what a backup has; gives the ids of all that is in it no more. */
    restore(backup: Backup): string[] {
      const before = [tickets, messages, files].flatMap((held) => [...held.keys()]);
      const kept = structuredClone(backup);
      refill(tickets, kept.tickets);
      refill(messages, kept.messages);
      refill(files, kept.files);
      refill(deletions, kept.deletions);
      log.splice(0, log.length, ...kept.log);
      poisons.healAll();
      for (const [id, { doc }] of tickets) noted(id, doc, 'specialist');
      return before.filter((id) => !tickets.has(id) && !messages.has(id) && !files.has(id));
    },
    state(account: Account): DeskState {
      return {
        pasts: Object.fromEntries(pasts),
        tickets: [...tickets.values()].map(({ doc, isDeleted, submission }) => ({
          account,
          isUnreadable: poisons.unreadable(doc.id),
          wasPoisoned: poisons.everIn(doc.id),
          id: doc.id,
          status: doc.status,
          severity: doc.severity,
          dueAt: doc.promise?.dueAt == null ? null : Date.parse(doc.promise.dueAt),
          isAnswered: doc.firstAnsweredAt !== null,
          submission,
          number: doc.number,
          isDeleted,
          severityChange: doc.severityChange && { to: doc.severityChange.to, by: doc.severityChange.by },
          messages: [...messages.values()]
            .filter((message) => message.doc.ticketId === doc.id)
            .map((message) => ({
              id: message.doc.id,
              author: message.doc.author.kind,
              body: message.doc.body,
              isEdited: message.doc.editedAt !== null,
              isDeleted: message.isDeleted,
              isUnreadable: poisons.unreadable(message.doc.id),
            })),
          files: [...files.values()]
            .filter((file) => file.doc.ticketId === doc.id)
            .map(({ doc: { id, name, size, sha256, messageId }, isDeleted: gone }) => ({
              id,
              name,
              size,
              sha256,
              messageId,
              isDeleted: gone,
            })),
        })),
      };
    },
  };
}
export type DeskBook = ReturnType<typeof deskBook>;

function refill<T>(map: Map<string, T>, from: Map<string, T>): void {
  map.clear();
  for (const [key, value] of from) map.set(key, value);
}

/** What the desk itself makes of a ticket. */
type Made = Pick<
  DeskTicket,
  | 'id'
  | 'number'
  | 'version'
  | 'status'
  | 'requester'
  | 'filedBy'
  | 'createdAt'
  | 'updatedAt'
  | 'firstAnsweredAt'
  | 'promise'
  | 'severityChange'
  | 'events'
  | 'rating'
>;
