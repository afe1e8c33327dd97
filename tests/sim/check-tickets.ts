/** Every draft is as it was last saved, and every ticket handed in is at the desk once, as it was written. */
import { DETAILS } from '#shared/contract.ts';
import { reasonOf, type TicketForm } from '#shared/model.ts';
import { questionsOf } from '#shared/severity/judge.ts';
import {
  certainty,
  deedsOn,
  isBackAgain,
  isDeletedAtDesk,
  isSentAgain,
  isUndone,
  made,
  quoted,
  refusalsOf,
  type Sending,
  ticketsIn,
  wasDamagedAfter,
} from './check-history.ts';
import type { Problem } from './checker.ts';
import type { Arrival, Deed, Logs, View } from './logs.ts';

/**
 * What each field may hold. One that was never saved is empty, or anything in a draft that core made itself, out of a
 * text that was still here when the desk had the ticket already.
 */
type Fields = { saved: Map<string, Set<unknown>>; unsaved: 'empty' | 'anything' };
type History = {
  fields: Fields;
  sendings: Sending<TicketForm>[];
  mayBeDraft: boolean;
  mayBeWithdrawn: boolean;
  /** True once anything about it was acknowledged. */
  isKnown: boolean;
  problems: Problem[];
};

export function tickets(logs: Logs): Problem[] {
  return ticketsIn(logs).flatMap((id) => {
    const history = historyOf(deedsOn(logs, id));
    return [...history.problems, ...fate(logs, id, history), ...alwaysVisible(logs, id, history)];
  });
}

function historyOf(deeds: Deed[]): History {
  const history: History = {
    fields: {
      saved: new Map(),
      unsaved: deeds.some(({ kind }) => kind === 'drafted') ? 'empty' : 'anything',
    },
    sendings: [],
    mayBeDraft: true,
    mayBeWithdrawn: false,
    isKnown: false,
    problems: [],
  };
  for (const deed of deeds) {
    const sure = certainty(deed);
    if (sure === 'no') continue;
    if (sure === 'sure') history.isKnown = true;
    const last = history.sendings.at(-1);
    switch (deed.kind) {
      case 'saved':
        for (const [field, value] of Object.entries(deed.patch)) {
          const { saved, unsaved } = history.fields;
          const before = saved.get(field) ?? [initial(field)];
          // Perhaps saved over words that core had put there.
          if (sure === 'maybe' && !saved.has(field) && unsaved === 'anything') continue;
          saved.set(field, new Set(sure === 'sure' ? [plain(value)] : [...before, plain(value)]));
        }
        break;
      case 'submitted':
        history.problems.push(...unlike(deed.form, history.fields, deed.ticket));
        history.sendings.push({ what: deed.form, place: deed.place, certainty: sure, takenBack: 'no' });
        history.mayBeDraft = sure === 'maybe';
        break;
      case 'ticketTakenBack':
        if (last !== undefined) last.takenBack = sure;
        history.mayBeDraft = true;
        break;
      case 'takenOver':
        // What certainly never left is moved, and is a draft again; of anything else the draft is a copy.
        if (deed.to !== null && deed.to !== deed.ticket) break;
        if (last !== undefined) last.takenBack = deed.to === null ? 'maybe' : sure;
        history.mayBeDraft = true;
        break;
      case 'withdrawn':
        history.mayBeWithdrawn = true;
        history.mayBeDraft = sure === 'maybe';
        break;
      case 'restored':
        history.mayBeDraft = true;
        history.mayBeWithdrawn = sure === 'maybe';
        break;
      default:
    }
  }
  return history;
}

const INITIAL: Record<string, unknown> = {
  affected: null,
  severity: null,
  channel: 'email',
  facts: '{}',
  onBehalfOf: null,
};
/** What an empty form has. */
const initial = (field: string): unknown => (field in INITIAL ? INITIAL[field] : '');

/** A value that can be compared: of answers, those that were given. */
export function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return JSON.stringify(
    Object.fromEntries(
      Object.entries(value)
        .filter(([, answer]) => answer !== null)
        .sort(),
    ),
  );
}

