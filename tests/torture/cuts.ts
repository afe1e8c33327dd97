/**
 * Cuts the network between the built app and a desk, over and over, in each of the ways that networks fail. A specialist
 * answers at the very moment at which it is back, and it is measured how long the person waits for the answer in the
 * open ticket. What was written meanwhile must arrive, once and in order (invariants 2, 3 and 6).
 */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { type Desk, startDesk } from '../desk/desk.ts';
import { ticketCalled } from '../e2e/at-desk.ts';
import { type Network, openNetwork } from '../e2e/network.ts';
import { personAt } from '../e2e/person.ts';
import { type DesktopSession, startDesktopSession } from '../electron/desktop-session.ts';
import type { Host } from '../electron/host.ts';
import { type Dice, dice } from './dice.ts';
import { type KilledApp, openApp } from './killed-app.ts';
import { scratch, TOKEN } from './profile.ts';
import type { Finding, Progress } from './tally.ts';
import type { Waited } from './waited.ts';

/** Apps beside each other, each with a desk and a network of its own: nearly all of the time is waiting. */
const APPS = 4;
const SHORTEST_S = 1;
const LONGEST_S = 40;
/** For so long everything is well before a cut, at most. */
const CALM_MS = 3_000;
/** An answer that is not there by then is not coming. */
const PATIENCE_MS = 120_000;
const LOOK_EVERY_MS = 50;

const KINDS = ['cut', 'blackHole', 'hang', 'refuse', 'loseAnswers', 'drip', 'flapping'] as const;
export type CutKind = (typeof KINDS)[number];
/** What a flapping network does in between. */
const FLAPS = ['cut', 'blackHole', 'hang', 'refuse'] as const;

type Cut = { number: number; kind: CutKind; seconds: number; writes: boolean; dice: Dice };
export type CutsResult = {
  /** How long each answer took, in the order of the cuts. */
  waited: Waited[];
  replies: number;
  findings: Finding[];
};

type Options = { cuts: number; seed: number; onProgress: Progress; host?: Host; longestSeconds?: number };

/** Cuts the network `cuts` times, or says why it cannot here. */
export async function runCuts(options: Options): Promise<CutsResult | { skipped: string }> {
  const desktop = await startDesktopSession();
  if ('missing' in desktop) return { skipped: desktop.missing };
  const folder = scratch('cuts');
  const plan = planned(options);
  const results: CutsResult = { waited: [], replies: 0, findings: [] };
  try {
    const apps = Array.from({ length: Math.min(APPS, options.cuts) }, (_, place) =>
      liveThrough(plan, { ...options, desktop, results, profile: join(folder, `${place}`) }),
    );
    await Promise.all(apps);
    results.waited.sort((one, other) => one.number - other.number);
    return results;
  } finally {
    await desktop.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All cuts, whichever app meets them: each has dice of its own, and every kind comes up before any comes twice. */
function planned({ cuts, seed, longestSeconds = LONGEST_S }: Options): Cut[] {
  return Array.from({ length: cuts }, (_, number) => {
    const own = dice(seed * 1_000_003 + number);
    return {
      number: number + 1,
      kind: KINDS[number % KINDS.length] ?? 'cut',
      seconds: SHORTEST_S + own.fraction() * (longestSeconds - SHORTEST_S),
      writes: own.chance(0.5),
      dice: own,
    };
  });
}

type Life = Options & { desktop: DesktopSession; results: CutsResult; profile: string };

/** One app takes cuts from the plan until there are none left. */
async function liveThrough(plan: Cut[], { desktop, results, profile, host, ...rest }: Life): Promise<void> {
  mkdirSync(profile);
  const desk = await startDesk({ token: TOKEN });
  const network = await openNetwork(desk.url);
  const app = await openApp({ profile, desktop, desk: { url: network.url, token: TOKEN }, host });
  const sent: string[] = [];
  try {
    const page = await app.window();
    const person = personAt(app.app, page);
    await person.files('Nobody can pay', { description: 'Error 503 at the till.' });
    await person.seesNumber();
    const { id } = ticketCalled(desk, 'Nobody can pay');

    for (let cut = plan.shift(); cut !== undefined; cut = plan.shift()) {
      const { number, kind, seconds, writes } = cut;
      await settled(app);
      await wait(cut.dice.fraction() * CALM_MS);
      const over = fail(network, cut);
      if (writes) {
        await wait(cut.dice.fraction() * seconds * 1_000);
        const body = `written during cut ${number}`;
        await app.sure('reply.save', { ticketId: id, body });
        await app.sure('reply.send', { ticketId: id });
        sent.push(body);
      }
      await over;
      const before = performance.now();
      const answer = desk.specialist.reply(id, `answer ${number}`);
      if (answer === null) throw new Error('The desk has lost the ticket.');
      const run = `cut ${number} (${kind}, ${seconds.toFixed(1)} s)`;
      const isShown = await page
        .locator(`#message-${answer.id}`)
        .waitFor({ state: 'attached', timeout: PATIENCE_MS })
        .then(
          () => true,
          () => false,
        );
      const ms = Math.round(performance.now() - before);
      results.waited.push({ number, ms });
      if (!isShown) results.findings.push({ wrong: 'stuck', run, seen: `no answer after ${PATIENCE_MS} ms` });
      rest.onProgress(`${run}: ${writes ? 'written meanwhile, ' : ''}answer after ${ms} ms`);
    }
    await settled(app);
    results.replies += sent.length;
    results.findings.push(...compare(sent, desk, id));
  } finally {
    await app.close().catch(() => {});
    await network.close();
    await desk.close();
  }
}

/** The desk answers and nothing waits any more. */
async function settled(app: KilledApp): Promise<void> {
  const until = performance.now() + PATIENCE_MS;
  for (;;) {
    const { state, waiting } = await app.sure('connection.get', {});
    if (state === 'online' && waiting === 0) return;
    if (performance.now() > until) throw new Error(`Never settled: ${state}, ${waiting} waiting.`);
    await wait(LOOK_EVERY_MS);
  }
}

/** Fails as planned, and resolves the moment at which the network is back for good. */
async function fail(network: Network, { kind, seconds, dice: own }: Cut): Promise<void> {
  if (kind !== 'flapping') {
    await network[kind]();
    await wait(seconds * 1_000);
  } else {
    const until = performance.now() + seconds * 1_000;
    while (performance.now() < until) {
      await network[own.pick(FLAPS)]();
      await wait(own.between(200, 4_000));
      await network.mend();
      await wait(own.between(50, 2_500));
    }
    await network.cut();
    await wait(own.between(200, 2_000));
  }
  await network.mend();
}

/** What the person wrote, as it stands at the desk. */
function compare(sent: readonly string[], desk: Desk, id: Parameters<Desk['specialist']['messages']>[0]) {
  const own = desk.specialist.messages(id).flatMap(({ body }) => (/^written/.test(body) ? [body] : []));
  const findings: Finding[] = [];
  const run = 'at the end';
  for (const body of sent) {
    const times = own.filter((each) => each === body).length;
    if (times === 0) findings.push({ wrong: 'lost', run, seen: body });
    if (times > 1) findings.push({ wrong: 'duplicated', run, seen: body });
  }
  if (findings.length === 0 && own.join() !== sent.join())
    findings.push({ wrong: 'reordered', run, seen: own.join() });
  return findings;
}
