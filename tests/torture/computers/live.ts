/**
 * Histories of several computers of one account with real processes: core on a real disk, the reference desk over
 * loopback, and time as it is. Lines fall silent in one direction or both, processes are stopped and killed. Judged by
 * the same checker as the histories in virtual time.
 */

import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { startDesk } from '../../desk/desk.ts';
import { disagreements } from '../../sim/check-agreement.ts';
import { check, type PROBLEMS, type Problem } from '../../sim/computers/check.ts';
import { type CatchUp, catchUpOf, counted } from '../../sim/computers/histories.ts';
import type { Told } from '../../sim/computers/told.ts';
import { type Dice, dice } from '../../sim/dice.ts';
import { writing } from '../../sim/writing.ts';
import { scratch, TOKEN } from '../profile.ts';
import type { Progress } from '../tally.ts';
import { buildHost } from './built-host.ts';
import { type Computer, openComputer } from './computer.ts';
import { type WatchedDesk, watchedDesk } from './live-desk.ts';
import { type LiveStep, type LiveStory, liveStory } from './live-story.ts';

/** Histories at the same time: most of each is waiting. */
const AT_ONCE = 4;
const LOOK_EVERY_MS = 50;
/** Whoever has not caught up by then is looked at no more: far beyond what is promised. */
const PATIENCE_MS = 40_000;

export type LiveResult = {
  histories: number;
  seconds: number;
  computers: number;
  lives: number;
  hurtConnections: number;
  /** The longest that the desk and the lines had to wait for their turn: on a busy machine everything is late. */
  deskLateMs: number;
  counts: Record<(typeof PROBLEMS)[number], number>;
  catchUp: CatchUp;
  failures: { seed: number; problems: Problem[] }[];
};

type Lived = {
  seed: number;
  problems: Problem[];
  caughtUp: number[];
  computers: number;
  lives: number;
  hurt: number;
};

/** Runs `histories` of them from seed `seed` on, several at once. */
export async function runLiveHistories({
  histories,
  seed,
  onProgress,
}: {
  histories: number;
  seed: number;
  onProgress: Progress;
}): Promise<LiveResult> {
  const host = await buildHost();
  try {
    return await runAll({ histories, seed, onProgress, host: host.path });
  } finally {
    host.remove();
  }
}

async function runAll({
  histories,
  seed,
  onProgress,
  host,
}: {
  histories: number;
  seed: number;
  onProgress: Progress;
  host: string;
}): Promise<LiveResult> {
  const started = performance.now();
  const delay = monitorEventLoopDelay();
  delay.enable();
  const done: Lived[] = [];
  let next = 0;
  async function work(): Promise<void> {
    while (next < histories) {
      next += 1;
      const lived = await liveHistory(seed + next - 1, host);
      done.push(lived);
      for (const { kind, what } of lived.problems) onProgress(`live history ${lived.seed}: ${kind}: ${what}`);
      if (done.length % 20 === 0) onProgress(`live histories: ${done.length} of ${histories}`);
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, histories) }, work));
  const total = (of: (lived: Lived) => number): number => done.reduce((sum, each) => sum + of(each), 0);
  return {
    histories: done.length,
    seconds: (performance.now() - started) / 1000,
    computers: total(({ computers }) => computers),
    lives: total(({ lives }) => lives),
    hurtConnections: total(({ hurt }) => hurt),
    deskLateMs: Math.round(delay.max / 1e6),
    counts: counted(
      (kind) => done.filter(({ problems }) => problems.some((each) => each.kind === kind)).length,
    ),
    catchUp: catchUpOf(done.flatMap(({ caughtUp }) => caughtUp)),
    failures: done.flatMap(({ seed: at, problems }) => (problems.length > 0 ? [{ seed: at, problems }] : [])),
  };
}

