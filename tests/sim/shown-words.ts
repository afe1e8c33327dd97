/** Every word that a person has seen in the window: each text once, with the first place at which it was shown. */
import type { Ticket } from '#shared/model.ts';

/** `what` is the message's id, or the field of the ticket's form. */
export type ShownText = { ticket: string; what: string; text: string; place: number };

/** Texts of the form that are words; the others are choices. */
export const WORD_FIELDS = ['title', 'description', 'hit', 'since', 'steps', 'tried', 'errorId'] as const;

export function shownWords() {
  const texts = new Map<string, ShownText>();

  function saw(place: number, ticket: string, what: string, text: string): void {
    const key = `${ticket} ${what} ${text}`;
    if (text !== '' && !texts.has(key)) texts.set(key, { ticket, what, text, place });
  }

  return {
    /** What somebody reads in this ticket now. Its own words only while the desk has it: a draft is theirs to change. */
    saw(place: number, { id, number, form, messages }: Ticket): void {
      for (const message of messages) saw(place, id, message.id, message.body);
      if (number !== null) for (const field of WORD_FIELDS) saw(place, id, field, form[field]);
    },
    all: (): ShownText[] => [...texts.values()],
  };
}
export type ShownWords = ReturnType<typeof shownWords>;
