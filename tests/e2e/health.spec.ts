/** The store on this computer: room that runs out is told in time, and damage is told with what was put back. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { minutesAgo, submitted } from './earlier.ts';
import { expect, test } from './fixtures.ts';

test('a damaged ticket file is put back by itself, and the person is told what came from where (invariant 8)', async ({
  open,
  profile,
  network,
}) => {
  await network.cut();
  await minutesAgo(profile, 10, (core) => submitted(core, 'Written before the damage'));
  const store = join(profile, 'store');
  const file = openSync(join(store, 'lifeline.db'), 'r+');
  writeSync(file, Buffer.alloc(4096, 'damage '), 0, 4096, 0);

  const person = await open();
  const card = person.page.getByRole('region', { name: /^Your tickets were damaged/ });
  await expect(card).toContainText('One draft or unsent message was restored.');
  const setAside = await card.locator('code').textContent();
  expect(setAside && existsSync(join(store, setAside))).toBe(true);
  await person.opensGroup('Outbox');
  await expect(person.page.getByRole('row', { name: 'Written before the damage' })).toBeVisible();
  await card.getByRole('button', { name: 'Got it' }).click();
  await expect(card).toHaveCount(0);
  await person.app.close();

  const again = await open();
  await again.opensGroup('Outbox');
  await expect(again.page.getByRole('row', { name: 'Written before the damage' })).toBeVisible();
  await expect(again.page.getByRole('region', { name: /^Your tickets were damaged/ })).toHaveCount(0);
});

test('when the disk is almost full, the window says so while everything can still be saved', async ({
  open,
  profile,
}) => {
  test.skip(
    process.platform !== 'linux' || process.getuid?.() !== 0,
    'Needs root on Linux, to mount small disks.',
  );
  const store = join(profile, 'store');
  mkdirSync(store);
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=48m', 'tmpfs', store]);
  expect(mounted.status, String(mounted.stderr)).toBe(0);
  try {
    const person = await open();
    await expect(person.page.getByText(/^The disk is almost full: \d+ MB left\./)).toBeVisible();
    await person.startsTicket();
    await person.field('Your question').fill('Is still saved');
    await person.seesSaved();
    await person.app.close();
  } finally {
    spawnSync('umount', ['-l', store]);
  }
});
