/** The real core on a real folder, for tests that talk to the reference desk over loopback. */
import { randomFillSync } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach } from 'vitest';
import type { TicketId } from '#shared/ids.ts';
import { type Connection, EMPTY_FORM, type Ticket, type TicketForm } from '#shared/model.ts';
import type { Notice, NoticeId, NoticeOutcome } from '#shared/wire.ts';
import { createCore } from '../../main/core/core.ts';
import { realDisk } from '../../main/core/disk.ts';
import type { Disk, Ports } from '../../main/core/ports.ts';
import { type Desk, type DeskOptions, startDesk } from '../desk/desk.ts';
import { newIds } from '../tickets.ts';

export const FILLED_FORM = {
  ...EMPTY_FORM,
  question: 'Nobody can sign in',
  affected: 'most',
  hit: 'The sign-in page',
  severity: 'business_critical',
  severityReason: 'Nobody can take orders.',
  title: 'Nobody can sign in since this morning',
  description: 'Expected: the start page. Happened: error 503.',
  since: '09:10',
} as const satisfies TicketForm;

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, gone when the tests end. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-core-'));
  folders.push(folder);
  return folder;
}

const TIMES_AS_FAST = 20;

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const each of open.splice(0).reverse()) await each.close();
});

/** A desk that ends with the test. Its heartbeat is as quick as core's time. */
export async function desk(options: DeskOptions = {}): Promise<Desk> {
  const started = await startDesk({ token: 'secret', heartbeatSeconds: 0.5, ...options });
  open.push(started);
  return started;
}

/** A core that ends with the test. */
export function core(options: Options = {}): RunningCore {
  const running = runCore(options);
  open.push({ close: running.stop });
  return running;
}

type Options = {
  folder?: string;
  desk?: { url: string; token: string } | null;
  fetch?: Ports['fetch'];
  tell?: (notice: Notice) => Promise<NoticeOutcome>;
  secrets?: Map<string, string>;
  disk?: Disk;
  /** It takes the place of one that died, and what that had shown is still on the screen. */
  afterDeath?: boolean;
  /** How far in the future it starts. */
  ahead?: number;
  /** Core's time stands still but for what `letPass` lets pass: what waits, waits for ever. */
  standsStill?: boolean;
  /** What every draw of a fraction gives; without it they are drawn. */
  fraction?: number;
};

function runCore(options: Options = {}) {
  const folder = options.folder ?? newFolder();
  const secrets = options.secrets ?? new Map<string, string>();
  const told: Notice[] = [];
  const closed: NoticeId[] = [];
  const clock = fastClock(options.standsStill ? 0 : TIMES_AS_FAST);
  const lines: string[] = [];
  clock.turn(options.ahead ?? 0);
  const happened = new EventEmitter();
  let connection: Connection | null = null;
  const core = createCore(
    {
      folder,
      afterDeath: options.afterDeath,
      startedWith: options.desk ? { url: options.desk.url, token: options.desk.token } : null,
      disk: options.disk ?? realDisk,
      log: (line) => void lines.push(line),
      clock: clock.port,
      random: {
        bytes: (length) => randomFillSync(new Uint8Array(length)),
        fraction: () => options.fraction ?? Math.random(),
      },
      fetch: options.fetch ?? ((url, init) => fetch(url, init)),
      secrets: {
        read: async (name) => secrets.get(name) ?? null,
        write: async (name, value) => void secrets.set(name, value),
        backend: async () => 'basic_text',
      },
      notifier: {
        async close(ids) {
          closed.push(...ids);
          happened.emit('event');
        },
        async show(notice) {
          told.push(notice);
          happened.emit('event');
          return (await options.tell?.(notice)) ?? { outcome: 'shown' };
        },
      },
    },
    (name, payload) => {
      if (name === 'connection.changed') connection = payload as Connection;
      happened.emit('event');
    },
  );
  core.start();

  /** The first value that `look` finds, looking now and after every event of core. */
  async function until<T>(look: () => T | Promise<T>): Promise<Exclude<T, null | undefined | false>> {
    for (;;) {
      const news = once(happened, 'event');
      const found = await look();
      if (found) return found as Exclude<T, null | undefined | false>;
      await news;
    }
  }

  return {
    ...core,
    folder,
    secrets,
    told,
    /** What was taken off the screen again. */
    closed,
    /** What core has noted for whoever looks into what went wrong. */
    lines,
    /** What the window was last told of the connection, without having asked. */
    heardConnection: () => connection,
    turnClock: clock.turn,
    now: clock.port.now,
    letPass: clock.skip,
    letMinutesPass: (minutes: number) => clock.skip(minutes * 60_000),
    until,
    /** Writes a complete draft, and gives its id. */
    async draft(form: Partial<TicketForm> = {}): Promise<TicketId> {
      const id = newIds.ticket();
      await core.handle('draft.create', { id });
      await core.handle('draft.save', { id, patch: { ...FILLED_FORM, ...form } });
      return id;
    },
    async submit(form: Partial<TicketForm> = {}): Promise<TicketId> {
      const id = await this.draft(form);
      await core.handle('ticket.submit', { id });
      return id;
    },
    ticket: (id: TicketId): Promise<Ticket> => core.handle('ticket.get', { id }),
    /** The ticket once it is in this state. */
    inState: (id: TicketId, state: Ticket['state']): Promise<Ticket> =>
      until(async () => {
        const ticket = await core.handle('ticket.get', { id });
        return ticket.state === state ? ticket : null;
      }),
    online: () => until(async () => (await core.handle('connection.get', {})).state === 'online'),
  };
}
/** Core's time runs ahead of the tests', so that a back-off of seconds is over in a moment; with 0 it stands still. */
function fastClock(timesAsFast: number) {
  const started = Date.now();
  let turned = 0;
  let skipped = 0;
  const pending = new Set<{ due: number; fire: () => void }>();
  const passed = () => (Date.now() - started) * timesAsFast + skipped;
  return {
    /** Turns the clock on the wall; no time passes. */
    turn(ms: number): void {
      turned += ms;
    },
    /** Lets time pass at once, with everything that was to happen in it. */
    skip(ms: number): void {
      const end = passed() + ms;
      for (;;) {
        const [next] = [...pending].sort((a, b) => a.due - b.due);
        if (next === undefined || next.due > end) break;
        skipped += Math.max(0, next.due - passed());
        next.fire();
      }
      skipped += Math.max(0, end - passed());
    },
    port: {
      now: () => Math.round(started + passed() + turned),
      after(ms, action) {
        const cancel = () => {
          clearTimeout(timer);
          pending.delete(waiting);
        };
        const fire = () => {
          cancel();
          action();
        };
        const timer = timesAsFast === 0 ? undefined : setTimeout(fire, ms / timesAsFast);
        const waiting = { due: passed() + ms, fire };
        pending.add(waiting);
        return cancel;
      },
    } satisfies Ports['clock'],
  };
}

export type RunningCore = ReturnType<typeof runCore>;
