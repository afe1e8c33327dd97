/** The messages between the shell and the core process. What they carry is named in the IPC map. */
import { z } from 'zod';
import { Failure } from './errors.ts';
import { AttachmentId, MessageId, TicketId } from './ids.ts';
import { Language } from './model.ts';
import { ShownLine, ShownName } from './names.ts';
import { PictureType } from './pictures.ts';

/** That of the answer, or of one moment of one promise: stable, whatever happens in between. */
export const NoticeId = z.string().min(1).max(100);
export type NoticeId = z.infer<typeof NoticeId>;

/**
 * Something a person must be told. Stable `id`: showing it twice replaces the first. The shell finds the words for
 * all but what the desk wrote; `language` is the person's choice, null for the system's.
 */
export const Notice = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('reply'),
    id: MessageId,
    language: Language.nullable(),
    ticketId: TicketId,
    messageId: MessageId,
    /** Null when the person wants no content shown. */
    content: z.object({ author: ShownName, title: ShownName, body: ShownLine }).nullable(),
  }),
  z.object({
    kind: z.literal('summary'),
    /** That of the oldest answer it stands for. */
    id: NoticeId,
    language: Language.nullable(),
    answers: z.int().positive(),
    /** The tickets answered, newest answer first. */
    ticketIds: z.array(TicketId).min(1),
  }),
  /** A business-critical ticket still waits for its first answer, with half of the promised time gone or all of it. */
  z.object({
    kind: z.literal('promise'),
    id: NoticeId,
    language: Language.nullable(),
    ticketId: TicketId,
    moment: z.enum(['half', 'due']),
    /** The number to call now, if the desk has one. */
    phone: ShownName.nullable(),
    /** Null when the person wants no content shown. */
    content: z.object({ title: ShownName }).nullable(),
  }),
  /** The desk called and reached nobody. */
  z.object({
    kind: z.literal('missed_call'),
    id: NoticeId,
    language: Language.nullable(),
    ticketId: TicketId,
    /** The number to call now, if the desk has one. */
    phone: ShownName.nullable(),
    /** Null when the person wants no content shown. */
    content: z.object({ title: ShownName, number: ShownName }).nullable(),
  }),
  /** What the person follows of what the desk says of itself has other words, or is over. */
  z.object({
    kind: z.literal('status_line'),
    id: NoticeId,
    language: Language.nullable(),
    isOver: z.boolean(),
    /** Null when the person wants no content shown. */
    content: z.object({ desk: ShownName, text: ShownLine }).nullable(),
  }),
]);
export type Notice = z.infer<typeof Notice>;

export const NoticeOutcome = z.discriminatedUnion('outcome', [
  z.object({ outcome: z.literal('shown') }),
  z.object({ outcome: z.literal('not_shown'), reason: z.string() }),
  z.object({ outcome: z.literal('failed'), reason: z.string() }),
]);
export type NoticeOutcome = z.infer<typeof NoticeOutcome>;

export const SecretName = z.enum(['desk-token']);
export type SecretName = z.infer<typeof SecretName>;

/** The ports of core that only the shell can serve, with what each takes and gives. */
export const SHELL_PORTS = {
  'secrets.read': { request: z.object({ name: SecretName }), response: z.string().nullable() },
  'secrets.write': { request: z.object({ name: SecretName, value: z.string() }), response: z.null() },
  'secrets.backend': { request: z.object({}), response: z.string() },
  'notifier.show': { request: Notice, response: NoticeOutcome },
  /** Takes what was told off the screen: it is read, or no longer true. */
  'notifier.close': { request: z.object({ ids: z.array(NoticeId) }), response: z.null() },
} as const;
export type ShellPort = keyof typeof SHELL_PORTS;
export type PortRequest<Name extends ShellPort> = z.infer<(typeof SHELL_PORTS)[Name]['request']>;
export type PortResponse<Name extends ShellPort> = z.infer<(typeof SHELL_PORTS)[Name]['response']>;

/** What only the shell may ask core for: a path never crosses to the page. */
export const CORE_PORTS = {
  /** The file behind an attachment, fetched from the desk when it is not here, under a name that is safe to show. */
  'attachment.file': {
    request: z.object({ id: AttachmentId }),
    response: z.object({
      path: z.string(),
      isDangerous: z.boolean(),
      /** The name that it must have before it is shown in a folder, where it cannot be marked as from elsewhere. */
      nameUnmarked: z.string().nullable(),
    }),
  },
  /** A file that is a picture by its content, to be shown in the window. */
  'attachment.picture': {
    request: z.object({ id: AttachmentId }),
    response: z.object({ type: PictureType, bytes: z.instanceof(Uint8Array) }),
  },
} as const;
export type CorePort = keyof typeof CORE_PORTS;
export type CorePortRequest<Name extends CorePort> = z.infer<(typeof CORE_PORTS)[Name]['request']>;
export type CorePortResponse<Name extends CorePort> = z.infer<(typeof CORE_PORTS)[Name]['response']>;

/** How core starts: where its store is, and the desk that the app was started with, if any. */
export const CoreStart = z.object({
  folder: z.string(),
  startedWith: z.object({ url: z.string(), token: z.string() }).nullable(),
  /** The version of the app. */
  version: z.string(),
  /** True when it takes the place of one that died by itself. */
  afterDeath: z.boolean(),
});
export type CoreStart = z.infer<typeof CoreStart>;

const id = z.int();
const result = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), failure: Failure }),
]);
export type Result = z.infer<typeof result>;

const request = z.object({ kind: z.literal('request'), id, name: z.string(), request: z.unknown() });
const answer = z.object({ kind: z.literal('answer'), id, result });

export const ToCore = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('start'), start: CoreStart }),
  z.object({ kind: z.literal('stop') }),
  request,
  answer,
]);
export type ToCore = z.infer<typeof ToCore>;

export const FromCore = z.discriminatedUnion('kind', [
  /** It has opened what it could, and answers. */
  z.object({ kind: z.literal('started') }),
  z.object({ kind: z.literal('event'), name: z.string(), payload: z.unknown() }),
  request,
  answer,
]);
export type FromCore = z.infer<typeof FromCore>;
