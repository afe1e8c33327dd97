/** The way between core and the model desk, and everything that can go wrong on it. */

import { z } from 'zod';
import { STREAM_HEARTBEAT_SECONDS } from '#shared/contract.ts';
import type { DeskAnswer, DeskRequest } from './desk-http.ts';
import type { Dice } from './dice.ts';
import type { Life } from './life.ts';
import { ABOUT_ELSE, type PageRead, type Question } from './logs.ts';
import type { ModelDesk } from './model-desk.ts';
import { NOBODYS_WORDS } from './poisons.ts';
import type { Timeline } from './timeline.ts';
import { answerBetween, HONEST, isBetween, TRICKS, type Trick, type Tricks, withOtherId } from './tricks.ts';

/** What may become of one request, beside going through. */
export const FATES = [
  'loseRequest',
  'loseAnswer',
  'duplicate',
  'late',
  'cut',
  'slow',
  'truncated',
  'html',
  'error',
  'tooMany',
  'tooManyForNow',
  'unauthorized',
] as const;
export type Fate = (typeof FATES)[number];

/**
 * `mute` and `deaf` are one-way: what core says is lost and the desk's words pass, or the other way round. Nobody is
 * told of either.
 */
export type Way = 'open' | 'offline' | 'halfOpen' | 'mute' | 'deaf';

export type Weather = {
  way: Way;
  /** How likely each fate is. */
  fates: Partial<Record<Fate, number>>;
  /** How likely an open stream is cut at its next heartbeat. */
  streamCuts: number;
};
export const CALM: Weather = { way: 'open', fates: {}, streamCuts: 0 };

const HEARTBEAT_MS = STREAM_HEARTBEAT_SECONDS * 1000;
const PORTAL = 'Sign in to the network';
const HTML = `<!doctype html><title>${PORTAL}</title>`;

/**
 * A stream whose line has died without a word stays `silent` for ever; one that only hung says what it `holds` when
 * the line is back.
 */
type Stream = { break: (error: Error | null) => void; poke: () => void; isSilent: boolean; holds: boolean };

/** Words under way on a line that lets none through now. */
type Held = { towards: 'desk' | 'core'; pass: () => void; fail: () => void };
const passes = (way: Way, towards: Held['towards']): boolean =>
  way === 'open' || way === (towards === 'desk' ? 'deaf' : 'mute');

