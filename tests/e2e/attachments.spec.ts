/** Files on the running app: sent through a kill, and opened without ever being run. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { PATHS } from '#shared/contract.ts';
import type { TicketId } from '#shared/ids.ts';
import type { Desk } from '../desk/desk.ts';
import { killHard } from '../electron/host.ts';
import { expect, test } from './fixtures.ts';
import type { Person } from './person.ts';

const TITLE = 'The export stops';
const MEGABYTE = 1024 * 1024;

/** The bytes of a file of this size, the same in the page and here. */
const contentOf = (size: number) =>
  Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 255);

/** Sends a ticket with one file of this size. */
async function sendsWithFile(person: Person, size: number): Promise<TicketId> {
  await person.startsTicket();
  await person.field('Your question').fill(TITLE);
  await person.fillsIn({ description: 'At row 500.' });
  await person.seesSaved();
  return person.page.evaluate(
    async ({ title, length, piece }) => {
      const ask = window.lifeline?.invoke;
      const inbox = await ask?.('inbox.list', {});
      const ticket = inbox?.ok ? inbox.value.find((each) => each.title === title) : undefined;
      if (ask === undefined || ticket === undefined) throw new Error('There is no such draft.');
      const file = { ticketId: ticket.id, name: 'trace.log', size: length, mediaType: 'text/plain' };
      const started = await ask('attachment.start', file);
      if (!started.ok) throw new Error(started.failure.code);
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 31 + (index >> 8)) & 255);
      for (let offset = 0; offset < length; offset += piece)
        await ask('attachment.append', {
          ...started.value,
          offset,
          bytes: bytes.slice(offset, offset + piece),
        });
      const finished = await ask('attachment.finish', started.value);
      if (!finished.ok) throw new Error(finished.failure.code);
      await ask('ticket.submit', { id: ticket.id });
      return ticket.id;
    },
    { title: TITLE, length: size, piece: MEGABYTE },
  );
}

test('a kill in the middle of an upload: the file arrives once, byte for byte (invariants 1 and 2)', async ({
  open,
  desk,
}) => {
  const size = 4 * MEGABYTE + 7;
  desk.faults.set({ kind: 'latency', ms: 400, method: 'PATCH' });
  const first = await open();
  const id = await sendsWithFile(first, size);
  const progress = () =>
    first.page.evaluate(async () => {
      const outbox = await window.lifeline?.invoke('outbox.list', {});
      return outbox?.ok ? (outbox.value[0]?.progress?.sentBytes ?? 0) : 0;
    });
  await expect.poll(progress).toBeGreaterThan(0);
  await killHard(first.app);
  desk.faults.clear();
  expect(desk.specialist.attachments(id)).toEqual([]);

  await open();
  await expect.poll(() => desk.specialist.attachments(id).length).toBe(1);
  const [file] = desk.specialist.attachments(id);
  if (file === undefined) throw new Error('The file is gone.');
  const url = `${desk.url}${PATHS.attachmentContent(id, file.id)}`;
  const content = await fetch(url, { headers: { authorization: `Bearer ${desk.token}` } });
  expect(Buffer.compare(Buffer.from(await content.arrayBuffer()), contentOf(size))).toBe(0);
  expect(desk.ledger().attachments).toHaveLength(1);
});

/** What the shell was asked to open or to show; `openPath` answers with `problem`. */
async function watchesShell(person: Person, problem = '') {
  await person.app.evaluate(({ shell }, words) => {
    const seen: { opened: string[]; revealed: string[] } = { opened: [], revealed: [] };
    Object.assign(globalThis, { seenByShell: seen });
    shell.openPath = async (path) => {
      seen.opened.push(path);
      return words;
    };
    shell.showItemInFolder = (path) => {
      seen.revealed.push(path);
    };
  }, problem);
  return () =>
    person.app.evaluate(
      () => (globalThis as unknown as { seenByShell: { opened: string[]; revealed: string[] } }).seenByShell,
    );
}

/** A file that a specialist puts to a ticket, opened by the page. */
async function opens(person: Person, desk: Desk, name: string, bytes: Uint8Array) {
  const [ticket] = desk.specialist.tickets();
  if (ticket === undefined) throw new Error('The sample has no ticket.');
  const file = desk.specialist.attach(ticket.id, { name, mediaType: 'application/octet-stream', bytes });
  if (file === null) throw new Error('The desk took no file.');
  const isHere = ({ ticketId, id }: { ticketId: TicketId; id: string }) =>
    person.page.evaluate(
      async (wanted) => {
        const answer = await window.lifeline?.invoke('ticket.get', { id: wanted.ticketId });
        return answer?.ok && answer.value.attachments.some(({ id: known }) => known === wanted.id);
      },
      { ticketId, id },
    );
  await expect.poll(() => isHere({ ticketId: ticket.id, id: file.id })).toBe(true);
  // Nothing opens without a press.
  await person.page.keyboard.press('Shift');
  return person.page.evaluate((id) => window.lifeline?.invoke('attachment.open', { id }), file.id);
}

test('a picture opens as a copy that can not be changed', async ({ open, desk }) => {
  const person = await open();
  await person.seesConnection('Online');
  const seen = await watchesShell(person);
  const bytes = contentOf(5000);
  expect(await opens(person, desk, 'shot.png', bytes)).toEqual({ ok: true, value: { how: 'opened' } });
  const { opened, revealed } = await seen();
  const [path = ''] = opened;
  expect(path).toMatch(/shot\.png$/);
  expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
  expect(statSync(path).mode & 0o222).toBe(0);
  expect(revealed).toEqual([]);
});

test('a file that no program opens is shown in its folder', async ({ open, desk }) => {
  const person = await open();
  await person.seesConnection('Online');
  const seen = await watchesShell(person, 'No application is set for this type.');
  expect(await opens(person, desk, 'shot.png', contentOf(10))).toEqual({
    ok: true,
    value: { how: 'revealed' },
  });
  expect((await seen()).revealed.at(-1)).toMatch(/shot\.png$/);
});

test('what could run is never opened, however it is called (invariant 9)', async ({ open, desk }) => {
  const person = await open();
  await person.seesConnection('Online');
  const seen = await watchesShell(person);
  const names = [
    'setup.exe',
    'run.desktop',
    'page.html',
    'shot.png.js',
    'invoice.exe.pdf',
    'shot\u202egnp.exe',
    'Makefile',
    '../../../shot.sh',
  ];
  for (const name of names)
    expect(await opens(person, desk, name, contentOf(10)), name).toEqual({
      ok: true,
      value: { how: 'revealed' },
    });
  const { opened, revealed } = await seen();
  expect(opened).toEqual([]);
  const folders = new Set(revealed.map((path) => path.split(/[\\/]/).at(-3)));
  expect(folders).toEqual(new Set(['opened']));
});

test('what could run, or fetch something when its folder is shown, gets an ending that does neither', async ({
  open,
  desk,
}) => {
  test.skip(process.platform !== 'linux', 'Elsewhere the mark of the system does this for programs.');
  const person = await open();
  await person.seesConnection('Online');
  const seen = await watchesShell(person);
  for (const name of ['holiday.lnk', 'people.contact', 'repair.sh']) {
    expect(await opens(person, desk, name, contentOf(10))).toEqual({ ok: true, value: { how: 'revealed' } });
    const { revealed } = await seen();
    const shown = revealed.at(-1) ?? '';
    expect(shown).toMatch(new RegExp(`${name}\\.download$`));
    // Nothing else lies in the folder that is shown.
    expect(readdirSync(dirname(shown))).toEqual([`${name}.download`]);
  }
  expect((await seen()).opened).toEqual([]);
});
