/** A plain HTTP client for tests: no retries, nothing forgiven. */
import { createHash } from 'node:crypto';
import {
  type AttachmentSubmission,
  ChangesPage,
  DeskMessage,
  DeskTicket,
  PATHS,
  Problem,
} from '#shared/contract.ts';
import { type AttachmentId, idMaker, type MessageId, type TicketId } from '#shared/ids.ts';
import { seededBytes } from './random.ts';

/** A submission that every desk takes, with whatever a test wants to be different. */
export function submission(different: Record<string, unknown> = {}) {
  return {
    title: 'The start page is blank',
    description: 'Everyone sees a blank page.',
    severity: 'standard',
    severityReason: '',
    affected: 'team',
    hit: 'Start page',
    since: 'This morning',
    channel: 'email',
    writtenAt: '2026-03-02T08:00:00Z',
    ...different,
  };
}

/** What is said of a file before its bytes, with whatever a test wants to be different. */
export function announced(
  bytes: Uint8Array,
  about: { ticketId: TicketId; attachmentId: AttachmentId } & Partial<AttachmentSubmission>,
): AttachmentSubmission {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name: 'screen.png', mediaType: 'image/png', messageId: '', sha256, description: '', ...about };
}

const TUS = { 'tus-resumable': '1.0.0' };

/** Ids that are the same in every run. */
export const testIds = (seed = 1) => idMaker(() => Date.UTC(2026, 2, 2), seededBytes(seed));

/** Speaks to the desk at `url` with its token. */
export function deskClient({ url, token }: { url: string; token: string }) {
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  const put = (path: string, key: string, body: unknown) =>
    ask(path, {
      method: 'PUT',
      headers: { 'idempotency-key': key, 'content-type': 'application/json' },
      body: typeof body === 'string' || body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
    });
  return {
    ask,
    putTicket: (id: TicketId, key: string, body: unknown = submission()) => put(PATHS.ticket(id), key, body),
    putMessage: (id: TicketId, messageId: MessageId, key: string, body: unknown) =>
      put(PATHS.message(id, messageId), key, body),
    /** `version` is what the edit is meant for; null leaves If-Match out. */
    patchTicket: (id: TicketId, key: string, version: string | null, body: unknown) =>
      ask(PATHS.ticket(id), {
        method: 'PATCH',
        headers: { 'idempotency-key': key, ...(version !== null && { 'if-match': `"${version}"` }) },
        body: JSON.stringify(body),
      }),
    beginUpload: (said: Record<string, string>, length: number) =>
      ask(PATHS.uploads, {
        method: 'POST',
        headers: {
          ...TUS,
          'upload-length': String(length),
          'upload-metadata': Object.entries(said)
            .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
            .join(','),
        },
      }),
    /** Sends the bytes from `offset` on to the path of an upload. */
    sendBytes: (path: string, bytes: Uint8Array, offset = 0) =>
      ask(path, {
        method: 'PATCH',
        headers: {
          ...TUS,
          'upload-offset': String(offset),
          'content-type': 'application/offset+octet-stream',
        },
        body: Buffer.from(bytes.subarray(offset)),
      }),
    askUpload: (path: string) => ask(path, { method: 'HEAD', headers: TUS }),
    async changes(cursor?: string, limit = 100) {
      const query = new URLSearchParams({
        limit: String(limit),
        ...(cursor === undefined ? {} : { cursor }),
      });
      const response = await ask(`${PATHS.changes}?${query}`);
      return ChangesPage.parse(await response.json());
    },
    ticket: async (id: TicketId) => DeskTicket.parse(await (await ask(PATHS.ticket(id))).json()),
  };
}

/** Where the bytes of an upload go. */
export const locationIn = (response: Response) => response.headers.get('location') ?? 'nowhere';
export const ticketIn = async (response: Response) => DeskTicket.parse(await response.json());
export const messageIn = async (response: Response) => DeskMessage.parse(await response.json());
export const problemIn = async (response: Response) => Problem.parse(await response.json());

/** The stream's text piece by piece; `until` waits for a piece, and fails when the stream ends before it. */
export async function openStream(ask: (path: string) => Promise<Response>) {
  const response = await ask(PATHS.stream);
  if (response.body === null) throw new Error('The stream has no body.');
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let heard = '';
  return {
    type: response.headers.get('content-type'),
    async until(piece: string) {
      while (!heard.includes(piece)) {
        const { value, done } = await reader.read();
        if (done) throw new Error(`The stream ended without: ${piece}`);
        heard += value;
      }
      heard = heard.slice(heard.indexOf(piece) + piece.length);
    },
    close: () => reader.cancel(),
  };
}
