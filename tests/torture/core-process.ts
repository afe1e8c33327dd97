/** Starts a core in a process of its own, asks it, and kills it. */
import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openCalls } from '#shared/calls.ts';
import { LifelineError } from '#shared/errors.ts';
import type { AttachmentId } from '#shared/ids.ts';
import { COMMANDS, type CommandBy, type Request, type Response } from '#shared/ipc.ts';
import type { Notice } from '#shared/wire.ts';
import { FromHost } from './core-words.ts';

/** A bug to run core with, planted on its way into the process. */
export type Planted = { file: string; find: string; replace: string };

const HOST = fileURLToPath(new URL('core-host.ts', import.meta.url));
const PLANTING = fileURLToPath(new URL('planted.ts', import.meta.url));
/** Between two looks at a core that sends no event for what is waited for. */
const LOOK_EVERY_MS = 15;
const PATIENCE_MS = 30_000;

export type CoreProcess = Awaited<ReturnType<typeof startCore>>;

/** Starts the process; core itself is opened with `open`, and again and again if wanted. */
export async function startCore({
  host = HOST,
  env = {},
  planted = [],
}: {
  /** What runs core; its source when absent, which alone can take planted bugs. */
  host?: string;
  env?: NodeJS.ProcessEnv;
  planted?: readonly Planted[];
} = {}) {
  const child = fork(host, {
    serialization: 'advanced',
    env: { ...process.env, ...env, LIFELINE_PLANTED: JSON.stringify(planted) },
    execArgv: planted.length === 0 ? [] : ['--import', PLANTING],
  });
  const told: Notice[] = [];
  const happened = new EventEmitter();
  const calls = openCalls(({ id, name, request }) => {
    const whole = typeof request === 'object' && request !== null ? request : {};
    child.send({ ...whole, kind: name, id });
  });
  child.on('message', (data) => {
    const message = FromHost.parse(data);
    if (message.kind === 'answer') calls.settle(message.id, message.result);
    else if (message.kind === 'told') told.push(message.notice);
    else happened.emit('ready');
  });
  child.once('exit', (code, signal) => {
    calls.failAll(new LifelineError('core_unavailable', { detail: `core ended: ${code ?? signal}` }));
  });
  const ended = exitOf(child);
  await Promise.race([
    once(happened, 'ready'),
    ended.then(() => Promise.reject(new Error('core did not start'))),
  ]);

  async function ask<Name extends CommandBy<'core'>>(
    name: Name,
    request: Request<Name>,
    mark: string | null = null,
  ): Promise<Response<Name>> {
    return COMMANDS[name].response.parse(await calls.ask('ask', { name, request, mark })) as Response<Name>;
  }

  return {
    /** Every notice so far, in order. */
    told,
    /** Opens core on a folder. A store that can not be opened shows with the first question. */
    async open(folder: string, desk: { url: string; token: string } | null, marks: string | null = null) {
      // Only these two of whatever desk it is: the rest of it can not cross.
      const address = desk && { url: desk.url, token: desk.token };
      await calls.ask('open', { folder, desk: address, marks });
    },
    ask,
    /** The path of a file that belongs to a ticket. */
    async file(attachment: AttachmentId): Promise<unknown> {
      return calls.ask('file', { attachment });
    },
    async close(): Promise<void> {
      await calls.ask('close', {});
    },
    /** The first value that `look` finds; throws after a long wait, naming what did not come. */
    async until<T>(what: string, look: () => Promise<T | null>, patience = PATIENCE_MS): Promise<T> {
      const until = performance.now() + patience;
      for (;;) {
        const found = await look();
        if (found !== null) return found;
        if (performance.now() > until) throw new Error(`waited in vain: ${what}`);
        await wait(LOOK_EVERY_MS);
      }
    },
    isRunning: () => child.exitCode === null && child.signalCode === null,
    /** Stops the process where it stands: no timer runs, and nobody is answered. */
    pause: () => child.kill('SIGSTOP'),
    resume: () => child.kill('SIGCONT'),
    async kill(): Promise<void> {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

function exitOf(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => child.once('exit', () => resolve()));
}
