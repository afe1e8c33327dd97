/**
 * The journal of unsent work: a file beside the database, so that losing the database loses nothing that a person
 * wrote. Each line has its own checksum. Before a transaction commits, its line with what is unsent now is on disk;
 * after the commit a short line says that it is done. So the journal also tells of a commit that the database has lost
 * (SQLite ends a damaged WAL silently at the first frame that does not fit, https://www.sqlite.org/fileformat2.html#walformat).
 */
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { Disk } from '../ports.ts';
import { storeError } from './failure.ts';
import type { StorePaths } from './paths.ts';
import { asTexts, type Entries, Entry, type Texts } from './unsent.ts';

/** Raised when lines mean something else than before: older journals are then read, but not compared. */
const FORMAT = 1;

/** The journal is written anew when it has grown by so much, or by its own size. */
const GROWTH_LIMIT = 512 * 1024;

const Header = z.object({
  journal: z.int(),
  /** The version of the store whose rows these are. */
  version: z.int(),
  /** Which store it belongs to; see the mark. */
  born: z.int().nullable().default(null),
  seq: z.int(),
  /** How many lines follow that belong to the state at `seq`. */
  lines: z.int(),
});
const Change = z.object({ seq: z.int(), entries: z.record(z.string(), Entry) });
const Done = z.object({ done: z.int() });
const Line = z.union([Header, Change, Done]);
type Line = z.infer<typeof Line>;

/** A journal as it was found. */
export type KeptJournal = {
  /** The last transaction that was certainly committed. */
  committed: number;
  /** The last one that changed unsent work. */
  changed: number;
  /** What is unsent after transaction `seq`. */
  entriesAt(seq: number): Entries;
  /** What the transactions after `seq` were about to change: nobody knows whether they were committed. */
  entriesAfter(seq: number): Entries;
  /** True when a line is not what was written. One that a crash cut short at the end is no damage. */
  isDamaged: boolean;
  version: number | null;
  /** When the store was made that it belongs to; null when that is not known. */
  born: number | null;
  /** True when its entries mean what they would mean if they were written today by a store of `version`. */
  isComparable(version: number): boolean;
};

/** Null when there is none. */
export function readJournal(disk: Disk, paths: StorePaths): KeptJournal | null {
  if (disk.size(paths.journal) === null) return null;
  const text = Buffer.from(disk.read(paths.journal)).toString('utf8');
  // What follows the last line end was cut short by a crash: nobody was told that it is there.
  const lines = text.split('\n').slice(0, -1).map(parseLine);
  const good = lines.filter((line) => line !== null);
  const header = good.find((line) => 'journal' in line) ?? null;
  const changes = good.flatMap((line) => ('entries' in line ? [line] : []));
  const done = good.flatMap((line) => ('done' in line ? [line.done] : []));
  const changed = Math.max(header?.seq ?? 0, ...changes.map(({ seq }) => seq));
  const snapshot = header === null ? [] : changes.filter(({ seq }) => seq === header.seq);

  function collect(from: number, to: number): Entries {
    const entries: Entries = new Map();
    for (const { seq, entries: values } of changes) {
      if (seq < from || seq > to) continue;
      for (const [key, value] of Object.entries(values)) entries.set(key, value);
    }
    return entries;
  }

  return {
    // A line is written only after the transaction before it was committed.
    committed: Math.max(
      header?.seq ?? 0,
      ...done,
      ...changes.map(({ seq }) => (seq === header?.seq ? seq : seq - 1)),
    ),
    changed,
    entriesAt(seq) {
      const entries = collect(0, seq);
      for (const [key, value] of entries) if (value === null) entries.delete(key);
      return entries;
    },
    entriesAfter: (seq) => collect(seq + 1, Number.MAX_SAFE_INTEGER),
    isDamaged: good.length < lines.length || header === null || snapshot.length < header.lines,
    version: header?.version ?? null,
    born: header?.born ?? null,
    isComparable: (version) => header?.journal === FORMAT && header.version === version,
  };
}

/**
 * Writes the journal, from the beginning: `entries` is what is unsent after transaction `seq`, and `unfinished` what
 * the one after that is going to make of it.
 */
