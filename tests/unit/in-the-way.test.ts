/** What stands between core and the desk is said as what it is, over real TLS and a real proxy; none of it is "Offline". */
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { expect, test } from 'vitest';
import { PATHS } from '#shared/contract.ts';
import { ErrorCode } from '#shared/errors.ts';
import { idMaker } from '#shared/ids.ts';
import { connection } from '../../main/core/connection.ts';
import { noAnswer, Unsendable } from '../../main/core/desk/no-answer.ts';
import { restDesk } from '../../main/core/desk/rest.ts';
import { seededBytes } from '../desk/random.ts';
import { answering, askedApart, listening } from './asked-apart.ts';
import { core, desk } from './running-core.ts';
import { selfSigned } from './self-signed.ts';

const ids = idMaker(() => 1_760_000_000_000, seededBytes(5));
const asIs = (words: string): string => words;

test('a redirect to a sign-in page is said as that', async () => {
  const at = await answering((_request, response) =>
    response.writeHead(302, { location: 'https://portal.example/sign-in' }).end(),
  );
  const running = core({ desk: { url: at, token: 'secret-token' } });
  const { state } = await running.until(async () => {
    const now = await running.handle('connection.get', {});
    return now.problem?.code === 'desk_redirects' ? now : null;
  });
  expect(state).toBe('trouble');
});

test('a certificate that nobody vouches for is said as that, and nothing is sent', async () => {
  let asked = 0;
  const server = createTlsServer(selfSigned(), (_request, response) => {
    asked += 1;
    response.end();
  });
  const running = core({
    desk: { url: `https://127.0.0.1:${await listening(server)}`, token: 'secret-token' },
  });
  const { state } = await running.until(async () => {
    const now = await running.handle('connection.get', {});
    return now.problem?.code === 'desk_untrusted' ? now : null;
  });
  expect(state).toBe('trouble');
  expect(asked).toBe(0);
});

test('a proxy that wants a password is said as that', async () => {
  let asked = 0;
  const proxy = createHttpServer();
  proxy.on('connect', (_request, socket) => {
    asked += 1;
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\n\r\n');
  });
  const at = `http://127.0.0.1:${await listening(proxy)}`;
  const { answer } = await askedApart('https://desk.example', PATHS.account, {
    NODE_USE_ENV_PROXY: '1',
    HTTPS_PROXY: at,
    https_proxy: at,
    NO_PROXY: '',
    no_proxy: '',
  });
  expect(asked).toBe(1);
  expect(answer).toMatchObject({ failure: { code: 'network_proxy' }, neverLeft: true });
});

