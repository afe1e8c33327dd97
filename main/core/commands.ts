/** What the window can ask of core, one entry for each name in the IPC map. */
import { LIMITS, type MessageSubmission, type TicketSubmission } from '#shared/contract.ts';
import { LifelineError } from '#shared/errors.ts';
import type { IdMaker, TicketId } from '#shared/ids.ts';
import type { CommandBy, Request, Response } from '#shared/ipc.ts';
import { EMPTY_FORM, formProblems, type Ticket, type TicketForm } from '#shared/model.ts';
import type { DeskLink } from './link.ts';
import type { Clock } from './ports.ts';
import type { Store } from './store/store.ts';

type Commands = {
  [Name in CommandBy<'core'>]: (request: Request<Name>) => Response<Name> | Promise<Response<Name>>;
};

/** States in which the ticket is still only here. */
const NOT_AT_DESK = new Set<Ticket['state']>(['draft', 'queued', 'sending', 'needs_attention', 'withdrawn']);

export function commands(
  store: Store,
  link: DeskLink,
  { clock, ids, changed }: { clock: Clock; ids: IdMaker; changed: (ids: TicketId[]) => void },
): Commands {
  function ticket(id: TicketId): Ticket {
    const found = store.tickets.get(id);
    if (found === null) throw new LifelineError('not_found');
    return found;
  }

  /** The ticket, when it is in one of these states; it may have moved on since the window looked. */
  function ticketIn(id: TicketId, ...states: Ticket['state'][]): Ticket {
    const found = ticket(id);
    if (!states.includes(found.state)) throw new LifelineError('too_late');
    return found;
  }

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

    'draft.create': () => {
      const empty = store.tickets.emptyDraft();
      if (empty !== null) return { id: empty };
      const id = ids.ticket();
      change(id, () => store.tickets.createDraft(id, EMPTY_FORM, clock.now()));
      return { id };
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
        store.operations.add(
          {
            id: ids.operation(),
            ticketId: id,
            messageId: null,
            kind: 'create_ticket',
            key: ids.operation(),
            body: bytes(submission(form, clock.now())),
          },
          clock.now(),
        );
        store.tickets.setState(id, 'queued', clock.now());
      });
      link.wakeOutbox();
      return {};
    },
    'ticket.takeBack': ({ id }) => {
      change(id, () => {
        ticketIn(id, 'queued', 'sending', 'needs_attention');
        const creation = store.operations.creationOf(id);
        // Once a try may have reached the desk, changing the text here could make two truths of one ticket.
        if (creation === null || creation.exposed) throw new LifelineError('too_late');
        store.operations.drop(creation.id);
        store.tickets.setState(id, 'draft', clock.now());
      });
      return {};
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

    'reply.save': ({ ticketId, body }) => {
      const savedAt = clock.now();
      ticket(ticketId);
      store.transaction(() => store.tickets.saveReplyDraft(ticketId, body));
      return { savedAt };
    },
    'reply.send': ({ ticketId }) => {
      const id = ids.message();
      const at = clock.now();
      change(ticketId, () => {
        const { state, replyDraft } = ticket(ticketId);
        if (NOT_AT_DESK.has(state)) throw new LifelineError('invalid_request');
        const body = replyDraft.trim();
        if (body === '') throw new LifelineError('form_incomplete', { fields: { body: 'missing' } });
        if (body.length > LIMITS.longText)
          throw new LifelineError('form_incomplete', { fields: { body: 'too_long' } });
        const name = store.settings.get('account')?.requester.name ?? '';
        const message: MessageSubmission = { body, writtenAt: new Date(at).toISOString() };
        store.tickets.addOwnMessage({ id, ticketId, body, at, name });
        store.operations.add(
          {
            id: ids.operation(),
            ticketId,
            messageId: id,
            kind: 'add_message',
            key: ids.operation(),
            body: bytes(message),
          },
          at,
        );
        store.tickets.saveReplyDraft(ticketId, '');
      });
      link.wakeOutbox();
      return { id };
    },
    'reply.reopen': ({ ticketId, id }) => {
      change(ticketId, () => {
        const { messages, replyDraft } = ticket(ticketId);
        const refused = messages.find((message) => message.id === id && message.delivery === 'refused');
        if (refused === undefined || !store.operations.dropRefusedMessage(id))
          throw new LifelineError('too_late');
        store.tickets.removeMessage(id);
        store.tickets.saveReplyDraft(
          ticketId,
          [refused.body, replyDraft].filter((text) => text !== '').join('\n\n'),
        );
      });
      link.refresh();
      return {};
    },

    'outbox.list': () => store.operations.list(),
    'outbox.tryNow': () => {
      link.tryNow();
      return {};
    },
    'connection.get': () => link.connection(),
    'account.get': () => store.settings.get('account'),
    'settings.get': () => link.settings(),
    'settings.savePreferences': (patch) => link.savePreferences(patch),
    'settings.checkDesk': (wanted) => link.check(wanted),
    'settings.saveDesk': (wanted) => link.save(wanted),
  };
}

/** What goes to the desk, or `form_incomplete` with the fields that are missing or too long. */
function submission(form: TicketForm, now: number): TicketSubmission {
  const fields = formProblems(form);
  const { affected, severity } = form;
  if (Object.keys(fields).length > 0 || affected === null || severity === null) {
    throw new LifelineError('form_incomplete', { fields });
  }
  return {
    title: form.title.trim().replace(/\s+/g, ' '),
    description: form.description.trim(),
    severity,
    severityReason: form.severityReason.trim(),
    affected,
    hit: form.hit.trim(),
    since: form.since.trim(),
    channel: form.channel,
    writtenAt: new Date(now).toISOString(),
  };
}

function bytes(value: MessageSubmission | TicketSubmission): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
