/** The page on which a person plays the specialist, its JSON, and the fault switch. No fault touches these. */
import { readFileSync } from 'node:fs';
import { Hono, type MiddlewareHandler } from 'hono';
import { z } from 'zod';
import { DeskMessage, type DeskTicket, TicketStatus } from '#shared/contract.ts';
import { TicketId } from '#shared/ids.ts';
import { type PromiseFacts, promiseClock } from '#shared/sla/promise.ts';
import { SPECIALISTS } from './account.ts';
import { FaultPlan } from './faults.ts';
import type { Env } from './http.ts';
import type { PokeStreams } from './pokes.ts';
import { problemResponse, readJson, refusal } from './problem.ts';
import type { SpecialistDesk } from './specialistDesk.ts';

const Reply = z.strictObject({
  body: z.string().trim().min(1),
  as: DeskMessage.shape.author.shape.name.min(1).max(100).optional(),
  status: TicketStatus.optional(),
});
const Move = z.strictObject({ status: TicketStatus });

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
  };
}

/** The routes of the specialist page. */
export function specialistPage(desk: {
  specialist: SpecialistDesk;
  streams: PokeStreams;
  clock: () => number;
  faults: { set(plan: FaultPlan): void; state(): unknown };
}) {
  const app = new Hono<Env>();
  const { specialist } = desk;
  const noTicket = () => problemResponse(refusal(404, 'not_found', 'The desk has no such ticket.'));

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
    return c.json({ specialists: SPECIALISTS, tickets });
  });
  app.get('/specialist/stream', (c) => desk.streams.open(c.env.incoming.socket));
  app.get('/specialist/tickets/:id/messages', (c) => {
    const id = TicketId.safeParse(c.req.param('id')).data;
    return id === undefined ? noTicket() : c.json(specialist.messages(id));
  });
  app.post('/specialist/tickets/:id/replies', async (c) => {
    const id = TicketId.safeParse(c.req.param('id')).data;
    const read = readJson(new Uint8Array(await c.req.arrayBuffer()), Reply);
    if (!read.ok) return problemResponse(read.refused);
    const { body, ...more } = read.value;
    const message = id === undefined ? null : specialist.reply(id, body, more);
    return message === null ? noTicket() : c.json(message, 201);
  });
  app.put('/specialist/tickets/:id/status', async (c) => {
    const id = TicketId.safeParse(c.req.param('id')).data;
    const read = readJson(new Uint8Array(await c.req.arrayBuffer()), Move);
    if (!read.ok) return problemResponse(read.refused);
    const ticket = id === undefined ? null : specialist.setStatus(id, read.value.status);
    return ticket === null ? noTicket() : c.json(ticket);
  });

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
