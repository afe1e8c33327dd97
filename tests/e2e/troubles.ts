/** A walk through what may go wrong around a person's words, for tests and pictures that look at each state. */
import { expect, type Page } from '@playwright/test';
import type { Words } from '../../renderer/locales/en.ts';
import { type Desk, startDesk } from '../desk/desk.ts';
import { openBetween } from './between.ts';

/** A desk, another account's desk, and something between that may refuse and tells of news from a version to come. */
export type Stage = {
  url: string;
  desk: Desk;
  other: Desk;
  tickets: ReturnType<Desk['specialist']['tickets']>;
  /** Answers every new ticket with a page of this title. */
  refuse(title: string): void;
  close(): Promise<void>;
};

export async function openStage(): Promise<Stage> {
  const desk = await startDesk({ sample: true, history: true, token: 'a-token' });
  const other = await startDesk({
    token: 'another-token',
    account: {
      desk: { id: 'harbour', name: 'Harbour Support' },
      requester: { id: 'rita', name: 'Rita Holm', email: 'rita@harbour.example', role: 'member' },
    },
  });
  const tickets = desk.specialist.tickets().filter(({ status }) => status === 'open');
  let refused: string | null = null;
  const between = await openBetween(desk.url, {
    refuses: () => refused,
    // Only the page that tells of everything has such news.
    tells: (changes) =>
      changes.length < 2
        ? changes
        : [
            ...changes,
            { kind: 'message', message: { id: 'to-come', ticketId: tickets[2]?.id, createdAt: 'soon' } },
          ],
  });
  return {
    url: between.url,
    desk,
    other,
    tickets,
    refuse(title) {
      refused = title;
    },
    async close() {
      between.close();
      await desk.close();
      await other.close();
    },
  };
}

