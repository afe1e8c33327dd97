/** Every value that comes in has a bound, and what works on it does no more for it than that allows. Steps are counted. */
import { Temporal } from 'temporal-polyfill/implementation';
import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  Account,
  Article,
  BOUNDS,
  ChatState,
  Deletion,
  DeskAttachment,
  DeskMessage,
  DeskTicket,
  PromiseTarget,
  WireInstant,
} from '#shared/contract.ts';
import { idMaker } from '#shared/ids.ts';
import type { PromiseFacts } from '#shared/model.ts';
import { hasFewPixels, pictureSize, pictureType } from '#shared/pictures.ts';
import { misfitOfTooMuch, ReceivedMessage, ReceivedTicket, readChange } from '#shared/received.ts';
import { type ResolvedCalendar, serviceTimeBetween } from '#shared/sla/calendar.ts';
import { type KeptRow, keptEntries, keptFigures, keptPart } from '#shared/sla/kept.ts';
import { promiseClock, timeToAnswer } from '#shared/sla/promise.ts';
import { safeName } from '../../main/core/attachments/names.ts';
import { chatNews } from '../../main/core/desk/chat-news.ts';
import { seededBytes } from '../desk/random.ts';
import { openProfile } from './profile.ts';
import { core, desk, newFolder } from './running-core.ts';

afterEach(() => vi.restoreAllMocks());
const ids = idMaker(() => 1_750_000_000_000, seededBytes(12));
const AT = '2026-03-02T09:00:00Z';
const NOW = Date.parse('2026-03-02T10:00:00Z');
const LONG = 'a'.repeat(BOUNDS.text + 1);
const FAR = Date.UTC(9999, 0);

const TICKET = {
  id: ids.ticket(),
  number: '1',
  version: '1',
  status: 'open',
  title: 'Title',
  description: 'Text',
  severity: 'business_critical',
  severityReason: '',
  affected: null,
  hit: '',
  since: '',
  channel: 'email',
  requester: { name: 'Ada' },
  createdAt: AT,
  updatedAt: AT,
  firstAnsweredAt: null,
  promise: null,
};
const MESSAGE = {
  id: ids.message(),
  ticketId: TICKET.id,
  author: { kind: 'specialist', name: 'Maya' },
  body: 'Hello.',
  createdAt: AT,
};
const FILE = {
  id: ids.attachment(),
  ticketId: TICKET.id,
  messageId: null,
  author: MESSAGE.author,
  name: 'a.txt',
  mediaType: 'text/plain',
  size: 1,
  sha256: 'a'.repeat(64),
  createdAt: AT,
};

/** Every object, with each of its texts, in turn, made longer than anything may be. */
function* everyTextLong(value: unknown): Generator<{ path: string; long: unknown }> {
  if (typeof value === 'string') yield { path: '', long: LONG };
  else if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) {
      for (const { path, long } of everyTextLong(one)) {
        yield { path: `${index}.${path}`, long: value.with(index, long) };
      }
    }
    yield { path: 'so many', long: Array.from({ length: 200_000 }, () => value[0]) };
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, one] of Object.entries(value)) {
      for (const { path, long } of everyTextLong(one)) {
        yield { path: `${name}.${path}`, long: { ...value, [name]: long } };
      }
    }
  }
}

const TARGET = { kind: 'guaranteed', withinMinutes: 30, clock: 'always' };
const FULL_TICKET = {
  ...TICKET,
  users: 'x',
  steps: 'x',
  expected: 'x',
  actual: 'x',
  tried: 'x',
  errorId: 'x',
  link: 'x',
  cc: ['ada@example.com'],
  phone: '12345',
  guide: { answers: { kind: 'wish' }, judged: 'standard', reasons: ['kind'], unconfirmed: ['kind'] },
  promise: { target: TARGET, dueAt: AT, exceptedBecause: 'x' },
  severityChange: { from: 'standard', to: 'standard', by: 'x', reason: 'x', at: AT },
  callBack: { number: '12345', at: AT, state: 'queued', expectedAt: AT, by: 'x', changedAt: AT },
  events: [
    { kind: 'assigned', id: '1', at: AT, by: 'x', to: 'x' },
    { kind: 'severity_changed', id: '2', at: AT, by: 'x', from: 'standard', to: 'standard', reason: 'x' },
    { kind: 'merged', id: '3', at: AT, by: 'x', how: 'into', ticket: { id: TICKET.id, number: 'x' } },
  ],
  rating: { score: 'good', comment: 'x' },
};
const ACCOUNT = {
  desk: { id: 'd', name: 'Desk' },
  plan: { name: 'Plan', channels: ['email'] },
  requester: { id: 'r', name: 'Ada', email: 'ada@example.com', role: 'member' },
  superAdmins: ['Ada'],
  policy: { rules: [], calendar: null, exceptions: [] },
  phone: { number: '12345', callBackWithinMinutes: 15 },
  serviceHours: { kind: 'always' },
  keyRetentionHours: 24,
};
const DELETION = { what: 'ticket', id: TICKET.id, ticketId: TICKET.id, by: 'x', at: AT };

