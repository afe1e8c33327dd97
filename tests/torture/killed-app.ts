/** The built app with its window, driven through `window.lifeline`, and killed: all of it, or its core alone. */
import { execFileSync } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { COMMANDS, type CommandBy, type Request, type Response } from '#shared/ipc.ts';
import type { DesktopSession } from '../electron/desktop-session.ts';
import { findHost, firstWindow, type Host, killHard, launchApp } from '../electron/host.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PATIENCE_MS = 60_000;
const LOOK_EVERY_MS = 30;

/** What a person is told who asks for something: `unknown` when nobody can say whether it was done. */
export type Told<T> = { is: 'done'; value: T } | { is: 'refused'; code: string } | { is: 'unknown' };

export type KilledApp = Awaited<ReturnType<typeof openApp>>;

/** Starts the app on a profile, with its window. */
export async function openApp(options: {
  profile: string;
  desktop: DesktopSession;
  desk: { url: string; token: string };
  host?: Host | undefined;
}) {
  const app = await launchApp({
    host: options.host ?? findHost(),
    appPath: ROOT,
    userDataDir: options.profile,
    env: {
      ...options.desktop.env,
      LANGUAGE: 'en',
      LIFELINE_DESK_URL: options.desk.url,
      LIFELINE_DESK_TOKEN: options.desk.token,
    },
  });
  const dead = Promise.withResolvers<'dead'>();
  app.process().once('exit', () => dead.resolve('dead'));
  let page: Page | 'dead' | undefined;

  /** Never rejects: a window that dies in the middle of a question leaves it open what was done. */
  async function ask<Name extends CommandBy<'core'>>(
    name: Name,
    request: Request<Name>,
  ): Promise<Told<Response<Name>>> {
    page ??= await Promise.race([firstWindow(app), dead.promise]).catch(() => 'dead' as const);
    if (page === 'dead') return { is: 'unknown' };
    const asking = page.evaluate(askInPage, [name, inText(request)] as const).catch(() => null);
    const answer = await Promise.race([asking, dead.promise.then(() => null)]);
    if (answer === null) return { is: 'unknown' };
    if (answer.ok)
      return { is: 'done', value: COMMANDS[name].response.parse(answer.value) as Response<Name> };
    const { code } = answer.failure;
    return code === 'core_unavailable' ? { is: 'unknown' } : { is: 'refused', code };
  }

  return {
    ask,
    app,
    window: () => firstWindow(app),

    /** What core answers, asked again until it does. */
    async sure<Name extends CommandBy<'core'>>(name: Name, request: Request<Name>): Promise<Response<Name>> {
      const until = performance.now() + PATIENCE_MS;
      for (;;) {
        const told = await ask(name, request);
        if (told.is === 'done') return told.value;
        if (told.is === 'refused') throw new Error(`${name} was refused: ${told.code}`);
        if (performance.now() > until) throw new Error(`${name} was never answered`);
        await wait(LOOK_EVERY_MS);
      }
    },

    /** The core process as the shell knows it; null while there is none. */
    corePid(): Promise<number | null> {
      // Electron says what a utility process is called in `name` (docs: ProcessMetric), the stand-in in `serviceName`.
      return app
        .evaluate(({ app }) => {
          const isCore = ({ name, serviceName }: Electron.ProcessMetric) =>
            name === 'Lifeline core' || serviceName === 'Lifeline core';
          return app.getAppMetrics().find(isCore)?.pid ?? null;
        })
        .catch(() => null);
    },

    /** Everything dies at one instant. `core` would otherwise see its parent go and have a moment of its own. */
    async killAll(core: number | null): Promise<void> {
      if (core !== null) killCore(core);
      await killHard(app);
    },

    close: () => app.close(),
  };
}

/** Kills this process at once; it may be gone by itself. */
export function killCore(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {}
}

/** Takes everything off the screen, so that hundreds of notices do not slow the desktop down. */
export function clearScreen(desktop: DesktopSession): void {
  execFileSync('dunstctl', ['close-all'], { env: { ...process.env, ...desktop.env } });
}

/** The bytes of a file cross to the page as numbers. */
function inText(request: object): string {
  return JSON.stringify(request, (_key, value: unknown) =>
    value instanceof Uint8Array ? { bytes: [...value] } : value,
  );
}

/** Runs in the page. */
function askInPage([name, text]: readonly [CommandBy<'core'>, string]) {
  const request = JSON.parse(text, (key, value) =>
    key === 'bytes' && Array.isArray(value?.bytes) ? Uint8Array.from(value.bytes) : value,
  );
  return window.lifeline?.invoke(name, request) ?? null;
}
