/** Another account may answer at any moment: what was written for one goes on only while that is who answers (invariant 11). */
import { expect, test } from 'vitest';
import type { TicketId } from '#shared/ids.ts';
import { core, desk, type RunningCore } from './running-core.ts';

const RITA = { id: 'rita', name: 'Rita', email: 'rita@example.com' };
const OLE = { id: 'ole', name: 'Ole', email: 'ole@example.com' };

/** Something on the way: answers in the desk's place, or lets it through with `go`. */
type OnTheWay = (url: URL, init: RequestInit, go: () => Promise<Response>) => Promise<Response> | undefined;

/** Two accounts behind one address and one token: first Rita's, and Ole's once it `becomes` his. */
async function twoAccounts() {
  const [hers, his] = [
    await desk({ deskId: 'one', requester: RITA, token: 'shared' }),
    await desk({ deskId: 'one', requester: OLE, token: 'shared' }),
  ];
  let isHis = false;
  let onTheWay: OnTheWay | null = null;
  const streams = new Set<AbortController>();
  const running = core({
    desk: { url: hers.url, token: 'shared' },
    async fetch(url, init) {
      const go = (): Promise<Response> => {
        const line = new AbortController();
        if (isStream(new URL(url))) streams.add(line);
        const signal = AbortSignal.any([line.signal, ...(init.signal ? [init.signal] : [])]);
        return fetch(isHis ? url.replace(hers.url, his.url) : url, { ...init, signal });
      };
      return onTheWay?.(new URL(url), init, go) ?? go();
    },
  });
  await running.online();
  return {
    running,
    hers,
    filedWithHim: () => his.ledger().tickets.map(({ id }) => id),
    put: (what: OnTheWay | null) => {
      onTheWay = what;
    },
    becomesHis(): void {
      isHis = true;
      for (const stream of streams) stream.abort();
    },
    /** New lines lead to him; those that are open stay. */
    leadsToHim(): void {
      isHis = true;
    },
    cutStreams(): void {
      for (const stream of streams) stream.abort();
    },
  };
}

const isStream = ({ pathname }: URL) => pathname === '/v1/stream';
const isAccount = ({ pathname }: URL) => pathname === '/v1/account';
const isOle = (running: RunningCore) =>
  running.until(async () => (await running.handle('account.get', {}))?.requester.id === 'ole');
const isOthers = (running: RunningCore, id: TicketId) =>
  running.until(async () => (await running.ticket(id)).otherAccount);
/** Nobody answers until it is given up; `begun` is called once it has been asked. */
const hangs = ({ signal }: RequestInit, begun: () => void): Promise<Response> => {
  begun();
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
};

/** Sends a reply with what is attached, and waits until it `isAnothers` and nothing of it is under way. */
async function sendsWithLog(running: RunningCore, ticketId: TicketId, isAnothers: () => boolean) {
  await running.handle('reply.save', { ticketId, body: 'With the log.' });
  await running.handle('reply.send', { ticketId });
  await running.until(isAnothers);
  await isOthers(running, ticketId);
  await running.until(async () =>
    (await running.handle('outbox.list', {})).every(({ state }) => state !== 'sending'),
  );
}

test('while the account is asked nothing is sent, however long that takes', async () => {
  const { running, becomesHis, put, filedWithHim } = await twoAccounts();
  const [asked, answer] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let writes = 0;
  put((url, { method }, go) => {
    if (method === 'PUT') writes += 1;
    if (!isAccount(url)) return;
    asked.resolve();
    return answer.promise.then(go);
  });
  becomesHis();
  await asked.promise;
  const id = await running.submit();
  await running.handle('outbox.tryNow', {});
  expect(writes).toBe(0);
  answer.resolve();
  await isOthers(running, id);
  expect(filedWithHim()).toEqual([]);
});

test('a write that hangs is not asked anew once somebody else answers', async () => {
  const { running, becomesHis, put, filedWithHim } = await twoAccounts();
  const hung = Promise.withResolvers<void>();
  let writes = 0;
  put((_, init) => {
    if (init.method !== 'PUT') return;
    writes += 1;
    return writes === 1 ? hangs(init, hung.resolve) : undefined;
  });
  const id = await running.submit();
  await hung.promise;
  becomesHis();
  await isOthers(running, id);
  await running.until(async () => (await running.ticket(id)).state === 'queued');
  expect(writes).toBe(1);
  expect(filedWithHim()).toEqual([]);
});

test('who does not have a ticket that may have arrived is not given it when it is somebody else', async () => {
  const { running, becomesHis, put, filedWithHim } = await twoAccounts();
  let writes = 0;
  const looked = Promise.withResolvers<void>();
  put((url, init, go) => {
    if (init.method === 'PUT') {
      writes += 1;
      return Promise.reject(new TypeError('cut off'));
    }
    if (init.method !== 'GET' || !url.pathname.startsWith('/v1/tickets/')) return;
    // Its answer comes from the other account, after that has said who it is.
    becomesHis();
    return isOle(running).then(() => {
      looked.resolve();
      return go();
    });
  });
  const id = await running.submit();
  await running.until(() => writes > 0);
  // Older than the desk remembers keys, it is looked up before it is sent again.
  running.turnClock(48 * 3_600_000);
  await looked.promise;
  const before = writes;
  await isOthers(running, id);
  await running.until(async () => (await running.ticket(id)).state === 'queued');
  expect(writes).toBe(before);
  expect(filedWithHim()).toEqual([]);
});

