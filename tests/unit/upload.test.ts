/** What a desk says it has of a file is believed only where it can have it. */
import { expect, test } from 'vitest';
import { AttachmentSubmission } from '#shared/contract.ts';
import { idMaker } from '#shared/ids.ts';
import type { DeskHttp } from '../../main/core/desk/http.ts';
import { sendFile } from '../../main/core/desk/tus.ts';
import { seededBytes } from '../desk/random.ts';

const DESK = 'https://desk.example.com';
const UPLOAD = `${DESK}/v1/uploads/7`;
const SIZE = 3_000;
const ids = idMaker(() => Date.UTC(2026, 2, 2), seededBytes(3));

/** Sends a file to a desk that says it has so much of it; gives the answer, what was asked, and what was noted. */
async function sent(told: string | null, uploadUrl: string | null) {
  const asked: string[] = [];
  const noted: unknown[] = [];
  const headers = new Headers({ 'tus-resumable': '1.0.0', 'upload-length': String(SIZE) });
  if (told !== null) headers.set('upload-offset', told);
  const http = {
    clean: (text: string) => text,
    async exchange({ method }: { method: string }) {
      asked.push(method);
      if (method === 'POST') return { status: 201, headers: new Headers({ location: UPLOAD }), body: '' };
      return { status: method === 'HEAD' ? 200 : 204, headers, body: '' };
    },
  } as unknown as DeskHttp;
  const answer = await sendFile(
    DESK,
    {
      submission: AttachmentSubmission.parse({
        attachmentId: ids.attachment(),
        ticketId: ids.ticket(),
        messageId: '',
        name: 'a.txt',
        mediaType: 'text/plain',
        sha256: 'a'.repeat(64),
      }),
      size: SIZE,
      uploadUrl,
      mayBeThere: false,
      readAt: (_, length) => new Uint8Array(length),
    },
    { mayGo: async () => true, progress: (progress) => void noted.push(progress) },
    { http, now: () => 0 },
  );
  return { answer, asked, noted };
}

test.each(['9000000000000', '-7', '3001', '1e3', '', null])(
  'after a piece it has "%s": the file starts anew, later, and nothing is read beyond its end',
  async (told) => {
    const { answer, asked, noted } = await sent(told, null);
    expect(answer).toMatchObject({ kind: 'later', failure: { code: 'desk_answer_unfit' } });
    expect(asked).toEqual(['POST', 'PATCH']);
    expect(noted.at(-1)).toEqual({ uploadUrl: null, sentBytes: 0 });
  },
);

test.each(['9000000000000', '-7', '3001'])('before a piece it has "%s": the same', async (told) => {
  const { answer, asked, noted } = await sent(told, UPLOAD);
  expect(answer).toMatchObject({ kind: 'later', failure: { code: 'desk_answer_unfit' } });
  expect(asked).toEqual(['HEAD']);
  expect(noted.at(-1)).toEqual({ uploadUrl: null, sentBytes: 0 });
});

test('what it can have is gone on from', async () => {
  const { answer, asked } = await sent(String(SIZE), null);
  expect(answer).toMatchObject({ kind: 'answered', value: 'sent' });
  expect(asked).toEqual(['POST', 'PATCH']);
});
