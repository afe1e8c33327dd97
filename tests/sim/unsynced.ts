/**
 * What a power cut may take: file contents and names of files that were not synced. SQLite's own files are not among
 * them; how SQLite syncs is tested with the real disk.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Dice } from './dice.ts';

const NOTHING = new Uint8Array();

/** A change of a folder's names, and the content that it took away. Paths are inside the store's folder. */
type NameChange =
  | { kind: 'created'; path: string }
  | { kind: 'renamed'; path: string; from: string; before: Uint8Array | null }
  | { kind: 'removed'; path: string; before: Uint8Array };

export function unsynced() {
  /** The content at the last sync of each file that was written since. */
  const contents = new Map<string, Uint8Array>();
  /** What happened to the names in each folder since its last sync, oldest first. */
  const names = new Map<string, NameChange[]>();

  function nameChanged(change: NameChange): void {
    const folder = dirname(change.path);
    names.set(folder, [...(names.get(folder) ?? []), change]);
  }

  /** A file as an interrupted write may leave it. */
  function torn(before: Uint8Array, now: Uint8Array, dice: Dice): Uint8Array {
    const kept = dice.between(Math.min(before.length, now.length), now.length);
    const left = Uint8Array.from(now.subarray(0, kept));
    // Some file systems write the length before the data.
    if (dice.chance(0.3)) left.fill(0, Math.min(before.length, kept));
    return dice.chance(0.4) ? before : left;
  }

  return {
    /** Call before the file changes; `read` gives its content, null when there is no such file yet. */
    written(path: string, read: () => Uint8Array | null): void {
      if (contents.has(path)) return;
      const before = read();
      if (before === null) nameChanged({ kind: 'created', path });
      contents.set(path, before ?? NOTHING);
    },
    renamed(from: string, path: string, before: Uint8Array | null): void {
      nameChanged({ kind: 'renamed', path, from, before });
      const content = contents.get(from);
      contents.delete(from);
      contents.delete(path);
      if (content !== undefined) contents.set(path, content);
    },
    removed(path: string, before: Uint8Array): void {
      nameChanged({ kind: 'removed', path, before });
      contents.delete(path);
    },
    madeFolder(path: string): void {
      nameChanged({ kind: 'created', path });
    },
    synced(path: string): void {
      contents.delete(path);
      names.delete(path);
    },

    /** Takes from the copy in `folder` what the power cut takes. */
    cut(folder: string, dice: Dice): void {
      for (const [path, before] of contents) {
        const file = join(folder, path);
        if (existsSync(file)) writeFileSync(file, torn(before, readFileSync(file), dice));
      }
      // Inner folders first: what is undone in one that goes itself must still be found.
      const byDepth = [...names].sort(([a], [b]) => b.length - a.length).map(([, changes]) => changes);
      for (const changes of byDepth) {
        // Names change in order: whatever was kept, everything before it was kept, too.
        for (const change of changes.slice(dice.between(0, changes.length)).reverse()) undo(folder, change);
      }
    },
  };
}
export type Unsynced = ReturnType<typeof unsynced>;

function undo(folder: string, change: NameChange): void {
  const path = join(folder, change.path);
  switch (change.kind) {
    case 'created':
      rmSync(path, { force: true, recursive: true });
      break;
    case 'renamed': {
      const from = join(folder, change.from);
      mkdirSync(dirname(from), { recursive: true });
      if (existsSync(path)) renameSync(path, from);
      if (change.before !== null) writeFileSync(path, change.before);
      break;
    }
    case 'removed':
      // What SQLite has made anew in its place it has synced, and the names in the folder with it.
      if (existsSync(path)) break;
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, change.before);
      break;
  }
}
