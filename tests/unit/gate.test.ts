/** The gate answers the main frame of our own window and page, and nobody else. */
import { expect, test, vi } from 'vitest';
import { openGate } from '../../main/shell/gate.ts';

type Handler = (event: object, ...args: unknown[]) => Promise<{ ok: boolean; failure?: { code: string } }>;
const electron = vi.hoisted(() => ({
  handlers: [] as ((event: object, ...args: unknown[]) => unknown)[],
  ours: { isOurs: true },
}));
vi.mock('electron', () => ({
  app: { isPackaged: true },
  protocol: {},
  session: {},
  BrowserWindow: {
    fromWebContents: (contents: unknown) => (contents === electron.ours ? {} : null),
    getAllWindows: () => [],
  },
  ipcMain: {
    handle: (_channel: string, handler: (event: object, ...args: unknown[]) => unknown) =>
      electron.handlers.push(handler),
  },
}));

const never = async () => {
  throw new Error('the shell was asked');
};
const shell = {
  'app.info': never,
  'app.notices': never,
  'link.open': never,
  'window.setFullScreen': never,
  'window.setChatInSight': never,
  'window.printToPdf': never,
  'attachment.open': never,
};

function gate(askCore: (name: string) => Promise<unknown>): Handler {
  electron.handlers.length = 0;
  openGate(shell, askCore);
  const [handler] = electron.handlers;
  if (handler === undefined) throw new Error('The gate listens to nothing.');
  return handler as Handler;
}

const PAGE = 'lifeline-app://window/index.html';
const frame = (url: string, parent: object | null = null) => ({ url, parent });

test.each([
  ['the main frame of another page', electron.ours, frame('https://elsewhere.invalid/')],
  ['a page whose address only begins like ours', electron.ours, frame('lifeline-app://window.evil.invalid/')],
  ['a page under another host of our scheme', electron.ours, frame('lifeline-app://other/index.html')],
  ['a frame within our page', electron.ours, frame(PAGE, frame(PAGE))],
  ['a frame that has gone', electron.ours, null],
  ['contents of no window of ours', {}, frame(PAGE)],
])('%s is refused', async (_what, sender, senderFrame) => {
  const asked: string[] = [];
  const answer = await gate(async (name) => asked.push(name))({ sender, senderFrame }, 'outbox.tryNow', {});
  expect(answer).toEqual({ ok: false, failure: { code: 'invalid_request' } });
  expect(asked).toEqual([]);
});

test('our own page is answered; beyond 200 questions under way it is told to wait, and then answered again', async () => {
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const asked: string[] = [];
  const invoke = gate(async (name) => {
    asked.push(name);
    await held;
    return {};
  });
  const ask = () => invoke({ sender: electron.ours, senderFrame: frame(PAGE) }, 'outbox.tryNow', {});
  const answers = Array.from({ length: 300 }, ask);
  letGo();
  const codes = (await Promise.all(answers)).map(({ ok, failure }) => (ok ? 'answered' : failure?.code));
  expect(codes.filter((code) => code === 'answered')).toHaveLength(200);
  expect(codes.filter((code) => code === 'too_often')).toHaveLength(100);
  expect(asked).toHaveLength(200);
  expect((await ask()).ok).toBe(true);
});
