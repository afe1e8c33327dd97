/** A desk that leaves something out takes nothing from the person: it is marked, kept, and sent again when they want (invariant 10). */
import type { Desk } from '../desk/desk.ts';
import { ticketCalled } from './at-desk.ts';
import { openBetween } from './between.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

// With the tickets of a year, three of them are few enough to be believed at once.
test.use({ deskOptions: { history: true } });

/** Waits until everything that the desk has is here. */
async function hasAll(person: Person, desk: Desk): Promise<void> {
  const count = () =>
    person.page.evaluate(async () => {
      const answer = await window.lifeline?.invoke('inbox.list', {});
      return answer?.ok ? answer.value.length : 0;
    });
  await expect.poll(count).toBe(desk.specialist.tickets().length);
}

test('a desk that shows nothing any more is not believed at once: all is here, and the window says what it sees', async ({
  open,
  desk,
}) => {
  const person = await open();
  await hasAll(person, desk);
  const all = desk.specialist.tickets();
  desk.lose(
    'ticket',
    all.map(({ id }) => id),
  );
  await expect(person.page.getByText(`Your desk shows 0 of your ${all.length} tickets.`)).toContainText(
    /keeps everything it has and checks again at .*\d/,
  );
  await person.opensGroup('Solved');
  await expect(person.page.getByRole('row')).not.toHaveCount(0);
  await expect(person.page.getByText('Missing from the desk')).toHaveCount(0);
  await person.seesConnection('Online');
});

test('a ticket that the desk has lost keeps every word, and goes there again in one press, with its reply and its file', async ({
  open,
  desk,
}) => {
  const title = 'The export stops';
  const person = await open();
  await person.files(title, { description: 'At row 500.' });
  await person.seesNumber();
  await person.replies('It is row 501.');
  await expect(person.page.getByTestId('delivery')).toHaveText('Delivered');
  const { id } = ticketCalled(desk, title);
  desk.specialist.reply(id, 'We are looking into it.');
  await expect(person.page.getByTestId('message')).toHaveCount(2);
  const before = desk.ledger();

  desk.lose('ticket', [id]);
  const main = person.page.getByRole('main');
  const note = person.page.getByRole('region', { name: 'The desk no longer has this ticket.' });
  await expect(note).toContainText('Everything in it is still here.');
  for (const words of ['At row 500.', 'It is row 501.', 'We are looking into it.'])
    await expect(main.getByText(words).first()).toBeVisible();
  await expect(
    person.page.getByRole('row', { name: /The export stops.*Missing from the desk/ }),
  ).toBeVisible();
  // No words are let run into a refusal.
  await expect(main.getByText('Send this ticket again first. Then you can reply.')).toBeVisible();
  await expect(person.field('Reply')).toHaveCount(0);

  // The line above everything leads to it, whatever group it is in.
  await expect(person.page.getByText('1 of your tickets is missing from the desk.')).toBeVisible();
  await person.page.getByRole('button', { name: 'Show', exact: true }).click();
  await expect(person.page.getByRole('option', { name: title })).toContainText('Missing from the desk');
  await person.page.getByRole('option', { name: title }).click();

  // Held back on its way, it says so, and can be left as it was.
  desk.faults.set({ kind: 'status', status: 503, retryAfterSeconds: 1800, method: 'PUT' });
  await note.getByRole('button', { name: 'Send again' }).click();
  const again = person.page.getByRole('region', { name: 'This ticket is being sent again.' });
  await expect(again).toContainText('The desk asked us to wait until');
  await again.getByRole('button', { name: 'Don’t send again' }).press('Enter');
  await expect(note).toBeVisible();
  // The button is gone, and the focus is not.
  await expect(person.page.locator('body')).not.toBeFocused();
  desk.faults.clear();
  await note.getByRole('button', { name: 'Send again' }).click();
  await expect(note).toHaveCount(0);
  await expect(again).toHaveCount(0);
  await expect.poll(() => desk.specialist.messages(id).map(({ body }) => body)).toEqual(['It is row 501.']);
  expect(ticketCalled(desk, title).id).toBe(id);
  // The very bytes of the first time, under a key of their own (invariant 2).
  const [first, last] = [before.tickets, desk.ledger().tickets].map((list) =>
    list.findLast((one) => one.id === id),
  );
  expect(Buffer.from(last?.body ?? [])).toEqual(Buffer.from(first?.body ?? [0]));
  await expect(main.getByText('We are looking into it.')).toBeVisible();
});

