import type { Page } from '@playwright/test';

/** What the page offers as a download while `press` runs. It is caught there: a real host would ask where to put it. */
export async function offeredFile(
  page: Page,
  press: () => Promise<void>,
): Promise<{ name: string; bytes: number[] }> {
  await page.evaluate(() => {
    const made = new Map<string, Blob>();
    const make = URL.createObjectURL.bind(URL);
    URL.createObjectURL = (content) => {
      const url = make(content);
      if (content instanceof Blob) made.set(url, content);
      return url;
    };
    const offered = new Promise((resolve) => {
      HTMLAnchorElement.prototype.click = function offer() {
        const { download, href } = this;
        const content = made.get(href)?.arrayBuffer() ?? Promise.reject(new Error(`Nothing is at ${href}`));
        resolve(content.then((bytes) => ({ name: download, bytes: [...new Uint8Array(bytes)] })));
      };
    });
    Object.assign(window, { offered });
  });
  await press();
  return page.evaluate(
    () => (window as unknown as { offered: Promise<{ name: string; bytes: number[] }> }).offered,
  );
}
