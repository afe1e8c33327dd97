/** The person at the window: looks, and does what the window offers. Everything done is written down. */
import { createHash } from 'node:crypto';
import { idMaker } from '#shared/ids.ts';
import type { Answer, CommandBy, Request, Response } from '#shared/ipc.ts';
import type { Ticket, TicketSummary, WaitingOperation } from '#shared/model.ts';
import { type Dice, dice as diceOf } from './dice.ts';
import { type Account, callKey, type Deed, type Edit, MAIN, type View, type What } from './logs.ts';
import type { Size } from './schedule.ts';
import type { World } from './world.ts';
import { DESK_URL } from './world.ts';
import { formPatch, type Writing } from './writing.ts';

const HERE_ONLY = new Set(['draft', 'queued', 'sending', 'needs_attention', 'withdrawn']);
const PIECE = 40_000;

/** Where a person sits: a window of any core, and the log of what they do at it. */
export type Seat = Pick<World, 'place' | 'life' | 'ask'> & {
  logs: Pick<World['logs'], 'deeds' | 'hurried' | 'words'>;
  time: Pick<World['time'], 'now'>;
};

export function person(world: Seat, write: Writing, size: Size, deskUrl = DESK_URL) {
  const withdrawn = new Set<Ticket['id']>();
  let isAtHome = false;
  const counts = { drafts: 0, replies: 0, files: 0 };

  async function deed<Name extends CommandBy<'core'>>(
    what: What,
    name: Name,
    request: Request<Name>,
  ): Promise<Response<Name> | null> {
    const entry: Deed = {
      ...what,
      place: world.place(),
      at: world.time.now(),
      life: world.life(),
      outcome: 'open',
      answered: null,
      failure: null,
    };
    world.logs.deeds.push(entry);
    const answer: Answer<Name> | null = await world.ask(name, request);
    if (answer === null) return null;
    entry.answered = world.place();
    entry.outcome = answer.ok ? 'done' : 'failed';
    if (answer.ok) return answer.value;
    entry.failure = answer.failure.code;
    return null;
  }

  async function shown<Name extends CommandBy<'core'>>(
    name: Name,
    request: Request<Name>,
  ): Promise<Response<Name> | null> {
    const answer = await world.ask(name, request);
    return answer?.ok ? answer.value : null;
  }

  const inbox = async (): Promise<TicketSummary[]> => (await shown('inbox.list', {})) ?? [];
  const outbox = async (): Promise<WaitingOperation[]> => (await shown('outbox.list', {})) ?? [];
  async function ticket(id: Ticket['id']): Promise<Ticket | null> {
    const found = await shown('ticket.get', { id });
    if (found !== null) world.logs.words.saw(world.place(), found);
    return found;
  }

  async function one(dice: Dice, fits: (ticket: TicketSummary) => boolean): Promise<Ticket | null> {
    const found = dice.pick((await inbox()).filter(fits));
    return found === null ? null : ticket(found.id);
  }
  const isDraft = ({ state }: TicketSummary): boolean => state === 'draft';
  const isAtDesk = ({ state }: TicketSummary): boolean => !HERE_ONLY.has(state);

  async function save(id: Ticket['id'], dice: Dice, whole: boolean): Promise<void> {
    const patch = formPatch(write, dice, whole);
    await deed({ kind: 'saved', ticket: id, patch }, 'draft.save', { id, patch });
  }

  async function change(found: Ticket, edit: Edit): Promise<void> {
    const seen = { status: found.state, severity: found.severity, call: callKey(found.callBack) };
    await deed({ kind: 'changed', ticket: found.id, edit, shown: seen }, 'ticket.change', {
      id: found.id,
      edit,
    });
  }

  async function takeBackReply(row: WaitingOperation): Promise<void> {
    const found = await ticket(row.ticketId);
    const message = found?.messages.find(({ id }) => id === row.messageId);
    if (found === null || message === undefined) return;
    await deed(
      { kind: 'replyTakenBack', ticket: found.id, message: message.id, text: message.body },
      'reply.takeBack',
      { ticketId: found.id, id: message.id },
    );
  }

  return {
    async draft(dice: Dice): Promise<void> {
      if (counts.drafts >= size.tickets) return;
      const id = idMaker(world.time.now, diceOf(dice.seed()).bytes).ticket();
      const created = await deed({ kind: 'drafted', ticket: null }, 'draft.create', { id });
      const entry = world.logs.deeds.findLast(({ kind }) => kind === 'drafted');
      if (created === null || entry?.kind !== 'drafted') return;
      entry.ticket = id;
      counts.drafts += 1;
      await save(id, dice, dice.chance(0.7));
    },
    async type(dice: Dice): Promise<void> {
      const found = await one(dice, isDraft);
      if (found !== null) await save(found.id, dice, false);
    },
    async submit(dice: Dice): Promise<void> {
      const found = await one(dice, isDraft);
      if (found === null) return;
      if (found.form.title.trim() === '' || found.form.affected === null) await save(found.id, dice, true);
      const filled = await ticket(found.id);
      if (filled?.state !== 'draft') return;
      await deed({ kind: 'submitted', ticket: found.id, form: filled.form }, 'ticket.submit', {
        id: found.id,
      });
    },
    async replySave(dice: Dice): Promise<void> {
      const found = await one(dice, ({ state }) => state !== 'draft');
      if (found === null) return;
      const body = dice.chance(0.1) ? '' : write.text(dice);
      await deed({ kind: 'replySaved', ticket: found.id, body }, 'reply.save', { ticketId: found.id, body });
    },
    async replySend(dice: Dice): Promise<void> {
      if (counts.replies >= size.replies) return;
      const found = await one(dice, isAtDesk);
      if (found === null) return;
      if (found.replyDraft.trim() === '') {
        const body = write.text(dice);
        await deed({ kind: 'replySaved', ticket: found.id, body }, 'reply.save', {
          ticketId: found.id,
          body,
        });
      }
      const seen = await ticket(found.id);
      if (seen === null || seen.replyDraft.trim() === '') return;
      counts.replies += 1;
      const text = seen.replyDraft.trim();
      const what: What = { kind: 'replySent', ticket: found.id, text, message: null };
      const sent = await deed(what, 'reply.send', { ticketId: found.id });
      const entry = world.logs.deeds.findLast(({ kind }) => kind === 'replySent');
      if (sent !== null && entry?.kind === 'replySent') entry.message = sent.id;
    },
    async takeBackTicket(dice: Dice): Promise<void> {
      const row = dice.pick((await outbox()).filter(({ kind }) => kind === 'create_ticket'));
      if (row === null) return;
      const id = row.ticketId;
      const back = await deed({ kind: 'ticketTakenBack', ticket: id }, 'ticket.takeBack', { id });
      if (back !== null && dice.chance(0.5)) await save(id, dice, false);
    },
    async takeBackReply(dice: Dice): Promise<void> {
      const row = dice.pick((await outbox()).filter(({ kind }) => kind === 'add_message'));
      if (row !== null) await takeBackReply(row);
    },
    /** What the desk refused is looked at, changed and sent again. */
    async mend(dice: Dice): Promise<void> {
      for (const row of (await outbox()).filter(({ state }) => state === 'refused')) {
        if (!dice.chance(0.5)) continue;
        if (row.kind === 'add_message') await takeBackReply(row);
        else if (row.kind === 'create_ticket') {
          const id = row.ticketId;
          await deed({ kind: 'ticketTakenBack', ticket: id }, 'ticket.takeBack', { id });
        }
      }
    },
    async withdraw(dice: Dice): Promise<void> {
      const found = await one(dice, isDraft);
      if (found === null) return;
      withdrawn.add(found.id);
      await deed({ kind: 'withdrawn', ticket: found.id }, 'ticket.withdraw', { id: found.id });
    },
    async restore(dice: Dice): Promise<void> {
      const id = dice.pick([...withdrawn]);
      if (id !== null) await deed({ kind: 'restored', ticket: id }, 'ticket.restore', { id });
    },
    async move(dice: Dice): Promise<void> {
      const rows = await outbox();
      const [row, before] = [dice.pick(rows), dice.chance(0.2) ? null : dice.pick(rows)];
      if (row === null || row.id === before?.id) return;
      const order: string[] = [];
      const what: What = { kind: 'moved', ticket: row.ticketId, order };
      await deed(what, 'outbox.move', { id: row.id, before: before?.id ?? null });
      for (const { ticketId, messageId, kind } of await outbox()) {
        if (ticketId === row.ticketId && kind === 'add_message' && messageId !== null) order.push(messageId);
      }
    },
    async attach(dice: Dice): Promise<void> {
      if (counts.files >= size.files) return;
      const found = await one(dice, ({ state }) => state === 'draft' || !HERE_ONLY.has(state));
      if (found === null) return;
      counts.files += 1;
      const bytes = dice.bytes(dice.pick([0, 1, 900, 20_000, 20_000, 90_000]) ?? 0);
      const name = dice.chance(0.1) ? 'tool.exe' : `log ${counts.files} æ.txt`;
      const started = await shown('attachment.start', {
        ticketId: found.id,
        name,
        size: bytes.length,
        mediaType: 'text/plain',
      });
      if (started === null) return;
      for (let offset = 0; offset < bytes.length; offset += PIECE) {
        const piece = bytes.slice(offset, offset + PIECE);
        if ((await shown('attachment.append', { id: started.id, offset, bytes: piece })) === null) return;
      }
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      await deed(
        { kind: 'attached', ticket: found.id, file: started.id, name, size: bytes.length, sha256 },
        'attachment.finish',
        { id: started.id },
      );
    },
    async removeFile(dice: Dice): Promise<void> {
      const found = await one(dice, () => true);
      const file = dice.pick((found?.attachments ?? []).filter(({ author }) => author === 'self'));
      if (found === null || file === null) return;
      await deed({ kind: 'fileRemoved', ticket: found.id, file: file.id }, 'attachment.remove', {
        id: file.id,
      });
    },
    /** `meanwhile` happens between the look and the deed. */
    async change(dice: Dice, meanwhile: (ticket: string) => void): Promise<void> {
      const found = await one(dice, isAtDesk);
      if (found === null || found.deleted !== null) return;
      meanwhile(found.id);
      const status = dice.pick(['open', 'solved'] as const) ?? 'open';
      const severity = dice.pick(['business_critical', 'standard'] as const) ?? 'standard';
      const number = `+47 55 ${dice.between(100_000, 999_999)}`;
      const callBack = dice.chance(0.3) ? null : { number, at: null };
      const edits: Edit[] = [
        { status },
        { severity },
        { status, severity },
        { callBack },
        { status, callBack },
      ];
      await change(found, dice.pick(edits) ?? { status });
    },
    async settle(dice: Dice): Promise<void> {
      for (const { id } of await inbox()) {
        const found = await ticket(id);
        if (found?.conflict == null) continue;
        const keep = dice.chance(0.5) ? 'mine' : 'desk';
        return void (await deed({ kind: 'settled', ticket: id, keep }, 'ticket.settleConflict', {
          id,
          operation: found.conflict.operation,
          keep,
        }));
      }
    },
    async stillHappening(dice: Dice): Promise<void> {
      for (const { id } of await inbox()) {
        const found = await ticket(id);
        if (found?.stillHappening !== 'ask') continue;
        const answer = dice.chance(0.5) ? 'yes' : 'no';
        return void (await deed({ kind: 'answered', ticket: id, answer }, 'ticket.answerStillHappening', {
          id,
          answer,
        }));
      }
    },
    async mute(dice: Dice): Promise<void> {
      const found = await one(dice, () => true);
      if (found === null) return;
      const muted = !found.muted;
      await deed({ kind: 'muted', ticket: found.id, muted }, 'ticket.setMuted', { id: found.id, muted });
    },
    async markRead(dice: Dice): Promise<void> {
      const found = await one(dice, ({ unread }) => unread);
      if (found !== null) await deed({ kind: 'other', command: 'read' }, 'ticket.markRead', { id: found.id });
    },
    async tryNow(): Promise<void> {
      world.logs.hurried.push(world.place());
      await deed({ kind: 'other', command: 'tryNow' }, 'outbox.tryNow', {});
    },
    async preferences(dice: Dice): Promise<void> {
      const from = dice.below(1440);
      await deed({ kind: 'other', command: 'preferences' }, 'settings.savePreferences', {
        quietHours: dice.chance(0.5) ? { from, to: (from + dice.between(1, 600)) % 1440 } : null,
        hideContent: dice.chance(0.3),
        askStillHappening: dice.chance(0.5) ? 'before' : 'after',
      });
    },
    async noQuietHours(): Promise<void> {
      await deed({ kind: 'other', command: 'preferences' }, 'settings.savePreferences', { quietHours: null });
    },
    /** Settings say before what still waits. */
    async signIn(account: Account, token: string): Promise<void> {
      await shown('settings.waiting', { url: deskUrl, token });
      isAtHome = false;
      const saved = await deed({ kind: 'signedIn', account }, 'settings.saveDesk', { url: deskUrl, token });
      isAtHome = saved !== null && account === MAIN;
    },
    /** True when it is certain that the window is signed in to the main account. */
    isAtHome: (): boolean => isAtHome,
    async takeOver(dice: Dice): Promise<void> {
      const found = dice.pick((await inbox()).filter(({ otherAccount }) => otherAccount));
      if (found === null) return;
      const taken = await deed({ kind: 'takenOver', ticket: found.id, to: null }, 'ticket.takeOver', {
        id: found.id,
      });
      const entry = world.logs.deeds.findLast(({ kind }) => kind === 'takenOver');
      if (taken !== null && entry?.kind === 'takenOver') entry.to = taken.id;
    },
    async sendAgain(dice: Dice): Promise<void> {
      if (dice.chance(0.3)) {
        await deed({ kind: 'sentAgain', ticket: null }, 'ticket.sendAllAgain', {});
        return;
      }
      const found = dice.pick((await inbox()).filter(({ missing }) => missing === 'yes'));
      if (found !== null)
        await deed({ kind: 'sentAgain', ticket: found.id }, 'ticket.sendAgain', { id: found.id });
    },

    /** Everything that the window shows; null when it cannot show it. */
    async view(): Promise<View | null> {
      const rows = await shown('outbox.list', {});
      const summaries = await shown('inbox.list', {});
      const connection = await shown('connection.get', {});
      const health = await shown('store.health', {});
      if (rows === null || summaries === null || connection === null || health === null) return null;
      const tickets: Ticket[] = [];
      for (const { id } of summaries) {
        const found = await ticket(id);
        if (found === null) return null;
        tickets.push(found);
      }
      return {
        place: world.place(),
        at: world.time.now(),
        life: world.life(),
        tickets,
        outbox: rows,
        connection,
        health,
      };
    },
    async withdrawnTickets(): Promise<Ticket[]> {
      const found = await Promise.all([...withdrawn].map(ticket));
      return found.filter((each) => each !== null);
    },
  };
}
export type Person = ReturnType<typeof person>;
