/** What every end-to-end test stands on: a desktop, a desk, a network that can be cut, and the app. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test as base } from '@playwright/test';
import { type Desk, type DeskOptions, startDesk } from '../desk/desk.ts';
import { type DesktopSession, startDesktopSession } from '../electron/desktop-session.ts';
import { findHost, firstWindow, type Host, hasElectron, launchApp } from '../electron/host.ts';
import { type Network, openNetwork } from './network.ts';
import { type Person, personAt } from './person.ts';
import { answersQuestions } from './questions.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

type OpenOptions = {
  /** Language of the computer; English without it. */
  lang?: string;
  /** Starts without a desk, as on a first run. */
  withoutDesk?: boolean;
  env?: Record<string, string>;
};

type Each = {
  /** What the app runs on; a test of the project `electron` is skipped where Electron is not. */
  host: Host;
  profile: string;
  /** What shall be different about the desk. */
  deskOptions: DeskOptions;
  desk: Desk;
  network: Network;
  /** Starts the app with this test's profile; what was started ends with the test. */
  open(options?: OpenOptions): Promise<Person>;
};
type Once = { desktop: DesktopSession };

export const test = base.extend<Each, Once>({
  desktop: [
    async ({}, use) => {
      const session = await startDesktopSession();
      if ('missing' in session) throw new Error(session.missing);
      await use(session);
      await session.close();
    },
    { scope: 'worker' },
  ],
  host: [
    async ({}, use, info) => {
      const kind = info.project.name === 'electron' ? 'electron' : 'stand-in';
      info.skip(kind === 'electron' && !hasElectron(), "Electron's binary is not here.");
      await use(findHost(kind));
    },
    { auto: true },
  ],
  profile: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'lifeline-e2e-'));
    mkdirSync(join(folder, 'profile'));
    await use(join(folder, 'profile'));
    rmSync(folder, { recursive: true, force: true });
  },
  deskOptions: [{}, { option: true }],
  desk: async ({ deskOptions }, use) => {
    const desk = await startDesk({ sample: true, token: 'a-token', ...deskOptions });
    await use(desk);
    await desk.close();
  },
  network: async ({ desk }, use) => {
    const network = await openNetwork(desk.url);
    await use(network);
    await network.close();
  },
  open: async ({ host, desktop, profile, network, desk }, use) => {
    const opened: Person[] = [];
    await use(async (options = {}) => {
      const app = await launchApp({
        host,
        appPath: ROOT,
        userDataDir: profile,
        env: {
          ...desktop.env,
          LANGUAGE: options.lang ?? 'en',
          // Dates and tables are American in every test that does not say otherwise, wherever it runs.
          LC_TIME: 'en_US.UTF-8',
          ...(!options.withoutDesk && { LIFELINE_DESK_URL: network.url, LIFELINE_DESK_TOKEN: desk.token }),
          ...options.env,
        },
      });
      const page = await firstWindow(app);
      // Nobody types into a window before it is in front of them, and Chromium drops what is typed before it has drawn.
      await page.waitForFunction(
        () =>
          !document.hidden &&
          document.hasFocus() &&
          performance.getEntriesByName('first-contentful-paint').length > 0,
      );
      // Who opens the app in a test means what they type; the tests of the question answer it themselves.
      await answersQuestions(app, 'yes');
      const person = personAt(app, page);
      opened.push(person);
      return person;
    });
    for (const { app } of opened) await app.close().catch(() => {});
  },
});
export { expect } from '@playwright/test';
