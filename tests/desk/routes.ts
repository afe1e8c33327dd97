/** The paths of the API with their schemas; openapi.json is made from these. */

import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  AttachmentSubmission,
  ChangesPage,
  ChatState,
  DeskAttachment,
  DeskMessage,
  DeskTicket,
  MessageSubmission,
  PATHS,
  Problem,
  TicketEdit,
  TicketSubmission,
} from '#shared/contract.ts';
import { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import type { Env } from './http.ts';
import { SentAccount } from './schemas.ts';

/** Templates of the paths that carry ids, in the notation of OpenAPI. */
const TICKET_PATH = '/v1/tickets/{id}';
const MESSAGE_PATH = '/v1/tickets/{id}/messages/{messageId}';
const ATTACHMENT_PATH = '/v1/tickets/{id}/attachments/{attachmentId}';

/** The list of codes is open: a desk may have its own, or none. */
const NamedProblem = Problem.extend({
  type: z.string().optional().describe('A URI that names this kind of problem.'),
  status: z.int().optional().describe('The status of the answer.'),
  instance: z.string().optional(),
  code: z
    .union([Problem.shape.code, z.string().max(100)])
    .optional()
    .describe('`in_progress` and `cursor_expired` mean something to a client; the others are for people.'),
}).openapi('Problem', { description: 'A refusal (RFC 9457). `detail` is shown to the person.' });
const security = [{ token: [] }];
const json = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  description,
  content: { 'application/json': { schema } },
});
const problem = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: NamedProblem } },
});
const unauthorized = { 401: problem('The token is missing or unknown.') };
const known = {
  description: 'The version of the ticket, as a quoted string.',
  schema: { type: 'string' as const, pattern: '^"[!#-~]{1,200}"$' },
};
const replayed = {
  description: '`true` when this answer was given before, to the same key and bytes.',
  schema: { type: 'string' as const },
};
const refusals = {
  ...unauthorized,
  400: problem('No Idempotency-Key, an id that is no UUIDv7, or a body that is not JSON.'),
  409: problem('The same key is being worked on: try again.'),
  413: problem('The body is too large.'),
  422: problem('The content does not fit, or the key or id was used before for other content.'),
};
const keyHeader = z.object({
  'Idempotency-Key': z
    .string()
    .min(1)
    .max(255)
    .describe(
      'One key for one write, the same on every try. It is known for all that the owner of the token writes, whatever the method and path.',
    ),
});

// The contract may be loaded before zod learns of OpenAPI; a copy made here knows it, and can be named.
const Ticket = DeskTicket.clone().openapi('Ticket');
const Message = DeskMessage.clone().openapi('Message');
const Attachment = DeskAttachment.clone().openapi('Attachment');
const Chat = ChatState.clone().openapi('ChatState');
const Page = ChangesPage.clone().openapi('ChangesPage');
const Upload = AttachmentSubmission.clone().openapi('AttachmentSubmission', {
  description: 'Each name with its value as base64 of UTF-8, with commas between them.',
});
const AccountSent = SentAccount.clone().openapi('Account');

export const IdempotencyKey = keyHeader.shape['Idempotency-Key'];
export const TicketParams = z.object({ id: TicketId });
export const MessageParams = z.object({ id: TicketId, messageId: MessageId });
const AttachmentParams = z.object({ id: TicketId, attachmentId: AttachmentId });
const UploadParams = z.object({ upload: z.string().min(1) });

export const accountRoute = createRoute({
  method: 'get',
  path: PATHS.account,
  operationId: 'getAccount',
  tags: ['Account'],
  summary: 'What the owner of the token has bought and is promised',
  security,
  responses: { 200: json('The account.', AccountSent), ...unauthorized },
});

export const ticketRoute = createRoute({
  method: 'get',
  path: TICKET_PATH,
  operationId: 'getTicket',
  tags: ['Tickets'],
  summary: 'One ticket as the desk has it',
  security,
  request: { params: TicketParams },
  responses: {
    200: { ...json('The ticket.', Ticket), headers: { ETag: known } },
    400: problem('The id is no UUIDv7.'),
    404: problem('There is no such ticket.'),
    ...unauthorized,
  },
});

export const messageRoute = createRoute({
  method: 'get',
  path: MESSAGE_PATH,
  operationId: 'getMessage',
  tags: ['Messages'],
  summary: 'One message as the desk has it',
  security,
  request: { params: MessageParams },
  responses: {
    200: json('The message.', Message),
    400: problem('An id is no UUIDv7.'),
    404: problem('The ticket has no such message.'),
    ...unauthorized,
  },
});

