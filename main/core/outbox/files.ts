/** Files in the outbox. Each follows its text; what changes rows is called inside the transaction of its command. */
import { AttachmentSubmission, type DeskAttachment } from '#shared/contract.ts';
import { LifelineError } from '#shared/errors.ts';
import type { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import type { DeskAnswer, DeskPort } from '../desk/port.ts';
import type { Operation } from '../store/operations.ts';
import type { Store } from '../store/store.ts';
import { ownerOn, type QueueContext } from './queue.ts';

type Upload = Extract<Operation, { kind: 'add_attachment' }>;

/** Queues what is attached to a ticket behind the reply `messageId`, or behind the ticket itself. */
export function queueFiles(
  { store, ids, now }: QueueContext,
  ticketId: TicketId,
  messageId: MessageId | null,
): void {
  for (const { id, name, mediaType, sha256, description } of store.attachments.attached(ticketId)) {
    const submission: AttachmentSubmission = {
      attachmentId: id,
      ticketId,
      messageId: messageId ?? '',
      name,
      mediaType,
      sha256,
      description,
    };
    store.attachments.queue(id, messageId);
    store.operations.add(
      {
        id: ids.operation(),
        ticketId,
        owner: ownerOn(store, ticketId),
        kind: 'add_attachment',
        attachmentId: id,
        messageId,
        key: ids.operation(),
        body: new TextEncoder().encode(JSON.stringify(submission)),
      },
      now,
    );
  }
}

/** The text is taken back, and its files with it: they wait for it again. */
export function takeBackFiles(store: Store, ticketId: TicketId, messageId: MessageId | null): void {
  for (const id of store.attachments.queuedBehind(ticketId, messageId)) {
    const uploading = store.operations.uploading(id);
    if (uploading !== null) store.operations.drop(uploading.id);
    store.attachments.takeBack(id);
  }
}

/** Takes away a file of one's own. Throws `too_late` when the desk may have it. */
export function removeFile(store: Store, id: AttachmentId): void {
  const file = store.attachments.get(id);
  if (file === null) throw new LifelineError('not_found');
  const uploading = store.operations.uploading(id);
  const isUntouched = uploading !== null && !uploading.exposed && uploading.state !== 'sending';
  if (file.delivery !== 'attached' && !isUntouched) throw new LifelineError('too_late');
  if (uploading !== null) store.operations.drop(uploading.id);
  store.attachments.remove(id);
}

/** True when some of a file has reached the desk, whatever the last answer was. */
export function hasBegun(store: Store, operation: Operation): boolean {
  return (
    operation.kind === 'add_attachment' && store.attachments.get(operation.attachmentId)?.uploadUrl != null
  );
}

/** What came of sending a file; `damaged` when what is kept here is no longer what was attached. */
export type FileAnswer = DeskAnswer<DeskAttachment> | { kind: 'damaged' };

/** Sends a file from where the desk stopped, and keeps what it confirms. */
export async function sendQueuedFile(
  store: Store,
  desk: DeskPort,
  operation: Upload,
  hooks: { mayGo(): Promise<boolean>; progressed(): void },
): Promise<FileAnswer> {
  const file = store.attachments.get(operation.attachmentId);
  if (file === null || !store.files.isWhole(file.sha256)) return { kind: 'damaged' };
  const { id, size, sha256, uploadUrl } = file;
  return desk.upload(
    {
      submission: AttachmentSubmission.parse(JSON.parse(new TextDecoder().decode(operation.body))),
      size,
      uploadUrl,
      mayBeThere: operation.exposed,
      readAt: (offset, length) => store.files.readAt(sha256, offset, length),
    },
    {
      mayGo: hooks.mayGo,
      progress(progress) {
        store.transaction(() => store.attachments.setProgress(id, progress.sentBytes, progress.uploadUrl));
        hooks.progressed();
      },
    },
  );
}
