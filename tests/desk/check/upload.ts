/** Sends files by tus 1.0.0, one step at a time. */
import { createHash } from 'node:crypto';
import { type AttachmentSubmission, PATHS } from '#shared/contract.ts';
import type { AttachmentId, TicketId } from '#shared/ids.ts';
import type { Answer, Asker } from './ask.ts';
import { Finding, needed, require } from './expectation.ts';
import { declines, said } from './read.ts';

const TUS = { 'tus-resumable': '1.0.0' };

export type File = { said: AttachmentSubmission; bytes: Uint8Array };

/** A file as it is announced, with whatever a check wants to be different. */
export function fileOf(
  text: string,
  about: { ticketId: TicketId; attachmentId: AttachmentId } & Partial<AttachmentSubmission>,
): File {
  const bytes = new TextEncoder().encode(text);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const said = {
    name: 'sjekk ✓.txt',
    mediaType: 'text/plain',
    messageId: '' as const,
    sha256,
    description: 'En rød brannbil ✓',
  };
  return { bytes, said: { ...said, ...about } };
}

export function uploader({ ask }: Asker, url: string) {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const begin = (file: File, length = file.bytes.length) =>
    ask('POST', PATHS.uploads, {
      headers: {
        ...TUS,
        'upload-length': String(length),
        'upload-metadata': Object.entries(file.said)
          .map(([name, value]) => (value === '' ? name : `${name} ${base64(value)}`))
          .join(','),
      },
    });
  const send = (path: string, { bytes }: File, from: number, to = bytes.length) =>
    ask('PATCH', path, {
      headers: {
        ...TUS,
        'upload-offset': String(from),
        'content-type': 'application/offset+octet-stream',
      },
      body: bytes.slice(from, to),
    });

  return {
    begin,
    send,
    offsetAt: (path: string) => ask('HEAD', path, { headers: TUS }),
    /** The path of an upload below the desk's address; null when it leads elsewhere. */
    pathIn: (answer: Answer) => pathIn(answer, url),
    /** Sends a whole file and gives the last answer. */
    async whole(file: File): Promise<Answer> {
      const begun = await begin(file);
      if (!begun.ok || file.bytes.length === 0) return begun;
      return send(needed(pathIn(begun, url), 'An upload has no Location here.'), file, 0);
    },
    /** Where a new upload goes, when the desk takes files. */
    async place(file: File): Promise<string> {
      const begun = await begin(file);
      if (begun.status !== 422 && declines(begun))
        throw new Finding('not_offered', `${said(begun)}: no files.`);
      require(begun.ok, `An upload could not be begun: ${said(begun)}.`);
      return needed(pathIn(begun, url), 'An upload has no Location here.');
    },
  };
}

function pathIn(answer: Answer, url: string): string | null {
  const location = answer.headers.get('location');
  if (location === null) return null;
  const at = URL.parse(location, `${url}${PATHS.uploads}`)?.href ?? '';
  return at.startsWith(`${url}/`) ? at.slice(url.length) : null;
}
