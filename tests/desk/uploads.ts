/**
 * Uploads that resume where they were cut (https://tus.io/protocols/resumable-upload, version 1.0.0). The bytes stay
 * where tus took them; a whole upload becomes an attachment in one transaction.
 */
import { FileStore } from '@tus/file-store';
import { Server as TusServer, type Upload } from '@tus/server';
import type { Context } from 'hono';
import { AttachmentSubmission, PATHS, Problem } from '#shared/contract.ts';
import type { Company } from './company.ts';
import { type FileRules, objection, refuseFile, takeFile } from './fileIntake.ts';
import type { FileRoom } from './fileRoom.ts';
import type { Env } from './http.ts';
import { faultsInWords, problemResponse, type Refusal, refusal } from './problem.ts';
import type { Store } from './store.ts';

/** How long a request that holds an upload may still work when another one wants it. */
const LOCK_DRAIN_MS = 500;

/** Thrown out of the hooks of tus, which makes an answer of `status_code` and `body`. */
class RefusedUpload extends Error {
  readonly status_code: number;
  readonly body: string;
  constructor({ status, problem }: Refusal) {
    super(problem.title);
    this.status_code = status;
    this.body = JSON.stringify(problem);
  }
}

/** What the client said of the file. tus reads an empty value as none. */
function saidOf(upload: Upload): AttachmentSubmission {
  const { metadata } = upload;
  const read = AttachmentSubmission.safeParse({
    ...metadata,
    messageId: metadata?.messageId ?? '',
    description: metadata?.description ?? '',
  });
  if (!read.success) throw new RefusedUpload(refusal(422, 'invalid', faultsInWords(read.error)));
  return read.data;
}

/** Answers everything below `/v1/uploads`. */
export function uploads(desk: {
  store: Store;
  files: FileRoom;
  rules: FileRules;
  company: Company;
  changed: () => void;
  clock: () => number;
}) {
  const { store, files, rules, clock } = desk;
  /** Whose the request is. Without a token that is known, none gets here. */
  const whose = (request: Request) =>
    desk.company.whose(request.headers.get('authorization')) ?? desk.company.main;
  function admit(request: Request, upload: Upload): void {
    const said = saidOf(upload);
    if (upload.size === undefined) {
      throw new RefusedUpload(refusal(400, 'invalid', 'An upload needs an Upload-Length header.'));
    }
    const refused = objection(store, rules, whose(request), { said, size: upload.size });
    if (refused === null) return;
    refuseFile(store, PATHS.uploads, { said, at: clock() }, refused);
    throw new RefusedUpload(refused);
  }

  async function finish(request: Request, upload: Upload): Promise<void> {
    const { id: file, offset: size } = upload;
    const whole = { said: saidOf(upload), size, sha256: await files.sha256(file), file, at: clock() };
    const path = `${PATHS.uploads}/${file}`;
    const taken = takeFile(store, rules, whose(request), { ...whole, path });
    if (taken.outcome === 'created') desk.changed();
    // Two requests may find the same upload whole: the second one knows the file, and it is this very one.
    if (!store.keepsContent(file)) files.remove(file);
    if (taken.outcome === 'refused') throw new RefusedUpload(taken.refused);
  }

  const datastore = new FileStore({ directory: files.folder });
  const tus = new TusServer({
    path: PATHS.uploads,
    datastore,
    // Behind a proxy the desk does not know by which name it is called.
    relativeLocation: true,
    allowedOrigins: [],
    disableTerminationForFinishedUploads: true,
    lockDrainTimeout: LOCK_DRAIN_MS,
    async onUploadCreate(request, upload) {
      admit(request, upload);
      return {};
    },
    async onUploadFinish(request, upload) {
      await finish(request, upload);
      return {};
    },
    async onIncomingRequest(request, id) {
      if (request.method !== 'HEAD') return;
      // A desk that was killed between the last byte and the transaction finishes when it is asked again.
      const upload = await datastore.getUpload(id);
      if (upload.offset === upload.size && !store.keepsContent(id)) await finish(request, upload);
    },
  });

  return async (c: Context<Env>): Promise<Response> => {
    if (c.req.method === 'GET') return problemResponse(refusal(404, 'not_found'));
    const { cutAfter, deliveries } = c.var;
    if (cutAfter !== null) return answer(await tus.handleWeb(shortened(c.req.raw, cutAfter)));
    if (deliveries === 1) return answer(await tus.handleWeb(c.req.raw));
    const { url, method, headers } = c.req.raw;
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    const delivery = () => new Request(url, { method, headers, ...(bytes.length > 0 && { body: bytes }) });
    await tus.handleWeb(delivery());
    return answer(await tus.handleWeb(delivery()));
  };
}

/** The request as it arrives when the line is cut after so many bytes of its body. */
function shortened({ url, method, headers, body }: Request, bytes: number): Request {
  let left = bytes;
  const cut = new TransformStream<Uint8Array, Uint8Array>({
    start(controller) {
      if (left === 0) controller.terminate();
    },
    transform(chunk, controller) {
      const piece = chunk.subarray(0, left);
      left -= piece.length;
      controller.enqueue(piece);
      if (left === 0) controller.terminate();
    },
  });
  const arrived = body?.pipeThrough(cut) ?? null;
  return new Request(url, { method, headers, body: arrived, ...{ duplex: 'half' } });
}

const CODES: Record<number, Problem['code']> = { 404: 'not_found', 410: 'not_found', 409: 'in_progress' };

/** The answer of tus, with a problem in place of its plain words. */
async function answer(response: Response): Promise<Response> {
  const { status } = response;
  if (status < 400) return response;
  const words = await response.text();
  const problem = problemIn(words);
  if (problem !== null) return problemResponse({ status, problem });
  const code = CODES[status] ?? (status >= 500 ? 'unavailable' : 'invalid');
  return problemResponse(refusal(status, code, words.trim()), { 'tus-resumable': '1.0.0' });
}

function problemIn(words: string): Problem | null {
  try {
    return Problem.safeParse(JSON.parse(words)).data ?? null;
  } catch {
    return null;
  }
}
