/** Damage is noticed, set aside and repaired; nothing that was not sent is lost (invariant 8). */
import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeAll, describe, expect, test } from 'vitest';
import { idMaker } from '#shared/ids.ts';
import { realDisk } from '../../main/core/disk.ts';
import { queueEdit } from '../../main/core/outbox/queue.ts';
import { bringBack } from '../../main/core/store/bring-back.ts';
import { writableStore } from '../../main/core/store/connection.ts';
import { openOperations } from '../../main/core/store/operations.ts';
import { openEverything } from '../../main/core/store/store.ts';
import { openTickets } from '../../main/core/store/tickets.ts';
import { openUnsent } from '../../main/core/store/unsent.ts';
import { seededBytes, seededNumbers } from '../desk/random.ts';
import {
  deskTicket,
  diskWith,
  everything,
  filesOf,
  fill,
  imageOf,
  newFolder,
  openProfile,
  openWithBackup,
  stillClock,
  unsent,
} from './profile.ts';

type Profile = { folder: string; everything: string; unsent: string };
/** Closed as by its owner; killed, with the last changes in the WAL; and one that never had a backup. */
let closed: Profile;
let killed: Profile;
let young: Profile;

beforeAll(async () => {
  const folder = newFolder();
  const clock = stillClock();
  let store = openProfile(folder, { clock });
  fill(store, 1);
  young = { folder: imageOf(folder), everything: everything(store), unsent: unsent(store) };
  store.close();
  store = await openWithBackup(folder, clock);
  fill(store, 2, 3);
  const read = { everything: everything(store), unsent: unsent(store) };
  killed = { folder: imageOf(folder), ...read };
  store.close();
  closed = { folder: imageOf(folder), ...read };
});

/** Opens a damaged copy. What is read is either all as it was, or a recovery is told and all unsent work is there. */
function expectNothingLost(profile: Profile, damage: (folder: string) => void): 'unharmed' | 'rebuilt' {
  const folder = imageOf(profile.folder);
  damage(folder);
  const before = ['lifeline.db', 'lifeline.db-wal'].map((name) => bytesOf(join(folder, name)));
  const store = openProfile(folder);
  try {
    const { recovery } = store.health();
    expect(unsent(store)).toBe(profile.unsent);
    if (recovery === null) {
      expect(everything(store)).toBe(profile.everything);
      return 'unharmed';
    }
    expect(recovery.journalDamaged).toBe(false);
    const aside = ['lifeline.db', 'lifeline.db-wal'].map((name) =>
      bytesOf(join(folder, recovery.setAside, name)),
    );
    expect(aside.map((bytes) => bytes ?? null)).toEqual(before.map((bytes) => bytes ?? null));
    return 'rebuilt';
  } finally {
    store.close();
    rmSync(folder, { recursive: true });
  }
}

function bytesOf(file: string): Buffer | null {
  try {
    return readFileSync(file);
  } catch {
    return null;
  }
}

function flipped(file: string, bits: readonly number[]): void {
  const bytes = readFileSync(file);
  for (const bit of bits) {
    const at = Math.floor(bit / 8) % bytes.length;
    bytes.writeUInt8((bytes[at] ?? 0) ^ (1 << (bit % 8)), at);
  }
  writeFileSync(file, bytes);
}

describe.each([
  ['lifeline.db', () => closed],
  ['lifeline.db', () => killed],
  ['lifeline.db-wal', () => killed],
] as const)('flipped bits in %s', (name, profileOf) => {
  test.each([1, 2])('are never silent (seed %i)', (seed) => {
    const number = seededNumbers(seed);
    const outcomes = Array.from({ length: 15 }, () => {
      const bits = Array.from({ length: 1 + Math.floor(number() * 8) }, () => Math.floor(number() * 2 ** 40));
      return expectNothingLost(profileOf(), (folder) => flipped(join(folder, name), bits));
    });
    expect(outcomes).toContain('rebuilt');
  });
});

test('each single bit of the header of the file that means something is noticed or harmless', () => {
  for (let bit = 0; bit < 800; bit += 19) {
    expectNothingLost(closed, (folder) => flipped(join(folder, 'lifeline.db'), [bit]));
  }
}, 60_000);

