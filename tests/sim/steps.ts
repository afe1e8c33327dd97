/** What each step of a schedule does. */

import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { DAMAGES } from './damage.ts';
import type { HeldTicket } from './desk-book.ts';
import { type Dice, dice } from './dice.ts';
import { dishonestSteps } from './dishonest.ts';
import { type Account, MAIN } from './logs.ts';
import { tokenOf } from './model-desk.ts';
import { CALM, FATES, type Weather } from './network.ts';
import type { Person } from './person.ts';
import type { StepName } from './schedule.ts';
import type { World } from './world.ts';
import type { Writing } from './writing.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const TEN_YEARS = 10 * 365 * 24 * HOUR;

/** Moments at which a crash is most likely to show what was done in the wrong order. */
const DELICATE = [
  'COMMIT <',
  'COMMIT >',
  'show',
  'show asked',
  'shown',
  'ask PUT',
  'asked PUT',
  'answered 2',
  'told PUT',
  'GET /v1/changes',
  'uploads',
  'append journal',
  'half',
  'sync',
  'rename',
  'remove',
  'backup',
  'answer ',
  'command ',
] as const;

type Deed = (dice: Dice) => Promise<void> | void;
/** Every step, and the visits to the other accounts that a run ends with. */
export type Doing = Record<StepName | 'visitOlaf' | 'visitElsewhere', Deed>;