/** The names in Chromium's `net_error_list.h`, as Electron throws them, and OpenSSL's in Node. */
const CODES: [code: ErrorCode, neverLeft: boolean, names: string[]][] = [
  [
    'desk_untrusted',
    true,
    [
      'net::ERR_CERT_COMMON_NAME_INVALID',
      'net::ERR_CERT_DATE_INVALID',
      'net::ERR_CERT_AUTHORITY_INVALID',
      'net::ERR_CERT_REVOKED',
      'net::ERR_CERTIFICATE_TRANSPARENCY_REQUIRED',
      'net::ERR_PROXY_CERTIFICATE_INVALID',
      'DEPTH_ZERO_SELF_SIGNED_CERT',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
      'CERT_HAS_EXPIRED',
      'CERT_NOT_YET_VALID',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
  ],
  ['desk_untrusted', false, ['net::ERR_SSL_PROTOCOL_ERROR', 'net::ERR_BAD_SSL_CLIENT_AUTH_CERT', 'EPROTO']],
  [
    'network_proxy',
    true,
    ['net::ERR_TUNNEL_CONNECTION_FAILED', 'net::ERR_PROXY_AUTH_UNSUPPORTED', 'net::ERR_PROXY_AUTH_REQUESTED'],
  ],
  [
    'desk_redirects',
    false,
    ["Attempted to redirect, but redirect policy was 'error'", 'unexpected redirect'],
  ],
  ['network_offline', true, ['net::ERR_INTERNET_DISCONNECTED', 'ENETUNREACH', 'ENETDOWN']],
  [
    'desk_unreachable',
    true,
    ['net::ERR_NAME_NOT_RESOLVED', 'ECONNREFUSED', 'net::ERR_PROXY_CONNECTION_FAILED'],
  ],
  ['desk_unreachable', false, ['net::ERR_CONNECTION_RESET', 'no answer in time']],
];

test.each(CODES)('errors that mean %s (never left: %s)', (code, neverLeft, names) => {
  for (const name of names) {
    for (const error of [new Error(name), Object.assign(new Error('x'), { code: name })]) {
      const thrown = new TypeError('fetch failed', { cause: error });
      expect(noAnswer(thrown, asIs), name).toMatchObject({
        kind: 'unreachable',
        failure: { code },
        neverLeft,
      });
    }
  }
});

test.each([
  [421, 'text/plain', { kind: 'blocked', status: 421 }],
  [401, 'application/problem+json', { kind: 'unauthorized', isDesks: true }],
])(
  'a write that is answered with %d (%s) carries the same bytes whenever it goes out, and has its answer (invariant 2)',
  async (status, type, said) => {
    const body = new TextEncoder().encode('{"title":"Nobody can sign in"}');
    const heard: Uint8Array[] = [];
    const at = await answering(async (request, response) => {
      heard.push(Buffer.concat(await request.toArray()));
      response.writeHead(status, { 'content-type': type }).end('{"title":"No","code":"unauthorized"}');
    });
    const port = restDesk(at, 'secret-token', {
      fetch,
      clock: { now: Date.now, after: () => () => undefined },
    });
    expect(
      await port.createTicket(ids.ticket(), { key: ids.operation(), body, isWanted: () => true }),
    ).toMatchObject(said);
    expect(heard).not.toEqual([]);
    for (const one of heard) expect(one).toEqual(Buffer.from(body));
  },
);

test('no name that only whoever made the network code knows is shown to a person', () => {
  const cut = Object.assign(new Error('Request body length does not match content-length header'), {
    code: 'UND_ERR_REQ_CONTENT_LENGTH_MISMATCH',
  });
  const reset = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
  const detail = (cause: unknown) => {
    const said = noAnswer(new TypeError('fetch failed', { cause }), asIs);
    return said.kind === 'unreachable' ? said.failure.detail : 'another kind';
  };
  expect(detail(cut)).toBeUndefined();
  expect(detail(Object.assign(cut, { cause: reset }))).toBe('ECONNRESET: read ECONNRESET');
  expect(detail(reset)).toBe('ECONNRESET: read ECONNRESET');
});

test('only where nobody is found is it called offline', () => {
  for (const code of ErrorCode.options) {
    const known = connection(Date.now, () => undefined);
    known.heard({ kind: 'unreachable', failure: { code }, neverLeft: true });
    const isGone = code === 'desk_unreachable' || code === 'network_offline';
    expect(known.get().state, code).toBe(isGone ? 'offline' : 'trouble');
  }
});

test.each([
  [407, 'network_proxy'],
  [511, 'desk_redirects'],
  [302, 'desk_redirects'],
])('a %d is said as what it is', async (status, code) => {
  const port = restDesk('https://desk.example', 'secret-token', {
    fetch: async () => new Response('', { status }),
    clock: { now: Date.now, after: () => () => undefined },
  });
  expect(await port.account()).toMatchObject({ kind: 'later', failure: { code } });
});

test('a version that no header can carry is one that the desk cannot have: it is asked for its own', async () => {
  let asked = 0;
  const port = restDesk('https://desk.example', 'secret-token', {
    fetch: async () => {
      asked += 1;
      throw new Error('nobody');
    },
    clock: { now: Date.now, after: () => () => undefined },
  });
  const edit = {
    key: ids.operation(),
    body: new Uint8Array(),
    isWanted: () => true,
    ifMatch: 'ver\u2113ion',
  };
  expect(await port.changeTicket(ids.ticket(), edit)).toMatchObject({ kind: 'refused', status: 412 });
  expect(asked).toBe(0);
});

test('a token that no header can carry asks the person for another', async () => {
  const at = await desk();
  const running = core({ desk: { url: at.url, token: 'to\u212aen-of-hers' } });
  const { problem } = await running.until(async () => {
    const now = await running.handle('connection.get', {});
    return now.state === 'signed_out' ? now : null;
  });
  expect(problem).toEqual({ code: 'desk_unauthorized' });
});

test('any other header that cannot travel is told by its name alone', () => {
  const told = noAnswer(new Unsendable('if-match'), asIs);
  expect(told).toMatchObject({ kind: 'later', failure: { code: 'desk_answer_unfit' } });
});
