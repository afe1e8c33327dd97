/** Nothing is sent as judged that is not (invariant 12): the hurry, the press that says so, and how it looks after. */
import type { Page } from '@playwright/test';
import type { Desk } from '../desk/desk.ts';
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';

const STORY = 'Everything is down and customer data is shown to strangers';
const body = (desk: Desk) => JSON.parse(Buffer.from(desk.ledger().tickets[0]?.body ?? []).toString());
const promise = (page: Page) => page.getByText(/Within \d|First answer within/);

test('keys alone send nothing that nobody has judged; a press that says so does, and the desk is told', async ({
  open,
  desk,
}) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  await person.startsTicket();
  await person.field('Your question').fill(STORY);
  const steps = page.getByRole('list', { name: 'Steps' });
  for (let press = 0; press < 5; press += 1) await page.keyboard.press('ControlOrMeta+Enter');
  // At the end of them stands the guide, and not the outbox.
  await expect(steps.getByRole('button', { name: 'Severity' })).toHaveAttribute('aria-current', 'step');
  expect(desk.ledger().tickets).toEqual([]);

  await steps.getByRole('button', { name: 'Review' }).click();
  const review = page.getByRole('region', { name: 'Severity', exact: true });
  await expect(review).toContainText('Not judged yet');
  await expect(review).not.toContainText('Standard');
  await expect(steps.getByRole('button', { name: /Severity.*Not judged yet/ })).toBeVisible();
  await expect(promise(page)).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Send', exact: true })).toHaveCount(0);
  await page.getByRole('button', { name: 'Send without judging' }).click();
  await person.seesNumber();
  expect(body(desk)).toMatchObject({ judged: false, severity: 'standard', guide: null });
  expect(ticketCalled(desk, STORY)).toMatchObject({ judged: false, promise: null });

  const main = page.getByRole('main');
  await expect(main.locator('.thread-facts')).toContainText('Not judged yet');
  await expect(main.locator('.thread-facts')).not.toContainText('Standard');
  await expect(main.getByTestId('promise-clock')).toHaveText('No time promised until the severity is judged');
  await expect(page.getByRole('row', { name: /Not judged yet/ })).toBeVisible();

  // The person may say it later, with a reason whichever it is; then the desk promises.
  await main.getByRole('button', { name: 'Set the severity' }).click();
  await person.field('Why?').fill('Strangers see our customers.');
  await page.getByRole('dialog').getByRole('button', { name: 'Send', exact: true }).click();
  await expect(main.getByText('Your choice')).toBeVisible();
  await expect(main.getByTestId('promise-clock')).toContainText('First answer within');
});

test('in a hurry: one sentence, what it says taken over, the open questions one press each, and Send', async ({
  open,
  desk,
}) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  await person.startsTicket();
  const hurry = page.getByRole('button', { name: 'In a hurry' });
  await expect(hurry).toBeDisabled();
  await person.field('Your question').fill('Everything is down and nobody can work');
  await hurry.click();
  // Proposed, with the words that led there, and taken over by nothing but the press.
  const proposed = page.getByRole('region', { name: 'From what you wrote' });
  await expect(proposed.locator('mark').first()).toHaveText('is down');
  const question = (name: string | RegExp) => page.getByRole('group', { name });
  await expect(question('What is happening?')).toBeVisible();
  await proposed.getByRole('button', { name: /What is happening\? It is down/ }).click();
  await expect(question(/^Is data lost/)).toBeVisible();
  await expect(page.getByRole('heading', { name: /^Is data lost/ })).toBeFocused();
  await question(/^Is data lost/)
    .getByRole('button', { name: 'I cannot say now' })
    .click();
  await question('Who is affected?').getByRole('button', { name: 'I cannot say now' }).click();
  await expect(page.getByRole('heading', { name: 'Ready to send' })).toBeFocused();
  const settled = page.getByRole('region', { name: 'Ready to send' });
  await expect(settled).toContainText('Business-critical');
  await expect(page.getByRole('complementary', { name: 'What to expect' })).toContainText(
    'Not confirmed yet: whether data or security is at risk and who is affected.',
  );
  await expect(page.getByRole('button', { name: 'Send without judging' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await person.seesNumber();
  expect(body(desk)).toMatchObject({
    judged: true,
    severity: 'business_critical',
    guide: { answers: { kind: 'outage', data: 'unknown', affected: 'unknown' }, judged: 'business_critical' },
  });
  expect(body(desk).guide.words).toContain(
    'Not confirmed yet: whether data or security is at risk, who is affected.',
  );
  await expect(page.getByRole('main').locator('.thread-facts')).toContainText('Business-critical');
});

test('the hurry lets go unjudged as well, by the press that says so', async ({ open, desk }) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  await person.startsTicket();
  await person.field('Your question').fill(STORY);
  await page.getByRole('button', { name: 'In a hurry' }).click();
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(page.getByRole('button', { name: 'People cannot sign in' })).toBeFocused();
  expect(desk.ledger().tickets).toEqual([]);
  await page.getByRole('button', { name: 'Send without judging' }).click();
  await person.seesNumber();
  expect(body(desk)).toMatchObject({ judged: false });
});

test('what is taken over goes away, and the focus goes on', async ({ open }) => {
  const { page, ...person } = await open();
  await person.startsTicket();
  await person.field('Your question').fill('Everything is down for our customers and we lose money');
  await person.goesOn();
  const proposed = page.getByRole('region', { name: 'From what you wrote' }).getByRole('button');
  await expect(proposed).toHaveCount(3);
  await proposed.nth(0).press('Enter');
  await expect(proposed).toHaveCount(2);
  await expect(proposed.nth(0)).toBeFocused();
  await proposed.nth(0).press('Enter');
  await proposed.nth(0).press('Enter');
  await expect(proposed).toHaveCount(0);
  // Still to be answered: whether data is lost.
  await expect(
    page
      .getByRole('radiogroup', { name: /^Is data lost/ })
      .getByRole('radio')
      .first(),
  ).toBeFocused();
});

test('a phished super admin who only wants it done is asked, and it is business-critical', async ({
  open,
}) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  await person.startsTicket();
  await person.field('Your question').fill('Please reset the password of our super admin');
  await person.goesOn();
  await page
    .getByRole('radiogroup', { name: /^What is happening/ })
    .getByText('I need something done', { exact: true })
    .click();
  const side = page.getByRole('complementary', { name: 'What to expect' });
  await expect(side).toContainText('Not judged yet');
  await expect(side).toContainText('Shown once the severity is judged.');
  await page
    .getByRole('radiogroup', { name: /^Is data lost/ })
    .getByText('Somebody may have got in, or has seen what they should not')
    .click();
  await expect(side).toContainText('Business-critical');
  await expect(side).toContainText('The desk makes the final decision on the severity.');
});
