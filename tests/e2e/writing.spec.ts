/** A field of the window does with a text what a plain field does: it undoes, redoes and takes what is pasted. */
import type { Locator, Page } from '@playwright/test';
import { coreOf } from './core-process.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

/** A plain field in the same page, to compare with. */
async function plainField(page: Page): Promise<Locator> {
  await page.evaluate(() => {
    const plain = document.createElement('textarea');
    plain.ariaLabel = 'Plain';
    // As large and in the same letters as the others: most of the time goes into laying out the lines.
    plain.className = 'field-box';
    plain.rows = 4;
    plain.style.inlineSize = '600px';
    document.body.append(plain);
  });
  return page.getByRole('textbox', { name: 'Plain' });
}

const UNDOS = 12;

/** The texts on the way back to the beginning, and then forward again. */
async function backAndForth(page: Page, field: Locator): Promise<string[]> {
  await field.focus();
  const seen: string[] = [];
  for (const key of ['Control+z', 'Control+Shift+z']) {
    for (let count = 0; count < UNDOS; count += 1) {
      await page.keyboard.press(key);
      seen.push(await field.inputValue());
    }
  }
  return seen;
}

/** Writes as a person does, in several goes; `between` happens between them. */
async function writes(page: Page, field: Locator, between: () => Promise<void>): Promise<void> {
  await field.focus();
  await page.keyboard.type('Nobody can sing');
  for (let count = 0; count < 2; count += 1) await page.keyboard.press('Backspace');
  await page.keyboard.type('gn in');
  await between();
  await field.focus();
  await page.keyboard.press('Control+Home');
  await page.keyboard.type('Help: ');
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Enter');
  await page.keyboard.insertText('Error 503, since 09:10.');
  await page.keyboard.type(' All of us.');
  await between();
  await field.focus();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Never mind');
}

async function sameAsPlain(person: Person, field: Locator): Promise<void> {
  test.setTimeout(180_000);
  const { page } = person;
  const plain = await plainField(page);
  await writes(page, plain, async () => {});
  const expected = await backAndForth(page, plain);
  // Otherwise it would be compared with nothing.
  expect(new Set(expected).size).toBeGreaterThan(4);

  const core = await coreOf(person.app);
  await writes(page, field, async () => {
    await person.seesSaved();
    // The last save was answered; the next one waits for a core that is not there yet.
    await core.kill();
  });
  await person.seesSaved();
  expect(await backAndForth(page, field)).toEqual(expected);
  await person.seesSaved();
}

test('Ctrl+Z and Ctrl+Shift+Z do in the question what they do in a plain field, across saves and new cores', async ({
  open,
}) => {
  const person = await open();
  await person.startsTicket();
  await sameAsPlain(person, person.field('Your question'));
});

test('so they do in a reply', async ({ open }) => {
  const person = await open();
  await person.page.keyboard.press('Control+2');
  await person.page.getByRole('row').first().click();
  await sameAsPlain(person, person.field('Reply'));
});

test('so they do in the description, and the outline that a press writes there is undone as well', async ({
  open,
}) => {
  const person = await open();
  await person.startsTicket();
  await person.goesOn();
  await person.page.getByText('I have a question', { exact: true }).click();
  await person.goesOn();
  await person.goesOn();
  const description = person.field(/^What happened/);
  await description.focus();
  await person.page.keyboard.type('In short');
  await person.page.getByRole('button', { name: 'Insert a template' }).click();
  await expect(description).toHaveValue(/^In short\n\nWhat you want to achieve:/);
  await expect(description).toBeFocused();
  await person.page.keyboard.press('Control+z');
  await expect(description).toHaveValue('In short');
  await person.page.keyboard.press('Control+z');
  await expect(description).toHaveValue('');
  await sameAsPlain(person, description);
});

type Given = { text?: string; names?: string[] };

/** Pastes as a program would have left it; what is in a file is its own name. A text is written as the browser does. */
async function pastes(place: Locator, { text = '', names = [] }: Given): Promise<void> {
  await place.focus();
  await place.evaluate(
    (element, given) => {
      const data = new DataTransfer();
      if (given.text !== '') data.setData('text/plain', given.text);
      for (const name of given.names) data.items.add(new File([name], name, { type: 'image/png' }));
      const isLeft = element.dispatchEvent(
        new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }),
      );
      if (isLeft) document.execCommand('insertText', false, given.text);
    },
    { text, names },
  );
}

const files = (page: Page) => page.getByRole('list', { name: 'Files' }).getByRole('listitem');

test('a table from a spreadsheet comes as text, and as a picture when that is asked for', async ({
  open,
}) => {
  const person = await open();
  await person.page.keyboard.press('Control+2');
  await person.page.getByRole('row').first().click();
  await pastes(person.field('Reply'), { text: 'Site\tHours\nBergen\t7\n', names: ['image.png'] });
  await expect(person.field('Reply')).toHaveValue('Site\tHours\nBergen\t7\n');
  await person.page.getByRole('button', { name: 'Attach as a picture' }).click();
  await expect(
    person.page.getByRole('region', { name: 'Reply' }).getByText(/^Screenshot .*\.png$/),
  ).toBeVisible();
  await expect(person.field('Reply')).toHaveValue('Site\tHours\nBergen\t7\n');
});

