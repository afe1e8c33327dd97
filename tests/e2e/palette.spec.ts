/** The palette and the sheet of keys, as a person without a mouse uses them. */
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

const palette = (person: Person) => person.page.getByRole('dialog', { name: 'Commands' });
const chosen = (person: Person) => palette(person).locator('[role="option"][data-focused]');

async function asksFor(person: Person, words: string): Promise<void> {
  await person.page.keyboard.press('Control+k');
  await expect(palette(person)).toBeVisible();
  await person.page.keyboard.type(words);
}

/** Does what is offered first, once that is what the ticket at hand is ready for. */
async function does(person: Person, words: string, offered: string): Promise<void> {
  await asksFor(person, words);
  await expect(palette(person).getByRole('option').first()).toContainText(offered);
  await person.page.keyboard.press('Enter');
}

test('whatever can be done is found by a few letters and done with Enter, also while writing', async ({
  open,
}) => {
  const person = await open();
  await person.startsTicket();
  await person.field('Your question').fill('The export stops');
  await asksFor(person, 'setti');
  await expect(palette(person).getByRole('option').first()).toHaveText(/Settings/);
  await person.page.keyboard.press('Enter');
  await expect(palette(person)).toHaveCount(0);
  await expect(person.page.getByRole('heading', { level: 1, name: 'Settings' })).toBeFocused();
  await asksFor(person, 'theme dark');
  await person.page.keyboard.press('Enter');
  await expect(person.page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await asksFor(person, 'norsk');
  await person.page.keyboard.press('Enter');
  await expect(person.page.getByRole('heading', { level: 1, name: 'Innstillinger' })).toBeVisible();
  // Whoever knows a command by its English name finds it in Norwegian as well.
  await person.page.keyboard.press('Control+k');
  await person.page.keyboard.type('drafts');
  await person.page.keyboard.press('Enter');
  await expect(person.page.getByRole('heading', { level: 1, name: 'Utkast' })).toBeFocused();
});

test('a ticket is opened by some letters of its title, or by its number, wherever it stands', async ({
  open,
  desk,
}) => {
  const person = await open();
  await person.files('The export stops at row 500', { description: 'At row 500.' });
  await person.seesNumber();
  const { number } = ticketCalled(desk, 'The export stops at row 500');
  await person.opensGroup('Solved');
  await asksFor(person, 'export row');
  await expect(palette(person).getByRole('option').first()).toContainText('The export stops at row 500');
  await person.page.keyboard.press('Enter');
  await expect(
    person.page.getByRole('heading', { level: 1, name: 'The export stops at row 500' }),
  ).toBeFocused();
  await person.opensGroup('Drafts');
  await asksFor(person, number.replace('LL-', ''));
  await person.page.keyboard.press('Enter');
  await expect(
    person.page.getByRole('heading', { level: 1, name: 'The export stops at row 500' }),
  ).toBeFocused();
});

test('Enter that ends a word being composed runs nothing', async ({ open }) => {
  const person = await open();
  await asksFor(person, 'setti');
  await expect(palette(person).getByRole('option').first()).toHaveText(/Settings/);
  const enters = (isComposing: boolean) =>
    palette(person)
      .getByRole('combobox')
      .evaluate(
        (field, given) => {
          field.removeAttribute('aria-activedescendant');
          field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, ...given }));
        },
        { isComposing },
      );
  await enters(true);
  await expect(palette(person)).toBeVisible();
  await enters(false);
  await expect(palette(person)).toHaveCount(0);
});

test('what was used last comes first, and arrows choose', async ({ open }) => {
  const person = await open();
  await person.seesConnection('Online');
  await asksFor(person, 'sort newest');
  await person.page.keyboard.press('Enter');
  await asksFor(person, 'drafts');
  await person.page.keyboard.press('Enter');
  await person.page.keyboard.press('Control+k');
  const used = palette(person).getByRole('group', { name: 'Recent' });
  await expect(used.getByRole('option')).toHaveText([/^Drafts/]);
  await person.page.keyboard.press('ArrowDown');
  await expect(chosen(person)).toHaveText(/^Drafts/);
  await person.page.keyboard.press('ArrowDown');
  await expect(chosen(person)).not.toHaveText(/^Drafts/);
});

test('Escape closes the palette and gives the focus back to where the person was', async ({ open }) => {
  const person = await open();
  await person.startsTicket();
  await person.field('Your question').fill('The export stops');
  await asksFor(person, 'xyzzy');
  await expect(palette(person).getByText('Nothing found.')).toBeVisible();
  await person.page.keyboard.press('Escape');
  await expect(palette(person)).toHaveCount(0);
  await expect(person.field('Your question')).toBeFocused();
  await person.page.keyboard.type('!');
  await expect(person.field('Your question')).toHaveValue('The export stops!');
});

