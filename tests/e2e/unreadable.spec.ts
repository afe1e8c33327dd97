/** News that this version cannot read stops nothing, and is not passed over in silence. */
import { openBetween } from './between.ts';
import { expect, test } from './fixtures.ts';

test('a ticket with unreadable news says so, and so does the window for what belongs to none', async ({
  open,
  desk,
}) => {
  const [ticket] = desk.specialist.tickets().filter(({ status }) => status === 'open');
  if (ticket === undefined) throw new Error('The sample has no open ticket.');
  const newer = await openBetween(desk.url, {
    // Only with the first page, that tells of everything.
    tells: (changes) =>
      changes.length < 2
        ? changes
        : [
            ...changes,
            { kind: 'message', message: { id: 'from-the-future', ticketId: ticket.id, createdAt: 'soon' } },
            { kind: 'ticket', ticket: { id: 'of-a-form-to-come' } },
          ],
  });
  const person = await open({ env: { LIFELINE_DESK_URL: newer.url } });
  await person.seesConnection('Online');
  const line = person.page.getByText('something that this version of Lifeline cannot read.');
  await expect(line).toBeVisible();
  await person.page.getByRole('button', { name: 'Hide' }).click();
  await expect(line).toHaveCount(0);
  await person.opensGroup('With specialist');
  await expect(person.page.getByRole('row', { name: /Unreadable update/ })).toHaveCount(1);
  await person.opensTicket(ticket.title);
  await expect(person.page.getByTestId('unread-news')).toContainText(
    'This ticket has an update that this version of Lifeline cannot read.',
  );
  await expect(person.page.getByTestId('unread-news')).toContainText('or call +47 55 50 01 42.');
  await person.replies('It goes on all the same.');
  await expect(person.page.getByTestId('delivery').last()).toHaveText('Delivered');
  newer.close();
});