export function steps(world: World, person: Person, write: Writing): Doing {
  const { desk, net } = world;
  const tokens: Record<Account, string> = {
    rita: tokenOf('rita'),
    olaf: tokenOf('olaf'),
    elsewhere: tokenOf('elsewhere'),
  };
  let signOuts = 0;

  const alive = (throws: Dice): HeldTicket | null =>
    throws.pick([...desk.book.tickets.values()].filter(({ isDeleted }) => !isDeleted));
  const id = (throws: Dice): string => v7({ msecs: world.time.now(), random: throws.bytes(16) });

  const signIn = (account: Account): Promise<void> => person.signIn(account, tokens[account]);

  function reply(throws: Dice): void {
    const ticket = alive(throws);
    if (ticket === null) return;
    desk.book.reply(ticket, id(throws), write.text(throws));
    desk.poke();
  }

  function replies(throws: Dice): void {
    for (let count = throws.pick([1, 1, 1, 2, 4]) ?? 1; count > 0; count -= 1) reply(throws);
  }

  function judge(ticket: HeldTicket, throws: Dice): void {
    const severity = throws.pick(['standard', 'business_critical'] as const) ?? 'standard';
    const status = throws.pick(['open', 'waiting_on_requester', 'solved', 'closed'] as const) ?? 'open';
    if (throws.chance(0.5)) desk.book.setSeverity(ticket, severity);
    else desk.book.setStatus(ticket, status);
    desk.book.setCall(ticket, throws.pick(['calling', 'done', 'missed'] as const) ?? 'calling');
    desk.poke();
  }

  /** The same things on disk before and after: a view of both, with nothing between but the stop. */
  async function restart(throws: Dice, damaged: boolean): Promise<void> {
    const before = throws.chance(0.8) ? await person.view() : null;
    const lives = world.life();
    const done = await world.stop(damaged ? throws.pick(DAMAGES) : null);
    await world.pass(throws.pick([0, 1000, MINUTE, 3 * HOUR, 30 * HOUR]) ?? 0);
    if (throws.chance(0.4)) replies(throws);
    await world.start();
    if (before === null || before.life !== lives || world.life() !== lives + 1) return;
    const after = await person.view();
    if (after !== null && after.life === lives + 1) {
      world.logs.acrossStops.push({ before, after, damage: done });
    }
  }

  /** Somebody makes room after a while, so that a run does not consist of a full disk. */
  function full(throws: Dice): () => boolean {
    const [rate, own] = [throws.pick([1, 0.5, 0.1]) ?? 1, dice(throws.seed())];
    let left = throws.between(1, 60);
    return () => {
      const isFull = left > 0 && own.chance(rate);
      if (isFull) left -= 1;
      return isFull;
    };
  }

  return {
    draft: person.draft,
    type: person.type,
    submit: person.submit,
    replySave: person.replySave,
    replySend: person.replySend,
    takeBackTicket: person.takeBackTicket,
    takeBackReply: person.takeBackReply,
    withdraw: person.withdraw,
    restore: person.restore,
    move: person.move,
    attach: person.attach,
    removeFile: person.removeFile,
    change: (throws) =>
      person.change(throws, (id) => {
        const ticket = desk.book.tickets.get(id);
        if (ticket !== undefined && !ticket.isDeleted && throws.chance(0.4)) judge(ticket, throws);
      }),
    settle: person.settle,
    stillHappening: person.stillHappening,
    mute: person.mute,
    markRead: person.markRead,
    tryNow: person.tryNow,
    preferences: person.preferences,
    async look(throws) {
      const view = await person.view();
      if (view !== null) world.logs.views.push(view);
      await person.mend(throws);
    },

    specialistReplies: replies,
    specialistEdits(throws) {
      const held = throws.pick([...desk.book.messages.values()].filter(({ isDeleted }) => !isDeleted));
      if (held === null) return;
      desk.book.editMessage(held, write.text(throws));
      desk.poke();
    },
    specialistDeletes(throws) {
      const held = throws.pick([...desk.book.messages.values()].filter(({ isDeleted }) => !isDeleted));
      if (held !== null) desk.book.deleteMessage(held);
      const file = throws.pick([...desk.book.files.values()].filter(({ isDeleted }) => !isDeleted));
      if (file !== null && throws.chance(0.3)) desk.book.deleteFile(file);
      desk.poke();
    },
    specialistJudges(throws) {
      const ticket = alive(throws);
      if (ticket !== null) judge(ticket, throws);
    },
    specialistAttaches(throws) {
      const ticket = alive(throws);
      if (ticket === null) return;
      const bytes = throws.bytes(throws.between(0, 500));
      desk.book.attach(ticket, id(throws), bytes, createHash('sha256').update(bytes).digest('hex'));
      desk.poke();
    },
    deskDeletesTicket(throws) {
      const ticket = alive(throws);
      if (ticket === null || !throws.chance(0.5)) return;
      desk.book.deleteTicket(ticket);
      desk.poke();
    },
    cursorsExpire: () => desk.expireCursors(),
    refuseNext: (throws) => desk.refuseNext(`No: ${write.line(throws)}`),

    weather(throws) {
      net.turn(throws.chance(0.4) ? CALM : badWeather(throws));
      if (throws.chance(0.2)) desk.forgetUploads();
    },
    streamsCut: () => net.cutStreams(),
    wait: (throws) => world.pass(throws.between(1000, 3 * MINUTE)),
    longWait: (throws) => world.pass(throws.between(10 * MINUTE, 45 * MINUTE)),

    crash(throws) {
      const isAimed = throws.chance(0.6);
      world.crashSoon({
        in: throws.between(1, throws.pick(isAimed ? [1, 2, 6] : [3, 30, 300]) ?? 3),
        on: isAimed ? (throws.pick(DELICATE) ?? '') : '',
        how: throws.chance(0.5) ? 'kill' : 'power',
        damage: throws.chance(0.15) ? throws.pick(DAMAGES) : null,
      });
    },
    restart: (throws) => restart(throws, false),
    damage: (throws) => restart(throws, true),
    diskFull: (throws) => world.setDisk(throws.chance(0.5) ? full(throws) : () => false, null),
    lowDisk: (throws) =>
      world.setDisk(() => false, throws.chance(0.5) ? throws.between(0, 200 * 2 ** 20) : null),
    turnClock: (throws) => world.turnClock(Math.round((throws.fraction() * 2 - 1) * TEN_YEARS)),
    signOut() {
      signOuts += 1;
      world.logs.signOuts.push(world.place());
      tokens[MAIN] = `${tokenOf(MAIN)}-${signOuts}`;
      desk.setToken(tokens[MAIN]);
      net.cutStreams();
    },
    signIn: () => signIn(MAIN),
    visitOlaf: () => signIn('olaf'),
    visitElsewhere: () => signIn('elsewhere'),
    ...dishonestSteps(world, person, write, signIn),
  };
}

function badWeather(throws: Dice): Weather {
  const way = throws.pick(['open', 'open', 'open', 'offline', 'halfOpen'] as const) ?? 'open';
  const fates: Weather['fates'] = {};
  for (const fate of FATES) if (throws.chance(0.3)) fates[fate] = throws.fraction() ** 2 * 0.6;
  return { way, fates, streamCuts: throws.chance(0.5) ? 0.2 : 0 };
}
