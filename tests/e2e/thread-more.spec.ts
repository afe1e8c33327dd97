/** Going back in a long thread: by scrolling, to the beginning, and what a time means. */
import type { Locator } from '@playwright/test';
import type { Desk } from '../desk/desk.ts';
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

const TITLE = 'The export stops';

/** Files a ticket that gets this many answers, and waits for the newest. */
async function readsLong(open: () => Promise<Person>, desk: Desk, answers: number): Promise<Person> {
  const person = await open();
  await person.files(TITLE, { description: 'At row 500.' });
  await person.seesNumber();
  const { id } = ticketCalled(desk, TITLE);
  for (let each = 1; each <= answers; each += 1) desk.specialist.reply(id, `Answer ${each}.`);
  await expect(person.page.getByTestId('message').last()).toContainText(`Answer ${answers}.`);
  await expect(person.page.getByTestId('message').last()).toBeInViewport();
  return person;
}

/** Where a message stands in the window. */
const topOf = (message: Locator) => message.evaluate((each) => Math.round(each.getBoundingClientRect().top));

test('reaching the top brings earlier messages by itself, and what is being read keeps its place and the focus', async ({
  open,
  desk,
}) => {
  const { page } = await readsLong(open, desk, 400);
  const messages = page.getByTestId('message');
  await expect(messages).toHaveCount(50);
  const scroller = page.getByRole('region', { name: 'Messages' });
  const read = messages.filter({ hasText: 'Answer 353.' });
  await scroller.focus();
  // The position is read in the same moment as it is made: earlier messages come only after it.
  const before = await read.evaluate((each) => {
    each.scrollIntoView({ block: 'start' });
    return Math.round(each.getBoundingClientRect().top);
  });
  await expect(messages).toHaveCount(150);
  expect(Math.abs((await topOf(read)) - before)).toBeLessThanOrEqual(1);
  await expect(scroller).toBeFocused();
  await page.keyboard.press('Home');
  await expect(messages).toHaveCount(400);
  await expect(page.locator('article[aria-labelledby="own-words"]')).toBeInViewport();
  await expect(page.locator('article[aria-labelledby="own-words"]')).toBeFocused();
  await expect(page.getByRole('button', { name: /^Show earlier messages/ })).toHaveCount(0);
});

test('the button for earlier messages waits for its press while it has the focus', async ({ open, desk }) => {
  const { page } = await readsLong(open, desk, 400);
  const messages = page.getByTestId('message');
  const earlier = page.getByRole('button', { name: /^Show earlier messages/ });
  await earlier.focus();
  await expect(earlier).toBeInViewport();
  await expect(earlier).toBeFocused();
  await expect(messages).toHaveCount(50);
  const first = messages.filter({ hasText: 'Answer 351.' });
  const before = await topOf(first);
  await page.keyboard.press('Enter');
  await expect(messages).toHaveCount(150);
  await expect(first).toBeFocused();
  expect(Math.abs((await topOf(first)) - before)).toBeLessThanOrEqual(1);
});

test('Alt+Home, the palette and a button go to the first words of a long thread, with the focus', async ({
  open,
  desk,
}) => {
  const { page } = await readsLong(open, desk, 400);
  const messages = page.getByTestId('message');
  const beginning = page.locator('article[aria-labelledby="own-words"]');
  await expect(beginning).not.toBeInViewport();
  await page.keyboard.press('Alt+Home');
  await expect(beginning).toBeFocused();
  await expect(beginning).toBeInViewport();
  await expect(messages).toHaveCount(400);
  await expect(messages.first()).toContainText('Answer 1.');

  await page.getByRole('region', { name: 'Messages' }).focus();
  await page.keyboard.press('End');
  await expect(messages.last()).toBeInViewport();
  await page.keyboard.press('Control+k');
  await page.keyboard.type('Jump to first message');
  await page.keyboard.press('Enter');
  await expect(beginning).toBeFocused();
  await expect(beginning).toBeInViewport();
});

test('the button to the beginning is beside the one for earlier messages, and goes there by the keyboard', async ({
  open,
  desk,
}) => {
  const { page } = await readsLong(open, desk, 120);
  await page.getByRole('button', { name: /^Show earlier messages/ }).focus();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Jump to first message' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('article[aria-labelledby="own-words"]')).toBeFocused();
  await expect(page.getByTestId('message')).toHaveCount(120);
});

test('the exact moment of a message says that it is the time of the reader, and in which zone', async ({
  open,
  desk,
}) => {
  const { page } = await readsLong(open, desk, 1);
  await page.getByRole('region', { name: 'Messages' }).focus();
  await page.keyboard.press('Alt+ArrowUp');
  const exact = page.getByTestId('message').getByTestId('exact-moment');
  await expect(exact).toBeVisible();
  await expect(exact).toHaveText(/\d:\d\d:\d\d.*(GMT|UTC|[A-Z]{2,5}).* \(your time\)$/);
});
