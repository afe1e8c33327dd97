/** A file of an earlier version becomes one of this version, with everything in it (invariant 1). */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { Account } from '#shared/contract.ts';
import { idMaker } from '#shared/ids.ts';
import { MIGRATIONS } from '../../main/core/store/migrations.ts';
import { ownerOf } from '../../main/core/store/settings.ts';
import { fillSums, registerSums } from '../../main/core/store/sums.ts';
import { seededBytes } from '../desk/random.ts';
import { core, desk, newFolder } from './running-core.ts';

const ids = idMaker(() => Date.UTC(2026, 2, 2), seededBytes(1));

/** A profile as the first version left it, with one draft and one ticket that waits with a reply. */
function firstVersion(folder: string) {
  const db = new Database(join(folder, 'lifeline.db'));
  db.exec(`${MIGRATIONS[0]}; PRAGMA user_version = 1`);
  const [draft, queued] = [ids.ticket(), ids.ticket()];
  const add = db.prepare(
    `INSERT INTO ticket (id, state, question, affected, hit, severity, severity_reason, title, description, since, channel,
       created_at, updated_at) VALUES (?, ?, '', 'one', '', 'standard', '', ?, 'It is slow.', '', 'email', 1, 1)`,
  );
  add.run(draft, 'draft', 'A draft');
  add.run(queued, 'queued', 'A ticket that waits');
  const body = Buffer.from(
    JSON.stringify({
      title: 'A ticket that waits',
      description: 'It is slow.',
      severity: 'standard',
      severityReason: '',
      affected: 'one',
      hit: '',
      since: '',
      channel: 'email',
      writtenAt: '2026-03-02T08:00:00.000Z',
    }),
  );
  db.prepare(
    `INSERT INTO operation (id, ticket_id, kind, idempotency_key, body, state, queued_at, tries, next_try_at)
     VALUES (?, ?, 'create_ticket', 'the-key', ?, 'waiting', 1, 2, 1)`,
  ).run(ids.operation(), queued, body);
  db.prepare(`INSERT INTO setting VALUES ('cursor', ?)`).run(
    JSON.stringify({ owner: 'desk person', value: 'the-cursor', caughtUp: true }),
  );
  db.close();
  return { draft, queued, body };
}

test('a profile of the first version keeps its drafts and sends what waits with its own key and bytes', async () => {
  const folder = newFolder();
  const { draft, queued, body } = firstVersion(folder);
  const at = await desk();
  const running = core({ folder, desk: at });
  await running.inState(queued, 'open');
  expect((await running.ticket(draft)).form.title).toBe('A draft');
  expect(at.ledger().writes.map(({ key, body: sent }) => [key, Buffer.from(sent)])).toEqual([
    ['the-key', body],
  ]);
});

test('the place in the changes of a profile of the first version is kept for its desk and requester', () => {
  const folder = newFolder();
  firstVersion(folder);
  core({ folder }).stop();
  const db = new Database(join(folder, 'lifeline.db'), { readonly: true });
  const kept = db.prepare(`SELECT value FROM setting WHERE name = 'cursors'`).pluck().get();
  db.close();
  expect(JSON.parse(String(kept))).toEqual({
    'desk person': { value: 'the-cursor', caughtUp: true, reading: 0, whole: false },
  });
});

/** A profile as the fifth version left it: an account with a space in its id, and one ticket that it has at its desk. */
async function fifthVersion(folder: string) {
  const at = await desk({
    deskId: 'a desk',
    requester: { id: 'rita', name: 'Rita', email: 'rita@example.com' },
  });
  const answer = await fetch(`${at.url}/v1/account`, { headers: { authorization: `Bearer ${at.token}` } });
  const account = Account.parse(await answer.json());
  await at.close();

  const db = new Database(join(folder, 'lifeline.db'));
  db.exec(`${MIGRATIONS.slice(0, 5).join(';')}; PRAGMA user_version = 5`);
  const atDesk = ids.ticket();
  db.prepare(
    `INSERT INTO ticket (id, state, question, affected, hit, severity, severity_reason, title, description, since, channel,
       created_at, updated_at, number, version, received_at, owner)
     VALUES (?, 'open', '', 'one', '', 'standard', '', 'A ticket', 'It is slow.', '', 'email', 1, 1, 'T-1', '1', 1, 'a desk rita')`,
  ).run(atDesk);
  const cursor = { value: 'the-cursor', caughtUp: true, reading: 3, whole: false };
  const cursors = { 'a desk rita': cursor, 'other ole': cursor };
  const set = db.prepare('INSERT INTO setting (name, value) VALUES (?, ?)');
  for (const [name, value] of Object.entries({ account, cursors, schema: 5 }))
    set.run(name, JSON.stringify(value));
  registerSums(db);
  fillSums(db);
  db.close();
  return { at, account, atDesk, cursor };
}

test('a ticket and the place in the changes stay those of an account whose id is written otherwise now', async () => {
  const folder = newFolder();
  const { account, atDesk, cursor } = await fifthVersion(folder);
  core({ folder }).stop();
  const db = new Database(join(folder, 'lifeline.db'), { readonly: true });
  const owner = db.prepare('SELECT owner FROM ticket WHERE id = ?').pluck().get(atDesk);
  const cursors = db.prepare(`SELECT value FROM setting WHERE name = 'cursors'`).pluck().get();
  db.close();
  expect(owner).toBe(ownerOf(account));
  expect(JSON.parse(String(cursors))).toEqual({ [ownerOf(account)]: cursor, 'other ole': cursor });
});

test('after an update without a connection the account is still there, with the number to call', async () => {
  const folder = newFolder();
  const { at, account } = await fifthVersion(folder);
  const running = core({ folder, desk: at });
  await running.until(async () => (await running.handle('connection.get', {})).state === 'offline');
  expect(account.phone).not.toBeNull();
  expect(await running.handle('account.get', {})).toEqual(account);
});