/** Goes through every state on a fresh profile whose desk is the stage's, and looks at each. */
export async function everyTrouble(
  page: Page,
  stage: Stage,
  words: Words,
  look: (name: string) => Promise<void>,
): Promise<void> {
  const { desk } = stage;
  const [first, second, third] = stage.tickets;
  if (first === undefined || second === undefined || third === undefined) throw new Error('Too few tickets.');
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const main = page.getByRole('main');
  const group = (name: string) => page.getByRole('navigation').getByRole('button', { name }).click();
  const pill = page.getByTestId('outbox-pill');
  const opens = async (title: string) => {
    await page.getByRole('row', { name: title }).first().click();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  };
  const inOutbox = async (name: string) => {
    await pill.click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await look(name);
    await page.keyboard.press('Escape');
  };
  const triesNow = async () => {
    await pill.click();
    await button(new RegExp(`^(${words.outbox.tryNow}|${words.outbox.trying})$`)).click();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  };
  const replies = async (text: string) => {
    await page.getByRole('textbox', { name: words.reply.label }).fill(text);
    await button(words.reply.send).click();
  };
  /** From the draft of a question to the review. */
  const writes = async (question: string) => {
    await button(words.nav.newTicket).first().click();
    await page.locator('[data-field="question"]').getByRole('textbox').fill(question);
    await expect(page.getByTestId('save-mark')).toHaveText(words.save.saved);
    await page.getByRole('list', { name: words.wizard.steps }).getByRole('button').last().click();
    await expect(page.getByRole('heading', { level: 1, name: words.wizard.review.title })).toBeVisible();
  };
  const sends = () =>
    main.getByRole('button', { name: words.wizard.review.sendUnjudged, exact: true }).click();
  const savesDesk = async (url: string, token: string) => {
    await button(words.nav.settings).click();
    await page.getByRole('textbox', { name: words.settings.desk.url }).fill(url);
    await page.getByLabel(new RegExp(`^${words.settings.desk.token}`)).fill(token);
    await main.getByRole('button', { name: words.settings.desk.save, exact: true }).click();
  };

  await group(words.groups.open);
  // While the first tickets come, a row may move away from under the pointer.
  await expect(page.getByRole('row')).toHaveCount(stage.tickets.length);
  await opens(third.title);
  await expect(page.getByTestId('unread-news')).toBeVisible();
  await look('unread-news');

  await opens(second.title);
  await replies('It happens in the Bergen office only.');
  await expect(page.getByTestId('delivery').last()).toHaveText(words.ticket.sent.delivered);
  const reply = desk.specialist.messages(second.id).findLast(({ author }) => author.kind === 'requester');
  const answer = desk.specialist.reply(second.id, 'Thank you. I have asked the team in Bergen.');
  if (reply === undefined || answer === null) throw new Error('There is nothing to lose.');
  await expect(main.getByText('I have asked the team in Bergen.')).toBeVisible();
  desk.specialist.editMessage(answer.id, 'Thank you. I have asked the people in Bergen, and in Oslo.');
  await expect(main.getByText('and in Oslo')).toBeVisible();
  desk.lose('message', [reply.id]);
  await expect(page.getByTestId('lost-message').first()).toBeVisible();
  await main.getByRole('button', { name: words.absence.earlier_one }).click();
  await look('lost-reply');

  desk.lose('ticket', [first.id]);
  await opens(first.title);
  await expect(main.getByText(words.absence.title)).toBeVisible();
  await expect(button(words.absence.sendMine_one)).toBeVisible();
  await look('missing');
  await button(words.absence.show).first().click();
  await expect(page.getByRole('option').first()).toBeVisible();
  await look('missing-search');
  await page.getByRole('option').first().click();
  desk.faults.set({ kind: 'status', status: 503, retryAfterSeconds: 1800, method: 'PUT' });
  await main.getByRole('button', { name: words.absence.sendAgain }).click();
  await expect(main.getByText(words.absence.againTitle)).toBeVisible();
  await look('sending-again');
  await main.getByRole('button', { name: words.absence.stop }).click();
  await expect(main.getByText(words.absence.title)).toBeVisible();

  await writes('Nobody can sign in to the editor since this morning');
  await sends();
  await expect(main.getByText(words.outbox.mayHaveArrived)).toBeVisible();
  await look('held');
  await group(words.groups.open);
  await opens(second.title);
  await replies('It is worse today.');
  await replies('Now it happens in Oslo too.');
  await expect(main.getByText(words.waits.behind.add_message.split('{')[0] ?? '')).toBeVisible();
  await look('reply-waits');
  await inOutbox('outbox-reasons');

  await writes('A draft that is not sent yet');
  await savesDesk(stage.other.url, 'another-token');
  await expect(button(words.account.leave.save)).toBeVisible();
  await button(words.account.leave.save).scrollIntoViewIfNeeded();
  await look('leaving');
  await button(words.account.leave.save).click();
  await expect(button(words.account.leave.save)).toHaveCount(0);
  await expect(pill).toContainText(words.connection.online);
  await group(words.groups.unsent);
  await opens('Nobody can sign in');
  await expect(main.getByText(words.account.waits)).toBeVisible();
  await look('other-account');
  await main.getByRole('button', { name: /Rita Holm/ }).click();
  await look('other-account-sure');
  await inOutbox('outbox-other-account');
  await group(words.groups.drafts);
  await page.getByRole('row', { name: 'A draft that is not sent yet' }).click();
  await expect(main.getByText(words.account.waits)).toBeVisible();
  await look('other-account-review');

  desk.faults.clear();
  await savesDesk(stage.url, 'a-token');
  await expect(pill).toContainText(words.connection.online);
  await triesNow();
  await expect(pill).toHaveText(words.connection.online);
  stage.refuse('Blocked by policy 17');
  await writes('Refused on the way');
  await sends();
  await expect(async () => {
    await triesNow();
    await expect(main.getByText(words.blocked.title)).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await look('blocked');
  await inOutbox('outbox-blocked');

  desk.lose(
    'ticket',
    desk.specialist.tickets().map(({ id }) => id),
  );
  await group(words.groups.solved);
  await expect(page.locator('.frame-bar p').first()).toBeVisible();
  await page.getByRole('row').first().click();
  await expect(page.getByTestId('message').first()).toBeVisible();
  await look('resync');
}
