/** The first minutes with Lifeline: no desk is known, and nothing that is written may be lost. */
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';
import { answersQuestions, questionsIn } from './questions.ts';

const WELCOME = 'Welcome to Lifeline';
const welcome = (person: Person) => person.page.getByRole('heading', { name: WELCOME });
const address = (person: Person) => person.field(/^Address or invitation/);
const token = (person: Person) => person.page.getByLabel(/^Token/);
const connect = (person: Person) => person.page.getByRole('button', { name: 'Connect', exact: true }).click();
const invitation = (desk: string, with_: string) =>
  `lifeline://invite?desk=${encodeURIComponent(desk)}&token=${encodeURIComponent(with_)}`;

test('a pasted invitation is all it takes, and the tickets come', async ({ open, desk }) => {
  const person = await open({ withoutDesk: true });
  await expect(welcome(person)).toBeVisible();
  await address(person).fill(invitation(desk.url, desk.token));
  await expect(address(person)).toHaveValue(desk.url);
  await expect(token(person)).toHaveValue(desk.token);
  await person.page.keyboard.press('Enter');
  await person.seesConnection('Online');
  // Checking and saving are one question.
  expect(await questionsIn(person.app)).toEqual([
    expect.objectContaining({ message: `Connect to ${new URL(desk.url).host}?` }),
  ]);
  await expect(welcome(person)).toHaveCount(0);
  await person.opensGroup('Solved');
  await expect(person.page.getByRole('row')).not.toHaveCount(0);
});

test('a bad invitation is said beside its field and stays there, and nothing is saved', async ({ open }) => {
  const person = await open({ withoutDesk: true });
  for (const [text, words] of [
    ['', 'Where is your desk?'],
    ['https://desk.example', 'The token is how the desk recognises you.'],
    ['lifeline://invite?desk=https://desk.example', 'must contain an address and a token'],
    [invitation('http://desk.example', 'x'), 'is not protected'],
    [invitation('javascript:alert(1)', 'x'), 'The address in this invitation is not valid'],
    ['lifeline://open?ticket=1', 'does not recognise this invitation'],
  ] as const) {
    await address(person).fill(text);
    await connect(person);
    // Whoever sees nothing is told it as well.
    await expect(person.page.getByText(words).first(), text).toBeVisible();
    await expect(address(person)).toHaveValue(text);
  }
  await person.seesConnection('Not set up');
});

test('without a network nothing that was written is lost, and one may go on: the desk is found later', async ({
  open,
  desk,
  network,
}) => {
  await network.cut();
  const person = await open({ withoutDesk: true });
  await address(person).fill(network.url);
  await token(person).fill(desk.token);
  await connect(person);
  await expect(person.page.getByText('It could not be checked right now.').first()).toBeVisible();
  // Looking elsewhere loses nothing either.
  await person.opensGroup('Settings');
  await person.opensGroup('Your turn');
  await expect(address(person)).toHaveValue(network.url);
  await expect(token(person)).toHaveValue(desk.token);
  await person.page.getByRole('button', { name: 'Save without checking' }).click();
  await person.seesConnection('Offline');
  await network.mend();
  await person.seesConnection('Online');
});

test('a token that the desk does not know is said at the token, and cannot be saved unchecked', async ({
  open,
  desk,
}) => {
  const person = await open({ withoutDesk: true });
  await address(person).fill(desk.url);
  await token(person).fill('wrong');
  await connect(person);
  await expect(token(person)).toHaveAttribute('aria-invalid', 'true');
  await expect(person.page.getByText('The desk does not accept this token.').first()).toBeVisible();
  await expect(person.page.getByRole('button', { name: 'Save without checking' })).toHaveCount(0);
  await expect(token(person)).toHaveValue('wrong');
});

test('the sample desk is offered only where there is one, and one press opens it', async ({ open, desk }) => {
  const without = await open({ withoutDesk: true });
  await expect(welcome(without)).toBeVisible();
  await expect(without.page.getByRole('button', { name: 'Try it with the sample desk' })).toHaveCount(0);
  await without.app.close();
  const env = { LIFELINE_SAMPLE_DESK_URL: desk.url, LIFELINE_SAMPLE_DESK_TOKEN: desk.token };
  const person = await open({ withoutDesk: true, env });
  // What the shell itself has offered needs no question.
  await answersQuestions(person.app, 'no');
  await person.page.getByRole('button', { name: 'Try it with the sample desk' }).click();
  await person.seesConnection('Online');
  await expect(person.page.getByText('This is the sample desk.')).toHaveCount(2);
});

test('the language is chosen first, and what was written stays', async ({ open }) => {
  const person = await open({ withoutDesk: true });
  await address(person).fill('https://desk.example');
  await person.page.getByText('Norsk bokmål').click();
  await expect(person.page.getByRole('heading', { name: 'Velkommen til Lifeline' })).toBeVisible();
  await expect(person.field(/^Adresse eller invitasjon/)).toHaveValue('https://desk.example');
});
