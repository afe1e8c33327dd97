/** One question to the desk over HTTP, with patience that ends. */
import { setImmediate } from 'node:timers/promises';
import type { Clock, Ports } from '../ports.ts';
import { type LongList, listReader } from './list-reader.ts';
import { TooLarge, Unsendable } from './no-answer.ts';
import { withoutToken } from './secret.ts';
import { type HttpAnswer, isJson } from './verdict.ts';

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
  /** Whether it may be asked anew. */
  isWanted?: (() => boolean) | undefined;
} & Reading;

/** An answer as it was read. */
type ReadAnswer = HttpAnswer & {
  /** The items of the list that was taken out of the body, each as JSON. */
  items: string[];
};

/** How an answer is read. */
type Reading = {
  /** The most bytes that a fitting answer has, once it is unpacked; as many as a refusal when absent. */
  largest?: number;
  /** Is taken out of the body. */
  list?: Omit<LongList, 'around'>;
};

/**
 * The most bytes that are read of an answer, after decompression. The texts of a ticket are a few times 100,000
 * characters; a page is cut by its desk where it would get larger (docs/support-api.md).
 */
export const LARGEST = {
  page: 16 * 2 ** 20,
  item: 4 * 2 ** 20,
  account: 2 ** 20,
  words: 64 * 2 ** 10,
} as const;
/** So much of a body is looked at before others get their turn: a few milliseconds. */
const STEP_BYTES = 256 * 2 ** 10;
/** Chromium's network stack fails at a redirect by itself; Node's gives it as the answer. */
const isRedirect = ({ status, headers }: Response): boolean =>
  status >= 300 && status < 400 && headers.has('location');
/** What a header can carry everywhere (RFC 9110 section 5.5). */
const SENDABLE = /^[\t\x20-\x7e]*$/;

/**
 * What asking needs. `heardTime` is told what time it is on the desk's own, fitting answers, `log` what an answer had in
 * it that does not fit its question.
 */
export type Asking = Pick<Ports, 'fetch' | 'clock'> & {
  heardTime?: (deskNow: number) => void;
  log?: (line: string) => void;
};

export function deskHttp(token: string, { fetch, clock }: Asking) {
  const clean = withoutToken(token);

  async function send({ method, url, headers, body }: HttpQuestion, signal: AbortSignal): Promise<Response> {
    const all = { authorization: `Bearer ${token}`, ...headers };
    const [bad] = Object.entries(all).find(([, value]) => !SENDABLE.test(value)) ?? [];
    if (bad !== undefined) throw new Unsendable(bad);
    const response = await fetch(url, {
      method,
      headers: all,
      ...(body && { body: new Uint8Array(body) }),
      // A redirect would carry the token and the ticket to an address nobody configured. "error" says the same, but has
      // Node's fetch ask once more after a 421, with a body that is used up.
      redirect: 'manual',
      cache: 'no-store',
      credentials: 'omit',
      signal,
    });
    if (!isRedirect(response)) return response;
    void response.body?.cancel().catch(() => undefined);
    throw new Error('unexpected redirect');
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
    if (question.signal?.aborted === true) patience.abort();
    const line = lines.ask(DEAD_LINE_MS + upload, () => {
      if (onDead === null) return;
      onDead();
      patience.abort();
    });
    try {
      const response = await send(question, patience.signal);
      line.answered();
      return { ...(await read(response, patience, clock, question)), headers: response.headers };
    } finally {
      line.close();
      cancelTotal();
      patience.cancel();
      question.signal?.removeEventListener('abort', patience.abort);
    }
  }

  return {
    send,
    /** Takes the token out of words. */
    clean,
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
          if (!isDead || question.isWanted?.() === false) throw error;
        }
      }
      return exchange(question);
    },
  };
}
type ExchangeAnswer = ReadAnswer & { headers: Headers };

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

/**
 * Reads an answer to its end, as long as it keeps coming at a pace, and as far as it may be one. Of a refusal and of what
 * is no content the beginning is enough; content that is too large is none.
 */
export async function read(
  response: Response,
  patience: Deadline,
  clock: Clock,
  { largest = LARGEST.words, list }: Reading = {},
): Promise<ReadAnswer> {
  const contentType = response.headers.get('content-type') ?? '';
  const isContent = response.ok && isJson(contentType);
  const most = isContent ? largest : LARGEST.words;
  const body = growing(most);
  for await (const piece of pieces(response, patience, clock)) {
    if (body.add(piece)) continue;
    if (isContent) throw new TooLarge(most);
    break;
  }
  return {
    status: response.status,
    contentType,
    retryAfter: response.headers.get('retry-after'),
    date: response.headers.get('date'),
    ...(await textOf(body.bytes(), isContent ? list : undefined)),
  };
}

/** Bytes in one place, however small the pieces are that they come in. */
function growing(most: number) {
  let held = new Uint8Array(Math.min(most, 16 * 2 ** 10));
  let size = 0;
  return {
    /** False when it is full: then it holds as much as there is room for. */
    add(piece: Uint8Array): boolean {
      const taken = piece.length > most - size ? piece.subarray(0, most - size) : piece;
      if (size + taken.length > held.length) {
        const larger = new Uint8Array(Math.min(most, Math.max(held.length * 2, size + taken.length)));
        larger.set(held.subarray(0, size));
        held = larger;
      }
      held.set(taken, size);
      size += taken.length;
      return taken.length === piece.length;
    },
    bytes: () => held.subarray(0, size),
  };
}

/** The body as text, and the items of the list apart from it where it is to have one. */
async function textOf(bytes: Uint8Array, list: Reading['list']): Promise<Pick<ReadAnswer, 'body' | 'items'>> {
  if (list === undefined) return { body: new TextDecoder().decode(bytes), items: [] };
  const decoder = new TextDecoder();
  const reader = listReader({ ...list, around: LARGEST.words });
  for (let at = 0; at < bytes.length; at += STEP_BYTES) {
    if (at > 0) await setImmediate();
    reader.feed(decoder.decode(bytes.subarray(at, at + STEP_BYTES), { stream: true }));
  }
  reader.feed(decoder.decode());
  const { around, items } = reader.end();
  return { body: around, items };
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
  try {
    for await (const piece of untilSilent(response, patience, ANSWER_WITHIN_MS)) {
      brought += piece.length;
      yield piece;
    }
  } finally {
    cancelPace();
  }
}

/** A body piece by piece. Rejects when it says nothing for so long, or the patience ends otherwise. */
export async function* untilSilent(
  response: Response,
  patience: Deadline,
  silenceMs: number,
): AsyncGenerator<Uint8Array, void> {
  const reader = response.body?.getReader();
  const cancel = (): void => void reader?.cancel().catch(() => undefined);
  // Ends a read that hangs. A race of each read against one promise would keep every piece for as long as that one lives.
  patience.signal.addEventListener('abort', cancel);
  try {
    while (reader !== undefined) {
      patience.restart(silenceMs);
      const { done, value } = await reader.read();
      patience.signal.throwIfAborted();
      if (done) return;
      yield value;
    }
  } finally {
    patience.signal.removeEventListener('abort', cancel);
    // Nobody waits any more for what still comes.
    cancel();
  }
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
