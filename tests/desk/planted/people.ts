/** Faults in whose tickets are told, and in filing for a colleague. */
import {
  answers,
  bodies,
  fields,
  instead,
  isOn,
  MESSAGE,
  type Planted,
  pages,
  problem,
  TICKET,
} from './front.ts';

/** Without the id that says who somebody is. */
const nameless = (person: unknown): unknown => {
  const { id: _, ...others } = fields(person);
  return others;
};

export const PEOPLE_FAULTS: readonly Planted[] = [
  {
    fault: 'a new ticket does not say by id whose it is',
    fails: 'people.requester',
    front: bodies('PUT', TICKET, (ticket) =>
      ticket.filedBy === null ? { ...ticket, requester: nameless(ticket.requester) } : ticket,
    ),
  },
  {
    fault: 'a message does not say by id who wrote it',
    fails: 'people.author',
    front: bodies('PUT', MESSAGE, (message) => ({ ...message, author: nameless(message.author) })),
  },
  {
    fault: 'the changes tell of colleagues’ tickets as of anybody’s',
    fails: 'people.scope',
    front: pages((changes) =>
      changes.map((change) => {
        const ticket = fields(change.ticket);
        if (change.kind !== 'ticket') return change;
        return { ...change, ticket: { ...ticket, requester: nameless(ticket.requester) } };
      }),
    ),
  },
  {
    fault: 'a ticket for a colleague becomes that of who filed it',
    fails: 'people.onBehalf',
    front: bodies('PUT', TICKET, (ticket) =>
      ticket.filedBy === null ? ticket : { ...ticket, requester: ticket.filedBy, filedBy: null },
    ),
  },
  {
    fault: 'who filed a ticket for a colleague may not change it',
    fails: 'people.filed',
    front: answers('PATCH', TICKET, async (response) => {
      if (!response.ok) return response;
      return fields(await response.clone().json()).filedBy === null ? response : problem(422, 'invalid');
    }),
  },
  {
    fault: 'a ticket for somebody whom the desk does not know is taken',
    fails: 'people.stranger',
    front: instead(async (request, pass) => {
      if (!isOn(request, 'PUT', TICKET)) return undefined;
      const body = await request.clone().text();
      if (!body.includes('"onBehalfOf":"nobody-')) return undefined;
      const { url, method, headers } = request;
      const forWhoever = body.replace(/"onBehalfOf":"[^"]*"/, '"onBehalfOf":null');
      return pass(new Request(url, { method, headers, body: forWhoever }));
    }),
  },
];
