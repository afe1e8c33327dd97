/** Every screen, in both languages and both themes, as a machine can judge it: axe finds nothing. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function problemsOn(page: Page): Promise<string[]> {
  // The stand-in's browser has no page of its own to put the report together in.
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

/** Walks through every screen by its stable order, whatever the language, and looks at each. */
async function everyScreen(person: Person, look: (screen: string) => Promise<void>): Promise<void> {
  const { page } = person;
  const inSidebar = page.getByRole('navigation').getByRole('button');
  await expect(inSidebar).not.toHaveCount(0);
  const [NEW, NEEDS_YOU, OPEN, UNSENT, DRAFTS, SOLVED, SETTINGS, OUTBOX] = [0, 1, 2, 3, 4, 5, 6, 7];
  for (const [group, name] of [
    [NEEDS_YOU, 'needs you'],
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

  await inSidebar.nth(NEW).click();
  const field = page.getByRole('main').getByRole('textbox').first();
  await field.fill('Nobody can sign in');
  await look('wizard: ask');
  const next = page.getByRole('main').getByRole('button').last();
  await next.click();
  await page.getByRole('radio').nth(4).check({ force: true });
  await look('wizard: who');
  await next.click();
  await page.getByRole('radio').first().check({ force: true });
  await look('wizard: severity');
  await next.click();
  await page.getByTestId('attach-input').setInputFiles([
    { name: 'trace.log', mimeType: 'text/plain', buffer: Buffer.from('trace') },
    { name: 'screen.png', mimeType: 'image/png', buffer: Buffer.from('png') },
  ]);
  await expect(page.getByTestId('attachment')).toHaveCount(2);
  await look('wizard: details with files');
  await next.click();
  await look('wizard: review');
}

for (const language of ['en', 'nb'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`axe finds nothing: ${language}, ${theme}`, async ({ open }) => {
      test.setTimeout(120_000);
      const person = await open({ lang: language });
      await person.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await expect(person.page.locator('html')).toHaveAttribute('lang', language);
      await everyScreen(person, async (screen) => {
        expect(await problemsOn(person.page), screen).toEqual([]);
      });
    });
  }
}
