/** Edits: meant for one version, and for no other. */
import { DeskTicket } from '#shared/contract.ts';
import { ensure, type Group } from './expectation.ts';
import { ensureFits, ensureStatus, ensureTaken, fieldsOf } from './read.ts';

const SECTION = 'Edits';

export const editGroup: Group = {
  title: 'Edits',
  expectations: [
    {
      name: 'edit.taken',
      says: 'An edit for the current version is answered with the ticket as it is then.',
      section: SECTION,
      async look(bench) {
        const { id, edited } = await bench.needsEdits();
        ensureStatus(edited, 200);
        const ticket = ensureFits(edited.json, DeskTicket, 'The edited ticket');
        ensure(ticket.id === id, `The answer carries ${ticket.id}, not ${id}.`);
        ensure(ticket.status === 'solved', `The status is ${ticket.status}, not solved.`);
      },
    },
    {
      name: 'edit.version',
      says: 'Every edit makes another version, which comes as the ETag.',
      section: SECTION,
      async look(bench) {
        const { first, second, edited } = await bench.needsEdits();
        ensure(first !== second, `The version stayed ${first}.`);
        const etag = edited.headers.get('etag');
        ensure(etag === `"${second}"`, `The ETag is ${etag}, the version ${second}.`);
      },
    },
    {
      name: 'edit.rating',
      says: 'A rating is kept with the ticket.',
      section: SECTION,
      async look(bench) {
        const { id, second } = await bench.needsEdits();
        const rating = { score: 'good', comment: 'From the check.' };
        const rated = await bench.edit(id, bench.key(), second, { rating });
        ensureStatus(rated, 200);
        const { rating: kept } = ensureFits(rated.json, DeskTicket, 'The rated ticket');
        ensure(JSON.stringify(kept) === JSON.stringify(rating), `The rating is ${JSON.stringify(kept)}.`);
      },
    },
    {
      name: 'edit.repeat',
      says: 'The repeat of an edit is given the kept answer, although the version has moved on.',
      section: SECTION,
      async look(bench) {
        await bench.needsKeys();
        const { id, key, first, body } = await bench.needsEdits();
        const again = await bench.edit(id, key, first, body);
        ensureTaken(again);
        ensure(fieldsOf(again).status === 'solved', 'The answer is another one.');
      },
    },
    {
      name: 'edit.otherVersion',
      says: 'An edit for another version is refused with 412, and changes nothing.',
      section: SECTION,
      async look(bench) {
        const { id, first } = await bench.needsEdits();
        ensureStatus(await bench.edit(id, bench.key(), first, { status: 'open' }), 412);
      },
    },
    {
      name: 'edit.needsVersion',
      says: 'An edit without If-Match is refused with 428.',
      section: SECTION,
      async look(bench) {
        const { id } = await bench.needsEdits();
        ensureStatus(await bench.edit(id, bench.key(), null, { status: 'solved' }), 428);
      },
    },
    {
      name: 'edit.notThere',
      says: 'An edit of a ticket that is not there is refused with 404.',
      section: SECTION,
      async look(bench) {
        await bench.needsEdits();
        ensureStatus(await bench.edit(bench.ids.ticket(), bench.key(), '1', { status: 'solved' }), 404);
      },
    },
  ],
};
