import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkDesk, exitCodeOf, type Found, GROUPS } from '../desk/check/checkDesk.ts';
import { line, summary } from '../desk/check/words.ts';
import { type Desk, startDesk } from '../desk/desk.ts';
import { deskClient, testIds } from '../desk/deskClient.ts';
import { PLANTED } from '../desk/planted/planted.ts';
import { SAMPLE_COMPANY } from '../desk/sampleCompany.ts';

/** Many heartbeats long, so that a busy computer does not look like a silent desk. */
const LIMITS = { silenceMs: 2_000, pokeMs: 2_000 };
const ALL = GROUPS.flatMap(({ expectations }) => expectations.map(({ name }) => name));
const ids = testIds(11);

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk({ heartbeatSeconds: 0.03, company: SAMPLE_COMPANY });
  // Something that was deleted, and something that helps without a ticket.
  const id = ids.ticket();
  await deskClient(desk).putTicket(id, 'before');
  desk.specialist.takeAway('ticket', id);
  await deskClient(desk).putTicket(ids.ticket(), 'also before');
  desk.specialist.putArticle({ title: 'How to wait', body: 'Sit down.' });
});
afterEach(() => desk.close());

const named = (found: Found[], kind: string) =>
  found.filter(({ verdict }) => verdict.kind === kind).map(({ expectation }) => expectation.name);

describe('the conformance check', () => {
  it('finds that the reference desk keeps every promise of the document', async () => {
    const told: Found[] = [];
    const found = await checkDesk({ url: desk.url, token: desk.token, limits: LIMITS }, (one) =>
      told.push(one),
    );
    expect(found.filter(({ verdict }) => verdict.kind !== 'holds').map(line)).toEqual([]);
    expect(found.map(({ expectation }) => expectation.name)).toEqual(ALL);
    expect(told).toEqual(found);
    expect(exitCodeOf(found)).toBe(0);
    expect(summary(found)).toContain(`${ALL.length} hold, 0 fail.`);
  });

  it('leaves no ticket open', async () => {
    const before = desk.specialist.tickets().length;
    await checkDesk({ url: desk.url, token: desk.token, limits: LIMITS });
    const own = desk.specialist.tickets().slice(0, -before);
    expect(own.length).toBeGreaterThan(0);
    for (const { title, status, severity } of own) {
      expect({ title, status, severity }).toEqual({
        title: expect.stringContaining('please ignore'),
        status: 'solved',
        severity: 'standard',
      });
    }
  });

  it('looks at nothing that no planted fault makes fail', () => {
    expect(PLANTED.map(({ fails }) => fails).toSorted()).toEqual(ALL.toSorted());
  });

  it.each(PLANTED)('fails in “$fails”, and nowhere else, when $fault', async ({ fails, front }) => {
    const fetched = front((request) => fetch(request), desk.token);
    const found = await checkDesk({ url: desk.url, token: desk.token, fetch: fetched, limits: LIMITS });
    const wrong = found.filter(({ verdict }) => verdict.kind === 'fails');
    expect(wrong.map(line)).toEqual([expect.stringContaining(`[${fails}, see “`)]);
    expect(exitCodeOf(found)).toBe(1);
  });
});

describe('what a desk may do without', () => {
  /** The names of what is not offered by a desk behind this front. Nothing else may stand out. */
  async function without(front: (request: Request) => Promise<Response>): Promise<string[]> {
    const found = await checkDesk({ url: desk.url, token: desk.token, fetch: front, limits: LIMITS });
    expect(found.filter(({ verdict }) => ['fails', 'untold'].includes(verdict.kind)).map(line)).toEqual([]);
    expect(exitCodeOf(found)).toBe(0);
    return named(found, 'not_offered');
  }

  it.each([
    ['uploads', /^POST \/v1\/uploads$/, 'file.'],
    ['push', /^GET \/v1\/stream$/, 'stream.'],
    ['edits', /^PATCH \/v1\/tickets\//, 'edit.'],
    ['chats', /\/chat$/, 'chat.'],
  ])('is said, and is no fault: %s', async (_, path, group) => {
    const missing = await without(async (request) => {
      if (!path.test(`${request.method} ${new URL(request.url).pathname}`)) return fetch(request);
      const body = { code: 'not_found', title: 'This desk does without.' };
      const headers = { 'content-type': 'application/problem+json', date: new Date().toUTCString() };
      return Response.json(body, { status: 404, headers });
    });
    expect(missing).toEqual(expect.arrayContaining(ALL.filter((name) => name.startsWith(group))));
  });

  it('is said, and is no fault: keys', async () => {
    const missing = await without(async (request) => {
      const unkeyed = new Request(request);
      unkeyed.headers.set('idempotency-key', crypto.randomUUID());
      return fetch(unkeyed);
    });
    expect(missing).toEqual(['once.otherPath', 'once.keyNeeded', 'edit.repeat']);
  });

  it('is said, and is no fault: a log of changes', async () => {
    const missing = await without(async (request) => {
      const url = new URL(request.url);
      if (url.pathname !== '/v1/changes') return fetch(request);
      url.search = '?limit=500';
      const response = await fetch(new Request(url, request));
      if (!response.ok) return response;
      const page: unknown = await response.json();
      return Response.json({ ...Object(page), cursor: 'everything' });
    });
    expect(missing).toEqual(['changes.moves', 'changes.unknownCursor']);
  });
});

describe('a desk that is none', () => {
  it('is found out at once, and asked nothing more, when the token is not known', async () => {
    let asked = 0;
    const found = await checkDesk({
      url: desk.url,
      token: 'another',
      fetch: (request) => {
        asked += 1;
        return fetch(request);
      },
    });
    expect(named(found, 'fails')).toEqual(['account.fits']);
    expect(named(found, 'untold')).toHaveLength(ALL.length - 1);
    expect(asked).toBe(1);
    expect(desk.specialist.tickets()).toHaveLength(1);
  });

  it('is given up when nobody answers', async () => {
    await desk.close();
    const found = await checkDesk({ url: desk.url, token: desk.token });
    expect(named(found, 'fails')).toEqual(['account.fits']);
    expect(exitCodeOf(found)).toBe(1);
  });
});