test('a file half sent goes no further once somebody else answers', async () => {
  const { running, becomesHis, put } = await twoAccounts();
  const id = await running.submit();
  await running.inState(id, 'open');
  const bytes = new Uint8Array(1024 * 1024).fill(65);
  const { id: file } = await running.handle('attachment.start', {
    ...{ ticketId: id, name: 'log.txt', size: 4 * bytes.length, mediaType: 'text/plain' },
  });
  for (let piece = 0; piece < 4; piece += 1)
    await running.handle('attachment.append', { id: file, offset: piece * bytes.length, bytes });
  await running.handle('attachment.finish', { id: file });
  let isAnothers = false;
  const late: string[] = [];
  put((url, { method }) => {
    if (isAnothers && (method === 'PATCH' || method === 'POST')) late.push(`${method} ${url.pathname}`);
    if (method !== 'PATCH' || isAnothers) return;
    becomesHis();
    // The piece under way is taken, after the other account has said who it is.
    return isOle(running).then(() => {
      isAnothers = true;
      const headers = { 'upload-offset': String(bytes.length), 'tus-resumable': '1.0.0' };
      return new Response(null, { status: 204, headers });
    });
  });
  await sendsWithLog(running, id, () => isAnothers);
  expect(late).toEqual([]);
});

test.each(['POST', 'HEAD'] as const)(
  'a file whose %s is answered once somebody else is there goes no further, and is not received by them',
  async (method) => {
    const { running, becomesHis, put } = await twoAccounts();
    const id = await running.submit();
    await running.inState(id, 'open');
    const bytes = new Uint8Array(2 * 1024 * 1024).fill(65);
    const { id: file } = await running.handle('attachment.start', {
      ...{ ticketId: id, name: 'log.txt', size: bytes.length, mediaType: 'text/plain' },
    });
    await running.handle('attachment.append', { id: file, offset: 0, bytes: bytes.subarray(0, 1024 * 1024) });
    await running.handle('attachment.append', {
      id: file,
      offset: 1024 * 1024,
      bytes: bytes.subarray(1024 * 1024),
    });
    await running.handle('attachment.finish', { id: file });
    let isAnothers = false;
    let patches = 0;
    const late: string[] = [];
    put((url, init, go) => {
      const { method: asked = 'GET' } = init;
      if (isAnothers && asked !== 'GET') late.push(`${asked} ${url.pathname}`);
      // The second piece finds nobody, so that what the desk has is asked for.
      if (asked === 'PATCH' && method === 'HEAD') {
        patches += 1;
        if (patches === 2) return Promise.reject(new TypeError('fetch failed'));
      }
      if (asked !== method || isAnothers) return;
      return go().then(async (answer) => {
        becomesHis();
        await isOle(running);
        isAnothers = true;
        return answer;
      });
    });
    await sendsWithLog(running, id, () => isAnothers);
    expect(late).toEqual([]);
    expect((await running.ticket(id)).attachments[0]?.delivery).toBe('queued');
  },
);

test('after a line that died in silence nothing is sent before somebody has said who is there', async () => {
  const { running, leadsToHim, cutStreams, put, filedWithHim } = await twoAccounts();
  let streams = 0;
  let firstWrite = Number.POSITIVE_INFINITY;
  const asked: string[] = [];
  put((url, { method }) => {
    if (method === 'PUT') firstWrite = Math.min(firstWrite, asked.length);
    asked.push(url.pathname);
    // Both know every cursor, so that only the account tells one from the other.
    if (url.pathname === '/v1/changes')
      return Promise.resolve(Response.json({ changes: [], cursor: 'any', more: false }));
    if (!isStream(url)) return;
    streams += 1;
    if (streams > 1) return;
    leadsToHim();
    const silent = new ReadableStream();
    return Promise.resolve(new Response(silent, { headers: { 'content-type': 'text/event-stream' } }));
  });
  cutStreams();
  await running.until(() => streams > 1);
  const id = await running.submit();
  await running.until(() => filedWithHim().length > 0);
  // It was written when he had said who he is, and is his.
  expect(filedWithHim()).toEqual([id]);
  const accounts = asked.slice(asked.indexOf('/v1/stream') + 1, firstWrite);
  expect(accounts).toContain('/v1/account');
});

test('a chat that answers signs nobody in, and one that does not signs nobody out', async () => {
  const { running, becomesHis, hers, put, filedWithHim } = await twoAccounts();
  const known = await running.submit();
  await running.inState(known, 'open');
  const signsOut = () => Promise.resolve(new Response('{}', { status: 401 }));
  put((url) => (url.pathname.endsWith('/chat') ? signsOut() : undefined));
  await running.handle('chat.get', { id: known }).catch(() => null);
  expect((await running.handle('connection.get', {})).state).toBe('online');

  hers.faults.set({ kind: 'unauthorized' });
  put(null);
  becomesHis();
  put((url, { method }, go) => {
    if (url.pathname.endsWith('/chat')) return Promise.resolve(new Response('{}', { status: 404 }));
    if (method === 'GET') return Promise.resolve(signedOut());
    return go();
  });
  await running.handle('connection.look', {});
  await running.until(async () => (await running.handle('connection.get', {})).state === 'signed_out');
  await running.submit({ title: 'For hers' });
  await running.handle('chat.get', { id: known }).catch(() => null);
  expect((await running.handle('connection.get', {})).state).toBe('signed_out');
  expect(filedWithHim()).toEqual([]);
});

const signedOut = (): Response =>
  new Response(JSON.stringify({ code: 'unauthorized', title: 'Sign in' }), {
    status: 401,
    headers: { 'content-type': 'application/problem+json' },
  });
