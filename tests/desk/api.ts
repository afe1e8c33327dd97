/** The support API over HTTP: everything under /v1, and its openapi.json. */

import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { type Change, type ChangesPage, LIMITS, PATHS } from '#shared/contract.ts';
import type { AttachmentId, TicketId } from '#shared/ids.ts';
import { bearer } from './bearer.ts';
import { type ChatRoom, hasNoChat } from './chats.ts';
import { type Company, mayHear, ticketFor } from './company.ts';
import { contentResponse } from './content.ts';
import { cursorAfter, placeOf } from './cursor.ts';
import { takeEdit } from './edit.ts';
import { faultGate, latency } from './faultGate.ts';
import type { FaultSwitch } from './faults.ts';
import type { FileRoom } from './fileRoom.ts';
import { oneFlightPerKey } from './flights.ts';
import type { Env } from './http.ts';
import { type Effect, etagOf, takeMessage, takeTicket, wordsOfDeletion } from './intake.ts';
import { ABOUT, finished } from './openapi.ts';
import type { PokeStreams } from './pokes.ts';
import { faultsInWords, problemResponse, refusal } from './problem.ts';
import {
  accountRoute,
  attachmentRoute,
  changesRoute,
  chatRoute,
  chatTypingRoute,
  contentRoute,
  describeWrites,
  IdempotencyKey,
  MessageParams,
  messageRoute,
  TicketParams,
  ticketRoute,
} from './routes.ts';
import type { SentAccount } from './schemas.ts';
import type { Store } from './store.ts';
import { uploads } from './uploads.ts';
import { takeWrite, type WriteAnswer } from './writes.ts';

/** JSON may spend six bytes on one UTF-16 code unit (`\uXXXX`). */
const MOST_BYTES = 6 * (LIMITS.longText + LIMITS.title + 12 * LIMITS.shortText) + 20_000;

const PROBLEM = { 'content-type': 'application/problem+json' };

type DeskParts = {
  store: Store;
  files: FileRoom;
  chats: ChatRoom;
  refusedEndings: readonly string[];
  streams: PokeStreams;
  /** Called after every commit that changed something. */
  changed: () => void;
  faults: FaultSwitch;
  clock: () => number;
  company: Company;
  closing: AbortSignal;
};

function writeResponse(answered: WriteAnswer): Response {
  if (answered.outcome === 'refused') return problemResponse(answered.refused);
  const { status, etag, body } = answered.answer;
  const headers = new Headers({ 'content-type': 'application/json' });
  if (etag !== null) headers.set('etag', etag);
  if (answered.outcome === 'replayed') headers.set('idempotency-replayed', 'true');
  return new Response(body, { status, headers });
}

/** Half of what a client reads of one page. */
const LARGEST_PAGE = 8 * 2 ** 20;

/** How many of these changes make a page that is not too large; one at least. */
function fitting(found: { change: Change }[]): number {
  let bytes = 0;
  const end = found.findIndex(({ change }) => {
    bytes += Buffer.byteLength(JSON.stringify(change));
    return bytes > LARGEST_PAGE;
  });
  return end === -1 ? found.length : Math.max(1, end);
}

/** A page for an account. What it is not told of is left out of the page, and passed over by the cursor. */
function changesPage(
  store: Store,
  account: SentAccount,
  { after, limit }: { after: number; limit: number },
): ChangesPage {
  const found = store.changesAfter(after, limit + 1);
  const page = found.slice(0, Math.min(limit, fitting(found)));
  const last = page.at(-1)?.seq ?? after;
  return {
    changes: page.map(({ change }) => change).filter((change) => mayHear(store, account, change)),
    cursor: cursorAfter(store.logName(), last),
    more: found.length > page.length,
  };
}

