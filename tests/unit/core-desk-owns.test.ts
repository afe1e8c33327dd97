/** What the desk owns and may change: edits, deletions, severity; and what waited long. */
import { describe, expect, test } from 'vitest';
import type { TicketId } from '#shared/ids.ts';
import type { Desk } from '../desk/desk.ts';
import { deskClient } from '../desk/deskClient.ts';
import { core, desk, newFolder, type RunningCore } from './running-core.ts';

async function openTicket(options: { folder?: string } = {}) {
  const at = await desk();
  const running = core({ desk: at, ...options });
  const id = await running.submit();
  await running.inState(id, 'open');
  return { at, running, id };
}

/** The ticket once `look` finds what it wants in it. */
function ticketWith(
  running: RunningCore,
  id: TicketId,
  look: (ticket: Awaited<ReturnType<RunningCore['ticket']>>) => unknown,
) {
  return running.until(async () => {
    const ticket = await running.ticket(id);
    return look(ticket) ? ticket : null;
  });
}

const statusAt = (at: Desk, id: TicketId) => at.specialist.tickets().find((each) => each.id === id)?.status;

test('an older text of a ticket that is found at the desk takes its place, and the newer one is a draft (invariant 1)', async () => {
  const at = await desk();
  const running = core({ desk: at });
  await running.online();
  const noChanges = { kind: 'status', status: 503, path: '/v1/changes' } as const;
  at.faults.set(noChanges);
  const id = await running.draft({ title: 'What was written last' });
  // A late copy of a try from before it was changed, of which no news comes.
  await deskClient({ url: at.url, token: 'secret' }).putTicket(id, 'an older key');
  // The account is answered all along: without it nothing goes at all.
  at.faults.set(noChanges, { kind: 'status', status: 503, method: 'PUT' });
  await running.handle('ticket.submit', { id });
  await running.until(async () => {
    const [row] = await running.handle('outbox.list', {});
    return row?.state === 'waiting' && row.tries > 0;
  });
  running.turnClock(365 * 24 * 3_600_000);
  at.faults.set(noChanges);
  await running.handle('outbox.tryNow', {});
  await running.inState(id, 'open');
  const drafts = (await running.handle('inbox.list', {})).filter(({ state }) => state === 'draft');
  expect(drafts).toMatchObject([{ title: 'What was written last' }]);
  expect(at.ledger().tickets).toHaveLength(1);
});

describe('edits of what the desk owns', () => {
  test('a ticket is solved at the desk, and the edit is gone once the desk has it', async () => {
    const { at, running, id } = await openTicket();
    await running.handle('ticket.change', { id, edit: { status: 'solved' } });
    const ticket = await running.inState(id, 'solved');
    await ticketWith(running, id, ({ edit }) => edit === null);
    expect(ticket.conflict).toBeNull();
    expect(statusAt(at, id)).toBe('solved');
  });

  test('an answer that is lost makes no second edit (invariant 2)', async () => {
    const { at, running, id } = await openTicket();
    at.faults.set({ kind: 'loseAnswer', method: 'PATCH', times: 2 });
    await running.handle('ticket.change', { id, edit: { status: 'solved' } });
    await ticketWith(running, id, ({ edit, state }) => edit === null && state === 'solved');
    expect(at.ledger().edits).toHaveLength(1);
  });

  test('a reply sent just before makes a new version, and the edit goes through all the same (invariant 3)', async () => {
    const { at, running, id } = await openTicket();
    at.faults.set({ kind: 'down' });
    await running.handle('reply.save', { ticketId: id, body: 'It was the certificate.' });
    await running.handle('reply.send', { ticketId: id });
    await running.handle('ticket.change', { id, edit: { status: 'solved' } });
    expect((await running.ticket(id)).edit).toEqual({ status: 'solved' });
    at.faults.clear();
    await ticketWith(running, id, ({ edit, state }) => edit === null && state === 'solved');
    expect(at.specialist.messages(id).map(({ body }) => body)).toEqual(['It was the certificate.']);
    expect(statusAt(at, id)).toBe('solved');
  });

  test('where the desk has changed the same thing, both versions are shown and nothing is overwritten', async () => {
    const { at, running, id } = await openTicket();
    at.faults.set({ kind: 'down' });
    at.specialist.setStatus(id, 'waiting_on_requester');
    await running.handle('ticket.change', { id, edit: { status: 'solved' } });
    at.faults.clear();
    const met = await ticketWith(running, id, ({ conflict }) => conflict !== null);
    expect(met.conflict).toMatchObject({
      wanted: { status: 'solved' },
      desk: { status: 'waiting_on_requester', severity: 'business_critical' },
    });
    expect(statusAt(at, id)).toBe('waiting_on_requester');
    expect(await running.handle('outbox.list', {})).toMatchObject([
      { kind: 'change_ticket', state: 'refused', problem: { code: 'edit_conflict' } },
    ]);
  });

  test.each(['mine', 'desk'] as const)(
    'a conflict settled with %s ends with one truth (invariant 6)',
    async (keep) => {
      const { at, running, id } = await openTicket();
      at.faults.set({ kind: 'down' });
      await running.handle('ticket.change', { id, edit: { status: 'solved' } });
      at.specialist.setStatus(id, 'waiting_on_requester');
      at.faults.clear();
      const { conflict: met } = await ticketWith(running, id, ({ conflict }) => conflict !== null);
      if (met === null) throw new Error('no conflict');
      await running.handle('ticket.settleConflict', { id, operation: met.operation, keep });
      const wanted = keep === 'mine' ? 'solved' : 'waiting_on_requester';
      await ticketWith(running, id, ({ edit, conflict, state }) => !edit && !conflict && state === wanted);
      expect(statusAt(at, id)).toBe(wanted);
    },
  );
});

