/** What comes in has a bound, however it is packed: no answer and no stream fills core's memory. */
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { BOUNDS, PATHS } from '#shared/contract.ts';
import { idMaker } from '#shared/ids.ts';
import { eventReader, LONGEST_EVENT } from '../../main/core/desk/event-reader.ts';
import { LARGEST } from '../../main/core/desk/http.ts';
import { listReader } from '../../main/core/desk/list-reader.ts';
import { TooLarge } from '../../main/core/desk/no-answer.ts';
import { restDesk } from '../../main/core/desk/rest.ts';
import { seededBytes } from '../desk/random.ts';
import { answering, askedApart } from './asked-apart.ts';
import { core, desk, newFolder } from './running-core.ts';

const MB = 2 ** 20;
const MOST_MB = 200;
const JSON_TYPE = { 'content-type': 'application/json' };

/** Writes `part` again and again until `bytes` are on their way or nobody listens. */
function pour(response: ServerResponse, part: Uint8Array, times: number): void {
  let poured = 0;
  const go = (): void => {
    while (poured < times && !response.destroyed) {
      poured += 1;
      if (!response.write(part)) return void response.once('drain', go);
    }
    response.end();
  };
  go();
}

/** A gigabyte of spaces within a text, in about a megabyte. */
function bomb(response: ServerResponse, begin: string): void {
  response.writeHead(200, { ...JSON_TYPE, 'content-encoding': 'gzip' });
  response.write(gzipSync(begin));
  pour(response, gzipSync(Buffer.alloc(32 * MB, ' ')), 32);
}

test.each([
  [PATHS.account, '{"desk":"'],
  [PATHS.changes, '{"changes":["'],
  [PATHS.changes, '{"cursor":"'],
  ['ticket', '{"id":"'],
])('a bomb of gzip as the answer to %s is no answer, and fills nothing (%s)', async (what, begin) => {
  const { answer, grewMb } = await askedApart(
    await answering((_request, response) => bomb(response, begin)),
    what,
  );
  expect(answer).toMatchObject({ kind: 'later', failure: { code: 'desk_answer_unfit' } });
  expect(grewMb).toBeLessThan(MOST_MB);
});

test('a refusal as large as that is still the refusal that its status says', async () => {
  const { answer, grewMb } = await askedApart(
    await answering((_request, response) => {
      response.writeHead(503, { 'content-type': 'text/html' });
      pour(response, Buffer.alloc(MB, 'x'), 256);
    }),
    PATHS.account,
  );
  expect(answer).toMatchObject({ kind: 'later', failure: { code: 'desk_unavailable' } });
  expect(grewMb).toBeLessThan(MOST_MB);
});

test.each([
  ['a line without an end', 'data: '],
  ['a line of nothing known without an end', 'x'],
  ['a comment without an end', ': x'],
  ['an event without an end', 'data: x\n'],
])('a stream with %s is given up before it fills anything', async (_name, line) => {
  const part = Buffer.from(line.endsWith('\n') ? line.repeat(100_000) : 'x'.repeat(MB));
  const { answer, grewMb } = await askedApart(
    await answering((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(line);
      pour(response, part, 1_000);
    }),
    PATHS.stream,
  );
  expect(answer).toMatchObject({ kind: 'later', failure: { code: 'desk_answer_unfit' } });
  expect(grewMb).toBeLessThan(MOST_MB);
});

test.each([
  ['a line of nothing known', 'x'],
  ['a comment', ': here'],
  ['words on a chat', 'event: chat\ndata: '],
  ['an event of many lines', 'data: 1\ndata: '],
])('a stream is read no further than its bound, however it is cut: %s', (_name, beginning) => {
  for (const piece of [1, 1_000, 16 * MB]) {
    let taken = 0;
    let fed = 0;
    const reader = eventReader(() => {
      taken += 1;
    });
    reader.feed(beginning);
    expect(() => {
      for (; fed <= LONGEST_EVENT; fed += piece) reader.feed('x'.repeat(piece));
    }).toThrow(TooLarge);
    expect(fed).toBeLessThanOrEqual(LONGEST_EVENT);
    expect(taken).toBe(0);
  }
});