test('a lost ticket that is refused on its way back says so, and is no longer said to be sent again', async ({
  open,
  desk,
}) => {
  test.slow();
  let title: string | null = null;
  const firewall = await openBetween(desk.url, { refuses: () => title });
  const person = await open({ env: { LIFELINE_DESK_URL: firewall.url } });
  await person.files('Lost and refused', { description: 'Anything.' });
  await person.seesNumber();
  await hasAll(person, desk);
  desk.lose('ticket', [ticketCalled(desk, 'Lost and refused').id]);
  const lost = person.page.getByRole('region', { name: 'The desk no longer has this ticket.' });
  await expect(lost).toBeVisible();
  title = 'Blocked by policy 17';
  await lost.getByRole('button', { name: 'Send again' }).click();
  const banner = person.page.getByRole('region', { name: /^Something between you and the desk/ });
  await person.triesUntil(banner);
  await expect(banner).toContainText('HTTP 403: Blocked by policy 17');
  await expect(person.page.getByText('Sending again')).toHaveCount(0);
  await expect(person.page.getByText('This ticket is being sent again.')).toHaveCount(0);
  await banner.getByRole('button', { name: 'Don’t send again' }).click();
  await expect(lost).toBeVisible();
  firewall.close();
});

test('all of one’s own go again from the line above, and the toast says how many', async ({ open, desk }) => {
  const person = await open();
  await hasAll(person, desk);
  const lost = desk.specialist
    .tickets()
    .filter(({ status }) => status === 'open')
    .slice(0, 2);
  desk.lose(
    'ticket',
    lost.map(({ id }) => id),
  );
  await expect(person.page.getByText('2 of your tickets are missing from the desk.')).toBeVisible();
  await person.page.getByRole('button', { name: 'Send my 2 open ones again' }).click();
  await expect(person.page.getByText('2 tickets are back in the outbox').first()).toBeVisible();
  await expect(person.page.getByText('missing from the desk.')).toHaveCount(0);
  for (const { title } of lost) expect(ticketCalled(desk, title)).toBeDefined();
});

test('a reply that the desk has lost is marked where it stands, and can be sent again alone', async ({
  open,
  desk,
}) => {
  const person = await open();
  await person.files('The export stops', { description: 'At row 500.' });
  await person.seesNumber();
  await person.replies('It is row 501.');
  await expect(person.page.getByTestId('delivery')).toHaveText('Delivered');
  const { id } = ticketCalled(desk, 'The export stops');
  const [reply] = desk.specialist.messages(id);
  if (reply === undefined) throw new Error('The desk has no reply.');
  desk.lose('message', [reply.id]);
  await expect(person.page.getByTestId('lost-message')).toHaveText('no longer at the desk');
  const message = person.page.getByTestId('message').first();
  await expect(message).toContainText('It is row 501.');
  await message.getByRole('button', { name: 'Send again' }).click();
  await expect(person.page.getByTestId('delivery')).toHaveText('Delivered');
  expect(desk.specialist.messages(id).map(({ id: each }) => each)).toEqual([reply.id]);
});

test('a text that the desk has changed keeps what stood there before', async ({ open, desk }) => {
  const person = await open();
  await person.files('The export stops', { description: 'At row 500.' });
  await person.seesNumber();
  const { id } = ticketCalled(desk, 'The export stops');
  const answer = desk.specialist.reply(id, 'Try another browser.');
  await expect(person.page.getByTestId('message')).toContainText('Try another browser.');
  if (answer === null) throw new Error('There is no answer.');
  desk.specialist.editMessage(answer.id, 'Try another row.');
  await expect(person.page.getByTestId('message')).toContainText('Try another row.');
  await person.page.getByRole('button', { name: 'Earlier text' }).click();
  await expect(person.page.getByTestId('message')).toContainText('Try another browser.');
});
