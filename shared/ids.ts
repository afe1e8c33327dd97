/** Ids are made by the client, before anything is sent, and stay a ticket's or message's name at the desk. */
import { v7 } from 'uuid';
import { z } from 'zod';

const uuidV7 = z.uuidv7();

export const TicketId = uuidV7.brand<'TicketId'>();
export type TicketId = z.infer<typeof TicketId>;

export const MessageId = uuidV7.brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

export const AttachmentId = uuidV7.brand<'AttachmentId'>();
export type AttachmentId = z.infer<typeof AttachmentId>;

export const OperationId = uuidV7.brand<'OperationId'>();
export type OperationId = z.infer<typeof OperationId>;

/** Fills `bytes` with random values; the real one is `crypto.getRandomValues`, simulation passes a seeded one. */
export type RandomBytes = (length: number) => Uint8Array;

/**
 * Makes ids that sort by the moment they were made (UUID version 7, RFC 9562 section 5.7).
 * `now` is in milliseconds since 1970; both sources are passed in so that simulation can repeat a run.
 */
export function idMaker(now: () => number, randomBytes: RandomBytes) {
  const next = () => v7({ msecs: Math.max(0, now()), random: randomBytes(16) });
  return {
    ticket: () => TicketId.parse(next()),
    message: () => MessageId.parse(next()),
    attachment: () => AttachmentId.parse(next()),
    operation: () => OperationId.parse(next()),
  };
}
export type IdMaker = ReturnType<typeof idMaker>;
