/**
 * What the checker reads: what the person did and the window acknowledged, what went over the wire and what the desk
 * made of it, and what the notifier was told. Every entry has its place in one common order.
 */
import type { Connection, StoreHealth, Ticket, TicketForm, WaitingOperation } from '#shared/model.ts';
import type { Notice } from '#shared/wire.ts';
import { type ShownWords, shownWords } from './shown-words.ts';

/** `open` when the life ended before the window was answered: it may have happened or not. */
export type Outcome = 'open' | 'done' | 'failed';

type DeedCore = {
  place: number;
  at: number;
  life: number;
  outcome: Outcome;
  /** Where the window was answered. */
  answered: number | null;
  /** The failure's code when it failed. */
  failure: string | null;
};

export type What =
  /** `ticket` is the id that the window was given. */
  | { kind: 'drafted'; ticket: string | null }
  | { kind: 'saved'; ticket: string; patch: Partial<TicketForm> }
  | { kind: 'submitted'; ticket: string; form: TicketForm }
  | { kind: 'ticketTakenBack'; ticket: string }
  | { kind: 'withdrawn'; ticket: string }
  | { kind: 'restored'; ticket: string }
  | { kind: 'replySaved'; ticket: string; body: string }
  /** `message` is the id that the window was given. */
  | { kind: 'replySent'; ticket: string; text: string; message: string | null }
  | { kind: 'replyTakenBack'; ticket: string; message: string; text: string }
  /** `order`: the replies of that ticket as the outbox showed them afterwards. */
  | { kind: 'moved'; ticket: string; order: string[] }
  | { kind: 'attached'; ticket: string; file: string; name: string; size: number; sha256: string }
  | { kind: 'fileRemoved'; ticket: string; file: string }
  | { kind: 'changed'; ticket: string; edit: Edit; shown: Shown }
  | { kind: 'settled'; ticket: string; keep: 'mine' | 'desk' }
  | { kind: 'answered'; ticket: string; answer: 'yes' | 'no' }
  | { kind: 'muted'; ticket: string; muted: boolean }
  /** The window was given the token of this account. */
  | { kind: 'signedIn'; account: Account }
  /** What waited for another account became a draft of this one: `to`, as the window was told. */
  | { kind: 'takenOver'; ticket: string; to: string | null }
  /** What the desk has lost is sent again; of every ticket when it is null. */
  | { kind: 'sentAgain'; ticket: string | null }
  | { kind: 'other'; command: string };
export type Edit = {
  status?: 'open' | 'solved';
  severity?: 'business_critical' | 'standard';
  callBack?: { number: string; at: null } | null;
};
/** What can be changed of a ticket, as somebody saw it. */
export type Shown = { status: string; severity: string | null; call: string };

/** A call in a word: which, and how far. One that is over is as good as none for whoever calls off. */
export const callKey = (call: { number: string; state: string } | null): string =>
  call === null ? 'none' : `${call.number} ${call.state}`;
export type Deed = DeedCore & What;
export type DeedOf<Kind extends What['kind']> = DeedCore & Extract<What, { kind: Kind }>;

/** What the desk said was told of another ticket or message. */
export const ABOUT_ELSE = 'about something else';

/** One request as it left core, and how it ended there. */
export type Question = {
  place: number;
  at: number;
  life: number;
  method: string;
  /** Path without the address. */
  path: string;
  key: string | null;
  body: string;
  /** Where the answer, or its failing, was heard; null when the life ended before. */
  heard: number | null;
  heardAt: number | null;
  /** The status heard; null when none was. */
  status: number | null;
  /** What the desk itself asked for. */
  retryAfterMs: number | null;
  /** What something between asked for: no more than a hint. */
  hintMs: number | null;
  /** The title of the page, or the words, with which something between answered; or that no answer fitted. */
  between: string | null;
  /** True for a page of changes that brought something. */
  hasNews: boolean;
  /** When its last byte had come, or it was given up; null when neither had happened at the end. */
  overAt: number | null;
};

/** One write as it arrived at the desk. */
export type Arrival = {
  place: number;
  /** Whose token it carried. */
  account: Account;
  at: number;
  method: string;
  path: string;
  kind: 'ticket' | 'message' | 'edit' | 'upload';
  id: string;
  ticket: string;
  key: string;
  body: string;
  ifMatch: string | null;
  /**
   * `made`: it had its effect now. `again`: a repeat, known by its key. `stale`: a repeat that the desk no longer knew
   * by its key. `refused`: no effect.
   */
  outcome: 'made' | 'again' | 'stale' | 'refused';
  status: number;
  /** The desk's words when it refused. */
  words: string | null;
  /** True for a copy that the network kept back. */
  isLate: boolean;
};

/** What a specialist did. */
export type Act = { place: number; at: number; ticket: string } & (
  | { kind: 'replied'; message: string; body: string }
  | { kind: 'edited'; message: string; body: string }
  /** Other words, and nothing that says so. */
  | { kind: 'reworded'; message: string }
  | { kind: 'messageDeleted'; message: string }
  | { kind: 'ticketDeleted' }
  | { kind: 'severity'; to: string }
  | { kind: 'called'; to: string }
  | { kind: 'status'; to: string }
  | { kind: 'attached'; file: string }
  | { kind: 'fileDeleted'; file: string }
);

