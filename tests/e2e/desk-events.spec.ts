/** What the desk does to a ticket shows as what it is: who, when, and what it was before. */
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import type { Network } from './network.ts';
import type { Person } from './person.ts';

const TITLE = 'Nobody can pay';
const REASON = 'No orders can be taken.';

async function files(person: Person): Promise<void> {
  await person.files(TITLE, { description: 'Error 503 at the till.', reason: REASON });
  await person.seesNumber();
}

async function filesAndLosesNetwork(open: () => Promise<Person>, network: Network): Promise<Person> {
  const person = await open();
  await files(person);
  await network.cut();
  await person.seesConnection('Offline');
  return person;
}

async function chooses(person: Person, item: string): Promise<void> {
  await person.page.getByRole('button', { name: 'More actions' }).click();
  await person.page.getByRole('menuitem', { name: item }).click();
}

test('a severity that the desk lowers is shown with from, to, who, when and why', async ({ open, desk }) => {
  const person = await open();
  await files(person);
  desk.specialist.setSeverity(ticketCalled(desk, TITLE).id, 'standard', {
    by: 'Ingrid Solheim',
    reason: 'The other till works.',
  });
  const change = person.page.getByTestId('severity-change');
  await expect(change).toContainText('The desk has lowered the severity.');
  await expect(change).toContainText('Business-critical → Standard');
  await expect(change).toContainText(/Ingrid Solheim, \d+:\d\d [AP]M: The other till works\./);
});

test('an edited message says so, and a removed one names who removed it and keeps its place', async ({
  open,
  desk,
}) => {
  const person = await open();
  await files(person);
  const { id } = ticketCalled(desk, TITLE);
  const first = desk.specialist.reply(id, 'We are looking.');
  const second = desk.specialist.reply(id, 'Wrong ticket, sorry.');
  if (!first || !second) throw new Error('The desk did not answer.');
  const messages = person.page.getByTestId('message');
  await expect(messages).toHaveCount(2);
  desk.specialist.editMessage(first.id, 'We have found it.');
  desk.specialist.takeAway('message', second.id, 'Ingrid Solheim');
  await expect(messages.first()).toContainText('We have found it.');
  await expect(messages.first()).toContainText(/edited \d+:\d\d/);
  await expect(messages.last()).toContainText('Ingrid Solheim removed this message');
  await expect(messages.last()).not.toContainText('Wrong ticket');
});

test('a ticket that the desk removes is kept here, says so, and takes no more replies', async ({
  open,
  desk,
}) => {
  const person = await open();
  await files(person);
  desk.specialist.takeAway('ticket', ticketCalled(desk, TITLE).id, 'Jonas Berg');
  const banner = person.page.getByRole('region', { name: 'The desk has removed this ticket.' });
  await expect(banner).toContainText('Jonas Berg removed it');
  await expect(person.page.getByRole('main')).toContainText('Error 503 at the till.');
  await expect(person.field('Reply')).toHaveCount(0);
});

test('marked as solved without a network, it says that it waits, and the desk gets it', async ({
  open,
  desk,
  network,
}) => {
  const person = await filesAndLosesNetwork(open, network);
  await chooses(person, 'Mark as solved');
  await expect(person.page.getByTestId('pending-edit')).toContainText('In the outbox: Mark as solved');
  await network.mend();
  await expect(person.page.getByTestId('pending-edit')).toHaveCount(0, { timeout: 30_000 });
  expect(ticketCalled(desk, TITLE).status).toBe('solved');
  await chooses(person, 'Reopen');
  await expect.poll(() => ticketCalled(desk, TITLE).status).toBe('open');
});

test('another severity is asked for with a reason', async ({ open, desk }) => {
  const person = await open();
  await person.files(TITLE, { description: 'Error 503 at the till.' });
  await person.seesNumber();
  await chooses(person, 'Change severity');
  const form = person.page.getByRole('dialog', { name: 'Request a different severity' });
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form).toContainText('Say why');
  await form.getByRole('textbox', { name: 'Why?' }).fill(REASON);
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(form).toHaveCount(0);
  await expect.poll(() => ticketCalled(desk, TITLE).severity).toBe('business_critical');
  expect(ticketCalled(desk, TITLE).severityReason).toBe(REASON);
});

