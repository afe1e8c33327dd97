/** The network between app and desk: a pipe on loopback that can fail in each of the ways that networks do. */
import { EventEmitter, once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';

export type Network = {
  /** The desk's address as the app knows it; it stays the same whatever happens to the pipe. */
  url: string;
  /** Drops every connection and accepts no new one. */
  cut(): Promise<void>;
  /** The connections that stand fall silent for good, and new ones are refused: the other end went away without a word. */
  refuse(): void;
  /**
   * Nothing passes, in either direction, and nobody is told. What stood until the mending stays silent after it, as
   * behind a router that has lost its state.
   */
  blackHole(): void;
  /** What the app says arrives, and what the desk says is lost. A connection that has lost something stays deaf. */
  loseAnswers(): void;
  /** Nothing passes, and all of it arrives with the mending. */
  hang(): void;
  /** Of what the desk says, one byte a second passes on each connection, and the rest with the mending. */
  drip(): void;
  /** Connections pass again, and new ones are accepted. */
  mend(): Promise<void>;
  close(): Promise<void>;
};

type Way = 'passes' | 'lost' | 'held' | 'drips';
type Ways = { fromApp: Way; fromDesk: Way };
const CLEAR: Ways = { fromApp: 'passes', fromDesk: 'passes' };
const DRIP_MS = 1_000;

/** Opens a pipe to `target`, an http address on this computer. */
export async function openNetwork(target: string): Promise<Network> {
  const { hostname, port: targetPort } = new URL(target);
  const lines = new Set<{ near: Socket; far: Socket; lose(): void }>();
  const changes = new EventEmitter().setMaxListeners(0);
  let ways = CLEAR;

  const server = createServer((near) => {
    const far = connect(Number(targetPort), hostname);
    const toDesk = lane(() => ways.fromApp);
    const toApp = lane(() => ways.fromDesk);
    near.pipe(toDesk.bytes).pipe(far);
    far.pipe(toApp.bytes).pipe(near);
    const line = {
      near,
      far,
      lose() {
        toDesk.lose();
        toApp.lose();
      },
    };
    lines.add(line);
    for (const socket of [near, far]) socket.on('error', () => {});
    near.on('close', async () => {
      lines.delete(line);
      await toDesk.ends();
      // The words before the end come first.
      setImmediate(() => far.destroy());
    });
    far.on('close', async () => {
      if (await toApp.ends()) near.destroy();
    });
    if (ways.fromApp === 'lost') line.lose();
  });

  /** One direction of a connection. Once something of it is lost, nothing passes any more. */
  function lane(way: () => Way) {
    let isLost = false;
    const bytes = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        void carry(chunk).then(() => done());
      },
      async flush(done) {
        if (await ends()) done();
      },
    });

    async function carry(chunk: Buffer): Promise<void> {
      for (let left = chunk; left.length > 0 && !isLost; ) {
        const now = way();
        if (now === 'lost') isLost = true;
        else if (now === 'held') await once(changes, 'change');
        else {
          const size = now === 'drips' ? 1 : left.length;
          bytes.push(left.subarray(0, size));
          left = left.subarray(size);
          if (now === 'drips') await nextDrip();
        }
      }
    }
    /** Resolves when an end of this side would arrive on the other: false when it never does. */
    async function ends(): Promise<boolean> {
      while (way() === 'held' && !isLost) await once(changes, 'change');
      return !isLost && way() !== 'lost';
    }
    return {
      bytes,
      ends,
      lose() {
        isLost = true;
      },
    };
  }

  function nextDrip(): Promise<void> {
    return new Promise((resolve) => {
      const next = () => {
        clearTimeout(timer);
        changes.off('change', next);
        resolve();
      };
      const timer = setTimeout(next, DRIP_MS);
      changes.on('change', next);
    });
  }

  function become(next: Ways): void {
    ways = next;
    changes.emit('change');
  }

  async function listen(at: number): Promise<void> {
    if (server.listening) return;
    server.listen(at, '127.0.0.1');
    await once(server, 'listening');
  }
  function lose(): void {
    for (const line of lines) line.lose();
  }
  function drop(): void {
    for (const { near, far } of lines) {
      near.destroy();
      far.destroy();
    }
  }

  await listen(0);
  const { port } = server.address() as AddressInfo;

  async function cut(): Promise<void> {
    if (!server.listening) return drop();
    const closed = once(server, 'close');
    server.close();
    drop();
    await closed;
  }

  return {
    url: `http://127.0.0.1:${port}`,
    cut,
    refuse() {
      server.close();
      lose();
    },
    blackHole() {
      lose();
      become({ fromApp: 'lost', fromDesk: 'lost' });
    },
    loseAnswers: () => become({ ...CLEAR, fromDesk: 'lost' }),
    hang: () => become({ fromApp: 'held', fromDesk: 'held' }),
    drip: () => become({ ...CLEAR, fromDesk: 'drips' }),
    async mend() {
      become(CLEAR);
      await listen(port);
    },
    async close() {
      await cut();
      become(CLEAR);
    },
  };
}