test('a flipped bit that makes the store look newer is damage, not a newer store', () => {
  const versionBit = 8 * 63 + 6;
  expect(expectNothingLost(closed, (folder) => flipped(join(folder, 'lifeline.db'), [versionBit]))).toBe(
    'rebuilt',
  );
});

describe.each([
  ['closed', () => closed],
  ['killed', () => killed],
  ['without a backup', () => young],
] as const)('a profile that was %s', (_, profileOf) => {
  test.each<[string, (folder: string) => void]>([
    ['has no database', (folder) => rmSync(join(folder, 'lifeline.db'))],
    ['has an empty database', (folder) => writeFileSync(join(folder, 'lifeline.db'), '')],
    [
      'has a text as its database',
      (folder) => writeFileSync(join(folder, 'lifeline.db'), 'Dear diary, '.repeat(900)),
    ],
    ['has half a database', (folder) => truncateSync(join(folder, 'lifeline.db'), 4096 * 5 + 100)],
    ['has one page of a database', (folder) => truncateSync(join(folder, 'lifeline.db'), 4096)],
  ])('and %s is rebuilt', (__, damage) => {
    expect(expectNothingLost(profileOf(), damage)).toBe('rebuilt');
  });
});

test('a WAL that is missing, cut short or of another database is noticed or harmless', () => {
  const wal = (folder: string) => join(folder, 'lifeline.db-wal');
  expect(expectNothingLost(killed, (folder) => rmSync(wal(folder)))).toBe('rebuilt');
  expect(expectNothingLost(killed, (folder) => truncateSync(wal(folder), 32 + 24 + 100))).toBe('rebuilt');
  const foreign = readFileSync(wal(young.folder));
  expectNothingLost(killed, (folder) => writeFileSync(wal(folder), foreign));
  expectNothingLost(closed, (folder) => writeFileSync(wal(folder), foreign));
  for (const profile of [closed, killed]) {
    expectNothingLost(profile, (folder) =>
      writeFileSync(join(folder, 'lifeline.db-shm'), foreign.subarray(0, 32_768)),
    );
  }
});

test.each([
  ['id', /"own":\[\{"id":"([^"]+)"/],
  ['key', /"key":"([^"]+)"/],
])(
  'the %s of something unsent that is damaged anywhere, in its row or in an index, is noticed',
  (_, where) => {
    const bytes = readFileSync(join(closed.folder, 'lifeline.db'));
    const text = where.exec(closed.unsent)?.[1] ?? '';
    const outcomes: string[] = [];
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
      const damage = (folder: string) => flipped(join(folder, 'lifeline.db'), [8 * (at + 30)]);
      outcomes.push(expectNothingLost(closed, damage));
    }
    // Its row and its index; other places are left over from rows that moved, and mean nothing.
    expect(outcomes.filter((outcome) => outcome === 'rebuilt').length).toBeGreaterThan(1);
  },
);

test('the database of another store is not taken for this one, however much has happened in it', () => {
  const other = newFolder();
  const clock = stillClock();
  clock.turn(1);
  const store = openProfile(other, { clock });
  for (let time = 0; time < 5; time += 1) fill(store, 10 + time);
  store.close();
  for (const profile of [closed, young]) {
    const take = (folder: string) => {
      copyFileSync(join(other, 'lifeline.db'), join(folder, 'lifeline.db'));
      rmSync(join(folder, 'lifeline.db-wal'), { force: true });
    };
    expect(expectNothingLost(profile, take)).toBe('rebuilt');
  }
});

test('a flipped bit at the start of any page of an empty store is noticed or harmless', () => {
  const empty = newFolder();
  openProfile(empty).close();
  const pages = readFileSync(join(empty, 'lifeline.db')).length / 4096;
  for (let page = 1; page < pages; page += 1) {
    for (let bit = page % 5; bit < 8 * 8; bit += 5) {
      const folder = imageOf(empty);
      flipped(join(folder, 'lifeline.db'), [8 * 4096 * page + bit]);
      const store = openProfile(folder);
      expect(() => {
        store.tickets.list();
        fill(store, 1, 1);
        store.checkWhenIdle();
      }).not.toThrow();
      store.close();
      rmSync(folder, { recursive: true });
    }
  }
}, 300_000);