export const attachmentRoute = createRoute({
  method: 'get',
  path: ATTACHMENT_PATH,
  operationId: 'getAttachment',
  tags: ['Files'],
  summary: 'One file as the desk has it, without its content',
  security,
  request: { params: AttachmentParams },
  responses: {
    200: json('The file.', Attachment),
    400: problem('An id is no UUIDv7.'),
    404: problem('The ticket has no such file.'),
    ...unauthorized,
  },
});

const bytes = {
  'application/octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
};

export const contentRoute = createRoute({
  method: 'get',
  path: `${ATTACHMENT_PATH}/content`,
  operationId: 'getAttachmentContent',
  tags: ['Files'],
  summary: 'The content of a file',
  security,
  request: {
    params: AttachmentParams,
    headers: z.object({ Range: z.string().optional().describe('One range of bytes: `bytes=0-1023`.') }),
  },
  responses: {
    200: { description: 'The whole content.', content: bytes },
    206: { description: 'The part that was asked for.', content: bytes },
    400: problem('An id is no UUIDv7.'),
    404: problem('The ticket has no such file.'),
    416: problem('The file is shorter than that.'),
    ...unauthorized,
  },
});

export const chatRoute = createRoute({
  method: 'get',
  path: `${TICKET_PATH}/chat`,
  operationId: 'getChat',
  tags: ['Chat'],
  summary: 'How the chat of a ticket stands',
  security,
  request: { params: TicketParams },
  responses: {
    200: json('The chat.', Chat),
    400: problem('The id is no UUIDv7.'),
    404: problem('The ticket has no chat.'),
    ...unauthorized,
  },
});

export const chatTypingRoute = createRoute({
  method: 'post',
  path: `${TICKET_PATH}/chat/typing`,
  operationId: 'tellTyping',
  tags: ['Chat'],
  summary: 'The requester is writing',
  security,
  request: { params: TicketParams },
  responses: {
    200: json('Heard.', z.object({})),
    400: problem('The id is no UUIDv7.'),
    404: problem('The ticket has no chat.'),
    ...unauthorized,
  },
});

export const changesRoute = createRoute({
  method: 'get',
  path: PATHS.changes,
  operationId: 'getChanges',
  tags: ['Changes'],
  summary: 'Everything that happened after the cursor, oldest first',
  security,
  request: {
    query: z.object({
      cursor: z.string().optional().describe('From the page before; absent means from the beginning.'),
      limit: z.coerce.number().int().min(1).max(500).default(100),
    }),
  },
  responses: {
    200: json('A page of changes.', Page),
    410: problem('The cursor is no longer known: begin again without one.'),
    422: problem('The limit is out of range.'),
    ...unauthorized,
  },
});

/** Writes are documented here and parsed by the intake, which must have the exact bytes before anything else. */
export function describeWrites(app: OpenAPIHono<Env>) {
  app.openAPIRegistry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer' });
  const ticketHeaders = { ETag: known, 'Idempotency-Replayed': replayed };
  const messageHeaders = { 'Idempotency-Replayed': replayed };
  app.openAPIRegistry.registerPath({
    method: 'put',
    path: TICKET_PATH,
    operationId: 'putTicket',
    tags: ['Tickets'],
    summary: 'Hand in a ticket under the id that the client made',
    security,
    request: {
      params: TicketParams,
      headers: keyHeader,
      body: {
        required: true,
        content: { 'application/json': { schema: TicketSubmission.clone().openapi('TicketSubmission') } },
      },
    },
    responses: {
      201: { ...json('The ticket is new.', Ticket), headers: ticketHeaders },
      200: { ...json('The desk had this ticket already.', Ticket), headers: ticketHeaders },
      ...refusals,
    },
  });
  app.openAPIRegistry.registerPath({
    method: 'patch',
    path: TICKET_PATH,
    operationId: 'editTicket',
    tags: ['Tickets'],
    summary: 'Change a ticket, as long as it is at the version that was looked at',
    security,
    request: {
      params: TicketParams,
      headers: keyHeader.extend({
        'If-Match': z.string().describe('The ETag of the version it is meant for.'),
      }),
      body: {
        required: true,
        content: { 'application/json': { schema: TicketEdit.clone().openapi('TicketEdit') } },
      },
    },
    responses: {
      200: { ...json('The ticket after the change.', Ticket), headers: ticketHeaders },
      ...refusals,
      404: problem('There is no such ticket.'),
      412: problem('The ticket has another version by now.'),
      428: problem('No If-Match.'),
    },
  });
  app.openAPIRegistry.registerPath({
    method: 'put',
    path: MESSAGE_PATH,
    operationId: 'putMessage',
    tags: ['Messages'],
    summary: 'Add a message to a ticket',
    security,
    request: {
      params: MessageParams,
      headers: keyHeader,
      body: {
        required: true,
        content: { 'application/json': { schema: MessageSubmission.clone().openapi('MessageSubmission') } },
      },
    },
    responses: {
      201: { ...json('The message is new.', Message), headers: messageHeaders },
      200: { ...json('The desk had this message already.', Message), headers: messageHeaders },
      ...refusals,
      404: problem('There is no such ticket.'),
    },
  });
  describeUploads(app);
  app.openAPIRegistry.registerPath({
    method: 'get',
    path: PATHS.stream,
    operationId: 'openStream',
    tags: ['Stream'],
    summary: 'Server-sent events: `poke` after every change, `chat` with a ChatState, comments in between',
    security,
    responses: {
      200: { description: 'The stream.', content: { 'text/event-stream': { schema: z.string() } } },
      404: problem('This desk does not push: the client pulls every 30 seconds.'),
      ...unauthorized,
    },
  });
}

