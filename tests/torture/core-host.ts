/**
 * Core in a process of its own, on the real ports, for a parent that may kill it at any moment. Waits are shortened,
 * so that a back-off of seconds is over in a moment, unless the parent asks for time as it is; the disk, SQLite and the
 * network are what they are.
 */
import { randomFillSync } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { resultOf } from '#shared/calls.ts';
import { COMMANDS, type CommandBy, type Request } from '#shared/ipc.ts';
import { type Core, createCore } from '../../main/core/core.ts';
import { realDisk } from '../../main/core/disk.ts';
import type { Clock, Ports } from '../../main/core/ports.ts';
import { type FromHost, ToHost } from './core-words.ts';

const TIMES_AS_FAST = Number(process.env.LIFELINE_TIMES_AS_FAST ?? 20);
/** How far this computer's clock is ahead of the others'. */
const AHEAD_MS = Number(process.env.LIFELINE_CLOCK_AHEAD_MS ?? 0);

let core: Core | null = null;
let marks: string | null = null;

// As in the product: a core in an unknown state must not go on.
process.on('unhandledRejection', (error) => {
  console.error(error);
  process.exit(1);
});
// Whoever started this one is gone.
process.on('disconnect', () => process.exit(0));

process.on('message', (data) => {
  const message = ToHost.parse(data);
  void resultOf(() => act(message)).then((result) => send({ kind: 'answer', id: message.id, result }));
});
send({ kind: 'ready' });

async function act(message: ToHost): Promise<unknown> {
  switch (message.kind) {
    case 'open':
      marks = message.marks;
      core = createCore(ports(message.folder, message.desk), () => undefined);
      core.start();
      return null;
    case 'ask':
      return marked(message.mark, () => answer(message.name, message.request));
    case 'file':
      return running().file({ id: message.attachment });
    case 'close':
      running().stop();
      core = null;
      return null;
  }
}

function running(): Core {
  if (core === null) throw new Error('no core is open');
  return core;
}

async function answer(name: string, request: unknown): Promise<unknown> {
  if (!isCoreCommand(name)) throw new Error(`core has no command ${name}`);
  return running().handle(name, COMMANDS[name].request.parse(request) as Request<typeof name>);
}

function isCoreCommand(name: string): name is CommandBy<'core'> {
  return name in COMMANDS && COMMANDS[name as keyof typeof COMMANDS].by === 'core';
}

/** Writes down, among the other writes of this process, when a command began and when it was acknowledged. */
async function marked(mark: string | null, work: () => Promise<unknown>): Promise<unknown> {
  if (marks === null || mark === null) return work();
  appendFileSync(marks, `asked ${mark}\n`);
  const value = await work();
  appendFileSync(marks, `done ${mark}\n`);
  return value;
}

function send(message: FromHost): void {
  process.send?.(message);
}

function ports(folder: string, desk: Ports['startedWith']): Ports {
  return {
    folder,
    startedWith: desk,
    disk: realDisk,
    log: () => undefined,
    clock: fastClock(),
    random: { bytes: (length) => randomFillSync(new Uint8Array(length)), fraction: Math.random },
    fetch: (url, init) => fetch(url, init),
    secrets: { read: async () => null, write: async () => undefined, backend: async () => 'basic_text' },
    notifier: {
      close: async () => undefined,
      async show(notice) {
        send({ kind: 'told', notice });
        return { outcome: 'shown' };
      },
    },
  };
}

function fastClock(): Clock {
  const started = Date.now();
  return {
    now: () => started + AHEAD_MS + (Date.now() - started) * TIMES_AS_FAST,
    after(ms, action) {
      // Node fires at once above this bound instead of waiting.
      const timer = setTimeout(action, Math.min(ms / TIMES_AS_FAST, 2 ** 31 - 1));
      return () => clearTimeout(timer);
    },
  };
}
