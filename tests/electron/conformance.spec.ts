/**
 * What the product expects of Electron, on whichever host is there. Each case names the page of Electron's
 * documentation that it holds the host to.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { test as base, expect } from '../e2e/fixtures.ts';
import { firstWindow, killHard, launchApp } from './host.ts';
import { type Logind, startLogind } from './logind.ts';

const APP = fileURLToPath(new URL('./fixture-app', import.meta.url));

type Api = {
  text: string;
  nested: { list: [number, number, { deep: boolean }] };
  add(one: number, other: number): number;
  later(value: unknown): Promise<unknown>;
  fails(): void;
  failsLater(): Promise<void>;
  kindOf(value: unknown): string;
  giveBack(value: unknown): unknown;
  callBack(callback: (text: string) => void): void;
  pageSees(): string;
  requires: Record<string, string>;
  invoke(channel: string, ...values: unknown[]): Promise<unknown>;
  tell(value: unknown): Promise<unknown>;
};
type Seen = {
  inputs: { type: string; modifiers?: string[] }[];
  navigations: string[];
  popups: string[];
  permissions: string[];
  gone: { type: string; exitCode: number }[];
  readyBeforeTheEnd: boolean;
};
declare global {
  var api: Api;
  var seen: Seen;
  var folder: string;
  var powers: string[];
  var electron: Pick<
    typeof Electron,
    | 'app'
    | 'BrowserWindow'
    | 'dialog'
    | 'net'
    | 'Notification'
    | 'powerMonitor'
    | 'safeStorage'
    | 'utilityProcess'
  >;
  interface Window {
    seenAtFirst?: string;
    inlineRan?: boolean;
    onlyInPreload?: boolean;
    fromPage?: boolean;
    seenInFrame?: string;
  }
}

const test = base.extend<{ app: ElectronApplication; page: Page }>({
  app: async ({ host, desktop, profile }, use) => {
    const app = await launchApp({ host, appPath: APP, userDataDir: profile, env: desktop.env });
    // Its window comes last: from then on all that the cases ask for is there.
    await firstWindow(app);
    await use(app);
    await app.close().catch(() => {});
  },
  page: async ({ app }, use) => {
    await use(await firstWindow(app));
  },
});

/** The page of Electron's documentation that a case holds the host to. */
const docs = (page: string) => ({ annotation: { type: 'documentation', description: `docs/${page}.md` } });

