/**
 * The savers of drafts and replies, by ticket. They outlive the view, so that leaving a ticket whose save
 * failed loses nothing, and coming back shows what was written and not what the store last managed to keep.
 */
import { create } from 'zustand';
import type { TicketId } from '#shared/ids.ts';
import type { TicketForm } from '#shared/model.ts';
import { ensureDraft } from './begun.ts';
import { ask } from './lifeline.ts';
import { type Saver, type SaveState, saver } from './saver.ts';

type Texts = {
  drafts: Record<string, SaveState>;
  replies: Record<string, SaveState>;
  /** What stands in the reply boxes, where it is newer than the store's. */
  replyTexts: Record<string, string | undefined>;
};

const useTexts = create<Texts>(() => ({ drafts: {}, replies: {}, replyTexts: {} }));
const IDLE: SaveState = { kind: 'idle' };

export const useDraftSaveState = (id: TicketId) => useTexts((all) => all.drafts[id] ?? IDLE);
export const useReplySaveState = (id: TicketId) => useTexts((all) => all.replies[id] ?? IDLE);
/** The text in the reply box, or undefined when it is the store's. */
export const useReplyText = (id: TicketId) => useTexts((all) => all.replyTexts[id]);

const drafts = new Map<TicketId, Saver<Partial<TicketForm>>>();
const replies = new Map<TicketId, Saver<string>>();

export function draftSaver(id: TicketId): Saver<Partial<TicketForm>> {
  const known = drafts.get(id);
  if (known) return known;
  const made = saver<Partial<TicketForm>>({
    save: async (patch) => {
      const there = await ensureDraft(id);
      return there.ok ? ask('draft.save', { id, patch }) : there;
    },
    merge: (older, newer) => ({ ...older, ...newer }),
    onState: (state) => useTexts.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: state } })),
  });
  drafts.set(id, made);
  return made;
}

/** After a draft was given to another account: what the store says of it is the truth again. */
export function forgetDraft(id: TicketId): void {
  drafts.delete(id);
  useTexts.setState(({ drafts: states }) => ({ drafts: { ...states, [id]: IDLE } }));
}

/** Replies that are written in before what was saved of them has been read: it stands before what is written now. */
const unread = new Set<TicketId>();

const textOf = (ticketId: TicketId) => useTexts.getState().replyTexts[ticketId];

/** The reply box of a ticket is shown, and what was saved of the reply is not known yet. */
export function replyUnread(ticketId: TicketId): void {
  if (textOf(ticketId) === undefined) unread.add(ticketId);
}

/** What was saved is in the box now, unless something was written there before: then the next save puts it there. */
export function replyRead(ticketId: TicketId): void {
  if (textOf(ticketId) === undefined) unread.delete(ticketId);
}

export function writeReply(ticketId: TicketId, body: string): void {
  useTexts.setState(({ replyTexts }) => ({ replyTexts: { ...replyTexts, [ticketId]: body } }));
  replySaver(ticketId).push(body);
}

/** True when the reply draft is on disk as it stands in its box. */
export const flushReply = (ticketId: TicketId): Promise<boolean> => replySaver(ticketId).flush();

function replySaver(ticketId: TicketId): Saver<string> {
  const known = replies.get(ticketId);
  if (known) return known;
  const made = saver<string>({
    save: async (body) => {
      if (!unread.has(ticketId)) return ask('reply.save', { ticketId, body });
      const answer = await ask('ticket.get', { id: ticketId });
      if (!answer.ok) return answer;
      const { replyDraft } = answer.value;
      unread.delete(ticketId);
      if (replyDraft !== '') writeReply(ticketId, replyDraft + (textOf(ticketId) ?? body));
      return ask('reply.save', { ticketId, body: replyDraft + body });
    },
    merge: (_older, newer) => newer,
    onState: (state) => useTexts.setState(({ replies }) => ({ replies: { ...replies, [ticketId]: state } })),
  });
  replies.set(ticketId, made);
  return made;
}

/** After a reply has gone to the outbox, or an old one has come back: what the store says is the truth again. */
export function forgetReply(id: TicketId): void {
  replies.delete(id);
  unread.delete(id);
  useTexts.setState(({ replies: states, replyTexts }) => ({
    replies: { ...states, [id]: IDLE },
    replyTexts: { ...replyTexts, [id]: undefined },
  }));
}
