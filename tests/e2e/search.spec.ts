/** Search: everything on this computer is found as it is typed, by keyboard alone, with and without a network. */
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';

test('what is typed is found in tickets, messages, files and help pages, and Enter leads there', async ({
  open,
  network,
  desk,
}) => {
  const { page, ...person } = await open();
  await person.files('The pelican page is blank', { description: 'Only a pelican stays white.' });
  await person.seesNumber();
  await page
    .getByTestId('attach-input')
    .setInputFiles([{ name: 'pelican-trace.log', mimeType: 'text/plain', buffer: Buffer.from('trace') }]);
  await person.replies('Here is what we see.');
  await expect.poll(() => desk.ledger().messages.length).toBe(1);
  desk.specialist.reply(
    ticketCalled(desk, 'The pelican page is blank').id,
    'We know this pelican, and a fix is on its way.',
  );
  await expect(page.getByTestId('message').filter({ hasText: 'We know this pelican' })).toBeVisible();
  await network.cut();
  await person.seesConnection('Offline');

  await page.keyboard.press('Control+f');
  const field = page.getByRole('searchbox');
  await expect(field).toBeFocused();
  await page.keyboard.type('pelic');
  const results = page.getByRole('option');
  await expect(results).toHaveCount(3);
  const answer = results.filter({ hasText: 'We know this pelican' });
  await expect(answer.locator('mark')).toHaveText(['pelic']);
  // An answer and its ticket may be of the same moment, so the order of these two is open.
  const here = page.locator('[role="option"][data-focused]');
  const place = await results.evaluateAll((all) =>
    all.findIndex(({ textContent }) => textContent.includes('We know this pelican')),
  );
  for (let step = 0; step <= place; step += 1) {
    await page.keyboard.press('ArrowDown');
    await expect(results.nth(step)).toHaveAttribute('data-focused');
  }
  await expect(here).toContainText('We know this pelican');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'The pelican page is blank' })).toBeVisible();
  await expect(page.getByTestId('message').filter({ hasText: 'We know this pelican' })).toBeFocused();

  await page.keyboard.press('Control+f');
  await expect(field).toHaveValue('pelic');
  await page.keyboard.type('sign in first');
  await expect(results.filter({ hasText: 'Help page' }).first()).toBeVisible();
  await results.filter({ hasText: 'Help page' }).first().click();
  await expect(page.getByRole('article').getByRole('heading', { level: 2 })).toBeFocused();
  await page.keyboard.press('Control+f');
  await expect(field).toBeFocused();
  await results.filter({ hasText: 'Help page' }).first().click();
  await expect(page.getByRole('article').getByRole('heading', { level: 2 })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toBeFocused();
});

test('operators narrow it down, and what is none is looked for as words and said', async ({ open }) => {
  const { page, ...person } = await open();
  await person.files('Walrus in the export', { description: 'It is grey.', reason: 'Nobody can invoice.' });
  await person.seesNumber();
  await person.files('Walrus on the start page', { description: 'It is grey as well.' });
  await person.seesNumber();
  await page.keyboard.press('/');
  // In the reply box a stroke is a stroke.
  await page.getByRole('navigation').getByRole('button', { name: 'Search' }).click();
  const field = page.getByRole('searchbox');
  const results = page.getByRole('option');
  await field.fill('walrus');
  await expect(results).toHaveCount(2);
  await page.getByRole('button', { name: /^severity:critical/ }).click();
  await expect(field).toHaveValue('walrus severity:critical ');
  await expect(results).toHaveCount(1);
  await expect(results).toContainText('Walrus in the export');
  await field.fill('walrus is:asleep');
  await expect(
    page.getByText('is:asleep is not a filter here, so it was searched for as text.'),
  ).toBeVisible();
  await field.fill('"walrus on" has:file');
  await expect(page.getByText('Nothing found')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(field).toHaveValue('');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('searchbox')).toHaveCount(0);
});

test('quotes, operators and signs of every kind are only text', async ({ open }) => {
  const { page } = await open();
  await page.getByRole('navigation').getByRole('button', { name: 'Search' }).click();
  const field = page.getByRole('searchbox');
  for (const text of [
    '"',
    '""" OR *',
    'title:(a AND',
    "'; DROP TABLE ticket; --",
    'NEAR(a b)',
    '🙂',
    'a'.repeat(9_000),
  ]) {
    await field.fill(text);
    await expect(page.getByText(/Nothing found|found$/).first()).toBeVisible();
  }
  await field.fill('sign');
  await expect(page.getByRole('option').first()).toBeVisible();
});