describe('the contract', () => {
  /** What has a reading of its own when it does not fit: a role, a policy, hours that cannot be read. */
  const READ_ANYHOW = /^(requester\.role|policy|serviceHours)\b/;
  test.each([
    ['a ticket', DeskTicket, FULL_TICKET],
    ['a message', DeskMessage, MESSAGE],
    ['a file', DeskAttachment, FILE],
    ['an account', Account, ACCOUNT],
    ['a help page', Article, { id: TICKET.id, title: 'x', body: 'x', updatedAt: AT }],
    ['a deletion', Deletion, DELETION],
    [
      'a chat',
      ChatState,
      { ticketId: TICKET.id, state: 'active', specialist: { name: 'x', presence: 'here' } },
    ],
  ] as const)('%s: no text and no list is without a bound', (_name, schema, whole) => {
    expect(schema.safeParse(whole).success).toBe(true);
    const taken = [...everyTextLong(whole)].filter(({ long }) => schema.safeParse(long).success);
    expect(taken.map(({ path }) => path).filter((path) => !READ_ANYHOW.test(path))).toEqual([]);
  });

  test.each([
    '1600-01-01T00:00:00Z',
    '1999-12-31T23:59:59.999Z',
    '2100-01-01T00:00:00Z',
    '9999-01-01T00:00:00Z',
  ])('%s is no date', (far) => expect(WireInstant.safeParse(far).success).toBe(false));
  test.each(['2000-01-01T00:00:00Z', '2099-12-31T23:59:59.999Z'])('%s is a date', (near) =>
    expect(WireInstant.safeParse(near).success).toBe(true),
  );

  test('a border is never looser than the inside: what a deletion names has the id of its kind', () => {
    const v4 = '6f9619ff-8b86-4011-b42d-00c04fc964ff';
    for (const what of ['ticket', 'message', 'attachment']) {
      expect(Deletion.safeParse({ ...DELETION, what, id: v4 }).success).toBe(false);
    }
  });

  test('nobody promises an answer in more than a year', () => {
    expect(PromiseTarget.safeParse({ kind: 'guaranteed', withinMinutes: 1e9 }).success).toBe(false);
    expect(PromiseTarget.safeParse({ kind: 'aim', withinBusinessDays: 1e9 }).success).toBe(false);
  });
});

