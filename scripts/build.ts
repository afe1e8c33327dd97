// Builds the app into out/, when its sources have changed: node scripts/build.ts
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { writeNotices } from './notices.ts';
import { lastLines, runQuietly } from './setup/child-process.mjs';
import { withLock } from './setup/lock.mjs';
import { inPlainWords, Problem } from './setup/problem.mjs';
import { stopwatch } from './setup/progress.mjs';
import { inProject, root } from './setup/project.mjs';
import { wordProblems } from './setup/words.ts';

const sources = [
  'main',
  'preload',
  'renderer',
  'shared',
  'electron.vite.config.ts',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
  'scripts/notices.ts',
];

const bundles = ['out/main/index.js', 'out/main/core.js', 'out/preload/index.cjs', 'out/renderer/index.html'];

const products = [...bundles, 'out/notices.json'];

const stamp = inProject('out', '.sources');

/**
 * Builds the app unless out/ was made from exactly these sources, and says so in one line.
 * @throws {Problem} with the builder's last lines when the build fails
 */
export async function build(): Promise<void> {
  const elapsed = stopwatch();
  await withLock('build', async () => {
    const hash = hashOfSources();
    if (isBuiltFrom(hash)) {
      console.log(`The app is built already (${elapsed()}).`);
      return;
    }
    rmSync(stamp, { force: true });
    checkWords();
    await runBuilder();
    writeNotices();
    writeFileSync(stamp, hash);
    console.log(`The app is built (${elapsed()}).`);
  });
}

function checkWords(): void {
  const problems = wordProblems(inProject('renderer'));
  if (problems.length === 0) return;
  throw new Problem(
    'The words of the window are not complete. Mend renderer/locales, then run this again.',
    problems,
  );
}

async function runBuilder(): Promise<void> {
  const cli = inProject('node_modules', 'electron-vite', 'bin', 'electron-vite.js');
  const { code, output } = await runQuietly(process.execPath, [cli, 'build', '--logLevel', 'warn']);
  if (code !== 0) {
    throw new Problem('The app could not be built. Mend what the builder names below, then run this again.', [
      ...lastLines(output, 20),
    ]);
  }
  const absent = bundles.filter((product) => !existsSync(inProject(product)));
  if (absent.length > 0) {
    throw new Problem(
      `The build ended well but made no ${absent.join(', ')}. Mend electron.vite.config.ts, then run this again.`,
    );
  }
}

function isBuiltFrom(hash: string): boolean {
  return (
    products.every((product) => existsSync(inProject(product))) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === hash
  );
}

// Contents and not times: a checkout or a copy changes the times of files that are the same.
function hashOfSources(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap((source) => filesIn(inProject(source))).sort()) {
    hash
      .update(`${relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  }
  return hash.digest('hex');
}

function filesIn(path: string): string[] {
  if (!existsSync(path)) return [];
  if (!/[\\/](main|preload|renderer|shared)$/.test(path)) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`);
}

// `import.meta.main` would say it shorter, but the Node 24 of some systems here is older than it.
if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    await build();
  } catch (error) {
    console.error(inPlainWords(error));
    process.exitCode = 1;
  }
}
