/** The page can do what the IPC map says, and nothing else: attacks from inside the window. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';
import { answersQuestions, questionsIn } from './questions.ts';

/** `window.lifeline` as an attacker sees it: no types to hold him back. */
type Bridge = {
  invoke(...args: unknown[]): Promise<{ ok: boolean; failure?: { code: string } }>;
  on: unknown;
};

/** The app with its page loaded to the end: what follows runs inside it. */
async function openedBy(open: () => Promise<Person>): Promise<Person> {
  const person = await open();
  await person.seesConnection('Online');
  return person;
}

test('the gate refuses unknown commands and wrong shapes by name', async ({ open }) => {
  const { page } = await openedBy(open);
  const codes = await page.evaluate(async () => {
    const bridge = (window as unknown as { lifeline: Bridge }).lifeline;
    const code = async (...args: unknown[]) => (await bridge.invoke(...args)).failure?.code;
    return [
      await code('store.dump', {}),
      await code('__proto__', {}),
      await code('constructor', {}),
      await code('ticket.get', {}),
      await code('ticket.get', { id: "x' OR 1=1" }),
      await code('draft.save', {
        id: '0197f3c0-0000-7000-8000-000000000000',
        patch: { state: 'open', title: 7 },
      }),
      await code('link.open', { url: 7 }),
      await code(),
      await code('ticket.get', { id: '0197f3c0-0000-7000-8000-000000000000' }),
    ];
  });
  expect(codes).toEqual([...Array.from({ length: 8 }, () => 'invalid_request'), 'not_found']);
});

/** What becomes of a link that the page opens by itself: `opened`, or the code of the failure. */
async function opensLink(page: Page, url: string): Promise<string> {
  return page.evaluate(async (address) => {
    const bridge = (window as unknown as { lifeline: Bridge }).lifeline;
    return (await bridge.invoke('link.open', { url: address })).failure?.code ?? 'opened';
  }, url);
}

test('only https, mailto and tel leave the app, by parsed scheme (invariant 9)', async ({ open }) => {
  const { app, page } = await openedBy(open);
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = async (url) => {
      opened.push(url);
    };
  });
  const codes = await page.evaluate(async () => {
    const bridge = (window as unknown as { lifeline: Bridge }).lifeline;
    const urls = ['file:///etc/passwd', 'javascript:alert(1)', 'smb://host/share', 'ms-msdt:/id'];
    return Promise.all(
      urls.map(async (url) => (await bridge.invoke('link.open', { url })).failure?.code ?? 'opened'),
    );
  });
  expect(codes).toEqual(['link_refused', 'link_refused', 'link_refused', 'link_refused']);
  for (const url of [' https:evil', 'https://ok.example/', 'tel:+4755500142']) {
    await page.keyboard.press('Shift');
    expect(await opensLink(page, url)).toBe('opened');
  }
  expect(await app.evaluate(() => (globalThis as { opened?: string[] }).opened)).toEqual([
    'https://evil/',
    'https://ok.example/',
    'tel:+4755500142',
  ]);
});

test('the page has no Node, no way out, no popups, and runs no script but its own', async ({ open }) => {
  const { app, page } = await openedBy(open);
  const before = page.url();
  const found = await page.evaluate(async () => {
    const inline = document.createElement('script');
    inline.textContent = 'window.inlineRan = true';
    document.body.append(inline);
    const fetched = await fetch('https://elsewhere.invalid/').then(
      () => 'fetched',
      () => 'refused',
    );
    // In a task of its own: during this one the test tool itself may evaluate, whatever the policy says.
    const evaluated = await new Promise<string>((resolve) => {
      setTimeout(() => {
        try {
          // biome-ignore lint/security/noGlobalEval: this is the attack
          // biome-ignore lint/complexity/noCommaOperator: an indirect eval runs in the page's own scope
          (0, eval)('1');
          resolve('ran');
        } catch {
          resolve('refused');
        }
      });
    });
    return {
      node: [
        typeof (globalThis as { require?: unknown }).require,
        typeof (globalThis as { process?: unknown }).process,
      ],
      inline: 'inlineRan' in window,
      evaluated,
      fetched,
      popup: String(window.open('https://elsewhere.invalid/')?.closed ?? 'null'),
      bridge: Object.keys((window as unknown as { lifeline: object }).lifeline).sort(),
    };
  });
  expect(found).toMatchObject({
    node: ['undefined', 'undefined'],
    inline: false,
    evaluated: 'refused',
    fetched: 'refused',
    popup: 'null',
    bridge: ['invoke', 'on'],
  });
  await expect.poll(() => app.windows().length).toBe(1);
  await page.evaluate(() => {
    location.href = 'https://elsewhere.invalid/';
  });
  await page.evaluate(() => {
    location.href = `${location.protocol}//${location.host}.evil.invalid/`;
  });
  await expect(page.getByRole('navigation').getByRole('button', { name: 'New ticket' })).toBeVisible();
  expect(page.url()).toBe(before);
  expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
});

test('the protocol serves the built page and no other file, however it is asked', async ({ open }) => {
  const { app } = await openedBy(open);
  const statuses = await app.evaluate(async ({ session }) => {
    const base = 'lifeline-app://window';
    const paths = [
      '/index.html',
      '/missing.html',
      '/../main/index.js',
      '/..%2fmain%2findex.js',
      '/%2e%2e/main/index.js',
      '/%00',
      '/%',
      '/assets',
      '//etc/passwd',
    ];
    const ask = async (path: string) => {
      const answer = await session.defaultSession.fetch(`${base}${path}`).catch(() => null);
      return answer?.status ?? 0;
    };
    return Promise.all(paths.map(ask));
  });
  expect(statuses[0]).toBe(200);
  for (const status of statuses.slice(1)) expect([0, 404]).toContain(status);
});

