/**
 * Takes a picture of every screen of the running app, in both themes.
 *   npm run screens [-- --out DIR --languages en,nb --walks first-run,day,troubles --sizes 1024x640]
 * Without options the pictures of docs/screens are taken anew.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { expect, type Page } from '@playwright/test';
import { en } from '../../renderer/locales/en.ts';
import { nb } from '../../renderer/locales/nb.ts';
import { build } from '../../scripts/build.ts';
import { startDesk } from '../desk/desk.ts';
import { deskClient, submission, testIds } from '../desk/deskClient.ts';
import { startDesktopSession } from '../electron/desktop-session.ts';
import { findHost, firstWindow, launchApp } from '../electron/host.ts';
import { openNetwork } from './network.ts';
import { answersQuestions } from './questions.ts';
import { everyTrouble, openStage } from './troubles.ts';

const WORDS = { en, nb };
const ids = testIds(1);
type Language = keyof typeof WORDS;
/** Of what may go wrong the guide shows so much. */
const IN_DOCS = new Set(['missing', 'outbox-reasons']);

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: join('docs', 'screens') },
    languages: { type: 'string', default: 'en' },
    walks: { type: 'string', default: 'first-run,day,troubles' },
    /** Without any, the window keeps its own size. */
    sizes: { type: 'string', default: '' },
  },
});
const out = resolve(values.out);
const isElsewhere = out !== resolve('docs', 'screens');
mkdirSync(out, { recursive: true });
await build();
const desktop = await startDesktopSession();
if ('missing' in desktop) throw new Error(desktop.missing);
try {
  for (const language of values.languages.split(',')) {
    if (language !== 'en' && language !== 'nb') throw new Error(`There is no language "${language}".`);
    const walks = values.walks.split(',');
    if (walks.includes('first-run')) await firstRun(language);
    if (walks.includes('day')) await everyScreen(language);
    if (walks.includes('troubles')) await inTrouble(language);
  }
} finally {
  await desktop.close();
}
process.exit(0);

/** One picture in each theme, and in each size that was asked for. */
async function photograph(page: Page, language: Language, name: string): Promise<void> {
  const sizes = values.sizes === '' ? [null] : values.sizes.split(',');
  for (const size of sizes) {
    const [width = 0, height = 0] = size?.split('x').map(Number) ?? [];
    if (size !== null) await page.setViewportSize({ width, height });
    for (const theme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
      const parts = [name, language === 'en' ? null : language, size, theme];
      const file = `${parts.filter((part) => part !== null).join('-')}.png`;
      await page.screenshot({ path: join(out, file) });
      process.stdout.write(`${file}\n`);
    }
  }
}

