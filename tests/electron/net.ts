/** net: requests through Node's own network stack, with as few connections as Chromium's allows. */

/** Chromium opens no more than this to one address over HTTP/1.1; what comes later waits until one is free. */
const MOST_CONNECTIONS = 6;

/** What is on its way to each address, and what waits for it. */
const origins = new Map<string, { taken: number; waiting: (() => void)[] }>();

async function limited(input: string | Request, init?: RequestInit): Promise<Response> {
  const request = new Request(input, init);
  const free = await connection(new URL(request.url).origin, request.signal);
  try {
    const response = await fetch(request);
    // As `ClientRequest` does when nobody follows (`lib/common/api/net-client-request.ts`).
    if (request.redirect === 'manual' && response.status >= 300 && response.headers.has('location')) {
      await response.body?.cancel();
      throw new Error('Redirect was cancelled');
    }
    if (response.body === null) {
      free();
      return response;
    }
    // The connection is another's once the answer is read to its end, or nobody wants it any more.
    const body = whole(response.body, free);
    request.signal.addEventListener('abort', free);
    return new Response(body, response);
  } catch (error) {
    free();
    throw error;
  }
}

/** Resolves when there is a connection, with what gives it back. */
async function connection(origin: string, signal: AbortSignal): Promise<() => void> {
  const at = origins.get(origin) ?? { taken: 0, waiting: [] };
  origins.set(origin, at);
  signal.throwIfAborted();
  if (at.taken >= MOST_CONNECTIONS) {
    await new Promise<void>((resolve, reject) => {
      const begin = () => {
        signal.removeEventListener('abort', giveUp);
        resolve();
      };
      const giveUp = () => {
        at.waiting.splice(at.waiting.indexOf(begin), 1);
        reject(signal.reason);
      };
      signal.addEventListener('abort', giveUp);
      at.waiting.push(begin);
    });
  } else at.taken += 1;
  let isFree = false;
  return () => {
    if (isFree) return;
    isFree = true;
    const next = at.waiting.shift();
    if (next === undefined) at.taken -= 1;
    else next();
  };
}

/** The same bytes; `ended` is called when there are no more, or nobody reads on. */
function whole(body: ReadableStream<Uint8Array>, ended: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        ended();
        controller.close();
      } catch (error) {
        ended();
        controller.error(error);
      }
    },
    cancel(reason) {
      ended();
      return reader.cancel(reason);
    },
  });
}

export const net = {
  fetch: limited,
  isOnline: (): boolean => true,
  online: true,
};
