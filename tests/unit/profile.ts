/** A profile with a bit of everything, and what must be read from it whatever happens to its files. */
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll } from 'vitest';
import type { DeskMessage, DeskTicket } from '#shared/contract.ts';
import { idMaker, type TicketId } from '#shared/ids.ts';
import { EMPTY_FORM, type StoreHealth } from '#shared/model.ts';
import { realDisk } from '../../main/core/disk.ts';
import type { Clock, Disk } from '../../main/core/ports.ts';
import { FIRST_CURSOR } from '../../main/core/store/settings.ts';
import { openEverything, type Store } from '../../main/core/store/store.ts';
import { seededBytes, seededNumbers } from '../desk/random.ts';
import { deskTicket as ticketAtDesk } from '../tickets.ts';

export const START = Date.UTC(2026, 2, 2, 8);

/** In memory where there is such a place: these tests open hundreds of profiles, and sync each many times. */
const BASE = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new empty folder, gone when the tests end. */
export function newFolder(): string {
  const folder = mkdtempSync(join(BASE, 'lifeline-store-'));
  folders.push(folder);
  return folder;
}

/** A clock that stands still, and whose timers go off when the test says so. */
export function stillClock(at = START): Clock & { turn(ms: number): void; ring(): void } {
  let now = at;
  let timers: (() => void)[] = [];
  return {
    now: () => now,
    after(_, action) {
      timers.push(action);
      return () => {
        timers = timers.filter((each) => each !== action);
      };
    },
    turn(ms) {
      now += ms;
    },
    ring() {
      for (const timer of timers.splice(0)) timer();
    },
  };
}

export function openProfile(folder: string, { disk = realDisk, clock = stillClock() as Clock } = {}): Store {
  return openEverything(folder, { disk, clock });
}

/** Opens a profile whose last backup is old, and waits for the new one. */
export async function openWithBackup(folder: string, clock: Clock): Promise<Store> {
  const made = Promise.withResolvers<void>();
  const changed = ({ lastBackupAt }: StoreHealth) => {
    if (lastBackupAt === clock.now()) made.resolve();
  };
  const store = openEverything(folder, { disk: realDisk, clock, changed });
  await made.promise;
  return store;
}

/** Writes `rounds` of drafts, tickets that wait, tickets at the desk with answers, replies and files. */
export function fill(store: Store, seed: number, rounds = 6): void {
  const ids = idMaker(() => START, seededBytes(seed));
  const number = seededNumbers(seed);
  const text = () => `${'Ålesund answers slowly. '.repeat(1 + Math.floor(number() * 40))}${number()}`;
  const reading = { owner: 'desk/requester', number: 1 };
  for (let round = 0; round < rounds; round += 1) {
    const [draft, queued, atDesk] = [ids.ticket(), ids.ticket(), ids.ticket()];
    const form = () => ({ ...EMPTY_FORM, title: text().slice(0, 80), description: text() });
    store.transaction(() => store.tickets.createDraft(draft, EMPTY_FORM, START));
    store.transaction(() => store.tickets.saveForm(draft, form(), START + round));
    store.transaction(() => {
      store.tickets.createDraft(queued, form(), START);
      store.tickets.setState(queued, 'queued', START);
      add(store, ids, queued, { kind: 'create_ticket' }, text());
    });
    store.transaction(() => {
      store.tickets.takeOver(deskTicket(atDesk, text()), reading);
      for (let answer = 0; answer < 3; answer += 1) {
        const message = deskMessage(ids.message(), atDesk, text());
        store.tickets.takeOverMessage(message, reading, START);
        store.notices.decide({ id: message.id, ticketId: atDesk, whileClosed: false }, START);
      }
      store.settings.set('cursors', {
        [reading.owner]: { ...FIRST_CURSOR, value: `cursor ${round}`, caughtUp: true, whole: false },
      });
    });
    store.transaction(() => store.tickets.saveReplyDraft(atDesk, text()));
    store.transaction(() => {
      const id = ids.message();
      const body = text();
      store.tickets.addOwnMessage({ id, ticketId: atDesk, body, at: START, name: 'Kari' });
      add(store, ids, atDesk, { kind: 'add_message', messageId: id }, body);
    });
    store.transaction(() =>
      store.attachments.add({
        id: ids.attachment(),
        ticketId: draft,
        name: 'log.txt',
        mediaType: 'text/plain',
        size: 3,
        sha256: 'a'.repeat(64),
        at: START,
      }),
    );
  }
  store.transaction(() => {
    store.settings.set('deskUrl', 'https://desk.example');
    store.settings.set('preferences', {
      language: 'nb',
      theme: 'dark',
      quietHours: null,
      hideContent: false,
      askStillHappening: 'after',
      listOrder: 'important',
      letterKeys: true,
      chosenKeys: { solve: { key: 'e', command: true } },
    });
  });
}

