/** The folder of a store as a crash leaves it. */
import { copyFileSync, mkdirSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function copyFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyFolder(source, target);
    else if (entry.name === 'reserve') copyRoom(source, target);
    else copyFileSync(source, target);
  }
}

/** A file that holds nothing but room. */
function copyRoom(source: string, target: string): void {
  writeFileSync(target, '');
  truncateSync(target, statSync(source).size);
}
