/** What makes the window easy on the eyes, as far as it can be counted and measured. */
import { chromium, type Locator, type Page } from '@playwright/test';
import { findBrowser } from '../../scripts/setup/browser.mjs';
import { deskAccount } from '../desk/account.ts';
import { deskClient, submission, testIds } from '../desk/deskClient.ts';
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import { png } from './png.ts';

const SMALL = { width: 1024, height: 640 };
const ids = testIds(41);

async function boxOf(part: Locator) {
  const box = await part.boundingBox();
  if (box === null) throw new Error('It is not to be seen.');
  return { ...box, right: box.x + box.width, bottom: box.y + box.height };
}
type Box = Awaited<ReturnType<typeof boxOf>>;
const overlap = (a: Box, b: Box) => a.x < b.right && b.x < a.right && a.y < b.bottom && b.y < a.bottom;
const isBesides = (a: Box, b: Box) => a.y < b.bottom && b.y < a.bottom && !overlap(a, b);

/** How many lines the words of a part take. */
const linesOf = (part: Locator) =>
  part.evaluate((each) => {
    const range = document.createRange();
    range.selectNodeContents(each);
    return new Set([...range.getClientRects()].map(({ bottom }) => Math.round(bottom / 4))).size;
  });

const rows = (page: Page) => page.locator('.inbox-list [role="row"]');

test('the window is set in the font that comes with it, and its times in figures of one width', async ({
  open,
}) => {
  const { page, ...person } = await open();
  await person.opensGroup('With specialist');
  await expect(rows(page).first()).toBeVisible();
  const font = await page.evaluate(() => ({
    first: getComputedStyle(document.body).fontFamily.split(',')[0],
    loaded: [...document.fonts].filter(({ status }) => status === 'loaded').map(({ family }) => family),
  }));
  expect(font.first).toBe('"Inter Variable"');
  expect(font.loaded.join()).toContain('Inter Variable');
  const widths = await page
    .locator('.row-time')
    .first()
    .evaluate((time) =>
      ['11:11', '00:00'].map((text) => {
        time.textContent = text;
        return time.getBoundingClientRect().width;
      }),
    );
  expect(widths[0]).toBe(widths[1]);
});

test('a reply is written on one line with its buttons, and a toast covers none of them', async ({ open }) => {
  const { page, ...person } = await open();
  await page.setViewportSize(SMALL);
  await person.opensGroup('With specialist');
  await rows(page).first().click();
  const field = person.field('Reply');
  const attach = page.getByRole('button', { name: 'Attach files' });
  const send = page.getByRole('button', { name: 'Send reply' });
  const [box, left, right] = [await boxOf(field), await boxOf(attach), await boxOf(send)];
  expect(isBesides(left, box) && isBesides(box, right)).toBe(true);
  const composer = page.getByRole('region', { name: 'Reply' });
  expect((await boxOf(composer)).height).toBeLessThan(SMALL.height / 10);

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Mute' }).click();
  const toast = page.locator('.toast');
  await expect(toast).toBeVisible();
  expect(overlap(await boxOf(toast), await boxOf(composer))).toBe(false);
  await field.fill('One line.\nAnd another.\nAnd a third.');
  await expect(toast).toBeVisible();
  expect(overlap(await boxOf(toast), await boxOf(composer))).toBe(false);
});

test('that the desk reads English is said where a ticket begins, and after that only to who writes otherwise', async ({
  open,
}) => {
  const { page, ...person } = await open();
  const inEnglish = page.getByText(/in English|look like English/);
  await person.opensGroup('With specialist');
  await rows(page).first().click();
  await expect(person.field('Reply')).toBeVisible();
  await expect(inEnglish).toHaveCount(0);
  await person
    .field('Reply')
    .fill('Ingen av oss kommer inn i redigeringsverktøyet, og vi har prøvd på nytt flere ganger i dag');
  await expect(inEnglish).toHaveCount(1);
  await person.field('Reply').fill('');
  await expect(inEnglish).toHaveCount(0);
  await person.startsTicket();
  await expect(inEnglish).toHaveCount(1);
  await person.field('Your question').fill('How do I add a colleague?');
  await person.goesOn();
  await expect(inEnglish).toHaveCount(0);
});

