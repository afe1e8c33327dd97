/** One computer of an account: a core in a process of its own, on its own folder and line, and the person at it. */
import { failureOf } from '#shared/errors.ts';
import type { Answer, CommandBy, Request } from '#shared/ipc.ts';
import type { ComputerTold, Look } from '../../sim/computers/told.ts';
import type { Dice } from '../../sim/dice.ts';
import type { Deed } from '../../sim/logs.ts';
import { type Person, person } from '../../sim/person.ts';
import { shownWords } from '../../sim/shown-words.ts';
import type { Writing } from '../../sim/writing.ts';
import { type CoreProcess, startCore } from '../core-process.ts';
import { type Line, openLine } from './line.ts';

const SIZE = { tickets: 2, replies: 8, files: 0 };

export type Computer = {
  number: number;
  line: Line;
  person: Person;
  told: ComputerTold;
  lives(): number;
  /** Starts core, if it does not run. */
  start(): Promise<void>;
  /** Whether it can be worked at: it runs, and is not stopped. */
  isAwake(): boolean;
  isFrozen(): boolean;
  freeze(): void;
  thaw(): void;
  kill(): Promise<void>;
  look(): Promise<Look | null>;
  end(): Promise<void>;
};

export async function openComputer(parts: {
  number: number;
  folder: string;
  desk: { url: string; token: string };
  random: Dice;
  write: Writing;
  place: () => number;
  /** Called before anything is written down: what the desk has got by now came before. */
  noteDesk: () => void;
  host: string;
}): Promise<Computer> {
  const { number, folder, desk, random, write, place, noteDesk, host } = parts;
  const line = await openLine(desk.url, random);
  const deeds: Deed[] = [];
  const told: ComputerTold = { deeds, looks: [], unexpected: [], caughtUp: [] };
  // Whatever the clock on the wall says: nobody may order anything by it.
  const ahead = random.pick([0, -90_000, 45_000, 86_400_000]) ?? 0;
  let running: CoreProcess | null = null;
  let lives = 0;
  let isFrozen = false;

  async function ask<Name extends CommandBy<'core'>>(
    name: Name,
    request: Request<Name>,
  ): Promise<Answer<Name> | null> {
    const core = running;
    noteDesk();
    if (core === null || !core.isRunning()) return null;
    try {
      return { ok: true, value: await core.ask(name, request) };
    } catch (error) {
      const failure = failureOf(error);
      if (!core.isRunning() || failure.code === 'core_unavailable') return null;
      if (failure.code === 'unexpected') told.unexpected.push(`${name}: ${failure.detail}`);
      return { ok: false, failure };
    }
  }

  const seat = {
    place,
    life: () => lives,
    ask,
    logs: { deeds, hurried: [], words: shownWords() },
    time: { now: Date.now },
  };
  const who = person(seat, write, SIZE);

  function thaw(): void {
    if (isFrozen) running?.resume();
    isFrozen = false;
  }

  async function kill(): Promise<void> {
    const core = running;
    running = null;
    isFrozen = false;
    await core?.kill();
  }

  return {
    number,
    line,
    person: who,
    told,
    lives: () => lives,
    async start() {
      if (running?.isRunning()) return;
      lives += 1;
      const core = await startCore({
        host,
        env: { LIFELINE_TIMES_AS_FAST: '1', LIFELINE_CLOCK_AHEAD_MS: String(ahead) },
      });
      await core.open(folder, { url: line.url, token: desk.token });
      running = core;
    },
    isFrozen: () => isFrozen,
    isAwake: () => running?.isRunning() === true && !isFrozen,
    freeze() {
      if (!running?.isRunning()) return;
      isFrozen = true;
      running.pause();
    },
    thaw,
    kill,
    async look() {
      noteDesk();
      const began = place();
      const view = await who.view();
      if (view === null) return null;
      const look = { ...view, began };
      told.looks.push(look);
      return look;
    },
    async end() {
      await kill();
      await line.close();
    },
  };
}
