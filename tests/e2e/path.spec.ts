/** The path into a ticket: ask, judge, choose the way, details, send. */
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';

const QUESTION = 'Nobody can sign in to the editor since this morning';

/** A keyboard that counts what is pressed; typed text does not count. */
function countingKeys(page: Page) {
  let presses = 0;
  return {
    presses: () => presses,
    async press(key: string, times = 1): Promise<void> {
      for (let time = 0; time < times; time += 1) {
        presses += 1;
        await page.keyboard.press(key);
      }
    },
    type: (text: string) => page.keyboard.type(text),
  };
}

for (const network of ['online', 'offline'] as const) {
  test(`from start to sent by keyboard alone, in under 60 presses: ${network}`, async ({
    open,
    desk,
    network: pipe,
  }) => {
    const { page, ...person } = await open();
    await person.seesConnection('Online');
    if (network === 'offline') {
      await pipe.cut();
      await person.seesConnection('Offline');
    }
    const keys = countingKeys(page);
    const onward = () => keys.press('ControlOrMeta+Enter');
    const radio = (name: string) => page.getByRole('radio', { name, exact: true });
    await keys.press('n');
    await expect(person.field('Your question')).toBeFocused();
    await keys.type(QUESTION);
    await onward();

    await expect(radio('People cannot sign in')).toBeFocused();
    await keys.press('Space');
    // Upwards from the first comes the last.
    for (const [question, answer, key, times] of [
      [/^Is data lost/, 'No', 'Space', 1],
      ['Who is affected?', 'Most or all of us', 'ArrowUp', 3],
      ['Can the people affected go on?', 'No', 'ArrowUp', 2],
    ] as const) {
      const group = page.getByRole('radiogroup', { name: question });
      await expect(group).toBeVisible();
      await keys.press('Tab');
      await expect(group.getByRole('radio').first()).toBeFocused();
      await keys.press(key, times);
      await expect(group.getByRole('radio', { name: answer, exact: true })).toBeChecked();
    }
    await expect(page.getByRole('complementary').getByText('Business-critical').first()).toBeVisible();
    await onward();
    await expect(radio('Written ticket')).toBeFocused();
    await onward();
    await expect(person.field('Title')).toBeFocused();
    await onward();
    await expect(page.getByRole('heading', { name: 'Review and send' })).toBeVisible();
    await onward();
    if (network === 'offline') {
      await expect(
        page.getByRole('main').getByText('Not sent yet: the response clock has not started').first(),
      ).toBeVisible();
      await expect(page.getByRole('main').getByText('Business-critical', { exact: true })).toBeVisible();
      await pipe.mend();
    }
    await person.seesNumber();
    test.info().annotations.push({ type: 'key presses', description: String(keys.presses()) });
    expect(keys.presses()).toBeLessThan(60);
    const [ticket] = desk.ledger().tickets;
    expect(JSON.parse(Buffer.from(ticket?.body ?? []).toString())).toMatchObject({
      title: QUESTION,
      description: QUESTION,
      severity: 'business_critical',
      affected: 'most',
      guide: {
        judged: 'business_critical',
        unconfirmed: [],
        answers: { kind: 'cannot_sign_in', data: 'none', relief: 'no' },
      },
      judged: true,
    });
  });
}

test('an answer from the help pages is read without losing a word, and ends the draft when it helped', async ({
  open,
}) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  await person.startsTicket();
  await person.field('Your question').fill(QUESTION);
  const side = page.getByRole('complementary', { name: 'Answers without a ticket' });
  await side.getByRole('button', { name: /^Nobody can sign in: what to check first/ }).click();
  await expect(page.getByRole('article').getByText('Single sign-on').first()).toBeVisible();
  await expect(person.field('Your question')).toHaveValue(QUESTION);
  await page.keyboard.press('Escape');
  await expect(side.getByRole('button', { name: /^Nobody can sign in: what to check first/ })).toBeFocused();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'This solved it' }).click();
  await expect(page.getByText('Good. That is 1 solved without a ticket.').last()).toBeVisible();
  await person.opensTicket(QUESTION);
  await expect(page.getByText(/^Solved by “Nobody can sign in: what to check first”/)).toBeVisible();
  await page.getByRole('button', { name: 'Continue the draft' }).click();
  await expect(person.field('Your question')).toHaveValue(QUESTION);
});

