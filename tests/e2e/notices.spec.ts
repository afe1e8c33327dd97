/** What knocks, when, and with which words. */
import type { Severity } from '#shared/contract.ts';
import type { Desk } from '../desk/desk.ts';
import { ticketCalled } from './at-desk.ts';
import { minutesAgo } from './earlier.ts';
import { expect, test } from './fixtures.ts';

function openTickets(desk: Desk, only?: Severity) {
  const open = desk.specialist
    .tickets()
    .filter(({ status, severity }) => status === 'open' && (only === undefined || severity === only));
  const [first, second] = open;
  if (first === undefined || second === undefined) throw new Error('The sample has too few open tickets.');
  return { first, second };
}

test('with content hidden, a notification says only that there is an answer, and a click still leads to it', async ({
  open,
  desk,
  desktop,
}) => {
  const person = await open();
  await person.seesConnection('Online');
  await person.page.getByRole('button', { name: 'Settings' }).click();
  await person.page.getByText('Hide message preview').click();
  await expect(person.page.getByRole('switch', { name: /Hide message preview/ })).toBeChecked();
  const { first } = openTickets(desk);
  const seen = desktop.notifications().length;
  desk.specialist.reply(first.id, 'The secret is in here.');
  const shown = await desktop.waitForNotification((each) => each.body === 'A specialist has answered.');
  expect(shown.summary).toBe('Lifeline');
  expect(JSON.stringify(desktop.notifications().slice(seen))).not.toMatch(/secret|Ingrid/);
  await desktop.click(shown.id);
  await expect(
    person.page.getByTestId('message').filter({ hasText: 'The secret is in here.' }),
  ).toBeFocused();
});

test('a muted ticket stays silent while the others knock, and is marked in the list', async ({
  open,
  desk,
  desktop,
}) => {
  const person = await open();
  await person.seesConnection('Online');
  const { first, second } = openTickets(desk);
  await person.opensGroup('With specialist');
  await person.opensTicket(first.title);
  await person.page.getByRole('button', { name: 'More actions' }).click();
  await person.page.getByRole('menuitem', { name: 'Mute answers' }).click();
  await expect(person.page.getByRole('row', { name: first.title })).toContainText('Muted');
  await person.opensGroup('Solved');
  const seen = desktop.notifications().length;
  desk.specialist.reply(first.id, 'Nobody hears this.');
  desk.specialist.reply(second.id, 'This one knocks.');
  await desktop.waitForNotification((each) => each.body.includes('This one knocks.'));
  expect(desktop.notifications().slice(seen)).toHaveLength(1);
  await person.opensGroup('Your turn');
  await expect(person.page.getByRole('row', { name: first.title })).toContainText('New answer');
});

test('what came while the app was closed is one notification, and a click leads to all of it', async ({
  open,
  desk,
  desktop,
}) => {
  const before = await open();
  // What is told before the history has been read is a part of it, and knocks at nobody's door.
  await expect.poll(() => desk.listeners()).toBe(1);
  await before.app.close();
  const { first, second } = openTickets(desk);
  for (const ticket of [first, second, first]) desk.specialist.reply(ticket.id, 'While you were away.');
  const seen = desktop.notifications().length;
  const person = await open();
  const shown = await desktop.waitForNotification((each) => each.summary === '3 new answers');
  expect(shown.body).toBe('In 2 tickets');
  expect(desktop.notifications().slice(seen)).toHaveLength(1);
  await person.opensGroup('Solved');
  await desktop.click(shown.id);
  await expect(person.page.getByRole('heading', { level: 1, name: 'Your turn' })).toBeVisible();
  await expect(person.page.getByRole('row', { name: first.title })).toBeVisible();
  await expect(person.page.getByRole('row', { name: second.title })).toBeVisible();
});

