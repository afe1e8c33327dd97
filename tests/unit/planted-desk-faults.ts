/** Faults of a desk, one for each expectation of the conformance check: a front before the reference desk that spoils its answers. */
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { PATHS } from '#shared/contract.ts';
import type { Fetch } from '../desk/check/ask.ts';
import { testIds } from '../desk/deskClient.ts';

/** A front passes questions on to the desk; `token` is the one that the desk knows. */
type Front = (pass: Fetch, token: string) => Fetch;
type Planted = { fault: string; fails: string; front: Front };

const Named = z.record(z.string(), z.unknown());
type Fields = z.infer<typeof Named>;
const fields = (value: unknown): Fields => Named.safeParse(value).data ?? {};

const TICKET = /^\/v1\/tickets\/[^/]+$/;
const MESSAGE = /^\/v1\/tickets\/[^/]+\/messages\/[^/]+$/;
const FILE = /^\/v1\/tickets\/[^/]+\/attachments\/[^/]+$/;
const CONTENT = /\/content$/;
const CHAT = /\/chat$/;
const UPLOAD = /^\/v1\/uploads\/.+$/;
const newId = testIds(77).ticket;
const ELSEWHERE = '0195d9e2-6f00-7c41-9a3e-5b8d2c7f1a60';

const pathOf = (request: Request): string => new URL(request.url).pathname;
const keyOf = (request: Request): string => request.headers.get('idempotency-key') ?? '';
const isOn = (request: Request, method: string, path: RegExp): boolean =>
  request.method === method && path.test(pathOf(request));
const queryOf = (request: Request) => new URL(request.url).searchParams;

/** The same answer with something else in it. */
function remade(
  response: Response,
  other: { status?: number; headers?: Record<string, string | null>; body?: BodyInit | null },
): Response {
  const headers = new Headers(response.headers);
  headers.delete('content-length');
  for (const [name, value] of Object.entries(other.headers ?? {})) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  const body = other.body === undefined ? response.body : other.body;
  return new Response(body, { status: other.status ?? response.status, headers });
}

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  Response.json(body, { status, headers: { date: new Date().toUTCString(), ...headers } });
const problem = (status: number, code: string): Response =>
  json(status, { code, title: 'A planted fault.' }, { 'content-type': 'application/problem+json' });

/** The same question with something else in it. */
async function reasked(
  request: Request,
  other: { path?: string; headers?: Record<string, string> },
): Promise<Request> {
  const headers = new Headers(request.headers);
  for (const [name, value] of Object.entries(other.headers ?? {})) headers.set(name, value);
  const body = ['GET', 'HEAD'].includes(request.method) ? null : await request.arrayBuffer();
  const url = other.path === undefined ? request.url : new URL(other.path, request.url);
  return new Request(url, { method: request.method, headers, body, redirect: 'manual' });
}

/** Spoils the answers to some questions. */
const answers =
  (
    method: string,
    path: RegExp,
    spoil: (response: Response, request: Request) => Promise<Response> | Response,
  ): Front =>
  (pass) =>
  async (request) => {
    const response = await pass(request);
    return isOn(request, method, path) ? spoil(response, request) : response;
  };

/** Spoils the JSON of answers that are 2xx. */
const bodies = (method: string, path: RegExp, change: (body: Fields, request: Request) => Fields): Front =>
  answers(method, path, async (response, request) =>
    response.ok
      ? remade(response, { body: JSON.stringify(change(fields(await response.json()), request)) })
      : response,
  );

/** Answers some questions itself; undefined passes the question on. */
const instead =
  (make: (request: Request, pass: Fetch) => Promise<Response | undefined> | Response | undefined): Front =>
  (pass) =>
  async (request) =>
    (await make(request, pass)) ?? pass(request);

/** Turns one status into an answer of another. */
const status = (method: string, path: RegExp, from: number, to: () => Response): Front =>
  answers(method, path, (response) => (response.status === from ? to() : response));

const pages = (change: (changes: Fields[], request: Request) => Fields[]): Front =>
  bodies('GET', /^\/v1\/changes$/, (page, request) => ({
    ...page,
    changes: change(z.array(Named).parse(page.changes), request),
  }));

