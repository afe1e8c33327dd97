/** What waits belongs to the account that it was written for, and goes to no other (invariant 11). */
import { type Desk, startDesk } from '../desk/desk.ts';
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';

const anotherDesk = (): Promise<Desk> =>
  startDesk({
    token: 'another-token',
    account: {
      desk: { id: 'harbour', name: 'Harbour Support' },
      requester: { id: 'rita', name: 'Rita Holm', email: 'rita@harbour.example', role: 'member' },
    },
  });

test('another account leaves what waits where it is, visible, with both ways on', async ({
  open,
  desk,
  network,
}) => {
  const other = await anotherDesk();
  await network.cut();
  const person = await open({ env: { LIFELINE_DESK_URL: desk.url } });
  await person.seesConnection('Online');
  desk.faults.set({ kind: 'status', status: 503, retryAfterSeconds: 1800, method: 'PUT' });
  await person.files('Meant for Northwind', { description: 'Anything.' });
  await person.seesConnection('(Online|Problem) · 1 waiting');
  await person.startsTicket();
  await person.field('Your question').fill('Not finished for Northwind');
  await person.seesSaved();

  // Before anything is saved, Settings says what would stay behind.
  await person.savesDesk(other);
  const leaving = person.page.getByRole('alert');
  await expect(leaving).toContainText('Unsent work for Ingrid Solheim at Northwind Premium Support');
  await expect(leaving).toContainText('In the outbox: 1. Drafts: 1.');
  await expect(person.page.getByRole('button', { name: 'Keep this account' })).toBeFocused();
  // Who keeps the account has its address back, and the focus.
  await person.page.getByRole('button', { name: 'Keep this account' }).press('Enter');
  await expect(person.field('Address')).toHaveValue(desk.url);
  await expect(person.field('Address')).toBeFocused();
  await person.savesDesk(other);
  await person.page.getByRole('button', { name: 'Switch account' }).click();
  await expect(person.page.getByTestId('desk-saved')).toHaveText('Signed in as Rita Holm at Harbour Support');
  await expect(person.page.getByTestId('outbox-pill')).toContainText('Online · 1 waiting');

  // To a draft of that account this one promises nothing.
  await person.opensGroup('Drafts');
  await person.opensDraft('Not finished for Northwind');
  await person.goesOn();
  const side = person.page.getByRole('complementary', { name: 'What to expect' });
  await expect(side).toContainText('Shown once you have chosen the account');
  await expect(side).not.toContainText('business day');
  await person.page.getByRole('button', { name: 'Back to the list' }).click();

  await person.opensGroup('Outbox');
  await expect(person.page.getByRole('row', { name: /Other account/ })).toBeVisible();
  await person.opensTicket('Meant for Northwind');
  const note = person.page.getByRole('region', {
    name: 'Written for Ingrid Solheim at Northwind Premium Support.',
  });
  await expect(note).toContainText('It waits for that account and will not be sent to any other.');
  await person.page.getByRole('button', { name: /^Connection/ }).click();
  const row = person.page.getByRole('list', { name: 'Outbox' }).getByRole('listitem');
  await expect(row).toContainText('Waiting for Ingrid Solheim at Northwind Premium Support');
  // The way back names the account, and has its address.
  await row.getByRole('button', { name: 'Switch back to that account' }).click();
  const token = person.page.getByLabel(/^Token/);
  await expect(person.field('Address')).toHaveValue(desk.url);
  await expect(token).toBeFocused();
  await expect(token).toHaveAccessibleDescription(
    'Enter the token of Ingrid Solheim at Northwind Premium Support.',
  );
  await person.opensGroup('Outbox');
  await person.opensTicket('Meant for Northwind');
  await person.page.getByRole('button', { name: /^Connection/ }).click();
  await person.page.getByRole('button', { name: 'Try now' }).click();
  await person.page.keyboard.press('Escape');
  expect(other.ledger().tickets).toHaveLength(0);

  // The other desk may have it, so what is taken over is a copy, and the first one goes on waiting.
  await note.getByRole('button', { name: 'Use for Rita Holm at Harbour Support' }).click();
  await expect(note).toContainText('The other desk may already have it.');
  await note.getByRole('button', { name: 'Create draft' }).click();
  await expect(person.page.getByRole('list', { name: 'Steps' })).toBeVisible();
  await person.page
    .getByRole('list', { name: 'Steps' })
    .getByRole('button', { name: /Review/ })
    .click();
  await person.sends();
  await person.seesNumber();
  expect(ticketCalled(other, 'Meant for Northwind')).toBeDefined();

  // Back at its own desk, the first one goes there.
  desk.faults.clear();
  await person.savesDesk({ url: desk.url, token: desk.token });
  await person.seesConnection('Online$');
  expect(desk.ledger().tickets).toHaveLength(1);
  expect(other.ledger().tickets).toHaveLength(1);
  await other.close();
});