test('in quiet hours only business-critical tickets knock', async ({ open, profile, desk, desktop }) => {
  const minute = new Date().getHours() * 60 + new Date().getMinutes();
  await minutesAgo(profile, 0, async (core) => {
    // From an hour ago until an hour from now, also around midnight.
    const quietHours = { from: (minute + 1380) % 1440, to: (minute + 60) % 1440 };
    await core.handle('settings.savePreferences', { quietHours });
  });
  const person = await open();
  await person.seesConnection('Online');
  await person.files('Nobody can pay', { description: 'Error 503.', reason: 'No orders can be taken.' });
  await person.seesNumber();
  const critical = ticketCalled(desk, 'Nobody can pay');
  const standard = openTickets(desk, 'standard').first;
  await person.opensGroup('Solved');
  const seen = desktop.notifications().length;
  desk.specialist.reply(standard.id, 'This can wait.');
  desk.specialist.reply(critical.id, 'This cannot wait.');
  await desktop.waitForNotification((each) => each.body.includes('This cannot wait.'));
  expect(desktop.notifications().slice(seen)).toHaveLength(1);
  await person.opensGroup('Your turn');
  await expect(person.page.getByRole('row', { name: standard.title })).toContainText('New answer');
});

test('quiet hours are set in the settings and are still there after a restart', async ({ open }) => {
  const first = await open();
  await first.seesConnection('Online');
  await first.page.getByRole('button', { name: 'Settings' }).click();
  await first.page.getByText('Quiet hours', { exact: true }).click();
  await first.page.getByRole('textbox', { name: 'From' }).fill('21:30');
  await first.page.getByRole('textbox', { name: 'To', exact: true }).fill('06:15');
  await first.page.getByText('While it waits', { exact: true }).click();
  await expect(first.page.getByRole('radio', { name: 'While it waits' })).toBeChecked();
  await first.app.close();

  const second = await open();
  await second.page.getByRole('button', { name: 'Settings' }).click();
  await expect(second.page.getByRole('textbox', { name: 'From' })).toHaveValue('21:30');
  await expect(second.page.getByRole('textbox', { name: 'To', exact: true })).toHaveValue('06:15');
  await expect(second.page.getByRole('radio', { name: 'While it waits' })).toBeChecked();
});

test('an answer that is read in the app leaves the screen, and the others stay', async ({
  open,
  desk,
  desktop,
}) => {
  const person = await open();
  await person.seesConnection('Online');
  const { first, second } = openTickets(desk);
  desk.specialist.reply(first.id, 'Read this one in the app.');
  desk.specialist.reply(second.id, 'And leave this one.');
  const read = await desktop.waitForNotification((each) => each.body.includes('Read this one'));
  const left = await desktop.waitForNotification((each) => each.body.includes('And leave this one'));
  expect(desktop.onScreen()).toEqual(expect.arrayContaining([read.id, left.id]));
  await person.opensGroup('Your turn');
  await person.opensTicket(first.title);
  await expect.poll(() => desktop.onScreen()).not.toContain(read.id);
  expect(desktop.onScreen()).toContain(left.id);
  // Nobody who has gone can answer a click.
  await person.app.close();
  await expect.poll(() => desktop.onScreen()).not.toContain(left.id);
});

test('a window behind others has shown an answer to nobody', async ({ open, desk, desktop }) => {
  const person = await open();
  await person.seesConnection('Online');
  const { first } = openTickets(desk);
  await person.opensGroup('With specialist');
  await person.opensTicket(first.title);
  await person.page.evaluate(() => {
    document.hasFocus = () => false;
  });
  desk.specialist.reply(first.id, 'Nobody looks at this yet.');
  const shown = await desktop.waitForNotification((each) => each.body.includes('Nobody looks'));
  await expect(person.page.getByTestId('message').last()).toContainText('Nobody looks at this yet.');
  await expect(person.page.getByRole('row', { name: first.title })).toContainText('New answer');
  expect(desktop.onScreen()).toContain(shown.id);
  await person.page.evaluate(() => {
    document.hasFocus = () => true;
    window.dispatchEvent(new Event('focus'));
  });
  await expect.poll(() => desktop.onScreen()).not.toContain(shown.id);
});
