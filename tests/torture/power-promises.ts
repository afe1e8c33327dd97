/** Compares what core has after a power cut with what it had acknowledged before (invariant 1). */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { AttachmentId, type TicketId } from '#shared/ids.ts';
import type { Ticket } from '#shared/model.ts';
import type { CoreProcess } from './core-process.ts';
import type { Asked, Session } from './power-session.ts';

/** Which commands had begun and which were acknowledged when the power went. */
export type Moment = { asked: Set<string>; done: Set<string> };

/** What may be read in one place: the last acknowledged value, or one that was on its way. */
type Place = { ticket: TicketId; what: 'title' | 'description' | 'replyDraft' | 'state'; values: string[] };
type Promises = { places: Place[]; messages: { ticket: TicketId; body: string }[]; files: AttachmentId[] };

const OWN_STATES = new Set(['draft', 'withdrawn']);

/** What is missing; nothing when all is there. */
export async function broken(core: CoreProcess, session: Session, moment: Moment): Promise<string[]> {
  const { places, messages, files } = promisesAt(session.asked, moment);
  const wrong: string[] = [];
  const known = new Map<TicketId, Ticket | null>();
  const ticket = async (id: TicketId) => {
    const found = known.get(id) ?? (await core.ask('ticket.get', { id }).catch(() => null));
    known.set(id, found);
    return found;
  };
  for (const place of places) {
    const found = await ticket(place.ticket);
    const value = found === null ? null : valueAt(found, place.what);
    if (value === null || !place.values.includes(value)) wrong.push(`${place.what} of ${place.ticket}`);
  }
  for (const { ticket: id, body } of messages) {
    const found = await ticket(id);
    if (!found?.messages.some((message) => message.body === body)) wrong.push(`a reply in ${id}`);
  }
  for (const id of files) {
    if ((await hashOf(core, id)) !== session.files.get(id)) wrong.push(`the file ${id}`);
  }
  return wrong;
}

function valueAt(ticket: Ticket, what: Place['what']): string {
  if (what === 'replyDraft') return ticket.replyDraft;
  if (what === 'state') return OWN_STATES.has(ticket.state) ? ticket.state : 'sent';
  return ticket.form[what];
}

async function hashOf(core: CoreProcess, id: AttachmentId): Promise<string | null> {
  const file = z.object({ path: z.string() }).safeParse(await core.file(id).catch(() => null));
  if (!file.success) return null;
  return createHash('sha256').update(readFileSync(file.data.path)).digest('hex');
}

function promisesAt(commands: readonly Asked[], { asked, done }: Moment): Promises {
  const places = new Map<string, Place>();
  const messages: Promises['messages'] = [];
  const files: AttachmentId[] = [];

  function says(mark: string, ticket: TicketId, what: Place['what'], value: string): void {
    const key = `${what} ${ticket}`;
    const place = places.get(key) ?? { ticket, what, values: [] };
    if (done.has(mark)) places.set(key, { ...place, values: [value] });
    // Until it is acknowledged it may be there or not, if there was something before.
    else if (asked.has(mark)) place.values.push(value);
  }

  let replyDraft = '';
  for (const { mark, name, request } of commands) {
    switch (name) {
      case 'draft.save':
        for (const what of ['title', 'description'] as const) {
          const value = request.patch[what];
          if (value !== undefined) says(mark, request.id, what, value);
        }
        if (request.patch.title !== undefined) says(mark, request.id, 'state', 'draft');
        break;
      case 'ticket.submit':
        says(mark, request.id, 'state', 'sent');
        break;
      case 'ticket.withdraw':
        says(mark, request.id, 'state', 'withdrawn');
        break;
      case 'reply.save':
        replyDraft = request.body;
        says(mark, request.ticketId, 'replyDraft', request.body);
        break;
      case 'reply.send':
        says(mark, request.ticketId, 'replyDraft', '');
        if (done.has(mark)) messages.push({ ticket: request.ticketId, body: replyDraft });
        break;
      case 'attachment.finish':
        if (done.has(mark)) files.push(AttachmentId.parse(request.id));
        break;
    }
  }
  return { places: [...places.values()], messages, files };
}
