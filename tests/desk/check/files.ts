/** Files. */
import { createHash } from 'node:crypto';
import { DeskAttachment, PATHS } from '#shared/contract.ts';
import { type Bench, oncePerCheck } from './bench.ts';
import { ensure, Finding, type Group, require } from './expectation.ts';
import { declines, ensureFits, ensureStatus, ensureTaken, fieldsOf, said } from './read.ts';
import { type File, fileOf } from './upload.ts';

const SECTION = 'Files';
const TEXT = 'What the screen shows, written by a check of this desk.\r\nÆøå 🚒\n';
const HALF = 20;
const MOST_BYTES = 100 * 1024 * 1024;

async function newFile(bench: Bench, text = TEXT): Promise<File> {
  const { id: ticketId } = await bench.mainTicket();
  return fileOf(text, { ticketId, attachmentId: bench.ids.attachment() });
}

/** A file that the desk has taken whole, in two pieces. */
const sentFile = oncePerCheck(async (bench) => {
  const file = await newFile(bench);
  const path = await bench.uploads.place(file);
  for (const [from, to] of [
    [0, HALF],
    [HALF, file.bytes.length],
  ]) {
    const answer = await bench.uploads.send(path, file, from ?? 0, to);
    require(answer.ok, `The bytes of a file were not taken: ${said(answer)}.`);
  }
  const { attachmentId: id, ticketId } = file.said;
  bench.written.push({ what: 'attachment', id, ticketId });
  return file;
});

const pathOf = ({ said: { ticketId, attachmentId } }: File) => PATHS.attachment(ticketId, attachmentId);
const contentOf = ({ said: { ticketId, attachmentId } }: File) =>
  PATHS.attachmentContent(ticketId, attachmentId);

