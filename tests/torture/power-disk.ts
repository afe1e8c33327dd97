/**
 * A disk that can lose its power. It is given what a process did to its files, and knows what must still be there
 * after a cut: what was synced, under the names that were synced. The rest may be there, in part or not at all.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { Dice } from './dice.ts';
import type { Entry } from './recorder.ts';

/** Disks write whole sectors; of a longer write any of them may be missing. */
const SECTOR = 512;

type Change = { at: number; bytes: Buffer } | { length: number };
type File = { safe: Buffer; unsafe: Change[] };
/** What a name stands for; null is a folder. */
type Node = File | null;
type Renaming = { from: string | null; to: string | null; node: Node };

export type PowerDisk = ReturnType<typeof powerDisk>;

/** An empty disk whose only folder is `root`; that one is there for good. */
export function powerDisk(root: string) {
  /** The names as the process sees them, and as they are safe. */
  const seen = new Map<string, Node>([[root, null]]);
  const safe = new Map<string, Node>([[root, null]]);
  let unsafe: Renaming[] = [];
  const open = new Map<number, string | File>();

  function rename(renaming: Renaming): void {
    applyName(seen, renaming);
    unsafe.push(renaming);
  }

  function sync(what: string | File): void {
    if (typeof what === 'object') {
      for (const change of what.unsafe.splice(0)) what.safe = changed(what.safe, change);
      return;
    }
    const isIn = (path: string | null) => path !== null && dirname(path) === what;
    const names = new Set<string | null>();
    // From the last one back: a name that is safe now brings all along that was done to it before. Otherwise a file
    // that was moved away would come back under its first name once the folder of that one is synced.
    const synced = new Set(
      unsafe.toReversed().filter(({ from, to }) => {
        const isSynced = isIn(from) || isIn(to) || names.has(from) || names.has(to);
        if (isSynced) for (const name of [from, to]) if (name !== null) names.add(name);
        return isSynced;
      }),
    );
    for (const renaming of unsafe) if (synced.has(renaming)) applyName(safe, renaming);
    unsafe = unsafe.filter((renaming) => !synced.has(renaming));
  }

  function fileAt(fd: number): File {
    const file = open.get(fd);
    if (typeof file !== 'object') throw new Error('a write to what is no open file');
    return file;
  }

  return {
    apply(entry: Entry): void {
      switch (entry.kind) {
        case 'open': {
          const known = seen.get(entry.path);
          if (known === null) {
            open.set(entry.fd, entry.path);
            break;
          }
          const file = known ?? { safe: Buffer.alloc(0), unsafe: [] };
          if (known === undefined) rename({ from: null, to: entry.path, node: file });
          if (known !== undefined && entry.isEmptied) file.unsafe.push({ length: 0 });
          open.set(entry.fd, file);
          break;
        }
        case 'write':
          fileAt(entry.fd).unsafe.push({ at: entry.at, bytes: entry.bytes });
          break;
        case 'cut':
          fileAt(entry.fd).unsafe.push({ length: entry.length });
          break;
        case 'sync': {
          const what = open.get(entry.fd);
          if (what === undefined) throw new Error('a sync of what is not open');
          sync(what);
          break;
        }
        case 'rename': {
          const node = seen.get(entry.from);
          if (!node) throw new Error(`renamed, but no file: ${entry.from}`);
          rename({ from: entry.from, to: entry.to, node });
          break;
        }
        case 'remove':
          rename({ from: entry.path, to: null, node: seen.get(entry.path) ?? null });
          break;
        case 'folder':
          rename({ from: null, to: entry.path, node: null });
          break;
        case 'close':
          open.delete(entry.fd);
          break;
      }
    },

    /** Writes into `folder` what is there after a cut at this moment; `keeps` says how much of the unsynced is. */
    image(folder: string, keeps: Keeps): void {
      const names = new Map(safe);
      for (const renaming of keeps.names(unsafe)) applyName(names, renaming);
      for (const [path, node] of [...names].sort(([a], [b]) => a.length - b.length)) {
        const to = join(folder, relative(root, path));
        if (!hasParents(names, root, path)) continue;
        if (node === null) mkdirSync(to, { recursive: true });
        else writeFileSync(to, keeps.changes(node.unsafe).reduce(changed, node.safe));
      }
    },
  };
}

/** A file in a folder whose own name was lost is lost with it. */
function hasParents(names: Map<string, Node>, root: string, path: string): boolean {
  for (let each = path; each !== root; each = dirname(each)) if (!names.has(each)) return false;
  return true;
}

function applyName(names: Map<string, Node>, { from, to, node }: Renaming): void {
  if (from !== null) names.delete(from);
  if (to !== null) names.set(to, node);
}

function changed(bytes: Buffer, change: Change): Buffer {
  const length = 'length' in change ? change.length : Math.max(bytes.length, change.at + change.bytes.length);
  const result = Buffer.alloc(length);
  bytes.copy(result, 0, 0, length);
  if ('bytes' in change) change.bytes.copy(result, change.at);
  return result;
}

/** How much a cut leaves of what was not synced. */
export type Keeps = {
  name: string;
  names(unsafe: readonly Renaming[]): readonly Renaming[];
  changes(unsafe: readonly Change[]): readonly Change[];
};

/** Nothing that was not synced: the strictest cut. */
export const NOTHING: Keeps = { name: 'nothing', names: () => [], changes: () => [] };
/** Everything, as after a kill. */
export const EVERYTHING: Keeps = { name: 'everything', names: (all) => all, changes: (all) => all };

/** The first so much of it, in the order in which it was done. */
export function theFirst({ between }: Dice): Keeps {
  const some = <T>(all: readonly T[]) => all.slice(0, between(0, all.length));
  return { name: 'the first', names: some, changes: some };
}

/** Any of it in any order, long writes torn into sectors. */
export function torn({ chance, pick }: Dice): Keeps {
  const share = pick([0.1, 0.5, 0.9]);
  return {
    name: 'torn',
    names: (all) => all.filter(() => chance(share)),
    changes: (all) => all.flatMap(sectors).filter(() => chance(share)),
  };
}

function sectors(change: Change): Change[] {
  if ('length' in change) return [change];
  const pieces: Change[] = [];
  for (let from = 0; from < change.bytes.length; ) {
    const end = Math.min(change.bytes.length, from + SECTOR - ((change.at + from) % SECTOR));
    pieces.push({ at: change.at + from, bytes: change.bytes.subarray(from, end) });
    from = end;
  }
  return pieces;
}
