/** Core never dies of what a desk says: a change that cannot be taken is set aside, and stops nothing. */
import { describe, expect, test } from 'vitest';
import { idMaker, type TicketId } from '#shared/ids.ts';
import { seededBytes } from '../desk/random.ts';
import { core, desk, newFolder } from './running-core.ts';

const ids = idMaker(() => 1_750_000_000_000, seededBytes(11));
const AT = '2026-03-02T09:00:00Z';
const author = { kind: 'specialist', name: 'Maya' };
const V4 = '6f9619ff-8b86-4011-b42d-00c04fc964ff';
const file = {
  id: ids.attachment(),
  author,
  name: 'a.txt',
  mediaType: 'text/plain',
  size: 1,
  sha256: 'a'.repeat(64),
  createdAt: AT,
};
const deletion = (what: string, id: string, ticketId: string) => ({
  kind: 'deleted',
  deletion: { what, id, ticketId, by: 'Nobody', at: AT },
});

/** Everything that no page of an honest desk has, each for the ticket that there is. */
const HOSTILE: [string, (ticketId: TicketId) => unknown][] = [
  ['a deleted ticket with an id that is no version 7', () => deletion('ticket', V4, ids.ticket())],
  ['a deleted message with an id that is no version 7', (id) => deletion('message', V4, id)],
  ['a deleted file with an id that is no version 7', (id) => deletion('attachment', V4, id)],
  ['a deletion in capitals', (id) => deletion('ticket', id.toUpperCase(), id.toUpperCase())],
  [
    'a deletion of a ticket that nobody knows',
    () => {
      const id = ids.ticket();
      return deletion('ticket', id, id);
    },
  ],
  [
    'a message of a ticket that nobody knows',
    () => ({
      kind: 'message',
      message: {
        id: ids.message(),
        ticketId: ids.ticket(),
        author,
        body: 'Hello.',
        createdAt: AT,
        editedAt: null,
      },
    }),
  ],
  [
    'a file of a ticket that nobody knows',
    () => ({
      kind: 'attachment',
      attachment: { ...file, ticketId: ids.ticket(), messageId: null },
    }),
  ],
  [
    'a file of a message that nobody knows',
    (ticketId) => ({
      kind: 'attachment',
      attachment: { ...file, id: ids.attachment(), ticketId, messageId: ids.message() },
    }),
  ],
  [
    'half a letter and no letter',
    (ticketId) => ({
      kind: 'message',
      message: { id: ids.message(), ticketId, author, body: 'a\ud800b\0c', createdAt: AT, editedAt: null },
    }),
  ],
  [
    'a file of a size that no number holds',
    (ticketId) => ({
      kind: 'attachment',
      attachment: { ...file, id: ids.attachment(), ticketId, messageId: null, size: Number.MAX_SAFE_INTEGER },
    }),
  ],
  ['null', () => null],
  ['a list', () => []],
  ['a change of no kind', () => ({ kind: '__proto__' })],
];

describe('what no honest desk says', () => {
  test.each(HOSTILE)('%s stops nothing: the answer behind it comes', async (_name, hostile) => {
    const at = await desk();
    let ticketId: TicketId | null = null;
    const running = core({
      desk: at,
      folder: newFolder(),
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        if (!url.includes('/v1/changes')) return response;
        const body: { changes: unknown[] } = await response.json();
        const changes = ticketId === null ? body.changes : [hostile(ticketId), ...body.changes];
        return new Response(JSON.stringify({ ...body, changes }), {
          status: response.status,
          headers: response.headers,
        });
      },
    });
    const id = await running.submit();
    await running.inState(id, 'open');
    ticketId = id;
    at.specialist.reply(id, 'Here.');
    await running.until(async () => (await running.ticket(id)).messages.some(({ body }) => body === 'Here.'));
    expect((await running.handle('connection.get', {})).state).toBe('online');
  });
});
