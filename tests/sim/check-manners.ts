/** How core treats the desk: it waits as long as it is told, not in step with others, and does not count 401 as a try. */
import type { Problem } from './checker.ts';
import type { Logs, Question } from './logs.ts';

export function manners(logs: Logs): Problem[] {
  return [...stormed(logs), ...tooEarly(logs), ...inStep(logs), ...spentTries(logs), ...unfit(logs)];
}

/** The tries of each write, in order. */
function tries(logs: Logs): Question[][] {
  const byKey = new Map<string, Question[]>();
  for (const question of logs.questions) {
    if (question.key === null) continue;
    byKey.set(question.key, [...(byKey.get(question.key) ?? []), question]);
  }
  return [...byKey.values()];
}

function pairs(questions: Question[]): [Question, Question][] {
  return questions.flatMap((question, at) => {
    const next = questions[at + 1];
    return next === undefined ? [] : [[question, next]];
  });
}

function tooEarly(logs: Logs): Problem[] {
  return tries(logs)
    .flatMap(pairs)
    .filter(([before, after]) => {
      if (before.retryAfterMs === null || before.heardAt === null) return false;
      const isTurned = logs.clockTurned.some((place) => place > before.place && place < after.place);
      const isRebuilt = logs.ends.some(
        ({ place, damage }) => damage !== null && place > before.place && place < after.place,
      );
      // An answer that the process did not live to read was never given.
      const isUnread = logs.ends.some(
        ({ life, at, how }) => how !== 'stop' && life === before.life && at === before.heardAt,
      );
      // What could not be written down on a full disk, the next life does not know.
      const isUnwritten =
        after.life !== before.life &&
        logs.diskFull.some((place) => place > before.place && place < after.place);
      // Who says "try now" wants it tried now.
      const isHurried = logs.hurried.some((place) => place > before.place && place < after.place);
      return (
        !isHurried &&
        !isTurned &&
        !isRebuilt &&
        !isUnread &&
        !isUnwritten &&
        after.at < before.heardAt + before.retryAfterMs
      );
    })
    .map(([before]) => ({
      kind: 'manners',
      what: `${before.method} ${before.path} came before the time that the desk named`,
    }));
}

/** Without jitter every wait is a bound itself, and all who lost the same desk return together. */
function inStep(logs: Logs): Problem[] {
  const accounts = logs.questions.filter(({ path }) => path === '/v1/account');
  const waits = [...tries(logs), accounts].flatMap(pairs).flatMap(([before, after]) => {
    const hasFailed = before.status === null || before.status >= 500 || before.status === 429;
    if (!hasFailed || before.heardAt === null || before.retryAfterMs !== null || before.life !== after.life)
      return [];
    return [after.at - before.heardAt];
  });
  const round = waits.filter(
    (wait) => wait >= 1000 && (wait === 60_000 || Number.isInteger(Math.log2(wait / 1000))),
  );
  if (round.length < 3 || round.length * 2 < waits.length) return [];
  return [{ kind: 'manners', what: `${round.length} of ${waits.length} waits are without jitter` }];
}

/**
 * Tries as the outbox shows them against those that were made. A crash may spend one that never left, and a full disk
 * keeps one from being given back.
 */
function spentTries(logs: Logs): Problem[] {
  return logs.views.flatMap(({ outbox, place, at }) =>
    outbox.flatMap(({ ticketId, messageId, kind, tries: shown }): Problem[] => {
      if (kind !== 'create_ticket' && kind !== 'add_message') return [];
      const path = kind === 'create_ticket' ? `/v1/tickets/${ticketId}` : `/messages/${messageId}`;
      const made = logs.questions.filter((each) => each.place < place && each.path.endsWith(path));
      // One that was answered in this very moment may not be written down yet.
      const unspent = made.filter(
        ({ status, between, heardAt }) =>
          status === 401 && between === null && heardAt !== null && heardAt < at,
      );
      const crashes = logs.ends.filter((end) => end.place < place && end.how !== 'stop').length;
      const full = logs.diskFull.filter((found) => found < place).length;
      if (shown <= made.length - unspent.length + crashes + full) return [];
      return [{ kind: 'manners', what: `${kind} of ${ticketId}: ${shown} tries shown` }];
    }),
  );
}

/** In any such time no more questions are asked that bring nothing, and no more than so many readings begin anew. */
const STORM = { withinMs: 10_000, questions: 45 } as const;
const READINGS = { withinMs: 60_000, most: 8 } as const;

/** However often a desk pokes, and wherever its cursors lead, it is asked only so often (storms). */
function stormed(logs: Logs): Problem[] {
  const pulls = logs.questions.filter(({ path }) => path.startsWith('/v1/changes'));
  const idle = pulls.filter(({ hasNews, path }) => !hasNews || /cursor=(circle|endless)/.test(path));
  // What a full disk cannot take is asked for until it can.
  const isKept = (at: number): boolean =>
    !logs.diskFull.some((full) => full > (pulls[at]?.place ?? full) && full < (pulls[at + 1]?.place ?? full));
  const anew = pulls.filter(({ path, hasNews }, at) => !path.includes('cursor=') && hasNews && isKept(at));
  return [
    ...(isThick(idle, STORM.withinMs, STORM.questions) ? ['more questions than a desk can bear'] : []),
    ...(isThick(anew, READINGS.withinMs, READINGS.most) ? ['everything is read anew again and again'] : []),
  ].map((what) => ({ kind: 'manners', what }));
}

/** True when one life asks more than `most` of these within so much time. */
const isThick = (questions: Question[], withinMs: number, most: number): boolean =>
  questions.some(({ at, life }, place) => {
    const later = questions[place + most];
    return later !== undefined && later.life === life && later.at - at < withinMs;
  });

function unfit(logs: Logs): Problem[] {
  return logs.arrivals
    .filter(({ status }) => status === 400 || status === 428)
    .map(({ method, path, words }) => ({ kind: 'manners', what: `${method} ${path}: ${words}` }));
}
