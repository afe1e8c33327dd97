/** What a person did in an app that dies under their hands: what the window acknowledged, and what nobody knows. */
import type { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import type { Ticket } from '#shared/model.ts';
import type { Finding } from './tally.ts';

/** A text: as last acknowledged, and every later one whose saving was cut off. */
export type Written = { saved: string; perhaps: string[] };

export type OwnReply = { id: MessageId | null; body: string };
export type OwnFile = { id: AttachmentId; name: string; sha256: string };

export type OwnTicket = {
  id: TicketId;
  description: Written;
  submit: 'no' | 'perhaps' | 'yes';
  replyDraft: Written;
  /** Whether the reply draft was perhaps sent. */
  perhapsSent: boolean;
  /** In the order in which they were sent. */
  replies: OwnReply[];
  files: OwnFile[];
};

/** What a specialist wrote. */
export type Answer = { id: MessageId; ticketId: TicketId; marker: string };

export type Diary = {
  tickets: Map<TicketId, OwnTicket>;
  /** Titles that were typed into the window and shown as saved. */
  typed: string[];
  answers: Answer[];
};

export const emptyDiary = (): Diary => ({ tickets: new Map(), typed: [], answers: [] });

/** A ticket that has just been begun. */
export const begun = (id: TicketId): OwnTicket => ({
  id,
  description: { saved: '', perhaps: [] },
  submit: 'no',
  replyDraft: { saved: '', perhaps: [] },
  perhapsSent: false,
  replies: [],
  files: [],
});

const fits = ({ saved, perhaps }: Written, text: string): boolean => text === saved || perhaps.includes(text);

/**
 * Compares a ticket with what the window shows of it after a restart. What was unknown is then known: the diary is
 * changed accordingly. Everything acknowledged must be there (invariant 1).
 */
export function lookAgain(own: OwnTicket, shown: Ticket, run: string): Finding[] {
  const findings: Finding[] = [];
  const lost = (seen: string) => findings.push({ wrong: 'lost', run, seen: `${own.id}: ${seen}` });

  const { description } = shown.form;
  if (!fits(own.description, description)) {
    lost(`description is “${start(description)}” and not “${start(own.description.saved)}”`);
  }
  own.description = { saved: description, perhaps: [] };

  const isSubmitted = shown.state !== 'draft';
  if (own.submit === 'yes' && !isSubmitted) lost('was submitted and is a draft');
  if (own.submit === 'no' && isSubmitted) {
    findings.push({ wrong: 'duplicated', run, seen: `${own.id}: nobody submitted it` });
  }
  own.submit = isSubmitted ? 'yes' : 'no';

  const { replyDraft } = shown;
  if (own.perhapsSent && replyDraft === '') {
    const known = new Set(own.replies.map(({ id }) => id));
    const sent = shown.messages.find(
      ({ id, author, body }) =>
        author.kind === 'requester' && !known.has(id) && fits(own.replyDraft, body) && body !== '',
    );
    if (sent === undefined) lost(`a reply is neither draft nor sent: “${start(own.replyDraft.saved)}”`);
    else own.replies.push({ id: sent.id, body: sent.body });
  } else if (!fits(own.replyDraft, replyDraft)) {
    lost(`reply draft is “${start(replyDraft)}” and not “${start(own.replyDraft.saved)}”`);
  }
  own.replyDraft = { saved: replyDraft, perhaps: [] };
  own.perhapsSent = false;

  for (const reply of own.replies) {
    const same = shown.messages.filter(({ body }) => body === reply.body).length;
    if (same === 0) lost(`a reply is gone: “${start(reply.body)}”`);
    if (same > 1) findings.push({ wrong: 'duplicated', run, seen: `${own.id}: “${start(reply.body)}”` });
  }
  for (const file of own.files) {
    if (!shown.attachments.some(({ id }) => id === file.id)) lost(`a file is gone: ${file.name}`);
  }
  return findings;
}

const start = (text: string): string => text.slice(0, 40);