/** A memory of the writes to some paths: what each said first, by its path. */
function firstWrites(method: string, path: RegExp) {
  const known = new Map<string, { key: string; body: string; answer: Response | undefined }>();
  return {
    known,
    /** What was written there before; undefined when this is the first. */
    async meet(request: Request, pass: Fetch) {
      if (!isOn(request, method, path)) return null;
      const body = await request.clone().text();
      const before = known.get(pathOf(request));
      if (before !== undefined) return { before, body };
      const first = { key: keyOf(request), body, answer: undefined as Response | undefined };
      known.set(pathOf(request), first);
      const answer = await pass(request);
      first.answer = answer.clone();
      return { answer };
    },
  };
}

/** Fronts that treat a second write to a known path in their own way. */
const seconds =
  (
    path: RegExp,
    method: string,
    second: (
      now: { request: Request; body: string; key: string },
      first: { key: string; body: string; answer: Response | undefined },
      pass: Fetch,
    ) => Promise<Response | undefined> | Response | undefined,
  ): Front =>
  (pass) => {
    const writes = firstWrites(method, path);
    return async (request) => {
      const met = await writes.meet(request, pass);
      if (met === null) return pass(request);
      if (met.before === undefined) return met.answer;
      const now = { request: request.clone(), body: met.body, key: keyOf(request) };
      return (await second(now, met.before, pass)) ?? pass(request);
    };
  };

const equal = (one: string, other: string) => isDeepStrictEqual(JSON.parse(one), JSON.parse(other));

/** The first look-up of each path finds nothing. */
const lateLookUp =
  (path: RegExp): Front =>
  (pass) => {
    const seen = new Set<string>();
    return async (request) => {
      if (!isOn(request, 'GET', path) || seen.has(pathOf(request))) return pass(request);
      seen.add(pathOf(request));
      return problem(404, 'not_found');
    };
  };

/** Changes the text of the stream. */
const streams = (change: (text: string) => string, headers: Record<string, string> = {}): Front =>
  answers('GET', /^\/v1\/stream$/, (response) => {
    const spoilt = response.body?.pipeThrough(new TextDecoderStream()).pipeThrough(
      new TransformStream<string, string>({
        transform(text, controller) {
          const left = change(text);
          if (left !== '') controller.enqueue(left);
        },
      }),
    );
    return remade(response, { headers, body: spoilt?.pipeThrough(new TextEncoderStream()) ?? null });
  });

const own = (pass: Fetch, drop: (request: Request) => boolean): Fetch => {
  const sent = new Set<string>();
  const front = pages((changes, request) =>
    drop(request) ? changes.filter(({ message }) => !sent.has(String(fields(message).id))) : changes,
  )(pass, '');
  return async (request) => {
    if (isOn(request, 'PUT', MESSAGE)) sent.add(pathOf(request).split('/').at(-1) ?? '');
    return front(request);
  };
};

const announcedId = (request: Request): string =>
  /attachmentId ([^,]+)/.exec(request.headers.get('upload-metadata') ?? '')?.[1] ?? '';
const announcedSum = (request: Request): string =>
  /sha256 ([^,]+)/.exec(request.headers.get('upload-metadata') ?? '')?.[1] ?? '';
const begun = (path: string) =>
  new Response(null, {
    status: 201,
    headers: {
      location: `${PATHS.uploads}/${path}`,
      'tus-resumable': '1.0.0',
      date: new Date().toUTCString(),
    },
  });
const isBegin = (request: Request) => isOn(request, 'POST', /^\/v1\/uploads$/);

