/** app: the application's life, its paths, and who is the only instance. */
import { EventEmitter } from 'node:events';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { decode, encode } from './clone.ts';
import { takeLock, tellOwner } from './lock.ts';

type Metadata = { name: string; productName?: string; version: string };

class App extends EventEmitter {
  #ready = false;
  #readied = Promise.withResolvers<void>();
  #name = 'Electron';
  #version = '0.0.0';
  #path = process.cwd();
  #quitting = false;
  #closeAll: () => Promise<boolean> = async () => true;
  #paths = new Map<string, string>();
  #switches = new Map<string, string>();
  #unlock: (() => void) | null = null;
  readonly #children = new Map<number, { type: string; serviceName?: string; pid: number }>();
  readonly isPackaged = 'ELECTRON_FORCE_IS_PACKAGED' in process.env;

  readonly commandLine = {
    appendSwitch: (name: string, value = ''): void => void this.#switches.set(name, value),
    hasSwitch: (name: string): boolean => this.#switches.has(name),
    getSwitchValue: (name: string): string => this.#switches.get(name) ?? '',
    appendArgument: (_value: string): void => {},
  };

  /** For the stand-in: what the launcher found in the app's folder and on the command line. */
  begin(path: string, metadata: Metadata, switches: Map<string, string>): void {
    this.#path = path;
    this.#name = metadata.productName ?? metadata.name;
    this.#version = metadata.version;
    this.#switches = switches;
    const userData = switches.get('user-data-dir');
    if (userData) this.#paths.set('userData', userData);
  }
  /** For the stand-in: the main module has been evaluated to its end, and only then may the app be ready. */
  becomeReady(): void {
    this.#ready = true;
    this.emit('will-finish-launching');
    this.emit('ready', {}, {});
    this.#readied.resolve();
  }
  closing(closeAll: () => Promise<boolean>): void {
    this.#closeAll = closeAll;
  }
  allWindowsAreClosed(): void {
    if (this.#quitting) return;
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed');
    else this.quit();
  }
  browserIsGone(): void {
    if (!this.#quitting) this.quit();
  }
  childStarted(child: { type: string; serviceName?: string; pid: number }): void {
    this.#children.set(child.pid, child);
  }
  childEnded(pid: number): void {
    this.#children.delete(pid);
  }

  isReady = (): boolean => this.#ready;
  whenReady = (): Promise<void> => this.#readied.promise;

  quit(): void {
    let prevented = false;
    this.emit('before-quit', { preventDefault: () => (prevented = true) });
    if (prevented) return;
    this.#quitting = true;
    void this.#closeAll().then((closed) => {
      if (!closed) {
        this.#quitting = false;
        return;
      }
      this.emit('will-quit', { preventDefault: () => {} });
      this.exit(0);
    });
  }
  exit(code = 0): void {
    this.#quitting = true;
    this.#unlock?.();
    this.emit('quit', {}, code);
    process.exit(code);
  }
  focus(_options?: object): void {}

  getName = (): string => this.#name;
  setName(name: string): void {
    this.#name = name;
  }
  getVersion = (): string => this.#version;
  getAppPath = (): string => this.#path;
  getPreferredSystemLanguages = (): string[] => {
    const { LANGUAGE, LC_ALL, LC_MESSAGES, LANG } = process.env;
    const asked = LANGUAGE?.split(':')[0] || LC_ALL || LC_MESSAGES || LANG || '';
    const tag = asked.split('.')[0]?.replace('_', '-') ?? '';
    return [tag === '' || tag === 'C' || tag === 'POSIX' ? 'en-US' : tag];
  };
  getSystemLocale = (): string => this.getPreferredSystemLanguages()[0] ?? 'en-US';
  getLocale = (): string => this.#switches.get('lang') || this.getSystemLocale();
  setAppUserModelId(_id: string): void {}
  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}
  setAsDefaultProtocolClient = (): boolean => false;
  getAppMetrics = () => [{ type: 'Browser', pid: process.pid }, ...this.#children.values()];

  getPath(name: string): string {
    const set = this.#paths.get(name);
    if (set !== undefined) return set;
    const appData =
      process.env.XDG_CONFIG_HOME ??
      join(homedir(), process.platform === 'darwin' ? 'Library/Application Support' : '.config');
    switch (name) {
      case 'home':
        return homedir();
      case 'temp':
        return tmpdir();
      case 'exe':
        return process.execPath;
      case 'appData':
        return appData;
      case 'userData':
        return join(this.getPath('appData'), this.#name);
      case 'sessionData':
        return this.getPath('userData');
      case 'logs':
        return join(this.getPath('userData'), 'logs');
      case 'desktop':
      case 'documents':
      case 'downloads':
        return join(homedir(), name[0]?.toUpperCase() + name.slice(1));
      default:
        throw new Error(`Failed to get '${name}' path`);
    }
  }
  setPath(name: string, path: string): void {
    this.getPath(name);
    this.#paths.set(name, path);
  }

  requestSingleInstanceLock(data: unknown = {}): boolean {
    if (this.#unlock !== null) return true;
    const folder = this.getPath('userData');
    this.#unlock = takeLock(folder, (message) => {
      const [argv, workingDirectory, sent] = decode(message) as [string[], string, unknown];
      // Electron promises this event after `ready`, however early the second start was.
      void this.#readied.promise.then(() => this.emit('second-instance', {}, argv, workingDirectory, sent));
    });
    if (this.#unlock === null) tellOwner(folder, encode([process.argv, process.cwd(), data]));
    return this.#unlock !== null;
  }
  hasSingleInstanceLock = (): boolean => this.#unlock !== null;
  releaseSingleInstanceLock(): void {
    this.#unlock?.();
    this.#unlock = null;
  }
}

export const app = new App();
