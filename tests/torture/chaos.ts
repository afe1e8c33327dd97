/** A bad network between app and desk: a pipe on loopback whose every connection meets what its dice say. */
import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Transform } from 'node:stream';
import type { Dice } from './dice.ts';

export type Weather = 'clear' | 'rough' | 'down';

export type Chaos = {
  /** The desk's address as the app knows it. */
  url: string;
  /** What new connections meet. Those that stand keep their own; `down` drops them. */
  turn(weather: Weather): void;
  /** When the desk's next words come through. */
  nextAnswer(): Promise<unknown>;
  /** How many connections did not simply pass. */
  broken(): number;
  close(): Promise<void>;
};

const FATES = ['passes', 'is slow', 'cut in the request', 'cut in the answer', 'reset', 'half open'] as const;
type Fate = (typeof FATES)[number];

/** A connection lives through some requests, so that cuts meet writes and not only the first pull. */
const CUT_AFTER_BYTES = { request: 6_000, answer: 12_000 };
const SLOWEST_MS = 200;

/** Opens the pipe to `target`, an http address on this computer. */
export async function openChaos(target: string, random: Dice): Promise<Chaos> {
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  const heard = new EventEmitter();
  let weather: Weather = 'clear';
  let broken = 0;

  const server = createServer((near) => {
    hold(near);
    const fate = weather === 'rough' ? random.pick(FATES) : 'passes';
    if (weather === 'down' || fate !== 'passes') broken += 1;
    if (weather === 'down') near.resetAndDestroy();
    // Accepts and never says a word.
    else if (fate === 'half open') near.resume();
    else join(near, fate);
  });

  function hold(socket: Socket): void {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  }

  function join(near: Socket, fate: Fate): void {
    const far = connect(Number(targetPort), hostname);
    hold(far);
    const end = () => {
      if (fate === 'reset') near.resetAndDestroy();
      else near.destroy();
      far.destroy();
    };
    near.on('close', end);
    far.on('close', end);
    const limit = (most: number, applies: boolean) => (applies ? random.between(0, most) : Infinity);
    const ends = fate === 'reset' || fate === 'cut in the request';
    near.pipe(lane(fate, limit(CUT_AFTER_BYTES.request, ends), end)).pipe(far);
    far.on('data', () => heard.emit('answer'));
    far.pipe(lane(fate, limit(CUT_AFTER_BYTES.answer, fate === 'cut in the answer'), end)).pipe(near);
  }

  /** One direction: so many bytes come through, late when the way is slow. */
  function lane(fate: Fate, most: number, end: () => void): Transform {
    let left = most;
    return new Transform({
      transform(chunk: Buffer, _encoding, done) {
        const through = chunk.subarray(0, left);
        left -= through.length;
        const pass = () => {
          this.push(through);
          done();
          // What was let through is on its way before the line breaks.
          if (left <= 0) setImmediate(end);
        };
        if (fate === 'is slow') setTimeout(pass, random.between(1, SLOWEST_MS));
        else pass();
      },
    });
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The pipe has no port.');
  const drop = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    turn(next) {
      weather = next;
      // Half-open lines of rough weather would stay silent for good.
      if (next !== 'rough') drop();
    },
    nextAnswer: () => once(heard, 'answer'),
    broken: () => broken,
    async close() {
      const closed = once(server, 'close');
      server.close();
      drop();
      await closed;
    },
  };
}
