/**
 * Kills the real app, over and over, on one profile: sometimes all of it, sometimes its core alone, in the middle of
 * whatever it was doing, behind a bad network. After each kill everything acknowledged must be there (invariant 1); at
 * the end the faults stop, and desk, window and screen must agree (invariants 2 to 7).
 */
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { z } from 'zod';
import type { TicketId } from '#shared/ids.ts';
import type { Ticket } from '#shared/model.ts';
import { type Desk, startDesk } from '../desk/desk.ts';
import { personAt } from '../e2e/person.ts';
import { type DesktopSession, startDesktopSession } from '../electron/desktop-session.ts';
import type { Host } from '../electron/host.ts';
import { type Chaos, openChaos } from './chaos.ts';
import { type Diary, emptyDiary, lookAgain, type OwnTicket } from './diary.ts';
import { type Dice, dice } from './dice.ts';
import { hand } from './hand.ts';
import { clearScreen, type KilledApp, killCore, openApp } from './killed-app.ts';
import {
  compareWithDesk,
  compareWithScreen,
  compareWithWindow,
  type KillMark,
  NoticeRow,
} from './kills-check.ts';
import { scratch, TOKEN } from './profile.ts';
import type { Finding, Progress } from './tally.ts';

/** Chromium's start costs most, so core dies this often under one window before everything does. */
const CORE_KILLS_PER_WINDOW = 2;
/** Longest that the person works before a kill. */
const LONGEST_LIFE_MS = 900;
/** What the desk says is stored, shown and recorded within about this time. */
const SOON_MS = 40;
/** Every so many windows a person types into it. */
const TYPES_EVERY = 8;
const CLEARS_SCREEN_EVERY = 5;
const REPORTS_EVERY = 20;
/** How long both sides have to agree once the faults have stopped. */
const DRAIN_MS = 180_000;
const LOOK_EVERY_MS = 100;
/** Starts after the end until every notice is told and recorded. */
const LAST_STARTS = 5;

export type KillsResult = {
  kills: number;
  ofCoreAlone: number;
  tickets: number;
  replies: number;
  files: number;
  answers: number;
  brokenConnections: number;
  extraNotices: number;
  findings: Finding[];
};

