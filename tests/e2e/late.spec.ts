/** A ticket that had to wait long: it is sent without waiting for an answer, and the person is asked. */
import { ticketCalled } from './at-desk.ts';
import { minutesAgo, submitted } from './earlier.ts';
import { expect, test } from './fixtures.ts';

const TITLE = 'The export stops halfway';

test('a ticket that waited long is sent first and asked about after; “yes” tells the specialists', async ({
  open,
  profile,
  desk,
}) => {
  await minutesAgo(profile, 45, (core) => submitted(core, TITLE));
  const person = await open();
  await person.seesConnection('Online$');
  await person.opensGroup('Your turn');
  await expect(person.page.getByRole('row', { name: TITLE })).toContainText('Still happening?');
  await person.opensTicket(TITLE);
  const question = person.page.getByRole('region', { name: 'Is it still happening?' });
  await expect(question).toContainText('The desk has it now.');
  expect(await person.page.getByRole('dialog').count()).toBe(0);
  await question.getByRole('button', { name: 'Yes, still' }).press('Enter');
  await expect(question).toHaveCount(0);
  // The button is gone, and whoever pressed it is still in the ticket.
  await expect(person.page.getByRole('main').locator(':focus')).toHaveCount(1);
  await expect(person.page.getByTestId('message')).toContainText('This is still happening.');
  await expect(person.page.getByTestId('delivery')).toHaveText('Delivered');
  expect(desk.specialist.messages(ticketCalled(desk, TITLE).id)).toHaveLength(1);
});

test('with “while it waits” the question comes before sending, and an answer holds nothing back', async ({
  open,
  profile,
  network,
  desk,
}) => {
  await network.cut();
  await minutesAgo(profile, 45, async (core) => {
    await core.handle('settings.savePreferences', { askStillHappening: 'before' });
    const id = await submitted(core, TITLE);
    await expect.poll(async () => (await core.handle('ticket.get', { id })).stillHappening).toBe('ask');
  });
  const person = await open();
  await person.seesConnection('Offline');
  await person.opensGroup('Outbox');
  await person.opensTicket(TITLE);
  const question = person.page.getByRole('region', { name: 'Is it still happening?' });
  await expect(question).toContainText('It will be sent whatever you answer.');
  await network.mend();
  await person.page.getByRole('button', { name: /^Connection/ }).click();
  await person.page.getByRole('button', { name: 'Try now' }).click();
  await expect.poll(() => desk.ledger().tickets.length).toBe(1);
  await person.page.keyboard.press('Escape');
  await person.seesNumber();
  await expect(question).toBeVisible();
});

test('a ticket that went out at once is not asked about', async ({ open }) => {
  const person = await open();
  await person.files(TITLE, { description: 'At row 500.' });
  await person.seesNumber();
  await expect(person.page.getByRole('region', { name: 'Is it still happening?' })).toHaveCount(0);
});
