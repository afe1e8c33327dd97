/** Faults in changes, in the stream, and in the form of answers. */

import { z } from 'zod';
import type { Fetch } from '../check/ask.ts';
import {
  answers,
  bodies,
  fields,
  isOn,
  json,
  MESSAGE,
  type Planted,
  pages,
  pathOf,
  queryOf,
  remade,
  status,
  streams,
} from './front.ts';

/** Leaves out the messages that came through here, where `drop` says so. */
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

export const CHANGE_FAULTS: readonly Planted[] = [
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
