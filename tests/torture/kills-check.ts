/** Judges a life with many deaths: the diary against the desk, against the window, and against what was shown. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { MessageSubmission, TicketSubmission } from '#shared/contract.ts';
import type { MessageId } from '#shared/ids.ts';
import type { Ticket } from '#shared/model.ts';
import type { Ledger } from '../desk/ledger.ts';
import type { ShownNotification } from '../electron/desktop-session.ts';
import type { Answer, Diary, OwnTicket } from './diary.ts';
import type { Finding, Wrong } from './tally.ts';

/** What core has recorded of one answer. */
export const NoticeRow = z.object({
  id: z.string(),
  outcome: z.string().nullable(),
  told_at: z.number().nullable(),
});
export type NoticeRow = z.infer<typeof NoticeRow>;

/** A kill by what had been shown: so much before it, so much when the app was back. */
export type KillMark = { before: number; after: number };

type Found = (wrong: Wrong, seen: string) => void;
const finder = (findings: Finding[], run: string): Found => {
  return (wrong, seen) => {
    findings.push({ wrong, run, seen });
  };
};

const json = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes));
const start = (text: string): string => text.slice(0, 40);

/** Each ticket, reply and file is on the desk once, byte for byte, replies in their order (invariants 2, 3). */
export function compareWithDesk(diary: Diary, ledger: Ledger): Finding[] {
  const findings: Finding[] = [];
  const found = finder(findings, 'the desk');
  const tickets = ledger.tickets.map(({ id, body }) => ({ id, ...TicketSubmission.parse(json(body)) }));
  const messages = ledger.messages.map(({ path, body }) => ({
    path,
    ...MessageSubmission.parse(json(body)),
  }));
  for (const own of diary.tickets.values()) {
    const arrived = tickets.filter(({ id, description }) => id === own.id || sameText(own, description));
    const wanted = own.submit === 'yes' ? 1 : 0;
    if (arrived.length < wanted) found('lost', `${own.id} never arrived`);
    if (arrived.length > wanted) found('duplicated', `${own.id} arrived ${arrived.length} times`);
    for (const { description } of arrived) {
      if (description !== own.description.saved) found('lost', `${own.id} has other words at the desk`);
    }
    const bodies = messages.filter(({ path }) => path.includes(own.id)).map(({ body }) => body);
    compareReplies(own, bodies, found);
    for (const file of own.files) {
      if (own.submit !== 'yes') continue;
      const same = ledger.attachments.filter(({ id, sha256 }) => id === file.id || sha256 === file.sha256);
      if (same.length === 0) found('lost', `${file.name} never arrived`);
      if (same.length > 1) found('duplicated', file.name);
      for (const { body } of same) {
        if (createHash('sha256').update(body).digest('hex') !== file.sha256) {
          found('lost', `${file.name} has other bytes at the desk`);
        }
      }
    }
  }
  return findings;
}

const sameText = (own: OwnTicket, description: string): boolean =>
  own.description.saved !== '' && description === own.description.saved;

function compareReplies(own: OwnTicket, bodies: string[], found: Found): void {
  const written = own.replies.map(({ body }) => body);
  for (const body of written) {
    const count = bodies.filter((each) => each === body).length;
    if (count === 0) found('lost', `a reply never arrived: “${start(body)}”`);
    if (count > 1) found('duplicated', `a reply: “${start(body)}”`);
  }
  for (const body of bodies) {
    if (!written.includes(body)) found('duplicated', `nobody sent this reply: “${start(body)}”`);
  }
  const inOrder = [...new Set(bodies)].filter((body) => written.includes(body));
  const expected = written.filter((body) => inOrder.includes(body));
  if (inOrder.some((body, at) => body !== expected[at])) found('reordered', `replies of ${own.id}`);
}

/** Each answer is in the window once, in the desk's order (invariant 4); what was sent says so (invariant 7). */
export function compareWithWindow(diary: Diary, shown: Map<string, Ticket>): Finding[] {
  const findings: Finding[] = [];
  const found = finder(findings, 'the window');
  for (const own of diary.tickets.values()) {
    const ticket = shown.get(own.id);
    if (ticket === undefined) {
      found('lost', `${own.id} is not in the window`);
      continue;
    }
    const answers = diary.answers.filter(({ ticketId }) => ticketId === own.id).map(({ id }) => id);
    const there = ticket.messages.map(({ id }) => id).filter((id) => answers.includes(id));
    for (const id of answers) {
      const count = there.filter((each) => each === id).length;
      if (count === 0) found('lost', `answer ${id} is not in the window`);
      if (count > 1) found('duplicated', `answer ${id} in the window`);
    }
    const expected = answers.filter((id) => there.includes(id));
    if ([...new Set(there)].some((id, at) => id !== expected[at])) {
      found('reordered', `answers of ${own.id}`);
    }
    if (ticket.state === 'queued' || ticket.state === 'sending') found('stuck', `${own.id} is not sent`);
    for (const { id, delivery } of ticket.messages) {
      if (delivery !== 'delivered') found('stuck', `reply ${id} is ${delivery}`);
    }
  }
  return findings;
}

/**
 * Each answer was on the screen, by itself or in a summary, and core has recorded it (invariant 5). One that was shown
 * again is counted where a kill lies between, and is wrong otherwise.
 */
export function compareWithScreen(
  answers: readonly Answer[],
  rows: readonly NoticeRow[],
  shown: readonly ShownNotification[],
  kills: readonly KillMark[],
): { findings: Finding[]; extra: number } {
  const findings: Finding[] = [];
  const found = finder(findings, 'the screen');
  let extra = 0;
  const places = new Map<MessageId, number[]>(answers.map(({ id }) => [id, []]));
  const byMarker = new Map(answers.map(({ id, marker }) => [marker, id]));
  const summaries: number[] = [];
  for (const [at, { summary, body }] of shown.entries()) {
    const id = byMarker.get(body.split(' ', 1)[0] ?? '');
    const count = /^(\d+) new answers?$/.exec(summary)?.[1];
    if (id !== undefined) places.get(id)?.push(at);
    else if (count !== undefined) summaries.push(Number(count));
  }

  const recorded = new Map(rows.map((row) => [row.id, row]));
  for (const { id } of answers) {
    const row = recorded.get(id);
    if (row?.outcome !== 'shown') found('unnotified', `answer ${id}: ${row?.outcome ?? 'nothing recorded'}`);
  }
  for (const group of Map.groupBy(rows, ({ told_at }) => told_at).values()) {
    const alone = answers.filter(
      ({ id }) =>
        group.some((row) => row.id === id && row.outcome === 'shown') && places.get(id)?.length === 0,
    );
    const summary = summaries.indexOf(group.length);
    if (summary >= 0 && group.length > 1 && alone.length > 0) summaries.splice(summary, 1);
    else for (const { id } of alone) found('unnotified', `answer ${id} was recorded and not on the screen`);
  }
  // A summary that nothing needed any more was shown again, or those of it were shown singly before.
  extra += summaries.length;

  for (const [id, at] of places) {
    for (const [nth, again] of at.entries()) {
      const before = at[nth - 1];
      if (before === undefined) continue;
      if (kills.some((kill) => kill.before <= again && kill.after >= before)) extra += 1;
      else found('duplicated', `notice ${id}, and no kill between`);
    }
  }
  return { findings, extra };
}