test.describe('the two worlds', () => {
  test('share nothing but what the bridge gives', docs('tutorial/context-isolation'), async ({ page }) => {
    expect(await page.evaluate(() => window.onlyInPreload)).toBeUndefined();
    expect(
      await page.evaluate(() => {
        window.fromPage = true;
        return api.pageSees();
      }),
    ).toBe('undefined');
    expect(await page.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe('undefined');
  });

  test(
    'the bridge is there before the first script of the page',
    docs('api/context-bridge'),
    async ({ page }) => {
      expect(await page.evaluate(() => window.seenAtFirst)).toBe('object');
    },
  );

  test('what the bridge gives is frozen', docs('api/context-bridge'), async ({ page }) => {
    const changed = await page.evaluate(() => {
      try {
        api.text = 'changed';
      } catch {
        // Strict code throws, sloppy code does nothing; neither may change it.
      }
      return [api.text, Object.isFrozen(api), api.nested.list[2].deep];
    });
    expect(changed).toEqual(['hello', true, true]);
  });

  test('functions, promises and callbacks cross it', docs('api/context-bridge'), async ({ page }) => {
    expect(await page.evaluate(() => api.add(2, 3))).toBe(5);
    expect(await page.evaluate(() => api.later({ at: 1 }))).toEqual({ at: 1 });
    expect(await page.evaluate(() => new Promise((resolve) => api.callBack(resolve)))).toBe('called');
  });

  test('errors cross it with their message', docs('api/context-bridge'), async ({ page }) => {
    const messages = await page.evaluate(async () => {
      const caught: string[] = [];
      try {
        api.fails();
      } catch (error) {
        caught.push(error instanceof Error ? error.message : 'no error of this world');
      }
      await api
        .failsLater()
        .catch((error: unknown) => caught.push(error instanceof Error ? error.message : 'no error'));
      return caught;
    });
    expect(messages).toEqual(['on purpose', 'on purpose, later']);
  });

  test('values cross it as structured clones', docs('api/context-bridge'), async ({ page }) => {
    expect(
      await page.evaluate(() =>
        [new Date(5), new Uint8Array([1, 2]), undefined, null, [1], { a: 1 }].map((value) =>
          api.kindOf(value),
        ),
      ),
    ).toEqual([
      '[object Date]',
      '[object Uint8Array]',
      '[object Undefined]',
      '[object Null]',
      '[object Array]',
      '[object Object]',
    ]);
    expect(await page.evaluate(() => (api.giveBack(new Date(5)) as Date).getTime())).toBe(5);
  });

  test(
    'a sandboxed preload may require electron and nothing of Node',
    docs('tutorial/sandbox'),
    async ({ page }) => {
      const requires = await page.evaluate(() => api.requires);
      expect(requires.electron).toBe('loaded');
      expect(requires.fs).toContain('module not found: fs');
      expect(requires.child_process).toContain('module not found: child_process');
    },
  );

  test(
    'the preload runs in the main frame only',
    docs('api/structures/web-preferences'),
    async ({ page }) => {
      const frame = page.frames().find((each) => each.url().endsWith('/frame.html'));
      expect(await frame?.evaluate(() => window.seenInFrame)).toBe('undefined');
    },
  );
});

test.describe('IPC', () => {
  test('values cross as structured clones, both ways', docs('api/ipc-renderer'), async ({ page }) => {
    const kinds = await page.evaluate(async () => {
      const sent = [
        new Date(7),
        new Map([['a', 1]]),
        new Set([1]),
        new Uint8Array([9]),
        10n,
        undefined,
        Number.NaN,
        { n: { m: [1] } },
      ];
      const back = (await api.invoke('echo', ...sent)) as unknown[];
      const [date, map, set, bytes, big, none, nan, object] = back;
      return [
        date instanceof Date && date.getTime() === 7,
        map instanceof Map && map.get('a') === 1,
        set instanceof Set && set.has(1),
        bytes instanceof Uint8Array && bytes[0] === 9,
        big === 10n,
        none === undefined,
        Number.isNaN(nan),
        JSON.stringify(object) === '{"n":{"m":[1]}}',
      ];
    });
    expect(kinds).toEqual(Array.from({ length: 8 }, () => true));
  });

  test('an error of a handler reaches the page with its words', docs('api/ipc-main'), async ({ page }) => {
    const message = (channel: string) =>
      page.evaluate(
        (each) =>
          api.invoke(each).catch((error: unknown) => (error instanceof Error ? error.message : 'no error')),
        channel,
      );
    expect(await message('fail')).toBe("Error invoking remote method 'fail': TypeError: not today");
    expect(await message('nobody')).toBe(
      "Error invoking remote method 'nobody': Error: No handler registered for 'nobody'",
    );
  });

  test('a function cannot be sent', docs('api/ipc-renderer'), async ({ page }) => {
    // Behind the bridge every function is a proxy, so this one is made in the preload's own world.
    const message = await page.evaluate(() =>
      api
        .invoke('echo', () => 1)
        .then(
          () => 'sent',
          (error: unknown) => (error instanceof Error ? error.message : 'no error'),
        ),
    );
    expect(message).toContain('An object could not be cloned');
  });

  test(
    'a result that cannot be cloned is an error of the handler',
    docs('api/ipc-main'),
    async ({ page }) => {
      const message = await page.evaluate(() =>
        api.invoke('uncloneable').then(
          () => 'answered',
          (error: unknown) => (error instanceof Error ? error.message : 'no error'),
        ),
      );
      expect(message).toContain("Error invoking remote method 'uncloneable'");
      expect(message).toContain('An object could not be cloned');
    },
  );

  test('an object that holds itself crosses as it is', docs('api/ipc-renderer'), async ({ page }) => {
    const [same, shared] = await page.evaluate(async () => {
      const sent: Record<string, unknown> = {};
      sent.self = sent;
      const twice = { one: 1 };
      const [back] = (await api.invoke('echo', { sent, list: [twice, twice] })) as [
        { sent: { self: unknown }; list: unknown[] },
      ];
      return [back.sent.self === back.sent, back.list[0] === back.list[1]];
    });
    expect([same, shared]).toEqual([true, true]);
  });

  test(
    'the sender is the frame that asked, by the address of the app',
    docs('api/structures/ipc-main-invoke-event'),
    async ({ page }) => {
      expect(await page.evaluate(() => api.invoke('who'))).toEqual({
        url: 'conformance://app/index.html',
        origin: 'conformance://app',
        isTop: true,
        isOurs: true,
      });
    },
  );

  test('the main process reaches the page', docs('api/web-contents'), async ({ page }) => {
    expect(await page.evaluate(() => api.tell({ told: ['you'] }))).toEqual({ told: ['you'] });
  });
});

test.describe('the page', () => {
  test('is served by the handler of its scheme, under its policy', docs('api/protocol'), async ({ page }) => {
    expect(await page.title()).toBe('Conformance');
    expect(await page.evaluate(() => window.inlineRan)).toBeUndefined();
    expect(await page.evaluate(() => isSecureContext)).toBe(true);
    const asked = await page.evaluate(async () => (await fetch('/asked?x=1')).json());
    expect(asked).toEqual({ url: 'conformance://app/asked?x=1', method: 'GET' });
    expect(await page.evaluate(async () => (await fetch('/missing')).status)).toBe(404);
  });

  test('goes nowhere when that is prevented', docs('api/web-contents'), async ({ page, app }) => {
    const before = page.url();
    await page.locator('#away').click();
    await expect.poll(() => app.evaluate(() => seen.navigations)).toEqual(['https://elsewhere.invalid/']);
    expect(page.url()).toBe(before);
    expect(await page.evaluate(() => api.add(1, 1))).toBe(2);
  });

  test('opens no window when that is denied', docs('api/window-open'), async ({ page, app }) => {
    await page.locator('#popup').click();
    await expect.poll(() => app.evaluate(() => seen.popups)).toEqual(['https://elsewhere.invalid/']);
    expect(await app.evaluate(() => electron.BrowserWindow.getAllWindows().length)).toBe(1);
    await expect.poll(() => app.windows().length).toBe(1);
  });

  test(
    'gets no window from window.open, and asks nothing of it',
    docs('api/window-open'),
    async ({ page, app }) => {
      const opened: string[] = [];
      app.on('window', (window) => opened.push(window.url()));
      expect(await page.evaluate(() => window.open('https://elsewhere.invalid/', 'name', 'width=9'))).toBe(
        null,
      );
      await expect.poll(() => app.evaluate(() => seen.popups)).toEqual(['https://elsewhere.invalid/']);
      expect(opened).toEqual([]);
    },
  );

  const otherClicks: [string, { button?: 'middle'; modifiers?: 'Control'[] }][] = [
    ['a modifier', { modifiers: ['Control'] }],
    ['the middle button', { button: 'middle' }],
  ];
  for (const [how, options] of otherClicks) {
    test(`opens no window by ${how} either`, docs('api/window-open'), async ({ page, app }) => {
      await page.locator('#away').click(options);
      await expect.poll(() => app.evaluate(() => seen.popups)).toEqual(['https://elsewhere.invalid/']);
      expect(app.windows().length).toBe(1);
    });
  }

  test('is granted no permission that the handler denies', docs('api/session'), async ({ page }) => {
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied');
  });
});

test.describe('the desktop', () => {
  test(
    'a notification is shown and its click comes back',
    docs('api/notification'),
    async ({ app, page, desktop }) => {
      await page.title();
      const clicked = app.evaluate(
        () =>
          new Promise<string>((resolve) => {
            const notification = new electron.Notification({
              id: 'stable',
              title: 'A title',
              body: 'Some words',
            });
            notification.on('click', () => resolve('clicked'));
            notification.on('failed', (_event, why) => resolve(why));
            notification.show();
          }),
      );
      const shown = await desktop.waitForNotification((each) => each.summary === 'A title');
      expect(shown).toMatchObject({ appName: 'Conformance', body: 'Some words' });
      await desktop.click(shown.id);
      expect(await clicked).toBe('clicked');
    },
  );

  test(
    'a notification that is closed leaves the screen',
    docs('api/notification#notificationclose'),
    async ({ app, page, desktop }) => {
      await page.title();
      await app.evaluate(() => {
        const notification = new electron.Notification({ id: 'over', title: 'Soon over', body: '' });
        notification.show();
        electron.app.once('browser-window-blur', () => notification.close());
      });
      const shown = await desktop.waitForNotification((each) => each.summary === 'Soon over');
      expect(desktop.onScreen()).toContain(shown.id);
      await app.evaluate(() => void electron.app.emit('browser-window-blur'));
      await expect.poll(() => desktop.onScreen()).not.toContain(shown.id);
    },
  );

  test(
    'a secret comes back as it was, and is not kept in the clear',
    docs('api/safe-storage'),
    async ({ app }) => {
      const [back, clear] = await app.evaluate(async () => {
        const encrypted = await electron.safeStorage.encryptStringAsync('a secret: æøå');
        const { result } = await electron.safeStorage.decryptStringAsync(encrypted);
        return [result, encrypted.toString().includes('a secret')] as const;
      });
      expect(back).toBe('a secret: æøå');
      expect(clear).toBe(false);
    },
  );
});

test(
  'no more than six questions to one address are under way at once, and the next one waits for the first to end',
  docs('api/command-line-switches'),
  async ({ app }) => {
    const asked: ServerResponse[] = [];
    const desk = createServer((_request, response) => {
      asked.push(response);
      response.write('it begins');
    });
    const other = createServer((_request, response) => response.end('here'));
    const urls: string[] = [];
    for (const server of [desk, other]) {
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      urls.push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    }
    const ask = (url: string | undefined, times: number) =>
      app.evaluate(
        (_electron, [where, many]) => {
          const answers = Array.from({ length: many }, () =>
            electron.net.fetch(where).then((answer) => answer.text()),
          );
          return Promise.race(answers);
        },
        [url ?? '', times] as const,
      );
    try {
      const first = ask(urls[0], 7);
      await expect.poll(() => asked.length).toBe(6);
      // Asked later, and answered: the seventh had its chance.
      expect(await ask(urls[1], 1)).toBe('here');
      expect(asked).toHaveLength(6);
      asked[0]?.end(', and it ends');
      expect(await first).toBe('it begins, and it ends');
      await expect.poll(() => asked.length).toBe(7);
    } finally {
      for (const server of [desk, other]) {
        server.close();
        server.closeAllConnections();
      }
    }
  },
);

test.describe('sleep', () => {
  const sleeper = test.extend<{ logind: Logind; sleepy: ElectronApplication }>({
    logind: async ({ host: _host }, use) => {
      const logind = await startLogind();
      await use(logind);
      await logind.close();
    },
    sleepy: async ({ host, desktop, logind, profile }, use) => {
      const env = { ...desktop.env, ...logind.env };
      const app = await launchApp({ host, appPath: APP, userDataDir: profile, env });
      await firstWindow(app);
      await app.evaluate(() => {
        globalThis.powers = [];
        electron.powerMonitor.on('suspend', () => powers.push('suspend'));
        electron.powerMonitor.on('resume', () => powers.push('resume'));
      });
      await logind.isHeard;
      await use(app);
      await app.close().catch(() => {});
    },
  });

  sleeper(
    'is told of before it and after it, each time',
    docs('api/power-monitor'),
    async ({ logind, sleepy }) => {
      for (let night = 0; night < 2; night += 1) {
        logind.sleeps();
        logind.wakes();
      }
      const nights = ['suspend', 'resume', 'suspend', 'resume'];
      await expect.poll(() => sleepy.evaluate(() => powers)).toEqual(nights);
    },
  );

  sleeper(
    'only the system itself can say that the computer woke up',
    docs('api/power-monitor'),
    async ({ logind, sleepy }) => {
      await logind.liesThatItWakes();
      logind.sleeps();
      await expect.poll(() => sleepy.evaluate(() => powers)).toEqual(['suspend']);
    },
  );
});

test.describe('processes', () => {
  test(
    'a utility process talks, ends with its code, and can be started again',
    docs('api/utility-process'),
    async ({ app }) => {
      const told = await app.evaluate(async () => {
        const life = (code: number) =>
          new Promise<unknown[]>((resolve) => {
            const heard: unknown[] = [];
            const child = electron.utilityProcess.fork(`${folder}/utility.mjs`, [], {
              serviceName: 'worker',
            });
            child.once('spawn', () => child.postMessage({ date: new Date(3), bytes: new Uint8Array([1]) }));
            child.on(
              'message',
              ({ echo, type }: { echo: { date: Date; bytes: Uint8Array }; type: string }) => {
                heard.push(echo.date instanceof Date, echo.bytes instanceof Uint8Array, type);
                child.postMessage({ kind: 'exit', code });
              },
            );
            child.once('exit', (exitCode) => resolve([...heard, exitCode, child.pid]));
          });
        return [await life(3), await life(0)];
      });
      expect(told).toEqual([
        [true, true, 'utility', 3, undefined],
        [true, true, 'utility', 0, undefined],
      ]);
      await expect
        .poll(() => app.evaluate(() => seen.gone))
        .toMatchObject([{ type: 'Utility', exitCode: 3 }]);
    },
  );

  test(
    'a second instance tells the first one and gets no window',
    docs('api/app'),
    async ({ app, page, host, profile, desktop }) => {
      await page.title();
      const heard = app.evaluate(
        () =>
          new Promise<unknown>((resolve) =>
            electron.app.once('second-instance', (_event, argv, _folder, data) =>
              resolve([argv.includes('--a-switch'), data]),
            ),
          ),
      );
      // Playwright sends the question before it returns; this one asks after it, so the listener is there.
      await app.evaluate(() => true);
      const second = start(
        host.executablePath,
        [APP, `--user-data-dir=${profile}`, '--a-switch'],
        desktop.env,
      );
      const [code] = await once(second, 'exit');
      expect(code).toBe(0);
      expect(await heard).toEqual([true, { from: 'second' }]);
    },
  );

  test('what a window shows is printed to a PDF', docs('api/web-contents'), async ({ app }) => {
    const pdf = await app.evaluate(async ({ BrowserWindow }) => {
      const options = { pageSize: 'A4', generateTaggedPDF: true, generateDocumentOutline: true } as const;
      const printed = await BrowserWindow.getAllWindows()[0]?.webContents.printToPDF(options);
      return printed?.toString('latin1') ?? '';
    });
    expect(pdf).toMatch(/^%PDF-1/);
    // A4 in points; half a point is what rounding to inches leaves.
    const [, width, height] = /MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/.exec(pdf) ?? [];
    expect(Number(width)).toBeCloseTo(595.3, -0.5);
    expect(Number(height)).toBeCloseTo(841.9, -0.5);
  });

  test(
    'a window fills the screen, and is as it was after',
    docs('api/browser-window'),
    async ({ app, page }) => {
      const size = () => page.evaluate(() => [innerWidth, innerHeight].join('×'));
      const before = await size();
      const fill = (isOn: boolean) =>
        app.evaluate(({ BrowserWindow }, on) => BrowserWindow.getAllWindows()[0]?.setFullScreen(on), isOn);
      // On a screen without a window manager Chromium stops one pixel short.
      const isFilled = () =>
        page.evaluate(() => innerWidth >= screen.width - 1 && innerHeight >= screen.height - 1);
      expect(await isFilled()).toBe(false);
      await fill(true);
      await expect.poll(isFilled).toBe(true);
      expect(
        await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.isFullScreen()),
      ).toBe(true);
      await fill(false);
      await expect.poll(size).toBe(before);
    },
  );

  test('a killed instance leaves no lock behind', docs('api/app'), async ({ host, profile, desktop }) => {
    for (let time = 0; time < 2; time += 1) {
      const app = await launchApp({ host, appPath: APP, userDataDir: profile, env: desktop.env });
      await firstWindow(app);
      await killHard(app);
    }
  });

  test(
    'a killed main process takes its window along',
    docs('tutorial/process-model'),
    async ({ app, page, profile }) => {
      await page.title();
      await killHard(app);
      await expect.poll(() => execFileSync('ps', ['-eo', 'args']).toString().includes(profile)).toBe(false);
    },
  );

  test('the app knows its name, version, folders and profile', docs('api/app'), async ({ app, profile }) => {
    const told = await app.evaluate(({ app: each }) => ({
      name: each.getName(),
      version: each.getVersion(),
      path: each.getAppPath(),
      userData: each.getPath('userData'),
      isPackaged: each.isPackaged,
      electron: process.versions.electron,
      type: process.type,
    }));
    expect(told).toMatchObject({
      name: 'Conformance',
      version: '1.2.3',
      userData: profile,
      isPackaged: false,
      type: 'browser',
    });
    expect(told.path.replace(/\/$/, '')).toBe(APP.replace(/\/$/, ''));
    expect(told.electron).toMatch(/^45\./);
  });

  test('ready waits for the end of the main module', docs('tutorial/esm'), async ({ app, page }) => {
    await page.title();
    expect(await app.evaluate(() => seen.readyBeforeTheEnd)).toBe(false);
  });

  test(
    'before-quit can hold the end back, and will-quit comes last',
    docs('api/app'),
    async ({ app, page }) => {
      await page.title();
      const order = app.evaluate(
        ({ app: each }) =>
          new Promise<string[]>((resolve) => {
            const heard: string[] = [];
            each.once('before-quit', (event) => {
              heard.push('held back');
              event.preventDefault();
              resolve(heard);
            });
            each.quit();
          }),
      );
      expect(await order).toEqual(['held back']);
      expect(await page.title()).toBe('Conformance');
    },
  );
});

