/** A thin line at the top says that the way to the desk is closed, and in the words of what is wrong. */
import { en } from '../../renderer/locales/en.ts';
import { nb } from '../../renderer/locales/nb.ts';
import { expect, test } from './fixtures.ts';

for (const [lang, { connection }] of [
  ['en', en],
  ['nb', nb],
] as const) {
  test(`the network goes: the line says so, aloud too, and is gone when it is back (${lang})`, async ({
    open,
    network,
  }) => {
    const { page } = await open({ lang });
    const pill = page.getByTestId('outbox-pill');
    const bar = page.getByTestId('connection-bar');
    const spoken = page.getByRole('complementary').getByRole('status');
    await expect(pill).toHaveText(connection.online);
    await expect(bar).toHaveCount(0);
    await page.evaluate(() =>
      Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => true }),
    );
    await network.cut();
    await expect(bar).toContainText(`${connection.wrong.desk_unreachable} ${connection.kept}`);
    await expect(spoken).toContainText(`${connection.wrong.desk_unreachable} ${connection.kept}`);
    expect((await bar.boundingBox())?.y).toBe(0);
    // The computer itself has lost its network: that says more.
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
      window.dispatchEvent(new Event('offline'));
    });
    await expect(bar).toContainText(connection.wrong.network_offline);
    const reconnect = bar.getByRole('button', { name: connection.reconnect });
    await reconnect.focus();
    await network.mend();
    // The line may be gone already: the desk is looked for without a press, too.
    await reconnect.press('Enter', { timeout: 2_000 }).catch(() => undefined);
    await expect(pill).toHaveText(connection.online);
    await expect(bar).toHaveCount(0);
    // What was said before it may still stand there.
    await expect(spoken).toContainText(connection.again);
  });
}

test('a desk that is down and something that answers in its place are told apart', async ({ open, desk }) => {
  const { page } = await open();
  const bar = page.getByTestId('connection-bar');
  await expect(page.getByTestId('outbox-pill')).toHaveText('Online');
  const look = () => page.evaluate(() => void window.lifeline?.invoke('connection.look', {}));
  desk.faults.set({ kind: 'status', status: 503 });
  await look();
  await expect(bar).toContainText('The desk is down or too busy to answer.');
  desk.faults.set({ kind: 'notJson' });
  await look();
  await expect(bar).toContainText('Something else answers in place of the desk.');
  desk.faults.clear();
  await look();
  await expect(bar).toHaveCount(0);
});

test('the line leaves the window usable at its least size, and a token that is no good leads to the settings', async ({
  open,
  desk,
}) => {
  const { page } = await open();
  await expect(page.getByTestId('outbox-pill')).toHaveText('Online');
  await page.setViewportSize({ width: 1024, height: 640 });
  desk.faults.set({ kind: 'unauthorized' });
  await page.evaluate(() => void window.lifeline?.invoke('connection.look', {}));
  const bar = page.getByTestId('connection-bar');
  await expect(bar).toContainText('The desk no longer accepts your token.');
  expect((await bar.boundingBox())?.height).toBeLessThan(40);
  await bar.getByRole('button', { name: 'Add a new token' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
});
