/** A person in front of the window: what they do and see, by the names on the screen. */
import { type ElectronApplication, expect, type Locator, type Page } from '@playwright/test';

export type Person = ReturnType<typeof personAt>;

export function personAt(app: ElectronApplication, page: Page) {
  const field = (name: string | RegExp) => page.getByRole('textbox', { name });

  const answer = (question: RegExp, words: string) =>
    page.getByRole('radiogroup', { name: question }).getByText(words, { exact: true }).click();

  return {
    app,
    page,
    field,

    /** Waits until the outbox pill says this of the network. */
    async seesConnection(state: string): Promise<void> {
      await expect(page.getByRole('button', { name: new RegExp(`^Connection, ${state}`) })).toBeVisible();
    },

    async startsTicket(): Promise<void> {
      await page.getByRole('navigation').getByRole('button', { name: 'New ticket' }).click();
      await expect(page.getByRole('heading', { name: 'What is going on?' })).toBeVisible();
    },

    /** Waits until the window says that what was written is on disk. */
    async seesSaved(): Promise<void> {
      await expect(page.getByTestId('save-mark')).toHaveText('Saved on this computer');
    },

    async goesOn(): Promise<void> {
      await page.getByRole('button', { name: 'Continue' }).click();
    },

    /** In the guide: it is a question, and no data is at risk. */
    async onlyAsks(): Promise<void> {
      await answer(/^What is happening/, 'I have a question');
      await answer(/^Is data lost/, 'No');
    },

    /** At the step of the severity: nobody can sign in, which is all that is to be known. */
    async saysNobodyCanSignIn(): Promise<void> {
      await answer(/^What is happening/, 'People cannot sign in');
      await answer(/^Is data lost/, 'No');
      await answer(/^Who is affected/, 'Most or all of us');
      await answer(/^Can the people affected go on/, 'I cannot say now');
    },

    /** From the first step on: answers everything and stands before "Send". */
    async fillsIn(answers: {
      description: string;
      reason?: string;
      title?: string;
      isOutage?: boolean;
    }): Promise<void> {
      await this.goesOn();
      if (answers.isOutage) await this.saysNobodyCanSignIn();
      else await this.onlyAsks();
      if (answers.reason !== undefined) {
        await page.getByRole('button', { name: 'It’s still business-critical' }).click();
        await field('Why?').fill(answers.reason);
      }
      await this.goesOn();
      await expect(
        page.getByRole('heading', { name: 'How do you want to reach a specialist?' }),
      ).toBeVisible();
      await this.goesOn();
      if (answers.title !== undefined) await field('Title').fill(answers.title);
      await field(/^What happened/).fill(answers.description);
      await field('Or describe it').fill('About 09:10 today');
      await this.goesOn();
      await expect(page.getByRole('heading', { name: 'Review and send' })).toBeVisible();
    },

    /** Writes a whole ticket and sends it. */
    async files(question: string, answers: Parameters<typeof this.fillsIn>[0]): Promise<void> {
      await this.startsTicket();
      await field('Your question').fill(question);
      await this.fillsIn(answers);
      await this.sends();
    },

    /** Waits until the open ticket shows the desk's number. */
    async seesNumber(): Promise<void> {
      await expect(
        page
          .getByRole('main')
          .getByText(/^LL-\d+$/)
          .first(),
      ).toBeVisible();
    },

    async sends(): Promise<void> {
      await page.getByRole('button', { name: 'Send', exact: true }).click();
    },

    async opensOutbox(): Promise<void> {
      await page.getByRole('button', { name: /^Connection/ }).click();
      await expect(page.getByRole('dialog')).toBeVisible();
    },

    /** Presses "Try now" again and again until something is said, and nothing is on its way any more. */
    async triesUntil(said: Locator): Promise<void> {
      await expect(async () => {
        if (await said.isVisible()) return;
        await this.opensOutbox();
        await page.getByRole('button', { name: /^(Try now|Trying…)$/ }).click();
        await page.keyboard.press('Escape');
        await expect(said).toBeVisible({ timeout: 1_000 });
      }).toPass();
      const isSending = () =>
        page.evaluate(async () => {
          const answer = await window.lifeline?.invoke('outbox.list', {});
          return answer?.ok === true && answer.value.some(({ state }) => state === 'sending');
        });
      await expect.poll(isSending).toBe(false);
      await expect(said).toBeVisible();
    },

    async opensGroup(name: string): Promise<void> {
      await page.getByRole('navigation').getByRole('button', { name }).click();
    },

    /** Opens a ticket from the list that is shown. */
    async opensTicket(title: string): Promise<void> {
      await page.getByRole('row', { name: title }).first().click();
      await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    },

    /** Opens a draft from the list that is shown; it opens where it was left. */
    async opensDraft(title: string): Promise<void> {
      await page.getByRole('row', { name: title }).first().click();
      await expect(page.getByRole('list', { name: 'Steps' })).toBeVisible();
    },

    async replies(text: string): Promise<void> {
      await field('Reply').fill(text);
      await page.getByRole('button', { name: 'Send reply' }).click();
    },

    /** Signs in at a desk, with what comes along when an address and a token are copied. */
    async savesDesk({ url, token }: { url: string; token: string }): Promise<void> {
      await this.opensGroup('Settings');
      await field('Address').fill(`  ${url}/ `);
      await page.getByLabel(/^Token/).fill(` ${token}\n`);
      await page.getByRole('button', { name: 'Save', exact: true }).click();
    },

    /** Waits until what is first in the outbox certainly never left, and nobody is there whom it could go to. */
    async restsInOutbox(): Promise<void> {
      const isResting = () =>
        page.evaluate(async () => {
          const answer = await window.lifeline?.invoke('outbox.list', {});
          const [first] = answer?.ok ? answer.value : [];
          return first?.isUntouched === true && first.waits.for === 'connection';
        });
      await expect.poll(isResting).toBe(true);
    },

    /** What is on the page and skipped: beside it, drawing a long selection takes the square of its lines. */
    notLaidOut(): Promise<string[]> {
      return page.evaluate(() =>
        [...document.querySelectorAll('body *')]
          .filter((each) => getComputedStyle(each).contentVisibility !== 'visible' && each.checkVisibility())
          .map((each) => each.className),
      );
    },
  };
}
