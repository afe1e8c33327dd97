/** What each step of a history does. */
import { v7 } from 'uuid';
import type { HeldTicket } from '../desk-book.ts';
import { type Dice, dice } from '../dice.ts';
import { CALM, type Fate, type Way, type Weather } from '../network.ts';
import type { Computer, Several } from './several.ts';
import type { Step, StepName } from './story.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const YEAR = 365 * 24 * 60 * MINUTE;

/**
 * What may happen to single requests on a bad line. A desk that is itself in trouble is not among it: it is spared for
 * up to a minute, and that outlasts the healing.
 */
const ROUGH: readonly Fate[] = ['loseRequest', 'loseAnswer', 'duplicate', 'late', 'cut', 'truncated', 'html'];

type Act = (dice: Dice, at: Computer) => Promise<void> | void;

export function acts(all: Several): (step: Step) => Promise<void> {
  const { desk, write, computers } = all;

  function alive(throws: Dice): HeldTicket | null {
    return throws.pick([...desk.book.tickets.values()].filter(({ isDeleted }) => !isDeleted));
  }

  function answer(throws: Dice): void {
    const ticket = alive(throws);
    if (ticket === null) return;
    const id = v7({ msecs: all.time.now(), random: throws.bytes(16) });
    desk.book.reply(ticket, id, write.text(throws));
    desk.poke();
  }

  /** At the computer, which has to run and to move for that; whoever finds it off starts it. */
  const by =
    (deed: (at: Computer, dice: Dice) => Promise<unknown>): Act =>
    async (throws, at) => {
      if (at.cold.isFrozen()) return;
      await at.world.start();
      await deed(at, throws);
    };

  /** One line, or now and then all of them. */
  const line =
    (weather: (dice: Dice) => Weather): Act =>
    (throws, at) => {
      const next = weather(throws);
      for (const each of throws.chance(0.25) ? computers : [at]) each.world.net.turn(next);
    };
  const way = (to: Way) => line(() => ({ ...CALM, way: to }));

  /** Its machine is on again at once, and runs nothing until somebody starts it. */
  async function dies(at: Computer, how: 'kill' | 'power'): Promise<void> {
    await at.world.crashNow(how);
    at.cold.thaw('halt');
  }

  const doing: Record<StepName, Act> = {
    draft: by((at, throws) => at.person.draft(throws)),
    type: by((at, throws) => at.person.type(throws)),
    submit: by(async (at, throws) => {
      await at.person.draft(throws);
      await at.person.submit(throws);
    }),
    replySave: by((at, throws) => at.person.replySave(throws)),
    replySend: by((at, throws) => at.person.replySend(throws)),
    change: by((at, throws) => at.person.change(throws, () => undefined)),
    settle: by((at, throws) => at.person.settle(throws)),
    tryNow: by((at) => at.person.tryNow()),
    look: by((at) => at.look()),

    answer: (throws) => {
      for (let count = throws.pick([1, 1, 1, 2]) ?? 1; count > 0; count -= 1) answer(throws);
    },
    specialistEdits(throws) {
      const held = throws.pick([...desk.book.messages.values()].filter(({ isDeleted }) => !isDeleted));
      if (held === null) return;
      desk.book.editMessage(held, write.text(throws));
      desk.poke();
    },
    specialistDeletes(throws) {
      const held = throws.pick([...desk.book.messages.values()].filter(({ isDeleted }) => !isDeleted));
      if (held === null) return;
      desk.book.deleteMessage(held);
      desk.poke();
    },
    specialistJudges(throws) {
      const ticket = alive(throws);
      if (ticket === null) return;
      const severity = throws.pick(['standard', 'business_critical'] as const) ?? 'standard';
      const status = throws.pick(['open', 'waiting_on_requester', 'solved'] as const) ?? 'open';
      if (throws.chance(0.5)) desk.book.setSeverity(ticket, severity);
      else desk.book.setStatus(ticket, status);
      desk.poke();
    },
    cursorsExpire: () => desk.expireCursors(),

    mute: way('mute'),
    deaf: way('deaf'),
    cut: way('offline'),
    halfOpen: way('halfOpen'),
    rough: line((throws) => {
      const fates: Weather['fates'] = {};
      for (const fate of ROUGH) if (throws.chance(0.4)) fates[fate] = throws.fraction() ** 2 * 0.6;
      return { way: 'open', fates, streamCuts: throws.chance(0.5) ? 0.3 : 0 };
    }),
    clear: line(() => CALM),
    streamsCut: (_, at) => at.world.net.cutStreams(),

    freeze: (_, at) => {
      if (at.world.isRunning()) at.cold.freeze();
    },
    thaw: (throws, at) => at.cold.thaw(throws.chance(0.5) ? 'halt' : 'sleep'),
    turnClock: (throws, at) => {
      const far = throws.pick([10 * SECOND, 10 * MINUTE, 3 * YEAR]) ?? MINUTE;
      at.world.turnClock(Math.round((throws.fraction() * 2 - 1) * far));
    },
    kill: (_, at) => dies(at, 'kill'),
    powerCut: (_, at) => dies(at, 'power'),
    crashSoon: (throws, at) =>
      at.world.crashSoon({
        in: throws.between(1, throws.pick([2, 4, 100]) ?? 2),
        on: throws.pick(['', 'COMMIT >', 'COMMIT >', 'told PUT', 'told GET /v1/changes']) ?? '',
        how: throws.chance(0.5) ? 'kill' : 'power',
        damage: null,
      }),
    restart: by(async (at) => {
      await at.world.stop(null);
      await at.world.start();
    }),
    wait: (throws) => all.pass(throws.between(SECOND, 25 * SECOND)),
    longWait: (throws) => all.pass(throws.between(MINUTE, 2 * MINUTE)),
  };

  return async ({ what, at, roll }) => {
    const here = computers[at];
    if (here !== undefined) await doing[what](dice(roll), here);
  };
}
