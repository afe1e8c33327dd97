/** While core is away, or dies again and again, the window claims nothing of the desk and of what there is. */

import { en } from '../../renderer/locales/en.ts';
import { nb } from '../../renderer/locales/nb.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

/** Keeps killing the core process at every start until the returned function is called. */
async function keepKilling({ app }: Person): Promise<() => Promise<void>> {
  await app.evaluate(({ app }) => {
    const kill = () => {
      for (const metric of app.getAppMetrics()) {
        if (metric.type === 'Utility' && metric.serviceName === 'Lifeline core') {
          process.kill(metric.pid, 'SIGKILL');
        }
      }
    };
    const timer = setInterval(kill, 20);
    app.once('browser-window-blur', () => clearInterval(timer));
    kill();
  });
  return () => app.evaluate(({ app }) => void app.emit('browser-window-blur'));
}

for (const [lang, words] of [
  ['en', en],
  ['nb', nb],
] as const) {
  const again = words.connection.restarting;
  test(`the pill says that core starts again, and no list says that it is empty (${lang})`, async ({
    open,
  }) => {
    const person = await open({ lang });
    const { page } = person;
    const pill = page.getByTestId('outbox-pill');
    await expect(pill).toHaveText(words.connection.online);
    const stop = await keepKilling(person);
    await expect(pill).toHaveText(again);
    await page.getByRole('navigation').getByRole('button', { name: words.groups.drafts }).click();
    await expect(page.locator('.inbox').getByText(again, { exact: true })).toBeVisible();
    await expect(page.getByText(words.inbox.empty.drafts.title)).toHaveCount(0);
    // However often it starts and dies, nothing is claimed in between.
    const said = await page.evaluate(
      () =>
        new Promise<string[]>((resolve) => {
          const pill = document.querySelector('[data-testid="outbox-pill"]');
          const seen = [pill?.textContent ?? ''];
          const watch = new MutationObserver(() => seen.push(pill?.textContent ?? ''));
          if (pill !== null) watch.observe(pill, { subtree: true, childList: true, characterData: true });
          let restarts = 0;
          window.lifeline?.on('core.state', ({ state }) => {
            if (state === 'restarting') restarts += 1;
            if (restarts === 3) resolve(seen);
          });
        }),
    );
    expect(new Set(said)).toEqual(new Set([again]));
    await stop();
    // It is there to stay, and there are no drafts.
    await expect(page.getByText(words.inbox.empty.drafts.title)).toBeVisible({ timeout: 30_000 });
    await expect(pill).toHaveText(words.connection.online);
  });
}