describe('what is longer than its bound', () => {
  test('in a ticket is cut with a mark: its state and its promise are read all the same', () => {
    const read = ReceivedTicket.parse({
      ...FULL_TICKET,
      title: LONG,
      steps: LONG,
      requester: { name: LONG },
    });
    expect(read.title).toHaveLength(BOUNDS.title);
    for (const text of [read.title, read.steps, read.requester.name]) expect(text.endsWith('…')).toBe(true);
    expect(read.promise).toMatchObject({ target: TARGET });
  });

  test('is counted in letters as JSON Schema counts them: one of two code units is one', () => {
    const most = '\u{1f6a8}'.repeat(BOUNDS.title);
    expect(ReceivedTicket.parse({ ...FULL_TICKET, title: most }).title).toBe(most);
    const { title } = ReceivedTicket.parse({ ...FULL_TICKET, title: `${most}!` });
    expect(title).toBe(`${'\u{1f6a8}'.repeat(BOUNDS.title - 1)}…`);
  });

  test('is counted in bytes as well: letters of four are as much work as four of one', () => {
    const [most, longer] = [0, 1].map((more) => '\u{1f6a8}'.repeat(BOUNDS.textBytes / 4 + more));
    const mixed = `${'a'.repeat(BOUNDS.text / 2)}${'ø'.repeat(BOUNDS.text / 2)}`;
    for (const body of [most, mixed])
      expect(readChange({ kind: 'message', message: { ...MESSAGE, body } })).not.toHaveProperty('misfit');
    expect(readChange({ kind: 'message', message: { ...MESSAGE, body: longer } })).toHaveProperty('misfit');
    const article = { id: TICKET.id, title: 'x', body: longer, updatedAt: AT };
    expect(readChange({ kind: 'article', article })).toHaveProperty('misfit');
  });

  test('that an earlier version has kept whole stays whole when the desk tells of it again (invariant 10)', () => {
    const store = openProfile(newFolder());
    const reading = { owner: 'desk person', number: 1 };
    const long = `${'\u{1f6a8} words '.repeat(BOUNDS.text / 8)}the end`;
    const words = { title: long, description: long, steps: long };
    const tell = (ticket: object) =>
      store.transaction(() => store.tickets.takeOver(ReceivedTicket.parse(ticket), reading));
    store.transaction(() => store.tickets.takeOver({ ...ReceivedTicket.parse(TICKET), ...words }, reading));
    tell({ ...TICKET, ...words, version: '2' });
    expect(store.tickets.get(TICKET.id)?.form).toMatchObject(words);
    tell({ ...TICKET, ...words, description: `Other ${long}`, version: '3' });
    expect(store.tickets.get(TICKET.id)?.form.description).toMatch(/^Other .*…$/);
    store.close();
  });

  test('in a message or a help page is set aside as it came, up to a bound of its own (invariant 10)', () => {
    const message = readChange({ kind: 'message', message: { ...MESSAGE, body: LONG } });
    expect(message).toMatchObject({ misfit: { ticketId: TICKET.id } });
    const article = { id: TICKET.id, title: 'x', body: LONG, updatedAt: AT };
    expect(readChange({ kind: 'article', article })).toHaveProperty('misfit');
  });

  test('and too long even to be read still says what it is about, so that it is not taken for gone', () => {
    const change = JSON.stringify({ kind: 'message', message: { ...MESSAGE, body: LONG } });
    expect(misfitOfTooMuch(change, 'too long')).toEqual({
      key: `message ${MESSAGE.id}`,
      about: { kind: 'message', id: MESSAGE.id },
      ticketId: TICKET.id,
      raw: '',
      why: 'too long',
    });
    expect(misfitOfTooMuch('x'.repeat(5_000), 'too long')).toMatchObject({ about: null, ticketId: null });
  });

  test('in the name of a file keeps its ending, which decides what the file is', () => {
    const read = readChange({ kind: 'attachment', attachment: { ...FILE, name: `${LONG}.exe` } });
    expect(read).toMatchObject({ fits: { attachment: { name: expect.stringMatching(/\.exe$/) } } });
  });
});

