import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { allCommands, atHand, isPossible, keyNameOf } from '../../renderer/app/commands.ts';
import { findCommands, findTickets, ticketIndex } from '../../renderer/features/palette/matching.ts';
import { withNewest } from '../../renderer/features/palette/used-last.ts';
import { en } from '../../renderer/locales/en.ts';
import { nb } from '../../renderer/locales/nb.ts';
import { useInbox } from '../../renderer/state/inbox.ts';
import { openTicket } from '../../renderer/state/navigation.ts';
import { useTicket } from '../../renderer/state/ticket.ts';
import {
  capsOf,
  changeableNames,
  choiceFor,
  isLetter,
  isPressed,
  KEY_NAMES,
  keysOf,
  type Press,
  pressed,
  setChosenKeys,
} from '../../renderer/ui/key-table.ts';
import { seededNumbers } from '../desk/random.ts';
import { summary, ticket } from '../tickets.ts';

const press = (key: string, extra: Partial<Press> = {}): Press => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...extra,
});

/** What only a part of the window does, with keys of its own in the table. */
const OF_PARTS = ['openTicket', 'send', 'sendEarlier', 'sendLater'];

test('Every command and every key has words in both languages, and no words are left over', () => {
  const named = new Set<string>([...allCommands.map(({ id }) => id), ...KEY_NAMES]);
  for (const words of [en.palette.do, nb.palette.do]) {
    expect(new Set(Object.keys(words))).toEqual(named);
    expect(Object.values(words).every((text) => text.trim() !== '')).toBe(true);
  }
});

test('No two commands share a name or a key', () => {
  const ids = allCommands.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const keys = KEY_NAMES.flatMap((name) => keysOf(name).map((each) => capsOf(each).join('+')));
  expect(new Set(keys).size).toBe(keys.length);
});

test('Every key in the table does something: a command has it, or one part of the window', () => {
  const commands = new Set(allCommands.map(({ id }) => keyNameOf(id)));
  expect(KEY_NAMES.filter((name) => !commands.has(name))).toEqual(OF_PARTS);
});

test('A key press means one name at most', () => {
  const names = ['k', 'n', '1', '?', '/', ',', 'Enter', 'Escape', 'F6', 'ArrowUp', 'ArrowDown', 'e', 'x'];
  for (const key of names)
    for (const ctrlKey of [true, false])
      for (const altKey of [true, false])
        for (const shiftKey of [true, false]) {
          const given = press(key, { ctrlKey, altKey, shiftKey });
          expect(KEY_NAMES.filter((name) => pressed(name, given)).length).toBeLessThan(2);
        }
});

test('A letter means something alone only: with Ctrl, Alt or Shift it is another key', () => {
  expect(pressed('solve', press('e'))).toBe(true);
  expect(pressed('solve', press('E', { shiftKey: true }))).toBe(false);
  expect(pressed('solve', press('e', { ctrlKey: true }))).toBe(false);
  expect(pressed('solve', press('e', { altKey: true }))).toBe(false);
  expect(pressed('palette', press('k', { ctrlKey: true }))).toBe(true);
  expect(pressed('panes', press('F6', { shiftKey: true }))).toBe(false);
  // A sign may need Shift on one keyboard and not on another.
  expect(pressed('keys', press('?', { shiftKey: true }))).toBe(true);
  expect(pressed('keys', press('?'))).toBe(true);
  expect(isLetter({ key: 'e' })).toBe(true);
  expect(isLetter({ key: 'k', command: true })).toBe(false);
  expect(isPressed({ key: 'enter', command: true }, press('Enter', { metaKey: true }))).toBe(true);
});

