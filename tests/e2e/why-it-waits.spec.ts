/** Whatever waits says why and until when (invariant 7), can be tried at once, and can be taken back unless the desk has it. */
import type { Desk } from '../desk/desk.ts';
import { ticketCalled } from './at-desk.ts';
import { openBetween } from './between.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

const rows = (person: Person) => person.page.getByRole('list', { name: 'Outbox' }).getByRole('listitem');

test('a ticket that the desk asked to hold names the time, what stands behind it says so, and "Try now" tries it', async ({
  open,
  desk,
}) => {
  desk.faults.set({ kind: 'status', status: 503, retryAfterSeconds: 1800, method: 'PUT' });
  const person = await open();
  await person.seesConnection('Online');
  await person.files('Held by the desk', { description: 'Anything.' });
  await expect(person.page.getByRole('main').getByText(/The desk asked us to wait until .*\d/)).toBeVisible();
  await expect(person.page.getByText('goes out right away', { exact: false })).toHaveCount(0);
  await person.opensOutbox();
  await expect(rows(person)).toContainText('The desk asked us to wait until');
  await expect(person.page.getByRole('dialog')).not.toContainText('at once');

  const tryNow = person.page.getByRole('button', { name: /^(Try now|Trying…)$/ });
  desk.faults.clear();
  await expect(tryNow).toBeEnabled();
  await tryNow.click();
  await expect(tryNow).toBeEnabled();
  await expect(person.page.getByText('Nothing is waiting.')).toBeVisible();
  expect(desk.ledger().tickets).toHaveLength(1);
});

test('without a connection, and behind its own ticket, each row says what it waits for', async ({
  open,
  network,
  desk,
}) => {
  const person = await open();
  await person.files('The export stops', { description: 'At row 500.' });
  await person.seesNumber();
  await network.cut();
  await person.seesConnection('Offline');
  await person.replies('It is row 501.');
  await expect(person.page.getByTestId('message').last()).toContainText('No connection.');
  await person.replies('Or row 502.');
  await person.opensOutbox();
  await expect(rows(person)).toHaveCount(2);
  await expect(rows(person).nth(0)).toContainText('No connection.');
  await expect(rows(person).nth(1)).toContainText('Sends after another reply in “The export stops”');
  await network.mend();
  await person.page.getByRole('button', { name: 'Try now' }).click();
  await person.seesConnection('Online$');
  const { id } = ticketCalled(desk, 'The export stops');
  expect(desk.specialist.messages(id).map(({ body }) => body)).toEqual(['It is row 501.', 'Or row 502.']);
});

/** Files a ticket whose first try came to nothing in a way that leaves open whether it has arrived. */
async function filesDoubtful(person: Person, desk: Desk, title: string): Promise<void> {
  await person.seesConnection('Online');
  desk.faults.set({ kind: 'status', status: 503, retryAfterSeconds: 1800, method: 'PUT' });
  await person.files(title, { description: 'Anything.' });
  await expect(person.page.getByRole('main')).toContainText('The desk may already have it.');
}

test('what may have arrived is asked for at the desk, and taken back when it has nothing', async ({
  open,
  desk,
}) => {
  const person = await open();
  await filesDoubtful(person, desk, 'Not there');
  await person.page.getByRole('main').getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(person.page.getByRole('list', { name: 'Steps' })).toBeVisible();
  expect(desk.ledger().tickets).toHaveLength(0);
});

test('while the desk cannot be asked, what may have arrived stays, and the person is told why', async ({
  open,
  desk,
  network,
}) => {
  const person = await open();
  await filesDoubtful(person, desk, 'Nobody knows');
  await network.cut();
  await person.seesConnection('Offline');
  await person.page.getByRole('main').getByRole('button', { name: 'Edit', exact: true }).click();
  await expect(person.page.getByRole('alert')).toContainText('cannot be asked right now');
  await person.seesConnection('Offline · 1 waiting');
});

test('something in between that refuses one ticket again and again is named, with its own words', async ({
  open,
  desk,
}) => {
  // It has to last before it is taken for lasting.
  test.slow();
  // A firewall that dislikes new tickets, and lets everything else through.
  const firewall = await openBetween(desk.url, { refuses: () => 'Blocked by policy 17' });
  const person = await open({ env: { LIFELINE_DESK_URL: firewall.url } });
  await person.seesConnection('Online');
  await person.files('Refused on the way', { description: 'Anything.' });
  const banner = person.page.getByRole('region', { name: /^Something between you and the desk/ });
  await person.triesUntil(banner);
  await expect(banner).toContainText('It answered');
  await expect(banner).toContainText('HTTP 403: Blocked by policy 17');
  await expect(banner).toContainText('Lifeline does not try again automatically.');
  await expect(banner).toContainText('+47 55 50 01 42');
  await expect(banner.getByRole('button', { name: 'Call sheet' })).toBeVisible();
  await banner.getByRole('button', { name: 'Send again', exact: true }).click();
  await expect(banner).toHaveCount(0);
  await person.triesUntil(banner);
  await banner.getByRole('button', { name: 'Edit and send again' }).click();
  await expect(person.page.getByRole('list', { name: 'Steps' })).toBeVisible();
  firewall.close();
});

test('while the desk answers and what is sent hangs, the number stays and nothing is said to go right away', async ({
  open,
  desk,
}) => {
  test.slow();
  const person = await open();
  await person.seesConnection('Online');
  desk.faults.set({ kind: 'latency', ms: 600_000, method: 'PUT' });
  await person.files('The changes hang', { description: 'Anything.' });
  const banner = person.page.getByRole('region', { name: /^Not sent yet/ });
  await expect(banner).toContainText('It is being sent now.');
  await expect(banner).toContainText('+47 55 50 01 42');
  await person.opensOutbox();
  const popover = person.page.getByRole('dialog');
  // At once, and not only after a while.
  expect(await popover.textContent()).not.toContain('goes out right away');
  await expect(rows(person)).toContainText(/tried [2-9] times/, { timeout: 60_000 });
  await expect(popover).not.toContainText('goes out right away');
  await expect(popover).not.toContainText('No answer from this address');
  await expect(banner).toContainText('+47 55 50 01 42');
});