test('a stream of many short lines has no end of its own', () => {
  const taken: string[] = [];
  const reader = eventReader(({ data }) => taken.push(data));
  for (let at = 0; at < 20_000; at += 1) reader.feed(': here\r');
  reader.feed(`${'x'.repeat(LONGEST_EVENT)}\n${'data: y\n\n'.repeat(20_000)}`);
  expect(taken).toHaveLength(20_000);
});

test.each([
  ['the content of a file', 'content', 'application/octet-stream', Buffer.alloc(MB, 'x')],
  [
    'a stream of nothing but signs of life',
    PATHS.stream,
    'text/event-stream',
    Buffer.alloc(MB, `:${'x'.repeat(30_000)}\n`),
  ],
])('%s costs no more than what is on its way, however long it is', async (_name, what, type, part) => {
  const { answer, grewMb } = await askedApart(
    await answering((_request, response) => {
      response.writeHead(200, { 'content-type': type });
      pour(response, part, 512);
    }),
    what,
  );
  expect(answer.kind).toBe('answered');
  expect(grewMb).toBeLessThan(MOST_MB);
});

test('an answer in single bytes costs no more than its bytes', async () => {
  const { answer, grewMb } = await askedApart(
    await answering((_request, response) => {
      response.writeHead(200, JSON_TYPE);
      const singles = Buffer.from('1\r\n \r\n'.repeat(100_000));
      response.flushHeaders();
      let sent = 0;
      const go = (): void => {
        while (sent < 12 && !response.destroyed) {
          sent += 1;
          if (response.socket?.write(singles) === false) return void response.socket.once('drain', go);
        }
        response.destroy();
      };
      go();
    }),
    PATHS.changes,
  );
  expect(answer.kind).not.toBe('answered');
  expect(grewMb).toBeLessThan(MOST_MB);
});

test('a page is taken apart as JSON says, wherever it is cut in two', () => {
  const items = ['{"a":"],[\\"{\\\\"}', '[1,[2,"]"]]', '"x,y"', '3', 'null'];
  const page = `{"o":{"changes":[9]},"changes" : [ ${items.join(' , ')} ],"cursor":"\\"changes\\":[","more":false}`;
  for (let cut = 0; cut <= page.length; cut += 1) {
    const reader = listReader({ member: 'changes', most: BOUNDS.changes, around: LARGEST.words });
    reader.feed(page.slice(0, cut));
    reader.feed(page.slice(cut));
    const read = reader.end();
    expect(read.items).toEqual(items);
    expect(JSON.parse(read.around)).toEqual({ ...JSON.parse(page), changes: [] });
  }
});

/** What a desk's answer to whoever asks for changes is read as. */
const readAs = (page: string) =>
  restDesk('https://desk.example', 'secret-token', {
    fetch: async () => new Response(page, { headers: JSON_TYPE }),
    clock: { now: Date.now, after: () => () => undefined },
  }).changes(null);

test.each([
  ['an escape in its name', '"ch\\u0061nges":['],
  ['a screenful of spaces before it', `"changes":${' '.repeat(500)}[`],
])('a list with %s is JSON all the same: no change is passed over', async (_name, opening) => {
  const read = await readAs(`{${opening}{"kind":"ticket"},2],"cursor":"c","more":false}`);
  expect(read).toMatchObject({
    kind: 'answered',
    value: { changes: ['{"kind":"ticket"}', '2'], cursor: 'c' },
  });
});

test('of two lists of changes nobody knows which is meant', async () => {
  expect(await readAs('{"changes":[1],"changes":[2],"cursor":"c","more":false}')).toMatchObject({
    kind: 'later',
    failure: { code: 'desk_answer_unfit' },
  });
});

test.each([
  ['objects', '{}'],
  ['figures', '1'],
  ['texts', '""'],
  ['empty places', ''],
])('a page of more %s than any has changes is none, and read no further', async (_name, one) => {
  const reader = listReader({ member: 'changes', most: BOUNDS.changes, around: LARGEST.words });
  reader.feed('{"changes":[');
  let fed = 0;
  expect(() => {
    for (; fed < 4_000_000; fed += 1_000) reader.feed(`${one},`.repeat(1_000));
  }).toThrow(`more than ${BOUNDS.changes} changes`);
  expect(fed).toBe(BOUNDS.changes);

  const { answer, grewMb } = await askedApart(
    await answering((_request, response) => {
      response.writeHead(200, JSON_TYPE);
      pour(
        response,
        Buffer.from(
          `{"changes":[${`${one},`.repeat((15 * MB) / (one.length + 1))}1],"cursor":"c","more":false}`,
        ),
        1,
      );
    }),
    PATHS.changes,
  );
  expect(answer).toMatchObject({ kind: 'later', failure: { code: 'desk_answer_unfit' } });
  expect(grewMb).toBeLessThan(MOST_MB);
});

