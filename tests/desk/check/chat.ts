/** Chat. */
import { ChatState, PATHS } from '#shared/contract.ts';
import { oncePerCheck } from './bench.ts';
import { ensure, Finding, type Group, needed, require } from './expectation.ts';
import { ensureFits, ensureStatus, fieldsOf, said } from './read.ts';

const SECTION = 'Chat';
/** The one chat of the check. */
const chatOf = oncePerCheck(async (bench) => {
  const { plan } = await bench.accountRead();
  if (!plan.channels.includes('chat')) throw new Finding('not_offered', 'The plan has no chat.');
  const sent = await bench.taken('as a chat, ended at once', { channel: 'chat' });
  const state = await bench.get(PATHS.chat(sent.id));
  if (state.status === 404) throw new Finding('not_offered', `${said(state)}: no chat.`);
  return { ...sent, state };
});

export const chatGroup: Group = {
  title: 'Chat',
  expectations: [
    {
      name: 'chat.state',
      says: 'A ticket of the channel chat has a chat that fits the contract.',
      section: SECTION,
      async look(bench) {
        const { id, state } = await chatOf(bench);
        ensureStatus(state, 200);
        const { ticketId } = ensureFits(state.json, ChatState, 'The chat');
        ensure(ticketId === id, `It is the chat of ${ticketId}, not ${id}.`);
      },
    },
    {
      name: 'chat.typing',
      says: 'That the requester writes is heard, without a key.',
      section: SECTION,
      async look(bench) {
        const { id } = await chatOf(bench);
        ensureStatus(await bench.ask('POST', PATHS.chatTyping(id)), 200, 404);
      },
    },
    {
      name: 'chat.none',
      says: 'A ticket without a chat is answered 404 when it is asked for one.',
      section: SECTION,
      async look(bench) {
        await chatOf(bench);
        const { id } = await bench.mainTicket();
        ensureStatus(await bench.get(PATHS.chat(id)), 404);
      },
    },
    {
      name: 'chat.ends',
      says: 'An edit of the channel to email ends the chat, and the ticket goes on in writing.',
      section: SECTION,
      async look(bench) {
        const { id, answer } = await chatOf(bench);
        await bench.needsEdits();
        const version = needed(fieldsOf(answer).version, 'The ticket has no version.');
        const edited = await bench.edit(id, bench.key(), version, { channel: 'email' });
        require(edited.ok, `${said(edited)}.`);
        ensure(fieldsOf(edited).channel === 'email', `The channel is ${fieldsOf(edited).channel}.`);
        const state = await bench.get(PATHS.chat(id));
        const isOver = state.status === 404 || fieldsOf(state).state === 'ended';
        ensure(isOver, `The chat is ${String(fieldsOf(state).state)}.`);
      },
    },
  ],
};
