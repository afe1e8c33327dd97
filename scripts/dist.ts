// Packs the app as a folder in dist/ that can be started without this project: npm run dist
import process from 'node:process';
import { build } from './build.ts';
import { lastLines, runQuietly } from './setup/child-process.mjs';
import { electronVersion, fetchElectron } from './setup/electron-binary.mjs';
import { inPlainWords, Problem } from './setup/problem.mjs';
import { withProgress } from './setup/progress.mjs';
import { inProject } from './setup/project.mjs';

try {
  await build();
  await pack();
} catch (error) {
  console.error(inPlainWords(error));
  process.exitCode = 1;
}

async function pack(): Promise<void> {
  if (!(await fetchElectron("Electron's binary could not be fetched here."))) {
    throw new Problem(
      `The app cannot be packed without the binary of Electron ${electronVersion()}. ` +
        'On a network that reaches its download page run this again with LIFELINE_FETCH_ELECTRON=1.',
    );
  }
  await withProgress(
    'Packing the app…',
    runPacker,
    (elapsed) => `The app is in dist/, packed in ${elapsed}.`,
  );
}

async function runPacker(): Promise<void> {
  const cli = inProject('node_modules', 'electron-builder', 'cli.js');
  // The binary that is here already, so that nothing is fetched a second time.
  const electron = `-c.electronDist=${inProject('node_modules', 'electron', 'dist')}`;
  const { code, output } = await runQuietly(process.execPath, [cli, '--dir', '--publish', 'never', electron]);
  if (code !== 0) {
    throw new Problem(
      'The app could not be packed. Mend what electron-builder names below, then run this again.',
      lastLines(output, 20),
    );
  }
}
