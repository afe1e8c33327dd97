/** What Electron itself is told: its window, its fuses, its version. */
import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { mainWindow } from '../../main/shell/window.ts';

const seen = vi.hoisted(() => ({ preferences: [] as Record<string, unknown>[] }));
vi.mock('electron', () => ({
  app: { isPackaged: true },
  protocol: {},
  session: {},
  ipcMain: {},
  nativeTheme: { shouldUseDarkColors: false },
  BrowserWindow: class {
    webContents = { on() {} };
    constructor(options: { webPreferences: Record<string, unknown> }) {
      seen.preferences.push(options.webPreferences);
    }
    once() {}
    on() {}
    async loadURL(url: string) {
      seen.preferences.push({ url });
    }
  },
}));

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('the window is walled in: sandbox, isolation, web security, no Node, and nothing else is switched on', () => {
  mainWindow().open();
  const [preferences = {}, loaded] = seen.preferences;
  expect(preferences).toEqual({
    preload: expect.stringMatching(/index\.cjs$/),
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
    spellcheck: false,
  });
  expect(loaded).toEqual({ url: 'lifeline-app://window/index.html' });
});

test('the packager sets every fuse, each to the safe side', () => {
  const [, fuses = ''] = /electronFuses:\n((?: {2}\w+: \w+\n)+)/.exec(read('electron-builder.yml')) ?? [];
  expect(
    Object.fromEntries(
      fuses
        .trim()
        .split('\n')
        .map((line) => line.trim().split(': ')),
    ),
  ).toEqual({
    runAsNode: 'false',
    enableCookieEncryption: 'true',
    enableNodeOptionsEnvironmentVariable: 'false',
    enableNodeCliInspectArguments: 'false',
    enableEmbeddedAsarIntegrityValidation: 'true',
    onlyLoadAppFromAsar: 'true',
    grantFileProtocolExtraPrivileges: 'false',
  });
});

test('Electron is one exact version, the one in the lock', () => {
  const { devDependencies } = JSON.parse(read('package.json'));
  const { packages } = JSON.parse(read('package-lock.json'));
  expect(devDependencies.electron).toMatch(/^\d+\.\d+\.\d+$/);
  expect(packages['node_modules/electron'].version).toBe(devDependencies.electron);
});