test('a help page that comes while somebody is asking is offered then', async ({ open, desk }) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online$');
  await person.startsTicket();
  await person.field('Your question').fill('The lighthouse blinks green');
  await expect(page.getByText('No help page matches.', { exact: false })).toBeVisible();
  desk.specialist.putArticle({ title: 'When the lighthouse blinks green', body: 'All is well.' });
  await expect(page.getByRole('button', { name: /^When the lighthouse blinks green/ })).toBeVisible();
});

test('only what can change the answer is asked, and another severity needs a reason', async ({
  open,
  desk,
}) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  await person.startsTicket();
  await person.field('Your question').fill('How do I add a colleague?');
  await person.goesOn();
  await person.onlyAsks();
  await expect(page.getByRole('radiogroup')).toHaveCount(2);
  const side = page.getByRole('complementary', { name: 'What to expect' });
  await expect(side.getByText('It is a question.')).toBeVisible();
  await page.getByRole('button', { name: 'It’s still business-critical' }).click();
  await expect(person.field('Why?')).toBeFocused();
  await page.getByRole('list', { name: 'Steps' }).getByRole('button', { name: 'Review' }).click();
  await page.getByRole('button', { name: 'Why a different severity is empty' }).click();
  await expect(person.field('Why?')).toBeFocused();
  await person.field('Why?').fill('The auditor stands beside me.');
  await page.getByRole('list', { name: 'Steps' }).getByRole('button', { name: 'Review' }).click();
  await person.sends();
  await person.seesNumber();
  expect(JSON.parse(Buffer.from(desk.ledger().tickets[0]?.body ?? []).toString())).toMatchObject({
    severity: 'business_critical',
    severityReason: 'The auditor stands beside me.',
    guide: { judged: 'standard' },
  });
});

