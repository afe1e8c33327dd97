/** Every reply draft is as it was last saved; every reply sent is at the desk once, as written, in the person's order. */
import {
  certainty,
  deedsOn,
  isBackAgain,
  isDeletedAtDesk,
  isRefusedAsDeleted,
  isSentAgain,
  isTakenOver,
  isUndone,
  made,
  mayBeThePersons,
  quoted,
  refusalsOf,
  type Sending,
  ticketsIn,
  wasLost,
} from './check-history.ts';
import type { Problem } from './checker.ts';
import { type Arrival, type Logs, MAIN } from './logs.ts';

type Reply = Sending<string> & { message: string | null };
type History = {
  drafts: Set<string>;
  replies: Reply[];
  problems: Problem[];
  lastPlace: number;
  /** What was in the field when it may have become a draft of its own; empty when that makes no difference any more. */
  moved: string[];
};

export function replies(logs: Logs): Problem[] {
  const arrived = made(logs, 'message');
  return [
    ...ticketsIn(logs).flatMap((id) => {
      const history = historyOf(logs, id);
      const problems = [
        ...history.problems,
        ...lastDraft(logs, id, history),
        ...order(logs, id, history, arrived),
      ];
      return [...problems, ...history.replies.flatMap((reply) => fate(logs, id, history, reply, arrived))];
    }),
    ...repeats(logs),
    ...early(logs),
  ];
}

function historyOf(logs: Logs, id: string): History {
  const history: History = { drafts: new Set(['']), replies: [], problems: [], lastPlace: 0, moved: [] };
  for (const deed of deedsOn(logs, id)) {
    const sure = certainty(deed);
    if (sure === 'no') continue;
    const before = sure === 'sure' ? [] : [...history.drafts];
    switch (deed.kind) {
      case 'replySaved':
        history.drafts = new Set([...before, deed.body]);
        history.moved = [];
        break;
      case 'replySent':
        if (![...history.drafts].some((draft) => draft.trim() === deed.text)) {
          history.problems.push({
            kind: 'lost',
            what: `reply draft: ${quoted(deed.text)} is not what was saved`,
          });
        }
        history.drafts = new Set([...before, '']);
        history.replies.push({
          what: deed.text,
          place: deed.place,
          certainty: sure,
          takenBack: 'no',
          message: deed.message,
        });
        break;
      case 'replyTakenBack': {
        const reply = history.replies.findLast(({ what }) => what === deed.text);
        if (reply !== undefined) Object.assign(reply, { takenBack: sure, message: deed.message });
        const joined = [...history.drafts].map((draft) =>
          [deed.text, draft].filter((text) => text !== '').join('\n\n'),
        );
        // What the desk had, lost and was to get again is as lost as it was.
        const kept = isSentAgain(logs, id, deed.place) ? [...history.drafts] : before;
        history.drafts = new Set([...kept, ...joined]);
        break;
      }
      case 'takenOver':
        // What waited in it may be a draft of its own now, and then nothing is left here.
        if (!history.drafts.has('')) history.moved = [...history.drafts];
        history.drafts = new Set([...history.drafts, '']);
        break;
      default:
        continue;
    }
    history.lastPlace = deed.place;
  }
  return history;
}

function lastDraft(logs: Logs, id: string, { drafts, moved, replies: sent }: History): Problem[] {
  const { view, withdrawn } = logs.final;
  const shown = [...(view?.tickets ?? []), ...withdrawn].find((ticket) => ticket.id === id);
  if (view === null || (shown === undefined && drafts.has(''))) return [];
  const isMoved =
    moved.length === 0 ||
    moved.some((draft) => isTakenOver(logs, id, draft) || sent.some(({ what }) => what === draft.trim()));
  if (shown !== undefined && drafts.has(shown.replyDraft) && (shown.replyDraft !== '' || isMoved)) return [];
  const what = `reply draft of ${id}: ${quoted(shown?.replyDraft ?? '')} instead of ${[...drafts].map(quoted)}`;
  return [{ kind: 'lost', what }];
}

function fate(logs: Logs, id: string, history: History, reply: Reply, arrived: Arrival[]): Problem[] {
  const { view } = logs.final;
  if (view === null) return [];
  const what = `reply ${quoted(reply.what)} of ${id}`;
  const here = arrived.filter(({ body }) => bodyOf(body) === reply.what);
  const there = here.filter(
    (arrival) => !arrival.isLate && !isUndone(logs, arrival) && !isRefusedAsDeleted(logs, arrival.id),
  );
  if (reply.takenBack === 'sure') {
    const sent = there.find((arrival) => arrival.id === reply.message);
    // A desk that deleted the ticket refuses the repeat, and so the person got it back.
    return sent === undefined ||
      isDeletedAtDesk(logs, id) ||
      isSentAgain(logs, id, sent.place) ||
      isBackAgain(logs, sent)
      ? []
      : [{ kind: 'duplicated', what: `${what} was taken back, and the desk has it` }];
  }
  if (there.length > 1) return [{ kind: 'duplicated', what: `${what} is there twice` }];
  if (here.length > 0) return [];
  const shown = view.tickets.find((ticket) => ticket.id === id);
  const message = shown?.messages.find(({ body }) => body === reply.what);
  if (message !== undefined) {
    if (message.delivery === 'delivered')
      return [{ kind: 'invisible', what: `${what} is not there, and shown as if` }];
    const row = view.outbox.find(({ messageId, kind }) => kind === 'add_message' && messageId === message.id);
    if (row === undefined) return [{ kind: 'invisible', what: `${what} is refused and not in the outbox` }];
    const areTheirs = refusalsOf(logs, message.id);
    if (areTheirs(row.problem?.detail) && areTheirs(message.problem)) return [];
    return row.state === 'refused'
      ? [{ kind: 'invisible', what: `${what} does not show the desk's words` }]
      : [];
  }
  if (isTakenOver(logs, id, reply.what)) return [];
  if (reply.certainty === 'sure' && reply.takenBack === 'no')
    return [{ kind: 'lost', what: `${what} is nowhere` }];
  const isLastDeed = history.lastPlace === reply.place;
  const isDraft = shown?.replyDraft.includes(reply.what) ?? false;
  return isLastDeed && !isDraft ? [{ kind: 'lost', what: `${what} is neither sent nor a draft` }] : [];
}

