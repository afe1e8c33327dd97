/** A super admin is shown the tickets of their company: read, followed and answered, and never taken for their own. */
import { describe, expect, test } from 'vitest';
import { Account, BOUNDS } from '#shared/contract.ts';
import { failureOf } from '#shared/errors.ts';
import type { TicketId } from '#shared/ids.ts';
import type { TicketSummary } from '#shared/model.ts';
import { ReceivedTicket } from '#shared/received.ts';
import type { CompanyMember } from '../desk/company.ts';
import { deskClient, submission, testIds } from '../desk/deskClient.ts';
import { core, desk, newFolder } from './running-core.ts';

const KARI: CompanyMember = {
  id: 'kari',
  name: 'Kari Nordby',
  email: 'kari@fjordbygg.example',
  role: 'member',
  token: 'hers',
};
const JON: CompanyMember = { ...KARI, id: 'jon', name: 'Jon Lie', role: 'super_admin', token: 'his' };
const CRITICAL = submission({ severity: 'business_critical', title: 'Pay is not run' });
const ids = testIds(23);
const code = (work: Promise<unknown>) => work.then(() => null).catch((error) => failureOf(error).code);

/** The desk of a company, what Kari says to it herself, and a super admin who is signed in. */
async function company() {
  const at = await desk({ company: [KARI, JON] });
  const hers = deskClient({ url: at.url, token: KARI.token });
  const running = core({ desk: at });
  await running.online();
  return { at, hers, running };
}

async function colleagues(
  hers: ReturnType<typeof deskClient>,
  body: Record<string, unknown> = CRITICAL,
): Promise<TicketId> {
  const id = ids.ticket();
  expect((await hers.putTicket(id, id, body)).status).toBe(201);
  return id;
}

type Running = ReturnType<typeof core>;
const listed = (running: Running, id: TicketId, fits: (ticket: TicketSummary) => boolean = () => true) =>
  running.until(async () =>
    (await running.handle('inbox.list', {})).find((each) => each.id === id && fits(each)),
  );

/** The desk has left out a lot; it is asked once more before that is believed. */
async function saidTwice(running: Running): Promise<void> {
  await running.until(async () => (await running.handle('connection.get', {})).resync !== null);
  running.letMinutesPass(6);
}

