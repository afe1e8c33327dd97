/** What the expectations work on: tickets of the check's own, each made once and only when somebody looks at it. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { DeskTicket, PATHS, type TicketSubmission } from '#shared/contract.ts';
import { idMaker, type MessageId, TicketId } from '#shared/ids.ts';
import { type Answer, type Asker, asker, type Fetch } from './ask.ts';
import { Finding, needed, require } from './expectation.ts';
import { type Reading, readLog } from './log.ts';
import { declines, fieldsOf, said } from './read.ts';
import { uploader } from './upload.ts';

/** How each ticket of the check is titled, so that a specialist knows it at once. */
export const TITLE = 'Conformance check, please ignore';

export type Limits = {
  /** For one answer. */
  answerMs: number;
  /** For a sign of life on the stream: the heartbeat of the contract and half of it more. */
  silenceMs: number;
  /** For a poke after a write. */
  pokeMs: number;
  /** For all of it. */
  totalMs: number;
};

/** Something that was written, and what came back. */
export type Sent<Id> = { id: Id; key: string; path: string; body: string; answer: Answer };
export type Written = { what: 'ticket' | 'message' | 'attachment'; id: string; ticketId: string };

/** The part of an account that the check goes by, wherever the rest is wrong. */
const LooseAccount = z.looseObject({
  plan: z.looseObject({ channels: z.array(z.string()).catch([]) }).catch({ channels: [] }),
  largestAttachmentBytes: z.number().optional().catch(undefined),
});

export function openBench(desk: { url: string; token: string; fetch: Fetch; limits: Limits }) {
  const { limits } = desk;
  const http: Asker = asker({ ...desk, withinMs: limits.answerMs });
  const ids = idMaker(Date.now, (length) => new Uint8Array(randomBytes(length)));
  const key = () => `check-${randomBytes(12).toString('hex')}`;
  const written: Written[] = [];

  const put = (path: string, withKey: string | null, body: string) =>
    http.ask('PUT', path, {
      headers: {
        'content-type': 'application/json',
        ...(withKey !== null && { 'idempotency-key': withKey }),
      },
      body,
    });
  const get = (path: string) => http.ask('GET', path);
  const edit = (id: TicketId, withKey: string, version: string | null, body: unknown) =>
    http.ask('PATCH', PATHS.ticket(id), {
      headers: {
        'content-type': 'application/json',
        'idempotency-key': withKey,
        ...(version !== null && { 'if-match': `"${version}"` }),
      },
      body: JSON.stringify(body),
    });

  async function handIn(what: string, more: Partial<TicketSubmission> = {}): Promise<Sent<TicketId>> {
    const id = ids.ticket();
    const sent = { id, key: key(), path: PATHS.ticket(id), body: submission(what, more) };
    const answer = await put(sent.path, sent.key, sent.body);
    if (answer.ok) written.push({ what: 'ticket', id, ticketId: id });
    return { ...sent, answer };
  }

  async function write(ticketId: TicketId, text: string): Promise<Sent<MessageId>> {
    const id = ids.message();
    const body = JSON.stringify({ body: text, writtenAt: LONG_AGO });
    const sent = { id, key: key(), path: PATHS.message(ticketId, id), body };
    const answer = await put(sent.path, sent.key, body);
    if (answer.ok) written.push({ what: 'message', id, ticketId });
    return { ...sent, answer };
  }

  /** A ticket that the desk has taken, for whoever needs one. */
  async function taken(what: string, more: Partial<TicketSubmission> = {}): Promise<Sent<TicketId>> {
    const sent = await handIn(what, more);
    require(sent.answer.ok, `A ticket could not be handed in: ${said(sent.answer)}.`);
    return sent;
  }

  const account = kept(() => get(PATHS.account));
  /** The ticket that most look at. */
  const ticket = kept(() => handIn('the first', { description: WORDS, ...DETAILS }));
  const mainTicket = async () => {
    const sent = await ticket();
    require(sent.answer.ok, 'The ticket was not taken.');
    return sent;
  };
  const message = kept(async () => {
    const { id } = await mainTicket();
    return { ticketId: id, ...(await write(id, WORDS)) };
  });
  /** The ticket once more under its key. */
  const repeat = kept(async () => {
    const { path, key: same, body } = await mainTicket();
    return put(path, same, body);
  });
  /** A ticket with its first edit, which solves it. */
  const solved = kept(async () => {
    const sent = await taken('to be edited');
    const first = needed(fieldsOf(sent.answer).version, 'The ticket has no version.');
    require(DeskTicket.shape.version.safeParse(first).success, 'The version cannot stand in If-Match.');
    const body = { status: 'solved' };
    const withKey = key();
    return { ...sent, first, body, key: withKey, edited: await edit(sent.id, withKey, first, body) };
  });

  return {
    ...http,
    limits,
    uploads: uploader(http, desk.url),
    ids,
    key,
    written,
    put,
    get,
    edit,
    handIn,
    taken,
    write,
    account,
    async accountRead() {
      return LooseAccount.catch({ plan: { channels: [] } }).parse((await account()).json);
    },
    ticket,
    mainTicket,
    message,
    async mainMessage() {
      const sent = await message();
      require(sent.answer.ok, 'The message was not taken.');
      return sent;
    },
    repeat,
    /** Ends with "not offered" where the desk keeps no keys: its repeats are safe by the id. */
    async needsKeys(): Promise<void> {
      const again = await repeat();
      if (again.headers.get('idempotency-replayed') !== 'true') {
        throw new Finding(
          'not_offered',
          'The desk does not say that it knows a key: repeats are safe by the id.',
        );
      }
    },
    solved,
    /** The edited ticket, where the desk takes edits. */
    async needsEdits() {
      const sent = await solved();
      if (declines(sent.edited)) throw new Finding('not_offered', `${said(sent.edited)}: no edits.`);
      require(sent.edited.ok, `An edit was not taken: ${said(sent.edited)}.`);
      const second = needed(fieldsOf(sent.edited).version, 'The edited ticket has no version.');
      return { ...sent, second };
    },
    /** The tickets of the check that the desk has taken. */
    ownTickets: () => written.flatMap(({ what, id }) => (what === 'ticket' ? [TicketId.parse(id)] : [])),
    /** Solves a ticket that is not solved yet. */
    async solve(id: TicketId): Promise<void> {
      const { status, version } = fieldsOf(await get(PATHS.ticket(id)));
      if (version !== undefined && status !== 'solved') await edit(id, key(), version, { status: 'solved' });
    },
    readLog: (cursor: string | null): Promise<Reading> => readLog(get, cursor, limits),
    /** The log as it was before the check wrote anything. */
    before: kept(() => readLog(get, null, limits)),
    /** The log from its beginning, once the check has written. */
    whole: kept((): Promise<Reading> => readLog(get, null, limits)),
  };
}
export type Bench = ReturnType<typeof openBench>;

