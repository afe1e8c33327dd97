/** Keeps the core process alive and talks to it. */
import { join } from 'node:path';
import { app, type UtilityProcess, utilityProcess } from 'electron';
import { openCalls, resultOf } from '#shared/calls.ts';
import { LifelineError } from '#shared/errors.ts';
import {
  type CoreStart,
  FromCore,
  type PortRequest,
  type PortResponse,
  SHELL_PORTS,
  type ShellPort,
  type ToCore,
} from '#shared/wire.ts';

/** What the shell does for core. */
export type ServedPorts = {
  [Name in ShellPort]: (request: PortRequest<Name>) => Promise<PortResponse<Name>>;
};

export type CoreEvents = {
  event(name: string, payload: unknown): void;
  state(state: 'restarting' | 'ready'): void;
};

const FIRST_RESTART_MS = 100;
const SLOWEST_RESTART_MS = 10_000;
/** A core that lived this long was fine: the next restart is quick again. */
const HEALTHY_MS = 60_000;
/** After its first death a core says that it is there; after more, it must have lived so long before anybody is told. */
const STEADY_MS = 3_000;
/** How long a quit waits for core to close its store; SQLite survives the rest. */
const STOP_WITHIN_MS = 3_000;

export function startCoreProcess(
  start: Omit<CoreStart, 'afterDeath'>,
  ports: ServedPorts,
  events: CoreEvents,
) {
  let child: UtilityProcess | null = null;
  let stopping = false;
  let deaths = 0;
  let restartMs = FIRST_RESTART_MS;
  /** Asked while core is away; sent as soon as it is back. */
  let held: ToCore[] = [];
  const calls = openCalls((message) => post(message));

  function post(message: ToCore): void {
    if (child !== null) child.postMessage(message);
    else if (!stopping) held.push(message);
  }

  function fork(): void {
    const startedAt = Date.now();
    const forked = utilityProcess.fork(join(import.meta.dirname, 'core.js'), [], {
      serviceName: 'Lifeline core',
    });
    forked.once('spawn', () => {
      child = forked;
      post({ kind: 'start', start: { ...start, afterDeath: deaths > 0 } });
      for (const message of held.splice(0)) post(message);
    });
    forked.on('message', (data: unknown) => {
      const message = FromCore.safeParse(data);
      if (message.success) receive(forked, message.data);
      else console.error('core said something that is in no map', message.error);
    });
    forked.once('exit', () => {
      child = null;
      // Whoever asked is told that it failed, so it must not be done later after all.
      held = [];
      calls.failAll(new LifelineError('core_unavailable'));
      if (stopping) return;
      if (Date.now() - startedAt > HEALTHY_MS) {
        restartMs = FIRST_RESTART_MS;
        deaths = 0;
      }
      deaths += 1;
      events.state('restarting');
      setTimeout(fork, restartMs);
      restartMs = Math.min(SLOWEST_RESTART_MS, restartMs * 2);
    });
  }

  function receive(from: UtilityProcess, message: FromCore): void {
    switch (message.kind) {
      case 'started':
        // The first start is no news: what a window asks is held until then.
        if (deaths === 0) break;
        setTimeout(
          () => {
            if (child === from) events.state('ready');
          },
          deaths < 2 ? 0 : STEADY_MS,
        );
        break;
      case 'event':
        events.event(message.name, message.payload);
        break;
      case 'answer':
        calls.settle(message.id, message.result);
        break;
      case 'request':
        void resultOf(() => serve(message.name, message.request)).then((result) => {
          if (child === from) from.postMessage({ kind: 'answer', id: message.id, result } satisfies ToCore);
        });
        break;
    }
  }

  async function serve(name: string, request: unknown): Promise<unknown> {
    switch (name) {
      case 'secrets.read':
        return ports[name](SHELL_PORTS[name].request.parse(request));
      case 'secrets.write':
        return ports[name](SHELL_PORTS[name].request.parse(request));
      case 'secrets.backend':
        return ports[name](SHELL_PORTS[name].request.parse(request));
      case 'notifier.show':
        return ports[name](SHELL_PORTS[name].request.parse(request));
      case 'notifier.close':
        return ports[name](SHELL_PORTS[name].request.parse(request));
      default:
        throw new Error(`the shell serves no ${name}`);
    }
  }

  app.on('before-quit', (event) => {
    if (child === null || stopping) return;
    stopping = true;
    event.preventDefault();
    child.once('exit', () => app.quit());
    post({ kind: 'stop' });
    setTimeout(() => app.exit(0), STOP_WITHIN_MS);
  });

  fork();
  return {
    /** Asks core. Rejects with a LifelineError; `core_unavailable` when it died before it answered. */
    async ask(name: string, request: unknown): Promise<unknown> {
      if (stopping) throw new LifelineError('core_unavailable');
      return calls.ask(name, request);
    },
  };
}
export type CoreProcess = ReturnType<typeof startCoreProcess>;