describe('a colleague’s ticket', () => {
  test('is listed with its requester, and as nobody’s own', async () => {
    const { hers, running } = await company();
    const id = await colleagues(hers);
    const own = await running.submit();
    await running.inState(own, 'open');
    expect(await listed(running, id)).toMatchObject({
      requester: { id: 'kari', name: 'Kari Nordby' },
      isMine: false,
      followed: false,
      otherAccount: false,
    });
    expect(await listed(running, own)).toMatchObject({ requester: null, isMine: true });
    expect(await running.handle('account.get', {})).toMatchObject({
      scope: 'company',
      colleagues: [
        { id: 'kari', name: 'Kari Nordby' },
        { id: 'jon', name: 'Jon Lie' },
      ],
    });
  });

  test('is told of only while it is followed, and waits for nothing of the person’s (invariant 5)', async () => {
    const { at, hers, running } = await company();
    const id = await colleagues(hers);
    const own = await running.submit();
    await running.inState(own, 'open');
    await listed(running, id);
    at.specialist.reply(id, 'For Kari.', { status: 'waiting_on_requester' });
    const mine = at.specialist.reply(own, 'For me.');
    await running.until(() => running.told.length === 1);
    expect(running.told).toMatchObject([{ kind: 'reply', id: mine?.id }]);
    expect(await listed(running, id, ({ state }) => state === 'waiting_on_requester')).toMatchObject({
      unread: false,
      needs: null,
    });
    await running.handle('ticket.setFollowed', { id, followed: true });
    const followed = at.specialist.reply(id, 'For Kari, once more.');
    await running.until(() => running.told.length === 2);
    expect(running.told[1]).toMatchObject({ kind: 'reply', id: followed?.id });
    expect(await listed(running, id)).toMatchObject({ followed: true, unread: true });
  });

  test('has no promise watched and no missed call told', async () => {
    const { at, hers, running } = await company();
    const id = await colleagues(hers, { ...CRITICAL, channel: 'phone', phone: '+47 99 88 77 66' });
    const own = await running.submit();
    await running.inState(own, 'open');
    await listed(running, id);
    at.specialist.setCall(id, 'missed');
    running.letMinutesPass(40);
    await running.until(() => running.told.length > 0);
    expect(
      running.told.map(({ kind, ...notice }) => [kind, 'ticketId' in notice && notice.ticketId]),
    ).toEqual([['promise', own]]);
    const missed = await listed(running, id);
    expect(missed.needs).toBeNull();
  });

  test('is not the person’s to change, and what they say in it is theirs and makes them follow', async () => {
    const { at, hers, running } = await company();
    const id = await colleagues(hers);
    await listed(running, id);
    expect(await code(running.handle('ticket.change', { id, edit: { status: 'solved' } }))).toBe(
      'colleagues_ticket',
    );
    await running.handle('reply.save', { ticketId: id, body: 'Payroll is told.' });
    await running.handle('reply.send', { ticketId: id });
    const { messages, followed } = await running.until(async () => {
      const ticket = await running.ticket(id);
      return ticket.messages[0]?.delivery === 'delivered' ? ticket : null;
    });
    expect(followed).toBe(true);
    expect(messages).toMatchObject([{ author: { name: 'Ingrid Solheim' }, isOwn: true }]);
    expect(at.specialist.messages(id)).toMatchObject([{ author: { id: 'fjordbygg-ingrid' } }]);
    await hers.putMessage(id, ids.message(), 'more', {
      body: 'Thank you.',
      writtenAt: '2026-03-02T09:00:00Z',
    });
    const both = await running.until(async () => {
      const ticket = await running.ticket(id);
      return ticket.messages.length === 2 ? ticket : null;
    });
    expect(both.messages.map(({ isOwn }) => isOwn)).toEqual([true, false]);
  });

  test('that the desk loses is not sent again, neither by itself nor with all others', async () => {
    const { at, hers, running } = await company();
    const id = await colleagues(hers);
    const own = await running.submit();
    await running.inState(own, 'open');
    await listed(running, id);
    at.lose('ticket', [id, own]);
    await saidTwice(running);
    await listed(running, id, ({ missing }) => missing === 'yes');
    await listed(running, own, ({ missing }) => missing === 'yes');
    expect(await code(running.handle('ticket.sendAgain', { id }))).toBe('too_late');
    expect((await running.handle('connection.get', {})).missing).toBe(1);
    expect(await running.handle('ticket.sendAllAgain', {})).toEqual({ count: 1, damaged: 0 });
    await running.inState(own, 'open');
    await running.until(() => at.specialist.tickets().length === 1);
    expect(at.specialist.tickets().map((ticket) => ticket.id)).toEqual([own]);
  });

  test('keeps the words of its requester when only a message is lost', async () => {
    const { at, hers, running } = await company();
    const id = await colleagues(hers);
    const said = ids.message();
    await hers.putMessage(id, said, 'said', { body: 'Still so.', writtenAt: '2026-03-02T09:00:00Z' });
    await listed(running, id);
    await running.until(async () => (await running.ticket(id)).messages.length === 1);
    at.lose('message', [said]);
    await saidTwice(running);
    await running.until(async () => (await running.ticket(id)).messages[0]?.missingSince !== null);
    expect(await code(running.handle('ticket.sendAgain', { id }))).toBe('too_late');
  });

  test('is told of from its beginning when the desk begins to show it, and nobody is told of old answers', async () => {
    const at = await desk({ company: [KARI] });
    const hers = deskClient({ url: at.url, token: KARI.token });
    const id = await colleagues(hers);
    at.specialist.reply(id, 'An old answer.');
    const folder = newFolder();
    let scope = 'own';
    /** A desk that hides colleagues until it knows that there are any. */
    const fetched: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      const url = new URL(String(input));
      if (scope === 'company' || !answer.ok) return answer;
      const body = Object(
        await answer
          .clone()
          .json()
          .catch(() => null),
      );
      if (url.pathname === '/v1/account')
        return Response.json({ ...body, scope }, { headers: answer.headers });
      if (url.pathname !== '/v1/changes') return answer;
      return Response.json({ ...body, changes: [] }, { headers: answer.headers });
    };
    const before = core({ folder, desk: at, fetch: (url, init) => fetched(url, init) });
    await before.online();
    const own = await before.submit();
    await before.inState(own, 'open');
    expect((await before.handle('inbox.list', {})).map((ticket) => ticket.id)).toEqual([own]);
    await before.stop();
    scope = 'company';
    const running = core({ folder, desk: at });
    await listed(running, id);
    await running.until(async () => (await running.ticket(id)).messages.length === 1);
    expect(running.told).toEqual([]);
  });
});

