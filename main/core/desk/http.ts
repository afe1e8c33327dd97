/** One question to the desk over HTTP, with patience that ends. */
import type { Clock, Ports } from '../ports.ts';
import type { DeskAnswer } from './port.ts';
import type { HttpAnswer } from './verdict.ts';

/** A half-open connection answers never; after this long without a byte a try is given up. */
export const ANSWER_WITHIN_MS = 20_000;
/** However it comes, an answer has come by then. A page of 500 changes needs a few seconds on the slowest line. */
const WHOLE_ANSWER_WITHIN_MS = 120_000;
/** The slowest line that is waited for while a body goes out, in bytes for each millisecond (4 kB/s). */
const SLOWEST_BYTES_PER_MS = 4;
/** An answer that brings less than this in such a time only holds the place of others (0.5 kB/s). */
const PACE = { withinMs: 20_000, bytes: 10_000 };

/** Silent for so long while the desk answers what was asked later: the question hangs on a line that has died. */
const DEAD_LINE_MS = 5_000;
/** A desk that is only slow with this one is asked it no more often. */
const MOST_LINES = 3;

export type HttpQuestion = {
  method: string;
  url: string;
  headers?: Record<string, string>;
  body?: Uint8Array | undefined;
  /** Gives it up. */
  signal?: AbortSignal | undefined;
};

/** No page of changes is so large; what is, would only fill the memory. */
const LARGEST_ANSWER = 64 * 2 ** 20;

/**
 * What asking needs. `heardTime` is told what time the desk says it is, `log` what an answer had in it that does not
 * fit its question.
 */
export type Asking = Pick<Ports, 'fetch' | 'clock'> & {
  heardTime?: (deskNow: number) => void;
  log?: (line: string) => void;
};

export function deskHttp(token: string, { fetch, clock }: Asking) {
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

  const lines = openLines(clock);

  /** Asks and reads the answer to its end. Rejects when there is none; see `unreachable`. */
  async function exchange(
    question: HttpQuestion,
    onDead: (() => void) | null = null,
  ): Promise<ExchangeAnswer> {
    const upload = (question.body?.length ?? 0) / SLOWEST_BYTES_PER_MS;
    const patience = deadline(clock, ANSWER_WITHIN_MS + upload);
    const cancelTotal = clock.after(WHOLE_ANSWER_WITHIN_MS + upload, patience.abort);
    question.signal?.addEventListener('abort', patience.abort);
    const line = lines.ask(DEAD_LINE_MS + upload, () => {
      if (onDead === null) return;
      onDead();
      patience.abort();
    });
    try {
      const response = await send(question, patience.signal);
      line.answered();
      return { ...(await read(response, patience, clock)), headers: response.headers };
    } finally {
      line.close();
      cancelTotal();
      patience.cancel();
      question.signal?.removeEventListener('abort', patience.abort);
    }
  }

  return {
    send,
    exchange: (question: HttpQuestion) => exchange(question),
    /** For a question that may be asked twice: on a line that has died it is asked anew, as long as there is patience. */
    async exchangeAnew(question: HttpQuestion): Promise<ExchangeAnswer> {
      for (let tried = 1; tried < MOST_LINES; tried += 1) {
        let isDead = false;
        try {
          return await exchange(question, () => {
            isDead = true;
          });
        } catch (error) {
          if (!isDead) throw error;
        }
      }
      return exchange(question);
    },
  };
}
type ExchangeAnswer = HttpAnswer & { headers: Headers };

/**
 * Which questions are silent although the desk is there. A network that was gone for a while, or is another one now,
 * lets new connections through and leaves old ones hanging without a word.
 */
function openLines(clock: Clock) {
  let asked = 0;
  /** The youngest question that was answered. */
  let youngest = 0;
  /** The dead ones, as soon as the desk is heard; by the place in which they were asked. */
  const silent = new Map<number, () => void>();

  function heard(place: number): void {
    youngest = Math.max(youngest, place);
    for (const [earlier, died] of [...silent]) if (earlier < youngest) died();
  }

  return {
    ask(ms: number, died: () => void) {
      asked += 1;
      const place = asked;
      const cancel = clock.after(ms, () => {
        if (place < youngest) died();
        else silent.set(place, died);
      });
      const close = () => {
        cancel();
        silent.delete(place);
      };
      return {
        answered(): void {
          close();
          heard(place);
        },
        close,
      };
    },
  };
}
export type DeskHttp = ReturnType<typeof deskHttp>;

/** Reads an answer to its end, as long as it keeps coming at a pace. */
export async function read(response: Response, patience: Deadline, clock: Clock): Promise<HttpAnswer> {
  const decoder = new TextDecoder();
  let body = '';
  let size = 0;
  for await (const piece of pieces(response, patience, clock)) {
    size += piece.length;
    if (size > LARGEST_ANSWER) throw new Error(`more than ${LARGEST_ANSWER} bytes in one answer`);
    body += decoder.decode(piece, { stream: true });
  }
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    retryAfter: response.headers.get('retry-after'),
    date: response.headers.get('date'),
    body: body + decoder.decode(),
  };
}

/** How long the content of a file may take, by the length that was announced; an hour where none was. */
export function wholeFileWithinMs(response: Response): number {
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  return Number.isFinite(length) ? WHOLE_ANSWER_WITHIN_MS + length / SLOWEST_BYTES_PER_MS : 3_600_000;
}

/** A body piece by piece. Rejects when it falls silent, or drips: a byte now and then is no answer. */
export async function* pieces(
  response: Response,
  patience: Deadline,
  clock: Clock,
): AsyncGenerator<Uint8Array, void> {
  let brought = 0;
  let cancelPace = () => {};
  const keepPace = (): void => {
    brought = 0;
    cancelPace = clock.after(PACE.withinMs, () => (brought < PACE.bytes ? patience.abort() : keepPace()));
  };
  keepPace();
  const reader = response.body?.getReader();
  try {
    while (reader !== undefined) {
      patience.restart(ANSWER_WITHIN_MS);
      const { done, value } = await Promise.race([reader.read(), patience.over]);
      if (done) return;
      brought += value.length;
      yield value;
    }
  } finally {
    cancelPace();
    // Nobody waits any more for what still comes.
    void reader?.cancel().catch(() => undefined);
  }
}

/** Aborts its signal after `ms` on core's clock, so that simulation can let the time pass. */
export function deadline(clock: Clock, ms: number) {
  const controller = new AbortController();
  const abort = () => controller.abort(new Error('no answer in time'));
  let cancel = clock.after(ms, abort);
  /** Rejects when the patience has ended, whether or not whoever reads hears the signal. */
  const over = new Promise<never>((_, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason));
  });
  over.catch(() => undefined);
  return {
    signal: controller.signal,
    over,
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
