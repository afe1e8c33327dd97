/** A known outage is seen before the same is filed again, and can be followed instead. */
import { chromium } from '@playwright/test';
import { findBrowser } from '../../scripts/setup/browser.mjs';
import { expect, test } from './fixtures.ts';

const OUTAGE = 'Signing in fails for <b>many</b> customers, see [here](https://status.example).';
const LATER = 'Signing in works again for half of them.';

test('whoever begins a ticket reads what the desk knows, follows it instead, and is told when it is over', async ({
  open,
  desk,
  desktop,
}) => {
  const person = await open();
  const { page } = person;
  const line = page.getByTestId('status-line');
  await person.seesConnection('Online');
  await expect(line).toHaveCount(0);
  desk.specialist.sayStatus(OUTAGE);
  await person.startsTicket();
  const known = page.getByRole('region', { name: /^Is it this/ });
  // Plain text, whatever is in it.
  await expect(known).toContainText(OUTAGE);
  await expect(known.locator('b, a')).toHaveCount(0);
  await expect(line).toHaveCount(0);
  await person.field('Your question').fill('I cannot sign in');
  await known.getByRole('button', { name: 'Follow this instead' }).click();
  await expect(page.getByText('No drafts')).toBeVisible();
  expect(desk.ledger().tickets).toEqual([]);
  await expect(line).toContainText(OUTAGE);
  await expect(line.getByRole('button', { name: 'Stop following' })).toBeVisible();

  // Coming back to the window is a reason to look, as the end of any silence is.
  const looks = () => page.evaluate(() => void window.dispatchEvent(new Event('online')));
  desk.specialist.sayStatus(LATER);
  await looks();
  const told = await desktop.waitForNotification((each) => each.body.includes(LATER));
  expect(told.summary).toBe('News of the problem you follow');
  await expect(line).toContainText(LATER);
  await person.opensGroup('Solved');
  await desktop.click(told.id);
  await expect(page.getByRole('heading', { level: 1, name: 'Your turn' })).toBeVisible();
  desk.specialist.sayStatus(null);
  await looks();
  await desktop.waitForNotification((each) => each.summary === 'The problem you followed is over');
  await expect(line).toHaveCount(0);
});

test('the line is spoken once, can be followed and left by the keyboard, and is still known without a network', async ({
  open,
  desk,
  network,
}) => {
  desk.specialist.sayStatus(LATER);
  const person = await open();
  const { page } = person;
  const line = page.getByRole('region', { name: 'Status from your support desk' });
  await expect(line).toContainText(LATER);
  await expect(line).toContainText('Updated');
  await line.getByRole('button', { name: 'Follow' }).focus();
  await page.keyboard.press('Enter');
  const leave = line.getByRole('button', { name: 'Stop following' });
  await expect(leave).toBeFocused();
  await network.cut();
  await expect(page.getByTestId('connection-bar')).toBeVisible();
  await expect(line).toContainText(LATER);
  await expect(line).toContainText('As of');
  await leave.press('Enter');
  await expect(line.getByRole('button', { name: 'Follow', exact: true })).toBeFocused();
});

test('the specialist’s page puts the line up and takes it down', async ({ desk }) => {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('No browser was found to open the specialist page with.');
  const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', '--disable-quic'] });
  const page = await browser.newPage();
  await page.goto(desk.url);
  await page.getByRole('textbox', { name: /^What everybody is to know/ }).fill(LATER);
  await page.getByRole('button', { name: 'Say it' }).click();
  await expect(page.locator('#says')).toHaveText(LATER);
  expect(desk.specialist.statusLine()?.text).toBe(LATER);
  await page.getByRole('button', { name: 'It is over' }).click();
  await expect(page.locator('#says')).toHaveText('The desk says nothing of itself.');
  expect(desk.specialist.statusLine()).toBe(null);
  await browser.close();
});
