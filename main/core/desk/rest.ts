/** The support API over HTTP. */
import { createParser } from 'eventsource-parser';
import type { z } from 'zod';
import {
  Account,
  DeskMessage,
  DeskTicket,
  PATHS,
  POKE_EVENT,
  ReceivedChanges,
  STREAM_HEARTBEAT_SECONDS,
} from '#shared/contract.ts';
import type { Clock, Ports } from '../ports.ts';
import type { DeskAnswer, DeskPort, Write } from './port.ts';
import { verdict } from './verdict.ts';

/** A half-open connection answers never; after this long without a byte a try is given up. */
const ANSWER_WITHIN_MS = 20_000;
/** The slowest line that is waited for while a body goes out, in bytes for each millisecond (4 kB/s). */
const SLOWEST_BYTES_PER_MS = 4;
/** Three missed heartbeats: the stream is dead although the connection looks alive. */
const SILENCE_MS = 3 * STREAM_HEARTBEAT_SECONDS * 1000;

type Question = { method: 'GET' | 'PUT'; path: string; write?: Write };

export function restDesk(address: string, token: string, ports: Pick<Ports, 'fetch' | 'clock'>): DeskPort {
  const { clock } = ports;

  async function ask<T>(question: Question, schema: z.ZodType<T>): Promise<DeskAnswer<T>> {
    const upload = (question.write?.body.length ?? 0) / SLOWEST_BYTES_PER_MS;
    const patience = deadline(clock, ANSWER_WITHIN_MS + upload);
    try {
      const response = await request(question, patience.signal);
      return verdict(await read(response, patience), schema, clock.now());
    } catch (error) {
      return unreachable(error);
    } finally {
      patience.cancel();
    }
  }

  function request(question: Question, signal: AbortSignal, accept = 'application/json'): Promise<Response> {
    return ports.fetch(`${address}${question.path}`, {
      method: question.method,
      headers: {
        authorization: `Bearer ${token}`,
        accept,
        ...(question.write && { 'content-type': 'application/json', 'idempotency-key': question.write.key }),
      },
      // The very bytes from the store: serialising again could change them between tries (invariant 2).
      ...(question.write && { body: new Uint8Array(question.write.body) }),
      // A redirect would carry the token and the ticket to an address nobody configured.
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
      signal,
    });
  }

  return {
    account: () => ask({ method: 'GET', path: PATHS.account }, Account),
    createTicket: (id, write) => ask({ method: 'PUT', path: PATHS.ticket(id), write }, DeskTicket),
    addMessage: (ticketId, id, write) =>
      ask({ method: 'PUT', path: PATHS.message(ticketId, id), write }, DeskMessage),
    changes: (cursor) => {
      const query = cursor === null ? '' : `?${new URLSearchParams({ cursor })}`;
      return ask({ method: 'GET', path: `${PATHS.changes}${query}` }, ReceivedChanges);
    },

    async listen(onPoke, signal) {
      const patience = deadline(clock, ANSWER_WITHIN_MS);
      const stop = () => patience.abort();
      signal.addEventListener('abort', stop);
      try {
        const response = await request(
          { method: 'GET', path: PATHS.stream },
          patience.signal,
          'text/event-stream',
        );
        const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') ?? false;
        if (!response.ok || !isStream || response.body === null) {
          const answer = verdict(await read(response, patience), ReceivedChanges, clock.now());
          return answer.kind === 'answered'
            ? { kind: 'later', failure: { code: 'desk_answer_unfit' }, afterMs: null }
            : answer;
        }
        const parser = createParser({
          onEvent: (event) => {
            if (event.event === POKE_EVENT) onPoke();
          },
        });
        const decoder = new TextDecoder();
        const reader = response.body.getReader();
        for (;;) {
          patience.restart(SILENCE_MS);
          const { done, value } = await reader.read();
          if (done) return { kind: 'answered', status: response.status, value: 'ended' };
          parser.feed(decoder.decode(value, { stream: true }));
        }
      } catch (error) {
        return unreachable(error);
      } finally {
        signal.removeEventListener('abort', stop);
        patience.cancel();
      }
    },
  };
}

/** Reads an answer to its end, however long it is, as long as it keeps coming. */
async function read(response: Response, patience: Deadline) {
  const decoder = new TextDecoder();
  let body = '';
  for (const reader = response.body?.getReader(); reader; ) {
    patience.restart(ANSWER_WITHIN_MS);
    const { done, value } = await reader.read();
    if (done) break;
    body += decoder.decode(value, { stream: true });
  }
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    retryAfter: response.headers.get('retry-after'),
    body: body + decoder.decode(),
  };
}

/** Aborts its signal after `ms` on core's clock, so that simulation can let the time pass. */
function deadline(clock: Clock, ms: number) {
  const controller = new AbortController();
  const abort = () => controller.abort(new Error('no answer in time'));
  let cancel = clock.after(ms, abort);
  return {
    signal: controller.signal,
    abort,
    cancel: () => cancel(),
    restart(nextMs: number) {
      cancel();
      cancel = clock.after(nextMs, abort);
    },
  };
}

type Deadline = ReturnType<typeof deadline>;

/** Errors that come before a connection stands, from Node and from Chromium's network stack. */
const NEVER_LEFT =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_CONNECTION_REFUSED|ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE|ERR_PROXY_CONNECTION_FAILED/;

function unreachable(error: unknown): Extract<DeskAnswer<never>, { kind: 'unreachable' }> {
  const words = reasons(error).join(': ');
  return {
    kind: 'unreachable',
    failure: { code: 'desk_unreachable', detail: words },
    neverLeft: NEVER_LEFT.test(words),
  };
}

function reasons(error: unknown): string[] {
  if (!(error instanceof Error)) return [String(error)];
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...code, error.message, ...(error.cause === undefined ? [] : reasons(error.cause))];
}