/** The person's order: as sent, or as the outbox showed it after something was moved. */
function order(logs: Logs, id: string, { replies: sent }: History, arrived: Arrival[]): Problem[] {
  const moves = deedsOn(logs, id).filter((deed) => deed.kind === 'moved');
  // What was killed right after that has shown nobody the order.
  const unsure = moves.some(
    (deed) => certainty(deed) === 'maybe' || (certainty(deed) === 'sure' && deed.order.length === 0),
  );
  const refused = new Set(
    logs.arrivals.filter(({ outcome }) => outcome === 'refused').map((arrival) => arrival.id),
  );
  // A text may have been sent again after a first sending that did not happen or was taken back.
  const last = sent.filter((reply, at) => !sent.slice(at + 1).some(({ what }) => what === reply.what));
  const placed = last.flatMap((reply) => {
    // What the desk had lost may have come again.
    const arrival = arrived.find(
      (each) => !each.isLate && bodyOf(each.body) === reply.what && !isUndone(logs, each),
    );
    const isPlain =
      arrival !== undefined &&
      !refused.has(arrival.id) &&
      !mayBeThePersons(logs, arrival.id) &&
      reply.takenBack === 'no';
    return isPlain ? [{ arrival, reply }] : [];
  });
  const problems: Problem[] = [];
  for (const [at, earlier] of placed.entries()) {
    for (const later of placed.slice(at + 1)) {
      const ids = [earlier.arrival.id, later.arrival.id];
      const move = moves.findLast(({ order: shown }) => ids.every((each) => shown.includes(each)));
      const isTurned =
        move !== undefined && move.order.indexOf(ids[0] ?? '') > move.order.indexOf(ids[1] ?? '');
      const isEarlierFirst = earlier.arrival.place < later.arrival.place;
      if (unsure || isEarlierFirst !== isTurned) continue;
      problems.push({
        kind: 'reordered',
        what: `${quoted(later.reply.what)} before ${quoted(earlier.reply.what)}`,
      });
    }
  }
  return problems;
}

/** Whoever looks such a reply up finds another one under its id. */
const isReworded = (logs: Logs, { id, place }: Arrival): boolean =>
  logs.acts.some((act) => act.kind === 'reworded' && act.message === id && act.place < place);

/** Repeats that a desk could not tell from something new, and writes under several keys. */
function repeats(logs: Logs): Problem[] {
  const keys = new Map<string, string>();
  return logs.arrivals.flatMap((arrival): Problem[] => {
    const { kind, id, key, outcome, words, isLate } = arrival;
    // What the desk has lost, or seemed to have lost, goes out under another key when the person says so.
    if (isLate || isSentAgain(logs, arrival.ticket, arrival.place)) return [];
    if (words?.startsWith('This key was used before')) {
      return [{ kind: 'duplicated', what: `${kind} ${id}: other bytes under the same key` }];
    }
    if (outcome === 'stale' && !isReworded(logs, arrival))
      return [{ kind: 'duplicated', what: `${kind} ${id}: a repeat that the desk cannot know` }];
    if (outcome === 'refused' || kind === 'edit' || kind === 'upload') return [];
    const before = keys.get(id) ?? key;
    keys.set(id, before);
    return before === key ? [] : [{ kind: 'duplicated', what: `${kind} ${id}: sent under two keys` }];
  });
}

/** A reply or file that came before what it belongs to. */
function early(logs: Logs): Problem[] {
  return logs.arrivals
    .filter(({ words, isLate }) => words?.startsWith('The desk has no such') && !isLate)
    .filter(({ ticket, account }) => !isDeletedAtDesk(logs, ticket) && !isLostFor(logs, ticket, account))
    .filter((arrival) => !isReplyLost(logs, arrival))
    .map(({ kind, id }) => ({ kind: 'reordered', what: `${kind} ${id} came before what it belongs to` }));
}

/** The desk had the ticket, and a restored one does not. */
function isLostFor(logs: Logs, ticket: string, account: string): boolean {
  return account === MAIN && wasLost(logs, ticket);
}

/** The desk had the reply that a file belongs to, and one that was restored since then does not. */
function isReplyLost(logs: Logs, { kind, ticket, place }: Arrival): boolean {
  return (
    kind === 'upload' &&
    logs.restores.some(
      (restore) =>
        restore.place < place &&
        logs.arrivals.some((each) => each.ticket === ticket && restore.lost.includes(each.id)),
    )
  );
}

function bodyOf(bytes: string): string | null {
  const { body }: { body?: unknown } = JSON.parse(bytes);
  return typeof body === 'string' ? body : null;
}
