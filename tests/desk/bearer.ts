/** Who may speak to /v1. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Env } from './http.ts';
import { problemResponse, refusal } from './problem.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Lets only the bearer of the token pass. */
export function bearer(token: string): MiddlewareHandler<Env> {
  const expected = digest(token);
  return async (c, next) => {
    const [, given] = /^Bearer +(\S+)$/i.exec(c.req.header('authorization') ?? '') ?? [];
    if (given !== undefined && timingSafeEqual(digest(given), expected)) return next();
    return problemResponse(refusal(401, 'unauthorized'), { 'www-authenticate': 'Bearer' });
  };
}
