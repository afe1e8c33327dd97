/** Ways in which a database is found damaged at a start. */
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dice } from './dice.ts';

export const DAMAGES = [
  'flip',
  'flip',
  'flipText',
  'flipText',
  'flipWal',
  'truncate',
  'zero',
  'text',
  'noWal',
  'foreignWal',
  'swap',
  'gone',
] as const;
export type Damage = (typeof DAMAGES)[number];

const PAGE = 4096;

/** Damages the database in `folder`, and says whether anything is different now. */
export function damage(folder: string, how: Damage, dice: Dice): boolean {
  const db = join(folder, 'lifeline.db');
  if (!existsSync(db)) return false;
  const wal = `${db}-wal`;
  const bytes = readFileSync(db);
  switch (how) {
    case 'flip':
      return flip(db, dice);
    case 'flipText':
      return flipText(db, dice);
    case 'flipWal':
      return flip(wal, dice);
    case 'truncate':
      if (bytes.length === 0) return false;
      truncateSync(db, dice.below(bytes.length));
      return true;
    case 'zero':
      writeFileSync(db, '');
      return bytes.length > 0;
    case 'text':
      writeFileSync(db, 'This is no database.\n'.repeat(dice.between(1, 400)));
      return true;
    case 'noWal':
      if (!existsSync(wal)) return false;
      rmSync(wal);
      return true;
    case 'foreignWal':
      writeFileSync(wal, dice.bytes(dice.between(1, 9000)));
      return true;
    case 'swap': {
      const pages = Math.floor(bytes.length / PAGE);
      if (pages < 4) return false;
      const [one, other] = [dice.between(1, pages - 1) * PAGE, dice.between(1, pages - 1) * PAGE];
      const kept = Uint8Array.from(bytes.subarray(one, one + PAGE));
      if (bytes.subarray(other, other + PAGE).equals(kept)) return false;
      bytes.copyWithin(one, other, other + PAGE);
      bytes.set(kept, other);
      writeFileSync(db, bytes);
      return true;
    }
    case 'gone':
      rmSync(db);
      return true;
  }
}

function flip(path: string, dice: Dice): boolean {
  if (!existsSync(path)) return false;
  const bytes = readFileSync(path);
  if (bytes.length === 0) return false;
  // One alone is the hardest to notice.
  for (let flips = dice.pick([1, 1, 1, 2, 16]) ?? 1; flips > 0; flips -= 1) {
    // Most of a small database is empty pages, and nobody would ever see those.
    const from = dice.below(bytes.length);
    const used = bytes.findIndex((byte, place) => place >= from && byte !== 0);
    const at = used === -1 ? from : used;
    bytes[at] = (bytes[at] ?? 0) ^ (1 << dice.below(8));
  }
  writeFileSync(path, bytes);
  return true;
}

/** One bit of what a person would read: the pages stay as SQLite wants them, so it does not see it. */
function flipText(path: string, dice: Dice): boolean {
  const bytes = readFileSync(path);
  // Whatever anybody writes here begins with a number in these quotes.
  const texts = [...bytes.toString('latin1').matchAll(/\xc2\xab(?=\d)/g)];
  const text = dice.pick(texts);
  if (text === null) return false;
  const at = text.index + 2;
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
  return true;
}