export function network({
  dice,
  time,
  deskOf,
  place,
  asked,
  turned,
  pageRead,
  hasStream,
  hear = (action) => action(),
}: {
  dice: Dice;
  time: Timeline;
  /** The desk that answers a request with these headers. */
  deskOf: (headers: Headers) => ModelDesk;
  place: () => number;
  asked: (question: Question) => void;
  /** The way has become another. */
  turned: () => void;
  pageRead: (life: number, told: Pick<PageRead, 'messages' | 'files'>) => void;
  /** False for a desk without push. */
  hasStream: boolean;
  /** Lets core's computer hear something: at once, or when it is no longer frozen. */
  hear?: (action: () => void) => void;
}) {
  let weather = CALM;
  let tricks = HONEST;
  let lies = NO_LIES;
  const streams = new Set<Stream>();
  const held = new Set<Held>();
  const delay = (): number => dice.between(4, 120);

  function fateOf(): Fate | null {
    for (const fate of FATES) {
      const rate = weather.fates[fate];
      if (rate !== undefined && dice.chance(rate)) return fate;
    }
    return null;
  }

  /** The time that an answer says it is: the truth, unless somebody lies. */
  function dateFor({ status, headers }: DeskAnswer, { between }: Question): string {
    const isFit = status < 300 && headers['content-type'] === 'application/json';
    if (!isFit) return new Date((between === null ? null : lies.between) ?? time.now()).toUTCString();
    // One answer of the desk may be wrong, whoever it came through; two would be its word.
    const lie = lies.once;
    lies = { ...lies, once: null };
    return new Date(lie ?? time.now()).toUTCString();
  }

  function trickOn({ method, path }: DeskRequest): Trick | null {
    if (tricks.meets === (method === 'GET' ? 'writes' : 'reads')) return null;
    // A stream says nothing that a trick could be played with.
    if (path.startsWith('/v1/stream')) return null;
    for (const trick of TRICKS) {
      const rate = tricks.rates[trick];
      if (rate !== undefined && dice.chance(rate)) return trick;
    }
    return null;
  }

  function ask(life: Life, url: string, init: RequestInit): Promise<Response> {
    const { pathname, search } = new URL(url);
    const request: DeskRequest = {
      method: init.method ?? 'GET',
      path: `${pathname}${search}`,
      headers: new Headers(init.headers),
      body: bytesOf(init.body),
      isLate: false,
    };
    const name = `${request.method} ${request.path.slice(0, 90)}`;
    const answer = Promise.withResolvers<Response>();
    if (!life.cross(`ask ${name}`)) return answer.promise;
    const question: Question = {
      place: place(),
      at: time.now(),
      life: life.number,
      method: request.method,
      path: request.path,
      key: request.headers.get('idempotency-key'),
      body: pathname.startsWith('/v1/uploads') ? '' : Buffer.from(request.body).toString('utf8'),
      heard: null,
      heardAt: null,
      status: null,
      retryAfterMs: null,
      hintMs: null,
      between: null,
      hasNews: false,
      overAt: null,
    };
    asked(question);

    const signal = init.signal ?? null;
    let isOver = false;
    function end(what: string, result: () => void, status: number | null, isWhole = true): void {
      if (isOver) return;
      isOver = true;
      if (!life.cross(`${what} ${name}`)) return;
      Object.assign(question, { heard: place(), heardAt: time.now(), status });
      if (isWhole) question.overAt = time.now();
      result();
      life.cross(`${what} told ${name}`);
    }
    const fail = (error: Error): void =>
      hear(() => end(`failed ${error.message}`, () => answer.reject(error), null));
    const give = (from: DeskAnswer, body: BodyInit | null, isWhole: boolean): void =>
      hear(() => {
        if (isWhole) Object.assign(question, namedBy(from));
        const init = { ...from, headers: { ...from.headers, date: dateFor(from, question) } };
        const response = new Response(request.method === 'HEAD' || from.status === 204 ? null : body, init);
        end(`answered ${from.status}`, () => answer.resolve(response), isWhole ? from.status : null, isWhole);
        if (isWhole && from.status === 200 && pathname === '/v1/changes') noteRead(life, from, question);
      });
    /** The rest of an answer has come, unless core gave it up before. */
    const complete = (from: DeskAnswer): void => {
      if (signal?.aborted || life.isOver) return;
      Object.assign(question, {
        heard: place(),
        heardAt: time.now(),
        overAt: time.now(),
        status: from.status,
        ...namedBy(from),
      });
      if (from.status === 200 && pathname === '/v1/changes') noteRead(life, from, question);
    };
    if (signal?.aborted) {
      answer.reject(signal.reason);
      return answer.promise;
    }
    signal?.addEventListener('abort', () => {
      if (!life.isOver) question.overAt ??= time.now();
      if (isOver) return;
      isOver = true;
      if (!life.cross(`given up ${name}`)) return;
      Object.assign(question, { heard: place(), heardAt: time.now() });
      answer.reject(signal.reason);
    });

    if (pathname === '/v1/stream') openStream(life, request, { give, fail, complete, question, signal });
    else send(request, { give, fail, complete, question, signal }, (action) => time.after(delay(), action));
    life.cross(`asked ${name}`);
    return answer.promise;
  }

  type Ends = {
    give: (from: DeskAnswer, body: BodyInit | null, isWhole: boolean) => void;
    fail: (error: Error) => void;
    complete: (from: DeskAnswer) => void;
    question: Question;
    signal: AbortSignal | null;
  };

  function send(
    request: DeskRequest,
    { give, fail, complete, question, signal }: Ends,
    after: (action: () => void) => void,
  ): void {
    if (weather.way === 'offline') {
      after(() => fail(noConnection(dice)));
      return;
    }
    const fate = fateOf();
    const trick = fate === null ? trickOn(request) : null;
    const desk = deskOf(request.headers);
    const isSilent = weather.way === 'halfOpen';
    if (isSilent && dice.chance(0.5)) return;
    const whole = (answer: DeskAnswer): void => give(answer, bodyOf(answer), true);
    const arrive = (): DeskAnswer => desk.answer(request);
    const over = (): void => {
      question.overAt ??= time.now();
    };
    const back = (answer: DeskAnswer, how = whole): void => {
      if (isSilent) return;
      after(() => {
        if (weather.way === 'offline') fail(reset());
        else carry('core', () => how(answer), fail);
      });
    };
    const played = (how: Trick | null): void => {
      if (isBetween(how)) {
        const { words, answer } = answerBetween(how);
        question.between = words;
        back(answer);
      } else if (how === 'otherId') {
        question.between = ABOUT_ELSE;
        const known = [...desk.book.tickets.keys(), ...desk.book.messages.keys()];
        back(withOtherId(arrive(), { known, dice, now: time.now() }));
      } else if (how === 'drip') {
        back(arrive(), (answer) => {
          const body = drippingBody(answer, signal, () => complete(answer));
          give(answer, body, false);
        });
      } else back(arrive());
    };
    if (weather.way === 'mute') {
      // A line that comes back says again what was not confirmed, whether or not somebody still waits for the answer.
      const pass = (): void => whole(desk.answer({ ...request, isLate: true }));
      held.add({ towards: 'desk', pass, fail: () => fail(reset()) });
      return;
    }
    after(() => {
      switch (fate) {
        case 'loseRequest':
          return after(() => fail(reset()));
        case 'cut': {
          // Of an upload, the desk keeps what arrived.
          if (request.path.startsWith('/v1/uploads') && request.body.length > 0) {
            desk.answer({ ...request, body: request.body.subarray(0, dice.below(request.body.length)) });
          }
          return after(() => fail(reset()));
        }
        case 'loseAnswer':
          arrive();
          return after(() => fail(reset()));
        case 'duplicate':
          desk.answer({ ...request, isLate: false });
          return back(arrive());
        case 'late':
          // A copy hangs somewhere on the way; the first try is given up or answered before it comes.
          time.after(
            dice.between(500, 90_000),
            () => void deskOf(request.headers).answer({ ...request, isLate: true }),
          );
          return dice.chance(0.5) ? after(() => fail(reset())) : back(arrive());
        case 'error':
          return back({
            status: 500 + dice.below(5),
            headers: { 'content-type': 'text/plain' },
            body: 'oops',
          });
        case 'tooMany':
          return back({ ...problem(429, 'rate_limited'), headers: retryAfter(dice.between(1, 120)) });
        case 'tooManyForNow':
          return back(problem(429, 'rate_limited'));
        case 'unauthorized':
          return back(problem(401, 'unauthorized'));
        case 'html':
          question.between = PORTAL;
          return back({ status: 200, headers: { 'content-type': 'text/html' }, body: HTML });
        case 'truncated':
          return back(arrive(), (answer) => give(answer, brokenBody(answer, over), false));
        case 'slow':
          return back(arrive(), (answer) =>
            give(
              answer,
              slowBody(answer, () => complete(answer)),
              false,
            ),
          );
        case null:
          return played(trick);
      }
    });
  }

  /** One way of a connection: what does not pass now hangs on the line. */
  function carry(towards: Held['towards'], pass: () => void, fail: (error: Error) => void): void {
    if (weather.way === 'halfOpen' || passes(weather.way, towards)) pass();
    else held.add({ towards, pass, fail: () => fail(reset()) });
  }

  /** The line is back: what hung on it goes on, or the connection is found broken, or it is dead without a word. */
  function letGo(): void {
    for (const hanging of [...held]) {
      if (!passes(weather.way, hanging.towards)) continue;
      held.delete(hanging);
      const { pass, fail } = hanging;
      const then = dice.pick([pass, pass, fail, () => undefined]) ?? pass;
      time.after(dice.between(1, 800), then);
    }
  }

  function openStream(life: Life, request: DeskRequest, ends: Ends): void {
    const { signal } = ends;
    const desk = deskOf(request.headers);
    const isOneWay = weather.way === 'mute' || weather.way === 'deaf';
    if (hasStream && isOneWay && desk.isSignedIn(request.headers)) {
      const pass = (): void => openStream(life, request, ends);
      held.add({ towards: weather.way === 'mute' ? 'desk' : 'core', pass, fail: () => ends.fail(reset()) });
      return;
    }
    if (!hasStream || weather.way !== 'open' || !desk.isSignedIn(request.headers)) {
      send(request, ends, (action) => time.after(delay(), action));
      return;
    }
    time.after(delay(), () => {
      if (signal?.aborted) return;
      const stream: Stream = { break: () => undefined, poke: () => undefined, isSilent: false, holds: false };
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          const say = (text: string): void => controller.enqueue(Buffer.from(text));
          let isOpen = true;
          let stopBeat = (): void => undefined;
          stream.poke = () => {
            time.after(dice.between(2, 60), () => {
              if (!isOpen || life.isOver || stream.isSilent) return;
              stream.holds = !passes(weather.way, 'core');
              if (stream.holds) return;
              hear(() => {
                if (isOpen && !life.isOver && life.cross('poke')) say('event: poke\ndata: 1\n\n');
              });
            });
          };
          const stopListening = desk.listen(stream.poke);
          const beat = (): void => {
            stopBeat = time.after(HEARTBEAT_MS, () => {
              if (!isOpen || life.isOver) return stream.break(null);
              if (dice.chance(weather.streamCuts)) return stream.break(reset());
              if (passes(weather.way, 'core') && !stream.isSilent) {
                hear(() => {
                  if (isOpen && !life.isOver) say(': still here\n\n');
                });
              }
              beat();
            });
          };
          stream.break = (error) => {
            if (!isOpen) return;
            isOpen = false;
            stopBeat();
            stopListening();
            streams.delete(stream);
            hear(() => {
              if (life.isOver) return;
              if (error === null) controller.close();
              else controller.error(error);
            });
          };
          signal?.addEventListener('abort', () => stream.break(new Error('given up')));
          beat();
        },
      });
      streams.add(stream);
      ends.give({ status: 200, headers: { 'content-type': 'text/event-stream' }, body: '' }, body, true);
    });
  }

  function brokenBody(answer: DeskAnswer, over: () => void): BodyInit {
    const bytes = Buffer.from(answer.body);
    const half = bytes.subarray(0, dice.below(Math.max(1, bytes.length)));
    const isSilent = dice.chance(0.5);
    return flowing(null, ({ say, end }) => {
      say(half);
      time.after(delay(), () => {
        over();
        end(isSilent ? null : reset());
      });
    });
  }

  function slowBody(answer: DeskAnswer, complete: () => void): BodyInit {
    const bytes = Buffer.from(answer.body);
    const cut = dice.below(Math.max(1, bytes.length));
    return flowing(null, ({ say, end }) => {
      say(bytes.subarray(0, cut));
      time.after(dice.between(200, 18_000), () => {
        say(bytes.subarray(cut));
        end(null);
        complete();
      });
    });
  }

  /** A byte each second, for as long as somebody reads. */
  function drippingBody(answer: DeskAnswer, signal: AbortSignal | null, complete: () => void): BodyInit {
    const bytes = Buffer.from(answer.body);
    let given = 0;
    return flowing(signal, function drip({ say, end, isOpen }): void {
      if (!isOpen()) return;
      if (given === bytes.length) {
        end(null);
        complete();
      } else {
        say(bytes.subarray(given, given + 1));
        given += 1;
        time.after(1000, () => drip({ say, end, isOpen }));
      }
    });
  }

  /** Messages that can be read: one without a text, or with one of another kind, is none. */
  function noteRead(life: Life, answer: DeskAnswer, question: Question): void {
    if (answer.headers['content-type'] !== 'application/json') return;
    const { changes } = Page.parse(JSON.parse(String(answer.body)));
    question.hasNews = changes.length > 0;
    pageRead(life.number, {
      messages: changes.flatMap((change) => Told.safeParse(change).data?.message.id ?? []),
      files: changes.flatMap((change) => ToldFile.safeParse(change).data?.attachment.id ?? []),
    });
  }

  return {
    ask,
    /** From here on; streams that stand feel it, too. */
    turn(next: Weather): void {
      const hung = ['halfOpen', 'deaf'].includes(weather.way) && passes(next.way, 'core');
      weather = next;
      turned();
      letGo();
      for (const stream of [...streams]) {
        if (next.way === 'offline' || (hung && dice.chance(0.3))) stream.break(reset());
        else if (hung && dice.chance(0.5)) stream.isSilent = true;
        else if (hung && stream.holds) stream.poke();
      }
    },
    /** What is played on core from here on. */
    play(next: Tricks): void {
      tricks = next;
      turned();
    },
    /** What time is told from here on. */
    lie(next: Lies): void {
      lies = next;
    },
    cutStreams(): void {
      for (const stream of [...streams]) stream.break(reset());
    },
  };
}
export type Network = ReturnType<typeof network>;

