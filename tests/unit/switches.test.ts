/** How a packaged app may be started: what undoes the walls around words and tokens is refused, the rest is said. */
import { expect, test } from 'vitest';
import { judgeStart, refusalWords } from '../../main/shell/switches.ts';

const start = (argv: string[], more: { env?: Record<string, string>; platform?: string } = {}) =>
  judgeStart({
    argv: ['lifeline', ...argv],
    env: more.env ?? {},
    isPackaged: true,
    platform: more.platform ?? 'linux',
  });

test.each([
  '--remote-debugging-port=9222',
  '--remote-debugging-pipe',
  '--remote-allow-origins=*',
  '--ignore-certificate-errors',
  '--ignore-certificate-errors-spki-list=abc',
  '--no-sandbox',
  '--single-process',
  '--disable-web-security',
  '--host-rules=MAP * 127.0.0.1',
  '--host-resolver-rules=MAP * 127.0.0.1',
  '--js-flags=--expose-gc',
  '--inspect',
  '--inspect=0',
  '--inspect-brk=9229',
  '--inspect-port=9229',
  '--debug-port=1',
  '--load-extension=/tmp/x',
  '--ssl-key-log-file=/tmp/keys',
  '--log-net-log=/tmp/net.json',
  '--renderer-cmd-prefix=gdb',
])('%s is refused by its name', (argument) => {
  const { refused } = start([argument]);
  expect(refused).toEqual([argument.split('=')[0]]);
  expect(refusalWords(refused)).toContain(refused[0]);
});

test('a switch is read as Chromium reads it: one hyphen, any case, and a slash on Windows', () => {
  expect(start(['-remote-debugging-port=1']).refused).toEqual(['--remote-debugging-port']);
  expect(start(['--No-Sandbox']).refused).toEqual(['--no-sandbox']);
  expect(start(['/no-sandbox'], { platform: 'win32' }).refused).toEqual(['--no-sandbox']);
  expect(start(['/no-sandbox']).refused).toEqual([]);
  // What comes after these is no switch to Chromium, but it is to others that read the same line.
  expect(start(['--', '--no-sandbox']).refused).toEqual(['--no-sandbox']);
});

test('what an IT department has reasons for is used and said', () => {
  const verdict = start(['--proxy-server=proxy:3128', '--user-data-dir=/srv/x', '--lang=nb']);
  expect(verdict.refused).toEqual([]);
  expect(verdict.said).toEqual(['--proxy-server', '--user-data-dir']);
});

test('a variable that writes down what is said to the desk is taken away and said', () => {
  const verdict = start([], { env: { SSLKEYLOGFILE: '/tmp/keys', HOME: '/home/k' } });
  expect(verdict).toEqual({ refused: [], said: ['SSLKEYLOGFILE'], dropped: ['SSLKEYLOGFILE'] });
});

test('an address or a file that looks a little like a switch is none', () => {
  expect(start(['lifeline://invite?desk=x--no-sandbox', '/home/k/--inspect']).refused).toEqual([]);
});

test('a start from the sources takes everything', () => {
  const verdict = judgeStart({
    argv: ['electron', '.', '--remote-debugging-port=0', '--inspect=0'],
    env: { SSLKEYLOGFILE: 'x' },
    isPackaged: false,
    platform: 'linux',
  });
  expect(verdict).toEqual({ refused: [], said: [], dropped: [] });
});
