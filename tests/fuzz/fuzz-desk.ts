/** The desk of the fuzz: says what a case has it say, one answer after the other, and good news after each. */
import { Account, STREAM_HEARTBEAT_SECONDS } from '#shared/contract.ts';
import { TicketId } from '#shared/ids.ts';
import { parseReceived } from '#shared/received-json.ts';
import type { Timeline } from '../sim/timeline.ts';
import { deskTicket } from '../tickets.ts';
import type { Case, Said } from './words.ts';

const GOOD_ACCOUNT = {
  desk: { id: 'fuzz', name: 'Fuzz desk' },
  plan: { name: 'Premium', channels: ['email', 'chat'] },
  requester: { id: 'rita', name: 'Rita Requester', email: 'rita@example.com', role: 'super_admin' },
  scope: 'company',
  colleagues: [{ id: 'olaf', name: 'Olaf Colleague' }],
  superAdmins: [],
  policy: { rules: [], calendar: null, exceptions: [], hasUnreadableExceptions: false },
  phone: null,
  serviceHours: { kind: 'always' },
  keyRetentionHours: 24,
  largestAttachmentBytes: 1_000_000,
} satisfies Account;

const json = (value: unknown, status = 200): Response =>
  new Response(JSON.stringify(value), { status, headers: { 'content-type': 'application/json' } });
const NOT_NOW = { code: 'unavailable', title: 'Not now' };

export function fuzzDesk({ account, said }: Case, time: Timeline) {
  const streams = new Set<(text: string) => void>();
  let isAccountTold = false;
  /** What is said next to whoever asks for changes. */
  let next: Said | null = null;
  let receipt: Said | null = null;
  let news = 0;
  let newsTold = 0;
  let questions = 0;
  const at = new Date(time.now()).toISOString();

  /** A ticket with one answer, as an honest desk tells of it. */
  function goodPage(): Response {
    newsTold = news;
    if (news === 0) return json({ changes: [], cursor: 'good0', more: false });
    return json({
      changes: [
        { kind: 'ticket', ticket: goodTicket(news, at) },
        { kind: 'message', message: goodMessage(news, at) },
      ],
      cursor: `good${news}`,
      more: false,
    });
  }

  function changes(): Response {
    const page = next;
    next = null;
    if (page === null) return goodPage();
    return new Response(page.status === 204 ? null : page.body, {
      status: page.status,
      headers: { 'content-type': page.type },
    });
  }

  function receiptFor(path: string): Response {
    const given = receipt;
    receipt = null;
    if (given === null) return json(NOT_NOW, 503);
    const [, , , ticketId, , id] = path.split('/');
    const body = given.body
      .replace(/"id":"[^"]*"/, `"id":"${id ?? ticketId}"`)
      .replace(/"ticketId":"[^"]*"/, `"ticketId":"${ticketId}"`);
    return new Response(body, { headers: { 'content-type': given.type } });
  }

  function stream(signal: AbortSignal | null): Response {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        const say = (text: string): void => controller.enqueue(Buffer.from(text));
        let isOpen = true;
        const end = (): void => {
          if (isOpen) controller.error(new Error('given up'));
          isOpen = false;
          streams.delete(say);
        };
        signal?.addEventListener('abort', end);
        streams.add(say);
        const beat = (): void => {
          time.after(STREAM_HEARTBEAT_SECONDS * 1000, () => {
            if (!isOpen) return;
            say(': still here\n\n');
            beat();
          });
        };
        beat();
      },
    });
    return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
  }

  function answer(method: string, path: string, signal: AbortSignal | null): Response {
    if (path === '/v1/account') {
      if (isAccountTold) return json(goodAccount(account));
      isAccountTold = true;
      return new Response(account, { headers: { 'content-type': 'application/json' } });
    }
    if (path === '/v1/changes') return changes();
    if (path === '/v1/stream') return stream(signal);
    if (method === 'PUT' || method === 'PATCH') return receiptFor(path);
    return json(NOT_NOW, 503);
  }

  return {
    said,
    fetch: (url: string, init: RequestInit): Promise<Response> =>
      new Promise((resolve, reject) => {
        questions += 1;
        const signal = init.signal ?? null;
        signal?.addEventListener('abort', () => reject(signal.reason));
        const { pathname } = new URL(url);
        // What was given up meanwhile is told nothing: what it was to hear is still to be told.
        time.after(5, () => {
          if (!signal?.aborted) resolve(answer(init.method ?? 'GET', pathname, signal));
        });
      }),
    say(what: Said): void {
      if (what.to === 'receipt') receipt = what;
      else if (what.to === 'page') next = what;
      else for (const stream of [...streams]) stream(`event: chat\ndata: ${what.body}\n\n`);
    },
    poke(): void {
      for (const stream of [...streams]) stream('event: poke\ndata: 1\n\n');
    },
    /** From here on an honest page tells of something new; returns what. */
    news(): { ticket: string; message: string } {
      news += 1;
      return { ticket: goodTicketId, message: goodMessage(news, at).id };
    },
    /** True when the answer that was to be said has been asked for. */
    hasSaid: (): boolean => next === null,
    hasToldNews: (): boolean => newsTold === news,
    questions: (): number => questions,
  };
}

/** An account without anything to stumble over, and the one that was first told: another's tickets would be others. */
function goodAccount(first: string) {
  const told = accountIn(first);
  return { ...GOOD_ACCOUNT, ...(told && { desk: told.desk, requester: told.requester }) };
}

function accountIn(text: string): Account | undefined {
  try {
    return Account.safeParse(parseReceived(text)).data;
  } catch {
    // Nested too deep, for instance: core does not take it either.
    return undefined;
  }
}

const goodTicketId = TicketId.parse('0197f3c0-00aa-7000-8000-000000000001');
const goodTicket = (n: number, at: string) =>
  deskTicket({ id: goodTicketId, title: 'Good news', version: String(n) }, Date.parse(at));
const goodMessage = (n: number, at: string) => ({
  id: `0197f3c0-00bb-7000-8000-${n.toString(16).padStart(12, '0')}`,
  ticketId: goodTicketId,
  author: { kind: 'specialist', id: null, name: 'Sol' },
  body: `Good news ${n}`,
  createdAt: at,
  editedAt: null,
});