for (const lang of ['en', 'nb']) {
  test(`nothing in the navigation breaks into lines in a small window (${lang})`, async ({ open }) => {
    const { page } = await open({ lang });
    await page.setViewportSize(SMALL);
    await expect(rows(page).first()).toBeVisible();
    const words = page.getByRole('navigation').locator('.sidebar-word, .pill-text');
    const count = await words.count();
    expect(count).toBeGreaterThan(8);
    for (let each = 0; each < count; each += 1)
      expect(await linesOf(words.nth(each)), await words.nth(each).innerText()).toBe(1);
  });
}

test('in a small window the title of a ticket is whole, and every row ends in one line of equal columns', async ({
  open,
}) => {
  const { page, ...person } = await open();
  await page.setViewportSize(SMALL);
  const title = 'Nobody can sign in to the editor since this morning';
  await person.files(title, { description: 'Error 503.', reason: 'All of us.' });
  await person.seesNumber();
  await person.opensGroup('With specialist');
  const words = page.getByRole('row', { name: title }).locator('.row-title');
  await expect(words).toHaveText(title);
  expect(await words.evaluate((each) => each.scrollHeight <= each.clientHeight)).toBe(true);
  const times = page.locator('.row-sub time');
  await expect(times).toHaveCount(4);
  const ends = await Promise.all(
    (await times.all()).map(async (time) => Math.round((await boxOf(time)).right)),
  );
  expect(new Set(ends).size).toBe(1);
  for (const line of await page.locator('.row-sub, .row-foot:has(> :not(.unseen))').all())
    expect((await boxOf(line)).height).toBeLessThan(24);
});

test('a row says when an answer is due, and nothing of one that has come', async ({ open }) => {
  const { page, ...person } = await open();
  await person.files('Nobody can sign in', { description: 'Error 503.', reason: 'All of us.' });
  await person.seesNumber();
  await person.opensGroup('With specialist');
  await expect(page.getByRole('row', { name: 'Nobody can sign in' })).toContainText('First answer within');
  for (const group of ['With specialist', 'Solved']) {
    await person.opensGroup(group);
    await expect(rows(page).first()).toBeVisible();
    await expect(rows(page).filter({ hasText: 'Answered in' })).toHaveCount(0);
  }
  const solved = page.getByRole('navigation').getByRole('button', { name: 'Solved' });
  await expect(solved).toHaveText('Solved');
});

test('what is not sent says so once, in a thin bar, with its buttons beside the words (invariant 7)', async ({
  open,
  network,
}) => {
  const { page, ...person } = await open();
  await page.setViewportSize({ width: 1280, height: 800 });
  await person.seesConnection('Online');
  await network.cut();
  await person.seesConnection('Offline');
  await person.files('Nobody can sign in', { description: 'Error 503.' });
  const main = page.getByRole('main');
  await expect(main.getByText(/Not sent yet/)).toHaveCount(1);
  const bar = main.getByRole('region', { name: /^Not sent yet/ });
  const [sheet, edit] = [
    bar.getByRole('button', { name: 'Call now: +47 55 50 01 42' }),
    bar.getByRole('button', { name: 'Edit' }),
  ];
  await expect(sheet).toBeVisible();
  expect(isBesides(await boxOf(sheet), await boxOf(edit))).toBe(true);
  expect((await boxOf(bar)).height).toBeLessThan(100);
  await expect(main.getByText('+47 55 50 01 42')).toHaveCount(1);
});

test('without a connection the number and its sheet stand once on a page, and what is closed cannot be pressed', async ({
  open,
  network,
}) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  await person.startsTicket();
  await person.field('Your question').fill('Nobody can sign in');
  await person.goesOn();
  await person.onlyAsks();
  await page.getByRole('button', { name: 'It’s still business-critical' }).click();
  await person.field('Why?').fill('All of us.');
  await person.goesOn();
  await expect(page.getByRole('radio')).toHaveCount(3);
  await network.cut();
  await person.seesConnection('Offline');
  await expect(page.getByRole('radio')).toHaveCount(1);
  const closed = page.getByRole('region', { name: 'Not available now' });
  await expect(closed.getByRole('listitem')).toHaveText([
    'Chat: The desk cannot be reached.',
    'Call-back: The desk cannot be reached.',
  ]);
  await expect(page.getByRole('button', { name: 'Call sheet' })).toHaveCount(1);
  await expect(page.getByText('+47 55 50 01 42')).toHaveCount(1);
  await network.mend();
  await expect(page.getByRole('radio')).toHaveCount(3);
});

