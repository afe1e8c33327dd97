import { expect, test } from 'vitest';
import { changedQuestion, fromQuestion, isQuestionLeftOut } from '../../renderer/features/wizard/steps.ts';
import { en } from '../../renderer/locales/en.ts';
import { nb } from '../../renderer/locales/nb.ts';
import { groupOf } from '../../renderer/state/groups.ts';
import { ago, duration, times } from '../../renderer/ui/time.ts';
import { EMPTY_FORM } from '../../shared/model.ts';

const MINUTE = 60_000;

function leaves(words: object, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  );
}

test('Both languages fill the same gaps in every sentence', () => {
  const gaps = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1]).sort();
  const norwegian = new Map(leaves(nb));
  for (const [key, text] of leaves(en))
    expect([key, gaps(norwegian.get(key) ?? '')]).toEqual([key, gaps(text)]);
});

test('A state has one name: in the sidebar, on the ticket, in a list and among the commands', () => {
  for (const { groups, state, palette, outbox } of [en, nb]) {
    expect([state.queued, palette.do.unsent, outbox.title]).toEqual(Array(3).fill(groups.unsent));
    expect([state.waiting_on_requester, palette.do.needsYou]).toEqual(Array(2).fill(groups.needsYou));
    expect([state.open, palette.do.open]).toEqual(Array(2).fill(groups.open));
    expect([state.solved, palette.do.solved]).toEqual(Array(2).fill(groups.solved));
    expect(palette.do.drafts).toBe(groups.drafts);
  }
  for (const words of [en, nb]) {
    expect([words.kept.nav, words.palette.do.kept]).toEqual(Array(2).fill(words.kept.title));
    expect([words.palette.do.keys, words.settings.about.shortcuts]).toEqual(
      Array(2).fill(words.palette.keys.title),
    );
    expect(words.palette.do.throwAway).toBe(words.wizard.throwAway);
    expect([words.palette.do.callBack, words.callBack.send]).toEqual(Array(2).fill(words.callBack.ask));
  }
});

test('An ellipsis stands as each language writes it, everywhere', () => {
  for (const [key, text] of leaves(en)) expect([key, / …/.test(text)]).toEqual([key, false]);
  for (const [key, text] of leaves(nb)) expect([key, /[^\s«]…/.test(text)]).toEqual([key, false]);
});

test('A short question becomes the title, and the start of the description', () => {
  expect(fromQuestion({ ...EMPTY_FORM, question: ' Is it down? ' })).toEqual({
    title: 'Is it down?',
    description: 'Is it down?',
  });
});

test('A question too long for a title is not lost: its opening names the ticket, and the description has it all', () => {
  const question = `It is down. ${'More words. '.repeat(40)}`.trim();
  expect(fromQuestion({ ...EMPTY_FORM, question })).toEqual({ title: 'It is down.', description: question });
});

test('A title that the person wrote is left alone, and the question still stands in the description', () => {
  const form = { ...EMPTY_FORM, question: 'Why?', title: 'Mine' };
  expect(fromQuestion(form)).toEqual({ description: 'Why?' });
  expect(fromQuestion({ ...form, description: 'Because.' })).toEqual({});
});

test('A question that is changed later takes along what came from it, and nothing that was written otherwise', () => {
  const form = { ...EMPTY_FORM, question: 'Why?', title: 'Why?', description: 'Why?' };
  expect(changedQuestion(form, 'Why now?')).toEqual({
    question: 'Why now?',
    title: 'Why now?',
    description: 'Why now?',
  });
  expect(changedQuestion({ ...form, description: 'Because.' }, 'Why now?')).toEqual({
    question: 'Why now?',
    title: 'Why now?',
  });
  expect(changedQuestion(EMPTY_FORM, 'Why now?')).toEqual({ question: 'Why now?' });
});

test('A question of which the desk would read nothing is said to be left out', () => {
  const written = { ...EMPTY_FORM, title: 'Mine', description: 'My own words.' };
  expect(isQuestionLeftOut({ ...written, question: 'Why now?' })).toBe(true);
  expect(isQuestionLeftOut({ ...written, question: 'My own words.' })).toBe(false);
  expect(isQuestionLeftOut({ ...written, question: 'Mine' })).toBe(false);
  expect(isQuestionLeftOut({ ...EMPTY_FORM, question: 'Why now?' })).toBe(false);
});