export const fileGroup: Group = {
  title: 'Files',
  expectations: [
    {
      name: 'file.begun',
      says: 'An upload begins with 201 and a Location under the address of the desk.',
      section: SECTION,
      async look(bench) {
        const begun = await bench.uploads.begin(await newFile(bench));
        if (begun.status !== 422 && declines(begun))
          throw new Finding('not_offered', `${said(begun)}: no files.`);
        ensureStatus(begun, 201);
        const location = begun.headers.get('location');
        ensure(bench.uploads.pathIn(begun) !== null, `The Location is ${location}.`);
      },
    },
    {
      name: 'file.offset',
      says: 'The desk says how much of an upload it has, and goes on from there.',
      section: SECTION,
      async look(bench) {
        const file = await newFile(bench);
        const path = await bench.uploads.place(file);
        for (const [from, to] of [
          [0, HALF],
          [HALF, HALF + 5],
        ]) {
          const kept = await bench.uploads.send(path, file, from ?? 0, to);
          ensureStatus(kept, 204);
          const asked = await bench.uploads.offsetAt(path);
          ensureStatus(asked, 200, 204);
          for (const answer of [kept, asked]) {
            const offset = answer.headers.get('upload-offset');
            ensure(
              offset === String(to),
              `${said(answer)} with the offset ${offset}; ${to} bytes were sent.`,
            );
          }
        }
      },
    },
    {
      name: 'file.otherOffset',
      says: 'Bytes for another offset are refused with 409.',
      section: SECTION,
      async look(bench) {
        const file = await newFile(bench);
        const path = await bench.uploads.place(file);
        ensureStatus(await bench.uploads.send(path, file, HALF), 409);
      },
    },
    {
      name: 'file.made',
      says: 'After the last byte the file is there under its id, as it was announced.',
      section: SECTION,
      async look(bench) {
        const file = await sentFile(bench);
        const found = await bench.get(pathOf(file));
        ensureStatus(found, 200);
        const made = ensureFits(found.json, DeskAttachment, 'The file');
        ensure(made.id === file.said.attachmentId, `The answer carries ${made.id}.`);
        ensure(made.ticketId === file.said.ticketId, `It belongs to ticket ${made.ticketId}.`);
        ensure(made.name === file.said.name, `Its name is “${made.name}”.`);
        ensure(made.size === file.bytes.length, `Its size is ${made.size}, not ${file.bytes.length}.`);
        ensure(made.sha256 === file.said.sha256, 'Its SHA-256 is another one.');
      },
    },
    {
      name: 'file.description',
      says: 'What a picture shows comes back in the words that were sent.',
      section: SECTION,
      async look(bench) {
        const file = await sentFile(bench);
        const found = await bench.get(pathOf(file));
        ensureStatus(found, 200);
        const { description } = ensureFits(found.json, DeskAttachment, 'The file');
        if (description === '') throw new Finding('not_offered', 'What a picture shows is not kept.');
        ensure(description === file.said.description, `It is said to show “${description}”.`);
      },
    },
    {
      name: 'file.content',
      says: 'The content comes back byte for byte.',
      section: SECTION,
      async look(bench) {
        const file = await sentFile(bench);
        const content = await bench.get(contentOf(file));
        ensureStatus(content, 200);
        const sha256 = createHash('sha256').update(content.bytes).digest('hex');
        ensure(
          sha256 === file.said.sha256,
          `${content.bytes.length} bytes came back, and others than were sent.`,
        );
      },
    },
    {
      name: 'file.harmless',
      says: 'The content is given to be saved, and never as a page.',
      section: SECTION,
      async look(bench) {
        const { headers, type, ok } = await bench.get(contentOf(await sentFile(bench)));
        require(ok, 'The content is not given.');
        ensure(type === 'application/octet-stream', `Its type is ${type}.`);
        const disposition = headers.get('content-disposition') ?? 'missing';
        ensure(disposition.startsWith('attachment'), `Content-Disposition is ${disposition}.`);
        const sniff = headers.get('x-content-type-options');
        ensure(sniff === 'nosniff', `X-Content-Type-Options is ${sniff ?? 'missing'}.`);
      },
    },
    {
      name: 'file.part',
      says: 'A Range is answered with that part, or with the whole.',
      section: SECTION,
      async look(bench) {
        const file = await sentFile(bench);
        const part = await bench.ask('GET', contentOf(file), { headers: { range: 'bytes=2-5' } });
        if (part.status === 200) throw new Finding('not_offered', 'A Range is answered with the whole.');
        ensureStatus(part, 206);
        const expected = Buffer.from(file.bytes.subarray(2, 6)).toString('hex');
        const came = Buffer.from(part.bytes).toString('hex');
        ensure(came === expected, `Bytes 2 to 5 are ${expected}, and ${came} came.`);
      },
    },
    {
      name: 'file.again',
      says: 'A file that is sent again under its id is accepted, and makes no second one.',
      section: SECTION,
      async look(bench) {
        const file = await sentFile(bench);
        ensureTaken(await bench.uploads.whole(file));
        const found = await bench.get(pathOf(file));
        require(found.ok, `${said(found)}.`);
        const { sha256 } = fieldsOf(found);
        ensure(sha256 === file.said.sha256, 'The file is another one now.');
      },
    },
    {
      name: 'file.otherContent',
      says: 'Other content under the id of a file is refused with 422.',
      section: SECTION,
      async look(bench) {
        const { said: first } = await sentFile(bench);
        const other = fileOf('Other content.', {
          ticketId: first.ticketId,
          attachmentId: first.attachmentId,
        });
        ensureStatus(await bench.uploads.whole(other), 422);
      },
    },
    {
      name: 'file.sha256',
      says: 'Bytes that are not those of the announced SHA-256 are refused with 422 and make no file.',
      section: SECTION,
      async look(bench) {
        const file = await newFile(bench);
        const path = await bench.uploads.place(file);
        const changed = { ...file, bytes: file.bytes.toReversed() };
        ensureStatus(await bench.uploads.send(path, changed, 0), 422);
        ensureStatus(await bench.get(pathOf(file)), 404);
      },
    },
    {
      name: 'file.empty',
      says: 'A file without bytes is whole when its upload has begun.',
      section: SECTION,
      async look(bench) {
        const file = await newFile(bench, '');
        await bench.uploads.place(file);
        const found = await bench.get(pathOf(file));
        ensureStatus(found, 200);
        ensure(ensureFits(found.json, DeskAttachment, 'The file').size === 0, 'It has bytes.');
      },
    },
    {
      name: 'file.notThere',
      says: 'A file of a ticket that is not there, and bytes for an upload that is not there, are refused with 404.',
      section: SECTION,
      async look(bench) {
        await sentFile(bench);
        const [ticketId, attachmentId] = [bench.ids.ticket(), bench.ids.attachment()];
        ensureStatus(await bench.uploads.begin(fileOf(TEXT, { ticketId, attachmentId })), 404);
        const path = `${PATHS.uploads}/${bench.key()}`;
        ensureStatus(await bench.uploads.offsetAt(path), 404, 410);
      },
    },
    {
      name: 'file.tooLarge',
      says: 'A file that is larger than the account says is refused with 413 before its bytes.',
      section: SECTION,
      async look(bench) {
        await sentFile(bench);
        const { largestAttachmentBytes = MOST_BYTES } = await bench.accountRead();
        ensureStatus(await bench.uploads.begin(await newFile(bench), largestAttachmentBytes + 1), 413);
      },
    },
  ],
};