/** The API as an app that `startDesk` serves. */
export function supportApi(desk: DeskParts) {
  const { store, files, company, clock, changed } = desk;
  const app = new OpenAPIHono<Env>({
    defaultHook: (result) =>
      result.success
        ? undefined
        : problemResponse(
            refusal(result.target === 'param' ? 400 : 422, 'invalid', faultsInWords(result.error)),
          ),
  });

  // By this a client knows how far the two clocks are apart.
  app.use('*', async (c, next) => {
    await next();
    c.header('date', new Date(clock()).toUTCString());
  });
  app.use('/v1/*', faultGate(desk.faults, desk.closing), bearer(desk.company));
  const tooLarge = () => problemResponse(refusal(413, 'invalid', 'The body is too large.'));
  // Uploads bring no keys, and their bodies are as long as files are.
  app.use('/v1/tickets/*', oneFlightPerKey(), bodyLimit({ maxSize: MOST_BYTES, onError: tooLarge }));
  app.use('/v1/*', latency(desk.closing));

  const notHere = (id: string) => refusal(404, 'not_found', wordsOfDeletion(store, id) ?? undefined);
  const attachmentOf = (
    account: SentAccount,
    { id, attachmentId }: { id: string; attachmentId: AttachmentId },
  ) => {
    const found = store.attachment(attachmentId);
    const isIn = found?.attachment.ticketId.toLowerCase() === id.toLowerCase();
    return isIn && ticketFor(store, account, found.attachment.ticketId) ? found : undefined;
  };

  app.openapi(accountRoute, (c) => c.json(c.var.account, 200));
  app.openapi(ticketRoute, (c) => {
    const { id } = c.req.valid('param');
    const ticket = ticketFor(store, c.var.account, id);
    if (ticket === undefined) return c.json(notHere(id).problem, 404, PROBLEM);
    return c.json(ticket, 200, { etag: etagOf(ticket) });
  });
  app.openapi(messageRoute, (c) => {
    const { id, messageId } = c.req.valid('param');
    const message = store.message(messageId)?.message;
    const isThere =
      message?.ticketId.toLowerCase() === id.toLowerCase() &&
      ticketFor(store, c.var.account, message.ticketId) !== undefined;
    if (!isThere) return c.json(notHere(messageId).problem, 404, PROBLEM);
    return c.json(message, 200);
  });
  app.openapi(attachmentRoute, (c) => {
    const params = c.req.valid('param');
    const found = attachmentOf(c.var.account, params);
    if (found === undefined) return c.json(notHere(params.attachmentId).problem, 404, PROBLEM);
    return c.json(found.attachment, 200);
  });
  app.openapi(contentRoute, (c) => {
    const params = c.req.valid('param');
    const found = attachmentOf(c.var.account, params);
    if (found === undefined) return problemResponse(notHere(params.attachmentId));
    return contentResponse(files, found, c.req.header('range'));
  });
  app.openapi(chatRoute, (c) => {
    const { id } = c.req.valid('param');
    const chat = ticketFor(store, c.var.account, id) === undefined ? null : desk.chats.get(id);
    if (chat === null) return c.json(refusal(404, 'not_found').problem, 404, PROBLEM);
    return c.json(chat, 200);
  });
  app.openapi(chatTypingRoute, (c) => {
    const { id } = c.req.valid('param');
    if (ticketFor(store, c.var.account, id) === undefined || !desk.chats.wrote(id, clock()))
      return c.json(refusal(404, 'not_found').problem, 404, PROBLEM);
    return c.json({}, 200);
  });
  app.openapi(changesRoute, (c) => {
    const { cursor, limit } = c.req.valid('query');
    const after = cursor === undefined ? 0 : placeOf(cursor, store.logName(), store.lastChange());
    if (after === null) return c.json(refusal(410, 'cursor_expired').problem, 410, PROBLEM);
    return c.json(changesPage(store, c.var.account, { after, limit }), 200);
  });
  app.get(PATHS.stream, (c) => {
    const { account } = c.var;
    return desk.streams.open(c.env.incoming.socket, (id) => ticketFor(store, account, id) !== undefined);
  });

  async function write(
    c: Context<Env>,
    about: { kind: 'ticket' | 'message' | 'edit'; id: string; ticketId: TicketId },
    effect: (sent: { bytes: Uint8Array; at: number }) => Effect,
  ): Promise<Response> {
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const key = IdempotencyKey.parse(c.req.header('idempotency-key'));
    const { method, path } = c.req;
    const { keyRetentionHours } = company.main;
    const { id: requester } = c.var.account.requester;
    const whose = requester === company.main.requester.id ? '' : `${requester} `;
    const take = () => {
      const at = clock();
      const answered = takeWrite(
        store,
        { method, path, key, whose, bytes, ...about },
        { at, keyRetentionHours },
        () => effect({ bytes, at }),
      );
      if (answered.outcome === 'created') {
        const ticket = store.ticket(about.ticketId)?.ticket;
        if (about.kind === 'ticket' && ticket?.channel === 'chat') desk.chats.open(ticket.id);
        if (about.kind === 'edit' && (!ticket || hasNoChat(ticket))) desk.chats.end(about.ticketId);
        changed();
      }
      return answered;
    };
    const first = take();
    return writeResponse(c.get('deliveries') === 2 ? take() : first);
  }

  app.put('/v1/tickets/:id', (c) => {
    const params = TicketParams.safeParse(c.req.param());
    if (!params.success) return problemResponse(refusal(400, 'invalid', faultsInWords(params.error)));
    const { id } = params.data;
    return write(c, { kind: 'ticket', id, ticketId: id }, (sent) =>
      takeTicket(store, c.var.account, { id, ...sent }),
    );
  });
  app.patch('/v1/tickets/:id', (c) => {
    const params = TicketParams.safeParse(c.req.param());
    if (!params.success) return problemResponse(refusal(400, 'invalid', faultsInWords(params.error)));
    const { id } = params.data;
    const ifMatch = c.req.header('if-match');
    return write(c, { kind: 'edit', id, ticketId: id }, (sent) =>
      takeEdit(store, c.var.account, { id, ifMatch, ...sent }),
    );
  });
  app.put('/v1/tickets/:id/messages/:messageId', (c) => {
    const params = MessageParams.safeParse(c.req.param());
    if (!params.success) return problemResponse(refusal(400, 'invalid', faultsInWords(params.error)));
    const { id: ticketId, messageId: id } = params.data;
    return write(c, { kind: 'message', id, ticketId }, (sent) =>
      takeMessage(store, c.var.account, { ticketId, id, ...sent }),
    );
  });

  const { refusedEndings } = desk;
  const { largestAttachmentBytes } = company.main;
  const takeUpload = uploads({
    store,
    files,
    rules: { largestAttachmentBytes, refusedEndings },
    company,
    changed,
    clock,
  });
  app.all(PATHS.uploads, takeUpload);
  app.all(`${PATHS.uploads}/:upload`, takeUpload);

  describeWrites(app);
  app.get('/openapi.json', (c) =>
    c.json(finished(app.getOpenAPI31Document(ABOUT(new URL(c.req.url).origin)))),
  );
  app.notFound(() => problemResponse(refusal(404, 'not_found')));
  app.onError(() => problemResponse(refusal(500, 'unavailable')));
  return app;
}
