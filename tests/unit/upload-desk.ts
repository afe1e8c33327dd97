/** The part of a desk that takes files, in memory, where a test decides at which byte the line is cut. */
import { createHash, type Hash } from 'node:crypto';
import { AttachmentSubmission, DeskAttachment, PATHS, type Problem } from '#shared/contract.ts';
import type { AttachmentId, TicketId } from '#shared/ids.ts';

type Upload = {
  submission: AttachmentSubmission;
  length: number;
  offset: number;
  hash: Hash;
  bytes: Uint8Array[];
};
/** `sha256` is of what arrived, whatever was announced. */
type Kept = { attachment: DeskAttachment; bytes: Uint8Array; sha256: string };

/** One PATCH as it reached the desk. */
type Piece = { upload: string; offset: number; taken: number };

export const ADDRESS = 'https://desk.example';

/** `keepsContent` false is for a file that is too large to keep; `onPiece` is called with every piece. */
export function uploadDesk({
  keepsContent = true,
  onPiece,
}: {
  keepsContent?: boolean;
  onPiece?: () => void;
} = {}) {
  const uploads = new Map<string, Upload>();
  const files = new Map<string, Kept>();
  const pieces: Piece[] = [];
  const faults = {
    /** Bytes of the next piece that arrive before the line is cut. */
    cutAfter: null as number | null,
    /** The next of these methods is done, but its answer is lost. */
    loseAnswerTo: null as string | null,
    /** Says no to these names, in the desk's own words. */
    refuse: null as ((submission: AttachmentSubmission) => string | null) | null,
    /** Answers questions about uploads with this status: of one method, or all. */
    status: null as { answer: number; to?: string } | null,
    /** Answers every look-up of a file with this status. */
    fileStatus: null as number | null,
    /** Answers content with these bytes instead. */
    content: null as Uint8Array | null,
    /** Takes nothing of a piece and confirms it all the same. */
    takesNothing: false,
    locationElsewhere: false,
  };

  /** What this part of the desk answers; null when the question is not for it. */
  async function answer(url: string, init: RequestInit): Promise<Response | null> {
    const { pathname } = new URL(url);
    const file = /^\/v1\/tickets\/([^/]+)\/attachments\/([^/]+)(\/content)?$/.exec(pathname);
    if (file?.[2] !== undefined) return fileAnswer(file[2], file[3] !== undefined);
    if (!pathname.startsWith(PATHS.uploads)) return null;
    if (faults.status !== null && (faults.status.to ?? init.method) === init.method)
      return problem(faults.status.answer, 'unavailable', 'Not now.');
    const response = uploadAnswer(pathname, init);
    if (faults.loseAnswerTo === init.method) {
      faults.loseAnswerTo = null;
      throw new Error('socket hang up');
    }
    return response;
  }

  function fileAnswer(id: string, isContent: boolean): Response {
    const kept = files.get(id);
    if (faults.fileStatus !== null) return problem(faults.fileStatus, 'unauthorized', 'Who is it?');
    if (kept === undefined) return problem(404, 'not_found', 'There is no such file.');
    if (!isContent) return Response.json(kept.attachment);
    return new Response(new Uint8Array(faults.content ?? kept.bytes));
  }

  function uploadAnswer(pathname: string, init: RequestInit): Response {
    const headers = new Headers(init.headers);
    if (init.method === 'POST') {
      const submission = metadataOf(headers.get('upload-metadata') ?? '');
      const words = faults.refuse?.(submission) ?? null;
      if (words !== null) return problem(422, 'invalid', words);
      const id = `upload-${uploads.size + 1}`;
      uploads.set(id, {
        submission,
        length: Number(headers.get('upload-length')),
        offset: 0,
        hash: createHash('sha256'),
        bytes: [],
      });
      complete(id);
      const location = faults.locationElsewhere
        ? `https://elsewhere.example/${id}`
        : `${PATHS.uploads}/${id}`;
      return new Response(null, { status: 201, headers: { location } });
    }
    const id = pathname.slice(PATHS.uploads.length + 1);
    const upload = uploads.get(id);
    if (upload === undefined) return new Response(null, { status: 404 });
    if (init.method === 'PATCH') {
      const offset = Number(headers.get('upload-offset'));
      if (offset !== upload.offset) return problem(409, 'conflict', 'Not there.');
      const sent = init.body instanceof Uint8Array ? init.body : new Uint8Array(0);
      const cut = faults.cutAfter !== null && faults.cutAfter < sent.length ? faults.cutAfter : null;
      const taken = faults.takesNothing ? new Uint8Array(0) : sent.subarray(0, cut ?? sent.length);
      if (faults.cutAfter !== null) faults.cutAfter = cut === null ? faults.cutAfter - sent.length : null;
      upload.offset += taken.length;
      upload.hash.update(taken);
      if (keepsContent) upload.bytes.push(taken);
      onPiece?.();
      pieces.push({ upload: id, offset, taken: taken.length });
      complete(id);
      if (cut !== null) throw new Error('socket hang up');
    }
    return new Response(null, {
      status: init.method === 'HEAD' ? 200 : 204,
      headers: { 'upload-offset': String(upload.offset), 'upload-length': String(upload.length) },
    });
  }

  /** Exactly once by the id of the file, however many uploads bring it. */
  function complete(id: string): void {
    const upload = uploads.get(id);
    if (upload === undefined || upload.offset < upload.length) return;
    const { attachmentId, messageId, ...said } = upload.submission;
    if (files.has(attachmentId)) return;
    const attachment = DeskAttachment.parse({
      ...said,
      id: attachmentId,
      messageId: messageId === '' ? null : messageId,
      author: { kind: 'requester', name: 'Kim' },
      size: upload.length,
      createdAt: '2026-01-01T00:00:00Z',
    });
    const bytes = Buffer.concat(upload.bytes);
    files.set(attachmentId, { attachment, bytes, sha256: upload.hash.copy().digest('hex') });
  }

  return {
    answer,
    uploads,
    files,
    pieces,
    faults,
    /** A file that a specialist has put there. */
    put(id: AttachmentId, ticketId: TicketId, name: string, bytes: Uint8Array): DeskAttachment {
      const attachment = DeskAttachment.parse({
        id,
        ticketId,
        messageId: null,
        author: { kind: 'specialist', name: 'Robin' },
        name,
        mediaType: 'application/octet-stream',
        size: bytes.length,
        sha256: sha256(bytes),
        createdAt: '2026-01-01T00:00:00Z',
      });
      files.set(id, { attachment, bytes, sha256: attachment.sha256 });
      return attachment;
    },
  };
}
export type UploadDesk = ReturnType<typeof uploadDesk>;

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function metadataOf(header: string): AttachmentSubmission {
  const pairs = header.split(',').map((pair) => pair.split(' '));
  return AttachmentSubmission.parse(
    Object.fromEntries(pairs.map(([key, value]) => [key, Buffer.from(value ?? '', 'base64').toString()])),
  );
}

function problem(status: number, code: Problem['code'], detail: string): Response {
  return Response.json({ code, title: code, detail } satisfies Problem, {
    status,
    headers: { 'content-type': 'application/problem+json' },
  });
}
