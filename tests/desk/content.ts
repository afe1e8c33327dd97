/** The content of a file as an answer, whole or the part that a Range names (RFC 9110 section 14). */
import type { DeskAttachment } from '#shared/contract.ts';
import type { FileRoom } from './fileRoom.ts';
import { problemResponse, refusal } from './problem.ts';

type Part = { first: number; last: number };

/** The one range of this header; null when it names none that this desk serves, which then gives the whole. */
function rangeOf(header: string | undefined, size: number): Part | 'unsatisfiable' | null {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return null;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  if (from !== '' && to !== '' && Number(to) < first) return null;
  return first > last ? 'unsatisfiable' : { first, last };
}

function stream(files: FileRoom, file: string, { first, last }: Part): ReadableStream<Uint8Array> {
  const content = files.read(file, first, last);
  const pieces = content.iterator();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: () => void content.destroy(),
  });
}

/** Gives the bytes as something to save: a browser must never show a requester's file as a page of the desk. */
export function contentResponse(
  files: FileRoom,
  { attachment, file }: { attachment: DeskAttachment; file: string },
  range: string | undefined,
): Response {
  const { size, name } = attachment;
  const headers = {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name.toWellFormed())}`,
    'x-content-type-options': 'nosniff',
    'accept-ranges': 'bytes',
    'cache-control': 'no-store',
  };
  const part = rangeOf(range, size);
  if (part === 'unsatisfiable') {
    const refused = refusal(416, 'invalid', `The file has only ${size} bytes.`);
    return problemResponse(refused, { 'content-range': `bytes */${size}` });
  }
  const { first, last } = part ?? { first: 0, last: size - 1 };
  return new Response(first > last ? null : stream(files, file, { first, last }), {
    status: part === null ? 200 : 206,
    headers: {
      ...headers,
      'content-length': String(last - first + 1),
      ...(part !== null && { 'content-range': `bytes ${first}-${last}/${size}` }),
    },
  });
}
