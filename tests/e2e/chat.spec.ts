/** A chat on the running app, with the network cut in the middle of it. */
import { deskClient, submission, testIds } from '../desk/deskClient.ts';
import { expect, test } from './fixtures.ts';

const TITLE = 'The editor shows a blank page';
const ids = testIds(18);

test('a chat says who is there; what is written while the network is gone waits, arrives once and in order (invariants 2, 5)', async ({
  open,
  desk,
  network,
}) => {
  const [before, id] = [ids.ticket(), ids.ticket()];
  const client = deskClient(desk);
  await client.putTicket(before, 'before', submission({ channel: 'chat', title: 'Somebody before' }));
  await client.putTicket(id, 'mine', submission({ channel: 'chat', title: TITLE }));
  const person = await open();
  await person.seesConnection('Online');
  await person.opensGroup('With specialist');
  await person.opensTicket(TITLE);
  const strip = person.page.getByRole('region', { name: 'Chat', exact: true });
  await expect(strip).toContainText('You are number 2');
  desk.specialist.chat.accept(before);
  await expect(strip).toContainText('You are number 1');
  desk.specialist.chat.accept(id, 'Maya');
  await expect(strip).toContainText('Maya is here');
  desk.specialist.chat.typing(id, true);
  await expect(strip).toContainText('Maya is typing');
  desk.specialist.chat.typing(id, false);
  await expect(strip).not.toContainText('is typing');

  const box = person.field('Reply');
  await box.fill('First');
  await box.press('Shift+Enter');
  await box.pressSequentially('second line');
  await box.press('Enter');
  await expect(box).toHaveValue('');
  await expect.poll(() => desk.specialist.messages(id).length).toBe(1);
  expect(desk.specialist.chat.requesterWroteAt(id)).not.toBeNull();

  await network.cut();
  await expect(strip).toContainText('wait here and send automatically');
  for (const text of ['During the cut', 'And one more']) {
    await box.fill(text);
    await box.press('Enter');
    await expect(box).toHaveValue('');
  }
  await expect(person.page.getByTestId('delivery').filter({ hasText: /outbox/i })).toHaveCount(2);
  desk.specialist.chat.presence(id, 'away');
  await network.mend();
  await expect(strip).toContainText('Maya is away for a moment');
  await expect
    .poll(() => desk.specialist.messages(id).map(({ body }) => body))
    .toEqual(['First\nsecond line', 'During the cut', 'And one more']);

  desk.specialist.chat.end(id);
  await expect(strip).toContainText('The chat has ended');
  await box.fill('One more line');
  await box.press('Enter');
  await expect(box).toHaveValue('One more line\n');
});

test('a chat goes on as a written ticket with all that was said in it, also when the network is gone (invariants 2, 6)', async ({
  open,
  desk,
  network,
}) => {
  const id = ids.ticket();
  await deskClient(desk).putTicket(id, 'a chat', submission({ channel: 'chat', title: TITLE }));
  desk.specialist.chat.accept(id, 'Maya');
  desk.specialist.reply(id, 'Which browser is it?');
  const person = await open();
  await person.seesConnection('Online');
  await person.opensGroup('With specialist');
  await person.opensTicket(TITLE);
  const strip = person.page.getByRole('region', { name: 'Chat', exact: true });
  await expect(strip).toContainText('Maya is here');
  await person.field('Reply').fill('All of them');
  await person.field('Reply').press('Enter');
  await expect.poll(() => desk.specialist.messages(id).length).toBe(2);

  await network.cut();
  await person.seesConnection('Offline');
  await strip.getByRole('button', { name: 'Continue as a ticket' }).press('Enter');
  const asked = person.page.getByRole('dialog');
  await asked.getByRole('button', { name: 'Continue as a ticket' }).press('Enter');
  await expect(person.page.getByTestId('pending-edit')).toContainText('Continue as a ticket');
  await network.mend();
  await expect(strip).toBeHidden();
  const atDesk = () => desk.specialist.tickets().find((ticket) => ticket.id === id);
  expect(atDesk()?.channel).toBe('email');
  expect(desk.specialist.chats().find(({ ticketId }) => ticketId === id)?.state).toBe('ended');
  await expect(person.page.getByTestId('message').filter({ hasText: 'Which browser is it?' })).toBeVisible();
  await expect(person.page.getByTestId('message').filter({ hasText: 'All of them' })).toBeVisible();
  await person.replies('Written at leisure');
  await expect.poll(() => desk.specialist.messages(id).length).toBe(3);
});

test('what is said in a chat that the person looks at raises no notification; once they look elsewhere it does (invariant 5)', async ({
  open,
  desk,
  desktop,
}) => {
  const id = ids.ticket();
  await deskClient(desk).putTicket(id, 'in sight', submission({ channel: 'chat', title: TITLE }));
  desk.specialist.chat.accept(id, 'Maya');
  const person = await open();
  await person.seesConnection('Online');
  await person.opensGroup('With specialist');
  await person.opensTicket(TITLE);
  await expect(person.page.getByRole('region', { name: 'Chat', exact: true })).toContainText('Maya is here');
  const seen = desktop.notifications().length;
  desk.specialist.reply(id, 'You are looking at this.');
  await expect(person.page.getByTestId('message')).toContainText('You are looking at this.');
  await person.opensGroup('Settings');
  desk.specialist.reply(id, 'You are not looking at this.');
  await desktop.waitForNotification((each) => each.body.includes('You are not looking at this.'));
  expect(desktop.notifications().slice(seen)).toHaveLength(1);
});