async function liveHistory(seed: number, host: string): Promise<Lived> {
  const plan = liveStory(seed);
  const throws = dice(seed);
  const folder = scratch('computers');
  const desk = await startDesk({ token: TOKEN });
  const told: Told = { computers: [], arrivals: [], acts: [], desk: { pasts: {}, tickets: [] } };
  let places = 0;
  const place = (): number => {
    places += 1;
    return places;
  };
  const watched = watchedDesk(desk, told, place);
  const write = writing(seed);
  const computers: Computer[] = [];
  try {
    for (let number = 0; number < plan.computers; number += 1) {
      const own = { number, folder: join(folder, String(number)), random: dice(throws.seed()) };
      const noteDesk = watched.noteArrivals;
      const opened = await openComputer({ ...own, desk, write, place, noteDesk, host });
      computers.push(opened);
      told.computers.push(opened.told);
    }
    await live(plan, { computers, watched, throws, text: (own) => write.text(own) });
    told.desk = watched.state();
    const { problems, caughtUp } = check(told);
    const lives = computers.reduce((sum, each) => sum + each.lives(), 0);
    const hurt = computers.reduce((sum, { line }) => sum + line.hurt(), 0);
    return { seed, problems, caughtUp, computers: computers.length, lives, hurt };
  } finally {
    await Promise.all(computers.map((each) => each.end()));
    await desk.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

type Here = { computers: Computer[]; watched: WatchedDesk; throws: Dice; text: (throws: Dice) => string };

async function live(plan: LiveStory, here: Here): Promise<void> {
  const { computers, watched, throws } = here;
  await Promise.all(computers.map((each) => each.start()));
  const [first] = computers;
  for (let tries = 0; tries < 5 && watched.tickets().length === 0 && first !== undefined; tries += 1) {
    await first.person.draft(throws);
    await first.person.submit(throws);
    await until(() => watched.tickets().length > 0, 1_000);
  }
  for (const { what, at, roll } of plan.steps) {
    const own = dice(roll);
    const computer = computers[at];
    if (computer !== undefined) await act(what, computer, own, here);
    await wait(own.below(own.chance(0.7) ? 60 : 400));
    if (own.chance(0.4) && computer?.isAwake()) await computer.look();
  }
  for (const each of computers) {
    each.line.turn('open');
    each.thaw();
  }
  const healed = performance.now();
  answer(here, throws);
  await Promise.all(computers.map((each) => each.start()));
  await catchUp(here, healed);
  // A line that has died without a word shows only with the next answer.
  await wait(throws.below(1_500));
  answer(here, throws);
  await catchUp(here, performance.now());
  for (const each of computers) await each.look();
}

function answer({ watched, text }: Here, throws: Dice): void {
  const ticket = throws.pick(watched.tickets());
  if (ticket !== null) watched.answer(ticket, text(throws));
}

async function act(what: LiveStep, at: Computer, throws: Dice, here: Here): Promise<void> {
  const { watched, text, computers } = here;
  const message = throws.pick(watched.messages());
  const ticket = throws.pick(watched.tickets());
  switch (what) {
    case 'answer':
      return answer(here, throws);
    case 'specialistEdits':
      if (message !== null) watched.edits(message, text(throws));
      return;
    case 'specialistDeletes':
      if (message !== null) watched.deletes(message);
      return;
    case 'specialistJudges':
      if (ticket !== null) watched.judges(ticket, throws.chance(0.5) ? 'standard' : 'business_critical');
      return;
    case 'mute':
    case 'deaf':
    case 'silent':
    case 'cut':
    case 'open':
      for (const each of throws.chance(0.25) ? computers : [at]) each.line.turn(what);
      return;
    case 'freeze':
      return at.freeze();
    case 'thaw':
      return at.thaw();
    case 'kill':
      return at.kill();
    default:
      return atWindow(what, at, throws);
  }
}

/** What a person does, at a computer that moves; one that is off is started for it. */
async function atWindow(
  what: 'draft' | 'submit' | 'replySave' | 'replySend' | 'change' | 'look',
  at: Computer,
  throws: Dice,
): Promise<void> {
  if (at.isFrozen()) return;
  await at.start();
  const { person } = at;
  if (what === 'look') await at.look();
  else if (what === 'change') await person.change(throws, () => undefined);
  else if (what === 'submit') {
    await person.draft(throws);
    await person.submit(throws);
  } else await person[what](throws);
}

/** Waits until every computer shows what the desk holds and has sent what it had, and notes how long each took. */
async function catchUp({ computers, watched }: Here, from: number): Promise<void> {
  await Promise.all(
    computers.map(async (each) => {
      const at = each.told.caughtUp.push(null) - 1;
      await until(async () => {
        const view = await each.look();
        return view !== null && disagreements(view, watched.state()).length === 0;
      }, PATIENCE_MS).then((isThere) => {
        if (isThere) each.told.caughtUp[at] = Math.round(performance.now() - from);
      });
    }),
  );
}

/** True as soon as `look` says so; false when it never does. */
async function until(look: () => boolean | Promise<boolean>, ms: number): Promise<boolean> {
  const end = performance.now() + ms;
  for (;;) {
    if (await look()) return true;
    if (performance.now() > end) return false;
    await wait(LOOK_EVERY_MS);
  }
}
