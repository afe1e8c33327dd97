/** Faults in edits, messages and chats. */
import type { Fetch } from '../check/ask.ts';
import {
  answers,
  bodies,
  CHAT,
  ELSEWHERE,
  equal,
  fields,
  instead,
  isOn,
  json,
  keyOf,
  lateLookUp,
  MESSAGE,
  newId,
  type Planted,
  pathOf,
  problem,
  reasked,
  remade,
  seconds,
  status,
  TICKET,
} from './front.ts';

/** The edit as it would be for the version that the ticket has. */
async function forThisVersion(request: Request, pass: Fetch): Promise<Request> {
  const authorization = request.headers.get('authorization') ?? '';
  const found = await pass(new Request(request.url, { headers: { authorization } }));
  return reasked(request, { headers: { 'if-match': found.headers.get('etag') ?? '"none"' } });
}

export const EDIT_FAULTS: readonly Planted[] = [
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
];
