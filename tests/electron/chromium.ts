/** Starts the installed Chromium, Chrome or Edge, and ends it whatever happens to this process. */
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { findBrowser } from '../../scripts/setup/browser.mjs';
import { type Cdp, connectCdp } from './cdp.ts';

/** Ends the browser when the pipe closes: also when this process was killed and could not say so. */
const WITH_PARENT =
  'exec 3<&0; "$@" </dev/null & browser=$!; (cat <&3 >/dev/null; kill -9 $browser 2>/dev/null) & wait $browser';

const SWITCHES = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-default-apps',
  '--disable-extensions',
  '--disable-search-engine-choice-screen',
  '--disable-features=Translate,MediaRouter,OptimizationHints,DialMediaRouteProvider',
  '--password-store=basic',
  '--use-mock-keychain',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--hide-crash-restore-bubble',
];

/** What the window begins with. */
export const FIRST_PAGE = 'data:text/html,<title>Lifeline</title>';

/** True where a window can be seen. */
export function hasScreen(): boolean {
  if (process.env.LIFELINE_HEADLESS) return false;
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** `tellsPort`: prints where it can be reached, for tools that asked for the port. */
export type Wanted = { profile: string; language: string; tellsPort: boolean };

/** Chromium with one empty window, and the protocol to it. What it prints of its own goes nowhere. */
export async function startChromium({ profile, language, tellsPort }: Wanted): Promise<Cdp> {
  const browser = findBrowser();
  if (browser === undefined) {
    console.error(
      'Lifeline needs a browser to draw its window here. Install Chromium, Google Chrome or Microsoft Edge.',
    );
    process.exit(1);
  }
  mkdirSync(profile, { recursive: true });
  const isRoot = process.getuid?.() === 0;
  const args = [
    ...SWITCHES,
    // Chromium refuses to start its sandbox for root (https://crbug.com/638180).
    ...(isRoot ? ['--no-sandbox', '--test-type'] : []),
    `--user-data-dir=${join(profile, 'stand-in')}`,
    `--lang=${language}`,
    '--remote-debugging-port=0',
    ...(hasScreen() ? [`--app=${FIRST_PAGE}`] : ['--headless=new', FIRST_PAGE]),
  ];
  const command =
    process.platform === 'win32'
      ? [browser, ...args]
      : ['/bin/sh', '-c', WITH_PARENT, 'sh', browser, ...args];
  const [file = browser, ...rest] = command;
  const child = spawn(file, rest, {
    stdio: ['pipe', 'ignore', 'pipe'],
    env: {
      ...process.env,
      LANGUAGE: language,
      // Sleep is heard by the main process (`power.ts`). The browser would drop its connection to it meanwhile.
      DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/dev/null',
    },
  });
  child.stdin?.on('error', () => {});
  const url = await new Promise<string>((resolve, reject) => {
    createInterface(child.stderr).on('line', (line) => {
      const found = /^DevTools listening on (ws:\S+)/.exec(line)?.[1];
      if (found === undefined) return;
      // Playwright, which asks for the port, waits for this very line.
      if (tellsPort) process.stderr.write(`${line}\n`);
      resolve(found);
    });
    child.once('exit', (code) =>
      reject(new Error(`The browser ended with code ${code} before its window opened.`)),
    );
  });
  return connectCdp(url);
}
