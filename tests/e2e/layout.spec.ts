/** The layout holds: with words that are 40 % longer, at 200 and 400 % zoom, and with wider spacing. */
import type { Page } from '@playwright/test';
import { en } from '../../renderer/locales/en.ts';
import { everyScreen, firstRun } from './every-screen.ts';
import { expect, test } from './fixtures.ts';
import { everyTrouble, openStage } from './troubles.ts';

/**
 * What stands out of the window or its control, what is cut off, and what has to be scrolled sideways. Looks at where the
 * letters are, not at their boxes. A text that ends in an ellipsis or after some lines is cut on purpose.
 */
function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    type Box = { left: number; right: number; top: number; bottom: number };
    /** May be wider than the window: the steps of the wizard, and what a specialist has sent. */
    const MAY_SCROLL = '.wizard-steps, pre, .markdown';
    const SLACK = 1;
    const found: string[] = [];
    const sticksOut = (inner: Box, outer: Box) =>
      inner.left < outer.left - SLACK ||
      inner.right > outer.right + SLACK ||
      inner.top < outer.top - SLACK ||
      inner.bottom > outer.bottom + SLACK;

    for (const element of document.querySelectorAll('*')) {
      const scrolls = ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
      if (scrolls && element.scrollWidth > element.clientWidth + SLACK && !element.closest(MAY_SCROLL))
        found.push(`${element.tagName}.${element.className} scrolls sideways`);
    }
    if (document.documentElement.scrollWidth > window.innerWidth) found.push('the window scrolls sideways');

    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
      const parent = node.parentElement;
      if (
        !parent ||
        node.textContent?.trim() === '' ||
        parent.closest('.unseen') ||
        !parent.checkVisibility()
      )
        continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right, top, bottom } = range.getBoundingClientRect();
      const box: Box = { left, right, top, bottom };
      const words = `“${node.textContent?.slice(0, 40)}”`;
      let isReachable = false;
      for (let at: Element | null = parent; at !== null && !isReachable; at = at.parentElement) {
        const style = getComputedStyle(at);
        const edge = at.getBoundingClientRect();
        if (edge.width <= 1) break;
        if ([style.overflowX, style.overflowY].some((way) => way === 'auto' || way === 'scroll'))
          isReachable = true;
        else if (style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none') {
          box.right = Math.min(box.right, edge.right);
          box.bottom = Math.min(box.bottom, edge.bottom);
        } else if (
          (style.overflowX !== 'visible' || at.matches('button, .chip, .choice-option')) &&
          sticksOut(box, edge)
        ) {
          found.push(`${words} sticks out of ${at.tagName}.${at.className}`);
          break;
        }
      }
      if (!isReachable && (box.left < -SLACK || box.right > window.innerWidth + SLACK))
        found.push(`${words} stands out of the window`);
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
      // Numbers and names of keys are no words.
      const isMark = node.parentElement?.closest('[aria-hidden="true"]') != null;
      if (node instanceof Text && /\p{L}/u.test(node.data) && !isMark) before.push([node, node.data]);
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

test('with words 40 % longer nothing stands out of the window or is cut', async ({ open, desk }) => {
  test.setTimeout(120_000);
  const person = await open();
  await person.page.emulateMedia({ reducedMotion: 'reduce' });
  await everyScreen(person, desk, (screen) =>
    stretched(person.page, async () => expect(await misfits(person.page), screen).toEqual([])),
  );
});

test('at 200 % zoom nothing stands out of the window or is cut', async ({ open, desk }) => {
  test.setTimeout(120_000);
  const person = await open();
  await person.page.emulateMedia({ reducedMotion: 'reduce' });
  // Half the window in CSS pixels is what zoom leaves of it.
  await person.page.setViewportSize({ width: 620, height: 410 });
  await everyScreen(person, desk, async (screen) => expect(await misfits(person.page), screen).toEqual([]));
});

test('at 320 pixels, which is what 400 % zoom leaves, nothing stands out of the window or is cut', async ({
  open,
  desk,
}) => {
  test.setTimeout(120_000);
  const person = await open();
  await person.page.emulateMedia({ reducedMotion: 'reduce' });
  await person.page.setViewportSize({ width: 320, height: 640 });
  await everyScreen(person, desk, async (screen) =>
    expect.soft(await misfits(person.page), screen).toEqual([]),
  );
});

test('with the spacing of WCAG 1.4.12 nothing stands out of the window or is cut', async ({ open, desk }) => {
  test.setTimeout(120_000);
  const person = await open();
  await person.page.emulateMedia({ reducedMotion: 'reduce' });
  await person.page.evaluate(() => {
    const spacing = new CSSStyleSheet();
    spacing.replaceSync(`
      * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
      p { margin-block-end: 2em !important; }
    `);
    document.adoptedStyleSheets.push(spacing);
  });
  await everyScreen(person, desk, async (screen) =>
    expect.soft(await misfits(person.page), screen).toEqual([]),
  );
});

test('where something went wrong it fits, too: with words 40 % longer, in a small window and at 200 % zoom', async ({
  open,
}) => {
  test.setTimeout(120_000);
  const stage = await openStage();
  const person = await open({ env: { LIFELINE_DESK_URL: stage.url } });
  await person.page.emulateMedia({ reducedMotion: 'reduce' });
  await everyTrouble(person.page, stage, en, async (state) => {
    await stretched(person.page, async () => expect(await misfits(person.page), state).toEqual([]));
    for (const size of [
      { width: 1024, height: 640 },
      { width: 620, height: 410 },
    ]) {
      await person.page.setViewportSize(size);
      // Below a width the panes change places, a frame after the window has.
      await expect.poll(() => misfits(person.page), `${state}, ${size.width}`).toEqual([]);
    }
    await person.page.setViewportSize({ width: 1240, height: 820 });
  });
  await stage.close();
});

test('a first run, too, fits with words 40 % longer and at 200 % zoom', async ({ open }) => {
  const person = await open({ withoutDesk: true });
  await person.page.emulateMedia({ reducedMotion: 'reduce' });
  await firstRun(person, async (screen) => {
    await stretched(person.page, async () => expect(await misfits(person.page), screen).toEqual([]));
    await person.page.setViewportSize({ width: 620, height: 410 });
    expect(await misfits(person.page), `${screen}, 200 %`).toEqual([]);
    await person.page.setViewportSize({ width: 1240, height: 820 });
  });
});
