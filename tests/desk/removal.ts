/** What a specialist takes away. A tombstone tells the client, and nothing comes back under the same id. */
import { Deletion } from '#shared/contract.ts';
import { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import type { FileRoom } from './fileRoom.ts';
import type { Store } from './store.ts';
import { wireInstant } from './ticket.ts';

type Named = { what: Deletion['what']; id: string };
type Doomed = { ticketId: TicketId; files: ReturnType<Store['attachments']> };

/** What is there under this id, and the files that go. */
function find(store: Store, { what, id }: Named): Doomed | null {
  if (what === 'attachment') {
    const found = store.attachment(AttachmentId.parse(id));
    return found === undefined ? null : { ticketId: found.attachment.ticketId, files: [found] };
  }
  if (what === 'message') {
    const message = store.message(MessageId.parse(id))?.message;
    if (message === undefined) return null;
    const files = store.attachments(message.ticketId);
    return {
      ticketId: message.ticketId,
      files: files.filter(({ attachment }) => attachment.messageId === message.id),
    };
  }
  const ticketId = store.ticket(TicketId.parse(id))?.ticket.id;
  return ticketId === undefined ? null : { ticketId, files: store.attachments(ticketId) };
}

/** Takes something away with its files, and a ticket with all that is in it. Null when there is no such thing. */
export function takeAway(
  { store, files }: { store: Store; files: FileRoom },
  { what, id, by, at }: Named & { by: string; at: number },
): Deletion | null {
  const taken = store.together(() => {
    const doomed = find(store, { what, id });
    if (doomed === null) return null;
    const { ticketId } = doomed;
    const told = { ticketId, by, at: wireInstant(at) };
    // A ticket's tombstone speaks for everything in it.
    if (what === 'message') {
      for (const { attachment } of doomed.files)
        store.bury({ ...told, what: 'attachment', id: attachment.id });
    }
    const deletion = Deletion.parse({ ...told, what, id });
    store.bury(deletion);
    return { deletion, files: doomed.files };
  });
  if (taken === null) return null;
  for (const { file } of taken.files) files.remove(file);
  return taken.deletion;
}
