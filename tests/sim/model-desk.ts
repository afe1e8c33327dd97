/**
 * A support desk as small as the contract allows, written for the simulation alone. It remembers keys no longer than
 * it says, and notes every repeat that it could not tell from a new write.
 */
import {
  type Account,
  type CallBack,
  type CallBackWish,
  MessageSubmission,
  TicketEdit,
  TicketSubmission,
} from '#shared/contract.ts';
import { type Backup, deskBook, type Entry, type HeldTicket } from './desk-book.ts';
import { type DeskAnswer, type DeskRequest, json, type RecordArrival, refusal } from './desk-http.ts';
import { deskUploads, LARGEST_FILE } from './desk-uploads.ts';
import type { Account as AccountName, Act, Arrival } from './logs.ts';
import { without, written } from './poisons.ts';

/** Short, so that an outage of virtual minutes outlasts it. */
const KEY_RETENTION_HOURS = 0.5;
/** Small, so that a pull has many pages. */
const PAGE = 6;

/** Whose desk and whose name each account is: one shares the desk with the main one, one has another desk. */
const NAMES: Record<AccountName, { desk: string; requester: string }> = {
  rita: { desk: 'model', requester: 'rita' },
  olaf: { desk: 'model', requester: 'olaf' },
  elsewhere: { desk: 'other', requester: 'rita' },
};

const ACCOUNT = {
  desk: { id: 'model', name: 'Model desk' },
  plan: { name: 'Premium', channels: ['email'] },
  requester: { id: 'rita', name: 'Rita Requester', email: 'rita@example.com', role: 'super_admin' },
  scope: 'own',
  colleagues: [],
  superAdmins: [],
  policy: { rules: [], calendar: null, exceptions: [], hasUnreadableExceptions: false },
  phone: null,
  serviceHours: { kind: 'always' },
  keyRetentionHours: KEY_RETENTION_HOURS,
  largestAttachmentBytes: LARGEST_FILE,
} satisfies Account;

/** Details of a ticket that a desk may leave out. */
const DETAILS = ['users', 'steps', 'expected', 'actual', 'tried', 'errorId', 'link', 'cc', 'phone', 'guide'];

/** The token that an account begins with. */
export const tokenOf = (account: AccountName): string => `token-of-${account}`;

type Ports = {
  /** Whose tickets it holds. */
  account: AccountName;
  now: () => number;
  place: () => number;
  arrived: (arrival: Arrival) => void;
  acted: (act: Act) => void;
};

const UUID = '[0-9a-f-]{36}';
const TICKET = new RegExp(`^/v1/tickets/(${UUID})$`);
const MESSAGE = new RegExp(`^/v1/tickets/(${UUID})/messages/(${UUID})$`);
const FILE = new RegExp(`^/v1/tickets/(${UUID})/attachments/(${UUID})(/content)?$`);

