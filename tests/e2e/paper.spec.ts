/** A ticket on paper: a PDF that holds everything, whatever part of it the thread shows. */
import { extractText, getDocumentProxy } from 'unpdf';
import { deskClient, submission, testIds } from '../desk/deskClient.ts';
import { expect, test } from './fixtures.ts';
import { offeredFile } from './offered-file.ts';

const TITLE = 'Orders are charged twice';
const ids = testIds(23);

test('the PDF of a ticket has every message with who and when, also those that the thread does not show', async ({
  open,
  desk,
}) => {
  const id = ids.ticket();
  const wrote = submission({ title: TITLE, description: 'Three customers so far.', hit: 'Checkout' });
  await deskClient(desk).putTicket(id, 'a key', wrote);
  for (let each = 1; each <= 120; each += 1)
    desk.specialist.reply(id, `Answer number ${each}.`, { as: 'Ægir Ødegård' });
  const person = await open();
  await person.opensGroup('With specialist');
  // What comes while a thread is open is shown besides what was there.
  await expect(person.page.getByRole('row', { name: TITLE })).toContainText('Answer number 120.');
  await person.opensTicket(TITLE);
  await expect(person.page.getByTestId('message')).toHaveCount(50);
  await person.field('Reply').fill('Not sent yet.');
  await person.page.getByRole('button', { name: 'More actions' }).press('Enter');
  const { name, bytes } = await offeredFile(person.page, () =>
    person.page.getByRole('menuitem', { name: 'Save as PDF' }).press('Enter'),
  );
  expect(name).toMatch(/^LL-\d+\.pdf$/);
  const pdf = await getDocumentProxy(Uint8Array.from(bytes));
  const { text, totalPages } = await extractText(pdf, { mergePages: true });
  expect(totalPages).toBeGreaterThan(5);
  for (const words of [TITLE, 'Three customers so far.', 'Checkout', 'Standard', 'Not sent yet.']) {
    expect(text).toContain(words);
  }
  const answers = [...text.matchAll(/Answer number (\d+)\./g)].map(([, number]) => Number(number));
  expect(answers).toEqual(Array.from({ length: 120 }, (_, at) => at + 1));
  expect(text.match(/Ægir Ødegård/g)).toHaveLength(120);
  // What is laid out for paper is gone from the page again.
  await expect(person.page.locator('.paper')).toHaveCount(0);
});
