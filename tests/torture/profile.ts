/** A profile with something of everything in it, and the desk it belongs to, both on disk to be copied. */
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeskMessage } from '#shared/contract.ts';
import { type Desk, startDesk } from '../desk/desk.ts';
import { type CoreProcess, startCore } from './core-process.ts';
import type { Dice } from './dice.ts';
import { milestones } from './milestones.ts';
import { type Own, type Writer, writer } from './writer.ts';

export const TOKEN = 'a-token';

export type Profile = {
  /** The store's folder, as core left it. */
  store: string;
  /** The desk's data, with what happened there since. */
  desk: string;
  own: Own[];
  /** What a specialist wrote while the app was closed. */
  news: DeskMessage;
};

/** A new folder where writing is quick: in memory where there is such a place. */
export function scratch(name: string): string {
  return mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), `lifeline-${name}-`));
}

export const deskAt = (data: string): Promise<Desk> =>
  startDesk({ data, token: TOKEN, sample: true, heartbeatSeconds: 1, refusedEndings: ['.exe'] });

/**
 * Lives with core for a while: something is received and sent, a backup is made, more follows, then the desk is gone
 * and work waits. At the end core is killed, or closed as it should be.
 */
export async function makeProfile(folder: string, random: Dice, end: 'killed' | 'closed'): Promise<Profile> {
  const store = join(folder, 'store');
  const data = join(folder, 'desk');
  const desk = await deskAt(data);
  const core = await startCore();
  const person = writer(core, random, `n${random.between(1000, 9999)}`);
  const { online, sent, answer } = milestones(core, desk, person);

  try {
    await core.open(store, desk);
    await online();
    const first = [await person.ticket(), await person.ticket({ files: 1 })] as const;
    await sent();
    for (const each of first) await answer(each);
    await core.close();

    // The second start makes a backup; what follows is in none.
    await core.open(store, desk);
    await online();
    await core.until('a backup', async () => (await core.ask('store.health', {})).lastBackupAt);
    const second = await person.ticket();
    await person.replies(first[0]);
    await sent();
    await answer(second);
    await answer(first[0]);
    desk.specialist.attach(second.id, { name: 'log.txt', mediaType: 'text/plain', bytes: random.bytes(500) });
    if (random.chance(0.5)) {
      await core.close();
      await core.open(store, desk);
      await online();
    }
    await refusedAndWaiting(core, person, desk, first);
    if (end === 'killed') await core.kill();
    else await core.close();
    desk.faults.clear();
    const news = desk.specialist.reply(second.id, person.text('news'));
    if (news === null) throw new Error('the desk does not have the ticket');
    return { store, desk: data, own: [...person.own.values()], news };
  } finally {
    if (core.isRunning()) await core.kill();
    await desk.close();
  }
}

/** What the desk refuses, then what waits because the desk is gone. */
async function refusedAndWaiting(
  core: CoreProcess,
  person: Writer,
  desk: Desk,
  [one, two]: readonly [Own, Own],
): Promise<void> {
  await person.attach(two, '.exe');
  await person.replies(two);
  await core.until('a refusal', async () => (await core.ask('connection.get', {})).refused > 0 || null);
  desk.faults.set({ kind: 'down' });
  desk.specialist.setStatus(two.id, 'closed');
  await person.replies(two, { willBeRefused: true });
  for (let each = 0; each < 3; each += 1) await person.draft();
  await person.attach(await person.draft());
  await person.withdrawn();
  await person.ticket();
  await person.ticket({ files: 1 });
  await person.replies(one);
  await person.replies(one, { files: 1 });
  await person.beginsReply(one);
  await core.ask('ticket.setMuted', { id: one.id, muted: true });
}
