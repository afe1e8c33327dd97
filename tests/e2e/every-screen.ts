/** A walk through the whole app, for tests that look at every screen. */
import { expect } from '@playwright/test';
import type { Desk } from '../desk/desk.ts';
import { deskClient, submission, testIds } from '../desk/deskClient.ts';
import type { Person } from './person.ts';

const ids = testIds(31);

/** Walks through every screen by its stable order, whatever the language, and looks at each. */
export async function everyScreen(
  person: Person,
  desk: Desk,
  look: (screen: string) => Promise<void>,
): Promise<void> {
  const { page } = person;
  const inSidebar = page.getByRole('navigation').getByRole('button');
  await expect(inSidebar).not.toHaveCount(0);
  // Rows that still come would be walked past.
  await expect.poll(() => desk.listeners()).toBeGreaterThan(0);
  const [NEW, SEARCH, NEEDS_YOU, OPEN, UNSENT, DRAFTS, SOLVED, KEPT, SETTINGS, OUTBOX] = [
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9,
  ];
  for (const [group, name] of [
    [NEEDS_YOU, 'your turn'],
    [OPEN, 'open'],
    [UNSENT, 'unsent, empty'],
    [DRAFTS, 'drafts, empty'],
    [SOLVED, 'solved'],
  ] as const) {
    await inSidebar.nth(group).click();
    await look(`list: ${name}`);
  }
  await page.getByRole('row').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await look('thread');
  await page.getByRole('main').locator('[aria-haspopup]').first().click();
  await expect(page.getByRole('menu')).toBeVisible();
  await look('ticket menu');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('menu')).toHaveCount(0);
  await inSidebar.nth(OUTBOX).click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('outbox');
  await page.keyboard.press('Escape');
  await inSidebar.nth(SETTINGS).click();
  await look('settings');

  await inSidebar.nth(SEARCH).click();
  await page.getByRole('searchbox').fill('sign');
  await expect(page.getByRole('option').first().locator('mark').first()).toBeVisible();
  await look('search');
  await page.getByRole('searchbox').fill('qqqq is:lost');
  await expect(page.getByRole('option')).toHaveCount(0);
  await look('search: nothing found');

  await inSidebar.nth(NEW).click();
  // By its place: until the draft is there, the settings have a text box too.
  await page.locator('[data-field="question"]').getByRole('textbox').fill('Nobody can sign in');
  await page.getByRole('complementary').getByRole('listitem').first().waitFor();
  await look('wizard: ask');
  await page.getByRole('complementary').getByRole('listitem').first().getByRole('button').click();
  await expect(page.getByRole('article')).toBeVisible();
  await look('wizard: an article');
  await page.keyboard.press('Escape');
  const foot = page.locator('.wizard-foot').getByRole('button');
  await foot.first().click();
  await look('wizard: in a hurry');
  await foot.first().click();
  const next = page.getByRole('main').getByRole('button').last();
  await next.click();
  await page.getByRole('radio').first().check({ force: true });
  await page.getByRole('radiogroup').nth(1).getByRole('radio').first().check({ force: true });
  await page.getByRole('radiogroup').nth(2).getByRole('radio').nth(4).check({ force: true });
  await page.getByRole('main').locator('[aria-expanded]').click();
  await look('wizard: judge');
  await page.getByRole('main').locator('.button-link').last().click();
  await page.getByRole('main').getByRole('textbox').fill('It can wait.');
  await look('wizard: another severity');
  await next.click();
  await page.getByRole('radio').last().check({ force: true });
  await look('wizard: way');
  await page.getByRole('main').locator('.call-too').getByRole('button').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('call sheet');
  await page.keyboard.press('Escape');
  await next.click();
  await page.getByRole('main').locator('[aria-expanded]').click();
  await page.getByTestId('attach-input').setInputFiles([
    { name: 'trace.log', mimeType: 'text/plain', buffer: Buffer.from('trace') },
    { name: 'screen.png', mimeType: 'image/png', buffer: Buffer.from('png') },
  ]);
  await expect(page.getByTestId('attachment')).toHaveCount(2);
  await look('wizard: details with files');
  await next.click();
  await look('wizard: review');

  await inSidebar.nth(OPEN).click();
  await page.locator('.inbox-order').click();
  await expect(page.getByRole('menu')).toBeVisible();
  await look('order of the list');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('palette');
  await page.keyboard.type('s');
  await look('palette: what fits');
  await page.keyboard.type('zzzz');
  await look('palette: nothing fits');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Control+/');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('keyboard shortcuts');
  await page.keyboard.press('Escape');
  await inSidebar.nth(KEPT).click();
  await expect(page.getByRole('figure').first()).toBeVisible();
  await look('response report');
  const tables = page.getByRole('figure').getByRole('button');
  for (const table of await tables.all()) await table.click();
  await expect(page.getByRole('table').last()).toBeVisible();
  await look('promises kept, as tables');

  await inSidebar.nth(OPEN).click();
  await page.getByRole('row').first().click();
  await page.getByRole('main').locator('[aria-haspopup]').first().click();
  await page.getByRole('menu').locator('[data-key="callBack"]').click();
  const asked = page.getByRole('dialog');
  await asked.getByRole('radio').last().check({ force: true });
  await asked.getByRole('textbox').first().fill('12');
  await page.keyboard.press('Enter');
  await expect(asked.locator('.field-error')).toBeVisible();
  await look('call-back: asking');
  await asked.getByRole('textbox').first().fill('+47 99 88 77 66');
  await page.keyboard.press('Enter');
  await expect(page.locator('.call-queued')).toBeVisible();
  await look('call-back');

  const [chat, over] = [ids.ticket(), ids.ticket()];
  await deskClient(desk).putTicket(
    chat,
    chat,
    submission({ channel: 'chat', title: 'A chat about sign-in' }),
  );
  desk.specialist.chat.accept(chat, 'مايا Lindqvist');
  desk.specialist.chat.typing(chat, true);
  await inSidebar.nth(OPEN).click();
  await page.getByRole('row', { name: 'A chat about sign-in' }).click();
  await expect(page.locator('.chat-typing')).toBeVisible();
  await look('chat');
  await page.locator('.chat-strip').getByRole('button').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await look('chat: going on in writing');
  await page.keyboard.press('Escape');

  await deskClient(desk).putTicket(over, over, submission({ title: 'A ticket that is over' }));
  desk.specialist.assign(over, 'Maya');
  desk.specialist.setSeverity(over, 'business_critical', {
    by: 'Maya',
    reason: 'Nobody can publish any more.',
  });
  desk.specialist.merge(chat, over, 'Tomás');
  desk.specialist.setStatus(over, 'solved');
  await inSidebar.nth(SOLVED).click();
  await page.getByRole('row', { name: 'A ticket that is over' }).click();
  await expect(page.getByTestId('event')).toHaveCount(4);
  const rate = page.getByRole('main').getByRole('form');
  await rate.getByRole('radio').first().press('Space');
  await rate.getByRole('textbox').fill('Quick.');
  await look('what happened, and how good it was');
}

/** The same for what stands there before a desk is known. */
export async function firstRun(person: Person, look: (screen: string) => Promise<void>): Promise<void> {
  const { page } = person;
  await expect(page.locator('.first-title')).toBeVisible();
  await look('first run');
  await page.getByRole('textbox').first().fill('http://127.0.0.1:9');
  await page.locator('input[type="password"]').fill('a-token');
  await page.keyboard.press('Enter');
  await expect(page.locator('.first-note')).toBeVisible();
  await look('first run: not checked');
}
