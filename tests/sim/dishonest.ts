/** What a desk does that is not as honest as its document, and what a person does about it. */
import { v7 } from 'uuid';
import { EMPTY_BACKUP, type Entry } from './desk-book.ts';
import type { Dice } from './dice.ts';
import { type Account, MAIN } from './logs.ts';
import { type DeskBackup, STORMS } from './model-desk.ts';
import { CALM } from './network.ts';
import type { Person } from './person.ts';
import {
  BOMBS,
  bomb,
  NONSENSE,
  nonsense,
  nonsenseAbout,
  type Poison,
  READABLE,
  UNREADABLE,
} from './poisons.ts';
import type { DishonestStep } from './schedule.ts';
import { HONEST, TRICKS, type Tricks } from './tricks.ts';
import type { World } from './world.ts';
import type { Writing } from './writing.ts';

const MINUTE = 60_000;
/** A desk that lags twice in a row has said the same twice. */
const BETWEEN_LAGS = 60 * MINUTE;
const EMPTY: DeskBackup = { book: EMPTY_BACKUP, keys: new Map() };

type Doing = (dice: Dice) => Promise<void> | void;

export function dishonestSteps(
  world: World,
  person: Person,
  write: Writing,
  signIn: (account: Account) => Promise<void>,
): Record<DishonestStep, Doing> {
  const { desk, net, logs } = world;
  const backups: DeskBackup[] = [];
  let lastLag = Number.NEGATIVE_INFINITY;

  /** The person knows what was there; and often enough, time passes until the desk is believed. */
  async function restore(backup: DeskBackup, throws: Dice): Promise<void> {
    await look();
    const lost = desk.restore(backup);
    logs.restores.push({ place: world.place(), at: world.time.now(), account: MAIN, lost });
    if (throws.chance(0.7)) desk.poke();
    if (throws.chance(0.3)) net.cutStreams();
    if (throws.chance(0.4)) {
      await world.pass(throws.between(6 * MINUTE, 15 * MINUTE));
      await look();
    }
  }

  async function look(): Promise<void> {
    const view = await person.view();
    if (view !== null) logs.views.push(view);
  }

  const newId = (throws: Dice): string => v7({ msecs: world.time.now(), random: throws.bytes(16) });
  const aTicket = (throws: Dice) =>
    throws.pick([...desk.book.tickets.values()].filter(({ isDeleted }) => !isDeleted));
  const aMessage = (throws: Dice) =>
    throws.pick([...desk.book.messages.values()].filter(({ isDeleted }) => !isDeleted));

  /** What is told badly is told a second time, so that somebody reads it. */
  function poison(throws: Dice): void {
    const ticket = aTicket(throws);
    if (ticket === null) return;
    const { id } = ticket.doc;
    const how = throws.pick<Poison>([...READABLE, ...UNREADABLE]) ?? 'status';
    // What is read of it is what the desk itself holds: only its words for it are strange.
    if (how === 'status') desk.book.setStatus(ticket, 'open');
    else if (how === 'severity') desk.book.setSeverity(ticket, 'standard');
    else if (throws.chance(0.5)) desk.book.told('ticket', id);
    else {
      const answer = newId(throws);
      desk.book.reply(ticket, answer, write.text(throws));
      desk.book.poisons.add(answer, id, how);
      return;
    }
    desk.book.poisons.add(id, id, how);
  }

  /** Tells of what is known under one ticket as if it were another's, or of a deletion that names nothing. */
  function talkNonsense(throws: Dice): void {
    // Of what nobody has read yet, nobody can tell that it belongs elsewhere.
    const read = new Set(logs.pages.flatMap(({ messages, files }) => [...messages, ...files]));
    const isRead = (held: { doc: { id: string }; isDeleted: boolean }): boolean =>
      !held.isDeleted && read.has(held.doc.id);
    const message = throws.pick([...desk.book.messages.values()].filter(isRead));
    const file = throws.pick([...desk.book.files.values()].filter(isRead));
    const elsewhere = (from: string): string =>
      throws.pick([...desk.book.tickets.keys()].filter((id) => id !== from)) ?? newId(throws);
    const tell = (entry: Entry, ticket: string): void => {
      desk.book.log.push(entry);
      desk.book.poisons.mentioned(ticket);
    };
    const what = throws.pick(NONSENSE);
    if (what === 'messageElsewhere' && message !== null) {
      const ticket = elsewhere(message.doc.ticketId);
      tell(nonsense.messageElsewhere(message.doc, ticket), ticket);
    } else if (what === 'fileElsewhere' && file !== null) {
      const ticket = elsewhere(file.doc.ticketId);
      tell(nonsense.fileElsewhere(file.doc, ticket), ticket);
    } else {
      const ticket = aTicket(throws)?.doc.id ?? newId(throws);
      tell(nonsense.badDeletion({ id: ticket, ticketId: ticket }), ticket);
    }
  }

  /** A promise that is not over yet: a wrong time would ring it. */
  async function somebodyWaits(throws: Dice): Promise<void> {
    const ticket = throws.pick(
      [...desk.book.tickets.values()].filter(
        ({ doc, isDeleted }) => !isDeleted && doc.promise === null && doc.firstAnsweredAt === null,
      ),
    );
    if (ticket === null) return;
    desk.book.setSeverity(ticket, 'business_critical');
    desk.book.promise(ticket);
    desk.poke();
    await world.pass(2_000);
  }

  return {
    deskBacksUp: () => void backups.push(desk.backup()),
    async deskRestored(throws) {
      const backup = throws.pick(backups);
      if (backup !== null) await restore(backup, throws);
    },
    async deskEmptied(throws) {
      if (throws.chance(0.6)) await restore(EMPTY, throws);
    },
    async deskLags(throws) {
      if (world.time.now() < lastLag + BETWEEN_LAGS) return;
      lastLag = world.time.now();
      const hidesAll = throws.chance(0.6);
      const hidden = new Set(desk.book.log.map(({ id }) => id).filter(() => hidesAll || throws.chance(0.5)));
      // Nobody could tell that it is nonsense who has not been told of what it is about.
      for (const id of [...hidden]) hidden.add(nonsenseAbout(id));
      logs.lags.push(world.place());
      // One that hides some of it is found out by the next cursor.
      desk.lagBehind((id) => hidden.has(id), hidesAll && throws.chance(0.7));
      desk.poke();
      await world.pass(throws.between(1000, 2 * MINUTE));
      await look();
    },
    sendAgain: person.sendAgain,

    async deskPoisons(throws) {
      if (throws.chance(0.4)) talkNonsense(throws);
      else poison(throws);
      // Something that can be read comes behind; what is told of a ticket again is told well.
      const ticket = aTicket(throws);
      if (ticket !== null && !desk.book.poisons.ids().includes(ticket.doc.id) && throws.chance(0.7)) {
        desk.book.reply(ticket, newId(throws), write.text(throws));
      }
      desk.poke();
      await world.pass(500);
      await look();
    },
    deskHeals() {
      for (const id of desk.book.poisons.ids()) {
        desk.book.told(desk.book.tickets.has(id) ? 'ticket' : 'message', id);
      }
      desk.poke();
    },
    async deskLeavesOut(throws) {
      await look();
      const ticket = aTicket(throws);
      if (ticket === null) return;
      if (throws.chance(0.4)) desk.leaveOutDetails(ticket.doc.id);
      else if (throws.chance(0.3)) desk.book.touch(ticket, { title: '' }, 'specialist');
      const blank = { description: '', hit: '', since: '', steps: '', tried: '', errorId: '' };
      desk.book.touch(ticket, throws.chance(0.5) ? blank : {}, 'specialist');
      desk.poke();
    },
    async deskRewords(throws) {
      await look();
      const held = aMessage(throws);
      if (held !== null) desk.book.reword(held, throws.chance(0.2) ? '' : write.text(throws));
      desk.poke();
    },

    otherAccount: (throws) => signIn(throws.pick(['olaf', 'elsewhere'] as const) ?? 'olaf'),
    async goBack() {
      if (!person.isAtHome()) await signIn(MAIN);
    },
    takeOver: person.takeOver,

    meddle: (throws) => net.play(throws.chance(0.4) ? HONEST : someTricks(throws)),
    /** Everything arrives and no answer comes back; and then somebody wants it back. */
    async changesMind(throws) {
      net.cutStreams();
      net.turn({ ...CALM, fates: { loseAnswer: 1 } });
      await (throws.chance(0.5) ? person.submit(throws) : person.replySend(throws));
      await world.pass(throws.between(200, 800));
      net.turn(CALM);
      await (throws.chance(0.5) ? person.takeBackTicket(throws) : person.takeBackReply(throws));
    },
    /** One answer of the desk is wrong, and so is everybody who stands between, who is there for a while. */
    async liesAboutTime(throws) {
      await somebodyWaits(throws);
      const far = () =>
        Date.UTC(throws.pick([1970, 2001, 2027, 2031, 2099]) ?? 1970, 0, 1, throws.below(8_000));
      net.lie({ once: throws.chance(0.6) ? far() : null, between: far() });
      if (throws.chance(0.5)) return;
      net.play({ rates: { portal: 0.6, forbidden: 0.3 }, meets: 'all' });
      net.cutStreams();
      await world.pass(throws.between(10_000, MINUTE));
      net.play(HONEST);
    },
    /** However often it pokes, it is asked only so often. */
    async pokesOn(throws) {
      const times = throws.between(60, 240);
      for (let poke = 0; poke < times; poke += 1) world.time.after(50 * poke, desk.poke);
      await world.pass(50 * times);
    },
    async stormOfCursors(throws) {
      desk.storms(throws.pick(STORMS));
      desk.poke();
      await world.pass(throws.between(20_000, 40_000));
      desk.storms(null);
    },
    deskBombs(throws) {
      const ticket = aTicket(throws);
      if (ticket === null) return;
      const { id } = ticket.doc;
      for (const entry of bomb(throws.pick(BOMBS) ?? 'deletion', id)) desk.book.log.push(entry);
      desk.book.poisons.mentioned(id);
      desk.book.reply(ticket, newId(throws), write.text(throws));
      desk.poke();
    },
    refusesStrangely: (throws) =>
      desk.refuseNext(`No: ${write.line(throws)}`, throws.chance(0.5) ? 'out_of_quota' : undefined),
  };
}

function someTricks(throws: Dice): Tricks {
  const rates: Tricks['rates'] = {};
  for (const trick of TRICKS) if (throws.chance(0.4)) rates[trick] = throws.fraction();
  // One that refuses whatever comes, until somebody mends it.
  const lasting = throws.pick(TRICKS);
  if (lasting !== null && throws.chance(0.3)) rates[lasting] = 1;
  return { rates, meets: throws.pick(['writes', 'writes', 'reads', 'all'] as const) ?? 'all' };
}
