// Makes a machine ready for the project and then runs a script:
//   node scripts/ready.mjs [--needs=window] <script.ts> [args…]
// Plain JavaScript without packages, because it runs before there are any, on the machine's own Node.
import process from 'node:process';
import { fetchElectron } from './setup/electron-binary.mjs';
import { requireUsableNode } from './setup/node24.mjs';
import { installPackages } from './setup/packages.mjs';
import { inPlainWords, Problem } from './setup/problem.mjs';
import { runScript } from './setup/run.mjs';
import { installSystemPackages } from './setup/system-packages.mjs';

const standInInstead =
  "Electron's binary could not be fetched here; using the stand-in with an installed Chromium.";

try {
  const { needsWindow, script, args } = readArguments(process.argv.slice(2));
  requireUsableNode();
  await installPackages();
  if (needsWindow) await installSystemPackages({ electron: await fetchElectron(standInInstead) });
  process.exitCode = await runScript(script, args);
} catch (error) {
  process.stderr.write(`${inPlainWords(error)}\n`);
  process.exitCode = 1;
}

/** @param {readonly string[]} given */
function readArguments(given) {
  const needsWindow = given[0] === '--needs=window';
  const [script, ...args] = needsWindow ? given.slice(1) : given;
  if (script === undefined || script.startsWith('-')) {
    throw new Problem('Usage: node scripts/ready.mjs [--needs=window] <script.ts> [arguments…]');
  }
  return { needsWindow, script, args };
}
