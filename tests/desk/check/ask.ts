/** Questions to the desk under test, each with a limit, and all of their answers. */

/** The part of `fetch` that is used; tests put a faulty front before it. */
export type Fetch = (request: Request) => Promise<Response>;

export type Question = {
  headers?: Record<string, string>;
  body?: string | Uint8Array;
  /** Null leaves it out; absent is the one that the check was given. */
  token?: string | null;
};

export type Answer = {
  /** What was asked, such as `GET /v1/account`. */
  question: string;
  status: number;
  ok: boolean;
  headers: Headers;
  /** The media type alone, in small letters. */
  type: string;
  bytes: Uint8Array;
  /** Undefined when the body is no JSON. */
  json: unknown;
  /** When it was here, by this computer. */
  at: number;
};

/** Nobody answered within the limit, or at all. */
export class NoAnswer extends Error {}

/** After so many questions without an answer nothing more is asked. */
const MOST_UNANSWERED = 3;

export function asker(desk: { url: string; token: string; fetch: Fetch; withinMs: number }) {
  const answers: Answer[] = [];
  let unanswered = 0;

  function request(method: string, path: string, question: Question = {}, signal?: AbortSignal): Request {
    const { headers = {}, body, token = desk.token } = question;
    return new Request(desk.url + path, {
      method,
      headers: { ...(token !== null && { authorization: `Bearer ${token}` }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      redirect: 'manual',
      ...(signal && { signal }),
    });
  }

  async function ask(method: string, path: string, question?: Question): Promise<Answer> {
    const asked = `${method} ${path.split('?')[0]}`;
    if (unanswered >= MOST_UNANSWERED) throw new NoAnswer(`the desk does not answer any more (${asked})`);
    try {
      const response = await desk.fetch(request(method, path, question, AbortSignal.timeout(desk.withinMs)));
      const answer = await read(asked, response);
      answers.push(answer);
      unanswered = 0;
      return answer;
    } catch (error) {
      unanswered += 1;
      throw new NoAnswer(`${asked} got no answer: ${reasonOf(error, desk.withinMs)}`);
    }
  }

  return {
    ask,
    /** All answers so far, the oldest first. */
    answers: (): readonly Answer[] => answers,
    /** A response whose body is still to come; `signal` ends it. */
    open: (path: string, signal: AbortSignal) =>
      desk.fetch(request('GET', path, { headers: { accept: 'text/event-stream' } }, signal)),
  };
}
export type Asker = ReturnType<typeof asker>;

async function read(question: string, response: Response): Promise<Answer> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  return {
    question,
    status: response.status,
    ok: response.ok,
    headers: response.headers,
    type: (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '',
    bytes,
    json: jsonIn(bytes),
    at: Date.now(),
  };
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function reasonOf(error: unknown, withinMs: number): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return `none within ${withinMs / 1000} seconds`;
  const { cause } = error;
  return cause instanceof Error ? `${error.message} (${cause.message})` : error.message;
}