test.describe('outside service hours', () => {
  // The day after tomorrow: whatever the hour, it is not that day now.
  const weekday = ((new Date().getUTCDay() + 1) % 7) + 1;
  const open = [{ weekday, from: '08:00', to: '16:00' }];
  test.use({ deskOptions: { account: { serviceHours: { kind: 'weekly', timeZone: 'UTC', open } } } });

  test('a closed way says when it opens', async ({ open: opens }) => {
    const { page, ...person } = await opens();
    await person.seesConnection('Online');
    await person.startsTicket();
    await person.field('Your question').fill('How do I add a colleague?');
    await person.goesOn();
    await person.onlyAsks();
    await person.goesOn();
    await expect(page.getByRole('radio')).toHaveCount(1);
    await expect(
      page.getByRole('region', { name: 'Not available now' }).getByRole('listitem').first(),
    ).toHaveText(/^Chat: Closed right now\. Opens \w{3}, \w{3} \d+, \d+:00/);
  });
});

test('what I wrote is mine by one word, and the lines of one person stand together under their name', async ({
  open,
  desk,
}) => {
  const { page, ...person } = await open();
  await person.files('Nobody can sign in', { description: 'Error 503.' });
  await person.seesNumber();
  await person.replies('It began at nine.');
  await person.replies('And it is still so.');
  await expect.poll(() => desk.ledger().messages.length).toBe(2);
  const { id } = ticketCalled(desk, 'Nobody can sign in');
  desk.specialist.reply(id, 'We see it.', { as: 'Maya Lindqvist' });
  desk.specialist.reply(id, 'It is our certificate.', { as: 'Maya Lindqvist' });
  await expect(page.getByTestId('message')).toHaveCount(4);
  const column = page.getByRole('log');
  await expect(column).not.toContainText('Ingrid Solheim');
  await expect(column.locator('h2:not(.unseen)')).toHaveText(['You', 'You', 'Maya Lindqvist']);
  await expect(column.locator('.initials')).toHaveText(['IS', 'IS', 'ML']);
  // Who listens is told each time.
  await expect(page.getByRole('article', { name: 'Maya Lindqvist' })).toHaveCount(2);
});

