/**
 * The savers of drafts and replies, by ticket. They outlive the view, so that leaving a ticket whose save
 * failed loses nothing, and coming back shows what was written and not what the store last managed to keep.
 */
import { create } from 'zustand';
import type { TicketId } from '#shared/ids.ts';
import type { TicketForm } from '#shared/model.ts';
import { ask } from './lifeline.ts';
import { type Saver, type SaveState, saver } from './saver.ts';

type SaveStates = { drafts: Record<string, SaveState>; replies: Record<string, SaveState> };

const useSaveStates = create<SaveStates>(() => ({ drafts: {}, replies: {} }));
const IDLE: SaveState = { kind: 'idle' };

export const useDraftSaveState = (id: TicketId) => useSaveStates((all) => all.drafts[id] ?? IDLE);
export const useReplySaveState = (id: TicketId) => useSaveStates((all) => all.replies[id] ?? IDLE);

const drafts = new Map<TicketId, Saver<Partial<TicketForm>>>();
const replies = new Map<TicketId, Saver<string>>();

export function draftSaver(id: TicketId): Saver<Partial<TicketForm>> {
  const known = drafts.get(id);
  if (known) return known;
  const made = saver<Partial<TicketForm>>({
    save: (patch) => ask('draft.save', { id, patch }),
    merge: (older, newer) => ({ ...older, ...newer }),
    onState: (state) => useSaveStates.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: state } })),
  });
  drafts.set(id, made);
  return made;
}

export function replySaver(ticketId: TicketId): Saver<string> {
  const known = replies.get(ticketId);
  if (known) return known;
  const made = saver<string>({
    save: (body) => ask('reply.save', { ticketId, body }),
    merge: (_older, newer) => newer,
    onState: (state) =>
      useSaveStates.setState(({ replies }) => ({ replies: { ...replies, [ticketId]: state } })),
  });
  replies.set(ticketId, made);
  return made;
}

/** After a reply has gone to the outbox, or an old one has come back: what the store says is the truth again. */
export function forgetReply(id: TicketId): void {
  replies.delete(id);
  useSaveStates.setState(({ replies: states }) => ({ replies: { ...states, [id]: IDLE } }));
}
