/** Runs one history to its end, and has the outcome checked. */
import { join } from 'node:path';
import { copyBegun } from '../begun-store.ts';
import { disagreements } from '../check-agreement.ts';
import { dice } from '../dice.ts';
import { MAIN } from '../logs.ts';
import { tokenOf } from '../model-desk.ts';
import { openTrace } from '../trace.ts';
import { acts } from './acts.ts';
import { check, type Problem } from './check.ts';
import { type Several, several } from './several.ts';
import { type Story, story } from './story.ts';
import type { Told } from './told.ts';

export type HistoryRun = {
  seed: number;
  hash: string;
  steps: number;
  computers: number;
  lives: number;
  problems: Problem[];
  /** Milliseconds of virtual time from the healing, or from a later answer, until each computer had it all. */
  caughtUp: number[];
};

const SECOND = 1000;
/** Whoever has not caught up by then is looked at no more: far beyond what is promised. */
const PATIENCE = 60 * SECOND;
/** Somewhat longer than a desk that leaves out a lot is given before it is asked again. */
const HELD_PATIENCE = 8 * 60 * SECOND;
const LOOK_EVERY = 250;

export type HistoryOptions = {
  /** A place for the stores, which keeps an empty one for the next runs. */
  folder: string;
  /** The steps to take, by their places; all when absent. */
  only?: readonly number[] | undefined;
  onLine?: ((line: string) => void) | undefined;
  onTold?: ((told: Told) => void) | undefined;
};

/** Runs the history of a seed, or only some of its steps. */
export async function runHistory(
  seed: number,
  { folder, only, onLine, onTold }: HistoryOptions,
): Promise<HistoryRun> {
  const whole = story(seed);
  const plan =
    only === undefined ? whole : { ...whole, steps: whole.steps.filter((_, at) => only.includes(at)) };
  const trace = openTrace(onLine);
  const all = several(seed, plan.computers, { folder, trace });
  // Nobody can tell at which of them it happened.
  const uncaught = (error: unknown): void => all.computers[0]?.world.uncaught(error);
  process.on('unhandledRejection', uncaught);
  process.on('uncaughtException', uncaught);
  try {
    await copyBegun(join(folder, 'begun'), all.folders);
    await live(all, plan, (line) => trace.note(line));
    onTold?.(all.told);
    const lives = all.computers.reduce((sum, { world }) => sum + world.life(), 0);
    const { problems, caughtUp } = check(all.told);
    const { steps, computers } = plan;
    return { seed, hash: trace.hash(), steps: steps.length, computers: computers, lives, problems, caughtUp };
  } finally {
    await all.end();
    process.off('unhandledRejection', uncaught);
    process.off('uncaughtException', uncaught);
  }
}

async function live(all: Several, plan: Story, note: (line: string) => void): Promise<void> {
  const throws = dice(plan.seed);
  const act = acts(all);
  const step = (what: Story['steps'][number]['what'], at = 0) => act({ what, at, roll: throws.seed() });
  for (const { world, person } of all.computers) {
    await world.start();
    await person.signIn(MAIN, tokenOf(MAIN));
  }
  // Not every draft is complete.
  for (let at = 0; at < plan.computers && all.desk.book.tickets.size === 0; at += 1) {
    await step('submit', at);
    await all.pass(SECOND);
  }
  for (const next of plan.steps) {
    note(`step ${next.what} at ${next.at}`);
    const own = dice(next.roll);
    await act(next);
    await all.pass(own.chance(0.6) ? own.below(400) : own.below(8 * SECOND));
    if (own.chance(0.4)) await act({ ...next, what: 'look' });
  }

  note('healing');
  for (const { world, cold } of all.computers) {
    world.calmDown();
    cold.thaw(throws.chance(0.5) ? 'halt' : 'sleep');
    await world.drain();
    await world.start();
  }
  await step('answer');
  await catchUp(all);
  // Quiet for a while: a line that has died without a word shows only now.
  await all.pass(throws.between(SECOND, 40 * SECOND));
  await step('answer');
  await catchUp(all);
  for (const each of all.computers) await each.look();
  all.told.desk = all.desk.book.state(MAIN);
}

/**
 * Waits until every computer shows what the desk holds and has sent what it had, and notes how long each took. One that was
 * shown too little asks again some minutes later before it believes that: until then it is not behind.
 */
async function catchUp(all: Several): Promise<void> {
  const start = all.time.now();
  const behind = new Map(all.computers.map((each) => [each, { from: start, isHeld: false }]));
  for (const each of behind.keys()) each.log.caughtUp.push(null);
  const isAwaited = ({ from, isHeld }: { from: number; isHeld: boolean }): boolean =>
    all.time.now() < from + (isHeld ? HELD_PATIENCE : PATIENCE);
  for (let isFirst = true; [...behind.values()].some(isAwaited); isFirst = false) {
    await all.pass(LOOK_EVERY);
    const withNews = [...behind].filter(([each]) => isFirst || each.hasNews());
    if (withNews.length === 0) continue;
    const desk = all.desk.book.state(MAIN);
    for (const [each, wait] of withNews) {
      const view = await each.look();
      if (view === null) continue;
      const isHeld = view.connection.resync !== null;
      if (isHeld !== wait.isHeld) Object.assign(wait, { isHeld, from: all.time.now() });
      if (isHeld || disagreements(view, desk).length > 0) continue;
      each.log.caughtUp.splice(-1, 1, all.time.now() - wait.from);
      behind.delete(each);
    }
  }
}
