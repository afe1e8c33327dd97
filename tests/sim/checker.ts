/**
 * Judges one run from its logs alone: what the window acknowledged, what the desk holds, what the notifier was told,
 * and what the window showed in the end. Shares no code with the client.
 */
import { accounts } from './check-accounts.ts';
import { agreement } from './check-agreement.ts';
import { damageShown } from './check-damage.ts';
import { edits } from './check-edits.ts';
import { files } from './check-files.ts';
import { manners } from './check-manners.ts';
import { marks } from './check-marks.ts';
import { notices } from './check-notices.ts';
import { patience } from './check-patience.ts';
import { replies } from './check-replies.ts';
import { tickets } from './check-tickets.ts';
import { time } from './check-time.ts';
import { words } from './check-words.ts';
import type { Logs } from './logs.ts';

export const PROBLEMS = [
  'lost',
  'duplicated',
  'reordered',
  'unnotified',
  /** A promise rang before its time. */
  'false_alarm',
  'stuck',
  'silent_damage',
  /** Told again, and no crash between showing and recording explains it. */
  'repeated_notice',
  /** Not sent, and not shown as not sent. */
  'invisible',
  /** Marked as gone from the desk and not gone, or gone and not marked. */
  'mismarked',
  /** Written for one account, and arrived at another. */
  'misdirected',
  /** Held up longer than anybody promised, or for no reason. */
  'parked',
  /** The desk was treated as a desk must not be: asked too early, in step with everybody, or wrongly. */
  'manners',
  /** A backup under its final name that is none. */
  'broken_backup',
  /** An error that nobody foresaw. */
  'unexpected',
] as const;
export type Problem = { kind: (typeof PROBLEMS)[number]; what: string };
export type Verdict = { problems: Problem[]; extraNoticesInCrashWindow: number };

export function check(logs: Logs): Verdict {
  const told = notices(logs);
  const problems = [
    ...words(logs),
    ...logs.unexpected.map((what) => ({ kind: 'unexpected' as const, what })),
    ...logs.brokenBackups.map((what) => ({ kind: 'broken_backup' as const, what })),
    ...tickets(logs),
    ...replies(logs),
    ...files(logs),
    ...edits(logs),
    ...agreement(logs),
    ...marks(logs),
    ...accounts(logs),
    ...patience(logs),
    ...damageShown(logs),
    ...manners(logs),
    ...time(logs),
    ...told.problems,
  ];
  const wasDamaged = logs.ends.some(({ damage }) => damage !== null);
  const isReported = logs.final.view === null || logs.final.view.health.recovery !== null;
  const lost = problems.find(({ kind }) => kind === 'lost');
  if (lost !== undefined && wasDamaged && !isReported)
    problems.push({ kind: 'silent_damage', what: lost.what });
  return { problems, extraNoticesInCrashWindow: told.extraInCrashWindow };
}
