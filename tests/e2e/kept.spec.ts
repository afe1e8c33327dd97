/** How promises were kept, as an admin shows it to the vendor: in words, as pictures, as tables and as a file. */
import { parse } from 'csv-parse/sync';
import { expect, test } from './fixtures.ts';
import { offeredFile } from './offered-file.ts';
import type { Person } from './person.ts';

const PLACE = 'Response report';

async function goesToKept({ page }: Person): Promise<void> {
  await page.getByRole('navigation').getByRole('button', { name: PLACE }).click();
  await expect(page.getByRole('heading', { level: 1, name: PLACE })).toBeFocused();
}

test.describe('with a history', () => {
  test.use({ deskOptions: { history: true } });

  test('the sentence says what the desk knows, and each picture is there as a table too', async ({
    open,
    desk,
  }) => {
    const told = desk.specialist
      .tickets()
      .filter(({ promise, firstAnsweredAt }) => promise && firstAnsweredAt);
    const kept = told.filter(
      ({ promise, firstAnsweredAt }) => Date.parse(firstAnsweredAt ?? '') <= Date.parse(promise?.dueAt ?? ''),
    );
    const person = await open();
    const { page } = person;
    await person.seesConnection('Online$');
    await goesToKept(person);
    await page.getByText('All', { exact: true }).click();
    await expect(
      page.getByText(`So far ${kept.length} of ${told.length} promises were kept`, { exact: true }),
    ).toBeVisible();
    await expect(page.getByText(/Time zone: Europe\/Oslo/)).toBeVisible();
    await expect(page.getByRole('img', { name: 'First answers by month' })).toHaveCount(2);
    await expect(page.getByRole('img', { name: 'First answers by hour of the day' })).toHaveCount(2);
    await expect(page.getByText('Promise: 30 min')).toHaveCount(2);
    await expect(page.getByText('Promise: 1 hour')).toHaveCount(2);

    const byMonth = page.getByRole('figure', { name: 'First answers by month' });
    let counted = 0;
    for (const figure of await byMonth.all()) {
      await figure.getByRole('button', { name: 'As a table' }).click();
      const rows = figure.getByRole('table').getByRole('row');
      await expect(rows).not.toHaveCount(0);
      for (const row of await rows.allInnerTexts()) counted += Number(/(\d+) of \d+/.exec(row)?.[1] ?? 0);
    }
    expect(counted).toBe(kept.length);
  });

  test('the period changes the sentence and the axis by the keyboard alone', async ({ open }) => {
    const person = await open();
    const { page } = person;
    await person.seesConnection('Online$');
    await goesToKept(person);
    await expect(page.getByText(/^In the last six months \d+ of \d+ promises were kept$/)).toBeVisible();
    await page.getByRole('radio', { name: '6 months' }).focus();
    await page.keyboard.press('ArrowLeft');
    await expect(page.getByText(/^In the last three months \d+ of \d+ promises were kept$/)).toBeVisible();
    await expect(page.getByRole('radio', { name: '3 months' })).toBeFocused();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { level: 1, name: PLACE })).toHaveCount(0);
  });

  test('without a network everything is there, and the file has every ticket', async ({
    open,
    desk,
    network,
  }) => {
    const all = desk.specialist.tickets();
    const person = await open();
    const { page } = person;
    await person.seesConnection('Online$');
    // The last one that the desk tells of: then all are here.
    await person.opensGroup('With specialist');
    await expect(page.getByRole('row', { name: 'Invoice totals differ' })).toBeVisible();
    await network.cut();
    await person.seesConnection('Offline');
    await goesToKept(person);
    await page.getByText('All', { exact: true }).click();
    await expect(page.getByText(/^So far \d+ of \d+ promises were kept$/)).toBeVisible();
    const file = await offeredFile(page, () => page.getByRole('button', { name: 'Export CSV' }).click());
    expect(file.name).toMatch(/^response-report-\d{4}-\d\d-\d\d-to-\d{4}-\d\d-\d\d\.csv$/);
    expect(file.bytes.slice(0, 3)).toEqual([0xef, 0xbb, 0xbf]);
    const rows: string[][] = parse(Buffer.from(file.bytes), { bom: true, record_delimiter: '\r\n' });
    expect(rows[0]?.slice(0, 4)).toEqual(['Number', 'Title', 'Severity', 'Received (Europe/Oslo)']);
    expect(rows.slice(1).map(([number, title]) => [number, title])).toEqual(
      all
        .toSorted((a, b) => Date.parse(a.createdAt) - Date.parse(b.createdAt))
        .map(({ number, title }) => [number, title]),
    );
  });

  test('where a fraction begins with a comma, semicolons part the cells and days come first', async ({
    open,
  }) => {
    const person = await open({ env: { LC_ALL: 'nb_NO.UTF-8' } });
    const { page } = person;
    await person.seesConnection('Online$');
    await goesToKept(person);
    await page.getByText('All', { exact: true }).click();
    await expect(page.getByText(/from \d+ \p{L}+ \d{4} to \d+ \p{L}+ \d{4}/u)).toBeVisible();
    const file = await offeredFile(page, () => page.getByRole('button', { name: 'Export CSV' }).click());
    const table = { bom: true, record_delimiter: '\r\n', delimiter: ';' };
    const rows: string[][] = parse(Buffer.from(file.bytes), table);
    expect(rows[0]?.slice(0, 3)).toEqual(['Number', 'Title', 'Severity']);
  });

  test('on paper it is black on white, without what can only be pressed', async ({ open }) => {
    const person = await open();
    const { page } = person;
    await person.seesConnection('Online$');
    await goesToKept(person);
    await expect(page.getByRole('figure').first()).toBeVisible();
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await expect(page.getByText(/promises were kept$/)).toHaveCSS('color', 'rgb(0, 0, 0)');
    await expect(page.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
    await expect(page.getByRole('figure').last()).toBeVisible();
    await expect(page.getByRole('navigation')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Export CSV' })).toBeHidden();
  });
});

test('a month of few answers is marked as one', async ({ open }) => {
  const person = await open();
  const { page } = person;
  await person.seesConnection('Online$');
  await goesToKept(person);
  await expect(page.getByText('Fewer than 5 answers').first()).toBeVisible();
  const figure = page.getByRole('figure', { name: 'First answers by month' }).first();
  await figure.getByRole('button', { name: 'As a table' }).click();
  await expect(figure.getByRole('cell', { name: '1 of 1 (few)' })).toBeVisible();
});

test.describe('at a desk that is new', () => {
  test.use({ deskOptions: { sample: false } });

  test('it says what will stand there, and fills itself with the first answer', async ({ open, desk }) => {
    const person = await open();
    const { page } = person;
    await person.seesConnection('Online$');
    await person.files('Nobody can take orders', {
      description: 'Error 503.',
      reason: 'The shop stands still.',
    });
    await person.seesNumber();
    await goesToKept(person);
    await expect(page.getByText('Nothing to show yet')).toBeVisible();
    const [ticket] = desk.specialist.tickets();
    if (ticket === undefined) throw new Error('The desk has no ticket.');
    desk.specialist.reply(ticket.id, 'I have it.');
    await expect(page.getByText('In the last six months 1 of 1 promise was kept')).toBeVisible();
  });
});
