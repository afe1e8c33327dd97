/**
 * One seed's world: the real core on a real folder, virtual time, a model desk, and everything that may go wrong
 * between them. Core is reached only as the window reaches it, by its commands.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { failureOf } from '#shared/errors.ts';
import { type Answer, COMMANDS, type CommandBy, type Request } from '#shared/ipc.ts';
import type { Notice, NoticeOutcome } from '#shared/wire.ts';
import { type Core, createCore } from '../../main/core/core.ts';
import type { Ports } from '../../main/core/ports.ts';
import { type DeskAccounts, deskAccounts } from './accounts.ts';
import { brokenBackups } from './backups.ts';
import { copyFolder } from './copy-folder.ts';
import { type Damage, damage } from './damage.ts';
import { dice } from './dice.ts';
import { faultyDisk } from './disk.ts';
import { beginLife, type CrashPlan, type Life } from './life.ts';
import { type End, type Logs, openLogs, type Told } from './logs.ts';
import { CALM, NO_LIES, network } from './network.ts';
import { type Timeline, timeline } from './timeline.ts';
import type { Trace } from './trace.ts';
import { HONEST } from './tricks.ts';
import { unsynced } from './unsynced.ts';

export const DESK_URL = 'http://localhost:4000';
/** A command that has not been answered by then never will be. */
const PATIENCE_MS = 120_000;

type Running = {
  core: Core;
  life: Life;
  folder: string;
  release: () => void;
  commits: number;
  lost: ReturnType<typeof unsynced>;
};

/** What a world has in common with others, and what is its computer's own. */
export type Among = {
  time: Timeline;
  place: () => number;
  accounts: DeskAccounts;
  /** The computer's timers, and what it hears: both stand still while it is frozen. */
  after: Timeline['after'];
  hear: (action: () => void) => void;
  /** Core has told the window of something. */
  told: () => void;
};

/** Everything of its own: what there is when nobody else is. */
function alone(logs: Logs, trace: Trace): Among {
  const time = timeline();
  let places = 0;
  const place = (): number => {
    places += 1;
    return places;
  };
  const accounts = deskAccounts({
    now: time.now,
    place,
    arrived(arrival) {
      trace.note(`desk ${arrival.kind} ${arrival.id} ${arrival.outcome}`);
      logs.arrivals.push(arrival);
    },
    acted: (act) => logs.acts.push(act),
  });
  return { time, place, accounts, after: time.after, hear: (action) => action(), told: () => undefined };
}

export type WorldOptions = {
  folder: string;
  trace: Trace;
  /** With others, at one desk; alone when absent. */
  among?: Among;
  /** Whether the desk has a push; drawn when absent. */
  hasStream?: boolean;
};

