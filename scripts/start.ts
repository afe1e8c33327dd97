// Starts the app from its sources, with a desk to talk to:
//   npm start [-- [--no-desk] [-- arguments for the app…]]
import process from 'node:process';
import type { DeskProcess } from '../tests/desk/process.ts';
import { findHost } from '../tests/electron/host.ts';
import { build } from './build.ts';
import { inPlainWords, Problem } from './setup/problem.mjs';
import { nameOf, runApp } from './start/app.ts';
import { hasDisplay, runDemo } from './start/demo.ts';
import { startDesk } from './start/desk.ts';

try {
  const { noDesk, appArgs } = readArguments(process.argv.slice(2));
  await build();
  process.exitCode = hasDisplay() ? await start(noDesk, appArgs) : await demonstrate();
} catch (error) {
  console.error(inPlainWords(error));
  process.exitCode = 1;
}

function demonstrate(): Promise<number> {
  console.log('This machine has no display to show a window on, so the demo runs instead. It takes pictures');
  console.log('of a whole conversation with the desk and puts them into .lifeline/demo.');
  return runDemo();
}

async function start(noDesk: boolean, appArgs: readonly string[]): Promise<number> {
  const host = await findHost();
  console.log(`Lifeline runs on ${await nameOf(host)}.`);
  const desk = noDesk || process.env.LIFELINE_DESK_URL ? undefined : await startDesk();
  try {
    if (desk !== undefined) introduce(desk);
    return await runApp(host, { ...process.env, ...deskSettings(desk) }, appArgs);
  } finally {
    await desk?.stop();
  }
}

function introduce({ url }: DeskProcess): void {
  console.log(`The reference desk answers at ${url}. Open that address to play the specialist.`);
}

function deskSettings(desk: DeskProcess | undefined): NodeJS.ProcessEnv {
  return desk === undefined ? {} : { LIFELINE_DESK_URL: desk.url, LIFELINE_DESK_TOKEN: desk.token };
}

function readArguments(given: readonly string[]): { noDesk: boolean; appArgs: readonly string[] } {
  const end = given.indexOf('--');
  const own = end === -1 ? given : given.slice(0, end);
  const unknown = own.find((argument) => argument !== '--no-desk');
  if (unknown !== undefined) {
    throw new Problem(
      `"${unknown}" means nothing here. Usage: npm start -- [--no-desk] [-- arguments for the app…]`,
    );
  }
  return { noDesk: own.includes('--no-desk'), appArgs: end === -1 ? [] : given.slice(end + 1) };
}
