/**
 * Drafts that the person has begun and core has not heard of. The window makes their ids, so that writing waits for
 * nothing; core is told with the first thing that is written or attached, and one that stays empty never was.
 */
import { idMaker, type TicketId } from '#shared/ids.ts';
import { EMPTY_FORM, severityOf, standingOf, type Ticket } from '#shared/model.ts';
import { ask } from './lifeline.ts';
import type { SaveAnswer } from './saver.ts';
import { unreadTicket } from './unread-ticket.ts';

const ids = idMaker(Date.now, (length) => crypto.getRandomValues(new Uint8Array(length)));
const begun = new Map<TicketId, Ticket>();

/** Begins a draft. It can be shown and written in at once. */
export function beginDraft(): TicketId {
  const id = ids.ticket();
  begun.set(id, emptyDraft(id, Date.now()));
  return id;
}

/** A draft as it is shown while only the window has it; null once core does. */
export const begunDraft = (id: TicketId): Ticket | null => begun.get(id) ?? null;

/** Lets core have the draft, for what is to be kept with it. Does nothing for one that core has. */
export async function ensureDraft(id: TicketId): Promise<SaveAnswer> {
  if (!begun.has(id)) return { ok: true };
  const answer = await ask('draft.create', { id });
  if (answer.ok) begun.delete(id);
  return answer;
}

function emptyDraft(id: TicketId, now: number): Ticket {
  return unreadTicket({
    id,
    state: 'draft',
    number: null,
    title: '',
    excerpt: '',
    severity: severityOf(EMPTY_FORM),
    standing: standingOf(EMPTY_FORM),
    channel: EMPTY_FORM.channel,
    updatedAt: now,
    unread: false,
    replyWaiting: false,
    needs: null,
    muted: false,
    requester: null,
    isMine: true,
    followed: false,
    hasFiles: false,
    missing: 'no',
    unreadNews: false,
    otherAccount: false,
    promise: { receivedAt: null, target: null, dueAt: null, firstAnsweredAt: null, exceptedBecause: null },
  });
}
