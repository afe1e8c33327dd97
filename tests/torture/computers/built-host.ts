/** The core of `core-host.ts` in one file, as the app ships it: it starts in a quarter of the time. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** Builds it into a folder of its own, which `remove` takes away. */
export async function buildHost(): Promise<{ path: string; remove: () => void }> {
  // Inside the project, where better-sqlite3 is found: it has to stay beside its native file.
  const scratch = join(ROOT, '.lifeline');
  mkdirSync(scratch, { recursive: true });
  const outDir = mkdtempSync(join(scratch, 'core-host-'));
  await build({
    ...{ configFile: false, logLevel: 'error', root: ROOT },
    build: { ssr: 'tests/torture/core-host.ts', outDir, emptyOutDir: false, target: 'node24' },
    ssr: { noExternal: true, external: ['better-sqlite3'] },
  });
  return {
    path: join(outDir, 'core-host.js'),
    remove: () => rmSync(outDir, { recursive: true, force: true }),
  };
}