test('a file that comes with its name as text is attached to a draft that has nothing yet, and nothing is written', async ({
  open,
}) => {
  const person = await open();
  await person.startsTicket();
  const core = await coreOf(person.app);
  core.hold();
  await pastes(person.field('Your question'), { text: 'file:///home/kari/trace.har', names: ['trace.har'] });
  await pastes(person.field('Your question'), { names: ['image.png'] });
  await pastes(person.field('Your question'), { names: ['image.png'] });
  core.goOn();
  await expect(person.field('Your question')).toHaveValue('');
  await person.page.getByRole('list', { name: 'Steps' }).getByRole('button', { name: 'Details' }).click();
  await expect(files(person.page)).toHaveCount(3);
  await expect(files(person.page).filter({ hasText: 'trace.har' })).toHaveCount(1);
  await expect(files(person.page).filter({ hasText: 'Screenshot' })).toHaveCount(2);
});

test('a very long paste is written, and becomes a file instead when that is asked for', async ({ open }) => {
  test.setTimeout(180_000);
  const person = await open();
  const { page } = person;
  await page.keyboard.press('Control+2');
  await page.getByRole('row').first().click();
  const reply = person.field('Reply');
  await reply.pressSequentially('See this: ');
  const log = 'GET /login 503\n'.repeat(34_000);
  const plain = await plainField(page);
  await plain.evaluate((field, text) => {
    (field as HTMLTextAreaElement).value = text;
  }, log);
  await plain.press('Control+a');
  await plain.press('Control+c');
  await reply.press('Control+v');
  // With the focus on it, it stays for as long as one needs.
  const offer = page.getByRole('button', { name: 'Attach it as a file instead' });
  await offer.focus();
  await expect(reply).toHaveValue(`See this: ${log}`);
  await expect(reply).toHaveAttribute('dir', 'ltr');
  expect(await person.notLaidOut()).toEqual([]);
  await offer.click();
  await expect(reply).toHaveValue('See this: ');
  await expect(page.getByRole('region', { name: 'Reply' }).getByText(/^Pasted text .*\.txt$/)).toBeVisible();
  await expect(reply).toHaveAttribute('dir', 'auto');
});

test('a megabyte in the description can be selected, cut, and pasted again', async ({ open }) => {
  const person = await open();
  const { page } = person;
  await person.startsTicket();
  await person.goesOn();
  await page.getByText('I have a question', { exact: true }).click();
  await person.goesOn();
  await person.goesOn();
  await expect(page.getByRole('button', { name: /^More details/ })).toBeVisible();
  const description = person.field(/^What happened/);
  const plain = await plainField(page);
  const frame = () =>
    page.evaluate(() => new Promise((seen) => requestAnimationFrame(() => setTimeout(seen))));
  const log = 'GET /login 503 in 12 ms, at node seven\n'.repeat(25_000);
  await plain.evaluate((field, text) => {
    (field as HTMLTextAreaElement).value = text;
    (field as HTMLTextAreaElement).select();
  }, log);
  await page.keyboard.press('Control+x');
  await description.focus();
  await page.keyboard.press('Control+v');
  await page.keyboard.press('Control+a');
  await frame();
  await page.keyboard.press('Control+x');
  await expect(description).toHaveValue('');
  await page.keyboard.press('Control+v');
  await expect(description).toHaveValue(log);
  expect(await person.notLaidOut()).toEqual([]);
});

test('a long text goes the way of its beginning', async ({ open }) => {
  const person = await open();
  await person.startsTicket();
  const question = person.field('Your question');
  await question.focus();
  await person.page.keyboard.insertText('שלום '.repeat(5_000));
  await expect(question).toHaveAttribute('dir', 'rtl');
  await person.page.keyboard.press('Control+Home');
  await person.page.keyboard.insertText('Hello ');
  await expect(question).toHaveAttribute('dir', 'ltr');
  // It comes with its direction, too.
  await person.seesSaved();
  await person.page.keyboard.press('Control+2');
  await person.opensGroup('Drafts');
  await person.page.getByRole('row').first().click();
  const dirs = person.page.getByRole('textbox', { name: 'Your question' });
  await expect(dirs).toHaveAttribute('dir', 'ltr');
  await expect(dirs).toHaveAttribute('data-long');
});

test('once a long reply is sent, the box is as it was', async ({ open }) => {
  const person = await open();
  await person.page.keyboard.press('Control+2');
  await person.page.getByRole('row').first().click();
  const reply = person.field('Reply');
  await reply.fill('GET /login 503\n'.repeat(2_000));
  await expect(reply).toHaveAttribute('dir', 'ltr');
  await person.page.keyboard.press('Control+Enter');
  await expect(reply).toHaveValue('');
  await expect(reply).toHaveAttribute('dir', 'auto');
  await expect(reply).not.toHaveAttribute('data-long');
});
