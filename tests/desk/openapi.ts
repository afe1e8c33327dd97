/**
 * The document that a desk publishes at `/openapi.json`, made from the schemas of the contract and finished here: what
 * is the same everywhere is said once, and lists that may grow say so.
 */
import { z } from 'zod';
import { Change, TicketEvent } from '#shared/contract.ts';

type Json = z.infer<ReturnType<typeof z.json>>;
type Part = { [name: string]: Json };

/** What the document says of itself. `address` is how the desk was called. */
export const ABOUT = (address: string) => ({
  openapi: '3.1.0',
  info: {
    title: 'Support API',
    version: '1',
    summary: 'What a support desk answers to Lifeline.',
    description:
      'Made from the schemas of the contract. What the shapes cannot say (writing exactly once, the order of changes, refusals) is in `docs/support-api.md`.',
  },
  servers: [{ url: address, description: 'This desk.' }],
  tags: [
    { name: 'Account', description: 'What the owner of the token has bought and is promised.' },
    { name: 'Tickets', description: 'Handed in exactly once, read, and changed for one version.' },
    { name: 'Messages', description: 'What is written in a ticket.' },
    { name: 'Files', description: 'Sent by tus 1.0.0, read whole or in parts.' },
    { name: 'Changes', description: 'The log that a client follows.' },
    { name: 'Stream', description: 'Says that there are changes.' },
    { name: 'Chat', description: 'How a chat stands at this moment.' },
  ],
});

/** Answers that any question may get. */
const ANY_TIME = {
  TooMany: 'Too many questions: not before `Retry-After`.',
  NotNow: 'The desk cannot answer now: not before `Retry-After`.',
};
const RETRY_AFTER = {
  'Retry-After': {
    description: 'Seconds, or a date by the clock of the desk. Lifeline obeys an hour at most.',
    schema: { type: 'string' },
  },
};
const DATE = {
  description: 'The clock of the desk (RFC 9110), by which it sets its instants.',
  schema: { type: 'string' },
};

const kindsOf = (union: typeof Change | typeof TicketEvent) =>
  union.options.map((option) => option.shape.kind.value);

/** Finishes the document that the routes make. */
export function finished(document: unknown): Json {
  const whole = z.json().parse(JSON.parse(JSON.stringify(document)));
  return withAnswers(withReferences(grown(whole)));
}

const isPart = (json: Json | undefined): json is Part =>
  typeof json === 'object' && json !== null && !Array.isArray(json);
const partOf = (json: Json | undefined): Part => (isPart(json) ? json : {});

/** The document with each part in place of what `change` makes of it, the innermost first. */
function mapped(json: Json, change: (part: Part) => Json): Json {
  if (Array.isArray(json)) return json.map((each) => mapped(each, change));
  if (!isPart(json)) return json;
  return change(Object.fromEntries(Object.entries(json).map(([name, each]) => [name, mapped(each, change)])));
}

/** Lists of changes and events may hold kinds that this version does not know; those are left out. */
function grown(document: Json): Json {
  const open = [Change, TicketEvent].map(kindsOf);
  return mapped(document, (part) => {
    const kinds = open.find((known) => isListOf(known, part));
    if (kinds === undefined) return part;
    const other = {
      type: 'object',
      description: 'Kinds may come that this version does not know. A client leaves them out.',
      properties: { kind: { type: 'string', not: { enum: [...kinds] } } },
      required: ['kind'],
    };
    return { anyOf: [part, other] };
  });
}

function isListOf(kinds: readonly string[], { oneOf }: Part): boolean {
  if (!Array.isArray(oneOf) || oneOf.length !== kinds.length) return false;
  return oneOf.every((option) => {
    const { enum: values } = partOf(partOf(partOf(option).properties).kind);
    return Array.isArray(values) && values.every((value) => kinds.some((kind) => kind === value));
  });
}

/** What is written out a second time becomes a reference to its name. */
function withReferences(document: Json): Json {
  const named = Object.entries(partOf(partOf(partOf(document).components).schemas));
  const names = new Map(named.map(([name, schema]) => [JSON.stringify(schema), name]));
  const own = new Set<Json>(named.map(([, schema]) => schema));
  const refer = (json: Json): Json => {
    if (Array.isArray(json)) return json.map(refer);
    if (!isPart(json)) return json;
    const name = own.has(json) ? undefined : names.get(JSON.stringify(json));
    if (name !== undefined) return { $ref: `#/components/schemas/${name}` };
    return Object.fromEntries(Object.entries(json).map(([key, each]) => [key, refer(each)]));
  };
  return refer(document);
}

/** Every answer has a date, and every question may be put off. */
function withAnswers(document: Json): Json {
  const { paths, components, ...rest } = partOf(document);
  const problem = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };
  const responses = Object.fromEntries(
    Object.entries(ANY_TIME).map(([name, description]) => [
      name,
      { description, headers: RETRY_AFTER, content: problem },
    ]),
  );
  const anyTime = {
    429: { $ref: '#/components/responses/TooMany' },
    503: { $ref: '#/components/responses/NotNow' },
  };
  const withDates = (all: Part): Part =>
    Object.fromEntries(
      Object.entries(all).map(([status, each]) => {
        const response = partOf(each);
        const headers = { Date: { $ref: '#/components/headers/Date' }, ...partOf(response.headers) };
        return [status, { ...response, headers }];
      }),
    );
  const operations = mapped(partOf(paths), (part) =>
    isPart(part.responses) ? { ...part, responses: { ...withDates(part.responses), ...anyTime } } : part,
  );
  return {
    ...rest,
    paths: operations,
    components: { ...partOf(components), headers: { Date: DATE }, responses: withDates(responses) },
  };
}