/** The desk became what it had been before: what of it is gone since. */
export type Restore = { place: number; at: number; account: Account; lost: string[] };

/** One page of changes that core has read: the messages and files that it told of. */
export type PageRead = { place: number; life: number; messages: string[]; files: string[] };

export type Told = {
  place: number;
  at: number;
  life: number;
  notice: Notice;
  /** Commits of that life when its outcome was handed over; null when the life ended before. */
  handedOver: { commits: number } | null;
};

/** How a life of core ended. */
export type End = {
  place: number;
  at: number;
  life: number;
  how: 'stop' | 'kill' | 'power';
  /** Commits up to then. */
  commits: number;
  damage: string | null;
};

/** Rows that wait for nobody but the person: refused ones, and what stands behind them. */
export function waitsForPerson(row: WaitingOperation, outbox: WaitingOperation[]): boolean {
  if (row.state === 'refused') return true;
  return outbox.some(
    ({ state, kind, ticketId, messageId }) =>
      state === 'refused' &&
      ticketId === row.ticketId &&
      (kind === 'create_ticket' ||
        (row.kind === 'add_attachment' && kind === 'add_message' && messageId === row.messageId)),
  );
}

/** What the window shows, all of it at one moment. */
export type View = {
  place: number;
  at: number;
  life: number;
  tickets: Ticket[];
  outbox: WaitingOperation[];
  connection: Connection;
  health: StoreHealth;
};

/** Somebody's access to a desk: the one that the simulation is about, and two others that its person also has. */
export const ACCOUNTS = ['rita', 'olaf', 'elsewhere'] as const;
export type Account = (typeof ACCOUNTS)[number];
/** The account that the person comes back to in the end. */
export const MAIN = 'rita' satisfies Account;

/** A status and severity that a ticket has had. */
export type Past = Shown & { place: number; by: 'requester' | 'specialist' };

/** What the desk holds at the end. */
export type DeskState = {
  /** Every status and severity that each ticket has had, oldest first, also of tickets that are not there any more. */
  pasts: Record<string, Past[]>;
  tickets: {
    /** Who can see it. */
    account: Account;
    id: string;
    /** True while the changes tell of it in a way that nobody can read. */
    isUnreadable: boolean;
    /** True when the changes ever told of it, or of anything in it, in a way that nobody can read. */
    wasPoisoned: boolean;
    status: string;
    severity: string;
    /** When its first answer is due, and whether it has come; null without a promise. */
    dueAt: number | null;
    isAnswered: boolean;
    /** What the requester wrote. */
    submission: string;
    number: string;
    isDeleted: boolean;
    severityChange: { to: string; by: string } | null;
    messages: {
      id: string;
      author: string;
      body: string;
      isEdited: boolean;
      isDeleted: boolean;
      isUnreadable: boolean;
    }[];
    files: {
      id: string;
      name: string;
      size: number;
      sha256: string;
      messageId: string | null;
      isDeleted: boolean;
    }[];
  }[];
};

export type Logs = {
  deeds: Deed[];
  questions: Question[];
  arrivals: Arrival[];
  acts: Act[];
  restores: Restore[];
  /** Places at which a copy of the desk began to lag behind. */
  lags: number[];
  /** Places at which the main account's token became another. */
  signOuts: number[];
  /** Places at which the way to the desk became another, for better or worse. */
  ways: { place: number; at: number }[];
  /** Every text of a message that the window ever showed, and every text of a ticket at the desk. */
  words: ShownWords;
  pages: PageRead[];
  told: Told[];
  ends: End[];
  /** What the window showed while it went on. */
  views: View[];
  /** Views right before a stop and right after the start that followed, when only the disk can have changed between. */
  acrossStops: { before: View; after: View; damage: string | null }[];
  /** Places where the computer's clock was turned. */
  clockTurned: number[];
  /** Places where a write found the disk full. */
  diskFull: number[];
  /** Places at which a person asked for everything to go now, or the desk became reachable. */
  hurried: number[];
  /** Errors that nobody foresaw: the process would have ended. */
  unexpected: string[];
  /** Backups that a crash left broken under their final name. */
  brokenBackups: string[];
  final: { view: View | null; withdrawn: Ticket[]; desk: DeskState };
};

export function openLogs(): Logs {
  return {
    deeds: [],
    questions: [],
    arrivals: [],
    acts: [],
    restores: [],
    lags: [],
    signOuts: [],
    ways: [],
    words: shownWords(),
    pages: [],
    told: [],
    ends: [],
    views: [],
    acrossStops: [],
    clockTurned: [],
    diskFull: [],
    hurried: [],
    unexpected: [],
    brokenBackups: [],
    final: { view: null, withdrawn: [], desk: { pasts: {}, tickets: [] } },
  };
}
