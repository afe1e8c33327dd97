// Starts the app from its sources, with a desk to talk to:
//   npm start [-- [--no-desk] [--first-run] [-- arguments for the app…]]
// With --first-run it is as on a new computer: no desk is known yet, and the one with sample data is only offered.
import { rmSync } from 'node:fs';
import process from 'node:process';
import type { DeskProcess } from '../tests/desk/process.ts';
import { findHost } from '../tests/electron/host.ts';
import { build } from './build.ts';
import { inPlainWords, Problem } from './setup/problem.mjs';
import { inProject } from './setup/project.mjs';
import { nameOf, runApp } from './start/app.ts';
import { hasDisplay, runDemo } from './start/demo.ts';
import { startDesk } from './start/desk.ts';

try {
  const options = readArguments(process.argv.slice(2));
  await build();
  process.exitCode = hasDisplay() ? await start(options) : await demonstrate();
} catch (error) {
  console.error(inPlainWords(error));
  process.exitCode = 1;
}

function demonstrate(): Promise<number> {
  console.log('This machine has no display to show a window on, so the demo runs instead. It takes pictures');
  console.log('of a whole conversation with the desk and puts them into .lifeline/demo.');
  return runDemo();
}

async function start({ noDesk, firstRun, appArgs }: Options): Promise<number> {
  const host = await findHost();
  console.log(`Lifeline runs on ${await nameOf(host)}.`);
  const desk = noDesk || process.env.LIFELINE_DESK_URL ? undefined : await startDesk();
  try {
    if (desk !== undefined) introduce(desk);
    const profile = firstRun ? freshProfile() : inProject('.lifeline', 'profile');
    return await runApp(host, { ...process.env, ...deskSettings(desk, firstRun) }, profile, appArgs);
  } finally {
    await desk?.stop();
  }
}

function introduce({ url }: DeskProcess): void {
  console.log(`The reference desk answers at ${url}. Open that address to play the specialist.`);
}

function deskSettings(desk: DeskProcess | undefined, isOnlyOffered: boolean): NodeJS.ProcessEnv {
  if (desk === undefined) return {};
  return isOnlyOffered
    ? { LIFELINE_SAMPLE_DESK_URL: desk.url, LIFELINE_SAMPLE_DESK_TOKEN: desk.token }
    : { LIFELINE_DESK_URL: desk.url, LIFELINE_DESK_TOKEN: desk.token };
}

/** The folder of a profile in which nothing has happened yet; the last one of its kind is thrown away. */
function freshProfile(): string {
  const folder = inProject('.lifeline', 'first-run');
  rmSync(folder, { recursive: true, force: true });
  return folder;
}

type Options = { noDesk: boolean; firstRun: boolean; appArgs: readonly string[] };

function readArguments(given: readonly string[]): Options {
  const end = given.indexOf('--');
  const own = end === -1 ? given : given.slice(0, end);
  const unknown = own.find((argument) => argument !== '--no-desk' && argument !== '--first-run');
  if (unknown !== undefined) {
    throw new Problem(
      `"${unknown}" means nothing here. Usage: npm start -- [--no-desk] [--first-run] [-- arguments for the app…]`,
    );
  }
  return {
    noDesk: own.includes('--no-desk'),
    firstRun: own.includes('--first-run'),
    appArgs: end === -1 ? [] : given.slice(end + 1),
  };
}