describe('what the desk changes', () => {
  test('a lowered severity is shown with who, when and why', async () => {
    const { at, running, id } = await openTicket();
    at.specialist.setSeverity(id, 'standard', { by: 'Maya', reason: 'One person is hit.' });
    const ticket = await ticketWith(running, id, ({ severityChange }) => severityChange !== null);
    expect(ticket).toMatchObject({
      severity: 'standard',
      severityChange: { from: 'business_critical', to: 'standard', by: 'Maya', reason: 'One person is hit.' },
    });
  });

  test('an edited answer shows its new text and when, and is not told again', async () => {
    const { at, running, id } = await openTicket();
    const answer = at.specialist.reply(id, 'Restart it.');
    await running.until(() => running.told.length === 1);
    if (answer === null) throw new Error('the ticket is there');
    at.specialist.editMessage(answer.id, 'Please restart it twice.');
    const ticket = await ticketWith(running, id, ({ messages }) => messages[0]?.editedAt);
    expect(ticket.messages.map(({ body }) => body)).toEqual(['Please restart it twice.']);
    expect(running.told).toHaveLength(1);
  });

  test('a deleted answer leaves no word of itself, but the place where it was', async () => {
    const { at, running, id } = await openTicket();
    const answer = at.specialist.reply(id, 'The password is hunter2.');
    if (answer === null) throw new Error('the ticket is there');
    await ticketWith(running, id, ({ messages }) => messages.length === 1);
    at.specialist.takeAway('message', answer.id, 'Maya');
    const ticket = await ticketWith(running, id, ({ messages }) => messages[0]?.deleted);
    expect(ticket.messages[0]).toMatchObject({ body: '', deleted: { by: 'Maya' } });
    expect((await running.handle('inbox.list', {}))[0]?.excerpt).not.toContain('hunter2');
  });

  test('a deleted ticket is shown as such, and what the person has not sent is kept and refused in words', async () => {
    const { at, running, id } = await openTicket();
    at.faults.set({ kind: 'down', method: 'PUT' });
    await running.handle('reply.save', { ticketId: id, body: 'One more thing.' });
    await running.handle('reply.send', { ticketId: id });
    at.specialist.takeAway('ticket', id, 'Maya');
    await ticketWith(running, id, ({ deleted }) => deleted !== null);
    at.faults.clear();
    const ticket = await ticketWith(running, id, ({ messages }) => messages[0]?.delivery === 'refused');
    expect(ticket).toMatchObject({ state: 'closed', deleted: { by: 'Maya' } });
    expect(ticket.messages[0]).toMatchObject({ body: 'One more thing.' });
    expect(ticket.messages[0]?.problem).toBeTruthy();
  });
});

