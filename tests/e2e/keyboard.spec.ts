/** Whatever can be pressed or written into on any screen is reached by keys, and it is always seen where one is. */
import type { Page } from '@playwright/test';
import { everyScreen, firstRun } from './every-screen.ts';
import { expect, test } from './fixtures.ts';

/** More presses than any screen has stops: whoever needs more is caught in a circle. */
const MOST_STOPS = 150;
/** A field for times has several stops of its own, and the focus seems to stay where it was. */
const FIELD_STOPS = 8;

type Walk = {
  /** Notes the control that has the focus. False when it was there before, or none has it. */
  step(): boolean;
  /** Puts the focus back to where it began. */
  back(): void;
  unseen(): string[];
  unreached(): string[];
};
declare global {
  interface Window {
    walk?: Walk;
  }
}

/** Puts into the page what watches the focus go round. */
function watch(page: Page): Promise<void> {
  return page.evaluate(() => {
    const CONTROLS =
      'button, a[href], input, textarea, select, [role="row"], [role="option"], [role="menuitem"]';
    // Inside these one key leads in, and the arrow keys from one to the next.
    const COMPOSITES = '[role="grid"], [role="listbox"], [role="menu"], [role="radiogroup"]';
    const start = document.activeElement;
    const reached = new Set<Element>();
    const unseen: string[] = [];

    const nameOf = (element: Element) => {
      const label = element instanceof HTMLInputElement ? element.labels?.[0]?.innerText : null;
      const words = element.getAttribute('aria-label') ?? label ?? element.textContent ?? '';
      return `${element.tagName.toLowerCase()} “${words.trim().slice(0, 40)}”`;
    };
    const isOffered = (element: Element) => {
      // What is a pixel small, or stands in such a place, is there for screen readers.
      const isSmall = (one: Element | null) => {
        const { width, height } = one?.getBoundingClientRect() ?? { width: 0, height: 0 };
        return width <= 1 || height <= 1;
      };
      const shown = element instanceof HTMLInputElement ? (element.closest('label') ?? element) : element;
      // What Escape does needs no stop of its own.
      const isOff = element.matches(':disabled, input[type="file"], .search-clear');
      return (
        !isSmall(shown) &&
        !isSmall(shown.parentElement) &&
        !isOff &&
        element.closest('[inert], [aria-hidden="true"]') === null
      );
    };
    /** A ring or a bar on the control, on what surrounds it, or on the item that it points at. */
    const isSeen = (element: Element) => {
      const pointed = document.getElementById(element.getAttribute('aria-activedescendant') ?? '');
      const boxes = ['label', '.reply'].map((box) => element.closest(box));
      const around = [element, element.parentElement, ...boxes, pointed];
      return around.some((one) => {
        if (one === null) return false;
        const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(one);
        return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none';
      });
    };
    window.walk = {
      step() {
        const focused = document.activeElement;
        if (focused === null || focused === document.body || reached.has(focused)) return false;
        reached.add(focused);
        // A heading takes the focus to be read and needs no ring; what was clicked has none.
        const isStop = focused instanceof HTMLElement && focused.tabIndex >= 0 && focused !== start;
        if (isStop && !isSeen(focused)) unseen.push(nameOf(focused));
        return true;
      },
      back: () => start instanceof HTMLElement && start.focus(),
      unseen: () => unseen,
      unreached: () => {
        const entered = [...document.querySelectorAll(COMPOSITES)].filter((composite) =>
          [...reached].some(
            (one) => composite.contains(one) || one.getAttribute('aria-controls') === composite.id,
          ),
        );
        return [...document.querySelectorAll(CONTROLS)]
          .filter((control) => isOffered(control) && !reached.has(control))
          .filter((control) => !entered.some((composite) => composite.contains(control)))
          .map(nameOf);
      },
    };
  });
}

/** What is wrong with a screen for somebody who has only keys. */
async function missedOn(page: Page): Promise<string[]> {
  await watch(page);
  const step = () => page.evaluate(() => window.walk?.step() ?? false);
  await step();
  const isMenu = await page.getByRole('menu').isVisible();
  let stops = 0;
  /** At the end of a round the focus comes back to what it had before. */
  const goRound = async (mostMisses: number): Promise<void> => {
    for (let misses = 0; misses < mostMisses && stops < MOST_STOPS; stops += 1) {
      await page.keyboard.press(isMenu ? 'ArrowDown' : 'Tab');
      misses = (await step()) ? 0 : misses + 1;
    }
  };
  const unreached = () => page.evaluate(() => window.walk?.unreached() ?? []);
  await goRound(FIELD_STOPS);
  // A row that takes the focus opens its ticket, and the focus may have gone on before that was there.
  if ((await unreached()).length > 0) await goRound(stops + FIELD_STOPS);
  await page.evaluate(() => window.walk?.back());
  const unseen = await page.evaluate(() => window.walk?.unseen() ?? []);
  return [
    ...(await unreached()).map((name) => `${name} is not reached`),
    ...unseen.map((name) => `nobody sees that ${name} has the focus`),
    ...(stops === MOST_STOPS ? ['the focus goes round in circles'] : []),
  ];
}

test('every control of every screen is reached by keys, and shows that it is', async ({ open, desk }) => {
  test.setTimeout(180_000);
  const person = await open();
  await person.page.emulateMedia({ reducedMotion: 'reduce' });
  await everyScreen(person, desk, async (screen) => {
    expect.soft(await missedOn(person.page), screen).toEqual([]);
  });
});

test('so it is on a first run', async ({ open }) => {
  const person = await open({ withoutDesk: true });
  await firstRun(person, async (screen) => {
    expect.soft(await missedOn(person.page), screen).toEqual([]);
  });
});
