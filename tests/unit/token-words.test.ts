/** No token in any word that is shown or kept, whoever quotes it; and it goes to the desk's own addresses alone. */
import { expect, test } from 'vitest';
import { isUnder } from '#shared/desk-address.ts';
import { idMaker } from '#shared/ids.ts';
import type { DeskAnswer } from '../../main/core/desk/port.ts';
import { restDesk } from '../../main/core/desk/rest.ts';
import { withoutToken } from '../../main/core/desk/secret.ts';
import { seededBytes } from '../desk/random.ts';
import { core } from './running-core.ts';

const TOKEN = 'tok/en+8f"7a/secret';
const FORMS = [
  TOKEN,
  encodeURIComponent(TOKEN),
  JSON.stringify(TOKEN).slice(1, -1),
  Buffer.from(TOKEN).toString('base64'),
];
const ids = idMaker(() => 1_760_000_000_000, seededBytes(6));
const clock = { now: Date.now, after: () => () => undefined };

const page = (text: string) => `<title>${text}</title>`;
const padded = `${'x'.repeat(490)} ${TOKEN}`;
const problem = (detail: string) => JSON.stringify({ code: 'invalid', title: 'No', detail });
const echoing: [string, () => Promise<Response>][] = [
  ['an error of fetch', () => Promise.reject(new TypeError(`Bearer ${TOKEN} is an invalid header value`))],
  [
    'the cause of one',
    () => Promise.reject(new TypeError('fetch failed', { cause: new Error(`at https://x?t=${TOKEN}`) })),
  ],
  ...[400, 401, 403, 409, 412, 422, 429, 500, 503].flatMap((status): [string, () => Promise<Response>][] => [
    [
      `a problem with ${status}`,
      async () =>
        new Response(problem(`Your ${TOKEN}`), {
          status,
          headers: { 'content-type': 'application/problem+json' },
        }),
    ],
    [
      `a long problem with ${status}`,
      async () =>
        new Response(problem(padded), { status, headers: { 'content-type': 'application/problem+json' } }),
    ],
    [
      `a page with ${status}`,
      async () =>
        new Response(page(`${'y'.repeat(110)} ${TOKEN}`), {
          status,
          headers: { 'content-type': 'text/html' },
        }),
    ],
    [`JSON with ${status}`, async () => Response.json({ message: TOKEN }, { status })],
    [
      `a problem with ${status} that hides it`,
      async () =>
        new Response(problem(`${TOKEN.slice(0, 6)}\u200b${TOKEN.slice(6)}`), {
          status,
          headers: { 'content-type': 'application/problem+json' },
        }),
    ],
  ]),
  ['a page with 200', async () => new Response(page(TOKEN), { headers: { 'content-type': 'text/html' } })],
  ['another ticket', async () => Response.json({ id: ids.ticket(), [TOKEN]: 1 })],
];

test.each(echoing)('the token is in nothing that is said of %s', async (_name, answer) => {
  const lines: string[] = [];
  const desk = restDesk('https://desk.example', TOKEN, {
    fetch: answer,
    clock,
    log: (line) => lines.push(line),
  });
  const id = ids.ticket();
  const write = { key: ids.operation(), body: new Uint8Array(), isWanted: () => true };
  const said: DeskAnswer<unknown>[] = [
    await desk.account(),
    await desk.changes(null),
    await desk.findTicket(id),
    await desk.createTicket(id, write),
    await desk.changeTicket(id, { ...write, ifMatch: '1' }),
    await desk.download(id, ids.attachment(), () => undefined),
    await desk.listen({ poke() {}, chat() {}, heard() {} }, new AbortController().signal),
  ];
  const told = JSON.stringify([said, lines]);
  // Also no long part of it, where words were cut.
  for (const form of [...FORMS, TOKEN.slice(0, 8)])
    expect(told).not.toContain(JSON.stringify(form).slice(1, -1));
});

test('what core writes down of changes that it cannot read quotes no token', async () => {
  const running = core({
    desk: { url: 'https://desk.example', token: TOKEN },
    fetch: async () =>
      Response.json({ changes: [{ kind: 'ticket', ticket: { id: TOKEN } }], cursor: 'c', more: false }),
  });
  await running.handle('connection.get', {});
  expect(running.lines.join('\n')).not.toContain(TOKEN);
});

test('words that are no token stay as they are', () => {
  const clean = withoutToken('a');
  expect(clean('a banana')).toBe('a banana');
  expect(withoutToken(TOKEN)('Ask for the token.')).toBe('Ask for the token.');
});

test.each([
  ['https://desk.example/base/v1/uploads/1', true],
  ['https://desk.example:443/base/v1/uploads/1?part=2', true],
  ['https://desk.example/base', false],
  ['https://desk.example/basement/v1/uploads/1', false],
  ['https://desk.example/v1/uploads/1', false],
  ['https://desk.example/base/../v1/uploads/1', false],
  ['https://desk.example/base/%2e%2e/v1/uploads/1', false],
  ['https://desk.example/base/..%2fv1/uploads/1', false],
  ['https://desk.example/base/..%5cv1/uploads/1', false],
  ['https://desk.example/base/..\\..\\v1', false],
  ['https://desk.example/base/%252e%252e/v1', false],
  ['https://desk.example/base//evil.example/1', false],
  ['http://desk.example/base/v1/uploads/1', false],
  ['https://desk.example:8443/base/v1/uploads/1', false],
  ['https://user:pw@desk.example/base/v1/uploads/1', false],
  ['https://desk.example@evil.example/base/v1/uploads/1', false],
  ['//evil.example/base/1', false],
  ['javascript:alert(1)', false],
])('%s is under the desk: %s', (url, is) => {
  expect(isUnder('https://desk.example/base', url)).toBe(is);
});
