/**
 * A business-critical ticket, filed and followed by somebody who sees nothing of the window: by its keys, by the names
 * of what has the focus, and by what its live regions say. WCAG 4.1.3; invariants 6 and 7 as they sound.
 */
import type { Locator } from '@playwright/test';
import i18next, { type TFunction } from 'i18next';
import { en } from '../../renderer/locales/en.ts';
import { nb } from '../../renderer/locales/nb.ts';
import { ticketCalled } from './at-desk.ts';
import { expect, test } from './fixtures.ts';
import { focused, listensTo } from './hearing.ts';
import type { Person } from './person.ts';

const TITLES = { en: 'Nobody can sign in to the editor', nb: 'Ingen kommer inn i redigeringen' } as const;
const ANSWER = 'We see it too. A certificate expired on our side.';

function wordsOf(language: 'en' | 'nb'): TFunction {
  const words = i18next.createInstance();
  void words.init({
    lng: language,
    resources: { en: { translation: en }, nb: { translation: nb } },
    initAsync: false,
    interpolation: { escapeValue: false },
  });
  return words.t;
}

/** Goes on by Tab until this has the focus. */
async function tabsTo(page: Person['page'], isIt: () => Promise<boolean>, what: string): Promise<void> {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await isIt()) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab never came to “${what}”.`);
}

/** Answers one question by its name: Tab to it, and the arrows to the answer. */
async function answers(page: Person['page'], question: string, answer: string): Promise<void> {
  const group = page.getByRole('radiogroup', { name: question });
  await tabsTo(page, async () => (await group.locator(':focus').count()) === 1, question);
  for (let presses = 0; presses < 20; presses += 1) {
    if ((await focused(page)).includes(`radio "${answer}"`)) break;
    await page.keyboard.press('ArrowDown');
  }
  // To the letter: “No” stands in other answers too.
  const chosen = group.getByRole('radio', { name: answer, exact: true });
  if (!(await chosen.isChecked())) await page.keyboard.press('Space');
  await expect(chosen).toBeChecked();
}

/** Answers what else is asked as it is on the worst of days. */
async function answersTheRest(page: Person['page'], t: TFunction): Promise<void> {
  const open = page.getByRole('radiogroup').filter({ hasNot: page.getByRole('radio', { checked: true }) });
  while ((await open.count()) > 0) {
    const name = await nameOf(open.first());
    expect(name).not.toBe('');
    await answers(page, name, worst(name, t));
  }
}

/** What the questions that come after the first are answered with. */
function worst(question: string, t: TFunction): string {
  if (question === t('wizard.judge.data')) return t('answer.data.none');
  if (question === t('wizard.judge.affected')) return t('answer.affected.most');
  if (question === t('wizard.judge.relief')) return t('answer.relief.no');
  return t('answer.stake.work');
}

const nameOf = async (group: Locator): Promise<string> =>
  /radiogroup "(.*?)"/.exec(await group.ariaSnapshot())?.[1] ?? '';

for (const language of ['en', 'nb'] as const) {
  test(`a business-critical ticket is filed and followed by ear: ${language}`, async ({
    open,
    desk,
    network,
  }) => {
    const t = wordsOf(language);
    const title = TITLES[language];
    const { page } = await open({ lang: language });
    await expect(page.getByTestId('outbox-pill')).toHaveAccessibleName(
      t('outbox.open', { state: t('connection.online') }),
    );
    const ear = await listensTo(page);

    await network.cut();
    await ear.hears(t('connection.kept'));

    await page.keyboard.press('Control+n');
    await expect.poll(() => focused(page)).toContain(`textbox "${t('wizard.ask.label')}"`);
    await page.keyboard.type(title);
    await page.keyboard.press('Control+Enter');
    await expect(page.getByRole('heading', { level: 1, name: t('wizard.judge.title') })).toBeVisible();
    await answers(page, t('wizard.judge.kind'), t('answer.kind.cannot_sign_in'));
    await answersTheRest(page, t);
    await ear.hears(t('severity.business_critical'));
    await ear.hears(t('wizard.side.within', { time: '30 min' }));
    await ear.hears(t('heard.noLonger', { what: '' }).trim());

    // On to the review, and once more to send it.
    const review = page.getByRole('heading', { level: 1, name: t('wizard.review.title') });
    await expect(async () => {
      await page.keyboard.press('Control+Enter');
      await expect(review).toBeVisible({ timeout: 500 });
    }).toPass();
    await page.keyboard.press('Control+Enter');
    await ear.hears(t('wizard.review.sent'));
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeFocused();

    await network.mend();
    await ear.hears(t('connection.again'));
    await ear.hears(title);
    const { id, number } = await expect
      .poll(() => desk.specialist.tickets().some((ticket) => ticket.title === title))
      .toBe(true)
      .then(() => ticketCalled(desk, title));
    await ear.hears(t('heard.sent', { ticket: `${number}, ${title}` }));
    const sent = await ear.matching(number);
    expect(sent).toHaveLength(1);
    expect(sent[0]).toContain(t('heard.clock'));
    expect(sent[0]).toContain(t('clock.running', { time: '30 min' }));

    const author = desk.specialist.reply(id, ANSWER)?.author.name ?? '';
    await ear.hears(ANSWER);
    expect(await ear.matching(ANSWER)).toEqual([`${t('heard.message', { author })} ${ANSWER}`]);

    desk.specialist.setStatus(id, 'solved');
    await ear.hears(t('heard.status.solved', { ticket: `${number}, ${title}` }));
    // Nothing that was said stays to be come across.
    await expect(page.getByRole('complementary', { name: t('toast.label') }).getByRole('status')).toHaveText(
      '',
      {
        timeout: 20_000,
      },
    );
  });
}
