/** Files of tickets: copied in piece by piece, taken away, and given out to be opened. */
import { join } from 'node:path';
import { LifelineError } from '#shared/errors.ts';
import type { AttachmentId, IdMaker, TicketId } from '#shared/ids.ts';
import type { CommandBy, Request, Response } from '#shared/ipc.ts';
import { hasFewPixels, LARGEST_PICTURE_BYTES, pictureType } from '#shared/pictures.ts';
import type { CorePortRequest, CorePortResponse } from '#shared/wire.ts';
import { removeFile } from '../outbox/files.ts';
import type { Ports } from '../ports.ts';
import { roomForFile } from '../room.ts';
import { type NewAttachment, type StoredAttachment, shown } from '../store/attachments.ts';
import type { Store } from '../store/store.ts';
import { isRunning, nameInFolder, neutralName, safeName } from './names.ts';

/** A window that was loaded anew brings no further piece of what it was copying. */
const NEXT_PIECE_WITHIN_MS = 10 * 60_000;

/** The limit of a desk that has not said what it takes. */
const USUAL_LARGEST_BYTES = 100 * 1024 * 1024;

type AttachmentCommands = {
  [Name in Extract<CommandBy<'core'>, `attachment.${string}`>]: (request: Request<Name>) => Response<Name>;
};

export type AttachmentContext = Pick<Ports, 'clock' | 'disk' | 'folder'> & {
  ids: IdMaker;
  changed(ids: TicketId[]): void;
  /** Something in the outbox is gone. */
  outboxChanged(): void;
  /** Gives the content of a file from the desk, or throws what stands in the way. */
  download(ticketId: TicketId, id: AttachmentId, take: (bytes: Uint8Array) => void): Promise<void>;
};

