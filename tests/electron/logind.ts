/** A system bus of the tests' own, on Linux, with somebody on it who says when the computer sleeps and wakes up. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { createClient, type MessageBus } from '@homebridge/dbus-native';
import { LOGIND } from './power.ts';

export type Logind = {
  /** What an app needs in its environment to be on this bus. */
  env: { DBUS_SYSTEM_BUS_ADDRESS: string };
  /** Resolves when an app listens. */
  isHeard: Promise<void>;
  /** The computer is about to sleep. */
  sleeps(): void;
  wakes(): void;
  /** Somebody else on the bus says it, and the bus has passed it on to whoever wants to hear them. */
  liesThatItWakes(): Promise<void>;
  close(): Promise<void>;
};

export async function startLogind(): Promise<Logind> {
  // The rules of a session's bus: anybody may take any name, and this one needs no other right.
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const address = String((await once(createInterface(daemon.stdout), 'line'))[0]);
  const monitor = spawn('dbus-monitor', ['--address', address, "type='method_call',member='AddMatch'"], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const lines = createInterface(monitor.stdout);
  const isHeard = new Promise<void>((resolve) =>
    lines.on('line', (line) => {
      if (line.includes(LOGIND.sleep)) resolve();
    }),
  );
  // Its first line says that it watches.
  await once(lines, 'line');
  const bus = createClient({ busAddress: address });
  await takeName(bus, LOGIND.service);
  const other = createClient({ busAddress: address });
  const say = (from: MessageBus, isNear: boolean) =>
    from.sendSignal(LOGIND.path, LOGIND.interface, LOGIND.sleep, 'b', [isNear]);

  return {
    env: { DBUS_SYSTEM_BUS_ADDRESS: address },
    isHeard,
    sleeps: () => say(bus, true),
    wakes: () => say(bus, false),
    async liesThatItWakes() {
      say(other, false);
      // The bus answers in the order in which it was asked.
      await takeName(other, 'org.freedesktop.nobody');
    },
    async close() {
      for (const each of [bus, other]) each.connection.stream.destroy();
      for (const child of [monitor, daemon]) {
        const exited = once(child, 'exit');
        child.kill('SIGKILL');
        await exited;
      }
    },
  };
}

function takeName(bus: MessageBus, name: string): Promise<void> {
  return new Promise((resolve, reject) =>
    bus.requestName(name, 0, (error) => (error ? reject(new Error(JSON.stringify(error))) : resolve())),
  );
}