for (const [button, status] of [
  ['Send mine', 'solved'],
  ['Keep the desk’s', 'waiting_on_requester'],
] as const) {
  test(`changed here and at the desk, both versions are shown, and “${button}” decides`, async ({
    open,
    desk,
    network,
  }) => {
    const person = await filesAndLosesNetwork(open, network);
    await chooses(person, 'Mark as solved');
    desk.specialist.setStatus(ticketCalled(desk, TITLE).id, 'waiting_on_requester');
    await network.mend();
    const conflict = person.page.getByRole('region', { name: 'You and the desk have changed this' });
    await expect(conflict.getByRole('region', { name: 'Your change' })).toContainText('Solved', {
      timeout: 30_000,
    });
    await expect(conflict.getByRole('region', { name: /^The desk’s version/ })).toContainText('Your turn');
    await conflict.getByRole('button', { name: button }).click();
    await expect(conflict).toHaveCount(0);
    await expect.poll(() => ticketCalled(desk, TITLE).status).toBe(status);
    await person.seesConnection('Online$');
  });
}

test('a change that the desk refuses shows its words, and the person’s own', async ({
  open,
  desk,
  network,
}) => {
  const person = await filesAndLosesNetwork(open, network);
  await chooses(person, 'Change severity');
  const form = person.page.getByRole('dialog', { name: 'Request a different severity' });
  await form.getByRole('textbox', { name: 'Why?' }).fill('The other till works.');
  await form.getByRole('button', { name: 'Send' }).click();
  await chooses(person, 'Mark as solved');
  desk.specialist.setStatus(ticketCalled(desk, TITLE).id, 'closed');
  await network.mend();
  const conflict = person.page.getByRole('region', { name: 'You and the desk have changed this' });
  await conflict.getByRole('button', { name: 'Send mine' }).click({ timeout: 30_000 });
  const refused = person.page.getByRole('region', { name: 'The desk did not accept your change' });
  const mine = refused.getByRole('region', { name: 'Your change' });
  await expect(refused).toContainText('is closed. Please write a new ticket.', { timeout: 30_000 });
  await expect(mine).toContainText('Solved');
  await expect(mine).toContainText('The other till works.');
  await refused.getByRole('button', { name: 'Keep the desk’s' }).click();
  await expect(refused).toHaveCount(0);
  await person.seesConnection('Online$');
});

test('a reply to a ticket that is gone is refused with the desk’s words, visible, and can be let go of', async ({
  open,
  desk,
  network,
}) => {
  const person = await filesAndLosesNetwork(open, network);
  await person.replies('Any news?');
  await expect(person.page.getByTestId('delivery')).toHaveText('In the outbox');
  desk.specialist.takeAway('ticket', ticketCalled(desk, TITLE).id);
  await network.mend();
  await person.seesConnection('Online · 1 not accepted');
  await person.opensGroup('Your turn');
  await expect(person.page.getByRole('row', { name: TITLE })).toContainText('Something was not accepted');
  await person.opensTicket(TITLE);
  await person.page.getByRole('button', { name: /^Connection/ }).click();
  const row = person.page.getByRole('list', { name: 'Outbox' }).getByRole('listitem');
  await expect(row).toContainText('The desk says');
  for (const action of ['Send again', 'Edit', 'Don’t send', 'Copy everything'])
    await expect(row.getByRole('button', { name: action })).toBeVisible();
  await row.getByRole('button', { name: 'Don’t send' }).click();
  await person.page.keyboard.press('Escape');
  const leftOver = person.page.getByRole('region', { name: 'You wrote this, but it was never sent' });
  await expect(leftOver).toContainText('Any news?');
});
