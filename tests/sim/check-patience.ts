/** Nobody waits unknowing: no answer may drip for ever, no proxy parks a ticket, no silence outlasts a sign of life. */
import type { Problem } from './checker.ts';
import { ABOUT_ELSE, type Logs, type Question } from './logs.ts';

const MINUTE = 60_000;
/** Every answer but a stream and the parts of a file has come by then, or is given up: none here is long. */
const LONGEST_ANSWER = MINUTE;
/** Within this a business-critical ticket, or anything else, is tried again, whatever something in between has asked for. */
const LONGEST_PARKING = { critical: 2 * MINUTE, other: 7 * MINUTE } as const;
/** So often something in between may refuse one thing, while the desk answers, before somebody is told. */
const MOST_REFUSALS = 10;
/** Within this the desk is asked for news once it has proven that it is there. */
const LONGEST_DEAFNESS = 10_000;

export function patience(logs: Logs): Problem[] {
  return [...dripped(logs), ...parked(logs), ...deaf(logs), ...refusedForEver(logs), ...lockedOut(logs)];
}

function dripped(logs: Logs): Problem[] {
  const { view } = logs.final;
  return logs.questions.flatMap((question): Problem[] => {
    const { method, path, at, life } = question;
    if (path.startsWith('/v1/stream') || path.startsWith('/v1/uploads')) return [];
    const until = question.overAt ?? logs.ends.find((end) => end.life === life)?.at ?? view?.at ?? at;
    if (until - at <= LONGEST_ANSWER) return [];
    return [{ kind: 'parked', what: `${method} ${path} was waited for ${(until - at) / 1000} seconds` }];
  });
}

/** True when nothing changed between two places that could hold a try back or hurry it. */
function isQuiet(logs: Logs, from: number, to: number): boolean {
  const within = ({ place }: { place: number }): boolean => place > from && place < to;
  return (
    isUndisturbed(logs, from, to) &&
    !logs.ways.some(within) &&
    !logs.deeds.some((deed) => deed.kind === 'signedIn' && within(deed))
  );
}

/** True when core lived through it, with a clock, a disk and a token that are good. */
function isUndisturbed(logs: Logs, from: number, to: number): boolean {
  const within = (place: number): boolean => place > from && place < to;
  return (
    !logs.ends.some(({ place }) => within(place)) &&
    !logs.clockTurned.some(within) &&
    !logs.diskFull.some(within) &&
    !logs.signOuts.some(within)
  );
}

/** The next question about the same thing: what may have arrived is asked for before it is sent again. */
function nextTry(logs: Logs, { path, place }: Question): Question | undefined {
  return logs.questions.find((each) => each.path === path && each.place > place);
}

function parked(logs: Logs): Problem[] {
  return logs.questions.flatMap((question): Problem[] => {
    const { method, path, body, status, hintMs, heardAt, heard } = question;
    // What is refused, and not only put off, goes to the person after a while.
    if (status !== 503 || hintMs === null || heardAt === null || heard === null) return [];
    if (method !== 'PUT') return [];
    // What the desk has lowered meanwhile is sent again in the words of the first time.
    const isLowered = logs.acts.some(
      (act) => act.kind === 'severity' && act.place < question.place && path.endsWith(act.ticket),
    );
    const isCritical = body.includes('"severity":"business_critical"') && !isLowered;
    const next = nextTry(logs, question);
    // Under another key it is another wish: the first one had arrived.
    if (next === undefined || (next.key ?? question.key) !== question.key) return [];
    if (!isUndisturbed(logs, heard, next.place)) return [];
    // Since then nothing that somebody knew of stood in the way, and whatever else was asked was answered.
    const since = [
      ...logs.ways,
      ...logs.deeds.filter(({ kind }) => kind === 'signedIn'),
      ...logs.questions.filter(({ key, status }) => key === null && (status === null || status >= 400)),
    ]
      .filter(({ place }) => place > heard && place < next.place)
      .reduce((last, { at }) => Math.max(last, at), heardAt);
    if (next.at - since <= LONGEST_PARKING[isCritical ? 'critical' : 'other']) return [];
    const seconds = (next.at - since) / 1000;
    return [{ kind: 'parked', what: `${method} ${path} waited ${seconds} s because a proxy asked for it` }];
  });
}

