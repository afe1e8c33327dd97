/** A file reaches the desk once and byte for byte, wherever the line is cut (invariant 2). */
import { expect, test } from 'vitest';
import { idMaker } from '#shared/ids.ts';
import type { UploadHooks } from '../../main/core/desk/port.ts';
import { restDesk } from '../../main/core/desk/rest.ts';
import { seededBytes, seededNumbers } from '../desk/random.ts';
import { ADDRESS, sha256, type UploadDesk, uploadDesk } from './upload-desk.ts';

const MEGABYTE = 1024 * 1024;

/** One file and what its row would know, sent to a desk in memory. */
function sender(bytes: Uint8Array, seed = 1, files: UploadDesk = uploadDesk()) {
  const ids = idMaker(() => 0, seededBytes(seed));
  const submission = {
    attachmentId: ids.attachment(),
    ticketId: ids.ticket(),
    messageId: '' as const,
    name: 'Skjermbilde æøå.png',
    mediaType: 'image/png',
    description: '',
    sha256: sha256(bytes),
  };
  const known = { uploadUrl: null as string | null, sentBytes: 0, tried: false };
  const port = restDesk(ADDRESS, 'secret', {
    clock: { now: () => 0, after: () => () => undefined },
    async fetch(url, init) {
      asked.push({ method: init.method ?? 'GET', url });
      const answer = await files.answer(url, init);
      if (answer === null) throw new Error(`nobody answers ${url}`);
      return answer;
    },
  });
  const asked: { method: string; url: string }[] = [];
  return {
    files,
    submission,
    known,
    asked,
    /** One try, as the outbox makes it. */
    async try(hooks: Partial<UploadHooks> = {}) {
      const mayBeThere = known.tried;
      known.tried = true;
      return port.upload(
        {
          submission,
          size: bytes.length,
          uploadUrl: known.uploadUrl,
          mayBeThere,
          readAt: (offset, length) => bytes.slice(offset, offset + length),
        },
        { mayGo: async () => true, progress: (progress) => Object.assign(known, progress), ...hooks },
      );
    },
    arrived: () => files.files.get(submission.attachmentId),
  };
}

test('a file arrives byte for byte, with its name and type as they were', async () => {
  const bytes = seededBytes(7)(3 * MEGABYTE + 17);
  const one = sender(bytes);
  const answer = await one.try();
  expect(answer).toMatchObject({ kind: 'answered', value: { id: one.submission.attachmentId } });
  expect(one.arrived()?.attachment).toMatchObject({ name: 'Skjermbilde æøå.png', mediaType: 'image/png' });
  expect(sha256(one.arrived()?.bytes ?? new Uint8Array(0))).toBe(one.submission.sha256);
  expect(one.known.sentBytes).toBe(bytes.length);
});

test('an empty file arrives as an empty file', async () => {
  const one = sender(new Uint8Array(0));
  expect((await one.try()).kind).toBe('answered');
  expect(one.arrived()?.attachment.size).toBe(0);
});

test('an upload cut at any byte goes on from there: no confirmed byte is sent twice, and the file is whole', async () => {
  const next = seededNumbers(2026);
  const content = seededBytes(2026)(2.5 * MEGABYTE);
  for (let round = 0; round < 150; round += 1) {
    const bytes = content.subarray(0, Math.ceil(next() * content.length));
    const one = sender(bytes, round);
    const cuts = [next(), next(), next()].map((each) => Math.floor(each * bytes.length));
    for (const cutAfter of [...cuts, 0]) {
      one.files.faults.cutAfter = cutAfter;
      await one.try();
    }
    one.files.faults.cutAfter = null;
    expect((await one.try()).kind, `round ${round}`).toBe('answered');
    const taken = one.files.pieces.reduce((sum, piece) => sum + piece.taken, 0);
    expect(taken, `round ${round}`).toBe(bytes.length);
    expect(one.files.uploads.size).toBe(1);
    expect(Buffer.compare(one.arrived()?.bytes ?? new Uint8Array(0), bytes), `round ${round}`).toBe(0);
  }
});

