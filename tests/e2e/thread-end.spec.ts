/** The newest message stays in sight while the reader is there, whatever grows or shrinks; nobody else is pulled to it. */
import type { Locator } from '@playwright/test';
import type { DeskTicket } from '#shared/contract.ts';
import type { Desk } from '../desk/desk.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';
import { png } from './png.ts';

const MANY_LINES = Array.from({ length: 12 }, (_, line) => `Line ${line}.`).join('\n');

/** Opens a ticket whose answers do not fit the window, and stands at its end. */
async function readsAtEnd(open: () => Promise<Person>, desk: Desk): Promise<Person & { ticket: DeskTicket }> {
  const ticket = desk.specialist.tickets().find(({ status }) => status === 'open');
  if (ticket === undefined) throw new Error('The sample has no open ticket.');
  const person = await open();
  await person.seesConnection('Online');
  await person.page.setViewportSize({ width: 1240, height: 820 });
  for (let each = 1; each <= 14; each += 1)
    desk.specialist.reply(ticket.id, `Answer ${each}.\n\nWith a second paragraph.`);
  await person.opensGroup('Your turn');
  await person.opensTicket(ticket.title);
  await expect(person.page.getByTestId('message').last()).toContainText('Answer 14.');
  await staysAtEnd(messagesOf(person));
  return Object.assign(person, { ticket });
}

const messagesOf = ({ page }: Person): Locator => page.getByRole('region', { name: 'Messages' });

/** How far below what can be seen the thread goes on, in whole pixels. */
const below = (scroller: Locator) =>
  scroller.evaluate((each) => Math.floor(each.scrollHeight - each.scrollTop - each.clientHeight));
const staysAtEnd = (scroller: Locator) => expect.poll(() => below(scroller)).toBe(0);

/** Waits until a frame was drawn after everything that has just changed. */
const drawn = ({ page }: Person) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));

test('the window shrinks, and the newest message is still there', async ({ open, desk }) => {
  const person = await readsAtEnd(open, desk);
  for (const height of [640, 500, 820, 560]) {
    await person.page.setViewportSize({ width: 1240, height });
    await drawn(person);
    expect(await below(messagesOf(person)), `${height} px`).toBe(0);
  }
  await person.page.setViewportSize({ width: 900, height: 560 });
  await drawn(person);
  expect(await below(messagesOf(person))).toBe(0);
});

test('the composer grows by lines and by files, and the newest message is still there', async ({
  open,
  desk,
}) => {
  const person = await readsAtEnd(open, desk);
  await person.field('Reply').fill(MANY_LINES);
  await drawn(person);
  expect(await below(messagesOf(person))).toBe(0);
  const chosen = person.page.waitForEvent('filechooser');
  await person.page.getByRole('button', { name: 'Attach files' }).click();
  await (await chosen).setFiles({ name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('a log') });
  await expect(person.page.getByTestId('attachment').filter({ hasText: 'log.txt' })).toBeVisible();
  await staysAtEnd(messagesOf(person));
});

test('a picture that loads pushes nothing out of sight', async ({ open, desk }) => {
  const person = await readsAtEnd(open, desk);
  const answer = desk.specialist.reply(person.ticket.id, 'Look at this.');
  if (answer === null) throw new Error('The desk took no reply.');
  const picture = { name: 'shot.png', mediaType: 'image/png', bytes: png(600, 400) };
  desk.specialist.attach(person.ticket.id, { ...picture, messageId: answer.id });
  const shown = person.page.getByRole('img', { name: 'shot.png' });
  await expect.poll(() => shown.evaluate((each) => (each as HTMLImageElement).naturalHeight)).toBe(400);
  await staysAtEnd(messagesOf(person));
  expect((await shown.boundingBox())?.height).toBeGreaterThan(60);
});

test('a reply that was sent is seen, also by who had gone up to read', async ({ open, desk, network }) => {
  const person = await readsAtEnd(open, desk);
  const newest = person.page.getByTestId('message').last();
  await person.replies(MANY_LINES);
  await expect(newest).toContainText('Line 11.');
  await expect(newest).toContainText('Delivered');
  await staysAtEnd(messagesOf(person));

  await messagesOf(person).evaluate((each) => each.scrollTo({ top: 0 }));
  await drawn(person);
  expect(await below(messagesOf(person))).toBeGreaterThan(300);
  // What says why it waits comes later than the reply, and takes room below it.
  await network.cut();
  await person.replies('And one more thing.');
  await expect(newest).toContainText('And one more thing.');
  await expect(newest.getByRole('button', { name: 'Edit' })).toBeVisible();
  await staysAtEnd(messagesOf(person));
});

test('who has gone up to read is left where they are, whatever comes or changes its size', async ({
  open,
  desk,
}) => {
  const person = await readsAtEnd(open, desk);
  const scroller = messagesOf(person);
  await scroller.hover();
  await person.page.mouse.wheel(0, -500);
  await expect.poll(() => below(scroller)).toBeGreaterThan(300);
  await drawn(person);
  const before = await scroller.evaluate((each) => each.scrollTop);
  await person.page.setViewportSize({ width: 1240, height: 640 });
  await person.field('Reply').fill(MANY_LINES);
  desk.specialist.reply(person.ticket.id, 'The newest of all.');
  await expect(person.page.getByTestId('message').last()).toContainText('The newest of all.');
  await drawn(person);
  expect(await scroller.evaluate((each) => each.scrollTop)).toBe(before);
});
