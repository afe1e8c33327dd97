/** Colleagues: what of theirs a super admin sees, how it is told from their own, and how to file for them. */
import { SAMPLE_COMPANY } from '../desk/sampleCompany.ts';
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

test.use({ deskOptions: { company: SAMPLE_COMPANY } });

const SHIFT = 'Time sheets of the night shift are on the wrong day';
const rows = (person: Person) => person.page.locator('.inbox-list [role="row"]');
const row = (person: Person, title: string) => person.page.getByRole('row', { name: title });

test('a colleague’s ticket says whose it is, is nobody else’s turn, and can be left out of the list', async ({
  open,
}) => {
  const person = await open();
  await person.opensGroup('With specialist');
  await expect(row(person, SHIFT)).toContainText('By Silje Moen');
  await expect(row(person, SHIFT)).toContainText('Waiting on Silje Moen');
  await expect(row(person, SHIFT)).not.toContainText('Your turn');
  await expect(row(person, 'Work orders save slowly')).not.toContainText('By ');
  const all = await rows(person).count();
  await person.page.getByRole('button', { name: 'Whose tickets: Everyone’s' }).click();
  await person.page.getByRole('menuitemradio', { name: 'Mine' }).click();
  await expect(row(person, SHIFT)).toHaveCount(0);
  await expect(rows(person)).toHaveCount(all - 2);
  await person.page.getByRole('button', { name: 'Whose tickets: Mine' }).click();
  await person.page.getByRole('menuitemradio', { name: 'Per Aasen' }).click();
  await expect(rows(person)).toHaveCount(1);
  await expect(rows(person)).toContainText('Drawings open without the newest layer');
  await person.opensGroup('Your turn');
  await expect(row(person, SHIFT)).toHaveCount(0);
});

