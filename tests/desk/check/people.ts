/** Whose tickets the changes tell, who wrote what, and filing for a colleague. */
import { z } from 'zod';
import { Account } from '#shared/contract.ts';
import { type Bench, oncePerCheck } from './bench.ts';
import { ensure, Finding, type Group, needed } from './expectation.ts';
import { ensureTaken, fieldsOf, said } from './read.ts';

const SECTION = 'Whose tickets';
const id = z.string().nullable().optional().catch(null);
const Person = z.object({ id }).nullish().catch(null);
const Whose = z.object({ requester: Person, filedBy: Person, author: Person }).partial().catch({});
const TicketChange = z.object({ kind: z.literal('ticket'), ticket: z.unknown() });

const accountOf = async (bench: Bench): Promise<Account> =>
  needed(Account.safeParse((await bench.account()).json).data, 'The account does not fit.');

/** A desk that tells of one requester's tickets alone may leave out who that is. */
function mayLeaveOut({ scope }: Account, name: string): never {
  if (scope === 'company') throw new Finding('fails', `There is no “${name}”, and the scope is company.`);
  throw new Finding('not_offered', `There is no “${name}”: all is of whoever asks.`);
}

/** A ticket for the first colleague that the account names. */
const forColleague = oncePerCheck(async (bench) => {
  const [colleague] = (await accountOf(bench)).colleagues;
  if (colleague === undefined) throw new Finding('not_seen', 'The account names nobody to file tickets for.');
  return { colleague, sent: await bench.handIn('for a colleague', { onBehalfOf: colleague.id }) };
});

export const peopleGroup: Group = {
  title: 'People',
  expectations: [
    {
      name: 'people.requester',
      says: 'A ticket says by id whose it is: a new one is of whoever handed it in.',
      section: SECTION,
      async look(bench) {
        const account = await accountOf(bench);
        const { requester } = Whose.parse((await bench.mainTicket()).answer.json);
        if (requester?.id == null) mayLeaveOut(account, 'requester.id');
        const own = account.requester.id;
        ensure(requester.id === own, `The requester of the ticket is ${requester.id}, and not ${own}.`);
      },
    },
    {
      name: 'people.author',
      says: 'A message of a requester says by id who wrote it.',
      section: SECTION,
      async look(bench) {
        const account = await accountOf(bench);
        const { author } = Whose.parse((await bench.mainMessage()).answer.json);
        if (author?.id == null) mayLeaveOut(account, 'author.id');
        const own = account.requester.id;
        ensure(author.id === own, `The author of the message is ${author.id}, and not ${own}.`);
      },
    },
    {
      name: 'people.scope',
      says: 'The changes tell of the requester’s own tickets alone, unless the scope is company; then each says whose it is.',
      section: SECTION,
      async look(bench) {
        const { scope, requester } = await accountOf(bench);
        const { told } = await bench.whole();
        for (const { id: ticket, raw } of told) {
          const change = TicketChange.safeParse(raw).data;
          if (change === undefined) continue;
          const whose = Whose.parse(change.ticket);
          const owner = whose.requester?.id ?? null;
          const isOwn = [owner ?? requester.id, whose.filedBy?.id].includes(requester.id);
          if (scope === 'own') ensure(isOwn, `Ticket ${ticket} is of ${owner}, and the scope is own.`);
          else ensure(owner !== null, `Ticket ${ticket} does not say whose it is, and the scope is company.`);
        }
      },
    },
    {
      name: 'people.onBehalf',
      says: 'A ticket for a colleague whom the account names is theirs, and says who filed it.',
      section: SECTION,
      async look(bench) {
        const { colleague, sent } = await forColleague(bench);
        ensureTaken(sent.answer);
        const { requester, filedBy } = Whose.parse(sent.answer.json);
        const own = (await accountOf(bench)).requester.id;
        ensure(
          requester?.id === colleague.id,
          `The ticket is of ${requester?.id ?? null}, not ${colleague.id}.`,
        );
        ensure(filedBy?.id === own, `It was filed by ${filedBy?.id ?? null}, not ${own}.`);
      },
    },
    {
      name: 'people.filed',
      says: 'Who filed a ticket for a colleague can change it.',
      section: SECTION,
      async look(bench) {
        const { sent } = await forColleague(bench);
        const { version } = fieldsOf(sent.answer);
        const seen = needed(version, 'The ticket was not taken.');
        await bench.needsEdits();
        ensureTaken(await bench.edit(sent.id, bench.key(), seen, { status: 'solved' }));
      },
    },
    {
      name: 'people.stranger',
      says: 'A ticket for somebody whom the account does not name is refused.',
      section: SECTION,
      async look(bench) {
        const { colleagues } = await accountOf(bench);
        const stranger = `nobody-${bench.key()}`;
        const { answer } = await bench.handIn('for nobody', { onBehalfOf: stranger });
        if (answer.ok && colleagues.length === 0) {
          throw new Finding('not_offered', 'The desk takes every ticket for that of whoever asks.');
        }
        ensure(answer.status >= 400 && answer.status < 500, `${said(answer)}.`);
      },
    },
  ],
};
