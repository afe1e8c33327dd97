/** A store of many messages as the version before pieces of words left it, with its own index. */
import { join } from 'node:path';
import { idMaker } from '#shared/ids.ts';
import { realDisk } from '../../main/core/disk.ts';
import type { Db } from '../../main/core/ports.ts';
import { MIGRATIONS } from '../../main/core/store/migrations.ts';
import { fillSums, registerSums } from '../../main/core/store/sums.ts';
import { seededBytes } from '../desk/random.ts';
import type { Dice } from '../sim/dice.ts';
import type { Vocabulary } from './words.ts';

/** The last version with an index of whole words. */
const VERSION = 11;
const PER_TICKET = 20;
const START = Date.UTC(2020, 0, 1);
const MINUTE_MS = 60_000;
const AUTHORS = ['Maya Lind', 'Ola Nordmann', 'Søren Åbø', 'Rita Berg', 'Sol Vik'];

export function makeOldStore(
  folder: string,
  { messages, seed, random, words }: { messages: number; seed: number; random: Dice; words: Vocabulary },
): void {
  realDisk.makeFolder(folder);
  const db = realDisk.openDatabase(join(folder, 'lifeline.db'), { timeout: 0 });
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = OFF');
  for (const sql of MIGRATIONS.slice(0, VERSION)) db.exec(sql);
  db.pragma(`user_version = ${VERSION}`);
  const ids = idMaker(() => START, seededBytes(seed));
  const addTicket = db.prepare(
    `INSERT INTO ticket (id, state, question, affected, hit, severity, severity_reason, title, description, since, channel,
       created_at, updated_at, number, version, received_at, owner)
     VALUES (?, 'solved', '', 'one', '', 'standard', '', ?, ?, '', 'email', ?, ?, ?, '1', ?, 'a%20desk rita')`,
  );
  const addMessage = db.prepare(
    `INSERT INTO message (id, ticket_id, author_kind, author_name, body, at, arrival, delivery)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'delivered')`,
  );
  let count = 0;
  while (count < messages) {
    db.transaction(() => {
      for (let tickets = 0; tickets < 250 && count < messages; tickets += 1) {
        const ticket = ids.ticket();
        const at = START + count * MINUTE_MS;
        addTicket.run(ticket, words.text(6), words.text(60), at, at, `LL-${count}`, at);
        for (let place = 0; place < PER_TICKET && count < messages; place += 1) {
          count += 1;
          const kind = place % 2 === 0 ? 'specialist' : 'requester';
          const length = random.between(8, 90);
          addMessage.run(
            ids.message(),
            ticket,
            kind,
            random.pick(AUTHORS),
            words.text(length),
            at + place,
            count,
          );
        }
      }
    })();
  }
  registerSums(db);
  db.prepare(`INSERT INTO setting (name, value) VALUES ('schema', '${VERSION}')`).run();
  db.transaction(() => fillSums(db))();
  db.close();
}

/** Bytes of the pages of all tables whose name matches. */
export function bytesOf(db: Db, pattern: string): number {
  const sum = db
    .prepare('SELECT total(pgsize) FROM dbstat WHERE aggregate = 1 AND name GLOB ?')
    .pluck()
    .get(pattern);
  return Number(sum);
}