test('a page of as many changes as there may be is read', async () => {
  const read = await readAs(`{"changes":[${'0,'.repeat(BOUNDS.changes - 1)}0],"cursor":"c","more":false}`);
  expect(read).toMatchObject({ kind: 'answered', value: { changes: { length: BOUNDS.changes } } });
});

test('of what is around the changes no more is read than there may be', () => {
  const reader = listReader({ member: 'changes', most: BOUNDS.changes, around: LARGEST.words });
  reader.feed('{');
  let fed = 0;
  expect(() => {
    for (; fed < 16 * MB; fed += 7_000) reader.feed('"a":[],'.repeat(1_000));
  }).toThrow(TooLarge);
  expect(fed).toBeLessThanOrEqual(LARGEST.words);
});

const ids = idMaker(() => 1_760_000_000_000, seededBytes(12));
const AT = '2026-03-02T09:00:00Z';
const ticket = (id: string) => ({
  kind: 'ticket',
  ticket: { id, number: '1', version: '1', title: 'Told', createdAt: AT },
});
const answerTo = (ticketId: string) => ({
  kind: 'message',
  message: {
    id: ids.message(),
    ticketId,
    author: { kind: 'specialist', name: 'Solveig' },
    body: 'Look at the certificate.',
    createdAt: AT,
  },
});

test('a large page is stored in slices, between which core answers', async () => {
  const at = await desk();
  const many = 1_000;
  const changes = Array.from({ length: many }, () => ticket(ids.ticket()));
  const running = core({
    desk: at,
    fetch: async (url, init) =>
      url.includes('/v1/changes') ? Response.json({ changes, cursor: 'end', more: false }) : fetch(url, init),
  });
  const seen = new Set<number>();
  await running.until(async () => {
    const all = (await running.handle('inbox.list', {})).length;
    seen.add(all);
    return all >= many;
  });
  expect([...seen].filter((all) => all > 0 && all < many).length).toBeGreaterThan(5);
});

test('what was cut off within a page is told once more, and changes nothing (invariants 4 and 5)', async () => {
  const at = await desk();
  const folder = newFolder();
  const asked: (string | null)[] = [];
  const id = ids.ticket();
  const answers = Array.from({ length: 200 }, () => answerTo(id));
  let isHistory = true;
  const withPage: typeof fetch = async (url, init) => {
    const { pathname, searchParams } = new URL(String(url));
    if (pathname !== '/v1/changes') return fetch(url, init);
    const cursor = searchParams.get('cursor');
    asked.push(cursor);
    if (cursor === 'page') return Response.json({ changes: [], cursor, more: false });
    return isHistory
      ? Response.json({ changes: [ticket(id)], cursor: 'history', more: false })
      : Response.json({ changes: answers, cursor: 'page', more: false });
  };
  const first = core({ desk: at, folder, fetch: (url, init) => withPage(url, init) });
  await first.until(async () => asked.length > 0 && (await first.ticket(id).catch(() => null)));
  isHistory = false;
  at.specialist.putArticle({ title: 'Certificates', body: 'They end.' });
  await first.until(async () => (await first.ticket(id)).messages.length > 0);
  const had = (await first.ticket(id)).messages.length;
  first.stop();
  expect(had).toBeLessThan(answers.length);

  const again = asked.length;
  const second = core({ desk: at, folder, fetch: (url, init) => withPage(url, init) });
  const told = () =>
    second.told.reduce((sum, notice) => sum + (notice.kind === 'summary' ? notice.answers : 1), 0);
  await second.until(() => told() >= answers.length);
  expect(asked[again]).toBe('history');
  expect((await second.ticket(id)).messages).toHaveLength(answers.length);
  expect(told()).toBe(answers.length);
});

test('a desk that keeps to the document is never near a bound', () => {
  // 100,000 characters of three bytes each, twice for how JSON writes them at worst, in a ticket with its other texts.
  expect(LARGEST.item).toBeGreaterThan(100_000 * 6 + 7 * 2_000 * 6);
});
