/** What a core in a process of its own and whoever started it say to each other. */
import { z } from 'zod';
import { Failure } from '#shared/errors.ts';
import { AttachmentId } from '#shared/ids.ts';
import { Notice } from '#shared/wire.ts';

const id = z.int();
const Address = z.object({ url: z.string(), token: z.string() }).nullable();

export const ToHost = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('open'),
    id,
    folder: z.string(),
    desk: Address,
    /** The file for marks. */
    marks: z.string().nullable(),
  }),
  /** `mark` is noted when the command begins and when it is acknowledged. */
  z.object({
    kind: z.literal('ask'),
    id,
    name: z.string(),
    request: z.unknown(),
    mark: z.string().nullable(),
  }),
  z.object({ kind: z.literal('file'), id, attachment: AttachmentId }),
  z.object({ kind: z.literal('close'), id }),
]);
export type ToHost = z.infer<typeof ToHost>;

export const FromHost = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({ kind: z.literal('told'), notice: Notice }),
  z.object({
    kind: z.literal('answer'),
    id,
    result: z.discriminatedUnion('ok', [
      z.object({ ok: z.literal(true), value: z.unknown() }),
      z.object({ ok: z.literal(false), failure: Failure }),
    ]),
  }),
]);
export type FromHost = z.infer<typeof FromHost>;
