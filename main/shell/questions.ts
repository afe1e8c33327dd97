/** Asks the person in a dialog of the computer's own: no page can draw, answer or cover it. */
import { BrowserWindow, dialog, type MessageBoxOptions } from 'electron';
import { LifelineError } from '#shared/errors.ts';
import type { Language } from '#shared/model.ts';
import { type Question, questionWords } from '#shared/question-words.ts';
import { rate } from './rate.ts';

/** A page that keeps asking would wear the person down, so a no counts for more than a yes. */
const MOST_A_MINUTE = 12;
const NO_COUNTS_FOR = 4;

/** `language` gives the one that the window speaks; `now` is a clock that only goes forward. */
export function openQuestions(language: () => Promise<Language>, now: () => number) {
  const often = rate(MOST_A_MINUTE, 60_000, now);
  let isOpen = false;

  return {
    /**
     * True for a yes. Whatever closes the dialog otherwise is a no, and no is what Enter says.
     * @throws LifelineError `too_often` while another one is open, or after too many
     */
    async ask(question: Question): Promise<boolean> {
      if (isOpen || !often.take()) throw new LifelineError('too_often');
      isOpen = true;
      try {
        const { message, detail, no, yes } = questionWords(question, await language());
        const options: MessageBoxOptions = {
          type: 'question',
          title: 'Lifeline',
          message,
          detail,
          buttons: [no, yes],
          defaultId: 0,
          cancelId: 0,
          noLink: true,
        };
        const [window] = BrowserWindow.getAllWindows();
        const { response } = window
          ? await dialog.showMessageBox(window, options)
          : await dialog.showMessageBox(options);
        for (let more = 1; response !== 1 && more < NO_COUNTS_FOR; more += 1) often.take();
        return response === 1;
      } finally {
        isOpen = false;
      }
    },
  };
}
export type Ask = ReturnType<typeof openQuestions>['ask'];
