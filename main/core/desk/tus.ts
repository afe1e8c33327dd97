/**
 * Sends the content of a file as a resumable upload (https://tus.io/protocols/resumable-upload, version 1.0.0), one
 * try at a time: the outbox decides when to try again.
 */
import type { FileSource, HttpRequest, HttpStack, UploadOptions } from 'tus-js-client';
// The upload alone. The package's entry for Node also brings file locks, which hook into the exit of the process.
import Upload from 'tus-js-client/lib.esm/upload.js';
import { z } from 'zod';
import { PATHS } from '#shared/contract.ts';
import { isUnder } from '#shared/desk-address.ts';
import type { DeskHttp } from './http.ts';
import { noAnswer } from './no-answer.ts';
import { type DeskAnswer, type FileToSend, type UploadHooks, unfit } from './port.ts';
import { type HttpAnswer, verdict } from './verdict.ts';

/** Small enough for steps of progress that are seen, large enough to keep a line busy. */
const PIECE_BYTES = 1024 * 1024;

/** Answers to "how much do you have?" that say nothing of the upload: ask again later instead of starting anew. */
const ASK_AGAIN = new Set([401, 408, 423, 425, 429]);
/** The upload is gone, which says nothing of the file: it starts anew. */
const GONE = new Set([404, 410]);
/** The desk has another offset than this, or an earlier try still holds the upload. */
const OUT_OF_STEP = new Set([409, 423]);

const UNFIT: DeskAnswer<never> = unfit();

type Sent = 'sent' | 'was_whole';
type Question = {
  method: string;
  url: string;
  headers: Record<string, string>;
  body: Uint8Array | undefined;
};
type Exchange = (question: Question) => Promise<HttpAnswer & { headers: Headers }>;

/** Sends what the desk at `address` does not have yet. `was_whole`: it had every byte before this try. */
export function sendFile(
  address: string,
  file: FileToSend,
  hooks: UploadHooks,
  { http, now }: { http: DeskHttp; now: () => number },
): Promise<DeskAnswer<Sent>> {
  const isHere = (url: string) => isUnder(address, url);
  const startedAt = file.uploadUrl !== null && isHere(file.uploadUrl) ? file.uploadUrl : null;
  return new Promise((resolve, reject) => {
    let sent: Sent = 'was_whole';
    /** What stands in the way since the last answer, or the lack of one. */
    let obstacle: DeskAnswer<never> = UNFIT;

    function end(answer: DeskAnswer<Sent>): void {
      void upload.abort();
      resolve(answer);
    }

    /** What the store throws is no matter of the desk: it ends the upload and comes out as it is. */
    function guarded<T>(work: () => T): T {
      try {
        return work();
      } catch (error) {
        reject(error);
        throw error;
      }
    }

    const exchange: Exchange = async (question) => {
      // The answer before may have been long in coming, and somebody else may be there by now.
      if (!(await hooks.mayGo())) throw new Error('not wanted any more');
      // The token goes to the desk and nowhere else, whatever a Location says.
      if (!isHere(question.url)) throw new Error('an upload may not leave the desk');
      const answer = await http.exchange(question).catch((error: unknown) => {
        obstacle = noAnswer(error, http.clean);
        throw error;
      });
      const { status } = answer;
      obstacle = status < 300 ? UNFIT : verdict(answer, z.never(), now(), http.clean);
      if (status < 300 && !isOffset(answer.headers.get('upload-offset'), question, file.size)) {
        // What it has of the file cannot be known: it starts anew.
        guarded(() => hooks.progress({ uploadUrl: null, sentBytes: 0 }));
        throw new Error('no such offset');
      }
      if (question.method === 'HEAD' && (ASK_AGAIN.has(status) || status >= 500)) throw new Error('not now');
      if (question.method === 'PATCH' && (GONE.has(status) || OUT_OF_STEP.has(status))) obstacle = UNFIT;
      if (question.method === 'PATCH' && GONE.has(status))
        guarded(() => hooks.progress({ uploadUrl: null, sentBytes: 0 }));
      return answer;
    };

    const options: UploadOptions = {
      endpoint: `${address}${PATHS.uploads}`,
      uploadUrl: startedAt,
      metadata: file.submission,
      chunkSize: PIECE_BYTES,
      retryDelays: null,
      storeFingerprintForResuming: false,
      fingerprint: async () => file.submission.sha256,
      fileReader: {
        openFile: async () => source(file.size, (at, length) => guarded(() => file.readAt(at, length))),
      },
      httpStack: stack(exchange),
      onUploadUrlAvailable() {
        if (upload.url === startedAt) return;
        sent = 'sent';
        guarded(() => hooks.progress({ uploadUrl: upload.url, sentBytes: 0 }));
      },
      onChunkComplete(taken, sentBytes) {
        sent = 'sent';
        guarded(() => hooks.progress({ uploadUrl: upload.url, sentBytes }));
        // A desk that takes nothing, or a byte at a time, would be asked for ever: later, it is asked again.
        const isLast = sentBytes >= file.size;
        if (taken <= 0 || (!isLast && taken < PIECE_BYTES)) end(UNFIT);
      },
      onSuccess: () => end({ kind: 'answered', status: 204, value: sent }),
      onError: () => end(obstacle),
    };
    const upload = new Upload(file, { ...Upload.defaultOptions, ...options });
    upload.start();
  });
}

/** Whether the desk can have so much: of a file of this size, and of what it has been sent. */
function isOffset(told: string | null, { method, headers, body }: Question, size: number): boolean {
  if (method === 'POST') return true;
  const sent = method === 'PATCH' ? Number(headers['Upload-Offset']) + (body?.length ?? 0) : size;
  const offset = Offset.safeParse(told).data;
  return offset !== undefined && offset <= sent;
}
const Offset = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);

/** The bytes of a file as the package reads them: a piece knows its `size`. */
function source(size: number, readAt: FileToSend['readAt']): FileSource {
  return {
    size,
    async slice(start, end) {
      const piece = readAt(start, end - start);
      return { value: Object.assign(piece, { size: piece.length }), done: end >= size };
    },
    close: () => undefined,
  };
}

/** Lets the package speak through core's own way to the desk. */
function stack(exchange: Exchange): HttpStack {
  return {
    getName: () => 'Lifeline',
    createRequest(method, url): HttpRequest {
      const headers: Record<string, string> = {};
      return {
        getMethod: () => method,
        getURL: () => url,
        setHeader(name, value) {
          headers[name] = value;
        },
        getHeader: (name) => headers[name],
        setProgressHandler: () => undefined,
        async send(body: unknown) {
          const answer = await exchange({
            method,
            url,
            headers,
            body: body instanceof Uint8Array ? body : undefined,
          });
          return {
            getStatus: () => answer.status,
            getHeader: (name) => answer.headers.get(name) ?? undefined,
            getBody: () => answer.body,
            getUnderlyingObject: () => answer,
          };
        },
        // A piece under way is let go: its own deadline ends it.
        abort: async () => undefined,
        getUnderlyingObject: () => null,
      };
    },
  };
}
