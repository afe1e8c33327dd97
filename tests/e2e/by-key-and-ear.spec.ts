/** Where the focus goes, what a row says, and what stands out: for those who see little of the window, or nothing. */
import type { Page } from '@playwright/test';
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import { focused, listensTo } from './hearing.ts';

const rows = (page: Page) => page.locator('.inbox-list [role="row"]');

test('F6 leads to the toast, which says so; from it the focus goes back to where it was', async ({
  open,
}) => {
  const person = await open();
  const { page } = person;
  await person.opensGroup('With specialist');
  await expect(rows(page).first()).toBeVisible();
  const ear = await listensTo(page);
  await page.keyboard.press('j');
  await page.keyboard.press('e');
  const undo = page.getByRole('button', { name: 'Undo' });
  await expect(undo).toBeVisible();
  await ear.hears('Press F6 to undo');
  await page.getByRole('button', { name: 'More actions' }).focus();
  const before = await focused(page);
  for (
    let presses = 0;
    presses < 4 && !(await undo.evaluate((it) => it === document.activeElement));
    presses += 1
  )
    await page.keyboard.press('F6');
  await expect(undo).toBeFocused();
  // Held while it has the focus: the button is still there after what a toast is given.
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Dismiss' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(undo).toHaveCount(0);
  expect(await focused(page)).toBe(before);
});

test('a discarded draft is heard of, has its place, and comes back from there', async ({ open }) => {
  const person = await open();
  const { page } = person;
  await person.startsTicket();
  await person.field('Your question').fill('The export stops at 40 percent');
  await person.seesSaved();
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await expect(page.getByText('Draft discarded', { exact: true })).toBeVisible();
  await page.reload();
  await person.opensGroup('Drafts');
  await page.getByRole('button', { name: 'Discarded drafts' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Discarded drafts' })).toBeFocused();
  const draft = page.getByRole('listitem').filter({ hasText: 'The export stops at 40 percent' });
  await expect(draft).toBeVisible();
  await page.getByRole('button', { name: 'Restore The export stops at 40 percent' }).press('Enter');
  await expect(person.field('Your question')).toHaveValue('The export stops at 40 percent');
  await person.opensGroup('Drafts');
  await page.getByRole('button', { name: 'Discarded drafts' }).click();
  await expect(page.getByText('No discarded drafts')).toBeVisible();
});

test('a row says all that it shows, and an arrow key says nothing besides', async ({ open, desk }) => {
  const person = await open();
  const { page } = person;
  await person.files('Nobody can sign in', { description: 'Error 503.', reason: 'All of us.' });
  await person.seesNumber();
  await person.opensTicket('Nobody can sign in').catch(() => undefined);
  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Mute' }).click();
  await person.opensGroup('With specialist');
  const row = page.getByRole('row', { name: 'Nobody can sign in' });
  for (const shown of [/Business-critical/, /Muted/, /First answer within/, /With specialist/, /\d:\d\d/])
    await expect(row).toHaveAccessibleName(shown);
  // What was said until here is over.
  await expect(
    page.getByRole('complementary', { name: 'Messages from Lifeline' }).getByRole('status'),
  ).toHaveText('', { timeout: 20_000 });
  const ear = await listensTo(page);
  await rows(page).first().focus();
  for (const key of ['ArrowDown', 'ArrowDown', 'ArrowUp']) {
    await page.keyboard.press(key);
    const title = await page.locator(':focus .row-title').textContent();
    await expect(page.getByRole('heading', { level: 1, name: title ?? '' })).toBeVisible();
  }
  expect(await ear.all()).toEqual([]);
  expect(ticketCalled(desk, 'Nobody can sign in').status).toBe('open');
});

test('who comes back stands where they left: at the row, at the chosen answer, at the newest message', async ({
  open,
}) => {
  const person = await open();
  const { page } = person;
  await person.opensGroup('With specialist');
  await expect(rows(page)).toHaveCount(3);
  const [, second = ''] = await page.locator('.row-title').allTextContents();
  await page.getByRole('row', { name: second }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: second })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('row', { name: second })).toBeFocused();

  await page.keyboard.press('r');
  await expect(person.field('Reply')).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(page.locator('article.message').last()).toBeFocused();
  await page.keyboard.press('Alt+ArrowDown');
  await expect(person.field('Reply')).toBeFocused();

  await person.startsTicket();
  await person.field('Your question').fill('How do I add a colleague?');
  await person.goesOn();
  const chosen = page.getByRole('radio', { name: 'I have a question' });
  await page.getByRole('radiogroup').getByText('I have a question', { exact: true }).click();
  await person.goesOn();
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await expect(chosen).toBeFocused();
  await expect(page.getByRole('button', { name: /Ask.*done/ })).toBeVisible();
});