test('An unread answer needs its reader also in a solved ticket', () => {
  expect(groupOf({ state: 'solved', unread: true, needs: null, isMine: true })).toBe('needsYou');
  expect(groupOf({ state: 'solved', unread: false, needs: null, isMine: true })).toBe('solved');
});

test('Something refused, or a question to the person, brings an open ticket to them (invariant 7)', () => {
  expect(groupOf({ state: 'open', unread: false, needs: 'refused', isMine: true })).toBe('needsYou');
  expect(groupOf({ state: 'closed', unread: false, needs: 'refused', isMine: true })).toBe('needsYou');
  expect(groupOf({ state: 'open', unread: false, needs: 'still_happening', isMine: true })).toBe('needsYou');
});

test('Everything not sent stands in the outbox or under "your turn" (invariant 7)', () => {
  expect(groupOf({ state: 'queued', unread: false, needs: null, isMine: true })).toBe('unsent');
  expect(groupOf({ state: 'sending', unread: false, needs: null, isMine: true })).toBe('unsent');
  expect(groupOf({ state: 'needs_attention', unread: false, needs: null, isMine: true })).toBe('needsYou');
});

test('A promise of 30 minutes begins as 30, though the clocks differ by seconds', () => {
  expect(duration('en', 30 * MINUTE + 3_000)).toBe('30 min');
  expect(duration('en', 11 * MINUTE + 20_000)).toBe('12 min');
  expect(duration('nb', 75 * MINUTE)).toBe('1 time 15 min');
});

test('What has just happened is never said to be ahead, though the window’s clock goes in steps', () => {
  expect(ago('en', 5_000, 3_800)).toBe('now');
  expect(ago('en', 5_000, 8_000)).toBe('3 seconds ago');
  expect(ago('nb', 0, 3 * MINUTE)).toBe('for 3 minutter siden');
});

test('Sixty of a unit are never said: they are one of the next', () => {
  expect(ago('en', 0, 59_400)).toBe('59 seconds ago');
  expect(ago('en', 0, 59_600)).toBe('1 minute ago');
  expect(ago('en', 0, 59.4 * MINUTE)).toBe('59 minutes ago');
  expect(ago('en', 0, 59.6 * MINUTE)).toBe('1 hour ago');
  expect(ago('nb', 0, 59.6 * MINUTE)).toBe('for 1 time siden');
});

test('“Yesterday” was yesterday, by the midnights that lie between', () => {
  const november = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute).getTime();
  const days: [at: number, now: number, said: string][] = [
    [november(23, 23), november(24, 1), '2 hours ago'],
    [november(23, 23), november(24, 22, 20), '23 hours ago'],
    [november(23, 23), november(24, 22, 50), 'yesterday'],
    [november(23, 1), november(24, 23), 'yesterday'],
    // Less than a day and a half ago, and yet the day before yesterday.
    [november(23, 22), november(25, 0, 30), '2 days ago'],
    [november(20, 12), november(25, 9), '5 days ago'],
  ];
  for (const [at, now, said] of days) expect(ago('en', at, now)).toBe(said);
});

test('A row says “Yesterday” as the thread does, names a weekday only in the days before, and never one that is ahead', () => {
  const { shortMoment } = times('en-GB');
  const now = new Date(2026, 10, 25, 9).getTime();
  const on = (day: number, hour = 12) => shortMoment(new Date(2026, 10, day, hour).getTime(), now);
  expect([on(25, 8), on(24, 23), on(24, 0), on(23), on(19, 0), on(18, 23), on(26)]).toEqual([
    ...['08:00', 'Yesterday', 'Yesterday', 'Mon', 'Thu', '18 Nov', '26 Nov'],
  ]);
  expect(times('nb-NO').shortMoment(new Date(2026, 10, 24, 23).getTime(), now)).toBe('I går');
});