/** Something that a group makes once in every check, when it first looks at it. */
export function oncePerCheck<T>(make: (bench: Bench) => Promise<T>): (bench: Bench) => Promise<T> {
  const made = new WeakMap<Bench, Promise<T>>();
  return (bench) => {
    const thing = made.get(bench) ?? make(bench);
    made.set(bench, thing);
    return thing;
  };
}

/** Makes it once, when somebody first asks. */
function kept<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** An instant that no desk may take for its own. */
export const LONG_AGO = '2001-02-03T04:05:06Z';
/** Everything that is easily changed on the way: line ends, spaces that mean something, marks, signs, other scripts. */
export const WORDS =
  'This was written by a check of this desk. Please ignore it.\n\n' +
  'Two spaces at the end  \nmake a new line.\r\nA\ttab, “quotes”, \'one\' "two", \\, <b>no HTML</b> &amp; an ampersand.\n\n\n' +
  'Æøå, e\u0301 in two letters, مرحبا, 支援, 🚒, a soft\u00adhyphen and a no-break\u00a0space.\n\n```\n  indented\n```';
export const DETAILS = {
  users: 'About 40',
  steps: '1. Open\n2. Wait',
  expected: 'A page',
  actual: 'None',
  tried: 'Twice',
  errorId: 'E-1042',
  link: 'https://hub.example/work?order=7#now',
  cc: ['check@lifeline.example'],
  phone: '+47 00 00 00 00',
  guide: {
    answers: { stopped: 'some' },
    judged: 'standard' as const,
    reasons: ['a way around'],
    unconfirmed: ['stopped'],
    words: ['What does it hold up? Some work.', 'Because: there is a way around.'],
  },
};

/** The bytes of a ticket. It is never urgent. */
export function submission(what: string, more: Partial<TicketSubmission> = {}): string {
  return JSON.stringify({
    title: `${TITLE} (${what})`,
    description: 'This was written by a check of this desk. Please ignore it.',
    severity: 'standard',
    severityReason: '',
    affected: 'one',
    hit: 'Nothing',
    since: 'now',
    channel: 'email',
    writtenAt: LONG_AGO,
    ...more,
  });
}