const tus = z.object({ 'Tus-Resumable': z.literal('1.0.0') });
const spokenTus = { description: 'The version of tus.', schema: { type: 'string' as const, const: '1.0.0' } };
const offset = {
  description: 'How many bytes of the file the desk has.',
  schema: { type: 'integer' as const, minimum: 0 },
};
const noUpload = problem('There is no such upload (any more): the client begins it anew.');

/** Uploads are taken by tus itself, and documented here. */
function describeUploads(app: OpenAPIHono<Env>) {
  const path = `${PATHS.uploads}/{upload}`;
  app.openAPIRegistry.registerPath({
    method: 'post',
    path: PATHS.uploads,
    operationId: 'beginUpload',
    tags: ['Files'],
    summary: 'Begin the upload of a file (tus 1.0.0, creation); a file without bytes is whole with it',
    security,
    request: {
      headers: tus.extend({ 'Upload-Length': z.int().nonnegative(), 'Upload-Metadata': Upload }),
    },
    responses: {
      201: {
        description: 'The upload has begun.',
        headers: {
          Location: {
            description: 'Where the bytes go: a path, or an address that begins with that of the desk.',
            schema: { type: 'string' },
          },
          'Tus-Resumable': spokenTus,
        },
      },
      ...unauthorized,
      400: problem('No Upload-Length.'),
      404: problem('There is no such ticket, or message in it; or this desk takes no files.'),
      413: problem('The file is too large.'),
      422: problem(
        'The metadata does not fit, the desk does not take such a file, or has another under its id.',
      ),
    },
  });
  app.openAPIRegistry.registerPath({
    method: 'head',
    path,
    operationId: 'askUpload',
    tags: ['Files'],
    summary: 'How much of a file the desk has',
    security,
    request: { params: UploadParams, headers: tus },
    responses: {
      200: {
        description: 'So much is here. The upload goes on behind it.',
        headers: {
          'Upload-Offset': offset,
          'Upload-Length': { description: 'How long the file is.', schema: { type: 'integer', minimum: 0 } },
          'Cache-Control': { description: '`no-store`.', schema: { type: 'string' } },
          'Tus-Resumable': spokenTus,
        },
      },
      ...unauthorized,
      404: noUpload,
      410: noUpload,
    },
  });
  app.openAPIRegistry.registerPath({
    method: 'patch',
    path,
    operationId: 'sendBytes',
    tags: ['Files'],
    summary: 'Send the bytes of a file from where the desk is; with the last one the file is made',
    security,
    request: {
      params: UploadParams,
      headers: tus.extend({
        'Upload-Offset': z.int().nonnegative().describe('Where these bytes begin in the file.'),
      }),
      body: {
        required: true,
        content: {
          'application/offset+octet-stream': { schema: z.string().openapi({ format: 'binary' }) },
        },
      },
    },
    responses: {
      204: {
        description: 'The bytes are kept.',
        headers: { 'Upload-Offset': offset, 'Tus-Resumable': spokenTus },
      },
      ...unauthorized,
      404: noUpload,
      409: problem('The upload stands at another offset: ask for it, and go on from there.'),
      410: noUpload,
      422: problem('The file is not what was announced: its SHA-256 is another one. The bytes are gone.'),
      423: problem('An earlier request still holds the upload: try again.'),
    },
  });
}