test('a row opens when the pointer is let go, and not where somebody has moved away (WCAG 2.5.2)', async ({
  open,
}) => {
  const person = await open();
  const { page } = person;
  await person.opensGroup('With specialist');
  await expect(rows(page)).toHaveCount(3);
  const [first = '', second = ''] = await page.locator('.row-title').allTextContents();
  await page.getByRole('row', { name: first }).hover();
  await page.mouse.down();
  await page.getByRole('heading', { level: 1, name: 'With specialist' }).hover();
  await page.mouse.up();
  await page.getByRole('row', { name: second }).click();
  await expect(page.getByRole('heading', { level: 1, name: second })).toBeVisible();
  await page.getByRole('row', { name: first }).hover();
  await page.mouse.down();
  await expect(page.getByRole('row', { name: first })).toHaveAttribute('data-pressed', 'true');
  await expect(page.getByRole('heading', { level: 1, name: second })).toBeVisible();
  await page.mouse.up();
  await expect(page.getByRole('heading', { level: 1, name: first })).toBeVisible();
});

test('what a picture shows is asked beside it and reaches the desk; nobody has to say', async ({
  open,
  desk,
}) => {
  const person = await open();
  const { page } = person;
  const picture = (name: string) => ({ name, mimeType: 'image/png', buffer: Buffer.from(name) });
  await person.startsTicket();
  await person.field('Your question').fill('The start page is red');
  await person.fillsIn({ description: 'All of it.' });
  await page.getByRole('button', { name: 'Back', exact: true }).click();
  await page.getByTestId('attach-input').setInputFiles([picture('one.png'), picture('two.png')]);
  await person.field(/^What does one\.png show\?/).fill('A red page with the words “Error 503”');
  await person.goesOn();
  await person.sends();
  await person.seesNumber();
  const { id } = ticketCalled(desk, 'The start page is red');
  const said = () => desk.specialist.attachments(id).map(({ name, description }) => ({ name, description }));
  await expect.poll(said).toEqual([
    { name: 'one.png', description: 'A red page with the words “Error 503”' },
    { name: 'two.png', description: '' },
  ]);
});

test('in a narrow window the keys go in the order that is seen', async ({ open, network }) => {
  const person = await open();
  const { page } = person;
  await page.setViewportSize({ width: 620, height: 800 });
  await person.startsTicket();
  await network.cut();
  const call = page.getByRole('main').getByRole('button', { name: 'Call sheet' }).first();
  await expect(call).toBeVisible();
  const question = person.field('Your question');
  const isAbove = async () => ((await call.boundingBox())?.y ?? 0) < ((await question.boundingBox())?.y ?? 0);
  expect(await isAbove()).toBe(true);
  await question.focus();
  await page.keyboard.press('Shift+Tab');
  await expect(call).toBeFocused();
});

test('a button that has nothing to do keeps the focus, and says that it is off', async ({ open, desk }) => {
  const person = await open();
  const { page } = person;
  await person.files('How do I add a colleague?', { description: 'To the team.' });
  await person.seesNumber();
  desk.specialist.setStatus(ticketCalled(desk, 'How do I add a colleague?').id, 'solved');
  const rate = page.getByRole('form');
  // Passing the scores rates nothing.
  await rate.getByRole('radio').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(rate.getByRole('radio').nth(2)).toBeChecked();
  const send = rate.getByRole('button', { name: 'Send' });
  await send.focus();
  expect(ticketCalled(desk, 'How do I add a colleague?').rating).toBeNull();
  await page.keyboard.press('Enter');
  await expect.poll(() => ticketCalled(desk, 'How do I add a colleague?').rating?.score).toBe('poor');
  await expect(send).toBeDisabled();
  await expect(send).toBeFocused();
});

test('what is said is heard while something lies over the window, and twice when it happens twice', async ({
  open,
  network,
}) => {
  const person = await open();
  const { page } = person;
  await person.seesConnection('Online');
  const ear = await listensTo(page);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await network.cut();
  await ear.hears('The desk cannot be reached. What you send');
  await network.mend();
  await ear.hears('Back online');
  await network.cut();
  await expect.poll(() => ear.matching('The desk cannot be reached. What you send')).toHaveLength(2);
});