/** The time that the desk's next answer says, once; and that whoever stands between says, always. */
export type Lies = { once: number | null; between: number | null };
export const NO_LIES: Lies = { once: null, between: null };

const Page = z.object({ changes: z.array(z.unknown()) });
const Told = z.object({
  kind: z.literal('message'),
  message: z.object({ id: z.string(), body: z.string().refine((body) => body !== NOBODYS_WORDS) }),
});

const ToldFile = z.object({ kind: z.literal('attachment'), attachment: z.object({ id: z.string() }) });

type Flow = {
  say: (bytes: Uint8Array) => void;
  /** Null when all has been said. */
  end: (error: Error | null) => void;
  isOpen: () => boolean;
};

/** A body that comes as `run` lets it, until somebody gives it up. */
function flowing(signal: AbortSignal | null, run: (flow: Flow) => void): ReadableStream<Uint8Array> {
  let isOpen = true;
  return new ReadableStream({
    start(controller) {
      const end = (error: Error | null): void => {
        if (!isOpen) return;
        isOpen = false;
        if (error === null) controller.close();
        else controller.error(error);
      };
      const say = (bytes: Uint8Array): void => {
        if (isOpen) controller.enqueue(bytes);
      };
      signal?.addEventListener('abort', () => end(new Error('given up')));
      run({ say, end, isOpen: () => isOpen });
    },
    cancel() {
      isOpen = false;
    },
  });
}