export function openJournal(
  disk: Disk,
  paths: StorePaths,
  version: number,
  start: { born: number | null; seq: number; entries: Entries; unfinished: Entries },
) {
  const entries = asTexts(start.entries);
  /** What a line tells of that nobody has committed: whatever becomes of it is written down, also when it stays as it was. */
  const unsettled = new Set(start.unfinished.keys());
  let seq = start.seq;
  /** Bytes of the file when it was written anew, and of the lines that were added since. */
  let whole = 0;
  let grown = 0;
  /** Where the line stands whose transaction is not committed yet. */
  let intendedAt: number | null = null;
  /** True when the end of the file is not known to be whole: nothing may be appended to it. */
  let isTorn = true;

  function rewrite(unfinished: Texts = new Map()): void {
    const header: Line = { journal: FORMAT, version, born: start.born, seq, lines: entries.size };
    const lines = [...entries].map((entry) => changeLine(seq, [entry]));
    if (unfinished.size > 0) lines.push(changeLine(seq + 1, [...unfinished]));
    const beside = `${paths.journal}.new`;
    isTorn = true;
    const bytes = bytesOf([JSON.stringify(header), ...lines]);
    disk.write(beside, bytes);
    disk.sync(beside);
    disk.rename(beside, paths.journal);
    disk.sync(paths.folder);
    isTorn = false;
    grown = 0;
    whole = bytes.length;
  }

  function append(json: string, { sync }: { sync: boolean }): void {
    const bytes = bytesOf([json]);
    isTorn = true;
    disk.append(paths.journal, bytes);
    if (sync) disk.sync(paths.journal);
    isTorn = false;
    grown += bytes.length;
  }

  try {
    rewrite(asTexts(start.unfinished));
  } catch (error) {
    // On a full disk what is there can still be read; the old journal stays as it is until there is room.
    if (storeError(error).failure.code !== 'store_full' || start.unfinished.size > 0) throw error;
  }

  return {
    /** What is unsent after the last commit, as text; undefined when nothing is, and no such text while it is unsettled. */
    entry: (key: string) => (unsettled.has(key) ? 'unsettled' : entries.get(key)),
    /** All of that. */
    texts: (): Texts => entries,

    /** Before a commit: what will be unsent after it is on disk when this returns. */
    intend(next: number, changes: Texts): void {
      intendedAt = null;
      if (isTorn || grown > Math.max(GROWTH_LIMIT, whole)) rewrite();
      intendedAt = whole + grown;
      append(changeLine(next, [...changes]), { sync: true });
    },

    /** After a commit. Not synced: after a power cut it is only not known that the transaction was committed. */
    done(next: number, changes: Texts): void {
      seq = next;
      for (const [key, entry] of changes) {
        unsettled.delete(key);
        if (entry === 'null') entries.delete(key);
        else entries.set(key, entry);
      }
      if (isTorn) return;
      try {
        append(JSON.stringify({ done: next }), { sync: false });
      } catch {
        // The transaction stands; the next one writes the journal anew.
      }
    },

    /** After a commit that failed, on a full disk for instance: what was intended is not so, after a crash neither. */
    takeBack(): void {
      if (intendedAt === null) return;
      isTorn = true;
      try {
        disk.truncate(paths.journal, intendedAt);
        disk.sync(paths.journal);
        grown = intendedAt - whole;
        isTorn = false;
      } catch {
        // Written anew before the next line.
      }
    },
  };
}
export type Journal = ReturnType<typeof openJournal>;

function changeLine(seq: number, entries: [key: string, entry: string][]): string {
  const body = entries.map(([key, entry]) => `${JSON.stringify(key)}:${entry}`).join(',');
  return `{"seq":${seq},"entries":{${body}}}`;
}

function bytesOf(lines: string[]): Uint8Array {
  return Buffer.from(lines.map((json) => `${sumOf(json)} ${json}\n`).join(''));
}

function parseLine(line: string): Line | null {
  const [sum, json] = [line.slice(0, 8), line.slice(9)];
  if (sum !== sumOf(json)) return null;
  const parsed = Line.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}

const sumOf = (json: string) => crc32(json).toString(16).padStart(8, '0');