test('a page that was taken over carries nothing to an address that the person has not confirmed', async ({
  open,
  desk,
}) => {
  const heard: string[] = [];
  const elsewhere = createServer((request, response) => {
    heard.push(request.url ?? '');
    response.end('{}');
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => elsewhere.once('listening', resolve));
  const port = (elsewhere.address() as AddressInfo).port;
  const { app, page } = await openedBy(open);
  await answersQuestions(app, 'no');
  const codes = await page.evaluate(async (address) => {
    const bridge = (window as unknown as { lifeline: Bridge }).lifeline;
    const found: string[] = [];
    for (const name of ['settings.checkDesk', 'settings.waiting', 'settings.saveDesk']) {
      const request = { url: `${address}/all%20your%20words`, token: 'all-your-words' };
      found.push((await bridge.invoke(name, request)).failure?.code ?? 'done');
    }
    // Beyond a few, nobody is even asked any more.
    for (let more = 0; more < 3; more += 1) {
      found.push(
        (await bridge.invoke('settings.checkDesk', { url: address, token: 'x' })).failure?.code ?? 'done',
      );
    }
    return found;
  }, `http://127.0.0.1:${port}`);
  expect(codes.slice(0, 3)).toEqual(['not_confirmed', 'not_confirmed', 'not_confirmed']);
  expect(codes.slice(3)).toEqual(['too_often', 'too_often', 'too_often']);
  const [asked] = await questionsIn(app);
  expect(asked?.message).toBe(`Connect to 127.0.0.1:${port}?`);
  expect(asked?.detail).toContain(`http://127.0.0.1:${port}/all%20your%20words`);
  expect(heard).toEqual([]);
  // The desk that is in use needs no question.
  const known = await page.evaluate(async (token) => {
    const bridge = (window as unknown as { lifeline: Bridge }).lifeline;
    const settings = await bridge.invoke('settings.get', {});
    const { url } = (settings as unknown as { value: { desk: { url: string } } }).value.desk;
    return (await bridge.invoke('settings.checkDesk', { url, token })).ok;
  }, desk.token);
  expect(known).toBe(true);
  elsewhere.close();
});

test('nothing opens without a press: one press opens one thing, and a script of the page cannot press', async ({
  open,
}) => {
  const { app, page } = await openedBy(open);
  await app.evaluate(({ shell }) => {
    shell.openExternal = async () => {};
  });
  await answersQuestions(app, 'no');
  expect(await opensLink(page, 'https://one.example/')).toBe('not_confirmed');
  await page.evaluate(() => {
    for (const type of ['mousedown', 'mouseup', 'click']) document.body.dispatchEvent(new MouseEvent(type));
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }));
  });
  expect(await opensLink(page, 'https://two.example/')).toBe('not_confirmed');
  await page.keyboard.press('Shift');
  expect(await opensLink(page, 'https://three.example/')).toBe('opened');
  expect(await opensLink(page, 'https://four.example/')).toBe('not_confirmed');
  expect((await questionsIn(app)).map(({ message }) => message)).toEqual(
    Array.from({ length: 3 }, () => 'Open this outside Lifeline?'),
  );
});

test('ten things a minute are opened, however much is pressed', async ({ open }) => {
  const { app, page } = await openedBy(open);
  await app.evaluate(({ shell }) => {
    shell.openExternal = async () => {};
  });
  const codes: string[] = [];
  for (let time = 0; time < 12; time += 1) {
    await page.keyboard.press('Shift');
    codes.push(await opensLink(page, `https://${time}.example/`));
  }
  expect(codes).toEqual([...Array.from({ length: 10 }, () => 'opened'), 'too_often', 'too_often']);
});

test('the page is given no permission but to put text on the clipboard, and makes no webview', async ({
  open,
}) => {
  const { page } = await openedBy(open);
  const found = await page.evaluate(async () => {
    const where = new Promise<string>((resolve) =>
      navigator.geolocation.getCurrentPosition(
        () => resolve('told'),
        ({ code, PERMISSION_DENIED }) => resolve(code === PERMISSION_DENIED ? 'denied' : 'failed'),
      ),
    );
    const state = async (name: string) =>
      (await navigator.permissions.query({ name: name as PermissionName })).state;
    const webview = document.createElement('webview');
    document.body.append(webview);
    return {
      notification: await Notification.requestPermission(),
      geolocation: await where,
      camera: await state('camera'),
      microphone: await state('microphone'),
      webview: webview.constructor.name,
    };
  });
  expect(found).toEqual({
    notification: 'denied',
    geolocation: 'denied',
    camera: 'denied',
    microphone: 'denied',
    webview: 'HTMLElement',
  });
});

test('the page comes with a policy under which only its own scripts run and nothing is fetched', async ({
  open,
}) => {
  const { app } = await openedBy(open);
  const headers = await app.evaluate(async ({ session }) => {
    const answer = await session.defaultSession.fetch('lifeline-app://window/index.html');
    return Object.fromEntries(answer.headers);
  });
  const policy = headers['content-security-policy']?.split('; ') ?? [];
  expect(policy).toContain("default-src 'none'");
  expect(policy.find((rule) => rule.startsWith('script-src '))).toBe("script-src 'self'");
  expect(policy.join()).not.toMatch(/unsafe|data:|blob:|https?:/);
  expect(headers['x-content-type-options']).toBe('nosniff');
});
