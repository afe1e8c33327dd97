/** The list of tickets: its order, its filters, its keys, and very many tickets in it. */
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import { writeTickets } from './many-tickets.ts';
import type { Person } from './person.ts';

const rows = (person: Person) => person.page.locator('.inbox-list [role="row"]');
const titles = (person: Person) => person.page.locator('.row-title').allTextContents();
const filter = (person: Person, name: RegExp) =>
  person.page.getByRole('group', { name: 'Show only' }).getByRole('button', { name });

test('the order that was chosen is there again after a restart: what is due first stands on top', async ({
  open,
}) => {
  const first = await open();
  await first.opensGroup('Solved');
  await expect(rows(first)).not.toHaveCount(0);
  await first.opensGroup('With specialist');
  await first.page.getByRole('button', { name: 'Sort the list: Important first' }).click();
  await first.page.getByRole('menuitemradio', { name: 'Due first' }).click();
  await expect(rows(first).first()).toContainText('First answer within');
  const shown = await titles(first);
  await first.app.close();

  const second = await open();
  await second.opensGroup('With specialist');
  await expect(second.page.getByRole('button', { name: 'Sort the list: Due first' })).toBeVisible();
  await expect.poll(() => titles(second)).toEqual(shown);
});

test('a filter shows only what fits, and one key brings everything back', async ({ open }) => {
  const person = await open();
  await person.files('Nobody can sign in', { description: 'Error 503.', reason: 'All of us.' });
  await person.seesNumber();
  await person.opensGroup('With specialist');
  await expect(rows(person)).toHaveCount(4);
  const critical = filter(person, /^Critical/);
  await expect(critical).toHaveText(/1$/);
  await critical.click();
  await expect(rows(person)).toHaveCount(1);
  await expect(critical).toHaveAttribute('aria-pressed', 'true');
  await person.page.keyboard.press('Control+k');
  await person.page.keyboard.type('filter new');
  await person.page.keyboard.press('Enter');
  await expect(person.page.getByText('No matching tickets')).toBeVisible();
  await expect(person.page.getByText('The filters hide 4 tickets here.')).toBeVisible();
  await person.page.keyboard.press('x');
  await expect(rows(person)).toHaveCount(4);
  // A filter that was forgotten must not hide what waits in another group.
  await critical.click();
  await expect(rows(person)).toHaveCount(1);
  await person.opensGroup('Solved');
  await expect(rows(person)).toHaveCount(4);
});

test('J and K move through the list, E solves with a way back, and U puts a ticket back to be read', async ({
  open,
  desk,
}) => {
  const person = await open();
  await person.opensGroup('With specialist');
  await expect(rows(person)).toHaveCount(3);
  const [first = '', second = ''] = await titles(person);
  const heading = (name: string) => person.page.getByRole('heading', { level: 1, name });
  await person.page.keyboard.press('j');
  await person.page.keyboard.press('j');
  await expect(heading(second)).toBeVisible();
  await person.page.keyboard.press('k');
  await expect(heading(first)).toBeVisible();

  await person.page.keyboard.press('e');
  await expect.poll(() => ticketCalled(desk, first).status).toBe('solved');
  await person.page.getByRole('button', { name: 'Undo' }).click();
  await expect.poll(() => ticketCalled(desk, first).status).toBe('open');

  await person.page.keyboard.press('u');
  await expect(person.page.getByRole('button', { name: /^Your turn 2/ })).toBeVisible();
  await person.opensGroup('Your turn');
  await expect(filter(person, /^New answer/)).toHaveText(/1$/);
  await expect(person.page.getByRole('row', { name: first })).toContainText('New answer');
});

test('letters that somebody types stay letters', async ({ open, desk }) => {
  const person = await open();
  await person.files('The export stops', { description: 'At row 500.' });
  await person.seesNumber();
  await person.page.keyboard.press('r');
  await expect(person.field('Reply')).toBeFocused();
  await person.page.keyboard.type('jkeuxnr? ');
  await expect(person.field('Reply')).toHaveValue('jkeuxnr? ');
  await expect(person.page.getByRole('heading', { level: 1, name: 'The export stops' })).toBeVisible();
  expect(ticketCalled(desk, 'The export stops').status).toBe('open');
});

test('with 50,000 tickets the list stays a screenful of rows however far it is scrolled, and each ticket can be found', async ({
  open,
  profile,
}) => {
  test.setTimeout(240_000);
  writeTickets(profile, 50_000);
  const started = Date.now();
  const person = await open({ withoutDesk: true });
  await person.opensGroup('With specialist');
  await expect(rows(person).first()).toBeVisible({ timeout: 60_000 });
  const listed = Date.now();
  const most = 60;
  const counts = [await rows(person).count()];
  const list = person.page.locator('.inbox-list');
  const jumps: number[] = [];
  const seen: string[] = [];
  for (let jump = 0; jump < 5; jump += 1) {
    const before = Date.now();
    const last = await rows(person).last().textContent();
    await list.evaluate((element) => {
      element.scrollTop = element.scrollHeight;
    });
    await expect(rows(person).last()).not.toHaveText(last ?? '');
    jumps.push(Date.now() - before);
    counts.push(await rows(person).count());
    seen.push((await rows(person).last().textContent()) ?? '');
  }
  // Whoever scrolls on comes on.
  expect(new Set(seen).size).toBe(5);
  for (const count of counts) expect(count).toBeLessThan(most);
  const asked = Date.now();
  await person.page.keyboard.press('Control+k');
  await person.page.keyboard.type('LL-149999');
  await expect(person.page.getByRole('option')).toHaveCount(1);
  const found = Date.now();
  await person.page.keyboard.press('Enter');
  await expect(person.page.getByRole('heading', { level: 1, name: /^Ticket 49999/ })).toBeVisible();
  test.info().annotations.push({
    type: 'measured',
    description: JSON.stringify({
      startToList: listed - started,
      jumps,
      rows: counts,
      paletteToTicket: found - asked,
    }),
  });
  console.log(test.info().annotations.at(-1)?.description);
});