/** For how long an answer asks to be left alone: a desk, which speaks in problems, or something between. */
function namedBy({ headers }: DeskAnswer): Pick<Question, 'retryAfterMs' | 'hintMs'> {
  const seconds = headers['retry-after'];
  const ms = seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) * 1000 : null;
  const isDesk = headers['content-type'] === 'application/problem+json';
  return { retryAfterMs: isDesk ? ms : null, hintMs: isDesk ? null : ms };
}

function bytesOf(body: BodyInit | null | undefined): Uint8Array {
  if (body === null || body === undefined) return new Uint8Array();
  if (typeof body === 'string') return Buffer.from(body);
  if (body instanceof Uint8Array) return Uint8Array.from(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body.slice(0));
  throw new Error('the model network carries only bytes and text');
}

function bodyOf(answer: DeskAnswer): BodyInit {
  return typeof answer.body === 'string' ? answer.body : Uint8Array.from(answer.body);
}

function problem(status: number, code: string): DeskAnswer {
  return {
    status,
    headers: { 'content-type': 'application/problem+json' },
    body: JSON.stringify({ code, title: 'Not now' }),
  };
}

function retryAfter(seconds: number): Record<string, string> {
  return { 'content-type': 'application/problem+json', 'retry-after': String(seconds) };
}

/** As Node's fetch says it: nothing left this computer. */
function noConnection(dice: Dice): Error {
  const code = dice.pick(['ECONNREFUSED', 'ENOTFOUND', 'ENETUNREACH']) ?? 'ECONNREFUSED';
  return new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code }) });
}

/** The connection broke: what was sent may have arrived. */
function reset(): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error('reset'), { code: 'ECONNRESET' }) });
}
