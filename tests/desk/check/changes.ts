/** The log of changes. */
import { z } from 'zod';
import { Change, PATHS } from '#shared/contract.ts';
import { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import type { Bench, Written } from './bench.ts';
import { ensure, Finding, type Group, require } from './expectation.ts';
import { changesPath, pageIn, type Reading, type Told, toldIn } from './log.ts';
import { ensureFits, ensureStatus, fieldsOf, said } from './read.ts';

const SECTION = 'Changes';
const FEW = 2;
/** So many tombstones are looked up. */
const MOST_LOOK_UPS = 5;
const KINDS = new Set<string>(Change.options.map((option) => option.shape.kind.value));

const tells = (told: readonly Told[], { what, id }: Written) =>
  told.find((one) => one.kind === what && one.id === id);

/** What the log tells since the check began. */
async function delta(bench: Bench): Promise<Reading> {
  const { cursor } = await bench.before();
  return bench.readLog(cursor);
}
/** What stands in the way of others is here the thing that is looked at. */
function failing(error: unknown): never {
  throw error instanceof Finding && error.kind === 'untold' ? new Finding('fails', error.message) : error;
}
function missing(told: readonly Told[], written: readonly Written[]): Written | undefined {
  return written.find((one) => tells(told, one) === undefined);
}

/** A desk without a log answers every pull with all that there is. */
async function needsLog(bench: Bench, { told }: Reading): Promise<void> {
  const { cursor } = await bench.before();
  const answer = await bench.get(changesPath(cursor, FEW));
  const page = pageIn(answer);
  if (page !== null && page.changes.length > FEW && !page.more && page.changes.length >= told.length) {
    throw new Finding('not_offered', 'Every pull is answered with everything: there is no log.');
  }
}

export const changesGroup: Group = {
  title: 'Changes',
  expectations: [
    {
      name: 'changes.fit',
      says: 'The changes can be read to their end, and each of a ticket, message, file or deletion fits the contract.',
      section: SECTION,
      async look(bench) {
        const { told } = await bench.whole().catch(failing);
        for (const { kind, id, raw } of told) {
          if (kind === 'article') continue;
          if (KINDS.has(kind)) ensureFits(raw, Change, `The ${kind} ${id}`);
          else ensure(kind !== '', 'There is a change without a kind.');
        }
      },
    },
    {
      name: 'changes.own',
      says: 'Whatever was answered to a write is in the changes by then.',
      section: SECTION,
      async look(bench) {
        const { cursor } = await bench.before();
        const { id } = await bench.mainTicket();
        const sent = await bench.write(id, 'In the changes at once.');
        require(sent.answer.ok, `A message was not taken: ${said(sent.answer)}.`);
        const { told } = await bench.readLog(cursor);
        const lost = missing(told, bench.written);
        ensure(lost === undefined, `They do not tell of the ${lost?.what} ${lost?.id}.`);
      },
    },
    {
      name: 'changes.current',
      says: 'Each change carries its object as it is now.',
      section: SECTION,
      async look(bench) {
        const { id, path } = await bench.mainTicket();
        const found = await bench.get(path);
        require(found.ok, `${said(found)}.`);
        const { told } = await delta(bench);
        const last = told.findLast((one) => one.kind === 'ticket' && one.id === id);
        require(last !== undefined, 'The changes do not tell of the ticket.');
        const version = z.looseObject({ ticket: z.looseObject({ version: z.string() }) }).safeParse(last.raw);
        const { version: current } = fieldsOf(found);
        const is = version.data?.ticket.version;
        ensure(is === current, `The ticket is at version ${current}, the changes end with version ${is}.`);
      },
    },
    {
      name: 'changes.whole',
      says: 'A reading from the beginning tells of everything again.',
      section: SECTION,
      async look(bench) {
        const since = await delta(bench);
        require(missing(since.told, bench.written) === undefined, 'The changes leave writes out.');
        const { told } = await bench.readLog(null);
        const lost = missing(told, bench.written);
        ensure(lost === undefined, `It does not tell of the ${lost?.what} ${lost?.id}.`);
      },
    },
    {
      name: 'changes.order',
      says: 'A ticket comes before its messages, and a message before its files.',
      section: SECTION,
      async look(bench) {
        const { told } = await bench.whole();
        const come = new Set<string>();
        for (const { kind, id, ticketId, messageId } of told) {
          if (kind === 'message' || kind === 'attachment') {
            ensure(come.has(ticketId), `The ${kind} ${id} comes before its ticket ${ticketId}.`);
          }
          if (kind === 'attachment' && messageId !== null) {
            ensure(come.has(messageId), `The file ${id} comes before its message ${messageId}.`);
          }
          come.add(id);
        }
      },
    },
    {
      name: 'changes.moves',
      says: 'Small pages follow each other to the end, and none is larger than was asked for.',
      section: SECTION,
      async look(bench) {
        const since = await delta(bench);
        await needsLog(bench, since);
        const told: Told[] = [];
        for (let { cursor: at } = await bench.before(); ; ) {
          const answer = await bench.get(changesPath(at, FEW));
          const page = pageIn(answer);
          require(page !== null, `${said(answer)}.`);
          ensure(page.changes.length <= FEW, `${page.changes.length} changes came, ${FEW} were asked for.`);
          told.push(...page.changes.map(toldIn));
          if (!page.more) break;
          ensure(page.cursor !== at, 'There is more, and the cursor is the one that was asked with.');
          ensure(told.length <= since.told.length, 'There is more and more of the same.');
          require(page.cursor !== null, 'A page has no cursor.');
          at = page.cursor;
        }
        ensure(told.length >= since.told.length, `${told.length} of ${since.told.length} changes came so.`);
      },
    },
    {
      name: 'changes.again',
      says: 'A cursor goes on meaning the same place.',
      section: SECTION,
      async look(bench) {
        const [first, second] = [await delta(bench), await delta(bench)];
        const lost = first.told.find(
          ({ kind, id }) => !second.told.some((o) => o.kind === kind && o.id === id),
        );
        ensure(lost === undefined, `Asked again, it leaves out the ${lost?.kind} ${lost?.id}.`);
      },
    },
    {
      name: 'changes.empty',
      says: 'An empty page has a cursor, too.',
      section: SECTION,
      async look(bench) {
        const { cursor } = await delta(bench);
        const answer = await bench.get(changesPath(cursor, FEW));
        const page = pageIn(answer);
        require(page !== null, `${said(answer)}.`);
        if (page.changes.length > 0) throw new Finding('not_seen', 'There was no empty page.');
        ensure(page.cursor !== null, 'It came without one.');
      },
    },
    {
      name: 'changes.unknownCursor',
      says: 'A cursor that means nothing is answered 410 cursor_expired.',
      section: SECTION,
      async look(bench) {
        const answer = await bench.get(changesPath(`check-${bench.key()}`, FEW));
        const told = pageIn(answer)?.changes.map(toldIn) ?? [];
        if (told.length > 0 && missing(told, bench.written) === undefined) {
          throw new Finding('not_offered', 'It was answered with everything: there is no log.');
        }
        ensureStatus(answer, 410);
        const { code } = fieldsOf(answer);
        ensure(answer.json === undefined || code === 'cursor_expired', `The code is ${code ?? 'missing'}.`);
      },
    },
    {
      name: 'changes.deleted',
      says: 'What was deleted is shown by its tombstone alone.',
      section: SECTION,
      async look(bench) {
        const { told } = await bench.whole();
        const gone = told.filter(({ kind }) => kind === 'deleted');
        if (gone.length === 0) throw new Finding('not_seen', 'Nothing was deleted in this account.');
        for (const { id } of gone) {
          const shown = told.find((one) => one.kind !== 'deleted' && (one.id === id || one.ticketId === id));
          ensure(shown === undefined, `The ${shown?.kind} ${shown?.id} is shown, and ${id} was deleted.`);
        }
        for (const { raw } of gone.slice(0, MOST_LOOK_UPS)) {
          const path = pathOf(raw);
          if (path !== null) ensureStatus(await bench.get(path), 404);
        }
      },
    },
    {
      name: 'changes.articles',
      says: 'Help pages come with the changes, and fit the contract.',
      section: SECTION,
      async look(bench) {
        const { told } = await bench.whole();
        const pages = told.filter(({ kind }) => kind === 'article');
        if (pages.length === 0) throw new Finding('not_offered', 'There are no help pages.');
        for (const { id, raw } of pages) ensureFits(raw, Change, `The help page ${id}`);
      },
    },
  ],
};

/** Where the thing of a tombstone would be looked up; null when the tombstone cannot be read. */
function pathOf(raw: unknown): string | null {
  const change = Change.safeParse(raw).data;
  if (change?.kind !== 'deleted') return null;
  const { what, id, ticketId } = change.deletion;
  if (what === 'ticket') return PATHS.ticket(TicketId.parse(id));
  if (what === 'message') return PATHS.message(ticketId, MessageId.parse(id));
  return PATHS.attachment(ticketId, AttachmentId.parse(id));
}
