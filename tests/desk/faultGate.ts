/** Where the fault switch touches requests: the only place that treats a connection badly. */
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Context, MiddlewareHandler } from 'hono';
import { PATHS } from '#shared/contract.ts';
import type { FaultSwitch, Met } from './faults.ts';
import type { Env } from './http.ts';
import { problemResponse, refusal } from './problem.ts';

const SIGN_IN_PAGE = '<!doctype html><title>Welcome</title><p>Please sign in to the guest network.</p>';

async function endRequest(c: Context<Env>, ending: NonNullable<Met['ending']>): Promise<Response> {
  const { socket } = c.env.incoming;
  switch (ending.kind) {
    case 'down':
      socket.destroy();
      return RESPONSE_ALREADY_SENT;
    case 'halfOpen':
      if (!socket.destroyed) await once(socket, 'close');
      return RESPONSE_ALREADY_SENT;
    case 'unauthorized':
      return problemResponse(refusal(401, 'unauthorized'), { 'www-authenticate': 'Bearer' });
    case 'notJson':
      return c.html(SIGN_IN_PAGE);
    case 'status': {
      const code = ending.status === 429 ? 'rate_limited' : 'unavailable';
      const wait = ending.retryAfterSeconds;
      return problemResponse(
        refusal(ending.status, code),
        wait === undefined ? {} : { 'retry-after': String(wait) },
      );
    }
  }
}

async function sendHalf(c: Context<Env>): Promise<void> {
  const whole = new Uint8Array(await c.res.arrayBuffer());
  const { incoming, outgoing } = c.env;
  const headers = { ...Object.fromEntries(c.res.headers), 'content-length': String(whole.length) };
  outgoing.writeHead(c.res.status, headers);
  outgoing.write(whole.subarray(0, Math.floor(whole.length / 2)), () => incoming.socket.destroy());
}

/** Lets a request meet what the switch holds for it. `closing` cuts a pause short. */
export function faultGate(faults: FaultSwitch, closing: AbortSignal): MiddlewareHandler<Env> {
  return async (c, next) => {
    const bodyBytes = Number(c.req.header('content-length') ?? 0);
    const met = faults.meet({ method: c.req.method, path: c.req.path, bodyBytes });
    if (met.ending !== null) {
      if (met.latencyMs > 0) await pause(met.latencyMs, undefined, { signal: closing });
      return endRequest(c, met.ending);
    }
    c.set('latencyMs', met.latencyMs);
    c.set('deliveries', met.deliveries);
    c.set('cutAfter', met.cutAfter);
    await next();
    if (met.spoiling === null) return;
    // A stream has no end to cut before.
    if (met.spoiling === 'truncated' && c.req.path !== PATHS.stream) await sendHalf(c);
    else c.env.incoming.socket.destroy();
    // Hono would copy the headers of the answer before into the next one, and make it an answer again.
    c.res = undefined;
    c.res = RESPONSE_ALREADY_SENT;
  };
}

/** Waits as long as the gate said. It comes behind the check of keys: meanwhile the key is in flight. */
export function latency(closing: AbortSignal): MiddlewareHandler<Env> {
  return async (c, next) => {
    const ms = c.get('latencyMs');
    if (ms > 0) await pause(ms, undefined, { signal: closing });
    await next();
  };
}
