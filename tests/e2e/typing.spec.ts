/** No key goes astray: whoever asks for a field is already typing, and no letter of theirs changes a ticket. */
import type { Locator, Page } from '@playwright/test';
import { dice } from '../torture/dice.ts';
import { coreOf } from './core-process.ts';
import { expect, test } from './fixtures.ts';

/** In parts of their own app, so that what is found in one is found soon. */
const PARTS = [1, 2, 3, 4];
const TRIES_OF_PART = 50;
const SLOWEST_KEY_MS = 150;
/** Letters that are shortcuts somewhere, so that one that goes astray does harm. */
const LETTERS = ['e', 'u', 'n', 'r', 'j', 'k', 'x', 'a'] as const;

const tickets = (page: Page) =>
  page.evaluate(async () => {
    const answer = await window.lifeline?.invoke('inbox.list', {});
    return answer?.ok ? answer.value : [];
  });

const drafts = async (page: Page) => (await tickets(page)).filter(({ state }) => state === 'draft');

/** What of the tickets at the desk a stray letter could have changed. */
async function atDesk(page: Page): Promise<string[]> {
  const all = await tickets(page);
  return all.flatMap(({ number, state, muted }) => (number === null ? [] : [`${number} ${state} ${muted}`]));
}

type Way = { name: string; go: (page: Page) => Promise<void>; field: (page: Page) => Locator };
const question = (page: Page) => page.getByRole('textbox', { name: 'Your question' });
const search = (page: Page) =>
  page.getByRole('searchbox', { name: 'Search tickets, messages, files and help pages' });

/** The ways that lead to a field. */
const WAYS: [Way, ...Way[]] = [
  { name: 'n', go: (page) => page.keyboard.press('n'), field: question },
  { name: 'Ctrl+N', go: (page) => page.keyboard.press('Control+n'), field: question },
  {
    name: 'the button',
    go: (page) => page.getByRole('navigation').getByRole('button', { name: 'New ticket' }).click(),
    field: question,
  },
  {
    name: 'r',
    go: (page) => page.keyboard.press('r'),
    field: (page) => page.getByRole('textbox', { name: 'Reply' }),
  },
  { name: 'the slash', go: (page) => page.keyboard.press('/'), field: search },
  { name: 'Ctrl+F', go: (page) => page.keyboard.press('Control+f'), field: search },
  {
    name: 'Ctrl+K',
    go: (page) => page.keyboard.press('Control+k'),
    field: (page) => page.getByRole('dialog', { name: 'Commands' }).getByRole('combobox'),
  },
];

/** Stands in the list, on a ticket that a letter could solve and that is open beside it. */
async function standsOnTicket(page: Page): Promise<void> {
  await page.keyboard.press('Control+2');
  await page.getByRole('row').first().click();
  await expect(page.getByRole('row').first()).toBeFocused();
  await expect(page.getByRole('textbox', { name: 'Reply' })).toBeVisible();
}

for (const seed of PARTS)
  test(`50 tries of 200, at 0 to 150 ms a key and with core held up: every letter is in the field, and no ticket has changed (${seed})`, async ({
    open,
  }) => {
    test.setTimeout(600_000);
    console.log(`typing: seed ${seed}`);
    const random = dice(seed);
    const { app, page } = await open();
    const core = await coreOf(app);
    await expect(page.getByRole('row').first()).toBeVisible();
    const before = await atDesk(page);
    const questions: string[] = [];
    let replied = '';

    for (let index = 0; index < TRIES_OF_PART; index += 1) {
      await standsOnTicket(page);
      const way = random.pick(WAYS);
      const word = Array.from({ length: random.between(3, 6) }, () => random.pick(LETTERS)).join('');
      const goesOnAt = random.between(0, word.length);
      const tried = `try ${index}: ${way.name}, ${word}, core goes on before letter ${goesOnAt}`;
      core.hold();
      try {
        await way.go(page);
        for (const [at, letter] of [...word].entries()) {
          if (at === goesOnAt) core.goOn();
          await page.keyboard.press(letter, { delay: random.between(0, SLOWEST_KEY_MS) });
        }
      } finally {
        core.goOn();
      }
      if (way.name === 'r') replied += word;
      else if (way.field === question) questions.push(word);
      await expect(way.field(page), tried).toHaveValue(way.name === 'r' ? replied : word);
      if (way.field === search) await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    }

    // And all of it is kept: a draft for each question, and one reply that nobody has sent.
    await expect
      .poll(async () => (await drafts(page)).map(({ title }) => title).sort())
      .toEqual([...questions].sort());
    expect(await atDesk(page)).toEqual(before);
  });

test('a letter solves a ticket in the list or the thread itself and can be undone; after Escape it may have been text', async ({
  open,
}) => {
  test.setTimeout(180_000);
  const { page } = await open();
  await expect(page.getByRole('row').first()).toBeVisible();
  await standsOnTicket(page);
  const before = await atDesk(page);
  await page.keyboard.press('Control+k');
  await page.keyboard.type('sol');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row').first()).toBeFocused();
  await page.keyboard.type('ve');
  await expect(page.locator('.toast')).toContainText('Nothing was changed: “e” may have been meant as text.');
  // In the reply's buttons it is nobody's key.
  await page.getByRole('button', { name: 'Attach files' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('e');
  expect(await atDesk(page)).toEqual(before);
  await page.getByRole('row').first().click();
  await page.keyboard.press('e');
  await expect(page.locator('.toast')).toContainText('Marked as solved');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => atDesk(page)).toEqual(before);
});
