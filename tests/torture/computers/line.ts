/** A computer's line to the desk: a pipe on loopback that can be cut, or fall silent in one direction or in both. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import type { Dice } from '../../sim/dice.ts';

/** `mute`: what the computer says is lost, and the desk's words pass. `deaf`: the other way round. */
export type Way = 'open' | 'mute' | 'deaf' | 'silent' | 'cut';
type Towards = 'desk' | 'computer';

const passes = (way: Way, towards: Towards): boolean =>
  way === 'open' || way === (towards === 'desk' ? 'deaf' : 'mute');

/** One connection. What it may not say now hangs on it, in the order in which it was said. */
type Connection = {
  towardsDesk: Buffer[];
  towardsComputer: Buffer[];
  flow(): void;
  reset(): void;
  die(): void;
};

export type Line = {
  /** The desk's address as this computer knows it. */
  url: string;
  /** From here on, for what stands and for what is new; `cut` breaks everything. */
  turn(way: Way): void;
  /** How many connections fell silent or were broken. */
  hurt(): number;
  close(): Promise<void>;
};

/** Opens the line to `target`, an http address on this computer. */
export async function openLine(target: string, random: Dice): Promise<Line> {
  const { hostname, port } = new URL(target);
  const connections = new Set<Connection>();
  const sockets = new Set<Socket>();
  let way: Way = 'open';
  let hurt = 0;

  const server = createServer((near) => {
    hold(near);
    if (way === 'cut') near.resetAndDestroy();
    else join(near);
  });

  function hold(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  }

  function join(near: Socket): void {
    const far = connect(Number(port), hostname);
    hold(far);
    let isDead = false;
    const connection: Connection = {
      towardsDesk: [],
      towardsComputer: [],
      flow() {
        if (isDead) return;
        if (passes(way, 'desk')) for (const bytes of connection.towardsDesk.splice(0)) far.write(bytes);
        if (passes(way, 'computer'))
          for (const bytes of connection.towardsComputer.splice(0)) near.write(bytes);
        // Whoever gave up has still said what was on its way.
        if (near.destroyed && connection.towardsDesk.length === 0) far.end();
      },
      reset() {
        connections.delete(connection);
        near.resetAndDestroy();
        far.destroy();
      },
      die() {
        isDead = true;
      },
    };
    connections.add(connection);
    const says = (queue: Buffer[], bytes: Buffer): void => {
      if (isDead) return;
      queue.push(bytes);
      connection.flow();
    };
    near.on('data', (bytes: Buffer) => says(connection.towardsDesk, bytes));
    far.on('data', (bytes: Buffer) => says(connection.towardsComputer, bytes));
    near.on('close', () => {
      if (isDead) far.destroy();
      else connection.flow();
    });
    far.on('close', () => {
      connections.delete(connection);
      // An end is a word, too: a deaf line does not bring it.
      if (passes(way, 'computer') && !isDead) near.destroy();
    });
  }

  /** Passes again: what stood goes on, or turns out to be broken, or is dead without a word. */
  function comeBack(before: Way): void {
    for (const connection of [...connections]) {
      const fate =
        before === 'open' ? 'goes on' : random.pick(['goes on', 'goes on', 'reset', 'dead'] as const);
      if (before !== 'open') hurt += 1;
      if (fate === 'reset') connection.reset();
      else if (fate === 'dead') connection.die();
      else connection.flow();
    }
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The line has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    turn(next) {
      const before = way;
      way = next;
      if (next === before) return;
      if (next === 'open') comeBack(before);
      if (next !== 'cut') return;
      hurt += connections.size;
      for (const connection of [...connections]) connection.reset();
    },
    hurt: () => hurt,
    async close() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of [...sockets]) socket.destroy();
      await closed;
    },
  };
}
