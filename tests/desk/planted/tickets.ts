/** Faults in the account, in tickets, and in writing exactly once. */
import { PATHS } from '#shared/contract.ts';
import {
  answers,
  bodies,
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
  TICKET,
} from './front.ts';

export const TICKET_FAULTS: readonly Planted[] = [
  {
    fault: 'the account does not name the requester',
    fails: 'account.fits',
    front: bodies('GET', /account$/, ({ requester, ...account }) => {
      const { id: _, ...others } = fields(requester);
      return { ...account, requester: others };
    }),
  },
  {
    fault: 'the status line is a whole report',
    fails: 'account.statusLine',
    front: bodies('GET', /account$/, (account) => ({
      ...account,
      statusLine: { id: 'outage-1', text: 'It is down. '.repeat(50), updatedAt: '2026-11-23T08:00:00Z' },
    })),
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
      promise: ticket.promise && { ...fields(ticket.promise), dueAt: '2001-02-03T05:05:06.000Z' },
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
      if (ticket.promise === null) return ticket;
      const promise = fields(ticket.promise);
      const dueAt = new Date(Date.parse(String(promise.dueAt)) + 60_000).toISOString();
      return { ...ticket, promise: { ...promise, dueAt } };
    }),
  },
  {
    fault: 'what nobody has judged is promised an answer',
    fails: 'ticket.judged',
    front: bodies('PUT', TICKET, (ticket) =>
      ticket.judged === false
        ? { ...ticket, promise: { target: { kind: 'guaranteed', withinMinutes: 60 }, dueAt: null } }
        : ticket,
    ),
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
];