export function modelDesk({ account, now, place, arrived, acted }: Ports) {
  const { desk, requester } = NAMES[account];
  const book = deskBook({ id: requester, name: ACCOUNT.requester.name }, { now, place, record: acted });
  const keys: Keys = new Map();
  const listeners = new Set<() => void>();
  let token = tokenOf(account);
  let logName = 1;
  /** What the next writes are refused with, each once. */
  const toRefuse: Refusal[] = [];
  /** Whose rows come without their details. */
  const lean = new Set<string>();
  let lag: Lag | null = null;
  let hasLed = false;
  let storm: Storm | null = null;
  let turns = 0;

  const who: Account = {
    ...ACCOUNT,
    desk: { ...ACCOUNT.desk, id: desk },
    requester: { ...ACCOUNT.requester, id: requester },
  };

  const note: RecordArrival = (request, what, answer, outcome) => {
    const words = answer.status >= 400 ? detailOf(answer) : null;
    arrived({
      ...what,
      place: place(),
      at: now(),
      account,
      method: request.method,
      path: request.path,
      key: request.headers.get('idempotency-key') ?? '',
      body: what.kind === 'upload' ? '' : Buffer.from(request.body).toString('utf8'),
      ifMatch: request.headers.get('if-match'),
      outcome: outcome ?? 'refused',
      status: answer.status,
      words,
      isLate: request.isLate,
    });
    if (outcome === 'made') poke();
  };
  const uploads = deskUploads(book, note);

  function poke(): void {
    for (const listener of [...listeners]) listener();
  }

  /** A write: once for each key, as long as the key is remembered. */
  function write(
    request: DeskRequest,
    what: Pick<Arrival, 'kind' | 'id' | 'ticket'>,
    effect: () => { answer: DeskAnswer; outcome: Arrival['outcome'] },
  ): DeskAnswer {
    const key = request.headers.get('idempotency-key');
    if (key === null) {
      const answer = refusal(400, 'invalid', 'A write needs an Idempotency-Key.');
      note(request, what, answer);
      return answer;
    }
    for (const [known, { at }] of keys) {
      if (at + KEY_RETENTION_HOURS * 3_600_000 < now()) keys.delete(known);
    }
    const fingerprint = `${request.method} ${request.path} ${Buffer.from(request.body).toString('base64')}`;
    const kept = keys.get(key);
    // An answer that tells of something deleted would bring it back.
    const isGone = book.tickets.get(what.ticket)?.isDeleted || book.messages.get(what.id)?.isDeleted;
    if (kept !== undefined && isGone !== true) {
      const answer =
        kept.fingerprint === fingerprint
          ? kept.answer
          : refusal(422, 'conflict', 'This key was used before, for other bytes.');
      note(request, what, answer, kept.fingerprint === fingerprint ? 'again' : 'refused');
      return answer;
    }
    const next = toRefuse.shift();
    const { answer, outcome } =
      next === undefined
        ? effect()
        : { answer: refusal(422, next.code, next.words), outcome: 'refused' as const };
    if (outcome !== 'refused') keys.set(key, { fingerprint, answer, at: now() });
    note(request, what, answer, outcome);
    return answer;
  }

  const queuedCall = (wish: CallBackWish): CallBack => ({
    ...{ ...wish, state: 'queued', expectedAt: null, by: null },
    changedAt: new Date(now()).toISOString(),
  });

  function putTicket(request: DeskRequest, id: string): DeskAnswer {
    return write(request, { kind: 'ticket', id, ticket: id }, () => {
      const text = Buffer.from(request.body).toString('utf8');
      const sent = TicketSubmission.safeParse(parsed(text));
      if (!sent.success) return refused(400, 'invalid', 'This ticket does not fit the contract.');
      const known = book.tickets.get(id);
      if (known?.isDeleted) return refused(404, 'not_found', 'The desk has taken this ticket away.');
      if (known !== undefined && known.submission !== text) {
        return refused(422, 'conflict', 'This ticket is here already, with other content.');
      }
      if (known !== undefined) return { answer: ticketAnswer(200, known), outcome: 'stale' };
      const { writtenAt: _, callAt, onBehalfOf: __, ...fields } = sent.data;
      const callBack = fields.channel === 'phone' ? queuedCall({ number: fields.phone, at: callAt }) : null;
      return {
        answer: ticketAnswer(201, book.addTicket(id, text, { ...fields, callBack })),
        outcome: 'made',
      };
    });
  }

  function putMessage(request: DeskRequest, ticketId: string, id: string): DeskAnswer {
    return write(request, { kind: 'message', id, ticket: ticketId }, () => {
      const sent = MessageSubmission.safeParse(parsed(Buffer.from(request.body).toString('utf8')));
      if (!sent.success) return refused(400, 'invalid', 'This message does not fit the contract.');
      const ticket = book.tickets.get(ticketId);
      if (ticket === undefined || ticket.isDeleted)
        return refused(404, 'not_found', 'The desk has no such ticket.');
      const known = book.messages.get(id);
      if (known !== undefined) {
        return known.isDeleted
          ? refused(404, 'not_found', 'The desk has taken this message away.')
          : { answer: json(200, known.doc), outcome: 'stale' };
      }
      if (ticket.doc.status === 'closed') return refused(422, 'invalid', 'This ticket is closed.');
      const message = book.addMessage(ticket, id, sent.data.body);
      book.touch(ticket, { status: 'open' }, 'requester');
      return { answer: json(201, message), outcome: 'made' };
    });
  }

  function patchTicket(request: DeskRequest, id: string): DeskAnswer {
    return write(request, { kind: 'edit', id, ticket: id }, () => {
      const edit = TicketEdit.safeParse(parsed(Buffer.from(request.body).toString('utf8')));
      const ticket = book.tickets.get(id);
      if (ticket === undefined || ticket.isDeleted)
        return refused(404, 'not_found', 'The desk has no such ticket.');
      if (!edit.success) return refused(400, 'invalid', 'This edit does not fit the contract.');
      const ifMatch = request.headers.get('if-match');
      if (ifMatch === null) return refused(428, 'invalid', 'An edit needs If-Match.');
      if (ifMatch.replaceAll('"', '') !== ticket.doc.version) {
        return refused(412, 'version_conflict', 'The ticket has changed meanwhile.');
      }
      const { status, severity, severityReason, channel, callBack } = edit.data;
      book.touch(
        ticket,
        {
          ...(status !== undefined && { status }),
          ...(severity !== undefined && { severity }),
          ...(severityReason !== undefined && { severityReason }),
          ...(channel !== undefined && { channel }),
          ...(callBack !== undefined && { callBack: callBack && queuedCall(callBack) }),
        },
        'requester',
      );
      return { answer: ticketAnswer(200, ticket), outcome: 'made' };
    });
  }

  function changes(query: URLSearchParams): DeskAnswer {
    const cursor = query.get('cursor');
    const stormy = storm === null ? null : inStorm(storm, cursor);
    if (stormy !== null) return stormy;
    const lagging = lag === null ? null : behind(lag, cursor);
    if (lagging !== null) return lagging;
    const [name, after = '0'] = (cursor ?? `${logName}.0`).split('.');
    if (name !== String(logName)) return refusal(410, 'cursor_expired', 'This cursor is too old.');
    const { entries, to, more } = page(book.log, Number(after));
    const answer = json(200, { changes: entries.flatMap(change), cursor: `${logName}.${to}`, more });
    return { ...answer, body: written(String(answer.body)) };
  }

  /** Cursors that lead nowhere, as long as it lasts; null for an answer as usual. */
  function inStorm(how: Storm, cursor: string | null): DeskAnswer | null {
    turns += 1;
    switch (how) {
      case 'circle': {
        const known = page(book.log, 0).entries.slice(0, 2).flatMap(change);
        return json(200, { changes: known, cursor: `circle.${turns % 3}`, more: true });
      }
      case 'endless':
        return json(200, { changes: [], cursor: `endless.${turns}`, more: true });
      case 'expiring':
        return cursor === null ? null : refusal(410, 'cursor_expired', 'This cursor is too old.');
    }
  }

  function page(log: Entry[], from: number): { entries: Entry[]; to: number; more: boolean } {
    const entries = log.slice(from, from + PAGE);
    return { entries, to: from + entries.length, more: from + entries.length < log.length };
  }

  /**
   * A copy of the desk that lags behind says once that a cursor is too old, and then tells of less than there is. After
   * that the changes are whole again; null when they are. The cursor that it gave leads on from the end, or to nowhere.
   */
  function behind(how: Lag, cursor: string | null): DeskAnswer | null {
    if (cursor !== null && !cursor.startsWith('lag.')) {
      return how.hasBegun ? null : refusal(410, 'cursor_expired', 'This cursor is too old.');
    }
    how.hasBegun = true;
    const shown = book.log.filter(({ id }) => !how.hidden(id));
    const { entries, to, more } = page(shown, Number(cursor?.slice('lag.'.length) ?? 0));
    if (!more) lag = null;
    const end = how.leadsOn ? `${logName}.${book.log.length}` : '0.0';
    return json(200, { changes: entries.flatMap(change), cursor: more ? `lag.${to}` : end, more });
  }

  function told(id: string, doc: Record<string, unknown>): Record<string, unknown> {
    return book.poisons.spoilt(id, lean.has(id) ? without(doc, ...DETAILS) : doc);
  }

  function change({ what, id, raw }: Entry): unknown[] {
    if (raw !== undefined) return [raw];
    const held = { ticket: book.tickets, message: book.messages, attachment: book.files }[what].get(id);
    if (held === undefined) return [];
    const ticketId = 'ticketId' in held.doc ? held.doc.ticketId : held.doc.id;
    const gone = book.deletions.get(id);
    if (gone !== undefined) return [{ kind: 'deleted', deletion: { what, id, ticketId, ...gone } }];
    if (book.deletions.has(ticketId)) return [];
    return [{ kind: what, [what]: told(id, held.doc) }];
  }

  function get(path: string): DeskAnswer {
    const ticket = TICKET.exec(path)?.[1];
    const message = MESSAGE.exec(path)?.[2];
    const [, , fileId, content] = FILE.exec(path) ?? [];
    const held =
      (ticket && book.tickets.get(ticket)) ||
      (message && book.messages.get(message)) ||
      (fileId && book.files.get(fileId)) ||
      undefined;
    if (held === undefined || held.isDeleted) return refusal(404, 'not_found', 'The desk has no such thing.');
    if (content && 'bytes' in held) {
      return { status: 200, headers: { 'content-type': 'application/octet-stream' }, body: held.bytes };
    }
    return json(200, held.doc);
  }

  return {
    book,
    answer(request: DeskRequest): DeskAnswer {
      if (request.headers.get('authorization') !== `Bearer ${token}`) {
        return refusal(401, 'unauthorized', 'Sign in again.');
      }
      const [path = '', query = ''] = request.path.split('?');
      if (path.startsWith('/v1/uploads')) return uploads.answer({ ...request, path });
      if (request.method === 'GET') {
        if (path === '/v1/account') return json(200, who);
        if (path === '/v1/changes') return changes(new URLSearchParams(query));
        return get(path);
      }
      const [, ticketId = '', messageId] = MESSAGE.exec(path) ?? TICKET.exec(path) ?? [];
      if (request.method === 'PUT' && messageId !== undefined)
        return putMessage(request, ticketId, messageId);
      if (request.method === 'PUT' && ticketId !== '') return putTicket(request, ticketId);
      if (request.method === 'PATCH' && ticketId !== '') return patchTicket(request, ticketId);
      return refusal(404, 'not_found', 'No such path.');
    },
    isSignedIn: (headers: Headers): boolean => headers.get('authorization') === `Bearer ${token}`,
    /** Calls `listener` at every change, until the returned function is called. */
    listen(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    poke,
    /** From here on only this token is good. */
    setToken(next: string): void {
      token = next;
    },
    /** `code` is one of the contract, one of this desk's own, or none. */
    refuseNext: (words: string, code?: string): void => void toRefuse.push({ words, code }),
    refuseNoMore: (): void => void toRefuse.splice(0),
    forgetUploads: uploads.forget,
    /** The log starts anew with what is still here: no older cursor means anything. */
    expireCursors(): void {
      logName += 1;
      const seen = new Set<string>();
      const kept = book.log.filter(({ id }) => !book.deletions.has(id) && !seen.has(id) && seen.add(id));
      book.log.splice(0, book.log.length, ...kept);
    },
    /** Becomes what it was, under the same name: no cursor means anything, and no key since then is known. */
    restore(backup: DeskBackup): string[] {
      logName += 1;
      lag = null;
      uploads.forget();
      keys.clear();
      for (const [key, kept] of backup.keys) keys.set(key, kept);
      return book.restore(backup.book);
    },
    backup: (): DeskBackup => ({ book: book.backup(), keys: new Map(keys) }),
    /** The next reading is done by a copy that knows nothing of what is `hidden`. */
    lagBehind(hidden: (id: string) => boolean, leadsOn: boolean): void {
      lag = { hidden, leadsOn, hasBegun: false };
      hasLed ||= leadsOn;
    },
    /** Tells everything again, if a copy that lagged behind has led past some of it. */
    catchUp(): void {
      lag = null;
      if (hasLed) this.expireCursors();
      hasLed = false;
    },
    /** Its cursors lead nowhere; null ends that. */
    storms(how: Storm | null): void {
      storm = how;
    },
    /** From here on its rows come without details. */
    leaveOutDetails: (ticket: string): void => void lean.add(ticket),
  };
}
export type ModelDesk = ReturnType<typeof modelDesk>;

export const STORMS = ['circle', 'endless', 'expiring'] as const;
type Storm = (typeof STORMS)[number];

type Keys = Map<string, { fingerprint: string; answer: DeskAnswer; at: number }>;
export type DeskBackup = { book: Backup; keys: Keys };
type Refusal = { words: string; code: string | undefined };
type Lag = { hidden: (id: string) => boolean; leadsOn: boolean; hasBegun: boolean };

function ticketAnswer(status: number, ticket: HeldTicket): DeskAnswer {
  const answer = json(status, ticket.doc);
  return { ...answer, headers: { ...answer.headers, etag: `"${ticket.doc.version}"` } };
}

function refused(...problem: Parameters<typeof refusal>): { answer: DeskAnswer; outcome: 'refused' } {
  return { answer: refusal(...problem), outcome: 'refused' };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function detailOf(answer: DeskAnswer): string | null {
  const problem = parsed(typeof answer.body === 'string' ? answer.body : '');
  return typeof problem === 'object' && problem !== null && 'detail' in problem
    ? String(problem.detail)
    : null;
}
