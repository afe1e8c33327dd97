/** The page on which a person plays the specialist, its JSON, and the fault switch. No fault touches these. */
import { readFileSync } from 'node:fs';
import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { z } from 'zod';
import {
  CallBack,
  DeskAttachment,
  DeskMessage,
  type DeskTicket,
  Severity,
  StatusLine,
  TicketStatus,
} from '#shared/contract.ts';
import { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import type { PromiseFacts } from '#shared/model.ts';
import { promiseClock } from '#shared/sla/promise.ts';
import { SPECIALISTS } from './account.ts';
import { FaultPlan } from './faults.ts';
import type { Env } from './http.ts';
import type { PokeStreams } from './pokes.ts';
import { faultsInWords, problemResponse, readJson, refusal } from './problem.ts';
import type { SpecialistDesk } from './specialistDesk.ts';

const Specialist = DeskMessage.shape.author.shape.name.min(1).max(100);
const MessageText = z.string().trim().min(1);
const Reply = z.strictObject({
  body: MessageText,
  as: Specialist.optional(),
  status: TicketStatus.optional(),
});
const ChatMove = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('accept'), as: Specialist.optional() }),
  z.strictObject({ do: z.literal('typing'), typing: z.boolean() }),
  z.strictObject({ do: z.literal('presence'), presence: z.enum(['here', 'away']) }),
  z.strictObject({ do: z.literal('end') }),
]);
const Call = z.strictObject({ state: CallBack.shape.state, by: Specialist });
const Move = z.strictObject({ status: TicketStatus, by: Specialist.optional() });
const Assignment = z.strictObject({ to: Specialist, by: Specialist });
const Merge = z.strictObject({ into: z.string().trim().min(1).max(100), by: Specialist });
const Judgement = z.strictObject({ severity: Severity, by: Specialist, reason: z.string() });
const Edit = z.strictObject({ body: MessageText });
const Status = z.strictObject({ text: StatusLine.shape.text.nullable() });
const Signature = z.strictObject({ by: Specialist });
/** The rooms of the page's addresses, with what lies in each. */
const GONE = { tickets: 'ticket', messages: 'message', attachments: 'attachment' } as const;
const Gone = z.object({ what: z.enum(['tickets', 'messages', 'attachments']), id: z.uuidv7() });
/** What the address says of a file; its bytes are the body. */
const FileToAttach = z.object({
  name: DeskAttachment.shape.name.min(1).max(255),
  as: Specialist.optional(),
  messageId: MessageId.optional(),
});

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const PAGE = [
  { path: '/', file: 'index.html', type: 'text/html; charset=utf-8' },
  { path: '/page.css', file: 'page.css', type: 'text/css; charset=utf-8' },
  { path: '/page.js', file: 'page.js', type: 'text/javascript; charset=utf-8' },
] as const;

/**
 * Keeps other sites out: a name that only points at this computer (DNS rebinding) has another Host, and a
 * page elsewhere cannot set a header of its own without a preflight, which is never answered.
 */
const fromThisPage: MiddlewareHandler<Env> = async (c, next) => {
  const host = (c.req.header('host') ?? '').replace(/:\d+$/, '');
  const own = host === '127.0.0.1' || host === 'localhost';
  const reads = c.req.method === 'GET' || c.req.method === 'HEAD';
  if (own && (reads || c.req.header('x-desk-page') !== undefined)) return next();
  const detail = 'Only a page of this desk may do this: send the header X-Desk-Page.';
  return problemResponse(refusal(403, 'invalid', detail));
};

const instant = (wire: string | null | undefined) => (wire ? Date.parse(wire) : null);

function factsOf(ticket: DeskTicket): PromiseFacts {
  return {
    receivedAt: instant(ticket.createdAt),
    target: ticket.promise?.target ?? null,
    dueAt: instant(ticket.promise?.dueAt),
    firstAnsweredAt: instant(ticket.firstAnsweredAt),
    exceptedBecause: ticket.promise?.exceptedBecause ?? null,
  };
}

