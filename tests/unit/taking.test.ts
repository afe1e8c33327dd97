/** Core never dies of what a desk says: a change that cannot be taken is set aside, and stops nothing. */
import { describe, expect, test, vi } from 'vitest';
import type { DeskMessage } from '#shared/contract.ts';
import { LifelineError } from '#shared/errors.ts';
import { idMaker, type TicketId } from '#shared/ids.ts';
import { type Misfit, ReceivedMessage } from '#shared/received.ts';
import { realDisk } from '../../main/core/disk.ts';
import type { Store } from '../../main/core/store/store.ts';
import { cursorOf, NOTHING_ASIDE, readSetAside, storeSlice } from '../../main/core/sync/changes.ts';
import { type LastWords, openLastWords } from '../../main/core/sync/last-words.ts';
import { seededBytes } from '../desk/random.ts';
import { openProfile } from './profile.ts';
import { core, desk, newFolder } from './running-core.ts';

const ids = idMaker(() => 1_750_000_000_000, seededBytes(11));
const AT = '2026-03-02T09:00:00Z';
const author = { kind: 'specialist', name: 'Maya' };
const V4 = '6f9619ff-8b86-4011-b42d-00c04fc964ff';
const file = {
  id: ids.attachment(),
  author,
  name: 'a.txt',
  mediaType: 'text/plain',
  size: 1,
  sha256: 'a'.repeat(64),
  createdAt: AT,
};
const deletion = (what: string, id: string, ticketId: string) => ({
  kind: 'deleted',
  deletion: { what, id, ticketId, by: 'Nobody', at: AT },
});

/** Everything that no page of an honest desk has, each for the ticket that there is. */
const HOSTILE: [string, (ticketId: TicketId) => unknown][] = [
  ['a deleted ticket with an id that is no version 7', () => deletion('ticket', V4, ids.ticket())],
  ['a deleted message with an id that is no version 7', (id) => deletion('message', V4, id)],
  ['a deleted file with an id that is no version 7', (id) => deletion('attachment', V4, id)],
  ['a deletion in capitals', (id) => deletion('ticket', id.toUpperCase(), id.toUpperCase())],
  [
    'a deletion of a ticket that nobody knows',
    () => {
      const id = ids.ticket();
      return deletion('ticket', id, id);
    },
  ],
  [
    'a message of a ticket that nobody knows',
    () => ({
      kind: 'message',
      message: {
        id: ids.message(),
        ticketId: ids.ticket(),
        author,
        body: 'Hello.',
        createdAt: AT,
        editedAt: null,
      },
    }),
  ],
  [
    'a file of a ticket that nobody knows',
    () => ({
      kind: 'attachment',
      attachment: { ...file, ticketId: ids.ticket(), messageId: null },
    }),
  ],
  [
    'a file of a message that nobody knows',
    (ticketId) => ({
      kind: 'attachment',
      attachment: { ...file, id: ids.attachment(), ticketId, messageId: ids.message() },
    }),
  ],
  [
    'half a letter and no letter',
    (ticketId) => ({
      kind: 'message',
      message: { id: ids.message(), ticketId, author, body: 'a\ud800b\0c', createdAt: AT, editedAt: null },
    }),
  ],
  [
    'a file of a size that no number holds',
    (ticketId) => ({
      kind: 'attachment',
      attachment: { ...file, id: ids.attachment(), ticketId, messageId: null, size: Number.MAX_SAFE_INTEGER },
    }),
  ],
  ['null', () => null],
  ['a list', () => []],
  ['a change of no kind', () => ({ kind: '__proto__' })],
];

describe('what no honest desk says', () => {
  test.each(HOSTILE)('%s stops nothing: the answer behind it comes', async (_name, hostile) => {
    const at = await desk();
    let ticketId: TicketId | null = null;
    const running = core({
      desk: at,
      folder: newFolder(),
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!url.includes('/v1/changes')) return response;
        const body: { changes: unknown[] } = await response.json();
        const changes = ticketId === null ? body.changes : [hostile(ticketId), ...body.changes];
        return new Response(JSON.stringify({ ...body, changes }), {
          status: response.status,
          headers: response.headers,
        });
      },
    });
    const id = await running.submit();
    await running.inState(id, 'open');
    ticketId = id;
    at.specialist.reply(id, 'Here.');
    await running.until(async () => (await running.ticket(id)).messages.some(({ body }) => body === 'Here.'));
    expect((await running.handle('connection.get', {})).state).toBe('online');
  });
});