type Purpose =
  | { kind: 'create_ticket' }
  | { kind: 'add_message'; messageId: ReturnType<ReturnType<typeof idMaker>['message']> };

function add(
  store: Store,
  ids: ReturnType<typeof idMaker>,
  ticketId: TicketId,
  purpose: Purpose,
  body: string,
) {
  const bytes = new TextEncoder().encode(body);
  store.operations.add(
    {
      id: ids.operation(),
      ticketId,
      owner: store.tickets.owner(ticketId),
      key: ids.operation(),
      body: bytes,
      ...purpose,
    },
    START,
  );
}

export const deskTicket = (id: TicketId, title: string): DeskTicket => ticketAtDesk({ id, title }, START);

export function deskMessage(id: DeskMessage['id'], ticketId: TicketId, body: string): DeskMessage {
  return {
    id,
    ticketId,
    author: { kind: 'specialist', id: null, name: 'Ola' },
    body,
    createdAt: new Date(START).toISOString(),
    editedAt: null,
  };
}

/** Everything that the window can see. */
export function everything(store: Store): string {
  const tickets = store.tickets.list().map(({ id }) => [store.tickets.get(id), store.attachments.of(id)]);
  return JSON.stringify([tickets, unsent(store), store.notices.untold(), store.settings.get('cursors')]);
}

/** All that is only on this computer, as the window and the outbox see it. */
export function unsent(store: Store): string {
  const tickets = store.tickets.list().flatMap(({ id }) => {
    const ticket = store.tickets.get(id);
    if (ticket === null) return [];
    const { form, state, replyDraft, messages } = ticket;
    const own = messages.filter(({ delivery }) => delivery !== 'delivered');
    const files = store.attachments.of(id).filter(({ delivery }) => delivery !== 'received');
    const isHere = ticket.number === null;
    if (!isHere && replyDraft === '' && own.length + files.length === 0) return [];
    return [{ id, form: isHere ? form : null, state: isHere ? state : null, replyDraft, own, files }];
  });
  const operations = store.operations.list().map(({ id }) => {
    const operation = store.operations.get(id);
    return operation === null ? null : { ...operation, body: Buffer.from(operation.body).toString('base64') };
  });
  return JSON.stringify({
    tickets: tickets.sort((a, b) => a.id.localeCompare(b.id)),
    operations,
    settings: [store.settings.get('deskUrl'), store.settings.get('preferences')],
  });
}

/** A copy of a profile as its files are at this moment: what a killed process leaves. */
export function imageOf(folder: string): string {
  const copy = newFolder();
  // The reserve holds nothing.
  cpSync(folder, copy, { recursive: true, filter: (path) => basename(path) !== 'reserve' });
  return copy;
}

/** All files below a folder with their sizes, to see that nothing was lost. */
export function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .sort();
}

/** A disk that does something before chosen calls; everything else is real. */
export function diskWith(changes: Partial<Disk>): Disk {
  return { ...realDisk, ...changes };
}
