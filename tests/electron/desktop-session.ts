/**
 * A desktop of the tests' own, on Linux: a screen (Xvfb), a session bus and a real notification service (dunst),
 * with somebody who watches the bus.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export type ShownNotification = { id: number; appName: string; summary: string; body: string };

export type DesktopSession = {
  /** What an app needs in its environment to be on this desktop. */
  env: Record<string, string>;
  /** Everything that was shown so far, oldest first. */
  notifications(): ShownNotification[];
  /** The numbers of those that are on the screen now. */
  onScreen(): number[];
  /** The first one that fits, shown already or yet to come. */
  waitForNotification(fits: (shown: ShownNotification) => boolean): Promise<ShownNotification>;
  /** Clicks on it as a person does, and resolves when the service has told its app. */
  click(id: number): Promise<void>;
  /** A picture of the whole screen; nothing where the tool for it is missing. */
  screenshot(file: string): Promise<void>;
  close(): Promise<void>;
};

const INTERFACE = 'org.freedesktop.Notifications';
const SERVICE = [`--dest=${INTERFACE}`, '/org/freedesktop/Notifications'];

const TOOLS = ['Xvfb', 'dbus-daemon', 'dbus-monitor', 'dunst', 'dunstctl'];

/** A desktop that shows each notification until it is clicked. */
const DUNST = `[global]
    width = 420
    offset = 24x24
    history_length = 200
    notification_limit = 0
    idle_threshold = 0
    show_age_threshold = -1
    markup = no
    mouse_left_click = do_action, close_current
[urgency_low]
    timeout = 0
[urgency_normal]
    timeout = 0
[urgency_critical]
    timeout = 0
`;

/** Starts the desktop, or says what is missing for it. */
export async function startDesktopSession(): Promise<DesktopSession | { missing: string }> {
  const missing = TOOLS.filter((tool) => spawnSync('which', [tool]).status !== 0);
  if (process.platform !== 'linux' || missing.length > 0) {
    return {
      missing: `A desktop for tests needs Linux with ${TOOLS.join(', ')}; missing: ${missing.join(', ') || 'Linux'}.`,
    };
  }
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-desktop-'));
  const started: ChildProcess[] = [];
  const start = (command: string, args: string[], env: NodeJS.ProcessEnv = process.env): ChildProcess => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'ignore'] });
    started.push(child);
    return child;
  };

  // -displayfd: the server finds a free number itself and says so when it is ready.
  const screen = start('Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp']);
  const display = `:${await firstLine(screen)}`;
  const bus = start('dbus-daemon', ['--session', '--nofork', '--print-address=1']);
  const env = { DISPLAY: display, DBUS_SESSION_BUS_ADDRESS: await firstLine(bus) };
  const withEnv = { ...process.env, ...env, LC_ALL: 'C.UTF-8' };

  const watched = [`interface='${INTERFACE}'`, "type='method_return'"];
  const watcher = watchBus(start('dbus-monitor', ['--session', ...watched], withEnv));
  await watcher.ready;
  writeFileSync(join(folder, 'dunstrc'), DUNST);
  start('dunst', ['-config', join(folder, 'dunstrc')], withEnv);
  const call = (method: string, ...args: string[]) =>
    spawnSync('dbus-send', ['--session', '--print-reply', ...SERVICE, `${INTERFACE}.${method}`, ...args], {
      env: withEnv,
    });
  // The bus holds the question back until the service is there.
  call('GetServerInformation');

  return {
    env,
    notifications: () => [...watcher.shown],
    onScreen: watcher.onScreen,
    async waitForNotification(fits) {
      for (;;) {
        const found = watcher.shown.find(fits);
        if (found !== undefined) return found;
        await once(watcher.happened, 'shown');
      }
    },
    async click(id) {
      if (!watcher.onScreen().includes(id)) throw new Error(`Notification ${id} is not on the screen.`);
      const told = (async () => {
        for (;;) {
          const [invoked] = await once(watcher.happened, 'clicked');
          if (invoked === id) return;
        }
      })();
      // dunst 1.9 knows only the topmost by its place, so those above are closed first.
      for (const above of watcher.onScreen().filter((each) => each < id))
        call('CloseNotification', `uint32:${above}`);
      const { status, stderr } = spawnSync('dunstctl', ['action', '0'], { env: withEnv });
      if (status !== 0) throw new Error(`Notification ${id} could not be clicked: ${stderr}`);
      await told;
    },
    async screenshot(file) {
      const child = spawn('import', ['-window', 'root', file], { env: withEnv, stdio: 'ignore' });
      await new Promise<void>((resolve) => {
        child.once('error', () => resolve());
        child.once('exit', () => resolve());
      });
    },
    async close() {
      for (const child of started.reverse()) {
        if (child.exitCode !== null || child.signalCode !== null) continue;
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('nothing to read');
  for await (const line of createInterface(child.stdout)) return line.trim();
  throw new Error(`${child.spawnfile} ended at once.`);
}

/** Reads what dbus-monitor prints: each Notify with its answer, each ActionInvoked, each NotificationClosed. */
function watchBus(monitor: ChildProcess) {
  const happened = new EventEmitter();
  const shown: ShownNotification[] = [];
  const closed = new Set<number>();
  /** Notify calls by sender and serial, until the service answers with a number. */
  const asked = new Map<string, Omit<ShownNotification, 'id'>>();
  const ready = Promise.withResolvers<void>();
  let head = '';
  let strings: string[] = [];
  let numbers: number[] = [];

  function finish(): void {
    const at = (pattern: RegExp) => pattern.exec(head)?.[1] ?? '';
    if (head.includes('member=Notify')) {
      const [appName = '', , summary = '', body = ''] = strings;
      asked.set(`${at(/sender=(\S+)/)} ${at(/ serial=(\d+)/)}`, { appName, summary, body });
    } else if (head.startsWith('method return')) {
      const key = `${at(/destination=(\S+)/)} ${at(/reply_serial=(\d+)/)}`;
      const call = asked.get(key);
      asked.delete(key);
      if (call === undefined || numbers[0] === undefined) return;
      shown.push({ id: numbers[0], ...call });
      happened.emit('shown');
    } else if (head.includes('member=ActionInvoked')) happened.emit('clicked', numbers[0]);
    else if (head.includes('member=NotificationClosed') && numbers[0] !== undefined) closed.add(numbers[0]);
  }

  if (monitor.stdout !== null) {
    createInterface(monitor.stdout).on('line', (line) => {
      ready.resolve();
      if (/^\S/.test(line)) {
        head = line;
        strings = [];
        numbers = [];
      } else {
        const text = /^ {3}string "(.*)"?$/s.exec(line)?.[1];
        const number = /^ {3}uint32 (\d+)$/.exec(line)?.[1];
        if (text !== undefined) strings.push(text.replace(/"$/, ''));
        if (number !== undefined) numbers.push(Number(number));
        if (isComplete(head, strings, numbers)) {
          finish();
          head = '';
        }
      }
    });
  }
  return {
    happened,
    shown,
    ready: ready.promise,
    /** Numbers of those on the screen, as the service counts their places: the oldest first. */
    onScreen: () => [...new Set(shown.map(({ id }) => id))].filter((id) => !closed.has(id)),
  };
}

function isComplete(head: string, strings: string[], numbers: number[]): boolean {
  if (head.includes('member=Notify')) return strings.length >= 4;
  if (head.startsWith('method return')) return numbers.length === 1;
  if (head.includes('member=ActionInvoked')) return numbers.length === 1;
  return head.includes('member=NotificationClosed') && numbers.length === 1;
}
