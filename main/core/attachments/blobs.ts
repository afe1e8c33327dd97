/**
 * The content of files, each under its hash, so that the same content is kept once and damage is noticed on use.
 * What is still arriving lies apart until it is whole and on the disk.
 */
import { createHash, type Hash } from 'node:crypto';
import { join } from 'node:path';
import { LifelineError } from '#shared/errors.ts';
import type { AttachmentId } from '#shared/ids.ts';
import type { Disk } from '../ports.ts';
import { storeError } from '../store/failure.ts';

/** Left free for the store itself: a file must not take the room that the next words need. */
const KEEP_FREE_BYTES = 64 * 1024 * 1024;
/** Read at a time, so that the largest file costs no more memory than this. */
const PIECE_BYTES = 1024 * 1024;

type Arriving = { size: number; received: number; hash: Hash };

/** The content in `<folder>/files`. Errors come out with their `store_*` names. */
export function openBlobs(disk: Disk, folder: string) {
  const root = join(folder, 'files');
  const incoming = join(root, 'incoming');
  const arriving = new Map<string, Arriving>();

  const home = (sha256: string) => join(root, sha256.slice(0, 2));
  const path = (sha256: string) => join(home(sha256), sha256);
  const arrivalPath = (id: AttachmentId) => join(incoming, id);

  function arrival(id: AttachmentId): Arriving {
    const found = arriving.get(id);
    if (found === undefined) throw new LifelineError('not_found');
    return found;
  }

  function begin(id: AttachmentId, size: number): void {
    const promised = [...arriving.values()].reduce((sum, file) => sum + file.size - file.received, 0);
    if (disk.freeBytes(folder) - promised - size < KEEP_FREE_BYTES) throw new LifelineError('store_full');
    disk.makeFolder(incoming);
    disk.write(arrivalPath(id), new Uint8Array(0));
    arriving.set(id, { size, received: 0, hash: createHash('sha256') });
  }

  function append(id: AttachmentId, offset: number, bytes: Uint8Array): void {
    const file = arrival(id);
    const end = offset + bytes.length;
    if (end <= file.received) return;
    if (offset !== file.received || end > file.size) throw new LifelineError('attachment_damaged');
    disk.append(arrivalPath(id), bytes);
    file.hash.update(bytes);
    file.received = end;
  }

  function finish(id: AttachmentId, announced: string | null): string {
    const file = arrival(id);
    const sha256 = file.hash.copy().digest('hex');
    if (file.received !== file.size || (announced !== null && announced !== sha256))
      throw new LifelineError('attachment_damaged');
    if (isWhole(sha256)) {
      drop(id);
    } else {
      // In this order, a power cut leaves either no file under this name or all of it.
      disk.sync(arrivalPath(id));
      disk.makeFolder(home(sha256));
      disk.rename(arrivalPath(id), path(sha256));
      arriving.delete(id);
    }
    // Content that was here already may have been put there by a run that ended before this.
    for (const folderAbove of [home(sha256), root, folder]) disk.sync(folderAbove);
    return sha256;
  }

  /** What cannot be removed (another program holds it, perhaps) is in nobody's way, and is tried again. */
  function removed(file: string): void {
    try {
      disk.remove(file);
    } catch {}
  }

  function drop(id: AttachmentId): void {
    arriving.delete(id);
    removed(arrivalPath(id));
  }

  function copyTo(sha256: string, target: string, name: string): string {
    const copy = join(target, name);
    if (hashOf(copy) === sha256) return copy;
    disk.makeFolder(target);
    disk.remove(copy);
    disk.write(copy, new Uint8Array(0));
    for (const piece of pieces(path(sha256))) disk.append(copy, piece);
    return copy;
  }

  function collect(needed: ReadonlySet<string>): void {
    for (const name of disk.list(incoming)) {
      if (!arriving.has(name)) removed(join(incoming, name));
    }
    for (const name of disk.list(root)) {
      if (!/^[0-9a-f]{2}$/.test(name)) continue;
      for (const sha256 of disk.list(join(root, name))) {
        if (!needed.has(sha256)) removed(join(root, name, sha256));
      }
    }
  }

  function isWhole(sha256: string): boolean {
    return hashOf(path(sha256)) === sha256;
  }

  function hashOf(file: string): string | null {
    if (disk.size(file) === null) return null;
    const hash = createHash('sha256');
    for (const piece of pieces(file)) hash.update(piece);
    return hash.digest('hex');
  }

  function* pieces(file: string): Generator<Uint8Array> {
    for (let offset = 0; ; ) {
      const piece = disk.readAt(file, offset, PIECE_BYTES);
      if (piece.length === 0) return;
      yield piece;
      offset += piece.length;
    }
  }

  return {
    /** True when content with this hash is here. Whether it is undamaged is seen when it is used. */
    has: (sha256: string): boolean => disk.size(path(sha256)) !== null,

    /** Makes room for content of `size` bytes. Throws `store_full` when there is too little. */
    begin: named(begin),

    /** Takes the next piece. One that is already here may be given again; a gap, or more than announced, is an error. */
    append: named(append),

    /**
     * Puts whole content in its place, on the disk when this returns, and gives its hash. Throws
     * `attachment_damaged` when it is not as long as announced, or has another hash than `announced`.
     */
    finish: named(finish),

    /** Gives up one that is arriving. */
    drop,

    /** True when content is here and is what its name says. */
    isWhole: named(isWhole),

    /** Bytes of content, fewer at its end. */
    readAt: named(
      (sha256: string, offset: number, length: number): Uint8Array =>
        disk.readAt(path(sha256), offset, length),
    ),

    /** Copies content to a file of its own, under `name` in the folder `target`, unless it lies there already. */
    copyTo: named(copyTo),

    /** Removes such a copy. */
    removeCopy: removed,

    /** Removes what an earlier run left half copied, and all content but what is `needed`. */
    collect: named(collect),
  };
}
export type Blobs = ReturnType<typeof openBlobs>;

function named<Parameters extends unknown[], Result>(work: (...given: Parameters) => Result) {
  return (...given: Parameters): Result => {
    try {
      return work(...given);
    } catch (error) {
      throw storeError(error);
    }
  };
}