export const PLANTED: readonly Planted[] = [
  {
    fault: 'the account does not name the requester',
    fails: 'account.fits',
    front: bodies('GET', /account$/, ({ requester, ...account }) => {
      const { id: _, ...others } = fields(requester);
      return { ...account, requester: others };
    }),
  },
  {
    fault: 'every answer is of another desk',
    fails: 'account.same',
    front: (pass, token) => {
      let asked = 0;
      return bodies('GET', /account$/, (account) => {
        asked += 1;
        return { ...account, desk: { id: `desk-${asked}`, name: 'A desk' } };
      })(pass, token);
    },
  },
  {
    fault: 'who brings no token is let in',
    fails: 'token.missing',
    front: (pass, token) => async (request) =>
      request.headers.has('authorization')
        ? pass(request)
        : pass(await reasked(request, { headers: { authorization: `Bearer ${token}` } })),
  },
  {
    fault: 'any token is let in',
    fails: 'token.wrong',
    front: (pass, token) => async (request) =>
      request.headers.has('authorization')
        ? pass(await reasked(request, { headers: { authorization: `Bearer ${token}` } }))
        : pass(request),
  },
  {
    fault: 'answers have no Date',
    fails: 'clock.date',
    front: (pass) => async (request) => remade(await pass(request), { headers: { date: null } }),
  },
  {
    fault: 'createdAt is what the client said',
    fails: 'clock.created',
    front: bodies('PUT', TICKET, (ticket) => ({
      ...ticket,
      createdAt: '2001-02-03T04:05:06.000Z',
      promise: { ...fields(ticket.promise), dueAt: '2001-02-03T05:05:06.000Z' },
    })),
  },
  {
    fault: 'a new ticket has no createdAt',
    fails: 'ticket.taken',
    front: bodies('PUT', TICKET, ({ createdAt: _, ...ticket }) => ticket),
  },
  {
    fault: 'the answer to a ticket carries another id',
    fails: 'ticket.id',
    front: bodies('PUT', TICKET, (ticket) => ({ ...ticket, id: ELSEWHERE })),
  },
  {
    fault: 'line ends of a ticket are changed',
    fails: 'ticket.words',
    front: bodies('PUT', TICKET, (ticket) => ({
      ...ticket,
      description: String(ticket.description).replaceAll('\r\n', '\n'),
    })),
  },
  {
    fault: 'what the requester was asked is forgotten',
    fails: 'ticket.details',
    front: bodies('PUT', TICKET, (ticket) => ({ ...ticket, guide: null })),
  },
  {
    fault: 'a version has a space and a quote',
    fails: 'ticket.version',
    front: answers('PUT', TICKET, async (response) =>
      response.ok
        ? remade(response, {
            body: JSON.stringify({ ...fields(await response.json()), version: 'v "1' }),
            headers: { etag: '"v "1"' },
          })
        : response,
    ),
  },
  {
    fault: 'a ticket has no ETag',
    fails: 'ticket.etag',
    front: answers('GET', TICKET, (response) => remade(response, { headers: { etag: null } })),
  },
  {
    fault: 'a ticket is due a minute too late',
    fails: 'ticket.promise',
    front: bodies('PUT', TICKET, (ticket) => {
      const promise = fields(ticket.promise);
      const dueAt = new Date(Date.parse(String(promise.dueAt)) + 60_000).toISOString();
      return { ...ticket, promise: { ...promise, dueAt } };
    }),
  },
  {
    fault: 'a long ticket is too large',
    fails: 'ticket.longest',
    front: instead(async (request) =>
      isOn(request, 'PUT', TICKET) && (await request.clone().text()).length > 300_000
        ? problem(413, 'invalid')
        : undefined,
    ),
  },
  {
    fault: 'a ticket without a title is taken',
    fails: 'ticket.invalid',
    front: instead(async (request) =>
      isOn(request, 'PUT', TICKET) && (await request.clone().text()).includes('"title":""')
        ? json(201, {})
        : undefined,
    ),
  },
  {
    fault: 'a repeat makes a second ticket',
    fails: 'once.repeat',
    front: seconds(TICKET, 'PUT', async ({ request, body, key }, first, pass) => {
      // Copies that come together find the first one without an answer.
      if (first.answer === undefined || first.key !== key || first.body !== body) return undefined;
      const path = PATHS.ticket(newId());
      return pass(await reasked(request, { path, headers: { 'idempotency-key': crypto.randomUUID() } }));
    }),
  },
  {
    fault: 'a known key with other bytes is answered as before',
    fails: 'once.otherBytes',
    front: seconds(TICKET, 'PUT', ({ body, key }, first) =>
      first.key === key && first.body !== body ? first.answer?.clone() : undefined,
    ),
  },
  {
    fault: 'a key is known on one path alone',
    fails: 'once.otherPath',
    front: (pass) => {
      const paths = new Map<string, string>();
      return async (request) => {
        if (!isOn(request, 'PUT', TICKET)) return pass(request);
        const path = paths.get(keyOf(request)) ?? pathOf(request);
        paths.set(keyOf(request), path);
        return path === pathOf(request) || keyOf(request) === ''
          ? pass(request)
          : pass(await reasked(request, { headers: { 'idempotency-key': crypto.randomUUID() } }));
      };
    },
  },
  {
    fault: 'a write without a key is taken',
    fails: 'once.keyNeeded',
    front: (pass) => async (request) =>
      isOn(request, 'PUT', TICKET) && keyOf(request) === '' && request.headers.get('authorization') !== null
        ? pass(await reasked(request, { headers: { 'idempotency-key': crypto.randomUUID() } }))
        : pass(request),
  },
  {
    fault: 'a known ticket under another key is a conflict',
    fails: 'once.knownId',
    front: seconds(TICKET, 'PUT', ({ body, key }, first) =>
      first.key !== key && equal(first.body, body) ? problem(422, 'conflict') : undefined,
    ),
  },
  {
    fault: 'a known ticket with other content is answered as if nothing were',
    fails: 'once.otherContent',
    front: seconds(TICKET, 'PUT', async ({ body, key }, first) => {
      if (first.key === key || equal(first.body, body)) return undefined;
      return first.answer && remade(first.answer.clone(), { status: 200 });
    }),
  },
  {
    fault: 'copies that come together make several tickets',
    fails: 'once.together',
    front: seconds(TICKET, 'PUT', async ({ request }, first, pass) => {
      if (first.answer !== undefined) return undefined;
      const path = PATHS.ticket(newId());
      return pass(await reasked(request, { path, headers: { 'idempotency-key': crypto.randomUUID() } }));
    }),
  },
  { fault: 'a look-up does not see a new ticket at once', fails: 'once.lookUp', front: lateLookUp(TICKET) },
  {
    fault: 'a ticket that is not there is answered with nothing',
    fails: 'once.notThere',
    front: answers('GET', TICKET, async (response) => {
      if (response.status !== 404) return response;
      const { detail } = fields(await response.clone().json());
      return detail === undefined ? json(200, {}) : response;
    }),
  },
  {
    fault: 'a refusal is kept under its key',
    fails: 'once.refusal',
    front: (pass) => {
      const refused = new Set<string>();
      return async (request) => {
        if (!isOn(request, 'PUT', MESSAGE)) return pass(request);
        if (refused.has(keyOf(request))) return problem(404, 'not_found');
        const response = await pass(request);
        if (!response.ok) refused.add(keyOf(request));
        return response;
      };
    },
  },
  {
    fault: 'an edited ticket is answered as it was',
    fails: 'edit.taken',
    front: answers('PATCH', TICKET, async (response) =>
      response.ok && !response.headers.has('idempotency-replayed')
        ? remade(response, { body: JSON.stringify({ ...fields(await response.json()), status: 'open' }) })
        : response,
    ),
  },
  {
    fault: 'the ETag of an edit is the one before',
    fails: 'edit.version',
    front: answers('PATCH', TICKET, (response, request) =>
      response.ok ? remade(response, { headers: { etag: request.headers.get('if-match') } }) : response,
    ),
  },
  {
    fault: 'the repeat of an edit is refused for its own version',
    fails: 'edit.repeat',
    front: (pass) => {
      const keys = new Set<string>();
      return async (request) => {
        if (!isOn(request, 'PATCH', TICKET)) return pass(request);
        if (keys.has(keyOf(request))) return problem(412, 'version_conflict');
        keys.add(keyOf(request));
        return pass(request);
      };
    },
  },
  {
    fault: 'If-Match is not looked at',
    fails: 'edit.otherVersion',
    front: (pass) => async (request) =>
      isOn(request, 'PATCH', TICKET) && request.headers.has('if-match')
        ? pass(await forThisVersion(request, pass))
        : pass(request),
  },
  {
    fault: 'an edit without If-Match is taken',
    fails: 'edit.needsVersion',
    front: (pass) => async (request) =>
      isOn(request, 'PATCH', TICKET) && !request.headers.has('if-match')
        ? pass(await forThisVersion(request, pass))
        : pass(request),
  },
  {
    fault: 'a ticket that is not there can be edited',
    fails: 'edit.notThere',
    front: status('PATCH', TICKET, 404, () => json(200, {})),
  },
  {
    fault: 'a rating is thrown away',
    fails: 'edit.rating',
    front: bodies('PATCH', TICKET, (ticket) => ({ ...ticket, rating: null })),
  },
  {
    fault: 'a new message has no createdAt',
    fails: 'message.taken',
    front: bodies('PUT', MESSAGE, ({ createdAt: _, ...message }) => message),
  },
  {
    fault: 'the answer to a message is of another ticket',
    fails: 'message.id',
    front: bodies('PUT', MESSAGE, (message) => ({ ...message, ticketId: ELSEWHERE })),
  },
  {
    fault: 'spaces at the end of a line are trimmed',
    fails: 'message.words',
    front: bodies('PUT', MESSAGE, (message) => ({
      ...message,
      body: String(message.body).replace(/ +\n/g, '\n'),
    })),
  },
  {
    fault: 'a look-up does not see a new message at once',
    fails: 'message.lookUp',
    front: lateLookUp(MESSAGE),
  },
  {
    fault: 'a message under another key is made twice',
    fails: 'message.repeat',
    front: seconds(MESSAGE, 'PUT', async ({ request, key }, first, pass) => {
      if (first.key === key) return undefined;
      const response = await pass(request);
      if (!response.ok) return response;
      return json(201, { ...fields(await response.json()), id: newId() });
    }),
  },
  {
    fault: 'a known message with other content is answered as if nothing were',
    fails: 'message.otherContent',
    front: seconds(MESSAGE, 'PUT', ({ body, key }, first) =>
      first.key === key || equal(first.body, body) ? undefined : first.answer?.clone(),
    ),
  },
  {
    fault: 'a message is given under any ticket',
    fails: 'message.otherTicket',
    front: (pass) => {
      const places = new Map<string, string>();
      const idOf = (request: Request) => pathOf(request).split('/').at(-1) ?? '';
      return async (request) => {
        const response = await pass(request);
        if (isOn(request, 'PUT', MESSAGE) && response.ok) places.set(idOf(request), pathOf(request));
        const path = places.get(idOf(request));
        return isOn(request, 'GET', MESSAGE) && path !== undefined && response.status === 404
          ? pass(await reasked(request, { path }))
          : response;
      };
    },
  },
  {
    fault: 'a message without its ticket is swallowed',
    fails: 'message.notThere',
    front: status('PUT', MESSAGE, 404, () => json(201, {})),
  },
  {
    fault: 'a ticket stays solved when its requester writes',
    fails: 'message.reopens',
    front: bodies('GET', TICKET, (ticket) => ({ ...ticket, status: 'solved' })),
  },
  {
    fault: 'an upload goes to another address',
    fails: 'file.begun',
    front: answers('POST', /^\/v1\/uploads$/, (response) =>
      response.ok ? remade(response, { headers: { location: 'https://files.example/1' } }) : response,
    ),
  },
  {
    fault: 'the offset of an upload is one too many',
    fails: 'file.offset',
    front: answers('HEAD', UPLOAD, (response) => {
      const offset = Number(response.headers.get('upload-offset')) + 1;
      return response.ok ? remade(response, { headers: { 'upload-offset': String(offset) } }) : response;
    }),
  },
  {
    fault: 'bytes are taken at any offset',
    fails: 'file.otherOffset',
    front: status('PATCH', UPLOAD, 409, () => new Response(null, { status: 204 })),
  },
  {
    fault: 'the name of a file loses its letters',
    fails: 'file.made',
    front: bodies('GET', FILE, (file) => ({ ...file, name: 'file' })),
  },
  {
    fault: 'line ends of a file are changed',
    fails: 'file.content',
    front: answers('GET', CONTENT, async (response) =>
      response.status === 200
        ? remade(response, { body: (await response.text()).replaceAll('\r\n', '\n') })
        : response,
    ),
  },
  {
    fault: 'a file is given as a page',
    fails: 'file.harmless',
    front: answers('GET', CONTENT, (response) =>
      response.status === 200 ? remade(response, { headers: { 'content-type': 'text/html' } }) : response,
    ),
  },
  {
    fault: 'a part of a file is another part',
    fails: 'file.part',
    front: (pass) => async (request) =>
      isOn(request, 'GET', CONTENT) && request.headers.has('range')
        ? pass(await reasked(request, { headers: { range: 'bytes=3-6' } }))
        : pass(request),
  },
  {
    fault: 'a file that is sent again is refused',
    fails: 'file.again',
    front: (pass) => {
      const known = new Set<string>();
      return async (request) => {
        if (!isBegin(request)) return pass(request);
        if (known.has(announcedId(request))) return problem(422, 'conflict');
        known.add(announcedId(request));
        return pass(request);
      };
    },
  },
  {
    fault: 'other content under the id of a file is accepted',
    fails: 'file.otherContent',
    front: (pass) => {
      const known = new Map<string, string>();
      return async (request) => {
        if (isOn(request, 'PATCH', /other-content$/)) return new Response(null, { status: 204 });
        if (!isBegin(request)) return pass(request);
        const sum = known.get(announcedId(request)) ?? announcedSum(request);
        known.set(announcedId(request), sum);
        return sum === announcedSum(request) ? pass(request) : begun('other-content');
      };
    },
  },
  {
    fault: 'the SHA-256 of a file is not compared',
    fails: 'file.sha256',
    front: status('PATCH', UPLOAD, 422, () => new Response(null, { status: 204 })),
  },
  {
    fault: 'a file without bytes is never made',
    fails: 'file.empty',
    front: instead((request) =>
      isBegin(request) && request.headers.get('upload-length') === '0' ? begun('empty') : undefined,
    ),
  },
  {
    fault: 'an upload that is not there stands at its beginning',
    fails: 'file.notThere',
    front: status('HEAD', UPLOAD, 404, () => new Response(null, { headers: { 'upload-offset': '0' } })),
  },
  {
    fault: 'a file that is too large is begun',
    fails: 'file.tooLarge',
    front: status('POST', /^\/v1\/uploads$/, 413, () => begun('large')),
  },
  {
    fault: 'the chat is that of another ticket',
    fails: 'chat.state',
    front: bodies('GET', CHAT, (chat) => ({ ...chat, ticketId: ELSEWHERE })),
  },
  {
    fault: 'somebody who writes makes the desk fall over',
    fails: 'chat.typing',
    front: instead((request) => (isOn(request, 'POST', /typing$/) ? problem(500, 'unavailable') : undefined)),
  },
  {
    fault: 'every ticket has a chat',
    fails: 'chat.none',
    front: status('GET', CHAT, 404, () => json(200, { ticketId: ELSEWHERE, state: 'ended' })),
  },
  {
    fault: 'a chat does not end',
    fails: 'chat.ends',
    front: bodies('GET', CHAT, (chat) => ({ ...chat, state: 'queued' })),
  },
  {
    fault: 'a change does not fit',
    fails: 'changes.fit',
    front: pages((changes) =>
      changes.map((change) =>
        change.kind === 'message'
          ? { ...change, message: { ...fields(change.message), createdAt: 7 } }
          : change,
      ),
    ),
  },
  {
    fault: 'the changes leave out what the requester wrote',
    fails: 'changes.own',
    front: (pass) => own(pass, () => true),
  },
  {
    fault: 'the changes tell of an earlier version',
    fails: 'changes.current',
    front: pages((changes) =>
      changes.map((change) =>
        change.kind === 'ticket' ? { ...change, ticket: { ...fields(change.ticket), version: '0' } } : change,
      ),
    ),
  },
  {
    fault: 'a reading from the beginning leaves out what the requester wrote',
    fails: 'changes.whole',
    front: (pass) => own(pass, (request) => !queryOf(request).has('cursor')),
  },
  {
    fault: 'messages come before their tickets',
    fails: 'changes.order',
    front: pages((changes, request) => (queryOf(request).has('cursor') ? changes : changes.toReversed())),
  },
  {
    fault: 'the cursor does not move',
    fails: 'changes.moves',
    front: bodies('GET', /^\/v1\/changes$/, (page, request) =>
      page.more === true ? { ...page, cursor: queryOf(request).get('cursor') } : page,
    ),
  },
  {
    fault: 'a cursor forgets, after some while, what is behind it',
    fails: 'changes.again',
    front: (pass, token) => {
      const asked = new Map<string, number>();
      return pages((changes, request) => {
        const cursor = queryOf(request).get('cursor') ?? '';
        asked.set(cursor, (asked.get(cursor) ?? 0) + 1);
        return (asked.get(cursor) ?? 0) > 7 ? changes.filter(({ kind }) => kind !== 'attachment') : changes;
      })(pass, token);
    },
  },
  {
    fault: 'an empty page has no cursor',
    fails: 'changes.empty',
    front: bodies('GET', /^\/v1\/changes$/, (page) => {
      const { cursor: _, ...others } = page;
      return z.array(z.unknown()).length(0).safeParse(page.changes).success ? others : page;
    }),
  },
  {
    fault: 'an unknown cursor is answered with an empty page',
    fails: 'changes.unknownCursor',
    front: status('GET', /^\/v1\/changes$/, 410, () =>
      json(200, { changes: [], cursor: 'new', more: false }),
    ),
  },
  {
    fault: 'a deleted ticket is shown',
    fails: 'changes.deleted',
    front: pages((changes, request) => {
      const { deletion } = changes.find(({ kind }) => kind === 'deleted') ?? {};
      const ticket = fields(changes.find(({ kind }) => kind === 'ticket')?.ticket);
      return deletion === undefined || ticket.id === undefined || queryOf(request).has('cursor')
        ? changes
        : [...changes, { kind: 'ticket', ticket: { ...ticket, id: fields(deletion).id } }];
    }),
  },
  {
    fault: 'a help page has no title',
    fails: 'changes.articles',
    front: pages((changes) =>
      changes.map((change) =>
        change.kind === 'article' ? { ...change, article: { ...fields(change.article), title: '' } } : change,
      ),
    ),
  },
  {
    fault: 'the stream is plain text',
    fails: 'stream.opens',
    front: streams((text) => text, { 'content-type': 'text/plain' }),
  },
  {
    fault: 'the stream has no heartbeat',
    fails: 'stream.heartbeat',
    front: streams((text) => text.replace(/^:.*\n\n/gm, '')),
  },
  {
    fault: 'nothing is poked after a write',
    fails: 'stream.poke',
    front: streams((text) => text.replaceAll('event: poke', 'event: other')),
  },
  {
    fault: 'a proxy says 404 in HTML',
    fails: 'problem.form',
    front: status(
      'GET',
      MESSAGE,
      404,
      () =>
        new Response('<title>Not found</title>', { status: 404, headers: { 'content-type': 'text/html' } }),
    ),
  },
  {
    fault: 'refusals have no title',
    fails: 'problem.title',
    front: (pass) => async (request) => {
      const response = await pass(request);
      if (response.headers.get('content-type') !== 'application/problem+json' || request.method === 'HEAD') {
        return response;
      }
      const { title: _, ...others } = fields(await response.json());
      return remade(response, { body: JSON.stringify(others) });
    },
  },
  {
    fault: 'messages are plain text',
    fails: 'answer.json',
    front: answers('GET', MESSAGE, (response) =>
      response.ok ? remade(response, { headers: { 'content-type': 'text/plain' } }) : response,
    ),
  },
];

async function forThisVersion(request: Request, pass: Fetch): Promise<Request> {
  const authorization = request.headers.get('authorization') ?? '';
  const found = await pass(new Request(request.url, { headers: { authorization } }));
  return reasked(request, { headers: { 'if-match': found.headers.get('etag') ?? '"none"' } });
}
