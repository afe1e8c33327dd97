// Makes a machine ready for the project and then runs a script:
//   node scripts/ready.mjs [--needs=window,compiler] <script.ts> [args…]
// Plain JavaScript without packages, because it runs before there are any, on the machine's own Node.
import process from 'node:process';
import { fetchElectron } from './setup/electron-binary.mjs';
import { requireUsableNode } from './setup/node24.mjs';
import { installPackages } from './setup/packages.mjs';
import { inPlainWords, Problem } from './setup/problem.mjs';
import { runScript } from './setup/run.mjs';
import { installCompiler, installSystemPackages } from './setup/system-packages.mjs';

const NEEDS = '--needs=';
const standInInstead =
  "Electron's binary could not be fetched here; using the stand-in with an installed Chromium.";

try {
  const { needs, script, args } = readArguments(process.argv.slice(2));
  requireUsableNode();
  await installPackages();
  if (needs.includes('window'))
    await installSystemPackages({ electron: await fetchElectron(standInInstead) });
  if (needs.includes('compiler')) await installCompiler();
  process.exitCode = await runScript(script, args);
} catch (error) {
  process.stderr.write(`${inPlainWords(error)}\n`);
  process.exitCode = 1;
}

/** @param {readonly string[]} given */
function readArguments(given) {
  const needs = given[0]?.startsWith(NEEDS) ? given[0].slice(NEEDS.length).split(',') : [];
  const [script, ...args] = needs.length > 0 ? given.slice(1) : given;
  const isKnown = needs.every((need) => need === 'window' || need === 'compiler');
  if (!isKnown || script === undefined || script.startsWith('-')) {
    throw new Problem('Usage: node scripts/ready.mjs [--needs=window,compiler] <script.ts> [arguments…]');
  }
  return { needs, script, args };
}
