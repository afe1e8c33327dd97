/** Who may speak to /v1. */
import type { MiddlewareHandler } from 'hono';
import type { Company } from './company.ts';
import type { Env } from './http.ts';
import { problemResponse, refusal } from './problem.ts';

/** Lets only the bearers of the company's tokens pass, each as themselves. */
export function bearer(company: Company): MiddlewareHandler<Env> {
  return async (c, next) => {
    const account = company.whose(c.req.header('authorization'));
    if (account === null) {
      return problemResponse(refusal(401, 'unauthorized'), { 'www-authenticate': 'Bearer' });
    }
    c.set('account', account);
    return next();
  };
}
