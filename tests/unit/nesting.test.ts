/** JSON from outside is looked at before it is parsed: what is nested deeply, or has millions of parts, never is. */
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { BOUNDS } from '#shared/contract.ts';
import { idMaker } from '#shared/ids.ts';
import { parseReceived, TooMuch } from '#shared/received-json.ts';
import { chatNews } from '../../main/core/desk/chat-news.ts';
import { restDesk } from '../../main/core/desk/rest.ts';
import { verdict } from '../../main/core/desk/verdict.ts';
import { slicesOf } from '../../main/core/sync/changes.ts';
import { seededBytes } from '../desk/random.ts';
import { core, desk } from './running-core.ts';

const ids = idMaker(() => 1_750_000_000_000, seededBytes(31));
const AT = '2026-03-02T09:00:00Z';
const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
const wide = (values: number): string => `[${'0,'.repeat(values - 2)}0]`;

describe('one text', () => {
  test('is parsed up to the bounds, and not beyond them', () => {
    expect(parseReceived(nested(BOUNDS.depth))).toEqual(JSON.parse(nested(BOUNDS.depth)));
    expect(parseReceived(wide(BOUNDS.values))).toHaveLength(BOUNDS.values - 1);
    const parse = vi.spyOn(JSON, 'parse');
    for (const text of [
      nested(BOUNDS.depth + 1),
      '{"a":'.repeat(1_500_000),
      wide(BOUNDS.values + 1),
      `[${'{},'.repeat(BOUNDS.values)}0]`,
    ])
      expect(() => parseReceived(text)).toThrow(TooMuch);
    expect(parse).not.toHaveBeenCalled();
    parse.mockRestore();
  });

  test('nests in its words as deeply as they like', () => {
    const words = ['[{'.repeat(10_000), ',"'.repeat(100_000), '\\"['.repeat(1_000), '\\', '\\\\"'];
    expect(parseReceived(JSON.stringify(words))).toEqual(words);
    expect(() => parseReceived(JSON.stringify(['\\']) + nested(BOUNDS.depth + 1))).toThrow(TooMuch);
  });

  test('counts what stands within something else, and not beside it', () => {
    expect(
      parseReceived(
        `[${Array(400)
          .fill(nested(BOUNDS.depth - 1))
          .join()}]`,
      ),
    ).toHaveLength(400);
  });

  test.each(['', '"', '"\\', '[', '{"a', ']]]]', 'nul'])('that is no JSON is none: %s', (text) => {
    expect(() => parseReceived(text)).toThrow(SyntaxError);
  });
});

const ticket = (id: string) => ({
  kind: 'ticket',
  ticket: { id, number: '1', version: '1', title: 'Told', createdAt: AT },
});

test('a change that is nested too deeply is set aside with what it is about, and the cursor goes on', async () => {
  const at = await desk();
  const [known, deep] = [ids.ticket(), ids.ticket()];
  const asked: (string | null)[] = [];
  const told = JSON.stringify(ticket(deep)).replace('"Told"', nested(1_500_000));
  const changes = [told, `{"kind":"ticket","ticket":${nested(1_500_000)}}`, JSON.stringify(ticket(known))];
  const running = core({
    desk: at,
    fetch: async (url, init) => {
      const { pathname, searchParams } = new URL(url);
      if (pathname !== '/v1/changes') return fetch(url, init);
      asked.push(searchParams.get('cursor'));
      const page = searchParams.get('cursor') === null ? changes.join() : '';
      return new Response(`{"changes":[${page}],"cursor":"next","more":false}`, {
        headers: { 'content-type': 'application/json' },
      });
    },
  });
  const parse = vi.spyOn(JSON, 'parse');
  await running.until(() => running.ticket(known).catch(() => null));
  expect(Math.max(...parse.mock.calls.map(([text]) => text.length))).toBeLessThan(100_000);
  parse.mockRestore();
  at.specialist.putArticle({ title: 'Certificates', body: 'They end.' });
  await running.until(() => asked.length > 1);
  // Asked for once: what comes after it is what is asked for next.
  expect(asked.slice(0, 2)).toEqual([null, 'next']);
  expect((await running.handle('connection.get', {})).unreadable).toBe(2);
  expect(running.lines.filter((line) => line.startsWith('change set aside'))).toEqual([
    expect.stringContaining(`ticket ${deep}: nested more than ${BOUNDS.depth} deep`),
    expect.stringContaining(`nested more than ${BOUNDS.depth} deep`),
  ]);
});

test('a change of millions of parts is set aside as well', () => {
  const changes = [`{"kind":"ticket","ticket":[${'{},'.repeat(1_000_000)}0]}`];
  expect([...slicesOf({ changes, cursor: 'next', more: false })]).toMatchObject([
    { read: [{ misfit: { raw: '', why: `more than ${BOUNDS.values} values` } }], end: { cursor: 'next' } },
  ]);
});

const clock = { now: () => 0, after: () => () => undefined };

test.each([
  ['an account', `{"desk":${nested(400_000)}}`],
  ['what is around the changes', `{"x":${nested(20_000)},"changes":[],"cursor":"c","more":false}`],
  ['what is no object', nested(30_000)],
  ['an account of nothing but parts', `[${'{},'.repeat(300_000)}0]`],
])('%s that is too much is an answer that does not fit', async (_name, body) => {
  const port = restDesk('https://desk.example', 'secret-token', {
    fetch: async () => new Response(body, { headers: { 'content-type': 'application/json' } }),
    clock,
  });
  for (const said of [await port.account(), await port.changes(null)])
    expect(said).toMatchObject({ kind: 'later', failure: { code: 'desk_answer_unfit' } });
});

test('a refusal that is nested too deeply is what its status says', () => {
  const body = `{"title":"t","detail":${nested(30_000)},"code":"invalid"}`;
  const said = verdict(
    { status: 403, contentType: 'application/problem+json', retryAfter: null, date: null, body },
    z.never(),
    0,
  );
  expect(said).toMatchObject({ kind: 'blocked', status: 403 });
});

test('words on a chat that are nested too deeply are not read', () => {
  const parse = vi.spyOn(JSON, 'parse');
  const told: unknown[] = [];
  const news = chatNews(clock, (chat) => told.push(chat));
  news.heard(nested(1_900));
  news.stop();
  expect(parse).not.toHaveBeenCalled();
  expect(told).toEqual([]);
  parse.mockRestore();
});

test('a page comes one change at a time where more at once would take long', () => {
  const changes = Array.from({ length: 4 }, () => '{"kind":"unheard of"}');
  let most = 2;
  const ends = [...slicesOf({ changes, cursor: 'next', more: false }, () => most)].map(({ end }) => end);
  expect(ends).toEqual([null, { cursor: 'next', more: false }]);
  most = 1;
  expect([...slicesOf({ changes, cursor: 'next', more: false }, () => most)]).toHaveLength(4);
});