describe('two people of one company on one computer (invariant 11)', () => {
  test('a ticket stays its requester’s when a colleague is told of it, and so do the words that go into it', async () => {
    const at = await desk({ company: [KARI, JON] });
    const running = core({ folder: newFolder() });
    await running.handle('settings.saveDesk', { url: at.url, token: 'hers' });
    await running.online();
    const id = await running.submit({ title: 'Hers' });
    await running.inState(id, 'open');
    await running.handle('settings.saveDesk', { url: at.url, token: 'his' });
    await running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'jon');
    at.specialist.setStatus(id, 'solved');
    // He has been told of her ticket.
    await running.until(async () => (await running.ticket(id)).state === 'solved');
    expect(await running.ticket(id)).toMatchObject({
      otherAccount: true,
      account: { requester: 'Kari Nordby' },
    });
    await running.handle('reply.save', { ticketId: id, body: 'Written at her computer.' });
    await running.handle('reply.send', { ticketId: id });
    expect((await running.handle('outbox.list', {}))[0]).toMatchObject({ waits: { for: 'account' } });
    await running.handle('settings.saveDesk', { url: at.url, token: 'hers' });
    await running.until(() => at.specialist.messages(id).length === 1);
    expect(at.specialist.messages(id)).toMatchObject([{ author: { id: 'kari' } }]);
    expect(await running.ticket(id)).toMatchObject({ otherAccount: false, isMine: true });
  });

  test('a colleague’s ticket is nobody’s to take over', async () => {
    const { hers, running, at } = await company();
    const id = await colleagues(hers);
    await listed(running, id);
    const elsewhere = await desk({ deskId: 'elsewhere', token: 'elsewhere' });
    await running.handle('settings.saveDesk', { url: elsewhere.url, token: 'elsewhere' });
    await running.until(async () => (await running.handle('account.get', {}))?.desk.id === 'elsewhere');
    expect(await running.ticket(id)).toMatchObject({ otherAccount: true });
    expect(await code(running.handle('ticket.takeOver', { id }))).toBe('too_late');
    expect(at.specialist.tickets()).toHaveLength(1);
  });
});

describe('a ticket for a colleague', () => {
  const FOR_KARI = { onBehalfOf: { id: 'kari', name: 'Kari Nordby' } };

  test('written without a connection is hers at the desk, says who filed it, and stays the person’s to follow', async () => {
    const { at, running } = await company();
    at.faults.set({ kind: 'down' });
    await running.until(async () => (await running.handle('connection.get', {})).state === 'offline');
    const id = await running.submit(FOR_KARI);
    expect(await running.ticket(id)).toMatchObject({ state: 'queued', requester: { name: 'Kari Nordby' } });
    at.faults.clear();
    await running.handle('connection.look', {});
    expect(await running.inState(id, 'open')).toMatchObject({
      requester: { id: 'kari', name: 'Kari Nordby' },
      isMine: true,
      filedBy: 'Ingrid Solheim',
    });
    expect(at.specialist.tickets()).toMatchObject([
      { requester: { id: 'kari' }, filedBy: { id: 'fjordbygg-ingrid' } },
    ]);
    const answer = at.specialist.reply(id, 'We look into it.');
    await running.until(() => running.told.length === 1);
    expect(running.told).toMatchObject([{ id: answer?.id }]);
    // It is hers as well: she sees it, and may answer.
    const hers = deskClient({ url: at.url, token: KARI.token });
    expect((await hers.ticket(id)).title).toBe((await running.ticket(id)).title);
  });

  test('is not sent for somebody whom the desk does not name', async () => {
    const { running } = await company();
    const id = await running.draft({ onBehalfOf: { id: 'stranger', name: 'Somebody' } });
    const failed = await running.handle('ticket.submit', { id }).catch(failureOf);
    expect(failed).toMatchObject({ code: 'form_incomplete', fields: { onBehalfOf: 'not_a_colleague' } });
  });

  test('is not offered by a desk that knows nothing of it, which takes it for the person’s own', async () => {
    const at = await desk();
    const running = core({ desk: at });
    await running.online();
    expect(await running.handle('account.get', {})).toMatchObject({ scope: 'own', colleagues: [] });
    const failed = await running
      .handle('ticket.submit', { id: await running.draft(FOR_KARI) })
      .catch(failureOf);
    expect(failed).toMatchObject({ fields: { onBehalfOf: 'not_a_colleague' } });
  });

  test('is her own once she takes it over herself', async () => {
    const { at, running } = await company();
    const id = await running.draft(FOR_KARI);
    await running.handle('settings.saveDesk', { url: at.url, token: KARI.token });
    await running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'kari');
    await running.handle('ticket.takeOver', { id });
    expect((await running.ticket(id)).form.onBehalfOf).toBeNull();
  });

  test('names nobody at another desk when it is taken over: an id means somebody else there', async () => {
    const { running } = await company();
    const id = await running.draft(FOR_KARI);
    const elsewhere = await desk({ deskId: 'elsewhere', token: 'elsewhere' });
    await running.handle('settings.saveDesk', { url: elsewhere.url, token: 'elsewhere' });
    await running.until(async () => (await running.handle('account.get', {}))?.desk.id === 'elsewhere');
    await running.handle('ticket.takeOver', { id });
    expect((await running.ticket(id)).form.onBehalfOf).toBeNull();
  });
});