function unlike(form: TicketForm, fields: Fields, id: string): Problem[] {
  return Object.entries(form).flatMap(([field, value]) => {
    const may = fields.saved.get(field);
    const isRight =
      may === undefined
        ? fields.unsaved === 'anything' || plain(value) === initial(field)
        : may.has(plain(value));
    if (isRight) return [];
    return [
      {
        kind: 'lost' as const,
        what: `${field} of draft ${id}: ${quoted(String(value))} is not what was saved`,
      },
    ];
  });
}

/** What the desk must have got for this form. A severity that nobody chose follows from the facts. */
function expected(form: TicketForm): Record<string, unknown> {
  return {
    title: form.title.trim().replace(/\s+/g, ' '),
    description: form.description.trim(),
    ...(form.severity !== null && { severity: form.severity }),
    severityReason: reasonOf(form),
    affected: questionsOf(form.facts.kind).includes('affected') ? form.affected : null,
    hit: form.hit.trim(),
    since: form.since.trim(),
    steps: form.steps.trim(),
    tried: form.tried.trim(),
    errorId: form.errorId.trim(),
    phone: form.phone.trim(),
    channel: form.channel,
  };
}

function isAsWritten(submission: string, form: TicketForm, { judged, lost }: MadeAnew): boolean {
  const sent: Record<string, unknown> = JSON.parse(submission);
  return Object.entries(expected(form)).every(
    ([field, value]) =>
      judged.includes(field) || sent[field] === value || (lost.includes(field) && sent[field] === ''),
  );
}

/** `judged` is what was decided anew meanwhile; `lost` is what neither the desk nor the store may have had any more. */
type MadeAnew = { judged: readonly string[]; lost: readonly string[] };

/**
 * A damaged store no longer has the bytes of the first sending. What is sent again is made of what is here: it has the
 * severity that it has been given since, and what the desk has told of it, which may be less than it got.
 */
function madeAnew(logs: Logs, ticket: string, arrival: Arrival | undefined): MadeAnew {
  const isIt = arrival !== undefined && wasDamagedAfter(logs, 0) && isSentAgain(logs, ticket, arrival.place);
  const isJudged =
    logs.acts.some((act) => act.kind === 'severity' && act.ticket === ticket) ||
    deedsOn(logs, ticket).some((deed) => deed.kind === 'changed' && deed.edit.severity !== undefined);
  return {
    judged: isIt && isJudged ? ['severity', 'severityReason'] : [],
    lost: isIt ? Object.keys(DETAILS) : [],
  };
}

/**
 * What was written in a draft that the desk turned out to have is a draft of its own, which nobody began. From there on
 * the person goes on with it as with any other. One that the desk only refuses stays where it is.
 */
function isKept(logs: Logs, ticket: string, { saved, unsaved }: Fields): boolean {
  const shown = [...(logs.final.view?.tickets ?? []), ...logs.final.withdrawn];
  return shown.some(({ id, form }) => {
    const deeds = deedsOn(logs, id);
    if (id === ticket) return unlike(form, { saved, unsaved }, id).length === 0;
    if (deeds.some(({ kind }) => kind === 'drafted')) return false;
    if (deeds.some(({ kind }) => kind === 'submitted')) return true;
    const fields = { saved: new Map(saved), unsaved };
    for (const deed of deeds) {
      if (deed.kind !== 'saved') continue;
      for (const [field, value] of Object.entries(deed.patch)) {
        const before = certainty(deed) === 'sure' ? [] : (fields.saved.get(field) ?? [initial(field)]);
        fields.saved.set(field, new Set([...before, value]));
      }
    }
    return unlike(form, fields, id).length === 0;
  });
}