/** The page of one poisoned message and one good one, as it comes again and again. */
function pageOf(store: Store, poison: DeskMessage) {
  const good = { ...poison, id: ids.message(), body: 'Good.' };
  return {
    good,
    page: {
      read: [poison, good].map((message) => ({ fits: { kind: 'message' as const, message } })),
      end: { cursor: 'next', more: false },
    },
    owner: store.settings.get('here') ?? '',
  };
}

describe('a change that core cannot take', () => {
  async function withTicket() {
    const at = await desk();
    const folder = newFolder();
    const running = core({ desk: at, folder });
    const id = await running.submit();
    await running.inState(id, 'open');
    running.stop();
    const store = openProfile(folder);
    const poison = ReceivedMessage.parse({
      id: ids.message(),
      ticketId: id,
      author,
      body: 'Poison.',
      createdAt: AT,
    });
    return { id, folder, store, poison, at };
  }
  const context = (lastWords: LastWords | null = null) => ({
    now: 1,
    ids,
    whileClosed: false,
    log: () => undefined,
    lastWords,
    version: '1',
  });
  /** A store in which one message does what nobody foresaw. */
  const harmed = (store: Store, poison: DeskMessage, harm: () => never): Store => ({
    ...store,
    tickets: {
      ...store.tickets,
      takeOverMessage: (message, ...rest) =>
        message.id === poison.id ? harm() : store.tickets.takeOverMessage(message, ...rest),
    },
  });

  test('because something throws: it is set aside and said, the rest and the cursor are stored (invariant 4)', async () => {
    const { id, store, poison } = await withTicket();
    const { page, good, owner } = pageOf(store, poison);
    const harm = (): never => {
      throw new TypeError('nobody foresaw it');
    };
    storeSlice(harmed(store, poison, harm), owner, page, context());
    expect(store.tickets.get(id)).toMatchObject({ unreadNews: true, messages: [{ id: good.id }] });
    expect(cursorOf(store, owner).value).toBe('next');
    store.close();
  });

  test('because the disk is full: it is no fault of the change, and the page comes again', async () => {
    const { id, store, poison } = await withTicket();
    const { page, owner } = pageOf(store, poison);
    const before = cursorOf(store, owner);
    const harm = (): never => {
      throw new LifelineError('store_full');
    };
    expect(() => storeSlice(harmed(store, poison, harm), owner, page, context())).toThrow(LifelineError);
    expect(cursorOf(store, owner)).toEqual(before);
    expect(store.tickets.get(id)).toMatchObject({ unreadNews: false, messages: [] });
    store.close();
  });

  /** Core has died twice while it took the page, and the next one has gone on without the poison. */
  async function withDeaths() {
    const { id, folder, store, poison, at } = await withTicket();
    const { page, good, owner } = pageOf(store, poison);
    const before = cursorOf(store, owner);
    // A process that ends leaves what it has noted, and a transaction that never was.
    const deadly = harmed(store, poison, () => {
      throw new LifelineError('store_failed', { detail: 'dies here' });
    });
    const dies = (words: LastWords | null) => {
      const noted = words && {
        ...words,
        taking: (what: string | null) => what !== null && words.taking(what),
      };
      expect(() => storeSlice(deadly, owner, page, context(noted))).toThrow('store_failed');
    };
    dies(null);
    dies(openLastWords(realDisk, folder));
    expect(cursorOf(store, owner)).toEqual(before);
    storeSlice(deadly, owner, page, context(openLastWords(realDisk, folder)));
    expect(store.tickets.get(id)).toMatchObject({ unreadNews: true, messages: [{ id: good.id }] });
    expect(cursorOf(store, owner).value).toBe('next');
    const inPlaceOfADeadOne = context(openLastWords(realDisk, folder));
    const read = (by: Store, as: Parameters<typeof readSetAside>[2]) =>
      [...readSetAside(by, owner, as)].flat();
    return { id, store, deadly, at, read, inPlaceOfADeadOne };
  }

  test('because core dies of it: the second death is the last, and each start of the app tries it, three times', async () => {
    const { id, store, deadly, at, read, inPlaceOfADeadOne } = await withDeaths();
    for (let start = 1; start <= 3; start += 1) {
      expect(() => read(deadly, context())).toThrow('store_failed');
      expect(read(deadly, inPlaceOfADeadOne)).toEqual([]);
    }
    expect(read(deadly, context())).toEqual([]);
    // Another version tries it.
    expect(read(store, { ...context(), version: '2' })).toEqual([id]);
    expect(store.tickets.get(id)).toMatchObject({ unreadNews: false });
    store.close();
    await at.close();
  });

  test('because core was killed meanwhile, and not by it: the next start of the app takes it (invariant 4)', async () => {
    const { id, store, at, read } = await withDeaths();
    expect(read(store, context())).toEqual([id]);
    expect(store.tickets.get(id)).toMatchObject({ unreadNews: false });
    expect(store.tickets.get(id)?.messages).toHaveLength(2);
    store.close();
    await at.close();
  });
});

