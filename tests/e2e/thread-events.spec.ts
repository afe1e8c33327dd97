/** What happens to a ticket beside its messages, and what its requester says of the help in the end. */
import { deskClient, submission, testIds } from '../desk/deskClient.ts';
import { expect, test } from './fixtures.ts';

const ids = testIds(25);
const TITLE = 'The export stops half way';

test('what the desk does to a ticket stands as quiet lines at its place between the messages, each once', async ({
  open,
  desk,
}) => {
  const [id, other] = [ids.ticket(), ids.ticket()];
  const client = deskClient(desk);
  await client.putTicket(id, 'one', submission({ title: TITLE }));
  await client.putTicket(other, 'other', submission({ title: 'The export is slow' }));
  const person = await open();
  await person.seesConnection('Online');
  await person.opensGroup('With specialist');
  await person.opensTicket(TITLE);
  const thread = person.page.getByRole('region', { name: 'Messages' });
  const lines = thread.getByTestId('event');
  desk.specialist.assign(id, 'Maya');
  await expect(lines).toContainText('Maya was assigned');
  desk.specialist.reply(id, 'Which file is it?', { as: 'Maya' });
  await expect(thread.getByTestId('message')).toHaveCount(1);
  desk.specialist.setSeverity(id, 'business_critical', { by: 'Maya', reason: 'Nobody can export.' });
  desk.specialist.merge(other, id, 'Tomás');
  await expect(lines.nth(2)).toContainText('Tomás merged LL-');
  await expect(lines.nth(1)).toContainText(
    'Maya changed the severity from Standard to Business-critical: Nobody can export.',
  );
  const places = await thread
    .locator('[data-testid="event"], [data-testid="message"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-testid')));
  expect(places).toEqual(['event', 'message', 'event', 'event']);

  await lines
    .nth(2)
    .getByRole('button', { name: /^Open LL-/ })
    .press('Enter');
  await expect(person.page.getByRole('heading', { level: 1, name: 'The export is slow' })).toBeVisible();
  await expect(thread.getByTestId('event')).toContainText('merged this into LL-');

  // A thousand judgements that change nothing are no lines, and take no place from what did happen.
  for (let each = 0; each < 1_000; each += 1) desk.specialist.setSeverity(other, 'standard', { by: 'Maya' });
  desk.specialist.assign(other, 'Maya');
  await expect(lines.last()).toContainText('Maya was assigned');
  await expect(lines).toHaveCount(2);
  await thread
    .getByTestId('event')
    .getByRole('button', { name: /^Open LL-/ })
    .click();
  await expect(lines).toHaveCount(3);
});

test('the help is rated in one press, without a network too, and the last word is what the desk has (invariants 2, 7)', async ({
  open,
  desk,
  network,
}) => {
  const id = ids.ticket();
  await deskClient(desk).putTicket(id, 'rated', submission({ title: TITLE }));
  desk.specialist.reply(id, 'It is mended.', { status: 'solved' });
  const rating = () => desk.specialist.tickets().find((ticket) => ticket.id === id)?.rating;
  const person = await open();
  await person.seesConnection('Online');
  await person.opensGroup('Solved');
  await person.opensTicket(TITLE);
  await network.cut();
  await person.seesConnection('Offline');
  const rate = person.page.getByRole('form', { name: 'How was the help?' });
  await rate.getByRole('radio', { name: 'All right' }).press('Space');
  await expect(rate.getByRole('status')).toHaveText('In the outbox.');
  await person.restsInOutbox();
  await rate.getByRole('radio', { name: 'Good', exact: true }).press('Space');
  await rate.getByRole('textbox', { name: 'Tell us why' }).fill('Quick, and kind.');
  await person.restsInOutbox();
  await rate.getByRole('button', { name: 'Send' }).press('Enter');
  await expect(rate.getByRole('button', { name: 'Send' })).toBeDisabled();
  expect(rating()).toBeNull();
  // It may be closed in the meantime.
  desk.specialist.setStatus(id, 'closed');
  await network.mend();
  await expect(rate.getByRole('status')).toHaveText('The desk has your rating. You can change it.');
  expect(rating()).toEqual({ score: 'good', comment: 'Quick, and kind.' });
  expect(desk.ledger().edits).toHaveLength(1);
});
