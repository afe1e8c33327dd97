/**
 * Damages the files of a store that has something of everything, and starts core on what is left. Whatever the
 * damage: nothing that was written and not sent is lost, it is sent once, what was received comes back, and nothing
 * untrue is shown without a word about it (invariants 1, 2, 3, 5, 6 and 8).
 */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { z } from 'zod';
import { MessageSubmission, TicketSubmission } from '#shared/contract.ts';
import { failureOf } from '#shared/errors.ts';
import type { Ticket } from '#shared/model.ts';
import type { Desk } from '../desk/desk.ts';
import { type CoreProcess, type Planted, startCore } from './core-process.ts';
import { DAMAGES, type Damage, makeNewer } from './damage.ts';
import { dice } from './dice.ts';
import { deskAt, makeProfile, type Profile, scratch } from './profile.ts';
import type { Finding, Progress, Wrong } from './tally.ts';
import type { Own } from './writer.ts';

/** So many damages use one profile, then another is made. */
const PER_PROFILE = 60;
/** Every so many runs, the store is made a newer version's instead. */
const NEWER_EVERY = 40;

export type CorruptionResult = {
  corruptions: number;
  /** How often core found damage and rebuilt the store; otherwise all was as it had been. */
  rebuilt: number;
  findings: Finding[];
};

