/** Messages. */
import { DeskMessage, PATHS } from '#shared/contract.ts';
import { WORDS } from './bench.ts';
import { ensure, type Group, needed, require } from './expectation.ts';
import { ensureFits, ensureStatus, ensureTaken, fieldsOf, said } from './read.ts';
import { difference } from './tickets.ts';

const SECTION = 'Messages';
const other = JSON.stringify({ body: 'Other words.', writtenAt: '2026-03-02T09:00:00Z' });

export const messageGroup: Group = {
  title: 'Messages',
  expectations: [
    {
      name: 'message.taken',
      says: 'A message is taken, and the answer fits the contract.',
      section: SECTION,
      async look(bench) {
        const { answer } = await bench.message();
        ensureStatus(answer, 201, 200);
        const { author } = ensureFits(answer.json, DeskMessage, 'The message');
        ensure(author.kind === 'requester', `Its author is a ${author.kind}.`);
      },
    },
    {
      name: 'message.id',
      says: 'The answer to a message carries the ids of the message and of its ticket.',
      section: SECTION,
      async look(bench) {
        const { id, ticketId, answer } = await bench.mainMessage();
        const back = fieldsOf(answer);
        ensure(back.id === id, `The answer carries ${back.id}, not ${id}.`);
        ensure(back.ticketId === ticketId, `The answer is of ticket ${back.ticketId}, not ${ticketId}.`);
      },
    },
    {
      name: 'message.words',
      says: 'The text of a message stays letter for letter, line ends and spaces with them.',
      section: 'Ground rules',
      async look(bench) {
        const { body } = fieldsOf((await bench.mainMessage()).answer);
        ensure(body === WORDS, difference(WORDS, body));
      },
    },
    {
      name: 'message.lookUp',
      says: 'Looked up by its id, a message is there as soon as its write was answered.',
      section: SECTION,
      async look(bench) {
        const { id } = await bench.mainTicket();
        const sent = await bench.write(id, 'Looked up at once.');
        require(sent.answer.ok, `The message was not taken: ${said(sent.answer)}.`);
        const found = await bench.get(sent.path);
        ensureStatus(found, 200);
        ensure(fieldsOf(found).id === sent.id, 'The look-up gave another message.');
      },
    },
    {
      name: 'message.repeat',
      says: 'A message that comes again, under its key or another one, adds nothing.',
      section: SECTION,
      async look(bench) {
        const { id, path, key, body } = await bench.mainMessage();
        for (const withKey of [key, bench.key()]) {
          const again = await bench.put(path, withKey, body);
          ensureTaken(again);
          require(fieldsOf(again).id !== undefined, 'The answer has no id.');
          ensure(fieldsOf(again).id === id, `The repeat was answered as ${fieldsOf(again).id}.`);
        }
      },
    },
    {
      name: 'message.otherContent',
      says: 'A known message id with other content is refused with 422.',
      section: SECTION,
      async look(bench) {
        const { path } = await bench.mainMessage();
        ensureStatus(await bench.put(path, bench.key(), other), 422);
      },
    },
    {
      name: 'message.otherTicket',
      says: 'A message is known under its own ticket alone.',
      section: SECTION,
      async look(bench) {
        const { id, body } = await bench.mainMessage();
        const { id: elsewhere } = await bench.taken('that has no message');
        ensureStatus(await bench.get(PATHS.message(elsewhere, id)), 404);
        ensureStatus(await bench.put(PATHS.message(elsewhere, id), bench.key(), body), 422);
      },
    },
    {
      name: 'message.notThere',
      says: 'A message to a ticket that is not there is refused with 404.',
      section: SECTION,
      async look(bench) {
        const path = PATHS.message(bench.ids.ticket(), bench.ids.message());
        ensureStatus(await bench.put(path, bench.key(), other), 404);
      },
    },
    {
      name: 'message.reopens',
      says: 'A message puts a solved ticket back to open.',
      section: SECTION,
      async look(bench) {
        const { id, path } = await bench.needsEdits();
        const sent = await bench.write(id, 'It is not solved.');
        require(sent.answer.ok, `The message was not taken: ${said(sent.answer)}.`);
        const found = await bench.get(path);
        const status = needed(fieldsOf(found).status, `${said(found)} without a status.`);
        require(found.ok, `${said(found)}.`);
        ensure(status === 'open', `The ticket is ${status}.`);
      },
    },
  ],
};
