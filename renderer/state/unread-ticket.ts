import { EMPTY_FORM, type Ticket, type TicketSummary } from '#shared/model.ts';

/** A ticket as far as the list knows it, to be shown until the rest is read. */
export function unreadTicket(summary: TicketSummary): Ticket {
  return {
    ...summary,
    form: EMPTY_FORM,
    account: null,
    filedBy: null,
    missingSince: null,
    createdAt: summary.promise.receivedAt ?? summary.updatedAt,
    messages: [],
    replyDraft: '',
    problem: null,
    attachments: [],
    severityChange: null,
    deleted: null,
    callBack: null,
    events: [],
    rating: null,
    edit: null,
    conflict: null,
    solvedBy: null,
    stillHappening: null,
  };
}
