/**
 * What somebody hears who does not see the window: what its live regions say, by the rules by which browsers tell
 * assistive technology of them (WAI-ARIA 1.2, section 6.6.2), and the name of what has the focus.
 */
import { expect, type Page } from '@playwright/test';

type Heard = { text: string; isUrgent: boolean };

declare global {
  interface Window {
    heard?: Heard[];
  }
}

export type Listener = Awaited<ReturnType<typeof listensTo>>;

/** Listens from now on. Only what changes in a region that stood there before is told of, and nothing that is hidden. */
export async function listensTo(page: Page) {
  await page.evaluate(() => {
    const heard: Heard[] = [];
    window.heard = heard;
    const ROLES: Record<string, string> = { status: 'polite', log: 'polite', alert: 'assertive' };
    const regionOf = (node: Node | null) =>
      (node instanceof Element ? node : (node?.parentElement ?? null))?.closest(
        '[aria-live], [role="status"], [role="log"], [role="alert"]',
      );
    const livenessOf = (region: Element) =>
      region.getAttribute('aria-live') ?? ROLES[region.getAttribute('role') ?? ''] ?? 'off';
    const isWhole = (region: Element) => {
      const said = region.getAttribute('aria-atomic');
      return said === null ? region.getAttribute('role') !== 'log' : said === 'true';
    };
    const told = (region: Element, added: Node): void => {
      const liveness = livenessOf(region);
      if (liveness === 'off' || region.closest('[aria-hidden="true"], [inert]') !== null) return;
      const text = ((isWhole(region) ? region : added).textContent ?? '').replace(/\s+/g, ' ').trim();
      if (text !== '') heard.push({ text, isUrgent: liveness === 'assertive' });
    };
    new MutationObserver((changes) => {
      const fresh = new Set(changes.flatMap(({ addedNodes }) => [...addedNodes]));
      const isFresh = (node: Node | null): boolean =>
        node !== null && (fresh.has(node) || isFresh(node.parentNode));
      for (const { type, target, addedNodes } of changes) {
        for (const added of type === 'characterData' ? [target] : addedNodes) {
          const region = regionOf(added);
          // What comes with its region is not told of, but for an alert.
          if (region && (!isFresh(region) || (region === added && region.getAttribute('role') === 'alert')))
            told(region, added);
        }
      }
    }).observe(document.body, { childList: true, characterData: true, subtree: true });
  });
  const all = () => page.evaluate(() => window.heard?.map(({ text }) => text) ?? []);
  const matching = async (part: string | RegExp) =>
    (await all()).filter((text) => (typeof part === 'string' ? text.includes(part) : part.test(text)));
  return {
    /** Everything heard so far. */
    all,
    matching,
    /** Waits until this is heard; it may be part of what is said. */
    async hears(part: string | RegExp): Promise<void> {
      await expect
        .poll(all, { message: String(part) })
        .toContainEqual(
          typeof part === 'string' ? expect.stringContaining(part) : expect.stringMatching(part),
        );
    },
  };
}

/** What has the focus, as it is announced: its role, its name and its state. */
export const focused = (page: Page): Promise<string> => page.locator(':focus').ariaSnapshot();
