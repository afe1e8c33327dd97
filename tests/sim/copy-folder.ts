/** The folder of a store as a crash leaves it. */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else if (entry.name === 'reserve') copyRoom(source, target);
    else copyIfThere(source, target);
  }
}

/** A connection of an earlier life that nobody holds any more takes its files away when its memory is freed. */
function copyIfThere(source: string, target: string): void {
  try {
    copyFileSync(source, target);
  } catch (error) {
    if (existsSync(source)) throw error;
  }
}

/** A file that holds nothing but room. */
function copyRoom(source: string, target: string): void {
  writeFileSync(target, '');
  truncateSync(target, statSync(source).size);
}
