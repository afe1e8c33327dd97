/** What a ticket is when it comes back. */
import { Account, DeskTicket, LIMITS, PATHS } from '#shared/contract.ts';
import { DETAILS, submission, WORDS } from './bench.ts';
import { ensure, Finding, type Group, needed } from './expectation.ts';
import { ensureFits, ensureStatus, ensureTaken, fieldsOf, said } from './read.ts';

const SECTION = 'Tickets';
const MINUTE = 60_000;

export const ticketGroup: Group = {
  title: 'Tickets',
  expectations: [
    {
      name: 'ticket.taken',
      says: 'A ticket is taken, and the answer fits the contract.',
      section: SECTION,
      async look(bench) {
        const { answer } = await bench.ticket();
        ensureStatus(answer, 201, 200);
        ensureFits(answer.json, DeskTicket.omit({ version: true }), 'The ticket');
      },
    },
    {
      name: 'ticket.id',
      says: 'The answer to a ticket carries the id that it was sent under.',
      section: 'Ids, and writing exactly once',
      async look(bench) {
        const { id, answer } = await bench.mainTicket();
        ensure(fieldsOf(answer).id === id, `The answer carries ${fieldsOf(answer).id}, not ${id}.`);
      },
    },
    {
      name: 'ticket.words',
      says: 'Title and description stay letter for letter, line ends and spaces with them.',
      section: 'Ground rules',
      async look(bench) {
        const { body, answer } = await bench.mainTicket();
        const { title, description } = fieldsOf(answer);
        ensure(body.includes(JSON.stringify(title)), `The title came back as “${title}”.`);
        ensure(description === WORDS, difference(WORDS, description));
      },
    },
    {
      name: 'ticket.details',
      says: 'What else a ticket brings is given back with it.',
      section: SECTION,
      async look(bench) {
        const back = fieldsOf((await bench.mainTicket()).answer);
        for (const [name, value] of Object.entries(DETAILS)) {
          const same = JSON.stringify(sorted(back[name])) === JSON.stringify(sorted(value));
          ensure(same, `“${name}” came back as ${JSON.stringify(back[name])}.`);
        }
      },
    },
    {
      name: 'ticket.version',
      says: 'The version is printable ASCII without spaces and quotes.',
      section: 'Edits',
      async look(bench) {
        const { version } = fieldsOf((await bench.mainTicket()).answer);
        ensureFits(version, DeskTicket.shape.version, 'The version');
      },
    },
    {
      name: 'ticket.etag',
      says: 'A ticket comes with its version as ETag, a quoted string.',
      section: SECTION,
      async look(bench) {
        const { path, answer } = await bench.mainTicket();
        for (const each of [answer, await bench.get(path)]) {
          const version = needed(fieldsOf(each).version, `${said(each)} without a version.`);
          const etag = each.headers.get('etag');
          ensure(
            etag === `"${version}"`,
            `${each.question} came with the ETag ${etag}, the version is ${version}.`,
          );
        }
      },
    },
    {
      name: 'ticket.promise',
      says: 'A guaranteed time that counts around the clock is due so many minutes after createdAt.',
      section: SECTION,
      async look(bench) {
        const account = needed(
          Account.safeParse((await bench.account()).json).data,
          'The account does not fit.',
        );
        const ticket = DeskTicket.omit({ version: true }).safeParse(
          (await bench.mainTicket()).answer.json,
        ).data;
        const { promise, createdAt } = needed(ticket, 'The ticket does not fit.');
        const rule = account.policy.rules.find(
          ({ role, severity, channel }) =>
            role === account.requester.role && severity === 'standard' && channel === 'email',
        );
        const isExcepted = account.policy.exceptions.length > 0 || account.policy.hasUnreadableExceptions;
        if (rule?.target.kind !== 'guaranteed' || rule.target.clock !== 'always' || isExcepted) {
          throw new Finding('not_seen', 'There is no such guarantee without an exception in this account.');
        }
        const due = Date.parse(createdAt) + rule.target.withinMinutes * MINUTE;
        ensure(
          promise?.dueAt !== undefined && promise.dueAt !== null && Date.parse(promise.dueAt) === due,
          `dueAt is ${promise?.dueAt ?? null}, by the policy it is ${new Date(due).toISOString()}.`,
        );
      },
    },
    {
      name: 'ticket.judged',
      says: 'On a severity that nobody has judged nothing is promised.',
      section: SECTION,
      async look(bench) {
        const { answer } = await bench.taken('not judged', { judged: false });
        const { judged, promise } = fieldsOf(answer);
        if (judged === undefined) {
          throw new Finding('not_offered', 'The desk does not say whether a severity was judged.');
        }
        ensure(judged === false, `Sent with judged: false, it came back with judged: ${judged}.`);
        ensure(promise === null || promise === undefined, 'It came back with a promise.');
      },
    },
    {
      name: 'ticket.longest',
      says: 'The longest texts of the contract are taken, also when every letter is escaped.',
      section: SECTION,
      async look(bench) {
        const body = submission('the longest', { description: 'ø'.repeat(LIMITS.longText) });
        const id = bench.ids.ticket();
        const answer = await bench.put(PATHS.ticket(id), bench.key(), body.replaceAll('ø', '\\u00f8'));
        ensureTaken(answer);
        bench.written.push({ what: 'ticket', id, ticketId: id });
      },
    },
    {
      name: 'ticket.invalid',
      says: 'A ticket that does not fit is refused, and leaves nothing behind.',
      section: 'Problems',
      async look(bench) {
        const path = PATHS.ticket(bench.ids.ticket());
        const answer = await bench.put(path, bench.key(), submission('', { title: '' }));
        ensure([400, 422].includes(answer.status), `${said(answer)}.`);
      },
    },
  ],
};

/** Where two texts part. */
export function difference(sent: string, back: string | undefined): string {
  if (back === undefined) return 'No text came back.';
  let at = 0;
  while (at < sent.length && sent[at] === back[at]) at += 1;
  const around = (text: string) => JSON.stringify(text.slice(Math.max(0, at - 10), at + 10));
  return `From letter ${at + 1} on the text is another: ${around(sent)} was sent, ${around(back)} came back.`;
}

/** The same with the names of objects in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, each]) => [name, sorted(each)]),
  );
}
