/** The core process: core with its real ports, behind the message port to the shell. */
import { randomFillSync } from 'node:crypto';
import { openCalls, resultOf } from '#shared/calls.ts';
import { COMMANDS, type CommandBy, type Request } from '#shared/ipc.ts';
import {
  CORE_PORTS,
  type CoreStart,
  type FromCore,
  type PortRequest,
  type PortResponse,
  SHELL_PORTS,
  type ShellPort,
  ToCore,
} from '#shared/wire.ts';
import { type Core, createCore } from './core/core.ts';
import { realDisk } from './core/disk.ts';
import type { Ports } from './core/ports.ts';
import { netFetch } from './shell/net-fetch.ts';

// Whatever core writes is for this person alone. The shell keeps the usual mask: it starts other people's programs.
if (process.platform !== 'win32') process.umask(0o077);

const shell = process.parentPort;
const send = (message: FromCore) => shell.postMessage(message);
const calls = openCalls(send);

// Electron only warns of these in a utility process. A core in an unknown state must not go on: the shell
// starts a new one, and the store holds everything.
process.on('unhandledRejection', (error) => {
  console.error(error);
  process.exit(1);
});

let core: Core | null = null;

shell.on('message', ({ data }) => {
  const message = ToCore.parse(data);
  switch (message.kind) {
    case 'start':
      core = createCore(realPorts(message.start), (name, payload) => send({ kind: 'event', name, payload }));
      core.start();
      send({ kind: 'started' });
      break;
    case 'stop':
      core?.stop();
      process.exit(0);
      break;
    case 'answer':
      calls.settle(message.id, message.result);
      break;
    case 'request':
      void resultOf(() => handle(message.name, message.request)).then((result) =>
        send({ kind: 'answer', id: message.id, result }),
      );
      break;
  }
});

async function handle(name: string, request: unknown): Promise<unknown> {
  if (core !== null && name === 'attachment.file') {
    return core.file(CORE_PORTS[name].request.parse(request));
  }
  if (core !== null && name === 'attachment.picture') {
    return core.picture(CORE_PORTS[name].request.parse(request));
  }
  if (core === null || !isCoreCommand(name)) throw new Error(`core has no command ${name}`);
  // The shell has parsed it with the same schema; parsing here gives it its type without a cast.
  return core.handle(name, COMMANDS[name].request.parse(request) as Request<typeof name>);
}

function isCoreCommand(name: string): name is CommandBy<'core'> {
  return name in COMMANDS && COMMANDS[name as keyof typeof COMMANDS].by === 'core';
}

function realPorts(start: CoreStart): Ports {
  return {
    ...start,
    clock: {
      now: () => Date.now(),
      after(ms, action) {
        // Node fires at once above this bound instead of waiting.
        const timer = setTimeout(action, Math.min(ms, 2 ** 31 - 1));
        return () => clearTimeout(timer);
      },
    },
    random: { bytes: (length) => randomFillSync(new Uint8Array(length)), fraction: () => Math.random() },
    disk: realDisk,
    // Electron keeps what a utility process says with what the app says.
    log: (line) => console.error(line),
    fetch: netFetch,
    secrets: {
      read: (name) => askShell('secrets.read', { name }),
      write: async (name, value) => {
        await askShell('secrets.write', { name, value });
      },
      backend: () => askShell('secrets.backend', {}),
    },
    notifier: {
      show: (notice) => askShell('notifier.show', notice),
      async close(ids) {
        await askShell('notifier.close', { ids });
      },
    },
  };
}

async function askShell<Name extends ShellPort>(
  name: Name,
  request: PortRequest<Name>,
): Promise<PortResponse<Name>> {
  return SHELL_PORTS[name].response.parse(await calls.ask(name, request)) as PortResponse<Name>;
}
