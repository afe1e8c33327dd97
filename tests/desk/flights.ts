/** Keys in flight: a write is never worked on twice at the same time. */
import type { MiddlewareHandler } from 'hono';
import type { Env } from './http.ts';
import { problemResponse, refusal } from './problem.ts';
import { IdempotencyKey } from './routes.ts';

/** Asks for a key on every write, and refuses one that is being worked on. */
export function oneFlightPerKey(): MiddlewareHandler<Env> {
  const inFlight = new Set<string>();
  return async (c, next) => {
    if (c.req.method === 'GET' || c.req.method === 'HEAD') return next();
    // That somebody is writing is no write: nothing is kept of it.
    if (c.req.path.endsWith('/chat/typing')) return next();
    const key = IdempotencyKey.safeParse(c.req.header('idempotency-key')).data;
    if (key === undefined) {
      const detail = 'Every write needs an Idempotency-Key header of 1 to 255 characters.';
      return problemResponse(refusal(400, 'invalid', detail));
    }
    if (inFlight.has(key)) return problemResponse(refusal(409, 'in_progress'));
    inFlight.add(key);
    try {
      await next();
    } finally {
      inFlight.delete(key);
    }
  };
}