test('Where the layout has no Latin letters, the key that lies there counts; elsewhere only what it writes', () => {
  const at = (key: string, code: string, extra: Partial<Press> = {}) => press(key, { code, ...extra });
  const ctrlKey = true;
  for (const [cyrillic, hebrew, greek, code, name] of [
    ['т', 'מ', 'ν', 'KeyN', 'newTicket'],
    ['у', 'ק', 'ε', 'KeyE', 'solve'],
    ['о', 'ח', 'ξ', 'KeyJ', 'next'],
  ] as const)
    for (const key of [cyrillic, hebrew, greek]) expect(pressed(name, at(key, code))).toBe(true);
  expect(pressed('palette', at('л', 'KeyK', { ctrlKey }))).toBe(true);
  expect(pressed('settings', at('б', 'Comma', { ctrlKey }))).toBe(true);
  expect(pressed('keys', at('؟', 'Slash', { shiftKey: true }))).toBe(true);
  expect(pressed('search', at('.', 'Slash'))).toBe(true);
  // French digits are written with Shift, and these are the keys that have them.
  expect(pressed('open', at('é', 'Digit2', { ctrlKey }))).toBe(true);
  expect(pressed('needsYou', at('&', 'Digit1', { ctrlKey }))).toBe(true);
  // In Dvorak the letter n lies where l is elsewhere, and on what is labelled n lies b.
  expect(pressed('newTicket', at('n', 'KeyL'))).toBe(true);
  expect(pressed('newTicket', at('b', 'KeyN'))).toBe(false);
  // A Polish letter is no command, though it lies on the key of one.
  expect(pressed('solve', at('ę', 'KeyE'))).toBe(false);
  expect(pressed('search', at('.', 'Period'))).toBe(false);
  expect(pressed('search', at('-', 'Slash'))).toBe(false);
});

describe('a key of one’s own choice', () => {
  afterEach(() => setChosenKeys({}));
  const ctrlKey = true;

  test('stands for the letter of its command, and the letter means nothing more', () => {
    setChosenKeys({ solve: { key: 'm', command: true }, newTicket: { key: 'ø' } });
    expect(pressed('solve', press('m', { ctrlKey }))).toBe(true);
    expect(pressed('solve', press('e'))).toBe(false);
    expect(pressed('newTicket', press('ø'))).toBe(true);
    // What is no letter stays as it is.
    expect(pressed('newTicket', press('n', { ctrlKey }))).toBe(true);
  });

  test('may be any that nothing else has', () => {
    expect(choiceFor('solve', press('m'))).toEqual({ keys: { key: 'm' } });
    expect(choiceFor('solve', press('M', { shiftKey: true }))).toEqual({ keys: { key: 'm', shift: true } });
    expect(choiceFor('solve', press('m', { ctrlKey }))).toEqual({ keys: { key: 'm', command: true } });
    expect(choiceFor('solve', press('е', { code: 'KeyT' }))).toEqual({ keys: { key: 't' } });
    expect(choiceFor('solve', press('Control', { ctrlKey }))).toBeNull();
    expect(choiceFor('solve', press('r'))).toEqual({ taken: 'reply' });
    expect(choiceFor('solve', press('k', { ctrlKey }))).toEqual({ taken: 'palette' });
    expect(choiceFor('solve', press('e'))).toEqual({ keys: { key: 'e' } });
    for (const key of ['Tab', 'Enter', ' ', 'ArrowUp', 'Delete', 'F5'])
      expect(choiceFor('solve', press(key))).toEqual({ reserved: true });
    for (const key of ['c', 'v', 'z', 'q'])
      expect(choiceFor('solve', press(key, { ctrlKey }))).toEqual({ reserved: true });
    setChosenKeys({ reply: { key: 'm' } });
    expect(choiceFor('solve', press('m'))).toEqual({ taken: 'reply' });
    expect(choiceFor('solve', press('r'))).toEqual({ keys: { key: 'r' } });
  });

  test('is there for every single letter, and a choice of another version harms nobody', () => {
    expect(changeableNames()).toEqual(KEY_NAMES.filter((name) => keysOf(name).some(isLetter)));
    setChosenKeys({ gone: { key: 'e' } });
    expect(pressed('solve', press('e'))).toBe(true);
  });
});