test('an older copy of the database under a newer WAL is noticed, although each row is whole', () => {
  const folder = newFolder();
  let store = openProfile(folder);
  fill(store, 1, 30);
  store.close();
  const older = readFileSync(join(folder, 'lifeline.db'));
  store = openProfile(folder);
  // A change that no index holds: only the rows themselves are old.
  store.transaction(() => {
    for (const { id } of store.tickets.list()) {
      for (const message of store.tickets.get(id)?.messages ?? []) {
        if (message.author.kind === 'specialist')
          store.tickets.setDelivery(message.id, 'delivered', 'Checked again.');
      }
    }
  });
  store.close();
  store = openProfile(folder);
  store.transaction(() => store.settings.set('tellAfterRebuild', true));
  const profile = { folder: imageOf(folder), everything: everything(store), unsent: unsent(store) };
  store.close();
  expect(expectNothingLost(profile, (at) => writeFileSync(join(at, 'lifeline.db'), older))).toBe('rebuilt');
});

test('no index is one whose entries SQLite does not count: it could name rows that are not there', () => {
  const folder = imageOf(closed.folder);
  const db = new Database(join(folder, 'lifeline.db'));
  const indexes = db
    .prepare(`SELECT name FROM sqlite_master WHERE type = 'index' AND sql LIKE '% WHERE %'`)
    .all();
  db.close();
  expect(indexes).toEqual([]);
});

test('what was found damaged in use is rebuilt, also when no check finds it again', () => {
  const folder = imageOf(closed.folder);
  const store = openEverything(folder, { disk: realDisk, clock: stillClock(), isSuspect: true });
  expect(store.health().recovery).not.toBeNull();
  expect(unsent(store)).toBe(closed.unsent);
  store.close();
});

test('pages that have changed places are noticed', () => {
  const number = seededNumbers(7);
  for (let time = 0; time < 10; time += 1) {
    expectNothingLost(closed, (folder) => {
      const file = join(folder, 'lifeline.db');
      const bytes = readFileSync(file);
      const page = () => 4096 * Math.floor((number() * bytes.length) / 4096);
      const [a, b] = [page(), page()];
      const kept = Buffer.from(bytes.subarray(a, a + 4096));
      bytes.copy(bytes, a, b, b + 4096);
      kept.copy(bytes, b);
      writeFileSync(file, bytes);
    });
  }
});

test('when the newest backup is damaged too, the one before it is used', async () => {
  const folder = imageOf(closed.folder);
  const clock = stillClock();
  clock.turn(86_400_000);
  (await openWithBackup(folder, clock)).close();
  const [older, newest] = filesOf(join(folder, 'backups')).map((name) => join(folder, 'backups', name));
  flipped(
    newest ?? '',
    Array.from({ length: 10 }, (_, page) => 8 * (4096 * page + 4000)),
  );
  truncateSync(join(folder, 'lifeline.db'), 4096);
  const rebuilt = openProfile(folder);
  expect(older).toContain(String(rebuilt.health().recovery?.backupAt));
  expect(unsent(rebuilt)).toBe(closed.unsent);
  rebuilt.close();
});

test('what was taken back since the backup does not come back with it (invariant 2)', () => {
  const folder = imageOf(closed.folder);
  const store = openProfile(folder);
  const dropped = store.operations.list().map(({ id }) => id);
  store.transaction(() => {
    for (const id of dropped) store.operations.drop(id);
  });
  store.close();
  truncateSync(join(folder, 'lifeline.db'), 4096);
  const rebuilt = openProfile(folder);
  expect(rebuilt.health().recovery?.backupAt).not.toBeNull();
  expect(rebuilt.operations.list()).toEqual([]);
  rebuilt.close();
});

test('what is muted is what was muted last, not what the backup knows (invariant 5)', async () => {
  const folder = newFolder();
  const clock = stillClock();
  const ids = idMaker(() => 1, seededBytes(1));
  const [first, second] = [ids.ticket(), ids.ticket()];
  let store = openProfile(folder, { clock });
  store.transaction(() => {
    for (const id of [first, second]) {
      store.tickets.takeOver(deskTicket(id, 'At the desk'), { owner: 'desk/requester', number: 1 });
    }
    store.tickets.setMuted(first, true);
  });
  store.close();
  store = await openWithBackup(folder, clock);
  store.transaction(() => {
    store.tickets.setMuted(first, false);
    store.tickets.setMuted(second, true);
  });
  store.close();
  truncateSync(join(folder, 'lifeline.db'), 4096);
  const rebuilt = openProfile(folder, { clock });
  expect(rebuilt.health().recovery).toMatchObject({ backupAt: clock.now(), unsentRestored: 0 });
  expect([first, second].map((id) => rebuilt.tickets.get(id)?.muted)).toEqual([false, true]);
  rebuilt.close();
});