test(
  'a question that is taken away is answered as if it was cancelled',
  docs('api/dialog'),
  async ({ app }) => {
    const response = await app.evaluate(async ({ BrowserWindow, dialog }) => {
      const [window] = BrowserWindow.getAllWindows();
      if (window === undefined) return null;
      const taken = new AbortController();
      const asked = dialog.showMessageBox(window, {
        message: 'Go on?',
        buttons: ['No', 'Yes', 'Later'],
        defaultId: 1,
        cancelId: 2,
        signal: taken.signal,
      });
      taken.abort();
      return (await asked).response;
    });
    expect(response).toBe(2);
  },
);

test(
  'what is pressed is told before the page acts on it',
  docs('api/web-contents'),
  async ({ app, page }) => {
    await page.keyboard.press('a');
    await page.mouse.click(5, 5);
    await page.evaluate(() => document.body.dispatchEvent(new MouseEvent('mousedown')));
    const types = async () => (await app.evaluate(() => globalThis.seen.inputs)).map(({ type }) => type);
    await expect.poll(types).toContain('mouseUp');
    const found = (await types()).filter((type) => /^(rawKeyDown|mouseDown|mouseUp|keyUp)$/.test(type));
    expect(found).toEqual(['rawKeyDown', 'keyUp', 'mouseDown', 'mouseUp']);
  },
);