/** Kills the app `kills` times, or says why it cannot here. */
export async function runKills(options: {
  kills: number;
  seed: number;
  onProgress: Progress;
  host?: Host;
}): Promise<KillsResult | { skipped: string }> {
  const desktop = await startDesktopSession();
  if ('missing' in desktop) return { skipped: desktop.missing };
  const folder = scratch('kills');
  const random = dice(options.seed);
  const desk = await startDesk({ token: TOKEN, heartbeatSeconds: 1 });
  const chaos = await openChaos(desk.url, dice(options.seed + 1));
  try {
    mkdirSync(join(folder, 'profile'));
    const life = theLife({ ...options, desktop, desk, chaos, random, profile: join(folder, 'profile') });
    return await life.run();
  } finally {
    await chaos.close();
    await desk.close();
    await desktop.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function theLife(parts: {
  kills: number;
  seed: number;
  onProgress: Progress;
  host?: Host;
  desktop: DesktopSession;
  desk: Desk;
  chaos: Chaos;
  random: Dice;
  profile: string;
}) {
  const { kills, seed, onProgress, desktop, desk, chaos, random, profile } = parts;
  const diary: Diary = emptyDiary();
  const touched = new Set<OwnTicket>();
  const findings: Finding[] = [];
  const marks: KillMark[] = [];
  let killed = 0;
  let ofCoreAlone = 0;
  let windows = 0;
  let app: KilledApp;
  const person = hand(() => app.ask, { diary, touched, random });

  const open = async (): Promise<KilledApp> => {
    windows += 1;
    const desk = { url: chaos.url, token: TOKEN };
    return openApp({ profile, desktop, desk, host: parts.host });
  };

  function found(more: Finding[]): void {
    findings.push(...more);
    for (const { wrong, run, seen } of more) onProgress(`${wrong}: ${run}: ${seen}`);
  }

  /** After a restart: what was unknown is looked up, and nothing acknowledged may be missing. */
  async function looks(): Promise<void> {
    const run = `seed ${seed}, after kill ${killed}`;
    for (const own of touched) found(lookAgain(own, await app.sure('ticket.get', { id: own.id }), run));
    touched.clear();
    const last = diary.typed.slice(-1);
    if (last.length > 0) await looksForTyped(last, run);
  }

  async function looksForTyped(typed: string[], run: string): Promise<void> {
    const titles = (await app.sure('inbox.list', {})).map(({ title }) => title);
    const gone = typed.filter((title) => !titles.includes(title));
    for (const title of gone) found([{ wrong: 'lost', run, seen: `what was typed: “${title}”` }]);
    // Lost once, however often it is looked for.
    diary.typed = diary.typed.filter((title) => !gone.includes(title));
  }

  function changeWeather(): void {
    chaos.turn(random.pick(['clear', 'rough', 'rough', 'rough', 'down']));
    desk.faults.plan({
      seed: random.between(0, 1_000_000),
      faults: random.chance(0.5)
        ? [
            { kind: 'loseAnswer', rate: 0.1 },
            { kind: 'truncated', rate: 0.05 },
            { kind: 'duplicate', rate: 0.1 },
            { kind: 'status', status: 503, rate: 0.1 },
            { kind: 'status', status: 429, retryAfterSeconds: 1, rate: 0.05 },
          ]
        : [],
    });
  }

  function specialistAnswers(): void {
    const own = diary.tickets.values().filter(({ submit }) => submit === 'yes');
    const [first, ...others] = [...own].slice(-30);
    if (first === undefined) return;
    const { id } = random.pick([first, ...others]);
    const marker = `answer-${diary.answers.length + 1}`;
    const answer = desk.specialist.reply(id, `${marker} We are looking into it.`);
    if (answer !== null) diary.answers.push({ id: answer.id, ticketId: id, marker });
  }

  /** Works until the app dies in the middle of it, at an instant that nobody has chosen. */
  async function worksUntil(death: Promise<unknown>): Promise<void> {
    const dead = Symbol('dead');
    const end = death.then(() => dead);
    for (;;) {
      const act = person.acts();
      const first = await Promise.race([act, end]);
      if (first === dead) {
        await act;
        return;
      }
      if (first === 'unknown') {
        await end;
        return;
      }
      if (random.chance(0.15)) specialistAnswers();
    }
  }

  /** The same by hand: types a title into the window and waits until it says that it is saved. */
  async function typesIntoWindow(): Promise<void> {
    const title = `typed in window ${windows}: the start page is blank`;
    const window = personAt(app.app, await app.window());
    await window.startsTicket();
    await window.field('Your question').fill(title);
    await window.seesSaved();
    diary.typed.push(title);
  }

  /** Any instant; at times one just after the desk has spoken, when most is stored and shown. */
  async function theMoment(): Promise<void> {
    if (random.chance(0.15)) return;
    const byTheClock = wait(random.between(1, LONGEST_LIFE_MS));
    const afterWords = random.between(0, SOON_MS);
    if (random.chance(0.6)) await byTheClock;
    else await Promise.race([byTheClock, chaos.nextAnswer().then(() => wait(afterWords))]);
  }

  async function killsOnce(whole: boolean): Promise<void> {
    changeWeather();
    if (whole && windows % TYPES_EVERY === 1) await typesIntoWindow();
    const core = await app.corePid();
    const before = { shown: 0 };
    const death = theMoment().then(async () => {
      before.shown = desktop.notifications().length;
      if (whole) await app.killAll(core);
      else if (core !== null) killCore(core);
    });
    await worksUntil(death);
    await death;
    killed += 1;
    if (!whole) ofCoreAlone += 1;
    if (whole) {
      if (windows % CLEARS_SCREEN_EVERY === 0) clearScreen(desktop);
      // What happens while the app is closed is a summary at the next start.
      if (random.chance(0.3)) specialistAnswers();
      app = await open();
    }
    // Now and then it dies again before it has come to itself.
    const hasTimeToLook = !random.chance(0.1);
    if (hasTimeToLook || killed >= kills) await looks();
    else await app.sure('connection.get', {});
    marks.push({ before: before.shown, after: desktop.notifications().length });
    if (killed % REPORTS_EVERY === 0) onProgress(`kills: ${killed} of ${kills}`);
  }

  /** Everything is sent, and every answer is here. */
  async function drains(): Promise<void> {
    const until = performance.now() + DRAIN_MS;
    const tries = 20;
    for (let look = 0; ; look += 1) {
      if (look % tries === 0) await app.sure('outbox.tryNow', {});
      const { state, waiting, refused } = await app.sure('connection.get', {});
      if (state === 'online' && waiting === 0 && refused === 0 && (await hasLastAnswers())) return;
      if (performance.now() > until) {
        const seen = `${state}, ${waiting} waiting, ${refused} refused`;
        found([{ wrong: 'stuck', run: `seed ${seed}, at the end`, seen }]);
        return;
      }
      await wait(LOOK_EVERY_MS);
    }
  }

  async function hasLastAnswers(): Promise<boolean> {
    const last = diary.answers.at(-1);
    if (last === undefined) return true;
    const { messages } = await app.sure('ticket.get', { id: last.ticketId });
    return messages.some(({ id }) => id === last.id);
  }

  async function ends(): Promise<void> {
    chaos.turn('clear');
    desk.faults.clear();
    await drains();
    const shown = new Map<TicketId, Ticket>();
    for (const { id } of diary.tickets.values()) shown.set(id, await app.sure('ticket.get', { id }));
    const run = `seed ${seed}, at the end`;
    for (const own of diary.tickets.values()) {
      const ticket = shown.get(own.id);
      if (ticket !== undefined) found(lookAgain(own, ticket, run));
    }
    await looksForTyped(diary.typed, run);
    found(compareWithDesk(diary, desk.ledger()));
    found(compareWithWindow(diary, shown));
  }

  /** The store is one process's alone, so it is read once the app has closed. */
  async function noticesOnDisk(): Promise<NoticeRow[]> {
    const file = join(profile, 'store', 'lifeline.db');
    for (let start = 1; ; start += 1) {
      await app.close();
      if (!existsSync(file)) return [];
      const db = new Database(file, { readonly: true });
      const rows = z.array(NoticeRow).parse(db.prepare('SELECT id, outcome, told_at FROM notice').all());
      db.close();
      if (rows.every(({ outcome }) => outcome !== null) || start === LAST_STARTS) return rows;
      const before = desktop.notifications().length;
      app = await open();
      await drains();
      marks.push({ before, after: desktop.notifications().length });
    }
  }

  return {
    async run(): Promise<KillsResult> {
      app = await open();
      try {
        while (killed < kills)
          await killsOnce(killed % (CORE_KILLS_PER_WINDOW + 1) === CORE_KILLS_PER_WINDOW);
        await ends();
        const screen = compareWithScreen(
          diary.answers,
          await noticesOnDisk(),
          desktop.notifications(),
          marks,
        );
        found(screen.findings);
        const all = [...diary.tickets.values()];
        return {
          kills: killed,
          ofCoreAlone,
          tickets: all.filter(({ submit }) => submit === 'yes').length,
          replies: all.reduce((sum, { replies }) => sum + replies.length, 0),
          files: all.reduce((sum, { files }) => sum + files.length, 0),
          answers: diary.answers.length,
          brokenConnections: chaos.broken(),
          extraNotices: screen.extra,
          findings,
        };
      } finally {
        await app.killAll(null).catch(() => {});
      }
    },
  };
}
