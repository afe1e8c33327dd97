/** powerMonitor: what logind says of sleep, over the system's D-Bus, as Electron hears it on Linux. */
import { EventEmitter } from 'node:events';
import { systemBus } from '@homebridge/dbus-native';
import { app } from './app.ts';

export const LOGIND = {
  service: 'org.freedesktop.login1',
  path: '/org/freedesktop/login1',
  interface: 'org.freedesktop.login1.Manager',
  /** True before the computer sleeps, false when it has woken up (org.freedesktop.login1(5)). */
  sleep: 'PrepareForSleep',
} as const;

class PowerMonitor extends EventEmitter {
  constructor() {
    super();
    // Electron hears nothing before somebody listens and the app is ready.
    this.once('newListener', () => void app.whenReady().then(() => this.#hear()));
  }

  #hear(): void {
    if (process.platform !== 'linux') return;
    const warn = (error: unknown) =>
      console.warn(`electron stand-in: nobody says when the computer wakes up: ${reason(error)}`);
    const bus = systemBus();
    bus.connection.on('error', warn);
    bus.signals.on(bus.mangle(LOGIND.path, LOGIND.interface, LOGIND.sleep), ([isNear]: [boolean]) =>
      this.emit(isNear ? 'suspend' : 'resume'),
    );
    // The bus itself sees to it that nobody else speaks for logind.
    const rule = `type='signal',sender='${LOGIND.service}',interface='${LOGIND.interface}',member='${LOGIND.sleep}'`;
    bus.addMatch(rule, (error: unknown) => {
      if (error) warn(error);
    });
  }
}

/** An error of the bus is a plain object. */
function reason(error: unknown): string {
  const { name, message } = error as { name?: string; message?: string };
  return message || name || String(error);
}

export const powerMonitor = new PowerMonitor();