test('what cannot be true is named beside its field, and nothing is lost', async ({ open }) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  await person.startsTicket();
  await person.field('Your question').fill('🔥🔥🔥');
  // What is wrong in a field that somebody stays in is spoken as well.
  const main = page.getByRole('main');
  for (let step = 0; step < 3; step += 1) await person.goesOn();
  await page.getByLabel(/^When did it start/).fill('2099-01-01T12:00');
  await expect(main.getByText('This is in the future. When did it start?')).toBeVisible();
  await page.getByRole('button', { name: 'More details (optional)' }).click();
  await person.field('Phone number').fill('call me maybe');
  await expect(main.getByText(/^This is not a phone number/)).toBeVisible();
  await person.field(/^Colleagues who get/).fill('somebody');
  await expect(main.getByText('One of these is not an e-mail address.')).toBeVisible();
  await person.goesOn();
  await expect(page.getByText('3 things are left before it can be sent')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Send without judging' })).toBeDisabled();
  await page.keyboard.press('Control+Enter');
  await expect(page.getByRole('button', { name: /^Phone number: / })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(person.field('Phone number')).toBeFocused();
  await person.goesOn();
  await expect(page.getByText('3 things are left before it can be sent')).toBeVisible();
  await person.seesSaved();
  await page.reload();
  await person.opensGroup('Drafts');
  await person.opensDraft('🔥🔥🔥');
  await expect(page.getByText('3 things are left before it can be sent')).toBeVisible();
});

test('a million characters are kept, named as too long, and cut nowhere', async ({ open }) => {
  const { page, ...person } = await open();
  await person.startsTicket();
  const million = 'Nobody can sign in! '.repeat(50_000).trim().padEnd(1_000_000, '!');
  await person.field('Your question').fill(million);
  for (let step = 0; step < 3; step += 1) await person.goesOn();
  await expect(page.getByText(/^900,000 characters too long/)).toBeVisible();
  await person.goesOn();
  await expect(
    page.getByRole('button', { name: 'Description is 900,000 characters too long' }),
  ).toBeVisible();
  await person.seesSaved();
  await page.reload();
  await person.opensGroup('Drafts');
  await person.opensDraft('Nobody can sign in!');
  await page.getByRole('button', { name: /^Description is .* too long/ }).click();
  await expect(person.field(/^What happened/)).toHaveValue(million);
});

test('a text that is plainly not in English gets a friendly hint, and is sent all the same', async ({
  open,
  desk,
}) => {
  const { page, ...person } = await open();
  await person.startsTicket();
  const norwegian =
    'Ingen av oss kommer inn i redigeringsverktøyet, og vi har prøvd på nytt flere ganger i dag';
  await person.field('Your question').fill(norwegian);
  // Whoever sees nothing is told it as well.
  await expect(page.getByRole('main').getByText(/^This does not look like English/)).toBeVisible();
  await person
    .field('Your question')
    .fill('None of us can get into the editor, and we have tried again several times today');
  await expect(page.getByText(/^This does not look like English/)).toHaveCount(0);
  await person.field('Your question').fill(norwegian);
  for (let step = 0; step < 4; step += 1) await person.goesOn();
  await page.getByRole('button', { name: 'Send without judging' }).click();
  await expect.poll(() => desk.ledger().tickets.length).toBe(1);
});

test('the focus is never lost when what had it goes away', async ({ open }) => {
  const { page, ...person } = await open();
  await person.startsTicket();
  await person.field('Your question').fill(QUESTION);
  await person.goesOn();
  await person.onlyAsks();
  const override = page.getByRole('button', { name: 'It’s still business-critical' });
  await override.press('Enter');
  await expect(person.field('Why?')).toBeFocused();
  await page.getByRole('button', { name: 'Use the answers above instead' }).press('Enter');
  await expect(override).toBeFocused();
  await person.goesOn();
  await person.goesOn();
  await page.getByRole('button', { name: 'Insert a template' }).press('Enter');
  await expect(person.field(/^What happened/)).toBeFocused();
});

test('a question that is put otherwise later takes the title and the description along', async ({ open }) => {
  const { page, ...person } = await open();
  await person.startsTicket();
  await person.field('Your question').fill(QUESTION);
  await person.goesOn();
  await page.keyboard.press('Control+Enter');
  const steps = page.getByRole('list', { name: 'Steps' });
  await steps.getByRole('button', { name: 'Ask' }).click();
  await person.field('Your question').fill('Nobody at all can publish');
  await steps.getByRole('button', { name: 'Details' }).click();
  await expect(person.field('Title')).toHaveValue('Nobody at all can publish');
  await expect(person.field(/^What happened/)).toHaveValue('Nobody at all can publish');
  await person.field('Title').fill('Publishing');
  await person.field(/^What happened/).fill('It says 503.');
  await steps.getByRole('button', { name: 'Ask' }).click();
  await expect(page.getByText(/^You have already written a title and a description/)).toBeVisible();
});

test('without a connection the number stands large, with a sheet to read aloud', async ({
  open,
  network,
}) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  await person.startsTicket();
  await person.field('Your question').fill(QUESTION);
  await network.cut();
  await expect(page.getByText('+47 55 50 01 42')).toBeVisible();
  await person.goesOn();
  const side = page.getByRole('complementary', { name: 'What to expect' });
  await expect(side.getByText('+47 55 50 01 42')).toBeVisible();
  await expect(side.getByText('Chat: The desk cannot be reached.')).toBeVisible();
  await side.getByRole('button', { name: 'Call sheet' }).click();
  const sheet = page.getByRole('dialog', { name: 'Read this aloud' });
  await expect(sheet.getByText('Ingrid Solheim, ingrid.solheim@fjordbygg.example')).toBeVisible();
  await expect(sheet.getByText(QUESTION)).toBeVisible();
  const words = (await sheet.locator('dl').innerText()).split(/\s+/).length;
  expect(words).toBeLessThan(150);
  await sheet.getByRole('button', { name: 'Copy' }).click();
  await expect(page.getByText('The call sheet is copied')).toBeAttached();
  const width = () => page.evaluate(() => innerWidth);
  const before = await width();
  await sheet.getByRole('button', { name: 'Full screen' }).click();
  await expect.poll(width).toBeGreaterThan(before);
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect.poll(width).toBe(before);
  await expect(side.getByRole('button', { name: 'Call sheet' })).toBeFocused();
});