test.each(['a reply', 'a file', 'an edit'] as const)(
  '%s that waits alone at a ticket of the desk survives the database',
  (what) => {
    const folder = newFolder();
    const ids = idMaker(() => 1, seededBytes(7));
    const id = ids.ticket();
    const store = openProfile(folder);
    store.transaction(() =>
      store.tickets.takeOver(deskTicket(id, 'At the desk'), { owner: 'desk/requester', number: 1 }),
    );
    store.transaction(() => {
      if (what === 'an edit') queueEdit({ store, ids, now: 1 }, id, { status: 'solved' });
      else if (what === 'a reply')
        store.tickets.addOwnMessage({
          id: ids.message(),
          ticketId: id,
          body: 'Still down.',
          at: 1,
          name: 'Kari',
        });
      else
        store.attachments.add({
          ...{ id: ids.attachment(), ticketId: id, name: 'log.txt', mediaType: 'text/plain', size: 3 },
          ...{ sha256: 'a'.repeat(64), at: 1 },
        });
    });
    const before = unsent(store);
    store.close();
    truncateSync(join(folder, 'lifeline.db'), 4096);
    const rebuilt = openProfile(folder);
    expect(rebuilt.health().recovery).toMatchObject({ unsentRestored: 1 });
    expect(unsent(rebuilt)).toBe(before);
    rebuilt.close();
  },
);

test('answers that the backup has stay, the cursor with them, and what comes next is to be told', () => {
  const folder = imageOf(closed.folder);
  truncateSync(join(folder, 'lifeline.db'), 4096);
  const store = openProfile(folder);
  const answers = store.tickets.list().flatMap(({ id }) => store.tickets.get(id)?.messages ?? []);
  expect(answers.filter(({ delivery }) => delivery === 'delivered')).toHaveLength(6 * 3);
  expect(store.settings.get('cursors')).toMatchObject({ 'desk/requester': { value: 'cursor 5' } });
  expect(store.settings.get('tellAfterRebuild')).toBe(true);
  store.close();
});

test('a damaged journal beside a damaged database loses no line that can be read, and is told', () => {
  const folder = imageOf(young.folder);
  const journal = join(folder, 'journal');
  const lines = readFileSync(journal, 'utf8').split('\n');
  lines[2] = `${lines[2]?.slice(0, 40)}?${lines[2]?.slice(41)}`;
  writeFileSync(journal, lines.join('\n'));
  truncateSync(join(folder, 'lifeline.db'), 4096);
  rmSync(join(folder, 'lifeline.db-wal'));
  const store = openProfile(folder);
  expect(store.health().recovery).toMatchObject({ journalDamaged: true, backupAt: null });
  expect(store.operations.list().map(({ isUntouched }) => isUntouched)).not.toContain(true);
  expect(store.tickets.list().length).toBeGreaterThan(10);
  store.close();
});

test('without backup and journal the store starts empty, and says so', () => {
  const folder = newFolder();
  writeFileSync(join(folder, 'lifeline.db'), 'Dear diary, '.repeat(1000));
  const store = openProfile(folder);
  const recovery = store.health().recovery;
  expect(recovery).toMatchObject({ backupAt: null, unsentRestored: 0, journalDamaged: true });
  expect(readFileSync(join(folder, recovery?.setAside ?? '', 'lifeline.db'), 'utf8')).toContain('Dear diary');
  store.dismissRecovery();
  expect(store.health().recovery).toBeNull();
  store.close();
});

test('a damaged journal beside a good database harms nobody', () => {
  for (const damage of [
    (journal: string) => flipped(journal, [8 * 300]),
    (journal: string) => writeFileSync(journal, ''),
    (journal: string) => truncateSync(journal, 1000),
    (journal: string) => rmSync(journal),
  ]) {
    expect(expectNothingLost(closed, (folder) => damage(join(folder, 'journal')))).toBe('unharmed');
    expect(expectNothingLost(killed, (folder) => damage(join(folder, 'journal')))).toBe('unharmed');
  }
});