test('a question of the stand-in is a window of its own, and its button the answer', async ({
  app,
}, info) => {
  info.skip(info.project.name === 'electron', 'Electron has the dialog of the computer.');
  const [answer] = await Promise.all([
    app.evaluate(({ dialog }) => dialog.showMessageBox({ message: 'Go on?', buttons: ['No', 'Yes'] })),
    app.waitForEvent('window').then(async (opened) => {
      // The answer may be heard a moment before the end of its window.
      const closed = opened.waitForEvent('close');
      await opened.getByRole('button', { name: 'Yes' }).click();
      await closed;
    }),
  ]);
  expect(answer.response).toBe(1);
});

test('what the stand-in does not have throws its own name', async ({ app }, info) => {
  test.skip(info.project.name !== 'stand-in', 'Electron has it all.');
  const message = await app.evaluate(({ app: each }) => {
    try {
      return String(each.getJumpListSettings());
    } catch (error) {
      return String(error);
    }
  });
  expect(message).toContain('app.getJumpListSettings is not implemented');
});

test('Playwright finds it through ELECTRON_OVERRIDE_DIST_PATH, with its own loader', async ({
  profile,
  desktop,
}, info) => {
  test.skip(info.project.name !== 'stand-in', 'Electron is found by itself.');
  process.env.ELECTRON_OVERRIDE_DIST_PATH = fileURLToPath(new URL('.', import.meta.url));
  try {
    const env = { ...process.env, ...desktop.env } as Record<string, string>;
    const app = await _electron.launch({ args: [APP, `--user-data-dir=${profile}`], env });
    const page = await firstWindow(app);
    expect(await page.title()).toBe('Conformance');
    await app.close();
  } finally {
    delete process.env.ELECTRON_OVERRIDE_DIST_PATH;
  }
});

test('without a browser it says what to install', async ({ host }, info) => {
  test.skip(info.project.name !== 'stand-in', 'Electron brings its own.');
  const empty = mkdtempSync(join(tmpdir(), 'lifeline-nothing-'));
  const child = start('/bin/sh', [host.executablePath, APP, `--user-data-dir=${empty}`], {
    LIFELINE_BROWSER: join(empty, 'none'),
  });
  const heard: string[] = [];
  child.stderr?.on('data', (chunk) => heard.push(String(chunk)));
  const [code] = await once(child, 'exit');
  rmSync(empty, { recursive: true });
  expect(code).toBe(1);
  expect(heard.join('')).toContain('Install Chromium, Google Chrome or Microsoft Edge.');
  expect(heard.join('')).not.toContain('    at ');
});

function start(command: string, args: string[], env: Record<string, string>): ChildProcess {
  return spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
}
