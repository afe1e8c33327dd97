/** Names that others wrote turn, flood and fake nothing where they stand beside our own words. */
import { describe, expect, test } from 'vitest';
import { Account, ChatState, Message, TicketSummary } from '#shared/model.ts';
import { isolated, shownLine, shownName, withoutTowers } from '#shared/names.ts';
import { noticeWords } from '#shared/notice-words.ts';
import { excerptOf } from '#shared/search.ts';
import { SHELL_PORTS } from '#shared/wire.ts';
import { safeName } from '../../main/core/attachments/names.ts';

const TURNS = '\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069';

describe('a name as it is shown', () => {
  test.each([
    ['controls that turn the order', [...TURNS].map((turn) => `In${turn}grid`).join(''), 'Ingrid'.repeat(12)],
    ['lines', 'Ingrid\r\n\tYour ticket\u2028is closed', 'Ingrid Your ticket is closed'],
    ['what is not seen', 'In\u200bgr\ufeffid\u00ad\u3164\u{e0041}', 'Ingrid'],
    ['a flood of joiners', `In${'\u200d'.repeat(50)}grid${'\u200c'.repeat(2)}`, 'Ingrid'],
    ['towers of marks', `I${'\u0301\u0316'.repeat(100)}ngrid`, 'I\u0301\u0316\u0301\u0316ngrid'],
    ['half a letter', 'Ingrid\ud800', 'Ingrid\ufffd'],
    ['a name as it is', 'Åse Ødegård', 'Åse Ødegård'],
    [
      'a name that needs joiners',
      'می\u200cخواهم 👩\u200d🚒 ❤\ufe0f\u200d🔥',
      'می\u200cخواهم 👩\u200d🚒 ❤\ufe0f\u200d🔥',
    ],
    ['marks that a language needs', 'Nguyễn Thị นํ้า', 'Nguyễn Thị นํ้า'],
    ['nothing but what is not seen', TURNS, ''],
  ])('%s', (_, name, shown) => {
    expect(shownName(name)).toBe(shown);
  });

  test('it has at most 200 characters, of whatever length it was', () => {
    for (const name of ['😀'.repeat(500_000), 'a'.repeat(201), `${'\u200b'.repeat(900)}a`])
      expect([...shownName(name)].length).toBeLessThanOrEqual(200);
    expect(shownName('a'.repeat(200))).toBe('a'.repeat(200));
    expect(shownName('Down ⚠\ufe0f')).toBe('Down ⚠\ufe0f');
    expect(shownName('😀'.repeat(300))).toBe(`${'😀'.repeat(199)}…`);
  });
});

describe('a name in a sentence', () => {
  test('letters from right to left are isolated, others stay as they are', () => {
    expect(isolated('نورة')).toBe('\u2068نورة\u2069');
    expect(isolated('Ingrid')).toBe('Ingrid');
  });

  test.each(['a\u202eb', 'a\u2069b', 'a\u2068b', 'a\u2067b\u2069', '\u2069\u2068'])(
    '%j cannot turn what follows',
    (name) => {
      expect(isolated(name)).toBe(name.replace(/[\u202e\u2067-\u2069]/g, ''));
    },
  );

  test('a list of isolated names stays one', () => {
    const list = `${isolated('نورة')} and ${isolated('سارة')}`;
    expect(isolated(list)).toBe(`\u2068${list}\u2069`);
  });
});

/** Everything that a text holds, wherever in a value it stands. */
const textOf = (value: unknown): string => JSON.stringify(value);
const turned = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/;
const EVIL = 'Ingrid\u202e\n';

describe('on the way to the window and to notifications, names are made so', () => {
  test('of a message, a chat, an account, a ticket', () => {
    const parsed = [
      Message.shape.author.parse({ kind: 'specialist', name: EVIL }),
      Message.shape.deleted.parse({ by: EVIL, at: 1 }),
      ChatState.shape.specialist.parse({ name: EVIL, presence: 'here' }),
      Account.shape.desk.parse({ id: 'a', name: EVIL }),
      Account.shape.requester.parse({ id: 'a', name: EVIL, email: EVIL, role: 'member' }),
      TicketSummary.shape.title.parse(EVIL),
      TicketSummary.shape.excerpt.parse(EVIL),
    ];
    expect(textOf(parsed)).toContain('Ingrid');
    expect(textOf(parsed)).not.toMatch(turned);
  });

  test('of a notification', () => {
    const id = '0197f3c0-0000-7000-8000-000000000001';
    const notice = SHELL_PORTS['notifier.show'].request.parse({
      kind: 'reply',
      ...{ id, ticketId: id, messageId: id, language: null },
      content: { author: EVIL, title: `نورة${EVIL}`, body: EVIL },
    });
    const { title, body } = noticeWords(notice, 'en');
    expect(title).toBe('Ingrid · \u2068نورةIngrid\u2069');
    expect(body).not.toMatch(turned);
  });

  test('of what was found, with the places that were looked for where they are', () => {
    const { text, marks } = excerptOf(`${EVIL}has the export`, [{ text: 'export', isWhole: false }], 100);
    expect(text).not.toMatch(turned);
    expect(marks.map(([from, to]) => text.slice(from, to))).toEqual(['export']);
  });

  test('of a file', () => {
    expect(safeName(`a${'\u0301\u0316'.repeat(50)}.pdf`).length).toBeLessThan(16);
  });
});

test('a tower of 40,000 marks is folded and drawn by its first few: all of it takes the square of them', () => {
  const tower = `a${'\u0301\u0316'.repeat(20_000)}`;
  expect(shownLine(tower).length).toBe(5);
  expect(withoutTowers(tower).length).toBe(9);
  expect(excerptOf(`${tower} export`, [{ text: 'export', isWhole: false }], 20).text).toContain('export');
});