/** What stands there before a desk is known. */
async function firstRun(language: Language): Promise<void> {
  if ('missing' in desktop) return;
  const profile = mkdtempSync(join(tmpdir(), 'lifeline-screens-'));
  const app = await launchApp({
    host: findHost(),
    appPath: resolve('.'),
    userDataDir: profile,
    env: {
      ...desktop.env,
      LANGUAGE: language,
      // Only offered: nobody asks it anything.
      LIFELINE_SAMPLE_DESK_URL: 'http://127.0.0.1:9',
      LIFELINE_SAMPLE_DESK_TOKEN: 'a-token',
    },
  });
  try {
    const page = await firstWindow(app);
    await answersQuestions(app, 'yes');
    await expect(page.getByRole('heading', { name: WORDS[language].welcome.title })).toBeVisible();
    await photograph(page, language, 'first-run');
  } finally {
    await app.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Walks through the app as a person on their worst day, and stops for a picture at every screen. */
async function everyScreen(language: Language): Promise<void> {
  if ('missing' in desktop) return;
  const words = WORDS[language];
  const work = mkdtempSync(join(tmpdir(), 'lifeline-screens-'));
  const desk = await startDesk({ sample: true, history: true, token: 'a-token' });
  const network = await openNetwork(desk.url);
  mkdirSync(join(work, 'profile'));
  const app = await launchApp({
    host: findHost(),
    appPath: resolve('.'),
    userDataDir: join(work, 'profile'),
    env: {
      ...desktop.env,
      LANGUAGE: language,
      LIFELINE_DESK_URL: network.url,
      LIFELINE_DESK_TOKEN: 'a-token',
    },
  });
  const page = await firstWindow(app);
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const sidebar = page.getByRole('navigation');
  const onward = () => button(words.wizard.next).click();
  const heading = (name: string) => expect(page.getByRole('heading', { level: 1, name })).toBeVisible();

  const take = (name: string) => photograph(page, language, name);

  try {
    await sidebar.getByRole('button', { name: words.groups.open }).click();
    await page.getByRole('row').nth(1).click();
    await expect(page.getByTestId('message').first()).toBeVisible();
    await take('thread');
    await sidebar.getByRole('button', { name: words.groups.solved }).click();
    await page.getByRole('row').first().click();
    await page.getByRole('radio', { name: words.rating.score.good, exact: true }).press('Space');
    await expect(page.getByRole('status').filter({ hasText: words.rating.there })).toBeVisible();
    await take('solved');
    await sidebar.getByRole('button', { name: words.groups.open }).click();
    await page.getByRole('row').first().click();
    await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
    await take('inbox');
    await page.keyboard.press('Control+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await take('palette');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+/');
    await expect(page.getByRole('dialog')).toBeVisible();
    await take('shortcuts');
    await page.keyboard.press('Escape');

    await button(words.search.title).first().click();
    await page.getByRole('searchbox').fill('sign has:file is:lost');
    await expect(page.getByRole('main').getByRole('status')).toContainText('is:lost');
    await page.getByRole('searchbox').fill('sign');
    await expect(page.getByRole('option').first()).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await take('search');

    await sidebar.getByRole('button', { name: words.kept.nav }).click();
    await expect(page.getByRole('figure').last()).toBeVisible();
    const size = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
    const whole = await page.locator('.kept').evaluate((kept) => kept.scrollHeight);
    await page.setViewportSize({ ...size, height: whole });
    await take('kept');
    await page.setViewportSize(size);

    const chat = ids.ticket();
    const title = 'The start page is blank after the update';
    const description = 'Since the update every visitor sees a blank page.';
    await deskClient(desk).putTicket(chat, 'a-chat', submission({ channel: 'chat', title, description }));
    desk.specialist.chat.accept(chat, 'Maya Lindqvist');
    desk.specialist.reply(chat, 'Hello Ingrid. I see it too: give me two minutes to look at the logs.');
    desk.specialist.chat.typing(chat, true);
    await sidebar.getByRole('button', { name: words.groups.needsYou }).click();
    await page.getByRole('row', { name: title }).click();
    await expect(page.getByRole('main').locator('.chat-typing')).toBeVisible();
    await take('chat');

    const call = ids.ticket();
    const phone = submission({
      channel: 'phone',
      phone: '+47 99 88 77 66',
      title: 'Orders are charged twice',
      description: 'Three customers have been charged twice since this morning.',
      hit: 'Checkout',
    });
    await deskClient(desk).putTicket(call, 'a-call', phone);
    await sidebar.getByRole('button', { name: words.groups.open }).click();
    await page.getByRole('row', { name: phone.title }).click();
    await expect(page.getByRole('main').locator('.call-queued')).toBeVisible();
    await take('call-back');
    desk.specialist.setCall(call, 'missed', 'Maya Lindqvist');
    await expect(page.getByRole('main').locator('.call-missed')).toBeVisible();
    await take('call-missed');
    await page.getByRole('main').getByRole('button', { name: words.callBack.again }).click();
    await page.getByText(words.callBack.atTime, { exact: true }).click();
    await take('call-ask');
    await page.keyboard.press('Escape');

    await button(words.nav.newTicket).first().click();
    await heading(words.wizard.ask.title);
    await page.keyboard.type('Nobody can sign in to the editor since this morning');
    await expect(page.getByRole('complementary').getByRole('listitem').first()).toBeVisible();
    await take('ask');
    await page.getByRole('complementary').getByRole('listitem').first().getByRole('button').click();
    await expect(page.getByRole('article')).toBeVisible();
    await take('article');
    await page.keyboard.press('Escape');
    await onward();

    await heading(words.wizard.judge.title);
    const says = (question: string, answer: string) =>
      page.getByRole('radiogroup', { name: question }).getByText(answer, { exact: true }).click();
    await says(words.wizard.judge.kind, words.answer.kind.cannot_sign_in);
    await says(words.wizard.judge.data, words.answer.data.none);
    await take('judge-open');
    await says(words.wizard.judge.affected, words.answer.affected.most);
    await says(words.wizard.judge.relief, words.answer.relief.unknown);
    await take('judge');
    await onward();

    await heading(words.wizard.way.title);
    await take('way');
    await onward();
    await heading(words.wizard.details.title);
    await page
      .getByRole('textbox', { name: words.wizard.details.description })
      .fill('Expected: the start page of the editor. What happened: error 503 for everyone in the office.');
    await button(words.wizard.details.more).click();
    await take('details');
    await onward();
    await heading(words.wizard.review.title);
    await take('review');

    await network.cut();
    await expect(button(words.call.open)).toBeVisible();
    await take('review-offline');
    await button(words.call.open).click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await take('call-sheet');
    await page.keyboard.press('Escape');
    await page.getByRole('main').getByRole('button', { name: words.wizard.review.send, exact: true }).click();
    await expect(page.getByRole('main').getByText(words.ticket.waiting.title)).toBeVisible();
    await take('waiting');
    await sidebar.getByRole('button').last().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await take('outbox');
    await page.keyboard.press('Escape');
    await button(words.nav.newTicket).first().click();
    await heading(words.wizard.ask.title);
    await take('ask-offline');
    await button(words.nav.settings).click();
    await heading(words.settings.title);
    await take('settings');
    await page.evaluate(() => {
      location.hash = '#parts';
      location.reload();
    });
    await heading('The parts of the window');
    const height = await page.locator('.parts').evaluate((parts) => parts.scrollHeight);
    await page.setViewportSize({ width: 1240, height });
    await take('parts');
  } finally {
    await app.close();
    await network.close();
    await desk.close();
    rmSync(work, { recursive: true, force: true });
  }
}

/** What a desk, something in between or another account may do to what a person wrote, and what the window says of it. */
async function inTrouble(language: Language): Promise<void> {
  if ('missing' in desktop) return;
  const work = mkdtempSync(join(tmpdir(), 'lifeline-screens-'));
  const stage = await openStage();
  mkdirSync(join(work, 'profile'));
  const app = await launchApp({
    host: findHost(),
    appPath: resolve('.'),
    userDataDir: join(work, 'profile'),
    env: { ...desktop.env, LANGUAGE: language, LIFELINE_DESK_URL: stage.url, LIFELINE_DESK_TOKEN: 'a-token' },
  });
  try {
    const page = await firstWindow(app);
    await answersQuestions(app, 'yes');
    await everyTrouble(page, stage, WORDS[language], async (name) => {
      if (isElsewhere || IN_DOCS.has(name)) await photograph(page, language, name);
    });
  } finally {
    await app.close();
    await stage.close();
    rmSync(work, { recursive: true, force: true });
  }
}