describe('a date that is none', () => {
  const promise = { target: TARGET, dueAt: '9999-01-01T00:00:00Z' };
  test('of texts that take the place of each other so many are kept, the first in any case (invariant 10)', () => {
    const store = openProfile(newFolder());
    const reading = { owner: 'desk person', number: 1 };
    const first = '\u{1f6a8}'.repeat(BOUNDS.textBytes / 4);
    const bodies = [
      first,
      ...Array.from({ length: 60 }, (_, place) => `${place} ${'a'.repeat(BOUNDS.text - 4)}`),
    ];
    store.transaction(() => store.tickets.takeOver(ReceivedTicket.parse(TICKET), reading));
    for (const body of bodies) {
      store.transaction(() =>
        store.tickets.takeOverMessage(ReceivedMessage.parse({ ...MESSAGE, body }), reading, NOW),
      );
    }
    const [message] = store.tickets.get(TICKET.id)?.messages ?? [];
    expect(message?.body).toBe(bodies.at(-1));
    expect(message?.earlier.map(({ body }) => body)).toEqual([first]);
    store.close();
  });

  test('is unknown where the ticket says something without it', () => {
    const far = '1600-01-01T00:00:00Z';
    expect(ReceivedTicket.parse({ ...TICKET, updatedAt: far, firstAnsweredAt: far, promise })).toMatchObject({
      updatedAt: AT,
      firstAnsweredAt: null,
      promise: { target: TARGET, dueAt: null },
    });
  });
  test('is news that cannot be read where it is the beginning of everything', () => {
    const ticket = { ...TICKET, createdAt: '9999-01-01T00:00:00Z' };
    expect(readChange({ kind: 'ticket', ticket })).toHaveProperty('misfit');
  });

  test('and that an earlier version has stored is not known: the list and the figures come', async () => {
    const at = await desk();
    const folder = newFolder();
    const first = core({ desk: at, folder });
    const id = await first.submit();
    const { promise: before } = await first.inState(id, 'open');
    expect(before.dueAt).not.toBeNull();
    first.stop();
    const store = openProfile(folder);
    const [stored] = store.tickets.list();
    expect(stored?.id).toBe(id);
    store.transaction(() => {
      const read = ReceivedTicket.parse({ ...TICKET, id });
      const long = '9999-01-01T00:00:00Z';
      const reading = { owner: store.settings.get('here'), number: 1 };
      // As the contract was before it had bounds.
      store.tickets.takeOver(
        {
          ...read,
          createdAt: long,
          promise: { target: { kind: 'aim', withinBusinessDays: 1 }, dueAt: long, exceptedBecause: null },
          callBack: {
            number: '12345',
            at: long,
            state: 'queued',
            expectedAt: null,
            by: null,
            changedAt: long,
          },
        },
        reading,
      );
    });
    expect(store.tickets.list()[0]?.promise).toMatchObject({ receivedAt: null, dueAt: null });
    expect(store.tickets.get(id)?.callBack).toBeNull();
    expect(store.tickets.keptSince(store.settings.get('here'), 0, { after: '', most: 10 })).toHaveLength(1);
    store.close();
  });
});

describe('a calendar', () => {
  const calendar = (): ResolvedCalendar => ({
    timeZone: 'Europe/Oslo',
    open: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '08:00', to: '16:00' })),
    holidays: [],
  });
  /** How often a time zone is asked for: once and twice a year. */
  function lookUps(): () => number {
    const asked = vi.spyOn(Temporal.Instant, 'fromEpochMilliseconds');
    return () => asked.mock.calls.length;
  }
  const facts = (change: Partial<PromiseFacts>): PromiseFacts => ({
    receivedAt: NOW,
    target: { kind: 'guaranteed', withinMinutes: 30, clock: 'service_hours' },
    dueAt: null,
    firstAnsweredAt: null,
    exceptedBecause: null,
    ...change,
  });

  test('is worked out for some years, whatever is due when', () => {
    const asked = lookUps();
    expect(promiseClock(facts({ dueAt: FAR }), NOW, { calendar: calendar(), deskOffsetMs: 0 }).state).toBe(
      'running',
    );
    expect(asked()).toBeLessThan(20);
  });

  test('is kept: a thousand tickets of the same years ask for no more', () => {
    const asked = lookUps();
    const same = calendar();
    for (let minute = 0; minute < 1_000; minute += 1) {
      serviceTimeBetween(same, NOW + minute * 60_000, NOW + 90 * 86_400_000);
    }
    expect(asked()).toBeLessThan(20);
  });

  test('says nothing of an answer that came more than two years later', () => {
    expect(timeToAnswer(facts({ firstAnsweredAt: FAR }), calendar())).toBeNull();
    expect(timeToAnswer(facts({ firstAnsweredAt: NOW + 60_000 }), calendar())).toBe(60_000);
  });

  test('the figures of kept promises have no month that is years ahead', () => {
    const row = (receivedAt: number): KeptRow => ({
      number: '1',
      title: 'x',
      severity: 'standard',
      state: 'open',
      promise: facts({ receivedAt }),
      severityChange: null,
      isDeleted: false,
    });
    const context = { now: NOW, calendar: calendar(), timeZone: 'Europe/Oslo' };
    const part = keptPart([row(NOW), row(Date.UTC(2099, 0))], 'all', context);
    expect(keptFigures([part], 'all', context).months).toEqual(['2026-03']);
    expect(keptEntries([part])).toHaveLength(2);
  });
});