test('what is done from the palette is done to the open ticket, and solving can be undone', async ({
  open,
  desk,
}) => {
  const person = await open();
  await person.files('The export stops', { description: 'At row 500.' });
  await person.seesNumber();
  await does(person, 'reply', 'Reply');
  await expect(person.field('Reply')).toBeFocused();
  await does(person, 'solved mark', 'Mark as solved');
  await expect.poll(() => ticketCalled(desk, 'The export stops').status).toBe('solved');
  await person.page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => ticketCalled(desk, 'The export stops').status).toBe('open');
  await does(person, 'severity', 'Change severity');
  await expect(person.page.getByRole('heading', { name: 'Request a different severity' })).toBeVisible();
});

test('the sheet shows every key, and "?" opens it only where nobody types', async ({ open }) => {
  const person = await open();
  await person.startsTicket();
  await person.field('Your question').fill('Why');
  await person.page.keyboard.press('Shift+?');
  await expect(person.field('Your question')).toHaveValue('Why?');
  await person.page.keyboard.press('Escape');
  // A letter is nobody's before the view that was gone to has taken the focus.
  await expect(
    person.page.getByRole('region', { name: 'Drafts, list of tickets' }).locator(':focus'),
  ).toHaveCount(1);
  const sheet = person.page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  await person.page.keyboard.press('Shift+?');
  await expect(sheet.getByRole('region')).toHaveCount(5);
  await expect(sheet.getByText('Mark as solved')).toBeVisible();
  // Nothing is done behind it.
  await person.page.keyboard.press('Control+,');
  await expect(sheet).toBeVisible();
  await person.page.keyboard.press('Escape');
  await expect(sheet).toHaveCount(0);
  await expect(person.page.getByRole('heading', { level: 1, name: 'Drafts' })).toBeVisible();
});

test('single letters do nothing once they are turned off, and the other keys go on', async ({ open }) => {
  const person = await open();
  await person.opensGroup('Settings');
  await person.page.getByText('Single-key shortcuts').click();
  await person.page.keyboard.press('Escape');
  await expect(person.page.getByRole('heading', { level: 1, name: 'Your turn' })).toBeVisible();
  await person.page.keyboard.press('n');
  await person.page.keyboard.press('Shift+?');
  await expect(person.page.getByRole('dialog')).toHaveCount(0);
  await expect(person.page.getByRole('heading', { level: 1, name: 'Your turn' })).toBeVisible();
  await person.page.keyboard.press('Control+n');
  await expect(person.page.getByRole('heading', { name: 'What is going on?' })).toBeVisible();
});

test('a command gets another key, which is shown wherever its keys are, and what has one already is named', async ({
  open,
}) => {
  const person = await open();
  const { page } = person;
  await person.opensGroup('Settings');
  await page.getByRole('button', { name: 'Choose your own keys' }).click();
  await page.getByRole('button', { name: 'Change the key for New ticket' }).click();
  const field = page.getByRole('textbox', { name: 'New key for New ticket' });
  await expect(field).toBeFocused();
  await page.keyboard.press('r');
  await expect(page.getByRole('alert')).toContainText('Already used for Reply.');
  await page.keyboard.press('Control+c');
  await expect(page.getByRole('alert')).toContainText('has a fixed meaning');
  await page.keyboard.press('Alt+m');
  const change = page.getByRole('button', { name: 'Change the key for New ticket' });
  await expect(change).toBeFocused();
  await expect(page.getByRole('listitem').filter({ hasText: 'New ticket' }).locator('kbd')).toHaveText([
    'Alt',
    'M',
    'Ctrl',
    'N',
  ]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 1, name: 'Your turn' })).toBeVisible();
  await page.keyboard.press('n');
  await page.keyboard.press('Control+/');
  const line = page.getByRole('dialog').locator('dl > div').filter({ hasText: 'New ticket' });
  await expect(line.locator('kbd')).toHaveText(['Alt', 'M', 'Ctrl', 'N']);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Alt+m');
  await expect(page.getByRole('heading', { name: 'What is going on?' })).toBeVisible();

  await page.keyboard.press('Control+,');
  await page.getByRole('button', { name: 'Choose your own keys' }).click();
  await page.getByRole('button', { name: 'Reset the key for New ticket' }).click();
  await expect(change).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('n');
  await expect(page.getByRole('heading', { name: 'What is going on?' })).toBeVisible();
});