/** The routes of the specialist page. */
export function specialistPage(desk: {
  specialist: SpecialistDesk;
  /** The content of a file as an answer. */
  content: (id: AttachmentId) => Response | null;
  largestAttachmentBytes: number;
  streams: PokeStreams;
  clock: () => number;
  faults: { set(plan: FaultPlan): void; state(): unknown };
}) {
  const app = new Hono<Env>();
  const { specialist } = desk;
  const missing = () => problemResponse(refusal(404, 'not_found', 'The desk has no such thing any more.'));

  /** Answers with what `work` makes of the body, or 404 when it makes nothing. */
  async function answer<Shape>(
    c: Context<Env>,
    schema: z.ZodType<Shape>,
    work: (body: Shape) => object | null,
    status: 200 | 201 = 200,
  ): Promise<Response> {
    const read = readJson(new Uint8Array(await c.req.arrayBuffer()), schema);
    if (!read.ok) return problemResponse(read.refused);
    const result = work(read.value);
    return result === null ? missing() : c.json(result, status);
  }

  /** What `work` makes of the id in the path; null when there is none. */
  function withId<Schema extends z.ZodType, Result>(
    c: Context<Env>,
    schema: Schema,
    work: (id: z.output<Schema>) => Result | null,
  ): Result | null {
    const id = schema.safeParse(c.req.param('id')).data;
    return id === undefined ? null : work(id);
  }

  for (const { path, file, type } of PAGE) {
    const text = readFileSync(new URL(`./page/${file}`, import.meta.url), 'utf8');
    app.get(path, fromThisPage, (c) =>
      c.body(text, 200, {
        'content-type': type,
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      }),
    );
  }

  app.use('/specialist/*', fromThisPage);
  app.get('/specialist/tickets', (c) => {
    const now = desk.clock();
    const tickets = specialist
      .tickets()
      .map((ticket) => ({ ...ticket, clock: promiseClock(factsOf(ticket), now) }));
    return c.json({ specialists: SPECIALISTS, tickets, statusLine: specialist.statusLine() });
  });
  app.put('/specialist/status', (c) =>
    answer(c, Status, ({ text }) => ({ statusLine: specialist.sayStatus(text) })),
  );
  app.get('/specialist/stream', (c) => desk.streams.open(c.env.incoming.socket));
  app.get('/specialist/tickets/:id/thread', (c) => {
    const thread = withId(c, TicketId, (id) => ({
      messages: specialist.messages(id),
      attachments: specialist.attachments(id),
      chat: specialist.chats().find(({ ticketId }) => ticketId === id) ?? null,
    }));
    return thread === null ? missing() : c.json(thread);
  });
  app.post('/specialist/tickets/:id/replies', (c) =>
    answer(
      c,
      Reply,
      ({ body, ...more }) => withId(c, TicketId, (id) => specialist.reply(id, body, more)),
      201,
    ),
  );
  app.post('/specialist/tickets/:id/chat', (c) =>
    answer(c, ChatMove, (move) =>
      withId(c, TicketId, (id) => {
        if (move.do === 'accept') return specialist.chat.accept(id, move.as);
        if (move.do === 'typing') return specialist.chat.typing(id, move.typing);
        if (move.do === 'presence') return specialist.chat.presence(id, move.presence);
        return specialist.chat.end(id);
      }),
    ),
  );
  app.put('/specialist/tickets/:id/call', (c) =>
    answer(c, Call, ({ state, by }) => withId(c, TicketId, (id) => specialist.setCall(id, state, by))),
  );
  app.put('/specialist/tickets/:id/status', (c) =>
    answer(c, Move, ({ status, by }) => withId(c, TicketId, (id) => specialist.setStatus(id, status, by))),
  );
  app.put('/specialist/tickets/:id/assignee', (c) =>
    answer(c, Assignment, ({ to, by }) => withId(c, TicketId, (id) => specialist.assign(id, to, by))),
  );
  app.post('/specialist/tickets/:id/merge', (c) =>
    answer(c, Merge, ({ into, by }) =>
      withId(c, TicketId, (id) => {
        const other = specialist.tickets().find(({ number }) => number === into);
        return other === undefined ? null : specialist.merge(id, other.id, by);
      }),
    ),
  );
  app.put('/specialist/tickets/:id/severity', (c) =>
    answer(c, Judgement, ({ severity, ...judged }) =>
      withId(c, TicketId, (id) => specialist.setSeverity(id, severity, judged)),
    ),
  );
  app.put('/specialist/messages/:id', (c) =>
    answer(c, Edit, ({ body }) => withId(c, MessageId, (id) => specialist.editMessage(id, body))),
  );
  app.delete('/specialist/:what/:id', (c) => {
    const gone = Gone.safeParse(c.req.param()).data;
    return answer(c, Signature, ({ by }) =>
      gone === undefined ? null : specialist.takeAway(GONE[gone.what], gone.id, by),
    );
  });

  const tooLarge = () => problemResponse(refusal(413, 'invalid', 'This file is too large for this desk.'));
  const limit = bodyLimit({ maxSize: desk.largestAttachmentBytes, onError: tooLarge });
  app.post('/specialist/tickets/:id/attachments', limit, async (c) => {
    const about = FileToAttach.safeParse(c.req.query());
    if (!about.success) return problemResponse(refusal(422, 'invalid', faultsInWords(about.error)));
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const mediaType = c.req.header('content-type') ?? 'application/octet-stream';
    const made = withId(c, TicketId, (id) => specialist.attach(id, { ...about.data, mediaType, bytes }));
    return made === null ? missing() : c.json(made, 201);
  });
  app.get('/specialist/attachments/:id/content', (c) => withId(c, AttachmentId, desk.content) ?? missing());

  app.use('/faults', fromThisPage);
  app.get('/faults', (c) => c.json(desk.faults.state()));
  app.put('/faults', async (c) => {
    const read = readJson(new Uint8Array(await c.req.arrayBuffer()), FaultPlan);
    if (!read.ok) return problemResponse(read.refused);
    desk.faults.set(read.value);
    return c.json(desk.faults.state());
  });
  return app;
}
