/** Which Electron there is, and how tests start the app on it. One suite serves both. */
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';

export type HostKind = 'electron' | 'stand-in';
export type Host = { kind: HostKind; executablePath: string };

const STAND_IN = fileURLToPath(new URL('./electron', import.meta.url));

/** Electron's own binary where it is; null without it. Never fetches it. */
function electronBinary(): string | null {
  const folder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const binary = join(folder, 'dist', readFileSync(named, 'utf8'));
  return existsSync(binary) ? binary : null;
}

export const hasElectron = (): boolean => electronBinary() !== null;

/** Electron when its binary is there, otherwise the stand-in; or the one that is asked for. */
export function findHost(kind: HostKind = hasElectron() ? 'electron' : 'stand-in'): Host {
  if (kind === 'stand-in') return { kind, executablePath: STAND_IN };
  const binary = electronBinary();
  if (binary === null) throw new Error("Electron's binary is not here.");
  return { kind, executablePath: binary };
}

/** Starts an app on a host, with a profile of its own. */
export function launchApp(options: {
  host: Host;
  appPath: string;
  userDataDir: string;
  args?: string[];
  env?: Record<string, string>;
}): Promise<ElectronApplication> {
  return _electron.launch({
    executablePath: options.host.executablePath,
    args: [options.appPath, `--user-data-dir=${options.userDataDir}`, ...(options.args ?? [])],
    env: { ...definedOnly(process.env), ...options.env },
  });
}

/**
 * The app's first window, once its page has loaded. Before that it may show nothing, or what the host's browser began
 * with: a page is told of before the app is ready.
 */
export async function firstWindow(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  await page.waitForURL(({ protocol }) => protocol !== 'about:' && protocol !== 'data:');
  return page;
}

/** Kills the main process as a power cut would, and waits until it and whatever it started are gone. */
export async function killHard(app: ElectronApplication): Promise<void> {
  const main = app.process();
  const gone = main.exitCode === null && main.signalCode === null ? once(main, 'exit') : Promise.resolve();
  const started = startedBy(main.pid);
  main.kill('SIGKILL');
  await gone;
  // Others' children send no event. They still hold the profile, so the next start has to wait for them.
  const until = Date.now() + GONE_WITHIN_MS;
  while (started.some(({ pid, since }) => sinceOf(pid) === since)) {
    if (Date.now() > until) throw new Error('The app is gone, but not what it started.');
    await setTimeout(20);
  }
}

const GONE_WITHIN_MS = 10_000;

/** All processes under this one, each with when it began; on Linux only. */
function startedBy(root: number | undefined): { pid: number; since: string }[] {
  if (process.platform !== 'linux' || root === undefined) return [];
  const found: { pid: number; since: string }[] = [];
  const wanted = [root];
  for (let parent = wanted.pop(); parent !== undefined; parent = wanted.pop()) {
    for (const pid of childrenOf(parent)) {
      const since = sinceOf(pid);
      if (since !== null) found.push({ pid, since });
      wanted.push(pid);
    }
  }
  return found;
}

function childrenOf(pid: number): number[] {
  try {
    // A process's threads each have children of their own (proc_pid_task(5)).
    return readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
      readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

/** When a process began, in the kernel's ticks; null when it has ended, also when nobody has collected it yet. */
function sinceOf(pid: number): string | null {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[0] === 'Z' || fields[0] === 'X' ? null : (fields[19] ?? null);
  } catch {
    return null;
  }
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
