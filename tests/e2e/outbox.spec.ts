/** The outbox in a person's hands: what waits can be ordered, changed and held back, and nothing gets lost by it. */
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

const inOutbox = (person: Person) => person.page.getByRole('list', { name: 'Outbox' }).getByRole('listitem');

test('what waits keeps the order that the person gave it, and a row takes the keyboard with it', async ({
  open,
  network,
  desk,
}) => {
  await network.cut();
  const person = await open();
  await person.seesConnection('Offline');
  for (const title of ['First written', 'Second written', 'Third written'])
    await person.files(title, { description: 'Anything.' });
  await person.opensOutbox();
  await expect(inOutbox(person)).toHaveCount(3);
  const third = inOutbox(person).filter({ hasText: 'Third written' });
  const title = third.getByRole('button', { name: 'Third written', exact: true });
  await title.focus();
  await expect(title).toBeFocused();
  await person.page.keyboard.press('Alt+ArrowUp');
  await expect(inOutbox(person).nth(1)).toContainText('Third written');
  // The row has moved, and the keyboard with it.
  await person.page.keyboard.press('Alt+ArrowUp');
  await expect(inOutbox(person).nth(0)).toContainText('Third written');
  await inOutbox(person)
    .filter({ hasText: 'Second written' })
    .getByRole('button', { name: 'Send earlier' })
    .click();
  await expect(inOutbox(person).nth(1)).toContainText('Second written');

  await person.app.close();

  // Tickets go side by side, so the order of arrival is the desk's; the order of setting out is kept here.
  const again = await open();
  await again.opensOutbox();
  for (const [place, title] of ['Third written', 'Second written', 'First written'].entries())
    await expect(inOutbox(again).nth(place)).toContainText(title);
  await network.mend();
  await again.page.getByRole('button', { name: 'Try now' }).click();
  await again.seesConnection('Online$');
  expect(desk.ledger().tickets).toHaveLength(3);
});

test('a ticket that is not to be sent is a draft again, and undo sends it after all', async ({
  open,
  network,
  desk,
}) => {
  await network.cut();
  const person = await open();
  await person.seesConnection('Offline');
  await person.files('Maybe not', { description: 'Let me think.' });
  await person.opensOutbox();
  await inOutbox(person).getByRole('button', { name: 'Don’t send' }).click();
  await expect(person.page.getByText('Nothing is waiting.')).toBeVisible();
  // The toast lies over the popover, and its first press is no press beside that.
  const box = await person.page.getByRole('button', { name: 'Undo' }).boundingBox();
  await person.page.mouse.click((box?.x ?? 0) + 5, (box?.y ?? 0) + 5);
  await expect(inOutbox(person)).toContainText('Maybe not');
  await inOutbox(person).getByRole('button', { name: 'Don’t send' }).click();
  await person.page.keyboard.press('Escape');
  await person.seesConnection('Offline$');
  await person.opensGroup('Drafts');
  await expect(person.page.getByRole('row', { name: 'Maybe not' })).toBeVisible();
  await person.page.getByRole('button', { name: 'Undo' }).click();
  await person.seesConnection('Offline · 1 waiting');
  await network.mend();
  await person.seesConnection('Online$');
  expect(desk.ledger().tickets).toHaveLength(1);
});

test('a reply taken out of the outbox stands in its box again, before what was written since', async ({
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
  await expect(person.page.getByTestId('delivery')).toHaveText('In the outbox');
  await person.field('Reply').fill('And one more thing');
  await person.opensOutbox();
  await inOutbox(person).getByRole('button', { name: 'Edit' }).click();
  await expect(person.field('Reply')).toBeFocused();
  await expect(person.field('Reply')).toHaveValue('It is row 501.\n\nAnd one more thing');
  await expect(person.page.getByTestId('message')).toHaveCount(0);
  await network.mend();
  await person.page.getByRole('button', { name: 'Send reply' }).click();
  await expect(person.page.getByTestId('delivery')).toHaveText('Delivered');
  expect(desk.specialist.messages(ticketCalled(desk, 'The export stops').id).map(({ body }) => body)).toEqual(
    ['It is row 501.\n\nAnd one more thing'],
  );
});

test('the whole ticket can be copied, or saved as a file, to be sent another way', async ({
  open,
  network,
}) => {
  await network.cut();
  const person = await open();
  await person.seesConnection('Offline');
  await person.files('Nobody can pay', { description: 'Error 503 at the till.' });
  const given = person.page.evaluate(async () => {
    const copied = new Promise<string>((resolve) => {
      navigator.clipboard.writeText = async (text) => resolve(text);
    });
    const saved = new Promise<Blob>((resolve) => {
      const { createObjectURL } = URL;
      URL.createObjectURL = (blob) => {
        if (blob instanceof Blob) resolve(blob);
        return createObjectURL(blob);
      };
    });
    return { copied: await copied, saved: await (await saved).text() };
  });
  for (const item of ['Copy everything', 'Save as file']) {
    await person.page.getByRole('button', { name: 'More actions' }).click();
    await person.page.getByRole('menuitem', { name: item }).click();
  }
  const { copied, saved } = await given;
  expect(copied).toContain('Error 503 at the till.');
  expect(saved).toBe(copied);
});
