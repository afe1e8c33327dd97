/** Looks at how the app was started, before anything else runs. */
import { app, dialog } from 'electron';
import { judgeStart, refusalWords } from './switches.ts';

let said: readonly string[] = [];

/** True when the app may start. Otherwise the words are on the screen and in the terminal, and it ends. */
export function mayStart(): boolean {
  const verdict = judgeStart({
    argv: process.argv,
    env: process.env,
    isPackaged: app.isPackaged,
    platform: process.platform,
  });
  if (verdict.refused.length > 0) {
    refuse(refusalWords(verdict.refused));
    return false;
  }
  for (const name of verdict.dropped) delete process.env[name];
  said = verdict.said;
  if (said.length > 0) console.error(`Started with ${said.join(', ')}.`);
  return true;
}

/** What the window says of how the app was started; nothing for most. */
export const startedWith = (): readonly string[] => said;

/** Ends the app with words. Before the app is ready, Electron writes an error box to the terminal on Linux. */
export function refuse(words: string): void {
  dialog.showErrorBox('Lifeline', words);
  app.exit(1);
}
