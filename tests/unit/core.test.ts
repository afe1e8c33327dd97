/** Core against the reference desk: what a person wrote arrives once, and what the desk said is kept. */
import { randomUUID } from 'node:crypto';
import { cpSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { LifelineError } from '#shared/errors.ts';
import { TicketId } from '#shared/ids.ts';
import { COMMANDS } from '#shared/ipc.ts';
import { newIds } from '../tickets.ts';
import { core, desk, FILLED_FORM, newFolder } from './running-core.ts';

/** The name of the failure that `work` ends with. */
async function failureCode(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'no failure',
    (error: LifelineError) => error.failure.code,
  );
}

describe('saving (invariant 1)', () => {
  test('every saved change is there after a crash, without closing', async () => {
    const first = core();
    const id = newIds.ticket();
    await first.handle('draft.create', { id });
    await first.handle('draft.save', { id, patch: { question: 'Nobody can sig' } });
    // Not stopped: a second connection to a copy sees only what is on disk.
    const copy = newFolder();
    cpSync(first.folder, copy, { recursive: true });
    const second = core({ folder: copy });
    expect((await second.ticket(id)).form.question).toBe('Nobody can sig');
  });

  test('a text that no desk would take is kept in the draft, and refused by name when sent', async () => {
    const running = core();
    const id = await running.draft({ description: 'x'.repeat(300_000) });
    await expect(running.handle('ticket.submit', { id })).rejects.toMatchObject({
      failure: { code: 'form_incomplete', fields: { description: 'too_long' } },
    });
    const ticket = await running.ticket(id);
    expect(ticket.state).toBe('draft');
    expect(ticket.form.description).toHaveLength(300_000);
  });

  test('the window makes the id of a draft: told twice it is one draft, with all that was written in it', async () => {
    const running = core();
    const id = newIds.ticket();
    await running.handle('draft.create', { id });
    await running.handle('draft.save', { id, patch: { question: 'Nobody can sign in' } });
    await running.handle('draft.create', { id });
    expect((await running.handle('inbox.list', {})).map((each) => each.id)).toEqual([id]);
    expect((await running.ticket(id)).form.question).toBe('Nobody can sign in');
    expect(COMMANDS['draft.create'].request.safeParse({ id: 'a draft' }).success).toBe(false);
    expect(COMMANDS['draft.create'].request.safeParse({ id: randomUUID() }).success).toBe(false);
  });

  test('an id that anything else has makes no draft, and changes nothing', async () => {
    const at = await desk();
    const running = core({ desk: at });
    const sent = await running.submit();
    await running.inState(sent, 'open');
    await running.handle('reply.save', { ticketId: sent, body: 'And another thing' });
    const { id: reply } = await running.handle('reply.send', { ticketId: sent });
    const { id: file } = await running.handle('attachment.start', {
      ...{ ticketId: sent, name: 'empty.log', size: 0, mediaType: 'text/plain' },
    });
    await running.handle('attachment.finish', { id: file });
    const thrownAway = await running.draft();
    await running.handle('ticket.withdraw', { id: thrownAway });
    const before = await running.handle('inbox.list', {});
    for (const id of [sent, reply, file, thrownAway]) {
      expect(await failureCode(running.handle('draft.create', { id: TicketId.parse(id) }))).toBe(
        'invalid_request',
      );
    }
    expect((await running.handle('inbox.list', {})).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    expect(await running.ticket(thrownAway)).toMatchObject({ state: 'withdrawn' });
  });

  test('a thrown away draft comes back', async () => {
    const running = core();
    const id = await running.draft();
    await running.handle('ticket.withdraw', { id });
    expect(await running.handle('inbox.list', {})).toEqual([]);
    expect(await running.handle('draft.discarded', {})).toMatchObject([{ id, state: 'withdrawn' }]);
    await running.handle('ticket.restore', { id });
    expect(await running.handle('inbox.list', {})).toMatchObject([{ id, state: 'draft' }]);
    expect(await running.handle('draft.discarded', {})).toEqual([]);
    // Nothing was lost with one that held nothing.
    const empty = newIds.ticket();
    await running.handle('draft.create', { id: empty });
    await running.handle('ticket.withdraw', { id: empty });
    expect(await running.handle('draft.discarded', {})).toEqual([]);
  });
});

describe('sending (invariants 2, 3, 6, 7)', () => {
  test('a ticket written without a desk waits over a restart, then arrives once and shows its number', async () => {
    const folder = newFolder();
    const offline = core({ folder });
    const id = await offline.submit();
    expect(await offline.ticket(id)).toMatchObject({ state: 'queued', number: null });
    expect(await offline.handle('outbox.list', {})).toMatchObject([{ ticketId: id, state: 'waiting' }]);
    offline.stop();

    const at = await desk();
    const online = core({ folder, desk: at });
    const sent = await online.inState(id, 'open');
    expect(sent.number).toMatch(/^LL-\d+$/);
    expect(sent.promise.dueAt).toBe((sent.promise.receivedAt ?? 0) + 30 * 60_000);
    expect(await online.handle('outbox.list', {})).toEqual([]);
    expect(at.ledger().tickets.map((ticket) => ticket.id)).toEqual([id]);
  });

  test('what waits is as severe as the facts say, before the desk has said anything', async () => {
    const offline = core();
    const facts = { ...FILLED_FORM.facts, kind: 'outage', data: 'none', relief: 'no' } as const;
    const id = await offline.submit({ facts, severity: null, severityReason: '' });
    const [listed] = await offline.handle('inbox.list', {});
    expect([listed?.severity, (await offline.ticket(id)).severity]).toEqual(
      Array(2).fill('business_critical'),
    );
  });

  test('the desk is told what was asked and chosen, and nothing of what was undone', async () => {
    const at = await desk();
    const running = core({ desk: at });
    const facts = { ...FILLED_FORM.facts, kind: 'question', data: 'none', stake: 'money' } as const;
    const undone = { severity: null, severityReason: 'I thought so.' } as const;
    const id = await running.submit({ facts, affected: 'most', ...undone });
    await running.inState(id, 'open');
    expect(at.ledger().tickets.map(({ body }) => JSON.parse(String(body)))).toMatchObject([
      {
        affected: 'most',
        severity: 'standard',
        severityReason: '',
        judged: true,
        guide: {
          answers: { kind: 'question', data: 'none', affected: 'most' },
          judged: 'standard',
          reasons: ['question', 'no_data'],
          unconfirmed: [],
          words: [
            'What is happening? I have a question.',
            'Is data lost or wrong, or may somebody have got in? No.',
            'Who is affected? Most or all of us.',
            'Not asked, as it could not change the severity: Can the people affected go on? What does it hold up?',
            'Because: It is a question.',
            'Because: No data is lost or wrong, and nobody has got in.',
          ],
        },
      },
    ]);
  });

  test('when the answer is lost, the repeat carries the same key and bytes, and there is one ticket', async () => {
    const at = await desk();
    // Without its changes the desk cannot tell by another way that it has the ticket.
    at.faults.set(
      { kind: 'loseAnswer', method: 'PUT', times: 2 },
      { kind: 'status', status: 503, path: '/v1/changes' },
    );
    const running = core({ desk: at });
    const id = await running.submit();
    await running.inState(id, 'open');
    await running.until(async () => (await running.handle('outbox.list', {})).length === 0);
    const { writes, tickets } = at.ledger();
    expect(tickets).toHaveLength(1);
    expect(writes.length).toBeGreaterThan(1);
    expect(new Set(writes.map((write) => write.key)).size).toBe(1);
    expect(new Set(writes.map((write) => Buffer.from(write.body).toString('hex'))).size).toBe(1);
  });

  test('replies to one ticket arrive in the order they were written', async () => {
    const at = await desk();
    const running = core({ desk: at });
    const id = await running.submit();
    await running.inState(id, 'open');
    at.faults.set({ kind: 'status', status: 503, method: 'PUT', rate: 0.5, times: 4 });
    for (const body of ['first', 'second', 'third']) {
      await running.handle('reply.save', { ticketId: id, body });
      await running.handle('reply.send', { ticketId: id });
    }
    await running.until(async () => (await running.handle('outbox.list', {})).length === 0);
    expect(at.specialist.messages(id).map((message) => message.body)).toEqual(['first', 'second', 'third']);
  });

  test('a refused ticket shows the words of the desk, holds up no other, and can be sent again', async () => {
    const at = await desk();
    const refuseOnce = { left: 1 };
    const running = core({
      desk: at,
      fetch: (url, init) => {
        if (init.method === 'PUT' && refuseOnce.left > 0) {
          refuseOnce.left -= 1;
          const problem = { code: 'invalid', title: 'Not accepted', detail: 'Please name the product.' };
          return Promise.resolve(
            new Response(JSON.stringify(problem), {
              status: 422,
              headers: { 'content-type': 'application/problem+json' },
            }),
          );
        }
        return fetch(url, init);
      },
    });
    await running.online();
    const refused = await running.submit({ title: 'Refused' });
    const stopped = await running.inState(refused, 'needs_attention');
    expect(stopped.problem).toBe('Please name the product.');
    const other = await running.submit({ title: 'Other' });
    await running.inState(other, 'open');

    await running.handle('ticket.takeBack', { id: refused });
    await running.handle('draft.save', { id: refused, patch: { title: 'Refused, now with the product' } });
    await running.handle('ticket.submit', { id: refused });
    await running.inState(refused, 'open');
    expect(at.specialist.tickets()).toHaveLength(2);
  });

  test('a page that is no desk never throws a ticket out of the outbox', async () => {
    const at = await desk();
    at.faults.set({ kind: 'notJson' });
    const running = core({ desk: at });
    const id = await running.submit();
    await running.until(
      async () => (await running.handle('connection.get', {})).problem?.code === 'desk_not_a_desk',
    );
    expect((await running.ticket(id)).state).not.toBe('needs_attention');
    at.faults.clear();
    await running.handle('outbox.tryNow', {});
    await running.inState(id, 'open');
    expect(at.ledger().tickets).toHaveLength(1);
  });

  test.each([-40, 200])(
    'a computer whose clock is off by %i years sends what is written all the same',
    async (years) => {
      const at = await desk();
      const running = core({ desk: at });
      running.turnClock(years * 365 * 24 * 3_600_000);
      const id = await running.submit();
      await running.inState(id, 'open');
      await running.handle('reply.save', { ticketId: id, body: 'More of it.' });
      await running.handle('reply.send', { ticketId: id });
      await running.until(async () => (await running.ticket(id)).messages[0]?.delivery === 'delivered');
      expect(at.specialist.tickets()).toHaveLength(1);
    },
  );

  test('a wrong token pauses everything without spending tries, and the right one resumes', async () => {
    const at = await desk();
    const running = core({ desk: { url: at.url, token: 'wrong' } });
    await running.until(async () => (await running.handle('connection.get', {})).state === 'signed_out');
    const id = await running.submit();
    expect(await running.handle('outbox.list', {})).toMatchObject([
      { ticketId: id, tries: 0, state: 'waiting' },
    ]);
    await running.handle('settings.saveDesk', { url: at.url, token: 'secret', comesAlong: true });
    await running.inState(id, 'open');
  });

  test('what surely never left can be taken back; what may have arrived is looked up, and cannot once it is there', async () => {
    const at = await desk();
    await at.close();
    const refusing = core({ desk: at });
    const neverLeft = await refusing.submit();
    await refusing.until(
      async () => (await refusing.handle('outbox.list', {}))[0]?.waits.for === 'connection',
    );
    await refusing.handle('ticket.takeBack', { id: neverLeft });
    expect((await refusing.ticket(neverLeft)).state).toBe('draft');

    const losing = await desk();
    losing.faults.set({ kind: 'loseAnswer', method: 'PUT' });
    const exposed = core({ desk: losing });
    const id = await exposed.submit();
    await exposed.until(async () => (await exposed.handle('outbox.list', {}))[0]?.problem);
    await exposed.until(
      async () => (await failureCode(exposed.handle('ticket.takeBack', { id }))) === 'too_late',
    );
    expect((await exposed.inState(id, 'open')).number).not.toBeNull();
  });

  test('what is on its way cannot be taken back, and is not said to have arrived', async () => {
    const at = await desk();
    const gate = Promise.withResolvers<void>();
    const running = core({
      desk: at,
      fetch: async (url, init) => {
        if (init.method === 'PUT') await gate.promise;
        return fetch(url, init);
      },
    });
    const id = await running.submit();
    await running.inState(id, 'sending');
    expect(await failureCode(running.handle('ticket.takeBack', { id }))).toBe('being_sent');
    gate.resolve();
    await running.inState(id, 'open');
  });
});

describe('answers (invariants 4, 5)', () => {
  test('an answer is stored once, marked unread, and told once under its own id', async () => {
    const at = await desk();
    const running = core({ desk: at });
    const id = await running.submit();
    await running.inState(id, 'open');
    const reply = at.specialist.reply(id, 'We are on it.');
    const ticket = await running.until(async () => {
      const found = await running.ticket(id);
      return found.unread ? found : null;
    });
    expect(ticket.messages).toMatchObject([{ id: reply?.id, body: 'We are on it.', delivery: 'delivered' }]);
    expect(ticket.promise.firstAnsweredAt).not.toBeNull();

    await running.until(() => running.told.length > 0);
    at.expireCursors();
    at.specialist.reply(id, 'Fixed.');
    await running.until(() => running.told.length === 2);
    expect(running.told.map((notice) => (notice.kind === 'reply' ? notice.content?.body : notice))).toEqual([
      'We are on it.',
      'Fixed.',
    ]);
    expect((await running.ticket(id)).messages).toHaveLength(2);
    await running.handle('ticket.markRead', { id });
    // Everything comes once more, and none of it is news.
    at.expireCursors();
    at.specialist.setStatus(id, 'solved');
    expect((await running.inState(id, 'solved')).unread).toBe(false);
    expect(running.told).toHaveLength(2);
  });

  test('the history that a first sign-in brings is no news', async () => {
    const at = await desk({ sample: true });
    const running = core({ desk: at });
    await running.until(async () => (await running.handle('inbox.list', {})).length >= 8);
    expect(running.told).toEqual([]);
    expect((await running.handle('inbox.list', {})).filter((ticket) => ticket.unread)).toEqual([]);
  });

  test('an answer that came while nobody could be told is told after the restart', async () => {
    const at = await desk();
    const folder = newFolder();
    const dying = core({ folder, desk: at, tell: () => new Promise(() => {}) });
    const id = await dying.submit();
    await dying.inState(id, 'open');
    at.specialist.reply(id, 'Hello?');
    await dying.until(() => dying.told.length === 1);
    dying.stop();
    const next = core({ folder, desk: at });
    await next.until(() => next.told.length === 1);
    expect(next.told[0]?.id).toBe(dying.told[0]?.id);
  });
});

describe('settings', () => {
  test.each([
    ['', 'desk_address_invalid'],
    ['not an address', 'desk_address_invalid'],
    ['ftp://desk.example', 'desk_address_invalid'],
    ['http://desk.example', 'desk_address_insecure'],
    ['http://127.0.0.1:9', 'desk_unreachable'],
  ])('the address %j is answered with %s, and nothing is saved', async (url, code) => {
    const running = core();
    expect(await failureCode(running.handle('settings.checkDesk', { url, token: 'secret' }))).toBe(code);
    expect((await running.handle('settings.get', {})).desk).toBeNull();
  });

  test('a wrong token, a page that is no desk, and an answer that does not fit have names of their own', async () => {
    const at = await desk();
    const running = core();
    const check = (token: string) =>
      failureCode(running.handle('settings.checkDesk', { url: at.url, token }));
    expect(await check('wrong')).toBe('desk_unauthorized');
    at.faults.set({ kind: 'notJson' });
    expect(await check('secret')).toBe('desk_not_a_desk');
    const unfit = core({ fetch: () => Promise.resolve(Response.json({ plan: 'gold' })) });
    expect(await failureCode(unfit.handle('settings.checkDesk', { url: at.url, token: 'secret' }))).toBe(
      'desk_answer_unfit',
    );
  });

  test('the saved token goes only to the address it was given for', async () => {
    const at = await desk();
    const elsewhere = await desk();
    const running = core();
    await running.handle('settings.saveDesk', { url: at.url, token: 'secret' });
    expect(await running.handle('settings.checkDesk', { url: at.url })).toMatchObject({
      desk: at.account.desk,
    });
    expect(await failureCode(running.handle('settings.checkDesk', { url: elsewhere.url }))).toBe(
      'desk_unauthorized',
    );
  });
});
