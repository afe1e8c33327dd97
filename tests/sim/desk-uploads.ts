/** Resumable uploads as the model desk takes them: tus 1.0.0 with creation. */
import { createHash } from 'node:crypto';
import { AttachmentSubmission } from '#shared/contract.ts';
import type { DeskBook } from './desk-book.ts';
import { type DeskAnswer, type DeskRequest, type RecordArrival, refusal } from './desk-http.ts';

type Upload = { about: AttachmentSubmission; size: number; got: Uint8Array };

const TUS = { 'tus-resumable': '1.0.0' };

/** The largest file that this desk takes. */
export const LARGEST_FILE = 400_000;

export function deskUploads(book: DeskBook, arrived: RecordArrival) {
  const uploads = new Map<string, Upload>();

  function create(request: DeskRequest): DeskAnswer {
    const size = Number(request.headers.get('upload-length'));
    const said = AttachmentSubmission.safeParse(metadata(request.headers.get('upload-metadata') ?? ''));
    if (!said.success || !Number.isInteger(size))
      return refusal(400, 'invalid', 'This upload says too little.');
    const about = said.data;
    const refused = refusedFor(about, size);
    if (refused !== null) {
      arrived(request, { kind: 'upload', id: about.attachmentId, ticket: about.ticketId }, refused);
      return refused;
    }
    const id = `u${uploads.size + 1}`;
    const upload = { about, size, got: new Uint8Array() };
    uploads.set(id, upload);
    const taken = append(request, upload, request.body);
    if (taken !== null) return taken;
    return {
      status: 201,
      headers: { ...TUS, location: `/v1/uploads/${id}`, 'upload-offset': String(upload.got.length) },
      body: '',
    };
  }

  function refusedFor(about: AttachmentSubmission, size: number): DeskAnswer | null {
    const ticket = book.tickets.get(about.ticketId);
    if (ticket === undefined || ticket.isDeleted)
      return refusal(404, 'not_found', 'The desk has no such ticket.');
    if (about.messageId !== '' && !book.messages.has(about.messageId)) {
      return refusal(404, 'not_found', 'The desk has no such message.');
    }
    if (book.files.get(about.attachmentId)?.isDeleted)
      return refusal(404, 'not_found', 'The desk has taken this file away.');
    if (size > LARGEST_FILE) return refusal(413, 'invalid', 'This file is too large for the desk.');
    if (about.name.endsWith('.exe')) return refusal(422, 'invalid', 'The desk takes no programs.');
    return null;
  }

  /** Takes more bytes; answers when they make the upload end badly. */
  function append(request: DeskRequest, upload: Upload, bytes: Uint8Array): DeskAnswer | null {
    if (upload.got.length + bytes.length > upload.size)
      return refusal(413, 'invalid', 'More bytes than announced.');
    upload.got = Uint8Array.from([...upload.got, ...bytes]);
    if (upload.got.length < upload.size) return null;
    const { about, got } = upload;
    const name = { kind: 'upload' as const, id: about.attachmentId, ticket: about.ticketId };
    if (createHash('sha256').update(got).digest('hex') !== about.sha256) {
      const refused = refusal(422, 'invalid', 'The content is not what was announced.');
      arrived(request, name, refused);
      return refused;
    }
    const known = book.files.get(about.attachmentId);
    if (known === undefined) {
      const { attachmentId: id, ticketId, messageId, name: fileName, mediaType, sha256, description } = about;
      const author = { kind: 'requester' as const, ...book.requester };
      const doc = {
        id,
        ticketId,
        messageId: messageId === '' ? null : messageId,
        author,
        name: fileName,
        mediaType,
        description,
      };
      book.addFile({ ...doc, size: got.length, sha256 }, got);
    }
    arrived(request, name, { status: 204, headers: {}, body: '' }, known === undefined ? 'made' : 'again');
    return null;
  }

  return {
    answer(request: DeskRequest): DeskAnswer {
      if (request.method === 'POST') return create(request);
      const id = request.path.slice(request.path.lastIndexOf('/') + 1);
      const upload = uploads.get(id);
      if (upload === undefined) return refusal(404, 'not_found', 'No such upload.');
      switch (request.method) {
        case 'HEAD':
          return { status: 200, headers: { ...TUS, ...progress(upload) }, body: '' };
        case 'PATCH': {
          if (Number(request.headers.get('upload-offset')) !== upload.got.length) {
            return refusal(409, 'in_progress', 'Not where this upload stands.');
          }
          const ended = append(request, upload, request.body);
          return ended ?? { status: 204, headers: { ...TUS, ...progress(upload) }, body: '' };
        }
        case 'DELETE':
          uploads.delete(id);
          return { status: 204, headers: TUS, body: '' };
        default:
          return refusal(405, 'invalid', 'Not so.');
      }
    },
    /** What is not finished is thrown away, as desks do after a while. */
    forget(): void {
      uploads.clear();
    },
  };
}

function progress(upload: Upload): Record<string, string> {
  return {
    'upload-offset': String(upload.got.length),
    'upload-length': String(upload.size),
    'cache-control': 'no-store',
  };
}

function metadata(header: string): Record<string, string> {
  return Object.fromEntries(
    header.split(',').map((pair) => {
      const [name = '', value = ''] = pair.trim().split(' ');
      return [name, Buffer.from(value, 'base64').toString('utf8')];
    }),
  );
}
