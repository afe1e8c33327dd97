/** Which ticket is laid out for paper just now. */
import { createContext, useContext } from 'react';
import { create } from 'zustand';
import type { Ticket } from '#shared/model.ts';
import { withoutTowers } from '#shared/names.ts';
import { type Laid, laid } from '../../state/markdown/parsing.ts';

/** What was made of each of a ticket's texts. On paper, nothing may come later. */
type Texts = ReadonlyMap<string, Laid>;
type Paper = { ticket: Ticket | null; texts: Texts; onLaidOut: () => void };

const NO_PAPER: Paper = { ticket: null, texts: new Map(), onLaidOut: () => {} };
export const usePaper = create<Paper>(() => NO_PAPER);

export const OnPaper = createContext<Texts | null>(null);

/** The texts that were made for paper; null on the screen. */
export const useOnPaper = (): Texts | null => useContext(OnPaper);

/** Resolves once the whole ticket stands in the page, ready to be printed. */
export async function layOut(ticket: Ticket): Promise<void> {
  const { form, messages, replyDraft } = ticket;
  const said = messages.flatMap(({ body, earlier }) => [body, ...earlier.map((one) => one.body)]);
  const texts = new Map(
    await Promise.all(
      [form.description, ...said, replyDraft]
        .map(withoutTowers)
        .map(async (text) => [text, await laid(text)] as const),
    ),
  );
  return new Promise((resolve) => usePaper.setState({ ticket, texts, onLaidOut: resolve }));
}

export function clearPaper(): void {
  usePaper.setState(NO_PAPER);
}
