/** Runs one schedule to its end, and has the outcome checked. */
import { beginStore } from './begun-store.ts';
import { check, type Verdict } from './checker.ts';
import { dice } from './dice.ts';
import { type Logs, waitsForPerson } from './logs.ts';
import { person } from './person.ts';
import { type Schedule, schedule } from './schedule.ts';
import { type Doing, steps } from './steps.ts';
import { openTrace } from './trace.ts';
import { type World, world } from './world.ts';
import { writing } from './writing.ts';

export type Run = Verdict & { seed: number; hash: string; steps: number; lives: number };

const SECOND = 1000;
/** After the faults have stopped, both sides must agree within this much virtual time. */
const PEACE = 4 * 3600 * SECOND;

export type RunOptions = {
  /** An empty place for the stores of this run. */
  folder: string;
  /** Where the store that most runs begin with is kept, for this process alone. */
  begun: string;
  /** The steps to take, by their places; all when absent. */
  only?: readonly number[] | undefined;
  onLine?: ((line: string) => void) | undefined;
  onLogs?: ((logs: Logs) => void) | undefined;
};

/** Runs a seed, or only some of its steps. */
export async function runSeed(
  seed: number,
  { folder, begun, only, onLine, onLogs }: RunOptions,
): Promise<Run> {
  await beginStore(seed, folder, begun);
  const whole = schedule(seed);
  const plan =
    only === undefined ? whole : { ...whole, steps: whole.steps.filter((_, at) => only.includes(at)) };
  const trace = openTrace(onLine);
  const at = world(seed, { folder, trace });
  const uncaught = (error: unknown): void => at.uncaught(error);
  process.on('unhandledRejection', uncaught);
  process.on('uncaughtException', uncaught);
  try {
    await live(at, plan, (line) => trace.note(line));
    onLogs?.(at.logs);
    return {
      ...check(at.logs),
      seed,
      hash: trace.hash(),
      steps: plan.steps.length,
      lives: at.life(),
    };
  } finally {
    await at.end();
    process.off('unhandledRejection', uncaught);
    process.off('uncaughtException', uncaught);
  }
}

async function live(at: World, plan: Schedule, note: (line: string) => void): Promise<void> {
  const write = writing(plan.seed);
  const who = person(at, write, plan.size);
  const doing = steps(at, who, write);
  await at.start();
  await doing.signIn(dice(0));
  await at.pass(SECOND);
  for (const { what, roll } of plan.steps) {
    await at.start();
    note(`step ${what}`);
    const throws = dice(roll);
    await doing[what](throws);
    await at.pass(throws.chance(0.5) ? throws.below(400) : throws.below(6 * SECOND));
  }
  note('peace');
  at.calmDown();
  await at.start();
  await who.noQuietHours();
  if (!who.isAtHome()) await doing.signIn(dice(0));
  await settle(at, doing);
  await visitOthers(at, doing);
  // Nothing else happens now: a line that has died without a word is found by its silence alone.
  await doing.specialistReplies(dice(plan.seed));
  // A desk without push is asked about every half minute. Only then does a token show that is not accepted any more.
  await at.pass(100 * SECOND);
  await settle(at, doing);
  at.logs.final = {
    view: await who.view(),
    withdrawn: await who.withdrawnTickets(),
    desk: at.accounts.state(),
  };
}

/** Waits until nothing waits any more for anything but a person or another account, and the desk is believed. */
async function settle(at: World, doing: Doing): Promise<void> {
  for (const until = at.time.now() + PEACE; at.time.now() < until; ) {
    await at.pass(30 * SECOND);
    await at.start();
    const rows = await at.ask('outbox.list', {});
    const connection = await at.ask('connection.get', {});
    if (!rows?.ok || !connection?.ok) continue;
    const { state, resync } = connection.value;
    // Only when asked to: it would hide a connection that looks alive and is not.
    if (state === 'signed_out') await doing.signIn(dice(0));
    const isDone = rows.value.every((row) => waitsForPerson(row, rows.value) || row.waits.for === 'account');
    if (isDone && state === 'online' && resync === null) return;
  }
}

/** What waits for the other accounts goes out as soon as somebody signs in to them. */
async function visitOthers(at: World, doing: Doing): Promise<void> {
  const isWaitedFor = async (): Promise<boolean> => {
    const rows = await at.ask('outbox.list', {});
    return rows?.ok === true && rows.value.some(({ waits }) => waits.for === 'account');
  };
  if (!(await isWaitedFor())) return;
  for (const step of ['visitOlaf', 'visitElsewhere'] as const) {
    await doing[step](dice(0));
    await settle(at, doing);
  }
  await doing.signIn(dice(0));
  await settle(at, doing);
}
