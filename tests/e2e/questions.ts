/** The shell's questions in a dialog of the computer's own, which no test tool can reach: answered in its place. */
import type { ElectronApplication } from '@playwright/test';
import type { BaseWindow, MessageBoxOptions } from 'electron';

declare global {
  /** What the shell has asked, in its words. */
  var questionsAsked: { message: string; detail: string }[];
}

/** From now on every question is answered so. What was asked is given by `questionsIn`. */
export async function answersQuestions(app: ElectronApplication, answer: 'yes' | 'no'): Promise<void> {
  await app.evaluate(
    ({ dialog }, response) => {
      globalThis.questionsAsked ??= [];
      const answered = async (...given: [MessageBoxOptions] | [BaseWindow, MessageBoxOptions]) => {
        const { message, detail = '' } = given.length === 2 ? given[1] : given[0];
        globalThis.questionsAsked.push({ message, detail });
        return { response, checkboxChecked: false };
      };
      Object.assign(dialog, { showMessageBox: answered });
    },
    answer === 'yes' ? 1 : 0,
  );
}

export function questionsIn(app: ElectronApplication): Promise<{ message: string; detail: string }[]> {
  return app.evaluate(() => globalThis.questionsAsked ?? []);
}
