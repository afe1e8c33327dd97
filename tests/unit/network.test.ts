/** The pipe that stands for the network: each of its failures is what it says. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Network, openNetwork } from '../e2e/network.ts';

let far: Server;
/** What came to the other end, in one text. */
let heard: string;
let network: Network;

beforeEach(async () => {
  heard = '';
  far = createServer((socket) => {
    socket.on('error', () => {});
    socket.on('data', (bytes) => {
      heard += bytes;
      socket.write(bytes);
    });
  });
  far.listen(0, '127.0.0.1');
  await once(far, 'listening');
  network = await openNetwork(`http://127.0.0.1:${(far.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await network.close();
  far.close();
});

function line() {
  const socket = connect(Number(new URL(network.url).port), '127.0.0.1');
  let said = '';
  socket.on('data', (bytes) => {
    said += bytes;
  });
  socket.on('error', () => {});
  return {
    socket,
    said: () => said,
    /** Sends it, and resolves when it has come back. */
    async asks(words: string): Promise<void> {
      const before = said.length;
      socket.write(words);
      while (said.length < before + words.length) await once(socket, 'data');
    },
  };
}
const isOpen = (socket: Socket) => !socket.destroyed;

test('a clear line passes everything, and an end', async () => {
  const { socket, said, asks } = line();
  await asks('hello');
  expect(said()).toBe('hello');
  socket.end();
  await once(socket, 'close');
});

test('a cut ends what stands and refuses what is new', async () => {
  const { socket, asks } = line();
  await asks('hello');
  const closed = once(socket, 'close');
  await network.cut();
  await closed;
  const [error] = await once(line().socket.removeAllListeners('error'), 'error');
  expect(error).toMatchObject({ code: 'ECONNREFUSED' });
});

test('what was refused and what fell into a black hole stays silent, and new lines pass after the mending', async () => {
  for (const fail of [network.refuse, network.blackHole]) {
    const before = line();
    await before.asks('before');
    fail();
    before.socket.write('lost');
    await network.mend();
    before.socket.write('lost too');
    await line().asks('after');
    // Another line has been all the way since.
    expect(before.said()).toBe('before');
    expect(isOpen(before.socket)).toBe(true);
  }
  expect(heard).not.toContain('lost');
});

test('a black hole takes connections and says nothing, also after the mending', async () => {
  network.blackHole();
  const within = line();
  await once(within.socket, 'connect');
  within.socket.write('lost');
  await network.mend();
  await line().asks('after');
  expect([heard, within.said(), isOpen(within.socket)]).toEqual(['after', '', true]);
});

test('what hangs arrives with the mending, once and in order, also when the one who sent it has gone', async () => {
  const [stays, goes] = [line(), line()];
  await stays.asks('1');
  await goes.asks('2');
  network.hang();
  const back = stays.asks('34');
  goes.socket.write('5');
  // Gone once its words are in the pipe.
  await once(goes.socket.end(), 'finish');
  expect(heard).toBe('12');
  await network.mend();
  await back;
  await expect.poll(() => [...heard].sort().join('')).toBe('12345');
  expect(stays.said()).toBe('134');
});

test('with answers lost, the other end hears everything, and that line stays deaf', async () => {
  network.loseAnswers();
  const deaf = line();
  deaf.socket.write('heard');
  await expect.poll(() => heard).toBe('heard');
  await network.mend();
  deaf.socket.write(', again');
  await expect.poll(() => heard).toBe('heard, again');
  expect(deaf.said()).toBe('');
});

test('an answer drips, and the rest of it comes with the mending', async () => {
  const slow = line();
  network.drip();
  const back = slow.asks('slowly');
  await once(slow.socket, 'data');
  expect(slow.said()).toBe('s');
  await network.mend();
  await back;
  expect(slow.said()).toBe('slowly');
});