test.each(['POST', 'PATCH'])('a lost answer to %s makes no second file', async (method) => {
  const one = sender(seededBytes(3)(MEGABYTE / 2));
  one.files.faults.loseAnswerTo = method;
  expect((await one.try()).kind).toBe('unreachable');
  expect((await one.try()).kind).toBe('answered');
  expect(one.files.files.size).toBe(1);
  expect(one.files.pieces.reduce((sum, piece) => sum + piece.taken, 0)).toBe(MEGABYTE / 2);
});

test('a file whose last answer was lost is found by its id, even when the desk has forgotten the upload', async () => {
  const one = sender(seededBytes(4)(1000));
  one.files.faults.loseAnswerTo = 'PATCH';
  await one.try();
  one.files.uploads.clear();
  expect((await one.try()).kind).toBe('answered');
  expect(one.files.pieces).toHaveLength(1);
});

test('an upload that the desk has forgotten starts anew', async () => {
  const bytes = seededBytes(5)(MEGABYTE + 5);
  const one = sender(bytes);
  one.files.faults.cutAfter = 1000;
  await one.try();
  one.files.uploads.clear();
  expect((await one.try()).kind).toBe('answered');
  expect(sha256(one.arrived()?.bytes ?? new Uint8Array(0))).toBe(one.submission.sha256);
});

test('an upload that vanishes between two pieces starts anew with the next try', async () => {
  const one = sender(seededBytes(6)(2 * MEGABYTE));
  const lost = await one.try({
    progress(progress) {
      Object.assign(one.known, progress);
      if (progress.sentBytes > 0) one.files.uploads.clear();
    },
  });
  expect(lost.kind).toBe('later');
  expect(one.known.uploadUrl).toBeNull();
  expect((await one.try()).kind).toBe('answered');
});

test('a desk that had every byte and made no file of them is sent them anew', async () => {
  const one = sender(seededBytes(6)(1000));
  await one.try();
  one.files.files.clear();
  expect((await one.try()).kind).toBe('later');
  expect((await one.try()).kind).toBe('answered');
  expect(one.files.files.size).toBe(1);
});

test('a refusal comes with the words of the desk', async () => {
  const one = sender(seededBytes(8)(10));
  one.files.faults.refuse = () => 'We take no pictures.';
  expect(await one.try()).toMatchObject({
    kind: 'refused',
    status: 422,
    failure: { detail: 'We take no pictures.' },
  });
});

test.each([
  [401, 'unauthorized'],
  [429, 'later'],
  [503, 'later'],
] as const)('%i in the middle of an upload says nothing of what the desk has', async (status, kind) => {
  const one = sender(seededBytes(9)(MEGABYTE));
  one.files.faults.cutAfter = 5000;
  await one.try();
  const { uploadUrl } = one.known;
  one.files.faults.status = { answer: status, to: 'HEAD' };
  expect((await one.try()).kind).toBe(kind);
  expect(one.known.uploadUrl).toBe(uploadUrl);
  one.files.faults.status = null;
  expect((await one.try()).kind).toBe('answered');
  expect(one.files.uploads.size).toBe(1);
});

test('the token never follows an upload to another address', async () => {
  const one = sender(seededBytes(10)(10));
  one.files.faults.locationElsewhere = true;
  expect((await one.try()).kind).toBe('later');
  one.known.uploadUrl = 'https://desk.example.evil/v1/uploads/upload-1';
  await one.try();
  expect(one.asked.filter(({ url }) => !url.startsWith(`${ADDRESS}/`))).toEqual([]);
});

test('a desk that confirms without taking anything is not asked for ever', async () => {
  const one = sender(seededBytes(11)(10));
  one.files.faults.takesNothing = true;
  expect((await one.try()).kind).toBe('later');
});

test('an upload that nobody wants any more ends before its next piece', async () => {
  const one = sender(seededBytes(12)(3 * MEGABYTE));
  await one.try({ mayGo: async () => one.files.pieces.length < 1 });
  expect(one.files.pieces).toHaveLength(1);
});

test('what the store throws while progress is kept comes out as it is', async () => {
  const one = sender(seededBytes(13)(10));
  const full = new Error('disk full');
  const upload = one.try({
    progress() {
      throw full;
    },
  });
  await expect(upload).rejects.toBe(full);
});
