/** What the window can ask of core, one entry for each name in the IPC map. */
import { LifelineError } from '#shared/errors.ts';
import type { IdMaker, OperationId, TicketId } from '#shared/ids.ts';
import { type CommandBy, MOST_DISCARDED, type Request, type Response } from '#shared/ipc.ts';
import { EMPTY_FORM, type Ticket, wordsToUseAgain } from '#shared/model.ts';
import { moved } from '#shared/outbox-order.ts';
import { accountName, isOthers } from './account.ts';
import type { Attachments } from './attachments/attachments.ts';
import { ticketMarkdown } from './export.ts';
import type { DeskLink } from './link.ts';
import { letBeLost, sendAgain, wasThere } from './outbox/again.ts';
import { queueFiles, takeBackFiles } from './outbox/files.ts';
import { passOn } from './outbox/lateness.ts';
import { queueEdit, queueReply, queueTicket } from './outbox/queue.ts';
import { takeOver } from './outbox/take-over.ts';
import { keptPromises } from './policy/kept.ts';
import type { Clock } from './ports.ts';
import { roomForDraft } from './room.ts';
import { ownerOf } from './store/settings.ts';
import type { Store } from './store/store.ts';
import { callBackHere } from './store/tickets.ts';

type Commands = {
  [Name in CommandBy<'core'>]: (request: Request<Name>) => Response<Name> | Promise<Response<Name>>;
};

/** Beside a question there is room for so many, and nobody reads more. */
const MOST_SUGGESTIONS = 4;

/** States in which the ticket is still only here. */
const NOT_AT_DESK = new Set<Ticket['state']>(['draft', 'queued', 'sending', 'needs_attention', 'withdrawn']);

