/**
 * What core was taking when it ended. A core that is started because the one before it died notes each change before it
 * takes it, so that the next one knows of which it died, and starts without it.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Misfit } from '#shared/received.ts';
import type { Disk } from '../ports.ts';

/** One change, told apart from the same thing told otherwise. */
type Words = string;

const Noted = z.object({ deadly: z.array(z.string()), taking: z.string().nullable() });
/** Further ones are tried again: so many are no accident, and none of them is worth more than the others. */
const MOST_DEADLY = 1_000;

export function openLastWords(disk: Disk, folder: string) {
  const path = join(folder, 'taking');
  const deadly = new Set(read());
  let noted: string | null = null;

  function read(): Words[] {
    try {
      const { deadly, taking } = Noted.parse(JSON.parse(new TextDecoder().decode(disk.read(path))));
      return taking === null ? deadly : [...deadly, taking].slice(-MOST_DEADLY);
    } catch {
      // There is none, or it was cut: then nobody knows, and everything is tried.
      return [];
    }
  }

  return {
    of: ({ key, raw }: Pick<Misfit, 'key' | 'raw'>): Words =>
      `${key.slice(0, 100)} ${createHash('sha256').update(raw).digest('hex').slice(0, 32)}`,
    /** Whether a core has ended while it took this. */
    isDeadly: (words: Words): boolean => deadly.has(words),
    /** Notes what is being taken now; null for nothing. Not synced: it must outlive this process, and no power cut. */
    taking(words: Words | null): void {
      if (words === noted) return;
      noted = words;
      try {
        disk.write(path, new TextEncoder().encode(JSON.stringify({ deadly: [...deadly], taking: words })));
      } catch {
        // On a full disk it is only the next core that learns less.
      }
    },
  };
}
export type LastWords = ReturnType<typeof openLastWords>;

/** Forgets all of it: the app was started anew, perhaps as one that can take it. */
export function forgetLastWords(disk: Disk, folder: string): void {
  const path = join(folder, 'taking');
  try {
    if (disk.size(path) !== null) disk.remove(path);
  } catch {
    // It is only read after a death, and then written anew.
  }
}