test('a colleague’s ticket is read, followed and answered by keys, and nothing of it is the person’s to change', async ({
  open,
  desk,
}) => {
  const person = await open();
  await person.opensGroup('With specialist');
  await person.opensTicket(SHIFT);
  const { page } = person;
  const note = page.getByTestId('of-colleague');
  await expect(note).toContainText('This is Silje Moen’s ticket');
  await expect(page.locator('#own-words')).toHaveText('Silje Moen');
  await page.getByRole('button', { name: 'More actions' }).press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Mark as solved' })).toHaveCount(0);
  await expect(page.getByRole('menuitem', { name: 'Change severity' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await note.getByRole('button', { name: 'Follow' }).press('Enter');
  await expect(note).toContainText('You are notified of answers.');
  await person.replies('Pay is run on Thursday this week.');
  await expect(page.getByTestId('message').last().getByRole('heading')).toHaveText('You');
  await expect(page.getByTestId('delivery').last()).toHaveText('Delivered');
  const { id } = ticketCalled(desk, SHIFT);
  expect(desk.specialist.messages(id).at(-1)).toMatchObject({ author: { id: 'fjordbygg-ingrid' } });
});

test('what is found says whose it is, and one’s own words are found as one’s own alone', async ({ open }) => {
  const person = await open();
  const { page } = person;
  await person.opensGroup('With specialist');
  await expect(row(person, SHIFT)).toBeVisible();
  await page.getByRole('navigation').getByRole('button', { name: 'Search' }).click();
  await page.getByRole('searchbox').fill('night shift');
  await expect(page.getByRole('option', { name: SHIFT })).toContainText('By Silje Moen');
  await page.getByRole('searchbox').fill('from:me again');
  await expect(
    page.getByText('Nothing found', { exact: false }).or(page.getByRole('option')).first(),
  ).toBeVisible();
  // Jonas wrote it in his own ticket.
  await expect(page.getByRole('option', { name: 'All three can add companies' })).toHaveCount(0);
});

test('a ticket is filed for a colleague without a connection, and the review and the thread say for whom', async ({
  open,
  network,
  desk,
}) => {
  const person = await open();
  await person.seesConnection('Online');
  network.refuse();
  await person.startsTicket();
  await person.field('Your question').fill('The tablet of the night shift does not start');
  await person.goesOn();
  await person.onlyAsks();
  await person.goesOn();
  await person.goesOn();
  await person.page.getByRole('combobox', { name: 'Who is it for?' }).selectOption('Silje Moen');
  await person.field(/^What happened/).fill('It stays black.');
  await person.goesOn();
  await expect(person.page.getByTestId('review-for')).toHaveText('For Silje Moen');
  await person.sends();
  await expect(person.page.getByRole('heading', { level: 2, name: 'You, for Silje Moen' })).toBeVisible();
  await network.mend();
  await person.seesNumber();
  expect(ticketCalled(desk, 'The tablet of the night shift does not start')).toMatchObject({
    requester: { id: 'fjordbygg-silje' },
    filedBy: { id: 'fjordbygg-ingrid' },
  });
});

test('whom another account writes for is not judged here, and is themselves once they take it over', async ({
  open,
  desk,
}) => {
  const person = await open({ env: { LIFELINE_DESK_URL: desk.url } });
  const forWhom = person.page.getByRole('combobox', { name: 'Who is it for?' });
  const step = (name: string) =>
    person.page.getByRole('list', { name: 'Steps' }).getByRole('button', { name }).click();
  await person.seesConnection('Online');
  await person.startsTicket();
  await person.field('Your question').fill('The tablet is black');
  await person.goesOn();
  await person.onlyAsks();
  await person.goesOn();
  await person.goesOn();
  await forWhom.selectOption('Silje Moen');
  await person.seesSaved();
  await person.savesDesk({ url: desk.url, token: 'silje' });
  await person.page.getByRole('button', { name: 'Switch account' }).click();
  await expect(person.page.getByTestId('desk-saved')).toContainText('Silje Moen');
  await person.opensGroup('Drafts');
  await person.opensDraft('The tablet is black');
  await step('Details');
  await expect(forWhom).toBeDisabled();
  await expect(forWhom.locator(':checked')).toHaveText('Silje Moen');
  await step('Review');
  await expect(person.page.getByRole('main')).not.toContainText('no longer');
  await person.page.getByRole('button', { name: 'Use for Silje Moen at Northwind Premium Support' }).click();
  await expect(person.page.getByTestId('review-for')).toHaveCount(0);
  await step('Details');
  await expect(person.page.getByText('no longer offered')).toHaveCount(0);
});

test('a ticket is used again as a draft, which says what it left out and can be undone', async ({ open }) => {
  const person = await open();
  const { page } = person;
  await person.opensGroup('Solved');
  await person.opensTicket('Report for the third quarter lacks two sites');
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Use again' }).click();
  await expect(page.getByRole('list', { name: 'Steps' })).toBeVisible();
  const toast = page.getByText('New draft from “Report for the third quarter').last();
  await expect(toast).toContainText('are not copied');
  await page.getByRole('list', { name: 'Steps' }).getByRole('button', { name: 'Details' }).click();
  await expect(person.field('Title')).toHaveValue('Report for the third quarter lacks two sites');
  await expect(person.field('Or describe it')).toHaveValue('');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: 'Report for the third quarter lacks two sites' }),
  ).toBeVisible();
  await person.opensGroup('Drafts');
  await expect(rows(person)).toHaveCount(0);
});

test('who is signed in, the plan and the promise are there without a press, also without a connection', async ({
  open,
  network,
}) => {
  const first = await open();
  await first.seesConnection('Online');
  await first.app.close();
  network.refuse();
  const person = await open();
  const { page } = person;
  await expect(page.getByRole('region', { name: 'Your account' })).toContainText('Premium');
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  const account = page.getByRole('region', { name: 'Your account' });
  for (const words of [
    'Ingrid Solheim',
    'Designated super admin',
    'All tickets of your company',
    'within 30',
  ]) {
    await expect(account).toContainText(new RegExp(words, 'i'));
  }
  await expect(account).toContainText(/As of|From an earlier answer/);
});
