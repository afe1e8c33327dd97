/**
 * The index of words, kept apart from what is written: a write only notes what has changed (by triggers, so that none
 * can forget it), and the notes are worked off in slices, the newest first. No write waits for the index, and a whole
 * store is indexed anew while the person goes on working.
 */
import { z } from 'zod';
import { spellingsOf } from '#shared/folding.ts';
import type { Db } from '../ports.ts';
import { blockOf, endOfBlock, namePiecesOf, piecesOf } from './pieces.ts';

/** What is found in a search, and where its rows stand. The small kinds come first when all is indexed. */
export const KINDS = ['ticket', 'attachment', 'article', 'message'] as const;
export type Kind = (typeof KINDS)[number];

/** A slice holds core for some 30 ms: so much text, and so many rows. A text has at most 100,000 characters here. */
const SLICE = { characters: 60_000, rows: 500 };
/** So many pages of the index are merged in one go. */
const MERGED_PAGES = 150;

const TEXTS: Record<Kind, string> = {
  ticket: 'v.title AS one, v.body AS two, NULL AS author',
  message: 'v.author AS one, v.body AS two, v.author',
  attachment: `v.name AS one, '' AS two, NULL AS author`,
  article: 'v.title AS one, v.body AS two, NULL AS author',
};

const Noted = z.object({
  key: z.int(),
  /** Null when what was noted is gone. */
  one: z.string().nullable(),
  two: z.string().nullable(),
  author: z.string().nullable(),
});
type Noted = z.infer<typeof Noted>;

/**
 * Empties the indexes and notes everything, inside the caller's transaction. No sum guards them, and SQLite's own check
 * passes over one that has become an older version of itself: it finds too little, and takes no more entries.
 */
export function indexAnew(db: Db): void {
  for (const kind of KINDS) {
    db.exec(`INSERT INTO ${kind}_pieces (${kind}_pieces) VALUES ('delete-all')`);
  }
  db.exec(`DELETE FROM to_index;
    INSERT INTO to_index (kind, key) SELECT kind, key FROM searchable;
    INSERT INTO to_index (kind, key) SELECT 'article', key FROM article;
    INSERT INTO article_words (article_words) VALUES ('rebuild');`);
}

export function openWordIndex(db: Db) {
  const totalChanges = db.prepare('SELECT total_changes()').pluck();
  const hasNotes = db.prepare('SELECT EXISTS (SELECT 1 FROM to_index)').pluck();
  const statements: Record<Kind, ReturnType<typeof statementsFor>> = {
    ticket: statementsFor('ticket'),
    attachment: statementsFor('attachment'),
    article: statementsFor('article'),
    message: statementsFor('message'),
  };

  function statementsFor(kind: Kind) {
    const texts =
      kind === 'article'
        ? 'LEFT JOIN article_text v ON v.key = n.key'
        : `LEFT JOIN searchable s ON s.key = n.key LEFT JOIN ${kind}_text v ON v.id = s.id`;
    return {
      noted: db
        .prepare(`SELECT key FROM to_index WHERE kind = '${kind}' ORDER BY key DESC LIMIT ${SLICE.rows}`)
        .pluck(),
      text: db.prepare(
        `SELECT n.key, ${TEXTS[kind]} FROM to_index n ${texts} WHERE n.kind = '${kind}' AND n.key = ?`,
      ),
      remove: db.prepare(`DELETE FROM ${kind}_pieces WHERE rowid = ?`),
      add: db.prepare(`INSERT INTO ${kind}_pieces (rowid, pieces) VALUES (?, ?)`),
      merge: db.prepare(
        `INSERT INTO ${kind}_pieces (${kind}_pieces, rank) VALUES ('merge', ${MERGED_PAGES})`,
      ),
      done: db.prepare(`DELETE FROM to_index WHERE kind = '${kind}' AND key = ?`),
    };
  }

  /** The newest of what is noted, as much as fits a slice. */
  function newest(kind: Kind, room: number): Noted[] {
    const rows: Noted[] = [];
    let left = room;
    for (const key of z.array(z.int()).parse(statements[kind].noted.all())) {
      const noted = Noted.parse(statements[kind].text.get(key));
      rows.push(noted);
      left -= lengthOf(noted);
      if (left <= 0) break;
    }
    return rows;
  }

  return {
    /** True when there is something that is not in the index yet. */
    isBehind: (): boolean => hasNotes.get() === 1,
    /** Works off a slice of the notes, inside the caller's transaction. */
    slice(): void {
      let room = SLICE.characters;
      for (const kind of KINDS) {
        if (room <= 0) return;
        const { remove, add, done } = statements[kind];
        const rows = newest(kind, room);
        // The index writes what comes in rising order in one go.
        for (const row of rows.reverse()) {
          remove.run(row.key);
          if (row.one !== null) add.run(row.key, piecesOfRow(row));
          done.run(row.key);
          room -= lengthOf(row);
        }
      }
    },
    /**
     * Each slice leaves a part of its own in the index, and many parts make a search slow. Merges some of them, inside
     * the caller's transaction, and says whether there was anything to merge.
     */
    merge(): boolean {
      return KINDS.some((kind) => {
        const before = z.int().parse(totalChanges.get());
        statements[kind].merge.run();
        // One change is the statement itself (https://www.sqlite.org/fts5.html#the_merge_command).
        return z.int().parse(totalChanges.get()) - before > 1;
      });
    },
  };
}
export type WordIndex = ReturnType<typeof openWordIndex>;

const lengthOf = ({ one, two }: Noted): number => 100 + (one?.length ?? 0) + (two?.length ?? 0);

function piecesOfRow({ key, one, two, author }: Noted): string {
  const pieces = piecesOf(spellingsOf(`${one ?? ''}\n${two ?? ''}`));
  if (author !== null) for (const piece of namePiecesOf(spellingsOf(author))) pieces.add(piece);
  const end = endOfBlock(blockOf(key));
  return Array.from(pieces, (piece) => piece + end).join(' ');
}
