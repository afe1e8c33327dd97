/** The way to the desk, the outbox, and whether the core is there. */
import { create } from 'zustand';
import type { Connection, WaitingOperation } from '#shared/model.ts';
import { ask, listen } from './lifeline.ts';
import { refresher } from './refresher.ts';
import { useSettings } from './settings.ts';

type ConnectionState = {
  connection: Connection;
  operations: WaitingOperation[];
  /** True while core is away: what was known of the desk says nothing then. */
  restarting: boolean;
};

export const useConnection = create<ConnectionState>(() => ({
  connection: {
    state: 'connecting',
    lastAnswerAt: null,
    waiting: 0,
    refused: 0,
    nextTryAt: null,
    problem: null,
    resync: null,
    missing: 0,
    unreadable: 0,
  },
  operations: [],
  restarting: false,
}));

/** Reads the outbox now, for a caller that must see its own change. */
export async function readOutbox(): Promise<void> {
  const answer = await ask('outbox.list', {});
  if (answer.ok) useConnection.setState({ operations: answer.value });
}

const refreshOutbox = refresher(readOutbox, 150);

async function readConnection(): Promise<void> {
  const answer = await ask('connection.get', {});
  if (answer.ok) useConnection.setState({ connection: answer.value, restarting: false });
  // It is there, and something else keeps it from answering, which is said where it shows.
  else if (answer.failure.code !== 'core_unavailable') useConnection.setState({ restarting: false });
}

/** Whoever comes back after so long may stand in another network. */
const LONG_HIDDEN_MS = 60_000;

/** The browser's word on the network, and a person who comes back, are reasons to look, and nothing else. */
function lookWhenItMayHelp(): void {
  const look = () => void ask('connection.look', {});
  let hiddenSince: number | null = null;
  for (const name of ['online', 'offline']) window.addEventListener(name, look);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden && hiddenSince !== null && Date.now() - hiddenSince > LONG_HIDDEN_MS) look();
    hiddenSince = document.hidden ? Date.now() : null;
  });
}

export function listenToConnection(): void {
  lookWhenItMayHelp();
  listen('connection.changed', (connection) => {
    // A core that dies again and again speaks in between; it is asked once it is there to stay.
    if (useConnection.getState().restarting) return;
    // The account has no event of its own; it is news whenever the desk begins to answer.
    const isBack = connection.state === 'online' && useConnection.getState().connection.state !== 'online';
    useConnection.setState({ connection });
    refreshOutbox();
    if (isBack) void useSettings.getState().load();
  });
  // What comes into the outbox changes the connection's counts; this is for what changes in it.
  listen('tickets.changed', ({ ids }) => {
    const { operations } = useConnection.getState();
    if (ids === null || operations.some(({ ticketId }) => ids.includes(ticketId))) refreshOutbox();
  });
  listen('core.state', ({ state }) => {
    if (state === 'restarting') {
      useConnection.setState(({ connection }) => ({
        restarting: true,
        connection: { ...connection, state: 'connecting', nextTryAt: null, problem: null },
      }));
      return;
    }
    void readConnection();
    void useSettings.getState().load();
    refreshOutbox();
  });
  void readConnection();
  refreshOutbox();
}

export async function tryNow(): Promise<void> {
  await ask('outbox.tryNow', {});
  await readConnection();
  refreshOutbox();
}
