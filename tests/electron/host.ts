/** Which Electron there is, and how tests start the app on it. One suite serves both. */
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication } from '@playwright/test';

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

/** Kills the app as a power cut would its processes, and waits until it is gone. */
export async function killHard(app: ElectronApplication): Promise<void> {
  const main = app.process();
  const gone = main.exitCode === null && main.signalCode === null ? once(main, 'exit') : Promise.resolve();
  main.kill('SIGKILL');
  await gone;
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