test('the words of any ticket can be used again, without what was true of its moment alone', async () => {
  const { at, hers, running } = await company();
  const own = await running.submit({
    ...{ since: 'An hour ago', errorId: 'E-1', users: 'All 40', steps: '1. Sign in', cc: 'a@example.com' },
    phone: '+47 99 88 77 66',
  });
  await running.inState(own, 'open');
  const { id } = await running.handle('draft.useAgain', { id: own });
  const { form, state, attachments } = await running.ticket(id);
  expect({ state, attachments }).toEqual({ state: 'draft', attachments: [] });
  expect(form).toMatchObject({
    title: 'Nobody can sign in since this morning',
    ...{ description: 'Expected: the start page. Happened: error 503.', hit: 'The sign-in page' },
    ...{ steps: '1. Sign in', cc: 'a@example.com', phone: '+47 99 88 77 66' },
    ...{ affected: null, severity: null, severityReason: '', since: '', sinceAt: '', errorId: '', users: '' },
  });
  expect(Object.values(form.facts).every((fact) => fact === null)).toBe(true);
  const theirs = await colleagues(hers, { ...CRITICAL, phone: '+47 11 22 33 44' });
  await listed(running, theirs);
  const again = await running.handle('draft.useAgain', { id: theirs });
  expect((await running.ticket(again.id)).form).toMatchObject({ title: 'Pay is not run', phone: '' });
  expect(at.specialist.tickets()).toHaveLength(2);
});

describe('what a desk says of people', () => {
  test('is parsed and bounded: whom nobody can name is left out, and an unknown scope is one’s own', async () => {
    const at = await desk({ company: [KARI] });
    const crowd = Array.from({ length: BOUNDS.colleagues + 100 }, (_, n) => ({
      id: `p${n}`,
      name: `Person ${n}`,
    }));
    const read = (colleagues: unknown, scope?: unknown) =>
      Account.parse({ ...at.account, colleagues, scope });
    expect(read(crowd).colleagues).toHaveLength(BOUNDS.colleagues);
    expect(
      read([KARI, { id: 'kari', name: 'Kari N.' }, { id: '' }, 7, { id: '\ud800', name: 'Half' }]).colleagues,
    ).toEqual([{ id: 'kari', name: 'Kari N.' }]);
    for (const colleagues of [undefined, null, 'all', { id: 'kari' }])
      expect(read(colleagues).colleagues).toEqual([]);
    expect([undefined, 'world', 7, 'company'].map((scope) => read([], scope).scope)).toEqual([
      ...['own', 'own', 'own', 'company'],
    ]);
  });

  test('of an older desk is the person’s own, and an id that cannot be read is nobody’s who is signed in', async () => {
    const at = await desk({ company: [KARI] });
    const sent = await handedIn(at);
    const requesterOf = (requester: unknown) => ReceivedTicket.parse({ ...sent, requester }).requester.id;
    expect(requesterOf({ name: 'Ada' })).toBeNull();
    expect(requesterOf(7)).toBeNull();
    for (const id of [7, '', 'x'.repeat(BOUNDS.id + 1)])
      expect(requesterOf({ id, name: 'Ada' })).toBe('\ufffd');
    expect(ReceivedTicket.parse({ ...sent, filedBy: { id: 7 } }).filedBy).toBeNull();
  });
});

/** A ticket as a desk tells of it. */
async function handedIn(at: Awaited<ReturnType<typeof desk>>) {
  const id = ids.ticket();
  await deskClient(at).putTicket(id, id);
  return deskClient(at).ticket(id);
}