export function attachments(store: Store, context: AttachmentContext) {
  const { clock, disk, ids, changed } = context;
  const opened = join(context.folder, 'opened');
  /** What is being copied in, until it is whole. */
  const arriving = new Map<AttachmentId, Omit<NewAttachment, 'sha256' | 'at'>>();
  const patience = new Map<AttachmentId, () => void>();
  /** What is on its way from the desk: whoever opens it twice waits for the same. */
  const fetching = new Map<AttachmentId, Promise<void>>();

  const commands: AttachmentCommands = {
    'attachment.start': ({ ticketId, name, size, mediaType }) => {
      const state = store.tickets.state(ticketId);
      if (state === null) throw new LifelineError('not_found');
      const largest = store.settings.get('account')?.largestAttachmentBytes ?? USUAL_LARGEST_BYTES;
      if (size > largest) throw new LifelineError('attachment_too_large');
      roomForFile(store, size, [...arriving.values()], largest);
      const id = ids.attachment();
      store.files.begin(id, size);
      arriving.set(id, {
        id,
        ticketId,
        name: safeName(name),
        size,
        mediaType: mediaType === '' ? 'application/octet-stream' : mediaType,
      });
      waitForPiece(id);
      return { id };
    },
    'attachment.append': ({ id, offset, bytes }) => {
      try {
        store.files.append(id, offset, bytes);
        waitForPiece(id);
      } catch (error) {
        // What arrives can not become whole any more.
        giveUp(id);
        throw error;
      }
      return {};
    },
    'attachment.finish': ({ id }) => {
      const known = store.attachments.get(id);
      // Asked again, because the first answer did not arrive.
      if (known !== null) return shown(known);
      const file = arriving.get(id);
      if (file === undefined) throw new LifelineError('not_found');
      const finished = { ...file, sha256: finish(id), at: clock.now() };
      store.transaction(() => store.attachments.add(finished));
      store.lookAtSpace();
      changed([file.ticketId]);
      return shown(stored(id));
    },
    'attachment.describe': ({ id, description }) => {
      const { ticketId, delivery } = stored(id);
      // What is queued has its bytes, and they never change (invariant 2).
      if (delivery !== 'attached') throw new LifelineError('too_late');
      store.transaction(() => store.attachments.describe(id, description.trim()));
      changed([ticketId]);
      return {};
    },
    'attachment.remove': ({ id }) => {
      if (arriving.has(id)) {
        giveUp(id);
        return {};
      }
      const { ticketId } = stored(id);
      store.transaction(() => removeFile(store, id));
      store.files.collect(store.attachments.hashes());
      changed([ticketId]);
      context.outboxChanged();
      return {};
    },
  };

  function stored(id: AttachmentId): StoredAttachment {
    const found = store.attachments.get(id);
    if (found === null) throw new LifelineError('not_found');
    return found;
  }

  /** Gives up what is cut off: it would take the room of others until the next start. */
  function waitForPiece(id: AttachmentId): void {
    patience.get(id)?.();
    patience.set(
      id,
      clock.after(NEXT_PIECE_WITHIN_MS, () => giveUp(id)),
    );
  }

  /** It is whole, or will not be. */
  function ended(id: AttachmentId): void {
    arriving.delete(id);
    patience.get(id)?.();
    patience.delete(id);
  }

  function giveUp(id: AttachmentId): void {
    ended(id);
    store.files.drop(id);
  }

  function finish(id: AttachmentId, announced: string | null = null): string {
    try {
      return store.files.finish(id, announced);
    } catch (error) {
      store.files.drop(id);
      throw error;
    } finally {
      ended(id);
    }
  }

  /** Brings the content of a file here, unless it is here and undamaged. */
  async function bring({ id, ticketId, sha256, size, delivery }: StoredAttachment): Promise<void> {
    if (store.files.isWhole(sha256)) return;
    // Only this computer ever had it.
    if (delivery !== 'received') throw new LifelineError('attachment_damaged');
    const running =
      fetching.get(id) ?? fetch({ id, ticketId, sha256, size }).finally(() => fetching.delete(id));
    fetching.set(id, running);
    await running;
    changed([ticketId]);
  }

  async function fetch(file: Pick<StoredAttachment, 'id' | 'ticketId' | 'sha256' | 'size'>): Promise<void> {
    store.files.begin(file.id, file.size);
    let offset = 0;
    try {
      await context.download(file.ticketId, file.id, (bytes) => {
        store.files.append(file.id, offset, bytes);
        offset += bytes.length;
      });
    } catch (error) {
      store.files.drop(file.id);
      throw error;
    }
    finish(file.id, file.sha256);
  }

  return {
    commands,

    /** The file behind an attachment, as a copy of its own: a program that opens it can not touch what is kept. */
    async file({ id }: CorePortRequest<'attachment.file'>): Promise<CorePortResponse<'attachment.file'>> {
      const file = stored(id);
      if (file.deleted !== null) throw new LifelineError('not_found');
      await bring(file);
      const path = store.files.copyTo(file.sha256, join(opened, id), nameInFolder(file.name));
      const nameUnmarked = isRunning(file.name, file.mediaType) ? neutralName(file.name) : null;
      return { path, isDangerous: file.isDangerous, nameUnmarked };
    },

    /** A file to be shown in the window: only what is a picture by its content, whatever it is called. */
    async picture({
      id,
    }: CorePortRequest<'attachment.picture'>): Promise<CorePortResponse<'attachment.picture'>> {
      const file = stored(id);
      if (file.deleted !== null || file.size > LARGEST_PICTURE_BYTES) throw new LifelineError('not_found');
      await bring(file);
      const bytes = new Uint8Array(store.files.readAt(file.sha256, 0, file.size));
      const type = pictureType(bytes);
      if (type === null || !hasFewPixels(type, bytes)) throw new LifelineError('not_found');
      return { type, bytes };
    },

    /** Removes what earlier runs left: half-copied files, content that nothing needs, copies that were opened. */
    tidy(): void {
      try {
        store.files.collect(store.attachments.hashes());
        for (const folder of disk.list(opened)) {
          for (const name of disk.list(join(opened, folder))) {
            store.files.removeCopy(join(opened, folder, name));
          }
        }
      } catch {
        // It only takes room, and the next start tries again.
      }
    },
  };
}
export type Attachments = ReturnType<typeof attachments>;
