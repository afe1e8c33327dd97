/** What becomes of a file that was sent: made once under its id, known, or refused. */
import type { AttachmentSubmission, DeskAttachment } from '#shared/contract.ts';
import { ticketFor } from './company.ts';
import { wordsOfDeletion } from './intake.ts';
import { type Refusal, refusal } from './problem.ts';
import type { SentAccount } from './schemas.ts';
import type { Store } from './store.ts';
import { wireInstant } from './ticket.ts';

export type FileRules = Pick<SentAccount, 'largestAttachmentBytes'> & {
  /** Endings of names that this desk does not take, such as `.exe`. */
  refusedEndings: readonly string[];
};

const MEGABYTE = 1024 * 1024;

/** Why the desk does not take such a file; null when it does, or has it already. */
export function objection(
  store: Store,
  rules: FileRules,
  account: SentAccount,
  { said, size }: { said: AttachmentSubmission; size: number },
): Refusal | null {
  const ticket = ticketFor(store, account, said.ticketId);
  if (ticket === undefined) {
    return refusal(404, 'not_found', wordsOfDeletion(store, said.ticketId) ?? 'The desk has no such ticket.');
  }
  if (said.messageId !== '' && store.message(said.messageId)?.message.ticketId !== ticket.id) {
    const words = wordsOfDeletion(store, said.messageId) ?? 'The ticket has no such message.';
    return refusal(404, 'not_found', words);
  }
  const deleted = wordsOfDeletion(store, said.attachmentId);
  if (deleted !== null) return refusal(404, 'not_found', deleted);
  if (size > rules.largestAttachmentBytes) {
    const most = Number((rules.largestAttachmentBytes / MEGABYTE).toFixed(1));
    return refusal(413, 'invalid', `This file is too large. The most that this desk takes is ${most} MB.`);
  }
  const ending = rules.refusedEndings.find((each) => said.name.toLowerCase().endsWith(each));
  if (ending !== undefined) {
    return refusal(422, 'invalid', `This desk takes no ${ending} files. Please send it in another form.`);
  }
  const known = store.attachment(said.attachmentId)?.attachment;
  if (known !== undefined && !isSame(known, said)) {
    return refusal(422, 'conflict', 'This file is here already, with other content.');
  }
  return null;
}

const same = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();

function isSame(known: DeskAttachment, said: AttachmentSubmission): boolean {
  return (
    known.sha256 === said.sha256 &&
    same(known.ticketId, said.ticketId) &&
    same(known.messageId ?? '', said.messageId)
  );
}

/** A whole upload, kept under the name `file`. */
type Whole = { said: AttachmentSubmission; size: number; sha256: string; file: string; at: number };

type Taken = { outcome: 'created' | 'known' } | { outcome: 'refused'; refused: Refusal };

function outcomeOf(store: Store, rules: FileRules, account: SentAccount, whole: Whole): Taken {
  const { said, size, sha256, file, at } = whole;
  const refused = objection(store, rules, account, whole);
  if (refused !== null) return { outcome: 'refused', refused };
  if (sha256 !== said.sha256) {
    const words = 'The file did not arrive as it was announced: its SHA-256 is another one.';
    return { outcome: 'refused', refused: refusal(422, 'invalid', words) };
  }
  const ticket = store.ticket(said.ticketId)?.ticket;
  if (ticket === undefined || store.attachment(said.attachmentId) !== undefined) return { outcome: 'known' };
  const { attachmentId: id, name, mediaType, description } = said;
  const messageId = said.messageId === '' ? null : (store.message(said.messageId)?.message.id ?? null);
  const { id: writer, name: by } = account.requester;
  const author = { kind: 'requester' as const, id: writer, name: by };
  const createdAt = wireInstant(at);
  const about = {
    ...{ id, ticketId: ticket.id, messageId, author, name, mediaType, size, sha256, createdAt },
    description,
  };
  store.addAttachment(about, file);
  return { outcome: 'created' };
}

/** Makes an attachment of a whole upload, in one transaction with the note of its arrival. */
export function takeFile(
  store: Store,
  rules: FileRules,
  account: SentAccount,
  { path, ...whole }: Whole & { path: string },
): Taken {
  return store.together(() => {
    const taken = outcomeOf(store, rules, account, whole);
    noteFile(store, path, whole, taken);
    return taken;
  });
}

/** Notes a file that was refused before its bytes came. */
export function refuseFile(
  store: Store,
  path: string,
  announced: Pick<Whole, 'said' | 'at'>,
  refused: Refusal,
): void {
  noteFile(store, path, announced, { outcome: 'refused', refused });
}

function noteFile(store: Store, path: string, { said, at }: Pick<Whole, 'said' | 'at'>, taken: Taken): void {
  store.addArrival({
    at,
    path,
    key: '',
    kind: 'attachment',
    id: said.attachmentId,
    body: new TextEncoder().encode(JSON.stringify(said)),
    status: taken.outcome === 'refused' ? taken.refused.status : 204,
    outcome: taken.outcome,
  });
}
