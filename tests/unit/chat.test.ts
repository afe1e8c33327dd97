import { expect, test } from 'vitest';
import { ChatState, PATHS } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import { restDesk } from '../../main/core/desk/rest.ts';
import { chatNow } from '../../renderer/state/chat.ts';
import { deskClient, openStream, problemIn, submission, testIds } from '../desk/deskClient.ts';
import { core, desk } from './running-core.ts';

const ids = testIds(18);

async function chatAt(at: Awaited<ReturnType<typeof desk>>): Promise<TicketId> {
  const id = ids.ticket();
  await deskClient(at).putTicket(id, id, submission({ channel: 'chat' }));
  return id;
}

test('who waits moves up when the one before is taken, and is told so', async () => {
  const at = await desk();
  const client = deskClient(at);
  const [first, second] = [await chatAt(at), await chatAt(at)];
  const stream = await openStream(client.ask);
  await stream.until('event: poke');
  at.specialist.chat.accept(first, 'Maya');
  await stream.until(`event: chat\ndata: {"ticketId":"${second}","state":"queued"`);
  await stream.until('"position":1');
  await stream.close();
  const chat = ChatState.parse(await (await client.ask(PATHS.chat(first))).json());
  expect(chat).toMatchObject({ state: 'active', specialist: { name: 'Maya', presence: 'here' } });
});

test('a ticket that is no chat has none, and one that has ended cannot be taken again', async () => {
  const at = await desk();
  const client = deskClient(at);
  const plain = ids.ticket();
  await client.putTicket(plain, 'k', submission());
  const answer = await client.ask(PATHS.chat(plain));
  expect(answer.status).toBe(404);
  expect((await problemIn(answer)).code).toBe('not_found');
  const id = await chatAt(at);
  at.specialist.chat.end(id);
  expect(at.specialist.chat.accept(id)).toBeNull();
});

test('nobody stands in the queue of a ticket that is over, has become a written one, or was answered', async () => {
  const at = await desk();
  const client = deskClient(at);
  const { specialist } = at;
  const places = () =>
    specialist.chats().map(({ state, position }) => `${state}${position === null ? '' : ` ${position}`}`);
  const edit = (id: TicketId, what: object) => {
    const version = specialist.tickets().find((ticket) => ticket.id === id)?.version ?? null;
    return client.patchTicket(id, `edit ${id}`, version, what);
  };
  const [answered, solvedWithWords, merged, solvedByOwner, written, removed, last] = [
    ...[await chatAt(at), await chatAt(at), await chatAt(at), await chatAt(at)],
    ...[await chatAt(at), await chatAt(at), await chatAt(at)],
  ];
  if (!answered || !solvedWithWords || !merged || !solvedByOwner || !written || !removed || !last) return;
  expect(places().at(-1)).toBe('queued 7');
  specialist.reply(answered, 'Here I am.', { as: 'Maya' });
  specialist.reply(solvedWithWords, 'That was it.', { status: 'solved' });
  specialist.merge(merged, last);
  await edit(solvedByOwner, { status: 'solved' });
  await edit(written, { channel: 'email' });
  specialist.takeAway('ticket', removed);
  expect(places()).toEqual(['active', ...Array.from({ length: 5 }, () => 'ended'), 'queued 1']);
});

test('the window says of a chat no more than the ticket allows: with it the queue is over', () => {
  const [ticketId] = [ids.ticket()];
  const chat = ChatState.parse({ ticketId, state: 'queued', position: 1, typing: true });
  expect(chatNow({ state: 'open' }, chat)).toEqual(chat);
  for (const state of ['solved', 'closed'] as const)
    expect(chatNow({ state }, chat)).toMatchObject({ state: 'ended', position: null, typing: false });
});

test('core asks how a chat stands; one that the desk does not have is simply a ticket', async () => {
  const at = await desk();
  const running = core({ desk: at });
  await running.online();
  const id = await running.submit({ channel: 'chat' });
  await running.inState(id, 'open');
  expect(await running.handle('chat.get', { id })).toMatchObject({ state: 'queued', position: 1 });
  const plain = await running.submit();
  await running.inState(plain, 'open');
  expect(await running.handle('chat.get', { id: plain })).toBeNull();
});

test('the desk hears that the person is writing only when something is written', async () => {
  const at = await desk();
  const running = core({ desk: at });
  await running.online();
  const id = await running.submit({ channel: 'chat' });
  await running.inState(id, 'open');
  await running.handle('chat.typing', { id });
  expect(at.specialist.chat.requesterWroteAt(id)).toBeNull();
  await running.handle('reply.save', { ticketId: id, body: 'It is' });
  await running.handle('chat.typing', { id });
  await expect.poll(() => at.specialist.chat.requesterWroteAt(id)).not.toBeNull();
});

test('a chat event that does not fit is ignored, and the next one is heard', async () => {
  const good = { ticketId: ids.ticket(), state: 'active', specialist: null };
  const text = ['{', '{"state":"flying"}', JSON.stringify(good)].map(
    (data) => `event: chat\ndata: ${data}\n\n`,
  );
  const heard: unknown[] = [];
  const at = restDesk('https://desk.example', 'secret', {
    clock: { now: () => 0, after: () => () => {} },
    fetch: async () => new Response(text.join(''), { headers: { 'content-type': 'text/event-stream' } }),
  });
  await at.listen(
    { poke: () => {}, chat: (chat) => heard.push(chat), heard: () => {} },
    new AbortController().signal,
  );
  expect(heard).toEqual([null, { ...good, position: null, typing: false }]);
});
