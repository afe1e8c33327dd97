/** About: whose work the app carries, with the attribution that is asked for. */
import { expect, test } from './fixtures.ts';

test('the notices of others are there, can be searched, and name the sources of the holidays', async ({
  open,
}) => {
  const person = await open();
  await person.opensGroup('Settings');
  await person.page.getByRole('button', { name: 'Third-party software' }).click();
  const notices = person.page.getByRole('region', { name: 'Third-party software' });
  await expect.poll(() => notices.getByRole('listitem').count()).toBeGreaterThan(100);
  for (const name of ['Electron', 'better-sqlite3', 'SQLite', 'react', 'zod', '@fontsource-variable/inter'])
    await expect(notices.locator('summary').getByText(name, { exact: true })).toHaveCount(1);
  await person.field('Find by name or licence').fill('cc-by');
  await expect(notices.getByText('1 notice')).toBeVisible();
  await notices.locator('summary').click();
  await expect(notices.getByText('https://no.wikipedia.org/wiki/Norges_offisielle_flaggdager')).toBeVisible();
});