export function commands(
  store: Store,
  link: DeskLink,
  attachments: Attachments,
  { clock, ids, changed }: { clock: Clock; ids: IdMaker; changed: (ids: TicketId[]) => void },
): Commands {
  function ticket(id: TicketId): Ticket {
    const found = store.tickets.get(id);
    if (found === null) throw new LifelineError('not_found');
    const edits = store.operations.edits(id);
    const isMet = ({ problem }: (typeof edits)[number]) => problem?.code === 'edit_conflict';
    // Whatever was refused, its words are nowhere else.
    const met = edits.find(isMet) ?? edits.find(({ state }) => state === 'refused');
    const atDesk = store.tickets.atDesk(id);
    return {
      ...found,
      account: accountName(store, store.tickets.owner(id)),
      attachments: store.attachments.of(id),
      edit: edits.findLast(({ state }) => state !== 'refused')?.edit ?? null,
      conflict:
        met === undefined || atDesk === null
          ? null
          : {
              operation: met.id,
              wanted: met.edit,
              refused: isMet(met) ? null : (met.problem?.detail ?? ''),
              desk: { ...atDesk, callBack: callBackHere(atDesk.callBack) },
            },
    };
  }

  /** The ticket, when it is in one of these states; it may have moved on since the window looked. */
  function ticketIn(id: TicketId, ...states: Ticket['state'][]): Ticket {
    const found = ticket(id);
    if (!states.includes(found.state)) throw new LifelineError('too_late');
    return found;
  }

  /**
   * What an earlier try may have brought is asked for at the desk before it is taken out, and is not sent until `takeOut`
   * has done that. Throws `too_late` when the desk has it, and what stands in the way when nobody can say.
   */
  async function whileHere<T>(id: OperationId, takeOut: () => T | Promise<T>): Promise<T> {
    const letGo = link.hold(id);
    try {
      const back = await link.takeBack(id);
      if (back.kind === 'there') throw new LifelineError('too_late');
      if (back.kind === 'unknown') throw new LifelineError(back.failure.code, { ...back.failure });
      return await takeOut();
    } finally {
      letGo();
    }
  }

  const context = () => ({ store, ids, now: clock.now() });
  const promises = keptPromises(store, () => link.service(), clock);

  /** One transaction, then the news of it: the window hears of nothing that is not on disk. */
  function change<T>(id: TicketId, work: () => T): T {
    const result = store.transaction(work);
    changed([id]);
    return result;
  }

  return {
    'inbox.list': () => store.tickets.list(),
    'ticket.get': ({ id }) => ticket(id),
    'ticket.markRead': ({ id }) => {
      if (ticket(id).unread) change(id, () => store.tickets.setUnread(id, false));
      return {};
    },
    'ticket.markUnread': ({ id }) => {
      change(id, () => {
        if (!store.tickets.isAtDesk(id)) throw new LifelineError('too_late');
        store.tickets.setUnread(id, true);
      });
      return {};
    },

    'draft.create': ({ id }) => {
      // Asked again, because the first answer did not arrive.
      if (store.tickets.state(id) === 'draft') return {};
      change(id, () => {
        if (store.tickets.isTaken(id)) throw new LifelineError('invalid_request');
        roomForDraft(store);
        store.tickets.createDraft(id, EMPTY_FORM, clock.now());
      });
      return {};
    },
    'draft.save': ({ id, patch }) => {
      const savedAt = clock.now();
      change(id, () => {
        ticketIn(id, 'draft');
        store.tickets.saveForm(id, patch, savedAt);
      });
      return { savedAt };
    },
    'ticket.submit': ({ id }) => {
      change(id, () => {
        const { form } = ticketIn(id, 'draft');
        if (isOthers(store, store.tickets.owner(id))) throw new LifelineError('other_account');
        queueTicket(context(), id, form);
        queueFiles(context(), id, null);
      });
      link.wakeOutbox();
      return {};
    },
    'ticket.takeBack': async ({ id }) => {
      const asked = store.operations.creationOf(id);
      if (asked === null) throw new LifelineError('too_late');
      const takeOut = (): void => {
        const { number } = ticket(id);
        if (store.operations.creationOf(id)?.id !== asked.id) throw new LifelineError('too_late');
        // Sent again after the desk had lost it, it is as lost as it was before.
        if (number !== null) letBeLost(store, id, clock.now());
        else {
          takeBackFiles(store, id, null);
          store.operations.drop(asked.id);
          store.tickets.setState(id, 'draft', clock.now());
        }
      };
      await whileHere(asked.id, () => change(id, takeOut));
      link.refresh();
      return {};
    },
    'ticket.takeOver': ({ id }) => {
      roomForDraft(store);
      const draft = store.transaction(() => takeOver(context(), id));
      changed([id, draft]);
      link.refresh();
      return { id: draft };
    },
    'ticket.sendAgain': ({ id }) => {
      change(id, () => {
        if (!sendAgain(context(), id)) throw new LifelineError('words_damaged');
      });
      link.wakeOutbox();
      return {};
    },
    'ticket.sendAllAgain': () => {
      const lost = store.tickets.lost();
      const sent = store.transaction(() => lost.filter((id) => sendAgain(context(), id)));
      changed(sent);
      link.wakeOutbox();
      return { count: sent.length, damaged: lost.length - sent.length };
    },
    'draft.useAgain': ({ id }) => {
      const from = ticket(id);
      roomForDraft(store);
      const draft = ids.ticket();
      change(draft, () =>
        store.tickets.createDraft(draft, wordsToUseAgain(from.form, from.isMine), clock.now()),
      );
      return { id: draft };
    },
    'ticket.withdraw': ({ id }) => {
      change(id, () => {
        ticketIn(id, 'draft');
        store.tickets.setState(id, 'withdrawn', clock.now());
      });
      return {};
    },
    'ticket.restore': ({ id }) => {
      change(id, () => {
        ticketIn(id, 'withdrawn');
        store.tickets.setState(id, 'draft', clock.now());
      });
      return {};
    },

    'draft.discarded': () => store.tickets.discarded(MOST_DISCARDED),

    'search.find': ({ text }) => {
      const account = store.settings.get('account');
      return store.search.find(text, account === null ? null : ownerOf(account));
    },

    'article.suggest': ({ question }) => {
      const account = store.settings.get('account');
      return account === null ? [] : store.articles.suggest(ownerOf(account), question, MOST_SUGGESTIONS);
    },
    'article.get': ({ id }) => {
      const found = store.articles.get(id);
      if (found === null) throw new LifelineError('not_found');
      return found;
    },
    'draft.solve': ({ id, articleId }) => {
      change(id, () => {
        ticketIn(id, 'draft');
        const article = store.articles.get(articleId);
        if (article === null) throw new LifelineError('not_found');
        store.tickets.solveBy(id, article, clock.now());
      });
      return { solvedSoFar: store.tickets.solvedByArticles() };
    },
    'draft.reopen': ({ id }) => {
      change(id, () => {
        if (ticketIn(id, 'solved').solvedBy === null) throw new LifelineError('too_late');
        store.tickets.setState(id, 'draft', clock.now());
      });
      return {};
    },

    'reply.save': ({ ticketId, body }) => {
      const savedAt = clock.now();
      ticket(ticketId);
      store.transaction(() => store.tickets.saveReplyDraft(ticketId, body));
      return { savedAt };
    },
    'reply.send': ({ ticketId }) => {
      const id = change(ticketId, () => {
        const { state, solvedBy, replyDraft, isMine } = ticket(ticketId);
        if (NOT_AT_DESK.has(state) || solvedBy !== null) throw new LifelineError('invalid_request');
        const queued = queueReply(context(), ticketId, replyDraft);
        queueFiles(context(), ticketId, queued);
        store.tickets.saveReplyDraft(ticketId, '');
        // Whoever says something in a colleague's ticket waits for what comes of it.
        if (!isMine) store.tickets.setFollowed(ticketId, true);
        return queued;
      });
      link.wakeOutbox();
      return { id };
    },
    'reply.takeBack': async ({ ticketId, id }) => {
      const asked = store.operations.bringing(id);
      if (asked === null) throw new LifelineError('too_late');
      const takeOut = (): void => {
        const { messages, replyDraft } = ticket(ticketId);
        const message = messages.find((each) => each.id === id);
        const bringing = store.operations.bringing(id);
        if (message === undefined || bringing?.id !== asked.id) throw new LifelineError('too_late');
        if (wasThere(store, ticketId, id)) {
          letBeLost(store, ticketId, clock.now(), id);
          return;
        }
        takeBackFiles(store, ticketId, id);
        store.operations.drop(bringing.id);
        store.tickets.removeMessage(id);
        const text = [message.body, replyDraft].filter((part) => part !== '').join('\n\n');
        store.tickets.saveReplyDraft(ticketId, text);
      };
      await whileHere(asked.id, () => change(ticketId, takeOut));
      link.refresh();
      return {};
    },

    'chat.get': ({ id }) => link.chat(id),
    'chat.typing': ({ id }) => {
      if (ticket(id).replyDraft.trim() !== '') link.typing(id);
      return {};
    },

    ...attachments.commands,
    'attachment.remove': async ({ id }) => {
      const uploading = store.operations.uploading(id);
      const takeOut = () => {
        const ticketId = store.attachments.ticketOf(id);
        if (uploading === null || ticketId === null || !wasThere(store, ticketId, id)) {
          return attachments.commands['attachment.remove']({ id });
        }
        change(ticketId, () => letBeLost(store, ticketId, clock.now(), id));
        link.refresh();
        return {};
      };
      if (uploading?.exposed !== true || uploading.state === 'sending') return takeOut();
      return whileHere(uploading.id, () => {
        store.transaction(() => store.operations.isCertainlyHere(uploading.id));
        return takeOut();
      });
    },

    'ticket.change': ({ id, edit }) => {
      change(id, () => queueEdit(context(), id, edit));
      link.wakeOutbox();
      return {};
    },
    'ticket.settleConflict': ({ id, operation, keep }) => {
      change(id, () => {
        // One that was refused for another reason is sent again, or let go of, in the same way.
        const met = store.operations
          .edits(id)
          .find((each) => each.id === operation && each.state === 'refused');
        if (met === undefined) throw new LifelineError('too_late');
        store.operations.drop(met.id);
        if (keep === 'mine') queueEdit(context(), id, met.edit);
      });
      link.wakeOutbox();
      return {};
    },
    'ticket.answerStillHappening': ({ id, answer }) => {
      change(id, () => {
        if (ticket(id).stillHappening !== 'ask') throw new LifelineError('too_late');
        store.tickets.setStillHappening(id, answer);
        if (store.tickets.isAtDesk(id)) passOn(context(), id, answer);
      });
      link.wakeOutbox();
      return {};
    },
    'ticket.setMuted': ({ id, muted }) => {
      change(id, () => {
        ticket(id);
        store.tickets.setMuted(id, muted);
      });
      return {};
    },
    'ticket.setFollowed': ({ id, followed }) => {
      change(id, () => {
        if (ticket(id).isMine) throw new LifelineError('too_late');
        store.tickets.setFollowed(id, followed);
      });
      return {};
    },
    'ticket.export': ({ id }) => ({ markdown: ticketMarkdown(ticket(id)) }),

    'outbox.list': () => link.waiting(),
    'outbox.move': ({ id, before }) => {
      const waiting = link.waiting();
      const order = moved(waiting, id, before);
      if (order === null) throw new LifelineError('too_late');
      store.transaction(() => store.operations.arrange(order));
      changed([...new Set(waiting.map(({ ticketId }) => ticketId))]);
      return {};
    },
    'outbox.tryNow': () => {
      link.tryNow();
      return {};
    },
    'connection.get': () => link.connection(),
    'connection.look': () => {
      link.look();
      return {};
    },
    'statusLine.get': () => ({ line: link.statusLine() }),
    'statusLine.follow': ({ id, isOn }) => {
      link.followStatusLine(id, isOn);
      return {};
    },
    'store.health': () => store.health(),
    'store.dismissRecovery': () => {
      store.dismissRecovery();
      return {};
    },
    'promises.kept': ({ period }) => promises.figures(period),
    'promises.entries': ({ period }) => promises.entries(period),
    'account.get': () => store.settings.get('account'),
    'service.get': () => link.service(),
    'settings.get': () => link.settings(),
    'settings.savePreferences': (patch) => link.savePreferences(patch),
    'settings.checkDesk': (wanted) => link.check(wanted),
    'settings.waiting': (wanted) => link.wouldLeave(wanted),
    'settings.saveDesk': (wanted) => link.save(wanted),
  };
}
