/** Core on a store that is damaged: the person goes on, and is told (invariant 8). */
import { closeSync, openSync, statSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { core, desk, newFolder } from './running-core.ts';

/** Writes nonsense over every page but the first ones. */
function ruin(file: string): void {
  const handle = openSync(file, 'r+');
  for (let at = 4096 * 3; at + 4096 <= statSync(file).size; at += 4096) {
    writeSync(handle, Buffer.alloc(4096, 0xa5), 0, 4096, at);
  }
  closeSync(handle);
}

test('damage that shows in use is repaired, and the command that met it is answered', async () => {
  const folder = newFolder();
  const first = core({ folder });
  const ids = [];
  // More than SQLite keeps in memory.
  for (let draft = 0; draft < 60; draft += 1)
    ids.push(await first.draft({ description: `${draft} ${'x'.repeat(80_000)}` }));
  first.stop();
  const running = core({ folder });
  ruin(join(folder, 'lifeline.db'));
  for (const [draft, id] of ids.entries()) {
    expect((await running.ticket(id)).form.description.slice(0, 4)).toBe(`${draft} xxx`.slice(0, 4));
  }
  const { recovery } = await running.handle('store.health', {});
  expect(recovery).toMatchObject({ unsentRestored: 60, journalDamaged: false });
  await running.handle('store.dismissRecovery', {});
  expect((await running.handle('store.health', {})).recovery).toBeNull();
});

test('after a rebuild what waited is sent once, and the history is back', async () => {
  const at = await desk();
  const folder = newFolder();
  const first = core({ desk: at, folder });
  const sent = await first.submit({ title: 'Sent before' });
  await first.inState(sent, 'open');
  at.faults.plan({ seed: 1, faults: [{ kind: 'status', status: 503, rate: 1 }] });
  const waiting = await first.submit({ title: 'Waits' });
  await first.until(async () => (await first.handle('outbox.list', {}))[0]?.tries);
  first.stop();
  at.faults.plan({ seed: 1, faults: [] });
  truncateSync(join(folder, 'lifeline.db'), 4096);
  const second = core({ desk: at, folder });
  await second.inState(waiting, 'open');
  const titles = await second.until(async () => {
    const list = await second.handle('inbox.list', {});
    return list.length === 2 && list.map(({ title }) => title).sort();
  });
  expect(titles).toEqual(['Sent before', 'Waits']);
  expect((await second.handle('store.health', {})).recovery).not.toBeNull();
});

/** The index of words as it was some entries ago, in this file: a page of it that never reached the disk. */
function forgetWords(file: string, structure: unknown): void {
  const db = new Database(file);
  db.unsafeMode();
  db.prepare('UPDATE ticket_pieces_data SET block = ? WHERE id = 10').run(structure);
  db.close();
}
function structureOfWords(file: string): unknown {
  const db = new Database(file);
  const block = db.prepare('SELECT block FROM ticket_pieces_data WHERE id = 10').pluck().get();
  db.close();
  return block;
}

test('an index of words that takes no more entries keeps nobody from writing, and finds everything again', async () => {
  const folder = newFolder();
  const store = join(folder, 'lifeline.db');
  const first = core({ folder });
  const id = await first.draft({ title: 'Harbour crane' });
  await first.handle('search.find', { text: 'crane' });
  first.stop();
  const before = structureOfWords(store);
  const second = core({ folder });
  await second.draft({ title: 'Container scanner' });
  await second.handle('search.find', { text: 'scanner' });
  second.stop();
  forgetWords(store, before);

  const running = core({ folder });
  await running.handle('draft.save', { id, patch: { title: 'Harbour crane again' } });
  expect((await running.ticket(id)).form.title).toBe('Harbour crane again');
  const found = await running.handle('search.find', { text: 'scanner' });
  expect(JSON.stringify(found)).toContain('Container scanner');
});
