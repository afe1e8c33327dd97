/** Every screen, in both languages and both themes, as a machine can judge it: axe finds nothing. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { en } from '../../renderer/locales/en.ts';
import { nb } from '../../renderer/locales/nb.ts';
import { everyScreen, firstRun } from './every-screen.ts';
import { expect, test } from './fixtures.ts';
import { everyTrouble, openStage } from './troubles.ts';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function problemsOn(page: Page): Promise<string[]> {
  // The stand-in's browser has no page of its own to put the report together in.
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).setLegacyMode().analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

for (const language of ['en', 'nb'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`axe finds nothing: ${language}, ${theme}`, async ({ open, desk }) => {
      test.setTimeout(120_000);
      const person = await open({ lang: language });
      await person.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await expect(person.page.locator('html')).toHaveAttribute('lang', language);
      await everyScreen(person, desk, async (screen) => {
        expect(await problemsOn(person.page), screen).toEqual([]);
      });
    });
  }
}

test('axe finds nothing where a search has more than fits', async ({ open }) => {
  const person = await open();
  await person.page.setViewportSize({ width: 900, height: 500 });
  await person.page.keyboard.press('Control+f');
  await expect(person.page.getByRole('option').nth(5)).toBeAttached();
  expect(await problemsOn(person.page)).toEqual([]);
});

for (const [language, theme] of [
  ['en', 'light'],
  ['nb', 'dark'],
] as const) {
  test(`axe finds nothing where something went wrong: ${language}, ${theme}`, async ({ open }) => {
    test.setTimeout(120_000);
    const stage = await openStage();
    const person = await open({ lang: language, env: { LIFELINE_DESK_URL: stage.url } });
    await person.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    await everyTrouble(person.page, stage, { en, nb }[language], async (state) => {
      expect(await problemsOn(person.page), state).toEqual([]);
    });
    await stage.close();
  });
}

for (const language of ['en', 'nb'] as const) {
  for (const theme of ['light', 'dark'] as const) {
    test(`axe finds nothing on a first run: ${language}, ${theme}`, async ({ open }) => {
      const person = await open({ lang: language, withoutDesk: true });
      await person.page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      await firstRun(person, async (screen) => {
        expect(await problemsOn(person.page), screen).toEqual([]);
      });
    });
  }
}