describe('a cursor that the desk no longer knows', () => {
  test('everything is read anew: drafts and unsent work stay, what is gone from the desk is shown as gone', async () => {
    const folder = newFolder();
    const { at, running, id } = await openTicket({ folder });
    const gone = at.specialist.reply(id, 'Gone while nobody looked.');
    at.specialist.reply(id, 'Still there.');
    await ticketWith(running, id, ({ messages }) => messages.length === 2);
    const draft = await running.draft({ title: 'A draft' });
    at.faults.set({ kind: 'down' });
    const waiting = await running.submit({ title: 'Waits' });
    await running.handle('reply.save', { ticketId: id, body: 'Half a reply' });
    at.specialist.takeAway('message', gone?.id ?? '');
    at.specialist.reply(id, 'New since.');
    at.expireCursors();
    at.faults.clear();
    const ticket = await ticketWith(running, id, ({ messages }) => messages.length === 3);
    expect(ticket.messages.map(({ body, deleted }) => [body, deleted !== null])).toEqual([
      ['', true],
      ['Still there.', false],
      ['New since.', false],
    ]);
    expect(ticket.replyDraft).toBe('Half a reply');
    expect((await running.ticket(draft)).state).toBe('draft');
    await running.inState(waiting, 'open');
    const answers = () =>
      running.told.reduce((sum, notice) => sum + (notice.kind === 'summary' ? notice.answers : 1), 0);
    await running.until(() => answers() === 3);
  });
});

describe('keys that the desk has forgotten', () => {
  test('what may have arrived long ago is looked up by its permanent id before it is repeated (invariant 2)', async () => {
    const at = await desk({ keyRetentionHours: 24 });
    const folder = newFolder();
    const first = core({ desk: at, folder });
    await first.online();
    at.faults.set({ kind: 'loseAnswer', method: 'PUT' }, { kind: 'down', path: '/v1/changes' });
    const id = await first.submit();
    await first.until(() => at.ledger().tickets.length === 1);
    first.stop();
    const asked: string[] = [];
    const later = core({
      desk: at,
      folder,
      secrets: first.secrets,
      fetch: (url, init) => {
        if (!url.endsWith('/v1/stream')) asked.push(`${init.method} ${new URL(url).pathname}`);
        return fetch(url, init);
      },
    });
    later.turnClock(3 * 24 * 3_600_000);
    at.faults.set({ kind: 'down', path: '/v1/changes' });
    await later.inState(id, 'open');
    expect(asked.filter((each) => each.includes(id))).toContain(`GET /v1/tickets/${id}`);
    expect(at.ledger().writes.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
  });
});

describe('a ticket that waited more than half an hour', () => {
  async function late(askStillHappening: 'before' | 'after') {
    const at = await desk();
    const running = core({ desk: at });
    await running.online();
    await running.handle('settings.savePreferences', { askStillHappening });
    at.faults.set({ kind: 'down' });
    const id = await running.submit();
    return { at, running, id };
  }

  test('is sent without waiting for anything, and the person is asked once it is there', async () => {
    const { at, running, id } = await late('after');
    running.letMinutesPass(31);
    expect((await running.ticket(id)).stillHappening).toBeNull();
    at.faults.clear();
    expect((await running.inState(id, 'open')).stillHappening).toBe('ask');
    await running.handle('ticket.answerStillHappening', { id, answer: 'no' });
    await running.inState(id, 'solved');
    expect(statusAt(at, id)).toBe('solved');
  });

  test('is asked about while it waits, when the person wants that; the answer is passed on after it', async () => {
    const { at, running, id } = await late('before');
    running.letMinutesPass(31);
    expect((await running.ticket(id)).stillHappening).toBe('ask');
    await running.handle('ticket.answerStillHappening', { id, answer: 'yes' });
    expect((await running.ticket(id)).messages).toEqual([]);
    at.faults.clear();
    await running.inState(id, 'open');
    await running.until(() => at.specialist.messages(id).length === 1);
    expect(at.specialist.messages(id)[0]?.body).toContain('still happening');
  });

  test('one that was quick is not asked about, even if the clock is turned by ten years meanwhile', async () => {
    const { at, running, id } = await late('after');
    running.turnClock(10 * 365 * 24 * 3_600_000);
    at.faults.clear();
    expect((await running.inState(id, 'open')).stillHappening).toBeNull();
  });
});