test('a problem is heard where the focus is: the field that is wrong takes it, with its words', async ({
  open,
}) => {
  const person = await open({ withoutDesk: true });
  const { page } = person;
  const address = page.getByRole('textbox').first();
  await address.fill('not an address');
  await page.getByRole('button', { name: 'Connect', exact: true }).press('Enter');
  await expect(address).toBeFocused();
  await expect(address).toHaveAttribute('aria-invalid', 'true');
  await expect(address).toHaveAccessibleDescription(/address/);
});

test('English tickets and answers say so in a Norwegian window (WCAG 3.1.2)', async ({ open }) => {
  const person = await open({ lang: 'nb' });
  const { page } = person;
  await expect(page.locator('html')).toHaveAttribute('lang', 'nb');
  await page.getByRole('navigation').getByRole('button').nth(3).click();
  await expect(rows(page)).toHaveCount(3);
  await rows(page).first().click();
  const heading = page.getByRole('heading', { level: 1 });
  await expect(heading).toHaveAttribute('lang', 'en');
  await expect(page.locator('.markdown[lang="en"]').first()).toBeVisible();
  await expect(page.locator('.row-title[lang="en"]').first()).toBeVisible();
});

test('what is current stands out by a bar of at least 3:1, and by a ring in the person’s own colours (WCAG 1.4.11)', async ({
  open,
}) => {
  const person = await open();
  const { page } = person;
  await person.opensGroup('With specialist');
  await rows(page).first().click();
  await expect(page.locator('.row[data-selected]')).toBeVisible();
  /** The contrast of an element's bar to the ground beside it, as WCAG counts it. */
  const contrastOf = (selector: string) =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
        const luminance = (colour: string): number => {
          if (canvas === null) return 0;
          canvas.clearRect(0, 0, 1, 1);
          canvas.fillStyle = colour;
          canvas.fillRect(0, 0, 1, 1);
          const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((value) => {
            const part = value / 255;
            return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
          });
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const style = getComputedStyle(element);
        const bar =
          /^(rgba?\([^)]*\)|color\([^)]*\)|oklab\([^)]*\))/.exec(style.boxShadow)?.[0] ??
          style.backgroundColor;
        const [light = 0, dark = 0] = [luminance(bar), luminance(style.backgroundColor)].sort(
          (a, b) => b - a,
        );
        return (light + 0.05) / (dark + 0.05);
      });
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, forcedColors: 'none', reducedMotion: 'reduce' });
    for (const current of ['.sidebar-item[aria-current]', '.row[data-selected]'])
      expect(await contrastOf(current), `${current}, ${colorScheme}`).toBeGreaterThanOrEqual(3);
    await page.keyboard.press('Control+k');
    await page.keyboard.type('new');
    await page.keyboard.press('ArrowDown');
    await expect(page.locator('.palette-row[data-focused]')).toBeVisible();
    expect(await contrastOf('.palette-row[data-focused]'), colorScheme).toBeGreaterThanOrEqual(3);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
  await page.emulateMedia({ forcedColors: 'active' });
  for (const current of ['.sidebar-item[aria-current]', '.row[data-selected]'])
    await expect(page.locator(current).first()).toHaveCSS('outline-style', 'solid');
});

test('every target is at least 24 by 24 pixels, or stands in a line of text (WCAG 2.5.8)', async ({
  open,
}) => {
  const person = await open();
  const { page } = person;
  const small = () =>
    page.evaluate(() =>
      [
        ...document.querySelectorAll(
          'button, a, input, textarea, [role="row"], [role="option"], [role="radio"]',
        ),
      ]
        .map((element) =>
          element instanceof HTMLInputElement ? (element.closest('label') ?? element) : element,
        )
        .filter((element) => {
          const { width, height } = element.getBoundingClientRect();
          const isShown =
            width > 1 && height > 1 && element.closest('.unseen, [aria-hidden="true"]') === null;
          return isShown && (width < 24 || height < 24);
        })
        .map((element) => `${element.className} ${element.textContent?.slice(0, 30)}`),
    );
  await person.opensGroup('With specialist');
  await rows(page).first().click();
  expect(await small(), 'thread').toEqual([]);
  await page.getByRole('navigation').getByRole('button', { name: 'Search' }).click();
  expect(await small(), 'search').toEqual([]);
  await page.getByRole('navigation').getByRole('button', { name: 'Settings' }).click();
  expect(await small(), 'settings').toEqual([]);
  await person.startsTicket();
  await person.goesOn();
  expect(await small(), 'severity').toEqual([]);
});
