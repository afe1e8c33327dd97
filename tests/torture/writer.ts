/** A person at work with core: writes, sends and attaches, and remembers what core said it has. */
import { createHash } from 'node:crypto';
import type { AttachmentId, TicketId } from '#shared/ids.ts';
import { EMPTY_FORM, type TicketForm } from '#shared/model.ts';
import { newIds } from '../tickets.ts';
import type { CoreProcess } from './core-process.ts';
import type { Dice } from './dice.ts';

export type OwnFile = { id: AttachmentId; name: string; sha256: string; size: number };

/** What core acknowledged of one ticket, in the order in which the person did it. */
export type Own = {
  id: TicketId;
  /** `desk` means that others wrote the ticket. */
  kind: 'draft' | 'withdrawn' | 'sent' | 'desk';
  title: string;
  description: string;
  replies: string[];
  /** Those replies that the desk will not take. */
  refused: string[];
  replyDraft: string;
  files: OwnFile[];
};

export type Writer = ReturnType<typeof writer>;

/** `name` makes the texts of this person unlike those of any other. */
export function writer(core: Pick<CoreProcess, 'ask'>, { chance, between, bytes, pick }: Dice, name: string) {
  const own = new Map<TicketId, Own>();
  let written = 0;

  function text(kind: string): string {
    written += 1;
    const length = chance(0.15) ? between(3_000, 30_000) : between(20, 400);
    const filling = pick([
      'down since nine ',
      'ærlig talt, ingenting virker ',
      '503 in every browser ',
      '🙈 ',
    ]);
    return `${name} ${kind} ${written}: ${filling.repeat(Math.ceil(length / filling.length))}`.trim();
  }

  function form(): TicketForm {
    return {
      ...EMPTY_FORM,
      affected: 'most',
      hit: 'Editor',
      severity: chance(0.5) ? 'business_critical' : 'standard',
      severityReason: 'Nobody can publish.',
      title: [...text('title')].slice(0, 80).join('').trim(),
      description: text('description'),
      since: '09:10',
    };
  }

  function remember(id: TicketId, kind: Own['kind'], texts: Pick<Own, 'title' | 'description'>): Own {
    const made: Own = { id, kind, ...texts, replies: [], refused: [], replyDraft: '', files: [] };
    own.set(id, made);
    return made;
  }

  async function draft(): Promise<Own> {
    const id = newIds.ticket();
    await core.ask('draft.create', { id });
    const { title, description, ...rest } = form();
    await core.ask('draft.save', { id, patch: { ...rest, title, description: 'not this' } });
    await core.ask('draft.save', { id, patch: { description } });
    return remember(id, 'draft', { title, description });
  }

  return {
    own,
    text,
    draft,

    async ticket({ files = 0 } = {}): Promise<Own> {
      const made = await draft();
      for (let each = 0; each < files; each += 1) await this.attach(made);
      await core.ask('ticket.submit', { id: made.id });
      made.kind = 'sent';
      return made;
    },

    /** Goes on writing, word by word. */
    async types(to: Own, words: number): Promise<void> {
      for (let each = 0; each < words; each += 1) {
        const description = text('description');
        await core.ask('draft.save', { id: to.id, patch: { description } });
        to.description = description;
      }
    },

    async withdrawn(): Promise<void> {
      const made = await draft();
      await core.ask('ticket.withdraw', { id: made.id });
      made.kind = 'withdrawn';
    },

    /** Makes a ticket of the desk known, before something is written to it. */
    adopt(id: TicketId, { title, description }: { title: string; description: string }): Own {
      return own.get(id) ?? remember(id, 'desk', { title, description });
    },

    async replies(to: Own, { files = 0, willBeRefused = false } = {}): Promise<void> {
      const body = text('reply');
      await core.ask('reply.save', { ticketId: to.id, body });
      for (let each = 0; each < files; each += 1) await this.attach(to);
      await core.ask('reply.send', { ticketId: to.id });
      (willBeRefused ? to.refused : to.replies).push(body);
      to.replyDraft = '';
    },

    async beginsReply(to: Own): Promise<void> {
      const body = text('begun');
      await core.ask('reply.save', { ticketId: to.id, body });
      to.replyDraft = body;
    },

    async attach(to: Own, ending = '.png'): Promise<void> {
      const content = bytes(between(1, 60_000));
      written += 1;
      const file = { name: `${name}-${written}${ending}`, size: content.length };
      const { id } = await core.ask('attachment.start', { ticketId: to.id, mediaType: 'image/png', ...file });
      const half = Math.ceil(content.length / 2);
      await core.ask('attachment.append', { id, offset: 0, bytes: content.subarray(0, half) });
      await core.ask('attachment.append', { id, offset: half, bytes: content.subarray(half) });
      await core.ask('attachment.finish', { id });
      to.files.push({ id, ...file, sha256: createHash('sha256').update(content).digest('hex') });
    },
  };
}