describe('a page of nothing but what cannot be read', () => {
  async function stored() {
    const folder = newFolder();
    const running = core({ folder });
    await running.handle('inbox.list', {});
    running.stop();
    return openProfile(folder);
  }
  const page = (misfits: Misfit[]) => ({
    read: misfits.map((misfit) => ({ misfit })),
    end: { cursor: 'next', more: false },
  });
  const misfit = (key: string, raw: string): Misfit => ({
    key,
    about: null,
    ticketId: null,
    raw,
    why: 'none',
  });
  const lines: string[] = [];
  const context = {
    now: 1,
    ids: idMaker(() => 1_750_000_000_000, seededBytes(13)),
    whileClosed: false,
    log: (line: string) => void lines.push(line),
  };

  test('is trimmed once, and named in the log for some', async () => {
    const store = await stored();
    const trimmed = vi.spyOn(store.unread, 'trim');
    storeSlice(store, 'one', page(Array.from({ length: 3_000 }, (_, n) => misfit(`${n}`, 'x'))), context);
    expect(trimmed).toHaveBeenCalledTimes(1);
    expect(store.unread.idsOf('one')).toHaveLength(1_000);
    expect(lines).toHaveLength(21);
    store.close();
  });

  test('that comes in slices is trimmed on the way, so that no end of a page has thousands to let go of', async () => {
    const store = await stored();
    const setAside = NOTHING_ASIDE();
    const most: number[] = [];
    for (let at = 0; at < 3_000; at += 10) {
      const read = Array.from({ length: 10 }, (_, n) => ({ misfit: misfit(`${at + n}`, 'x') }));
      const end = at + 10 < 3_000 ? null : { cursor: 'next', more: false };
      storeSlice(store, 'one', { read, end }, { ...context, setAside });
      most.push(store.unread.idsOf('one').length);
    }
    expect(Math.max(...most)).toBeLessThanOrEqual(1_250);
    expect(most.at(-1)).toBe(1_000);
    store.close();
  });

  test('is trimmed the sooner the longer it is, so that no slice has a hundred megabytes to let go of', async () => {
    const store = await stored();
    const trimmed = vi.spyOn(store.unread, 'trim');
    const setAside = NOTHING_ASIDE();
    const raw = 'x'.repeat(400_000);
    for (let at = 0; at < 60; at += 1) {
      const slice = { read: [{ misfit: misfit(`${at}`, raw) }], end: null };
      storeSlice(store, 'one', slice, { ...context, setAside });
    }
    // Twenty pieces each, and one for the row: every twelfth.
    expect(trimmed).toHaveBeenCalledTimes(5);
    store.close();
  });

  test('keeps words up to a total, the newest, and of the others that they came', async () => {
    const store = await stored();
    const raw = 'x'.repeat(400_000);
    storeSlice(store, 'one', page(Array.from({ length: 60 }, (_, n) => misfit(`${n}`, raw))), context);
    const kept = store.unread.idsOf('one').map((id) => store.unread.get(id)?.raw.length);
    expect(kept).toEqual([...Array(10).fill(0), ...Array(50).fill(400_000)]);
    store.close();
  });
});
