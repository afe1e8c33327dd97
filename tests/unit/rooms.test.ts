/** The lint keeps the rooms apart: each import of the first list is refused, and each of the second accepted. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const REFUSED = [
  ['shared/1.ts', 'node:fs'],
  ['shared/2.ts', '../main/core/core.ts'],
  ['main/core/1.ts', 'electron'],
  ['main/core/2.ts', '../shell/window.ts'],
  ['main/core/store/1.ts', 'electron'],
  ['main/shell/1.ts', '../core/core.ts'],
  ['main/shell/2.ts', 'better-sqlite3'],
  ['main/1.ts', 'electron'],
  ['preload/1.ts', 'node:fs'],
  ['preload/2.ts', '../main/shell/gate.ts'],
  ['renderer/1.tsx', 'electron'],
  ['renderer/features/1.tsx', '../../main/core/core.ts'],
  ['renderer/2.tsx', 'node:path'],
] as const;

const ACCEPTED = [
  ['shared/11.ts', 'zod'],
  ['main/core/11.ts', 'node:fs'],
  ['main/core/12.ts', '#shared/ids.ts'],
  ['main/shell/11.ts', 'electron'],
  ['main/11.ts', './core/core.ts'],
  ['preload/11.ts', 'electron'],
  ['renderer/11.tsx', 'react'],
  ['renderer/12.tsx', '#shared/model.ts'],
] as const;

const house = mkdtempSync(join(tmpdir(), 'lifeline-rooms-'));
let report = '';

beforeAll(() => {
  copyFileSync(join(ROOT, 'biome.json'), join(house, 'biome.json'));
  for (const [file, imported] of [...REFUSED, ...ACCEPTED]) {
    mkdirSync(dirname(join(house, file)), { recursive: true });
    writeFileSync(join(house, file), `import { x } from '${imported}';\nconsole.log(x);\n`);
  }
  const biome = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  const options = ['--vcs-enabled=false', '--reporter=github', '--max-diagnostics=none'];
  report = spawnSync(process.execPath, [biome, 'lint', ...options, '.'], {
    cwd: house,
    encoding: 'utf8',
  }).stdout;
});
afterAll(() => rmSync(house, { recursive: true }));

const isRefused = (file: string) =>
  report.split('\n').some((line) => line.includes('noRestrictedImports') && line.includes(`/${file},`));

test.each(REFUSED)('%s may not import %s', (file) => expect(isRefused(file)).toBe(true));
test.each(ACCEPTED)('%s may import %s', (file) => expect(isRefused(file)).toBe(false));