test('What is done to a ticket is offered only where it can be done', () => {
  const offered = (ticket: ReturnType<typeof summary> | null) =>
    allCommands
      .filter((command) => command.section === 'ticket' && isPossible(command, { ticket }))
      .map(({ id }) => id);
  expect(offered(null)).toEqual([]);
  expect(offered(summary(1, { state: 'draft', number: null }))).toEqual(['callSheet', 'throwAway']);
  const open = offered(summary(1, { state: 'open' }));
  expect(open).toEqual([
    'reply',
    'solve',
    'severity',
    'callSheet',
    'markUnread',
    'mute',
    'useAgain',
    'beginning',
    'copy',
    'save',
    'savePdf',
  ]);
  expect(offered(summary(1, { state: 'solved' }))).toContain('reopen');
  // An article has solved it: the desk never had it.
  expect(offered(summary(1, { state: 'solved', number: null }))).not.toContain('reopen');
  expect(offered(summary(1, { state: 'closed' }))).not.toContain('reply');
  expect(offered(summary(1, { state: 'queued', number: null }))).not.toContain('solve');
  expect(offered(summary(1, { state: 'open', muted: true }))).toContain('unmute');
});

test('What a key finds is the open ticket as the screen shows it, while the list is still of before', () => {
  vi.stubGlobal('document', { activeElement: null });
  onTestFinished(() => {
    vi.unstubAllGlobals();
  });
  const before = summary(1, { state: 'sending', number: null });
  const arrived = ticket({ ...before, state: 'open', number: 'LL-1001' });
  useInbox.setState({ tickets: [before] });
  openTicket(before.id);
  useTicket.setState({ ticket: arrived });
  expect(atHand().ticket?.number).toBe('LL-1001');
  // The ticket that is still on the screen while another one is read is not the one that is meant.
  useInbox.setState({ tickets: [before, summary(2)] });
  openTicket(summary(2).id);
  expect(atHand().ticket?.id).toBe(summary(2).id);
});

const COMMANDS = [
  { id: 'drafts', label: 'Utkast', english: 'Drafts' },
  { id: 'settings', label: 'Innstillinger', english: 'Settings' },
  { id: 'themeDark', label: 'Tema: mørkt', english: 'Theme: dark' },
  { id: 'themeLight', label: 'Tema: lyst', english: 'Theme: light' },
  { id: 'solve', label: 'Merk som løst', english: 'Mark as solved' },
];
const ids = (query: string, used: string[] = []) =>
  findCommands(query, COMMANDS, used).found.map(({ id }) => id);

test('A command is found by some of its letters, in either language and without special letters', () => {
  expect(ids('innst')[0]).toBe('settings');
  expect(ids('settings')[0]).toBe('settings');
  expect(ids('lost')[0]).toBe('solve');
  expect(ids('dark theme')[0]).toBe('themeDark');
  expect(ids('setings')[0]).toBe('settings');
  expect(ids('drk')[0]).toBe('themeDark');
  expect(ids('qqq')).toEqual([]);
});

test('Among what fits as well, what was used last comes first', () => {
  const [first, second] = ids('tema');
  expect(ids('tema', [second ?? ''])).toEqual([second, first]);
  expect(withNewest('c', ['a', 'b', 'c'])).toEqual(['c', 'a', 'b']);
  expect(withNewest('f', ['a', 'b', 'c', 'd', 'e'])).toEqual(['f', 'a', 'b', 'c', 'd']);
});

test('A ticket is found by words of its title in any order, and by its number', () => {
  const next = seededNumbers(5);
  const tickets = Array.from({ length: 2_000 }, (_, n) =>
    summary(n, { title: `Ticket about office ${Math.floor(next() * 50)}`, number: `LL-${1_000 + n}` }),
  );
  tickets[700] = summary(700, { title: 'Måling feiler i Ålesund', number: 'LL-1700' });
  const index = ticketIndex(tickets);
  expect(findTickets('alesund maling', index).found[0]?.number).toBe('LL-1700');
  expect(findTickets('malng', index).found[0]?.number).toBe('LL-1700');
  expect(findTickets('1234', index).found[0]?.number).toBe('LL-1234');
  expect(findTickets('office', index).found.length).toBe(8);
  expect(findTickets('zebra crossing', index).found).toEqual([]);
});
