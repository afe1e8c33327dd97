/** The stream. */
import { createParser } from 'eventsource-parser';
import { PATHS, POKE_EVENT } from '#shared/contract.ts';
import type { Bench } from './bench.ts';
import { ensure, Finding, type Group, require } from './expectation.ts';

const SECTION = 'Stream';

/** Opens the stream for as long as `use` looks at it. */
async function listening(
  bench: Bench,
  use: (stream: {
    status: number;
    type: string;
    /** Gives the text that comes next; null when nothing comes within `ms`, or the stream ends. */
    next(ms: number): Promise<string | null>;
  }) => Promise<void>,
): Promise<void> {
  const over = new AbortController();
  const open = bench.open(PATHS.stream, over.signal).catch((error: unknown) => {
    throw new Finding('fails', `The stream could not be opened: ${String(error)}.`);
  });
  try {
    const response = await within(open, bench.limits.answerMs);
    ensure(response !== null, 'The stream was not answered.');
    const { status } = response;
    if (status === 404) throw new Finding('not_offered', 'GET /v1/stream was answered 404: no push.');
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    let reading: Promise<string | null> | undefined;
    await use({
      status,
      type: response.headers.get('content-type') ?? 'missing',
      async next(ms) {
        reading ??= reader?.read().then(
          ({ value }) => value ?? null,
          () => null,
        );
        const text = await within(reading ?? Promise.resolve(null), ms);
        if (text !== null) reading = undefined;
        return text;
      },
    });
  } finally {
    over.abort();
  }
}

/** What comes within so many milliseconds, or null. */
async function within<T>(coming: Promise<T>, ms: number): Promise<T | null> {
  const { promise: tooLate, resolve } = Promise.withResolvers<null>();
  const timer = setTimeout(() => resolve(null), ms);
  try {
    return await Promise.race([coming, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

export const streamGroup: Group = {
  title: 'Stream',
  expectations: [
    {
      name: 'stream.opens',
      says: 'The stream opens as server-sent events.',
      section: SECTION,
      look: (bench) =>
        listening(bench, async ({ status, type }) => {
          ensure(status === 200, `GET /v1/stream was answered ${status}.`);
          ensure(type.startsWith('text/event-stream'), `Its type is ${type}.`);
        }),
    },
    {
      name: 'stream.heartbeat',
      says: 'Something comes at least every 5 seconds, also when nothing happens.',
      section: SECTION,
      look: (bench) =>
        listening(bench, async ({ next, status }) => {
          require(status === 200, 'The stream does not open.');
          const { silenceMs } = bench.limits;
          // What comes first may be the greeting of the stream, and the second is the heartbeat.
          for (let heard = 0; heard < 2; heard += 1) {
            const text = await next(silenceMs);
            ensure(text !== null, `It was silent for ${silenceMs / 1000} seconds.`);
          }
        }),
    },
    {
      name: 'stream.poke',
      says: 'A poke comes after every write.',
      section: SECTION,
      look: (bench) =>
        listening(bench, async ({ next, status }) => {
          require(status === 200, 'The stream does not open.');
          let pokes = 0;
          const parser = createParser({
            onEvent: ({ event }) => {
              if (event === POKE_EVENT) pokes += 1;
            },
          });
          const { id } = await bench.mainTicket();
          // A stream may begin with a poke, which is then taken for that of the first write, but not of the others.
          for (let written = 1; written <= 3; written += 1) {
            const { answer } = await bench.write(id, `Poke ${written}.`);
            require(answer.ok, 'A message was not taken.');
            const until = Date.now() + bench.limits.pokeMs;
            while (pokes < written && Date.now() < until) {
              const text = await next(until - Date.now());
              if (text === null) break;
              parser.feed(text);
            }
            ensure(pokes >= written, `After write ${written} there were ${pokes} pokes.`);
          }
        }),
    },
  ],
};