describe('the name of a file', () => {
  test.each([' ', '.', 'a', '\u202e', '𝒜', 'a.', '. a'])(
    'of 60,000 × %j is looked at once, and briefly',
    (unit) => {
      const encoded = vi.spyOn(TextEncoder.prototype, 'encode');
      const name = safeName(`x${unit.repeat(60_000)}x.txt`);
      const letters = encoded.mock.calls.reduce((sum, [text = '']) => sum + text.length, 0);
      expect(letters).toBeLessThan(5_000);
      expect(name.endsWith('.txt')).toBe(true);
      expect(safeName(name)).toBe(name);
    },
  );
});

describe('a picture', () => {
  const bytes = (...parts: (string | number[])[]) =>
    new Uint8Array(
      parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part, 'latin1')] : part)),
    );
  const big = (value: number, size: number) =>
    Array.from({ length: size }, (_, place) => (value >>> (8 * (size - 1 - place))) & 0xff);
  const little = (value: number, size: number) => big(value, size).reverse();
  const RIFF = ['RIFF', little(100, 4), 'WEBP'] as const;
  const made: Record<string, (width: number, height: number) => Uint8Array> = {
    png: (w, h) => bytes('\x89PNG\r\n\x1a\n', big(13, 4), 'IHDR', big(w, 4), big(h, 4)),
    gif: (w, h) => bytes('GIF89a', little(w, 2), little(h, 2)),
    jpeg: (w, h) =>
      bytes(
        [0xff, 0xd8, 0xff, 0xe1],
        big(6, 2),
        'Exif',
        [0xff, 0xff, 0xc2],
        big(11, 2),
        [8],
        big(h, 2),
        big(w, 2),
      ),
    'webp (VP8X)': (w, h) =>
      bytes(...RIFF, 'VP8X', little(10, 4), [0, 0, 0, 0], little(w - 1, 3), little(h - 1, 3)),
    'webp (VP8L)': (w, h) =>
      bytes(...RIFF, 'VP8L', little(9, 4), [0x2f], little((w - 1) | ((h - 1) << 14), 4)),
    'webp (VP8)': (w, h) =>
      bytes(...RIFF, 'VP8 ', little(9, 4), [0, 0, 0, 0x9d, 0x01, 0x2a], little(w, 2), little(h, 2)),
  };
  test.each(Object.entries(made))('%s says its size before it is decoded', (_name, make) => {
    const small = make(640, 480);
    const type = pictureType(small);
    if (type === null) throw new Error('no picture');
    expect(pictureSize(type, small)).toEqual({ width: 640, height: 480 });
    expect(hasFewPixels(type, small)).toBe(true);
    expect(hasFewPixels(type, make(16_000, 16_000))).toBe(false);
    // One that does not say it is not shown.
    expect(hasFewPixels(type, small.subarray(0, small.length - 3))).toBe(false);
  });
});

describe('a flood of words on a chat', () => {
  const chat = (position: number, ticketId = TICKET.id) =>
    JSON.stringify({ ticketId, state: 'queued', position });
  function news() {
    const told: (ChatState | null)[] = [];
    const timers: (() => void)[] = [];
    const parsed = vi.spyOn(ChatState, 'safeParse');
    const clock = {
      now: () => 0,
      after(_ms: number, action: () => void) {
        timers.push(action);
        return () => undefined;
      },
    };
    return {
      told,
      read: () => parsed.mock.calls.length,
      pass: () => timers.shift()?.(),
      ...chatNews(clock, (one) => told.push(one)),
    };
  }

  test('the first is told at once, of the others the last, and few are read', () => {
    const { told, heard, pass, read } = news();
    for (let position = 1; position <= 205_000; position += 1) heard(chat(position));
    expect(told).toMatchObject([{ position: 1 }]);
    pass();
    expect(told.at(-1)).toMatchObject({ position: 205_000 });
    // Null says that any may be other than it was: what was not read is asked for.
    expect(told).toContain(null);
    expect(told).toHaveLength(3);
    expect(read()).toBeLessThanOrEqual(101);
  });

  test('two chats do not hide each other, and a single word waits for nobody', () => {
    const other = ids.ticket();
    const { told, heard, pass } = news();
    for (const one of [chat(1), chat(2), chat(3, other), '{', chat(4)]) heard(one);
    pass();
    expect(told).toMatchObject([{ position: 1 }, { position: 4 }, { ticketId: other, position: 3 }]);
    pass();
    heard(chat(5));
    expect(told).toHaveLength(4);
  });
});
