/** Ids, and writing exactly once. */

import { PATHS } from '#shared/contract.ts';
import { MessageId } from '#shared/ids.ts';
import { submission } from './bench.ts';
import { ensure, type Group, require } from './expectation.ts';
import { ensureStatus, ensureTaken, fieldsOf, said } from './read.ts';

const SECTION = 'Ids, and writing exactly once';
/** So many copies of one write go out together. */
const COPIES = 6;

export const onceGroup: Group = {
  title: 'Exactly once',
  expectations: [
    {
      name: 'once.repeat',
      says: 'The same key with the same bytes is answered as before, and makes nothing.',
      section: SECTION,
      async look(bench) {
        const { answer } = await bench.mainTicket();
        const again = await bench.repeat();
        ensureTaken(again);
        const { number: first } = fieldsOf(answer);
        const { number: second } = fieldsOf(again);
        ensure(first === second, `The repeat was given the number ${second}, the first ${first}.`);
      },
    },
    {
      name: 'once.otherBytes',
      says: 'A known key with other bytes is refused with 422.',
      section: SECTION,
      async look(bench) {
        const { path, key } = await bench.mainTicket();
        ensureStatus(await bench.put(path, key, submission('other words')), 422);
      },
    },
    {
      name: 'once.otherPath',
      says: 'A known key on another path is refused with 422.',
      section: SECTION,
      async look(bench) {
        await bench.needsKeys();
        const { key, body } = await bench.mainTicket();
        ensureStatus(await bench.put(PATHS.ticket(bench.ids.ticket()), key, body), 422);
      },
    },
    {
      name: 'once.keyNeeded',
      says: 'A write without a key is refused with 400.',
      section: SECTION,
      async look(bench) {
        await bench.needsKeys();
        const path = PATHS.ticket(bench.ids.ticket());
        ensureStatus(await bench.put(path, null, submission('without a key')), 400);
      },
    },
    {
      name: 'once.knownId',
      says: 'A known id with equal content, under another key, in other order and spacing, is answered 200 and adds nothing.',
      section: SECTION,
      async look(bench) {
        const { answer, path, body } = await bench.mainTicket();
        const again = await bench.put(path, bench.key(), JSON.stringify(reversed(JSON.parse(body)), null, 2));
        ensureStatus(again, 200);
        ensure(fieldsOf(again).number === fieldsOf(answer).number, 'It was given another number.');
      },
    },
    {
      name: 'once.otherContent',
      says: 'A known id with other content is refused with 422.',
      section: SECTION,
      async look(bench) {
        const { path } = await bench.mainTicket();
        ensureStatus(await bench.put(path, bench.key(), submission('other content')), 422);
      },
    },
    {
      name: 'once.together',
      says: 'Copies that come together make one ticket.',
      section: SECTION,
      async look(bench) {
        const id = bench.ids.ticket();
        const [key, body] = [bench.key(), submission('sent six times together')];
        const copies = Array.from({ length: COPIES }, () => bench.put(PATHS.ticket(id), key, body));
        const answers = await Promise.all(copies);
        const taken = answers.filter(({ ok }) => ok);
        ensure(taken.length > 0, 'None of the copies was taken.');
        bench.written.push({ what: 'ticket', id, ticketId: id });
        const numbers = new Set(taken.map((answer) => fieldsOf(answer).number));
        ensure(numbers.size === 1, `The copies were given the numbers ${[...numbers].join(', ')}.`);
        for (const answer of answers) ensure(answer.ok || answer.status === 409, `${said(answer)}.`);
      },
    },
    {
      name: 'once.lookUp',
      says: 'Looked up by its id, a ticket is there as soon as its write was answered.',
      section: SECTION,
      async look(bench) {
        const { id, path, answer } = await bench.taken('looked up at once');
        const found = await bench.get(path);
        ensureStatus(found, 200);
        ensure(fieldsOf(found).id === id, 'The look-up gave another ticket.');
        ensure(fieldsOf(found).number === fieldsOf(answer).number, 'The look-up gave another number.');
      },
    },
    {
      name: 'once.notThere',
      says: 'What the desk does not have is answered with 404.',
      section: SECTION,
      async look(bench) {
        const { id } = await bench.mainTicket();
        ensureStatus(await bench.get(PATHS.ticket(bench.ids.ticket())), 404);
        ensureStatus(await bench.get(PATHS.message(id, bench.ids.message())), 404);
      },
    },
    {
      name: 'once.refusal',
      says: 'A refusal keeps no key: the same bytes are taken once nothing stands against them.',
      section: SECTION,
      async look(bench) {
        const id = bench.ids.ticket();
        const messageId = MessageId.parse(bench.ids.message());
        const body = JSON.stringify({ body: 'Before its ticket.', writtenAt: '2026-03-02T09:00:00Z' });
        const [path, key] = [PATHS.message(id, messageId), bench.key()];
        const early = await bench.put(path, key, body);
        require(!early.ok, 'A message was taken without its ticket.');
        const ticket = await bench.put(PATHS.ticket(id), bench.key(), submission('after its message'));
        require(ticket.ok, 'The ticket was not taken.');
        bench.written.push({ what: 'ticket', id, ticketId: id });
        const late = await bench.put(path, key, body);
        ensureTaken(late);
        bench.written.push({ what: 'message', id: messageId, ticketId: id });
      },
    },
  ],
};

/** The same JSON with the fields of each object in reverse. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, each]) => [name, reversed(each)]),
  );
}
