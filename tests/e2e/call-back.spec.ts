/** A call-back on the running app, with the network cut in the middle of it. */
import { deskClient, submission, testIds } from '../desk/deskClient.ts';
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

const TITLE = 'Nobody can publish';
const ids = testIds(21);

const strip = ({ page }: Person) => page.getByRole('region', { name: 'Call-back', exact: true });

/** From a new ticket to the details, with a call to this number. */
async function choosesCall(person: Person, number: string) {
  await person.startsTicket();
  await person.field('Your question').fill(TITLE);
  await person.goesOn();
  await person.onlyAsks();
  await person.goesOn();
  await person.page.getByRole('radio', { name: /^Call-back/ }).press('Space');
  await person.field('Phone number').fill(number);
}

test('a call is asked for, rings, is missed, asked for again while the network is gone, and reached once (invariants 2, 7)', async ({
  open,
  desk,
  network,
  desktop,
}) => {
  const person = await open();
  await person.seesConnection('Online');
  await choosesCall(person, '+47 99 88 77 66');
  await person.goesOn();
  await person.goesOn();
  await person.sends();
  await expect(strip(person)).toContainText(/A specialist calls \+47 99 88 77 66, usually within [1-5] min/);
  const { id } = await ticketCalled(desk, TITLE);
  const callBack = () => desk.specialist.tickets().find((ticket) => ticket.id === id)?.callBack;
  expect(callBack()).toMatchObject({ number: '+47 99 88 77 66', at: null, state: 'queued' });

  desk.specialist.setCall(id, 'calling', 'Maya');
  await expect(strip(person)).toContainText('Maya is calling +47 99 88 77 66 now.');
  const spoken = person.page
    .getByRole('complementary', { name: 'Messages from Lifeline' })
    .getByRole('status');
  await expect(spoken).toContainText('Maya is calling +47 99 88 77 66 now.');
  const seen = desktop.notifications().length;
  desk.specialist.setCall(id, 'missed', 'Maya');
  await expect(strip(person)).toContainText('but got no answer');
  await expect
    .poll(() => desktop.notifications().slice(seen))
    .toMatchObject([{ summary: 'Missed call from your specialists' }]);
  await expect(strip(person)).toContainText('Call now: +47 55 50 01 42');

  await network.cut();
  await person.seesConnection('Offline');
  await strip(person).getByRole('button', { name: 'Request again' }).press('Enter');
  await person.field('Phone number').fill('+47 11 22 33 44');
  await person.field('Phone number').press('Enter');
  await expect(strip(person)).toContainText('in the outbox: +47 11 22 33 44, As soon as possible');
  expect(callBack()).toMatchObject({ state: 'missed' });
  await network.mend();
  await expect(strip(person)).toContainText('A specialist calls +47 11 22 33 44, usually within');
  expect(callBack()).toMatchObject({ number: '+47 11 22 33 44', state: 'queued' });
  expect(desk.ledger().edits).toHaveLength(1);

  desk.specialist.setCall(id, 'missed', 'Maya');
  await expect(person.page.getByRole('row', { name: /Missed call/ })).toBeVisible();
  await strip(person).getByRole('button', { name: 'No call needed' }).press('Enter');
  await expect(strip(person)).toBeHidden();
  await expect.poll(callBack).toBeNull();
  await person.page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(strip(person)).toContainText('within');

  desk.specialist.setCall(id, 'calling', 'Maya');
  desk.specialist.setCall(id, 'done', 'Maya');
  await expect(strip(person)).toContainText('Maya talked with you on the phone');
  await expect(person.page.getByRole('main').getByTestId('promise-clock')).toContainText('Answered');
});

test('a call that the desk has tried meanwhile is shown beside what was wanted; nothing is lost', async ({
  open,
  desk,
  network,
}) => {
  const id = ids.ticket();
  const wish = submission({ title: TITLE, channel: 'phone', phone: '+47 99 88 77 66' });
  await deskClient(desk).putTicket(id, 'a call', wish);
  const person = await open();
  await person.opensGroup('With specialist');
  await person.opensTicket(TITLE);
  await expect(strip(person)).toContainText('within');
  await network.cut();
  await person.seesConnection('Offline');
  await expect(strip(person)).toContainText('before the connection was lost');
  await strip(person).getByRole('button', { name: 'Change' }).click();
  await person.page.getByText('At a set time', { exact: true }).click();
  await expect(person.field('Best time')).toHaveValue(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/);
  await person.page.getByRole('button', { name: 'Request a call' }).click();
  await expect(strip(person)).toContainText('in the outbox');
  desk.specialist.setCall(id, 'missed', 'Maya');
  await network.mend();
  const conflict = person.page.getByRole('region', { name: 'Your change' });
  await expect(conflict).toContainText('+47 99 88 77 66');
  await expect(person.page.getByRole('region', { name: /^The desk’s version/ })).toContainText('missed');
  await conflict.getByRole('button', { name: 'Send mine' }).click();
  await expect(strip(person)).toContainText('A specialist calls +47 99 88 77 66 around');
});

test('a call that still waits here is called off without a word to the desk', async ({
  open,
  desk,
  network,
}) => {
  const id = ids.ticket();
  await deskClient(desk).putTicket(id, 'none', submission({ title: TITLE }));
  const person = await open();
  await person.opensGroup('With specialist');
  await person.opensTicket(TITLE);
  await network.cut();
  await person.seesConnection('Offline');
  await person.page.getByRole('button', { name: 'More actions' }).press('Enter');
  await person.page.getByRole('menuitem', { name: 'Request a call' }).press('Enter');
  await person.field('Phone number').fill('not a number');
  await person.page.getByRole('button', { name: 'Request a call' }).press('Enter');
  await expect(person.page.getByText('This is not a phone number.').first()).toBeVisible();
  await person.field('Phone number').fill('+47 11 22 33 44');
  await person.page.getByRole('button', { name: 'Request a call' }).press('Enter');
  await expect(strip(person)).toContainText('in the outbox');
  await person.restsInOutbox();
  await strip(person).getByRole('button', { name: 'Cancel call' }).press('Enter');
  await expect(strip(person)).toBeHidden();
  await person.page.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect(strip(person)).toContainText('in the outbox: +47 11 22 33 44');
  await person.restsInOutbox();
  await strip(person).getByRole('button', { name: 'Cancel call' }).press('Enter');
  await expect(strip(person)).toBeHidden();
  await network.mend();
  await person.seesConnection('Online');
  const all = await person.page.evaluate(() => window.lifeline?.invoke('outbox.list', {}));
  expect(all).toMatchObject({ ok: true, value: [] });
  expect(desk.ledger().edits).toEqual([]);
});

test('a call needs a number and a time to come, said where the person is looking', async ({ open }) => {
  const person = await open();
  await person.seesConnection('Online');
  await choosesCall(person, '12');
  await expect(person.page.getByText('This is not a phone number.').first()).toBeVisible();
  await person.page.getByText('At a set time', { exact: true }).click();
  await person.field('Best time').fill('2020-01-01T10:00');
  await expect(person.page.getByText('This time has passed.').first()).toBeVisible();
  await person.field('Best time').fill('2199-01-01T10:00');
  await expect(person.page.getByText('more than a month away').first()).toBeVisible();
  await person.field('Phone number').fill('');
  await person.goesOn();
  await person.goesOn();
  await expect(person.page.getByRole('button', { name: /^Phone number/ })).toBeVisible();
  await expect(person.page.getByRole('button', { name: /^Best time for a call/ })).toBeVisible();
});
