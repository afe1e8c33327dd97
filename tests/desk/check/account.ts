/** Account and ground rules. */
import { z } from 'zod';
import { Account, PATHS, StatusLine } from '#shared/contract.ts';
import { submission } from './bench.ts';
import { ensure, Finding, type Group, needed } from './expectation.ts';
import { ensureFits, ensureStatus, ensureTaken, fieldsOf } from './read.ts';

/** How far two readings of one clock may be apart: answers take their time. */
const SAME_CLOCK_MS = 60_000;

const Names = z.looseObject({
  desk: z.looseObject({ id: z.string() }),
  requester: z.looseObject({ id: z.string() }),
});
const namesIn = (json: unknown) => {
  const names = Names.safeParse(json).data;
  return names && `${names.desk.id} ${names.requester.id}`;
};

export const accountGroup: Group = {
  title: 'Account and token',
  expectations: [
    {
      name: 'account.fits',
      says: 'The account fits the contract, with ids of the desk and of the requester.',
      section: 'Account',
      async look(bench) {
        const answer = await bench.account();
        ensureTaken(answer);
        ensureFits(answer.json, Account, 'The account');
      },
    },
    {
      name: 'account.same',
      says: 'The ids of desk and requester stay the same.',
      section: 'Account',
      async look(bench) {
        const before = needed(namesIn((await bench.account()).json), 'The account names nobody.');
        const again = await bench.get(PATHS.account);
        ensure(namesIn(again.json) === before, 'Asked again, the account is of another desk or requester.');
      },
    },
    {
      name: 'account.statusLine',
      says: 'What the desk says of itself is null, or a line that people can read.',
      section: 'Account',
      async look(bench) {
        const answer = await bench.account();
        ensureTaken(answer);
        const { statusLine } = z.looseObject({ statusLine: z.unknown() }).safeParse(answer.json).data ?? {};
        if (statusLine === undefined) throw new Finding('not_offered', 'The account has no statusLine.');
        ensureFits(statusLine, StatusLine.nullable(), 'The statusLine');
      },
    },
    ...(['missing', 'wrong'] as const).map((kind) => ({
      name: `token.${kind}`,
      says:
        kind === 'missing'
          ? 'Without a token nothing is answered but 401.'
          : 'To a token that it does not know the desk answers 401.',
      section: 'Ground rules',
      async look(bench: Parameters<Group['expectations'][number]['look']>[0]) {
        const token = kind === 'missing' ? null : `not-${bench.key()}`;
        ensureStatus(await bench.ask('GET', PATHS.account, { token }), 401);
        ensureStatus(await bench.ask('GET', PATHS.changes, { token }), 401);
        const put = await bench.ask('PUT', PATHS.ticket(bench.ids.ticket()), {
          token,
          headers: { 'idempotency-key': bench.key(), 'content-type': 'application/json' },
          body: submission('with a token that is none'),
        });
        ensureStatus(put, 401);
      },
    })),
    {
      name: 'clock.date',
      says: 'Answers carry the Date of the desk’s clock.',
      section: 'Ground rules',
      async look(bench) {
        const date = (await bench.account()).headers.get('date');
        ensure(date !== null, 'The account came without a Date header.');
        ensure(!Number.isNaN(Date.parse(date)), `The Date header “${date}” is no date.`);
      },
    },
    {
      name: 'clock.created',
      says: 'createdAt is the desk’s own time, and never that of writtenAt.',
      section: 'Tickets',
      async look(bench) {
        const { answer } = await bench.mainTicket();
        const createdAt = Date.parse(needed(fieldsOf(answer).createdAt, 'The ticket has no createdAt.'));
        // Without a date this computer's clock has to do: what is years off is seen all the same.
        const now = Date.parse(answer.headers.get('date') ?? '') || answer.at;
        const apart = Math.abs(createdAt - now);
        ensure(
          apart < SAME_CLOCK_MS,
          `createdAt is ${Math.round(apart / 1000)} seconds off the desk’s Date.`,
        );
      },
    },
  ],
};