test('a picture is a thumbnail beside its name', async ({ open, desk }) => {
  const { page, ...person } = await open();
  await person.opensGroup('With specialist');
  await rows(page).first().click();
  const ticket = desk.specialist.tickets().find(({ status }) => status === 'open');
  const answer = desk.specialist.reply(ticket?.id ?? ids.ticket(), 'Look at this.');
  if (!ticket || !answer) throw new Error('The desk took no reply.');
  await person.opensGroup('Your turn');
  await person.opensTicket(ticket.title);
  const picture = { name: 'shot.png', mediaType: 'image/png', bytes: png(1600, 900) };
  desk.specialist.attach(ticket.id, { ...picture, messageId: answer.id });
  const shown = page.getByRole('img', { name: 'shot.png' });
  await expect.poll(() => shown.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBe(1600);
  const [image, name] = [
    await boxOf(shown),
    await boxOf(page.getByRole('button', { name: 'Open shot.png' })),
  ];
  expect(image.width).toBeLessThan(160);
  expect(isBesides(image, name)).toBe(true);
});

test('a missed call has one way on that stands out', async ({ open, desk }) => {
  const { page, ...person } = await open();
  const call = ids.ticket();
  const asked = submission({ channel: 'phone', phone: '+47 99 88 77 66', title: 'Orders are charged twice' });
  await deskClient(desk).putTicket(call, 'a-call', asked);
  desk.specialist.setCall(call, 'missed', 'Maya Lindqvist');
  await person.opensGroup('Your turn');
  await person.opensTicket('Orders are charged twice');
  const strip = page.getByRole('region', { name: 'Call-back', exact: true });
  await expect(strip.getByRole('button')).toHaveCount(3);
  await expect(strip.locator('.button-primary')).toHaveText(/^Call now/);
});

test('an empty search offers what was busy last, and a result shows words and no marks', async ({
  open,
  desk,
}) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  const ticket = desk.specialist.tickets().find(({ status }) => status === 'open');
  if (ticket === undefined) throw new Error('The sample has no open ticket.');
  desk.specialist.reply(
    ticket.id,
    '## First\n\n- Look at **the pelican** in `trace.log`\n- Then [read on](https://example.com)',
  );
  await expect(page.getByRole('row', { name: ticket.title })).toBeVisible();
  await page.keyboard.press('Control+f');
  const recent = page.getByRole('listbox', { name: 'Recent' });
  await expect(recent.getByRole('option').first()).toContainText(ticket.title);
  await page.keyboard.type('pelican');
  const hit = page.getByRole('listbox', { name: 'Results' }).getByRole('option').first();
  await expect(hit).toContainText('Look at the pelican in trace.log');
  await expect(hit).not.toContainText(/[*`#[\]]/);
  await page.getByRole('searchbox').fill('');
  await recent.getByRole('option').first().click();
  await expect(page.getByRole('heading', { level: 1, name: ticket.title })).toBeVisible();
});

test('a review says once what to expect, and the call sheet is left by a sign at its corner', async ({
  open,
}) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  await person.startsTicket();
  await person.field('Your question').fill('Nobody can sign in');
  await person.fillsIn({ description: 'Error 503.', reason: 'All of us.' });
  await expect(page.getByRole('main').getByText(/First answer within|No guaranteed time/)).toHaveCount(1);
  await expect(page.getByRole('main').getByText('Business-critical', { exact: true })).toHaveCount(1);
  await page.getByRole('button', { name: 'Change Channel' }).click();
  await page.getByRole('button', { name: 'Call sheet' }).click();
  const sheet = page.getByRole('dialog', { name: 'Read this aloud' });
  await expect(sheet.locator('.button-primary')).toHaveCount(0);
  await sheet.getByRole('button', { name: 'Close' }).click();
  await expect(sheet).toHaveCount(0);
});

test('a few short choices are one control on one line', async ({ open }) => {
  const { page, ...person } = await open();
  await page.setViewportSize(SMALL);
  await person.opensGroup('Settings');
  const theme = page.getByRole('radiogroup', { name: 'Theme' });
  const boxes = await Promise.all((await theme.locator('.choice-option').all()).map(boxOf));
  expect(boxes.length).toBe(3);
  expect(new Set(boxes.map(({ y }) => Math.round(y))).size).toBe(1);
  for (const [at, box] of boxes.entries()) {
    expect(box.height).toBeGreaterThanOrEqual(24);
    const next = boxes[at + 1];
    if (next) expect(next.x - box.right).toBeLessThan(8);
  }
  await expect(theme.locator('.choice-dot')).toHaveCount(0);
});

test('the first screen says whose desk this is, who is signed in and what is promised', async ({ open }) => {
  const { page, ...person } = await open();
  await person.seesConnection('Online');
  const name = deskAccount(24).desk.name;
  await expect(page.getByRole('navigation').getByText(name)).toBeVisible();
  const account = page.getByRole('region', { name: 'Your account' });
  for (const words of ['Ingrid Solheim', 'Premium', 'Within 30 min'])
    await expect(account).toContainText(words);
});

test('a first run says one thing of what becomes of the token, and nothing is wrong yet', async ({
  open,
}) => {
  const { page } = await open({ withoutDesk: true });
  await expect(page.getByRole('heading', { name: 'Welcome to Lifeline' })).toBeVisible();
  const said = page.getByText(
    /stored in this computer’s keyring\.$|can read the token|stays on this computer\.$/,
  );
  await expect(said).toHaveCount(1);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('the specialist’s page shows no form before a ticket is chosen', async ({ desk }) => {
  const executablePath = findBrowser();
  if (executablePath === undefined) throw new Error('No browser was found to open the specialist page with.');
  const browser = await chromium.launch({ executablePath, args: ['--disable-gpu', '--disable-quic'] });
  const page = await browser.newPage();
  await page.goto(desk.url);
  const send = page.getByRole('button', { name: 'Send answer' });
  await expect(page.getByRole('heading', { name: 'No ticket chosen' })).toBeVisible();
  await expect(page.locator('#tickets button').first()).toBeVisible();
  await expect(send).toBeHidden();
  await page.locator('#tickets button').first().click();
  await expect(send).toBeVisible();
  await browser.close();
});