test('damage that shows while the store is in use is found by the idle check', () => {
  const folder = imageOf(closed.folder);
  const store = openProfile(folder);
  store.checkWhenIdle();
  const [ticket] = store.tickets.list();
  const place = readFileSync(join(folder, 'lifeline.db')).indexOf(ticket?.title ?? '');
  expect(place).toBeGreaterThan(0);
  flipped(join(folder, 'lifeline.db'), [8 * place]);
  expect(() => store.checkWhenIdle()).toThrow(
    expect.objectContaining({ failure: expect.objectContaining({ code: 'store_damaged' }) }),
  );
  store.close();
});

test('what the journal of an earlier version tells of goes to the account of its ticket, and to no other (invariant 11)', () => {
  const db = writableStore(realDisk, join(newFolder(), 'lifeline.db'));
  const tickets = openTickets(db);
  const id = idMaker(() => 1, seededBytes(7)).ticket();
  tickets.takeOver(deskTicket(id, 'A ticket'), { owner: 'desk rita', number: 1 });
  openOperations(db).add(
    {
      id: idMaker(() => 2, seededBytes(8)).operation(),
      ticketId: id,
      kind: 'change_ticket',
      owner: 'desk rita',
      ifMatch: '1',
      base: { status: 'open', severity: 'standard', channel: 'email', callBack: null },
      key: 'key',
      body: new TextEncoder().encode('{"status":"solved"}'),
    },
    0,
  );
  const entries = openUnsent(db).all();
  for (const entry of entries.values()) {
    if (entry !== null && 'operations' in entry) for (const row of entry.operations) delete row.owner;
  }
  bringBack(db, entries, 'whole', 0);
  expect(openOperations(db).heads('texts', 'desk rita', 1)).toHaveLength(1);
  db.close();
});

test('a rebuild that fails again and again leaves nothing behind, and the one that succeeds sets all aside', () => {
  const folder = imageOf(closed.folder);
  writeFileSync(join(folder, 'lifeline.db'), 'no database');
  const full = diskWith({
    rename: (_from, to) => {
      if (to.endsWith('rebuilt.db')) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    },
  });
  const fullAtOnce = diskWith({
    append: (path, bytes) => {
      realDisk.append(path, bytes);
      if (path.includes('set-aside')) throw Object.assign(new Error('no room'), { code: 'ENOSPC' });
    },
  });
  for (const disk of [full, fullAtOnce, full, fullAtOnce]) {
    expect(() => openProfile(folder, { disk })).toThrow('no room');
    expect(readdirSync(join(folder, 'set-aside'))).toHaveLength(1);
  }
  expect(filesOf(join(folder, 'set-aside'))).toEqual([]);
  const store = openProfile(folder);
  expect(unsent(store)).toBe(closed.unsent);
  store.close();
  const aside = filesOf(join(folder, 'set-aside'));
  expect(aside.map((file) => file.replace(/^\d{6}-\d+/, 'aside')).sort()).toEqual([
    'aside/journal',
    'aside/lifeline.db',
  ]);
});

test('what a crash left unfinished of a ticket that the desk has is no damage, at the start after the next neither', () => {
  const folder = newFolder();
  let image: string | null = null;
  let isArmed = false;
  const disk = diskWith({
    append(path, bytes) {
      realDisk.append(path, bytes);
      // Killed between the line in the journal and the commit.
      if (isArmed && path.endsWith('journal')) image ??= imageOf(folder);
    },
  });
  const store = openProfile(folder, { disk });
  const id = idMaker(() => 1_750_000_000_000, seededBytes(5)).ticket();
  const told = (version: string) =>
    store.transaction(() =>
      store.tickets.takeOver({ ...deskTicket(id, 'A title'), version }, { owner: 'a desk', number: 1 }),
    );
  told('8');
  store.transaction(() => store.tickets.saveReplyDraft(id, 'Half a reply'));
  isArmed = true;
  told('9');
  store.close();
  for (let start = 1; start <= 3; start += 1) {
    const again = openProfile(image ?? '');
    expect(again.health().recovery, `start ${start}`).toBeNull();
    expect(again.tickets.get(id)?.replyDraft).toBe('Half a reply');
    again.close();
  }
});
