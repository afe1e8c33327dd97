/** The words of the questions that the shell asks in a dialog of the computer's own, out of reach of any page. */
import type { Language } from './model.ts';

export type Question =
  /** A desk that was not asked anything before. */
  | { kind: 'new_address'; address: string }
  /** Something is to be opened without a press that was seen: a screen reader, perhaps, or nobody. */
  | { kind: 'link'; address: string }
  | { kind: 'file' };

export type QuestionWords = { message: string; detail: string; no: string; yes: string };

/** More of an address is no help to anybody. Its beginning holds the host. */
const MOST_SHOWN = 300;

export function questionWords(question: Question, language: Language): QuestionWords {
  return WORDS[language](question);
}

const WORDS: Record<Language, (question: Question) => QuestionWords> = {
  en: (question) => {
    switch (question.kind) {
      case 'new_address':
        return {
          message: `Connect to ${hostOf(question.address)}?`,
          detail: `Your token, your tickets and your files will go to this address:\n${shown(question.address)}\n\nContinue only if this is your support desk.`,
          no: 'Cancel',
          yes: 'Connect',
        };
      case 'link':
        return {
          message: 'Open this outside Lifeline?',
          detail: `${shown(question.address)}\n\nSomething in the window wants to open it, but Lifeline did not see you press anything.`,
          no: 'Cancel',
          yes: 'Open',
        };
      case 'file':
        return {
          message: 'Open a file from a ticket?',
          detail: 'Something in the window wants to open it, but Lifeline did not see you press anything.',
          no: 'Cancel',
          yes: 'Open',
        };
    }
  },
  nb: (question) => {
    switch (question.kind) {
      case 'new_address':
        return {
          message: `Koble til ${hostOf(question.address)}?`,
          detail: `Nøkkelen, sakene og filene dine kommer til å gå til denne adressen:\n${shown(question.address)}\n\nFortsett bare hvis adressen tilhører supporten din.`,
          no: 'Avbryt',
          yes: 'Koble til',
        };
      case 'link':
        return {
          message: 'Åpne dette utenfor Lifeline?',
          detail: `${shown(question.address)}\n\nNoe i vinduet vil åpne det, men Lifeline har ikke sett deg trykke på noe.`,
          no: 'Avbryt',
          yes: 'Åpne',
        };
      case 'file':
        return {
          message: 'Åpne en fil fra en sak?',
          detail: 'Noe i vinduet vil åpne den, men Lifeline har ikke sett deg trykke på noe.',
          no: 'Avbryt',
          yes: 'Åpne',
        };
    }
  },
};

/** In ASCII, as a parsed address has it: letters that look alike show as what they are. */
const hostOf = (address: string): string => URL.parse(address)?.host ?? shown(address);

function shown(address: string): string {
  return address.length <= MOST_SHOWN ? address : `${address.slice(0, MOST_SHOWN)}…`;
}
