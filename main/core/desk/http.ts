/** One question to the desk over HTTP, with patience that ends. */
import type { Clock, Ports } from '../ports.ts';
import type { DeskAnswer } from './port.ts';
import type { HttpAnswer } from './verdict.ts';

/** A half-open connection answers never; after this long without a byte a try is given up. */
export const ANSWER_WITHIN_MS = 20_000;
/** The slowest line that is waited for while a body goes out, in bytes for each millisecond (4 kB/s). */
const SLOWEST_BYTES_PER_MS = 4;

export type HttpQuestion = {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: Uint8Array | undefined;
};

/** What asking needs; `heardTime` is told what time the desk says it is. */
export type Asking = Pick<Ports, 'fetch' | 'clock'> & { heardTime?: (deskNow: number) => void };

export function deskHttp(token: string, { fetch, clock, heardTime }: Asking) {
  function send({ method, url, headers, body }: HttpQuestion, signal: AbortSignal): Promise<Response> {
    return fetch(url, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body && { body: new Uint8Array(body) }),
      // A redirect would carry the token and the ticket to an address nobody configured.
      redirect: 'error',
      cache: 'no-store',
      credentials: 'omit',
      signal,
    });
  }

  return {
    send,
    /** Asks and reads the answer to its end. Rejects when there is none; see `unreachable`. */
    async exchange(question: HttpQuestion): Promise<HttpAnswer & { headers: Headers }> {
      const upload = (question.body?.length ?? 0) / SLOWEST_BYTES_PER_MS;
      const patience = deadline(clock, ANSWER_WITHIN_MS + upload);
      try {
        const response = await send(question, patience.signal);
        const date = response.headers.get('date');
        if (date !== null) heardTime?.(Date.parse(date));
        return { ...(await read(response, patience)), headers: response.headers };
      } finally {
        patience.cancel();
      }
    },
  };
}
export type DeskHttp = ReturnType<typeof deskHttp>;

/** Reads an answer to its end, however long it is, as long as it keeps coming. */
export async function read(response: Response, patience: Deadline): Promise<HttpAnswer> {
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
    date: response.headers.get('date'),
    body: body + decoder.decode(),
  };
}

/** Aborts its signal after `ms` on core's clock, so that simulation can let the time pass. */
export function deadline(clock: Clock, ms: number) {
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
export type Deadline = ReturnType<typeof deadline>;

/** Errors that come before a connection stands, from Node and from Chromium's network stack. */
const NEVER_LEFT =
  /ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ERR_CONNECTION_REFUSED|ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED|ERR_ADDRESS_UNREACHABLE|ERR_PROXY_CONNECTION_FAILED/;

/** What it means that a question found no answer. */
export function unreachable(error: unknown): Extract<DeskAnswer<never>, { kind: 'unreachable' }> {
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
