/**
 * Runs one case: the real core with its real store and HTTP client, in virtual time, before a desk that says what the
 * case has it say. What a promise of the app forbids is found; nothing is expected of the page itself.
 */
import { rmSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { z } from 'zod';
import { failureOf } from '#shared/errors.ts';
import { TicketId } from '#shared/ids.ts';
import { COMMANDS, type CommandBy, EVENTS, type Request, type Response as Told } from '#shared/ipc.ts';
import { Notice } from '#shared/wire.ts';
import { type Core, createCore } from '../../main/core/core.ts';
import { realDisk } from '../../main/core/disk.ts';
import { copyFolder } from '../sim/copy-folder.ts';
import { dice } from '../sim/dice.ts';
import { timeline } from '../sim/timeline.ts';
import { newIds } from '../tickets.ts';
import { fuzzDesk } from './fuzz-desk.ts';
import { showKept, showLists, showTicket } from './window.ts';
import type { Case, CaseDone, Finding } from './words.ts';

/** Core's thread is held no longer than this by anything that comes in. */
const MOST_MS = 100;
const MOST_MB = 200;
/** In virtual time: no back-off is longer than an hour. */
const NEWS_WITHIN_MS = 3 * 3_600_000;
const URL = 'http://localhost:4000';
/** A command that has not been answered by then never will be, in turns of the event loop. */
const MOST_TURNS = 10_000;

export type CaseOptions = { folder: string; begun: string };

const UNKNOWN = 'unexpected';

export async function runCase(given: Case, { folder, begun }: CaseOptions): Promise<CaseDone> {
  copyFolder(begun, folder);
  const time = timeline();
  const desk = fuzzDesk(given, time);
  const throws = dice(1);
  const findings: Finding[] = [];
  let longestMs = 0;
  const find = (kind: Finding['kind'], what: string): void =>
    void findings.push({ kind, what: what.slice(0, 500) });
  const changed = new Set<string>();

  /** Work of core, by the time that its thread had: what others do on this computer counts for nothing. */
  function measured<T>(work: () => T): T {
    const before = process.threadCpuUsage();
    const done = work();
    note(before);
    return done;
  }
  function note(before: NodeJS.CpuUsage): void {
    const { user, system } = process.threadCpuUsage(before);
    longestMs = Math.max(longestMs, (user + system) / 1000);
  }
  async function oneTurn(): Promise<void> {
    const before = process.threadCpuUsage();
    await turn();
    note(before);
  }
  async function pass(ms: number, until: () => boolean = () => false): Promise<boolean> {
    const end = time.now() + ms;
    do {
      await oneTurn();
      if (until()) return true;
    } while (measured(() => time.step(end)));
    return until();
  }

  const core = measured(() =>
    createCore(
      {
        folder,
        startedWith: { url: URL, token: 'token' },
        disk: realDisk,
        log: () => undefined,
        clock: { now: time.now, after: time.after },
        random: { bytes: throws.bytes, fraction: throws.fraction },
        fetch: desk.fetch,
        secrets: {
          read: async () => null,
          write: async () => undefined,
          backend: async () => 'basic_text',
        },
        notifier: {
          close: async () => undefined,
          async show(notice) {
            const read = Notice.safeParse(notice);
            if (!read.success) find('answer_unfit', `notice: ${why(read.error)}`);
            return { outcome: 'shown' };
          },
        },
      },
      (name, payload) => {
        const read = EVENTS[name].safeParse(payload);
        if (!read.success) find('answer_unfit', `event ${name}: ${why(read.error)}`);
        const ids = z.object({ ids: z.array(z.string()) }).safeParse(payload).data?.ids ?? [];
        for (const id of ids) changed.add(id);
      },
    ),
  );

  /** Asks as the window does; null when core fails, which is found unless it is a failure with a name. */
  async function ask<Name extends CommandBy<'core'>>(
    name: Name,
    request: Request<Name>,
  ): Promise<Told<Name> | null> {
    const said = measured(() => settled(core.handle(name, request)));
    for (let turns = 0; said.now() === null; turns += 1) {
      if (turns > MOST_TURNS) {
        find('failed', `${name} was never answered`);
        return null;
      }
      await oneTurn();
      if (said.now() === null && turns > 3) measured(() => time.step(time.now() + 1000));
    }
    const answer = said.now();
    if (answer === null || !answer.ok) {
      const failure = failureOf(answer?.error);
      if (failure.code === UNKNOWN) find('failed', `${name}: ${failure.detail}`);
      return null;
    }
    const read = COMMANDS[name].response.safeParse(answer.value);
    if (!read.success) find('answer_unfit', `${name}: ${why(read.error)}`);
    return answer.value;
  }
  const shown = (what: string, show: () => unknown): void => {
    try {
      show();
    } catch (error) {
      find('failed', `the window's ${what}: ${String(error)}`);
    }
  };

  async function look(): Promise<void> {
    const [tickets, operations, connection] = [
      await ask('inbox.list', {}),
      await ask('outbox.list', {}),
      await ask('connection.get', {}),
    ];
    if (tickets !== null && operations !== null && connection !== null) {
      shown('lists', () => showLists(tickets, operations, connection));
    }
    for (const id of [...changed]) {
      const ticket = await ask('ticket.get', { id: TicketId.parse(id) });
      if (ticket !== null) shown('ticket', () => showTicket(ticket));
    }
    changed.clear();
  }

  async function lookAtAll(): Promise<void> {
    for (const text of ['sign', 'from:sol is:open svarer', 'news "good']) await ask('search.find', { text });
    await ask('service.get', {});
    await ask('account.get', {});
    await ask('statusLine.get', {});
    await ask('store.health', {});
    const hits = await ask('article.suggest', { question: 'Nobody can sign in, done' });
    for (const { id } of hits ?? []) await ask('article.get', { id });
    for (const period of ['3', 'all'] as const) {
      const figures = await ask('promises.kept', { period });
      const list = await ask('promises.entries', { period });
      if (figures !== null && list !== null)
        shown('report', () => showKept(figures, list.entries, list.timeZone));
    }
    for (const { id } of (await ask('inbox.list', {})) ?? []) await ask('ticket.export', { id });
  }

  /** The next good page is taken, and what it brings is shown. */
  async function goodNewsArrive(after: string): Promise<void> {
    const wanted = desk.news();
    desk.poke();
    if (!(await pass(NEWS_WITHIN_MS, desk.hasToldNews))) {
      find('pull_stopped', `nobody asks any more after ${after}`);
      return;
    }
    await pass(200);
    const ticket = await ask('ticket.get', { id: TicketId.parse(wanted.ticket) });
    if (ticket === null || !ticket.messages.some(({ id }) => id === wanted.message)) {
      find('pull_stopped', `what came after ${after} is not shown`);
    }
  }

  const rssBefore = process.memoryUsage.rss();
  const peakBefore = process.resourceUsage().maxRSS;
  try {
    measured(() => core.start());
    await pass(2_000);
    await write(ask);
    for (const [place, said] of desk.said.entries()) {
      desk.say(said);
      desk.poke();
      await pass(said.to === 'page' ? NEWS_WITHIN_MS : 100, () => said.to === 'page' && desk.hasSaid());
      await pass(100);
      await look();
      await goodNewsArrive(`answer ${place + 1}`);
      if (findings.length > 0) break;
    }
    await lookAtAll();
  } finally {
    measured(() => core.stop());
    await turn();
    rmSync(folder, { recursive: true, force: true });
  }
  const peak = process.resourceUsage().maxRSS;
  const grewMb = peak > peakBefore ? Math.max(0, peak / 1024 - rssBefore / 2 ** 20) : 0;
  if (longestMs > MOST_MS) find('blocked', `core's thread was held for ${Math.round(longestMs)} ms`);
  if (grewMb > MOST_MB) find('grew', `${Math.round(grewMb)} MB more than before`);
  const { said } = given;
  const changes = said.reduce((sum, one) => sum + one.changes, 0);
  return { findings, said: said.length, changes, longestMs, grewMb, isOver: false };
}

/** Something of one's own waits to be sent, so that receipts come too. */
async function write(
  ask: <Name extends CommandBy<'core'>>(name: Name, request: Request<Name>) => Promise<Told<Name> | null>,
): Promise<void> {
  const id = newIds.ticket();
  if ((await ask('draft.create', { id })) === null) return;
  await ask('draft.save', {
    id,
    patch: { title: 'Nobody can sign in', description: 'Error 503.', affected: 'most' },
  });
  await ask('ticket.submit', { id });
}

type Settled<T> = { ok: true; value: T } | { ok: false; error: unknown };

function settled<T>(promise: Promise<T>): { now: () => Settled<T> | null } {
  let known: Settled<T> | null = null;
  promise.then(
    (value) => {
      known = { ok: true, value };
    },
    (error: unknown) => {
      known = { ok: false, error };
    },
  );
  return { now: () => known };
}

const why = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');

/** Lays a store that nobody has written in into `folder`. */
export async function beginStore(folder: string): Promise<void> {
  const time = timeline();
  const core: Core = createCore(
    {
      folder,
      startedWith: null,
      disk: realDisk,
      log: () => undefined,
      clock: { now: time.now, after: time.after },
      random: { bytes: dice(0).bytes, fraction: () => 0 },
      fetch: () => new Promise(() => undefined),
      secrets: { read: async () => null, write: async () => undefined, backend: async () => 'basic_text' },
      notifier: { show: async () => ({ outcome: 'shown' }), close: async () => undefined },
    },
    () => undefined,
  );
  core.start();
  await turn();
  core.stop();
}