export function world(seed: number, { folder, trace, among, hasStream }: WorldOptions) {
  const chance = dice(seed);
  const logs = openLogs();
  const { time, place, accounts, after, hear, told } = among ?? alone(logs, trace);
  const desk = accounts.main;
  const net = network({
    dice: dice(chance.seed()),
    time,
    deskOf: accounts.of,
    place,
    asked: (question) => logs.questions.push(question),
    turned: () => logs.ways.push({ place: place(), at: time.now() }),
    pageRead: (life, read) => logs.pages.push({ place: place(), life, ...read }),
    hasStream: chance.chance(0.85) || hasStream === true,
    hear,
  });
  const notifierDice = dice(chance.seed());
  const crashDice = dice(chance.seed());
  const coreDice = dice(chance.seed());
  const secrets = new Map<string, string>();

  let lives = 0;
  let folders = 0;
  let running: Running | null = null;
  /** The folder that the next life starts on. */
  let nextFolder = folder;
  let plan: (CrashPlan & { damage: Damage | null }) | null = null;
  let clockOffset = 0;
  let isDiskFull: () => boolean = () => false;
  let freeBytes: number | null = null;

  function newFolder(): string {
    folders += 1;
    return join(dirname(folder), `${basename(folder)}-${folders}`);
  }

  function ended(was: Running, how: End['how'], by: Damage | null): void {
    const { number: life } = was.life;
    logs.ends.push({ place: place(), at: time.now(), life, how, commits: was.commits, damage: by });
    // A store that remembers less could not tell which of two sayings is true.
    if (by !== null) desk.book.takesBackNonsense();
  }

  function crash(life: Life, how: CrashPlan['how']): void {
    const was = running;
    if (was === null || was.life !== life) return;
    life.isOver = true;
    const left = newFolder();
    copyFolder(was.folder, left);
    if (how === 'power') {
      was.lost.cut(left, crashDice);
      logs.brokenBackups.push(...brokenBackups(left));
    }
    const by = plan?.damage != null && damage(left, plan.damage, crashDice) ? plan.damage : null;
    plan = null;
    trace.note(`${life.number} ends by ${how} ${by}`);
    ended(was, how, by);
    nextFolder = left;
  }

  /** An error that nobody caught ends the process, as the core process ends itself. */
  function uncaught(error: unknown): void {
    if (saysGone(error)) return;
    logs.unexpected.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    if (running !== null && !running.life.isOver) crash(running.life, 'kill');
  }

  /** What core does from the top of its stack. */
  function guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      uncaught(error);
    }
  }

  /** Throws away what a life that is over has left. */
  function bury(was: Running): void {
    was.release();
    if (was.folder !== nextFolder) rmSync(was.folder, { recursive: true, force: true });
    running = null;
  }

  function findsFull(): boolean {
    const isFull = isDiskFull();
    if (isFull) logs.diskFull.push(place());
    return isFull;
  }

  function start(): void {
    lives += 1;
    const life = beginLife(lives, trace, { plan: () => plan, crash });
    const lost = unsynced();
    const mine = nextFolder;
    mkdirSync(mine, { recursive: true });
    const { disk, release } = faultyDisk(life, mine, {
      faults: { isFull: findsFull, freeBytes: () => freeBytes },
      lost,
      committed: () => {
        if (running?.life === life) running.commits += 1;
      },
    });
    const core = createCore(ports(life, mine, disk), (name) => {
      if (life.isOver) return;
      trace.note(`${life.number} event ${name}`);
      told();
    });
    running = { core, life, folder: mine, release, commits: 0, lost };
    guarded(() => core.start());
  }

  function ports(life: Life, mine: string, disk: Ports['disk']): Ports {
    const never = <T>(): Promise<T> => new Promise<T>(() => undefined);
    const asked = async <T>(what: string, answer: () => T): Promise<T> => {
      if (!life.cross(what)) return never<T>();
      const value = answer();
      return life.cross(`${what} told`) ? value : never<T>();
    };
    return {
      folder: mine,
      startedWith: null,
      disk,
      log: (line) => trace.note(`${life.number} log ${line}`),
      clock: {
        now: () => time.now() + clockOffset,
        after(ms, action) {
          if (life.isOver) return () => undefined;
          return after(ms, () => {
            if (!life.isOver) guarded(action);
          });
        },
      },
      random: { bytes: coreDice.bytes, fraction: coreDice.fraction },
      fetch: (url, init) => net.ask(life, url, init),
      secrets: {
        read: (name) => asked('read secret', () => secrets.get(name) ?? null),
        write: (name, value) => asked('write secret', () => void secrets.set(name, value)),
        backend: () => asked('secrets backend', () => 'basic_text'),
      },
      notifier: {
        show: (notice) => show(life, notice),
        close: () => asked('close notices', () => undefined),
      },
    };
  }

  function show(life: Life, notice: Notice): Promise<NoticeOutcome> {
    const answer = Promise.withResolvers<NoticeOutcome>();
    if (!life.cross(`show ${notice.id}`)) return answer.promise;
    const entry: Told = { place: place(), at: time.now(), life: life.number, notice, handedOver: null };
    logs.told.push(entry);
    after(notifierDice.below(400), () => {
      if (!life.cross(`shown ${notice.id}`)) return;
      entry.handedOver = { commits: running?.life === life ? running.commits : 0 };
      if (notifierDice.chance(0.03)) answer.reject(new Error('the notifier has gone'));
      else if (notifierDice.chance(0.05)) answer.resolve({ outcome: 'not_shown', reason: 'no daemon' });
      else answer.resolve({ outcome: 'shown' });
    });
    life.cross(`show asked ${notice.id}`);
    return answer.promise;
  }

  /**
   * Lets core finish everything that waits for nothing but itself, however often it lets others have their turn, and
   * clears away a life that is over.
   */
  async function drain(): Promise<void> {
    let noted: number;
    do {
      noted = trace.events();
      await turn();
    } while (trace.events() !== noted);
    if (running?.life.isOver) bury(running);
  }

  async function pass(ms: number): Promise<void> {
    const until = time.now() + ms;
    do await drain();
    while (time.step(until));
  }

  async function ask<Name extends CommandBy<'core'>>(
    name: Name,
    request: Request<Name>,
  ): Promise<Answer<Name> | null> {
    const { core, life } = running ?? {};
    if (core === undefined || life === undefined || !life.cross(`command ${name}`)) {
      await drain();
      return null;
    }
    let answer: Answer<Name> | null = null;
    core.handle(name, request).then(
      (value) => {
        const parsed = COMMANDS[name].response.safeParse(value);
        if (!parsed.success) logs.unexpected.push(`${name} answered ${parsed.error.message}`);
        if (life.cross(`answer ${name}`)) answer = { ok: true, value };
      },
      (error) => {
        const failure = failureOf(error);
        if (life.cross(`failure ${name} ${failure.code}`)) answer = { ok: false, failure };
        if (failure.code === 'unexpected' && !life.isOver) logs.unexpected.push(`${name}: ${failure.detail}`);
      },
    );
    await drain();
    for (const until = time.now() + PATIENCE_MS; answer === null && !life.isOver && time.step(until); ) {
      await drain();
    }
    return answer;
  }

  return {
    seed,
    logs,
    desk,
    accounts,
    net,
    time,
    place,
    pass,
    ask,
    /** Lets core finish what waits for nothing, and clears away a life that is over. */
    drain,
    isRunning: (): boolean => running !== null,
    life: (): number => lives,
    /** Starts core, if it does not run. */
    async start(): Promise<void> {
      while (running === null) {
        start();
        await drain();
      }
    },
    /** Ends core as the app does when it is closed, and damages the database then, if asked. */
    async stop(by: Damage | null): Promise<Damage | null> {
      const was = running;
      if (was === null) return null;
      guarded(() => was.core.stop());
      if (was.life.isOver) {
        await drain();
        return null;
      }
      was.life.isOver = true;
      nextFolder = was.folder;
      const done = by !== null && damage(was.folder, by, crashDice) ? by : null;
      trace.note(`${was.life.number} ends, then ${done}`);
      ended(was, 'stop', done);
      await drain();
      return done;
    },
    /** The process is killed, or the power goes, at this very moment. */
    async crashNow(how: CrashPlan['how']): Promise<void> {
      plan = null;
      if (running !== null) crash(running.life, how);
      await drain();
    },
    crashSoon(next: CrashPlan & { damage: Damage | null }): void {
      plan = next;
    },
    /** Nothing goes wrong any more. */
    calmDown(): void {
      plan = null;
      isDiskFull = () => false;
      freeBytes = null;
      net.turn(CALM);
      net.play(HONEST);
      net.lie(NO_LIES);
      desk.storms(null);
      desk.refuseNoMore();
      desk.catchUp();
    },
    turnClock(ms: number): void {
      clockOffset += ms;
      logs.clockTurned.push(place());
    },
    setDisk(full: () => boolean, free: number | null): void {
      isDiskFull = full;
      freeBytes = free;
    },
    uncaught,
    /** Gives the folders back. */
    async end(): Promise<void> {
      if (running !== null) {
        running.life.isOver = true;
        await drain();
      }
      rmSync(nextFolder, { recursive: true, force: true });
    },
  };
}
export type World = ReturnType<typeof world>;

/** True for what a dead life throws after its end, of which nobody hears. */
function saysGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message.includes('the process has ended') || saysGone(error.cause);
}