/** Whether the desk, in answer to it, wants to be left alone at that time. */
const asksToWait = ({ heardAt, retryAfterMs }: Logs['questions'][number], at: number): boolean =>
  heardAt !== null && retryAfterMs !== null && heardAt + retryAfterMs > at;

/** A write was accepted, and nobody asked for news, because asking had failed before. */
function deaf(logs: Logs): Problem[] {
  const pulls = logs.questions.filter(({ path }) => /^\/v1\/(changes|account)/.test(path));
  return logs.questions.flatMap((write): Problem[] => {
    const { method, path, status, between, life, heardAt, heard } = write;
    if (between !== null) return [];
    if (method !== 'PUT' || status === null || status >= 300 || heardAt === null || heard === null) return [];
    const isAsked = pulls.some(
      ({ at, overAt, life: by }) =>
        by === life && at <= heardAt + LONGEST_DEAFNESS && (overAt ?? Number.POSITIVE_INFINITY) >= heardAt,
    );
    if (isAsked) return [];
    const earlier = pulls.filter(({ place }) => place < heard);
    // One that went well is followed by a stream, or by the next after half a minute.
    if (
      earlier.at(-1)?.status === 200 ||
      earlier.some((pull) => pull.life === life && asksToWait(pull, heardAt))
    )
      return [];
    const next = logs.questions.find(({ at }) => at > heardAt + LONGEST_DEAFNESS);
    if (next === undefined || !isQuiet(logs, heard, next.place)) return [];
    return [{ kind: 'parked', what: `nobody asked for news after ${method} ${path} was accepted` }];
  });
}

/** Something in between refuses one write again and again, in one way, while the desk answers everything else. */
function refusedForEver(logs: Logs): Problem[] {
  const times = new Map<string, { status: number; life: number; count: number; place: number }>();
  const problems = new Map<string, Problem>();
  for (const question of logs.questions) {
    const { key, status, between, life, method, path, place } = question;
    if (key === null) {
      // Whatever else fails may be why it is only tried again.
      if (status === null || status >= 500 || between !== null) times.clear();
      continue;
    }
    const before = times.get(key);
    // The desk's own answer is about what was asked, or is none.
    const isItsOwn = between === null || between === ABOUT_ELSE;
    const isRefusal = !isItsOwn && status !== null && status >= 402 && status < 500;
    if (!isRefusal) times.delete(key);
    else {
      // On a full disk nobody can write down that it is refused.
      const isUnwritten = logs.diskFull.some(
        (full) => before !== undefined && full > before.place && full < place,
      );
      // "Try now" begins anew with what was the person's already.
      const isPressed = logs.hurried.some((at) => before !== undefined && at > before.place && at < place);
      const isAgain = before?.status === status && before.life === life && !isUnwritten && !isPressed;
      const count = isAgain ? before.count + 1 : 1;
      times.set(key, { status, life, count, place });
      const what = `${method} ${path} was refused ${count} times by something in between`;
      if (count > MOST_REFUSALS) problems.set(key, { kind: 'parked', what });
    }
  }
  return [...problems.values()];
}

/** Signed out, although nobody but a portal has said so. */
function lockedOut(logs: Logs): Problem[] {
  return logs.views.flatMap(({ connection, place }): Problem[] => {
    if (connection.state !== 'signed_out' || connection.problem?.code !== 'desk_unauthorized') return [];
    // Of an answer that was cut off the status is heard all the same.
    const isRefused =
      logs.signOuts.some((each) => each < place) ||
      logs.questions.some((each) => each.status === 401 && each.between === null && each.place < place);
    return isRefused ? [] : [{ kind: 'stuck', what: 'signed out by something that is no desk' }];
  });
}
