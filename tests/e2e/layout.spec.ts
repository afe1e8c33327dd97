/** The layout holds: with words that are 40 % longer, at 200 % zoom, and with more contrast. */
import type { Page } from '@playwright/test';
import { everyScreen } from './every-screen.ts';
import { expect, test } from './fixtures.ts';

/** What stands out of the window to the side, and what is cut off within itself. */
function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const name = (element: Element) =>
      `${element.tagName}.${element.className} “${element.textContent.slice(0, 30)}”`;
    if (document.documentElement.scrollWidth > window.innerWidth) found.push('the window scrolls sideways');
    for (const element of document.querySelectorAll(
      'button, h1, h2, label, p, dt, dd, li, input, textarea',
    )) {
      const box = element.getBoundingClientRect();
      const isUnseen = box.width <= 1 || element.closest('.unseen, [aria-hidden="true"]') !== null;
      if (isUnseen) continue;
      const scroller = element.closest('.wizard-steps');
      if (box.right > window.innerWidth + 1 && scroller === null) found.push(`${name(element)} stands out`);
      const style = getComputedStyle(element);
      const isCut = style.overflowX === 'hidden' && style.textOverflow !== 'ellipsis';
      if (isCut && element.scrollWidth > element.clientWidth + 1 && !style.webkitLineClamp)
        found.push(`${name(element)} is cut`);
    }
    return found;
  });
}

/** Makes every text 40 % longer while `look` looks, and then as it was: the page does not know of it. */
async function stretched(page: Page, look: () => Promise<void>): Promise<void> {
  await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const before: [Text, string][] = [];
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      if (node instanceof Text && node.data.trim() !== '') before.push([node, node.data]);
    }
    for (const [node, text] of before)
      node.data = `${text}${'ëxtra '.repeat(Math.ceil((text.length * 0.4) / 6)).trimEnd()}`;
    Object.assign(window, {
      unstretch() {
        for (const [node, text] of before) node.data = text;
      },
    });
  });
  await look();
  await page.evaluate(() => (window as unknown as { unstretch(): void }).unstretch());
}

test('with words 40 % longer nothing stands out of the window or is cut', async ({ open }) => {
  test.setTimeout(120_000);
  const person = await open();
  await person.page.emulateMedia({ reducedMotion: 'reduce' });
  await everyScreen(person, (screen) =>
    stretched(person.page, async () => expect(await misfits(person.page), screen).toEqual([])),
  );
});

test('at 200 % zoom nothing stands out of the window or is cut', async ({ open }) => {
  test.setTimeout(120_000);
  const person = await open();
  await person.page.emulateMedia({ reducedMotion: 'reduce' });
  // Half the window in CSS pixels is what zoom leaves of it.
  await person.page.setViewportSize({ width: 620, height: 410 });
  await everyScreen(person, async (screen) => expect(await misfits(person.page), screen).toEqual([]));
});
