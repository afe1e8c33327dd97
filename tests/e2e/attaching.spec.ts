/** The ways in which files are given to a ticket, as a person uses them. */
import type { Locator } from '@playwright/test';
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

const TITLE = 'The export stops';

/** Drops or pastes files as the browser would; what is in them is their own name. */
async function gives(place: Locator, how: 'drop' | 'paste', names: string[]): Promise<void> {
  await place.evaluate(
    (element, given) => {
      const data = new DataTransfer();
      for (const name of given.names) data.items.add(new File([name], name, { type: 'image/png' }));
      element.dispatchEvent(
        given.how === 'drop'
          ? new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data })
          : new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData: data }),
      );
    },
    { how, names },
  );
}

const attachments = (person: Person) => person.page.getByTestId('attachment');

test('files dropped on a thread and pasted into the reply go with it, and arrive as they were', async ({
  open,
  desk,
}) => {
  const person = await open();
  await person.files(TITLE, { description: 'At row 500.' });
  await person.seesNumber();
  await gives(person.page.getByRole('region', { name: 'Messages' }), 'drop', ['trace.log', 'page.html']);
  await gives(person.field('Reply'), 'paste', ['image.png']);
  await expect(attachments(person)).toHaveCount(3);
  await expect(attachments(person).last()).toContainText(/Screenshot \d{4}-\d\d-\d\d .*\.png/);
  await expect(person.page.getByText('Add a message to go with the files.')).toBeVisible();
  await person.page.getByRole('button', { name: 'Remove page.html' }).click();
  await expect(attachments(person)).toHaveCount(2);

  await person.replies('See here.');
  const message = person.page.getByTestId('message').last();
  await expect(message.getByTestId('attachment').filter({ hasText: /· sent/ })).toHaveCount(2);
  const contents = desk.ledger().attachments.map(({ body }) => Buffer.from(body).toString());
  expect(contents.sort()).toEqual(['image.png', 'trace.log']);
});

test('files of a draft are there after a restart, wait with the ticket, and are sent after it', async ({
  open,
  desk,
  network,
}) => {
  await network.cut();
  const first = await open();
  await first.startsTicket();
  await first.field('Your question').fill(TITLE);
  await first.goesOn();
  await gives(first.page.getByRole('main').getByRole('heading', { level: 1 }), 'drop', ['before.log']);
  await first.page.getByRole('list', { name: 'Steps' }).getByRole('button', { name: 'Details' }).click();
  await first.page.getByTestId('attach-input').setInputFiles({
    name: 'chosen.log',
    mimeType: 'text/plain',
    buffer: Buffer.from('chosen.log'),
  });
  await expect(attachments(first)).toHaveCount(2);
  await first.app.close();

  const second = await open();
  await second.opensGroup('Drafts');
  await second.opensDraft(TITLE);
  await expect(attachments(second)).toHaveCount(2);
  await second.page.getByRole('list', { name: 'Steps' }).getByRole('button', { name: 'Ask' }).click();
  await second.fillsIn({ description: 'At row 500.' });
  await expect(attachments(second)).toHaveCount(2);
  await second.sends();
  await expect(attachments(second).first()).toContainText('in the outbox');
  await network.mend();
  await expect(attachments(second).filter({ hasText: /· sent/ })).toHaveCount(2, { timeout: 30_000 });
  const { id } = ticketCalled(desk, TITLE);
  expect(
    desk.specialist
      .attachments(id)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['before.log', 'chosen.log']);
});

test('a file that could run is received and only shown in its folder, with the reason', async ({
  open,
  desk,
}) => {
  const person = await open();
  await person.files(TITLE, { description: 'At row 500.' });
  await person.seesNumber();
  const { id } = ticketCalled(desk, TITLE);
  const answer = desk.specialist.reply(id, 'Run this.');
  if (!answer) throw new Error('The desk did not answer.');
  desk.specialist.attach(id, {
    name: 'repair.exe',
    mediaType: 'application/octet-stream',
    bytes: Buffer.from('MZ'),
    messageId: answer.id,
  });
  await person.app.evaluate(({ shell }) => {
    shell.showItemInFolder = (path) => Object.assign(globalThis, { revealed: path });
    shell.openPath = async (path) => {
      Object.assign(globalThis, { opened: path });
      return '';
    };
  });
  const message = person.page.getByTestId('message').filter({ hasText: 'Run this.' });
  await message.getByRole('button', { name: /repair\.exe/ }).click();
  await expect(message).toContainText(
    'This type of file can run programs, so it is only shown in its folder.',
  );
  const did = await person.app.evaluate(() => globalThis as { revealed?: string; opened?: string });
  expect(did.revealed).toContain('repair.exe');
  expect(did.opened).toBe(undefined);
});