function fate(logs: Logs, id: string, history: History): Problem[] {
  const { view, withdrawn, desk } = logs.final;
  const lost = (what: string): Problem[] => [{ kind: 'lost', what: `ticket ${id}: ${what}` }];
  if (view === null) return [];
  const shown = view.tickets.find((ticket) => ticket.id === id);
  const atDesk = desk.tickets.find((ticket) => ticket.id === id);
  const last = history.sendings.at(-1);
  const problems: Problem[] = [];

  if (atDesk !== undefined) {
    const arrival = made(logs, 'ticket').findLast((each) => each.id === id);
    const anew = madeAnew(logs, id, arrival);
    const like = history.sendings.findLast(({ what }) => isAsWritten(atDesk.submission, what, anew));
    if (like === undefined) return lost('the desk has something else than what was handed in');
    const isWanted =
      arrival !== undefined && (isSentAgain(logs, id, arrival.place) || isBackAgain(logs, arrival));
    // A desk that deleted it refuses the repeat, and so the person got it back.
    if (like.takenBack === 'sure' && arrival?.isLate === false && !isWanted && !isDeletedAtDesk(logs, id)) {
      problems.push({ kind: 'duplicated', what: `ticket ${id} was taken back, and the desk has it` });
    }
    const hasLater = last !== like && last?.certainty === 'sure' && last.takenBack === 'no';
    const isDraftAgain = like.takenBack === 'sure' || hasLater;
    // Taken back and left as it was, the desk has all of it.
    const isChanged = deedsOn(logs, id).some(
      (deed) =>
        deed.kind === 'saved' &&
        certainty(deed) !== 'no' &&
        deed.place > like.place &&
        Object.keys(deed.patch).length > 0,
    );
    if (isDraftAgain && isChanged && !history.mayBeWithdrawn && !isKept(logs, id, history.fields)) {
      problems.push(...lost('what was written after it was taken back is nowhere'));
    }
    return problems;
  }
  if (!history.isKnown) return [];
  const put = withdrawn.find((ticket) => ticket.id === id);
  // A late copy may have come to the desk after it was thrown away here, and was lost there before anybody heard of it.
  const isElsewhere = shown === undefined ? put === undefined : shown.number !== null;
  if (isGoneFromDesk(logs, id) && isElsewhere) {
    return shown === undefined && !wasDamagedAfter(logs, 0) ? lost('nowhere, and the desk has lost it') : [];
  }
  if (shown === undefined) {
    if (put?.state === 'withdrawn' && history.mayBeWithdrawn) return unlike(put.form, history.fields, id);
    return lost('nowhere');
  }
  if (shown.state === 'draft' && !history.mayBeDraft) return lost('was handed in and is a draft');
  if (shown.state === 'draft' && last?.certainty === 'sure' && last.takenBack === 'no') {
    return lost('was handed in and is a draft');
  }
  if (shown.state === 'needs_attention') {
    const row = view.outbox.find(({ ticketId, kind }) => ticketId === id && kind === 'create_ticket');
    const areTheirs = refusalsOf(logs, id);
    if (row?.state !== 'refused')
      problems.push({ kind: 'invisible', what: `refused ticket ${id} is not in the outbox` });
    else if (!areTheirs(row.problem?.detail) || !areTheirs(shown.problem)) {
      problems.push({ kind: 'invisible', what: `refused ticket ${id} does not show the desk's words` });
    }
  }
  return [...problems, ...unlike(shown.form, history.fields, id)];
}

/** The desk had it, and became what it had been before. Its words are the first rule's business. */
function isGoneFromDesk(logs: Logs, id: string): boolean {
  return made(logs, 'ticket').some((arrival) => arrival.id === id && isUndone(logs, arrival));
}

/** Invariant 7, at every moment that the person looked. */
function alwaysVisible(logs: Logs, id: string, { sendings }: History): Problem[] {
  const arrived =
    made(logs, 'ticket').find((arrival) => arrival.id === id)?.place ?? Number.POSITIVE_INFINITY;
  const isHidden = ({ place, outbox, tickets: shown }: View): boolean => {
    const sending = sendings.findLast((each) => each.place < place);
    if (sending?.certainty !== 'sure' || sending.takenBack !== 'no' || arrived < place) return false;
    const state = shown.find((ticket) => ticket.id === id)?.state ?? 'none';
    const isShown = ['queued', 'sending', 'needs_attention'].includes(state);
    return !isShown || !outbox.some(({ ticketId, kind }) => ticketId === id && kind === 'create_ticket');
  };
  if (isDeletedAtDesk(logs, id) || !logs.views.some(isHidden)) return [];
  return [{ kind: 'invisible', what: `ticket ${id} is not sent and not shown as such` }];
}
