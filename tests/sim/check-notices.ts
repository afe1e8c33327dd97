/** Every answer is told at least once, and twice only where a crash came between showing and recording. */
import { certainty, wasDamagedAfter, wasLost } from './check-history.ts';
import type { Problem } from './checker.ts';
import { type Logs, MAIN, type Told } from './logs.ts';

export function notices(logs: Logs): { problems: Problem[]; extraInCrashWindow: number } {
  const again = repeated(logs);
  return {
    problems: [
      ...untold(logs),
      ...again.filter(({ isExplained }) => !isExplained).map(({ problem }) => problem),
    ],
    extraInCrashWindow: again.filter(({ isExplained }) => isExplained).length,
  };
}

function untold(logs: Logs): Problem[] {
  const covered = coveredBy(logs);
  return logs.acts.flatMap((act): Problem[] => {
    if (act.kind !== 'replied' || covered.has(act.message)) return [];
    const isGone = logs.acts.some(
      (each) =>
        (each.kind === 'messageDeleted' && each.message === act.message) ||
        (each.kind === 'ticketDeleted' && each.ticket === act.ticket),
    );
    if (
      isGone ||
      isOutOfReach(logs, act.message) ||
      wasForgotten(logs) ||
      wasMuted(logs, act.ticket, act.place)
    )
      return [];
    return [{ kind: 'unnotified', what: `answer ${act.message} in ${act.ticket}` }];
  });
}

/** A store that was rebuilt remembers one account's history; whoever signs in to another one first has that told. */
function wasForgotten(logs: Logs): boolean {
  return (
    wasDamagedAfter(logs, 0) && logs.deeds.some((deed) => deed.kind === 'signedIn' && deed.account !== MAIN)
  );
}

/** A restored desk has lost it before anybody saw it, or it tells of it so that nobody can read it. */
function isOutOfReach(logs: Logs, message: string): boolean {
  const { view, desk } = logs.final;
  const isShown = view?.tickets.some(({ messages }) => messages.some(({ id }) => id === message));
  const isUnreadable = desk.tickets.some(({ messages }) =>
    messages.some(({ id, isUnreadable: cannotBeRead }) => id === message && cannotBeRead),
  );
  return !isShown && (isUnreadable || wasLost(logs, message));
}

/** Muted at some time since then, or perhaps muted. */
function wasMuted(logs: Logs, ticket: string, since: number): boolean {
  let isMuted = false;
  for (const deed of logs.deeds) {
    if (deed.kind !== 'muted' || deed.ticket !== ticket) continue;
    const sure = certainty(deed);
    if (deed.place > since && (isMuted || (sure !== 'no' && deed.muted))) return true;
    if (sure !== 'no') isMuted = deed.muted || (isMuted && sure === 'maybe');
  }
  return isMuted;
}

/** The answers that somebody was told of. A summary says how many it stands for: the oldest that core had read. */
function coveredBy(logs: Logs): Set<string> {
  const covered = new Set<string>();
  // A page may have come for an account that was left before it was stored, and a copy of the desk may leave out the
  // oldest: then the order in which core read them is not the order in which they were written.
  const isOutOfOrder =
    logs.lags.length > 0 || logs.deeds.some((deed) => deed.kind === 'signedIn' && deed.account !== MAIN);
  const toldAlone = new Set<string>(
    logs.told.flatMap(({ notice }) => (notice.kind === 'reply' ? [notice.messageId] : [])),
  );
  for (const { notice, place } of logs.told) {
    if (notice.kind === 'reply') {
      covered.add(notice.messageId);
      continue;
    }
    if (notice.kind !== 'summary') continue;
    const read = new Set(logs.pages.filter((page) => page.place < place).flatMap((page) => page.messages));
    const waiting = logs.acts.filter(
      (act) =>
        act.kind === 'replied' &&
        read.has(act.message) &&
        !covered.has(act.message) &&
        !isGoneBefore(logs, act.message, place) &&
        !(isOutOfOrder && toldAlone.has(act.message)) &&
        notice.ticketIds.some((id) => id === act.ticket),
    );
    // What was passed over in a muted ticket, or found no room here before the desk lost it, is none of those that the
    // summary counts.
    const passed = waiting.filter(
      (act) =>
        act.kind === 'replied' && (wasMuted(logs, act.ticket, act.place) || isOutOfReach(logs, act.message)),
    );
    const counted = [...waiting.filter((act) => !passed.includes(act)), ...passed];
    for (const act of counted.slice(0, notice.answers)) if (act.kind === 'replied') covered.add(act.message);
  }
  return covered;
}

/** What the desk took away before it was told is passed over, and no summary stands for it. */
function isGoneBefore(logs: Logs, message: string, place: number): boolean {
  return logs.acts.some(
    (act) => act.kind === 'messageDeleted' && act.message === message && act.place < place,
  );
}

function repeated(logs: Logs): { problem: Problem; isExplained: boolean }[] {
  const last = new Map<string, Told>();
  return logs.told.flatMap((told) => {
    if (told.notice.kind !== 'reply') return [];
    const before = last.get(told.notice.id);
    last.set(told.notice.id, told);
    if (before === undefined) return [];
    const problem: Problem = { kind: 'repeated_notice', what: `notice ${told.notice.id}` };
    return [{ problem, isExplained: isExplained(logs, before, told) }];
  });
}

function isExplained(logs: Logs, before: Told, again: Told): boolean {
  const ends = logs.ends.filter(({ life }) => life >= before.life && life < again.life);
  if (ends.some(({ damage }) => damage !== null)) return true;
  const end = ends.find(({ life }) => life === before.life);
  if (end === undefined) return false;
  // A full disk makes the window longer: it was told, and nothing could be recorded until the crash.
  if (logs.diskFull.some((place) => place > before.place && place < end.place)) return true;
  return before.handedOver === null || end.commits <= before.handedOver.commits;
}
