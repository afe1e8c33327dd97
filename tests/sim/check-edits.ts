/** An edit reaches the desk, or shows as refused or as a conflict; and it never overwrites what the person has not seen. */
import { certainty, deedsOn, isDeletedAtDesk, ticketsIn } from './check-history.ts';
import type { Problem } from './checker.ts';
import { type Arrival, callKey, type DeedOf, type Edit, type Logs, type Shown } from './logs.ts';

export function edits(logs: Logs): Problem[] {
  return ticketsIn(logs).flatMap((id) => [...lastWish(logs, id), ...overwritten(logs, id)]);
}

/** Only the last one counts: the person may have changed their mind, as whoever says that it is over has. */
function lastWish(logs: Logs, id: string): Problem[] {
  const { view, desk } = logs.final;
  const relevant = deedsOn(logs, id).filter(
    (deed) =>
      deed.kind === 'changed' ||
      deed.kind === 'settled' ||
      (deed.kind === 'answered' && deed.answer === 'no' && certainty(deed) !== 'no'),
  );
  const last = relevant.at(-1);
  if (last?.kind !== 'changed' || certainty(last) !== 'sure' || view === null) return [];
  if (isDeletedAtDesk(logs, id)) return [];
  const shown = view.tickets.find((ticket) => ticket.id === id);
  const hasBeen = desk.pasts[id]?.some(
    (past) =>
      (last.edit.status ?? past.status) === past.status &&
      (last.edit.severity ?? past.severity) === past.severity &&
      (last.edit.callBack === undefined || isCallDone(last.edit.callBack, past.call)),
  );
  const isShown =
    shown?.conflict != null || view.outbox.some((row) => row.ticketId === id && row.kind === 'change_ticket');
  return hasBeen || isShown ? [] : [{ kind: 'lost', what: `edit of ${id}: ${JSON.stringify(last.edit)}` }];
}

/** The desk changed the very thing after the person looked, and the edit went through without a word. */
function overwritten(logs: Logs, id: string): Problem[] {
  const wishes = deedsOn(logs, id).filter((deed): deed is DeedOf<'changed'> => deed.kind === 'changed');
  const past = logs.final.desk.pasts[id] ?? [];
  const isSettled = deedsOn(logs, id).some(({ kind }) => kind === 'settled');
  if (isSettled) return [];
  const applied = logs.arrivals.filter(
    ({ kind, id: on, outcome }) => kind === 'edit' && on === id && outcome === 'made',
  );
  return applied.flatMap((arrival): Problem[] => {
    const edit = wanted(JSON.parse(arrival.body));
    return (['status', 'severity', 'call'] as const).flatMap((field): Problem[] => {
      if (edit[field] === undefined) return [];
      // Whoever says that it is over wants it solved, whatever the desk has made of it.
      const isOver = deedsOn(logs, id).some(
        (deed) => deed.kind === 'answered' && deed.answer === 'no' && deed.place < arrival.place,
      );
      if (field === 'status' && isOver) return [];
      const seen = seenFor(wishes, arrival, field);
      // The last state before the arrival was noted is the one that it made.
      const before = past.filter(({ place }) => place < arrival.place).at(-2);
      if (seen === null || before === undefined || before[field] === edit[field] || seen.has(before[field]))
        return [];
      return [{ kind: 'lost', what: `${field} ${before[field]} of ${id} was overwritten unseen` }];
    });
  });
}

/** What an edit leads to, in the words of what is shown. */
function wanted({ status, severity, callBack }: Edit): Partial<Record<keyof Shown, unknown>> {
  const call = callBack === undefined ? undefined : callKey(callBack && { ...callBack, state: 'queued' });
  return { status, severity, call };
}

/** Whoever needs no call has that as soon as none is owed. */
function isCallDone(wish: Edit['callBack'], call: string): boolean {
  if (wish) return call.startsWith(`${wish.number} `);
  return !/ (queued|calling)$/.test(call);
}

/** What the person saw, or wished before, in that field up to the edit. */
function seenFor(wishes: DeedOf<'changed'>[], arrival: Arrival, field: keyof Shown): Set<unknown> | null {
  const before = wishes.filter(({ place }) => place < arrival.place);
  if (before.length === 0) return null;
  return new Set(before.flatMap(({ edit, shown }) => [shown[field], wanted(edit)[field]]));
}