test('what is pasted around a token is tidied, and what cannot be one is said at its field', async ({
  open,
  desk,
}) => {
  const person = await open({ withoutDesk: true });
  await person.opensGroup('Settings');
  // What stands at a field may be spoken as well.
  const main = person.page.getByRole('main');
  const token = person.page.getByLabel(/^Token/);
  const save = () => person.page.getByRole('button', { name: 'Save', exact: true }).click();
  await person.field('Address').fill('no address');
  await save();
  await expect(main.getByText('The token is how the desk recognises you.')).toBeVisible();
  await expect(main.getByText('This is not a web address.')).toBeVisible();
  await person.field('Address').fill(`${desk.url}/specialist`);
  await token.fill('two words');
  await save();
  await expect(main.getByText('There is a space or a line break inside the token.')).toBeVisible();
  await token.fill('tøken');
  await save();
  await expect(main.getByText('The token contains a character that tokens never have.')).toBeVisible();
  await token.fill(desk.token);
  await save();
  await expect(main.getByText(`Try ${desk.url}`)).toBeVisible();
  await person.seesConnection('Not set up');
  await person.field('Address').fill(` <${desk.url}/> `);
  await token.fill(`\u200b ${desk.token} `);
  const saves = person.page.getByRole('button', { name: 'Save', exact: true });
  await saves.press('Enter');
  await person.seesConnection('Online');
  await expect(person.field('Address')).toHaveValue(desk.url);
  // What is pressed keeps the focus while nothing is wrong; a field that is wrong takes it.
  await expect(saves).toBeFocused();
  await expect(token).toHaveAccessibleDescription('A token is saved. Enter a new one only to change it.');
  await token.fill('misspelt');
  await saves.press('Enter');
  await expect(main.getByText('The desk does not accept this token.')).toBeVisible();
  await expect(token).toBeFocused();
  await expect(person.page.getByRole('button', { name: 'Save without checking' })).toHaveCount(0);
  // A token goes to no other address, and the form says whose it is.
  await person.field('Address').fill('https://nobody.example');
  await token.fill('');
  await expect(token).toHaveAccessibleDescription(
    `The saved token belongs to ${desk.url}. Enter the token for this address.`,
  );
});

test('what was written under a misspelt token goes out with the right one, once the person says that it is theirs', async ({
  open,
  desk,
}) => {
  const person = await open({ withoutDesk: true });
  await person.opensGroup('Settings');
  // While the desk cannot be asked, it takes the person's word for the token.
  desk.faults.set({ kind: 'status', status: 503 });
  await person.savesDesk({ url: desk.url, token: 'misspelt' });
  // Whoever sees nothing is told it as well.
  await expect(person.page.getByRole('main').getByText('It could not be checked right now.')).toBeVisible();
  await person.page.getByRole('button', { name: 'Save without checking' }).click();
  await expect(person.page.getByTestId('desk-saved')).toHaveText('Saved. Lifeline connects automatically.');
  desk.faults.clear();
  await person.seesConnection('Signed out');
  await person.files('Nobody can sign in', { description: 'Since nine.' });
  await person.savesDesk({ url: desk.url, token: desk.token });
  const leaving = person.page.getByRole('alert');
  await expect(leaving).toContainText('Unsent work for the account you are leaving');
  await expect(leaving).toContainText('It was written under a token that the desk did not accept.');
  expect(desk.ledger().tickets).toHaveLength(0);
  await leaving.getByRole('button', { name: 'It’s mine' }).click();
  await person.seesConnection('Online$');
  expect(ticketCalled(desk, 'Nobody can sign in')).toBeDefined();
});