/** Damages `corruptions` copies, one after the other. */
export async function runCorruptions({
  corruptions,
  seed,
  onProgress,
  planted = [],
  damages = DAMAGES,
}: {
  corruptions: number;
  seed: number;
  onProgress: Progress;
  planted?: readonly Planted[];
  /** What is done, in turn. */
  damages?: readonly [Damage, ...Damage[]];
}): Promise<CorruptionResult> {
  const findings: Finding[] = [];
  let rebuilt = 0;
  let core = await startCore({ planted });
  try {
    for (let first = 0; first < corruptions; first += PER_PROFILE) {
      const folder = scratch('corruption');
      try {
        const profiles = await makeProfiles(folder, seed + first);
        for (let run = first; run < Math.min(first + PER_PROFILE, corruptions); run += 1) {
          if (!core.isRunning()) core = await startCore({ planted });
          const one = await damageOnce(core, folder, profiles, { seed: seed + run, run, damages });
          findings.push(...one.findings);
          for (const { wrong, run: which, seen } of one.findings) onProgress(`${wrong}: ${which}: ${seen}`);
          if (one.isRebuilt) rebuilt += 1;
        }
        onProgress(`corruptions: ${Math.min(first + PER_PROFILE, corruptions)} of ${corruptions}`);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    }
  } finally {
    if (core.isRunning()) await core.kill();
  }
  return { corruptions, rebuilt, findings };
}

type Base = { profile: Profile; truth: View };

/** One that was killed, whose WAL is full, and one that was closed; with what core shows of each, undamaged. */
async function makeProfiles(folder: string, seed: number): Promise<{ killed: Base; closed: Base }> {
  const base = async (end: 'killed' | 'closed', its: number): Promise<Base> => {
    const profile = await makeProfile(join(folder, end), dice(its), end);
    const core = await startCore();
    try {
      const store = copyOf(profile.store, join(folder, 'undamaged'));
      await core.open(store, null);
      return { profile, truth: await viewOf(core, profile.own) };
    } finally {
      await core.kill();
      rmSync(join(folder, 'undamaged'), { recursive: true, force: true });
    }
  };
  return { killed: await base('killed', seed), closed: await base('closed', seed + 0x5eed) };
}

function copyOf(from: string, to: string): string {
  cpSync(from, to, { recursive: true });
  return to;
}

async function damageOnce(
  core: CoreProcess,
  folder: string,
  profiles: { killed: Base; closed: Base },
  { seed, run, damages }: { seed: number; run: number; damages: readonly [Damage, ...Damage[]] },
): Promise<{ findings: Finding[]; isRebuilt: boolean }> {
  const random = dice(seed);
  const isKilled = random.chance(0.6);
  const { profile, truth } = isKilled ? profiles.killed : profiles.closed;
  const other = isKilled ? profiles.closed : profiles.killed;
  const isNewer = run % NEWER_EVERY === NEWER_EVERY - 1;
  const damage = damages[run % damages.length] ?? damages[0];
  const findings: Finding[] = [];
  const found = (wrong: Wrong, seen: string) =>
    findings.push({
      wrong,
      run: `seed ${seed}, ${isNewer ? 'a newer version' : damage.name}, ${isKilled ? 'killed' : 'closed'}`,
      seen,
    });

  const at = join(folder, `run-${run}`);
  const store = copyOf(profile.store, join(at, 'store'));
  if (isNewer) makeNewer(store);
  else damage.act(store, other.profile.store, random);
  const before = bytesOf(store);
  const desk = await deskAt(copyOf(profile.desk, join(at, 'desk')));
  core.told.length = 0;
  let isRebuilt = false;
  try {
    // First without a desk: what is shown then is what is on disk.
    await core.open(store, null);
    if (isNewer) {
      await refusesNewer(core, found);
    } else {
      const { recovery } = await core.ask('store.health', {});
      isRebuilt = recovery !== null;
      const shown = await viewOf(core, profile.own);
      if (recovery === null) compareAll(shown, truth, found);
      else if (!isSetAside(join(store, recovery.setAside), before)) {
        found('silent_damage', 'what was set aside is not the damaged file');
      }
      compareOwn(shown, profile.own, found);
      await core.close();
      await core.open(store, desk);
      await settle(core);
      await compareEnd(core, desk, { profile, truth, found });
    }
    await core.close();
    if (isNewer && !isDeepStrictEqual(bytesOf(store), before))
      found('silent_damage', 'a newer store was changed');
  } catch (error) {
    const { code, detail } = failureOf(error);
    found('stuck', `${code} ${detail ?? ''}`);
    await core.kill();
  } finally {
    await desk.close();
    rmSync(at, { recursive: true, force: true });
  }
  return { findings, isRebuilt };
}

type Found = (wrong: Wrong, seen: string) => void;

async function refusesNewer(core: CoreProcess, found: Found): Promise<void> {
  const answer = await core.ask('inbox.list', {}).then(
    () => 'opened',
    (error: unknown) => failureOf(error).code,
  );
  if (answer !== 'store_newer') found('silent_damage', `a newer store was not refused but ${answer}`);
}

/** Everything that the window could show. */
type View = { tickets: Map<string, Ticket>; rest: unknown };

async function viewOf(core: CoreProcess, own: readonly Own[]): Promise<View> {
  const tickets = new Map<string, Ticket>();
  const listed = await core.ask('inbox.list', {});
  // What was thrown away is in no list, and can still be brought back.
  const away = own.filter(({ kind }) => kind === 'withdrawn');
  for (const { id } of [...listed, ...away]) {
    const ticket = await core.ask('ticket.get', { id }).catch(() => null);
    if (ticket !== null) tickets.set(id, ticket);
  }
  // When the next try will be is a matter of now.
  const outbox = (await core.ask('outbox.list', {})).map(({ nextTryAt, ...operation }) => operation);
  const { preferences } = await core.ask('settings.get', {});
  return { tickets, rest: { outbox, preferences, account: await core.ask('account.get', {}) } };
}

/** Without a word about damage, everything must be as it was. */
function compareAll(shown: View, truth: View, found: Found): void {
  for (const [id, ticket] of truth.tickets) {
    if (!isDeepStrictEqual(shown.tickets.get(id), ticket)) found('silent_damage', `ticket ${id} differs`);
  }
  if (shown.tickets.size !== truth.tickets.size) found('silent_damage', 'other tickets than before');
  if (!isDeepStrictEqual(shown.rest, truth.rest))
    found('silent_damage', 'outbox, preferences or account differ');
}

/** What is not sent is readable at once, without the desk. */
function compareOwn({ tickets }: View, own: readonly Own[], found: Found): void {
  for (const { id, kind, title, description, replyDraft, refused } of own) {
    const ticket = tickets.get(id);
    if (kind === 'draft' || kind === 'withdrawn') {
      if (ticket === undefined) found('lost', `${kind} ${title}`);
      else if (ticket.form.title !== title || ticket.form.description !== description)
        found('lost', `the text of ${kind} ${title}`);
      else if (ticket.state !== kind) found('lost', `${kind} ${title} is ${ticket.state}`);
    }
    if (replyDraft !== '' && ticket?.replyDraft !== replyDraft) found('lost', `the reply begun in ${title}`);
    for (const body of refused) {
      if (!ticket?.messages.some((message) => message.body === body))
        found('lost', `a waiting reply in ${title}`);
    }
  }
}

/** Until the outbox holds nothing but what was refused, and all changes are in. */
async function settle(core: CoreProcess): Promise<void> {
  await core.ask('outbox.tryNow', {});
  await core
    .until('an empty outbox', async () => {
      const { state, waiting } = await core.ask('connection.get', {});
      return (state === 'online' && waiting === 0) || null;
    })
    .catch(async (error: unknown) => {
      const { state, problem } = await core.ask('connection.get', {});
      const left = (await core.ask('outbox.list', {})).map((each) => [
        each.kind,
        each.state,
        each.tries,
        each.problem,
      ]);
      throw new Error(`${failureOf(error).detail}: ${JSON.stringify({ state, problem, left })}`);
    });
}

async function compareEnd(
  core: CoreProcess,
  desk: Desk,
  { profile, truth, found }: { profile: Profile; truth: View; found: Found },
): Promise<void> {
  // The changes come on their own way, so the last of them is waited for.
  await core
    .until('the news', async () => {
      const { messages } = await core
        .ask('ticket.get', { id: profile.news.ticketId })
        .catch(() => ({ messages: [] }));
      return messages.some(({ id }) => id === profile.news.id) || null;
    })
    .catch(() => found('stuck', 'the news did not come'));
  const { tickets } = await viewOf(core, profile.own);
  const { news } = profile;
  const isTold = core.told.some(
    (notice) =>
      (notice.kind === 'reply' && notice.messageId === news.id) ||
      (notice.kind === 'summary' && notice.ticketIds.includes(news.ticketId)),
  );
  if (!isTold) found('unnotified', news.body.slice(0, 40));

  compareOwn({ tickets, rest: null }, profile.own, found);
  compareDesk(desk, profile.own, found);
  for (const [id, was] of truth.tickets) {
    const is = tickets.get(id);
    for (const message of was.messages) {
      if (!is?.messages.some((each) => each.id === message.id && each.body === message.body))
        found('lost', `a message of ${was.title}`);
    }
    const bodies = is?.messages.map(({ id }) => id) ?? [];
    if (new Set(bodies).size < bodies.length) found('duplicated', `a message of ${was.title}`);
    for (const file of was.attachments) {
      if (!is?.attachments.some((each) => each.id === file.id && each.size === file.size))
        found('lost', `a file of ${was.title}`);
    }
  }
}

/** The desk has everything that was sent, once, byte for byte and in order; and nothing that was not. */
function compareDesk(desk: Desk, own: readonly Own[], found: Found): void {
  const ledger = desk.ledger();
  const read = <T>(shape: z.ZodType<T>, bytes: Uint8Array) =>
    shape.parse(JSON.parse(Buffer.from(bytes).toString()));
  const tickets = ledger.tickets.map(({ id, body }) => ({ id, ...read(TicketSubmission, body) }));
  const messages = ledger.messages.map(({ path, body }) => ({ path, ...read(MessageSubmission, body) }));
  for (const { id, kind, title, description, replies, files } of own) {
    const same = tickets.filter((ticket) => ticket.description === description);
    if (same.length > 1) found('duplicated', title);
    const wanted = kind === 'sent' ? 1 : 0;
    if (kind !== 'desk' && same.length < wanted) found('lost', `the desk does not have ${title}`);
    if (kind !== 'desk' && same.length > wanted)
      found('duplicated', `the desk has what was not sent: ${title}`);
    if (same[0] !== undefined && (same[0].id !== id || same[0].title !== title))
      found('lost', `not the same: ${title}`);

    const bodies = messages.filter(({ path }) => path.includes(id)).map(({ body }) => body);
    for (const body of replies) {
      const count = bodies.filter((each) => each === body).length;
      if (count === 0) found('lost', `the desk does not have a reply to ${title}`);
      if (count > 1) found('duplicated', `a reply to ${title}`);
    }
    const arrived = bodies.filter((body) => replies.includes(body));
    if (
      !isDeepStrictEqual(
        arrived,
        replies.filter((body) => arrived.includes(body)),
      )
    )
      found('reordered', title);

    const there = desk.specialist.attachments(id);
    for (const file of files.filter(({ name }) => kind !== 'draft' && !name.endsWith('.exe'))) {
      const count = there.filter(({ sha256, name }) => sha256 === file.sha256 && name === file.name).length;
      if (count === 0) found('lost', `the desk does not have ${file.name}`);
      if (count > 1) found('duplicated', file.name);
    }
  }
  for (const { id, sha256, body } of ledger.attachments) {
    if (createHash('sha256').update(body).digest('hex') !== sha256) found('lost', `bytes of the file ${id}`);
  }
}

/** Database and WAL, byte for byte; an index of the WAL holds nothing and may go. */
function bytesOf(store: string): Map<string, Buffer> {
  return new Map(
    readdirSync(store)
      .filter((name) => /^lifeline\.db(-wal)?$/.test(name))
      .map((name) => [name, readFileSync(join(store, name))]),
  );
}

function isSetAside(folder: string, before: Map<string, Buffer>): boolean {
  return [...before].every(([name, bytes]) => {
    const kept = join(folder, basename(name));
    // An empty WAL holds nothing.
    if (!existsSync(kept)) return name.endsWith('-wal') && bytes.length === 0;
    return readFileSync(kept).equals(bytes);
  });
}
