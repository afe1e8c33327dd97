/** What Lifeline knows of the way to the desk, put together from what the desk answered. */
import type { ErrorCode, Failure } from '#shared/errors.ts';
import type { Connection } from '#shared/model.ts';
import type { DeskAnswer } from './desk/port.ts';

/** Nothing is known but that nobody could be reached. */
const NOBODY_THERE: ReadonlySet<ErrorCode> = new Set(['desk_unreachable', 'network_offline']);

type Known = Pick<Connection, 'state' | 'lastAnswerAt' | 'nextTryAt' | 'problem'>;

/** Follows the answers. `onChange` comes after every change, and is told whether the desk was there before it. */
export function connection(now: () => number, onChange: (wasThere: boolean) => void) {
  /** What is wrong although the desk answers; it lasts until it is said to be over. */
  let standing: Failure | null = null;
  /** True while the last answer was the desk's own, and the store can be read: what is sent arrives. */
  let isThere = false;
  let known: Known = { state: 'no_desk', lastAnswerAt: null, nextTryAt: null, problem: null };

  function become(next: Partial<Known>, isThereNow = isThere): void {
    const wasThere = isThere;
    isThere = isThereNow;
    known = { ...known, ...next };
    onChange(wasThere);
  }

  return {
    get: (): Known => known,
    isThere: (): boolean => isThere,
    reset(state: 'no_desk' | 'connecting' | 'signed_out', problem: Failure | null): void {
      standing = null;
      become({ state, problem, nextTryAt: null }, false);
    },
    /** Online means that the desk answered; nothing else does. */
    heard(answer: DeskAnswer<unknown>): void {
      switch (answer.kind) {
        case 'answered':
        case 'refused':
        case 'expired':
          // Its own words, whatever they are, are those of a desk that is there.
          become(
            {
              state: standing === null ? 'online' : 'trouble',
              lastAnswerAt: now(),
              problem: standing,
              ...(standing === null && { nextTryAt: null }),
            },
            true,
          );
          break;
        case 'unauthorized':
          become({ state: 'signed_out', lastAnswerAt: now(), problem: answer.failure }, false);
          break;
        case 'blocked':
        case 'later':
          become({ state: 'trouble', problem: answer.failure }, false);
          break;
        case 'unreachable':
          // Offline is said where nothing better is known: what else is in the way, a person can do something about.
          become(
            {
              state: NOBODY_THERE.has(answer.failure.code) ? 'offline' : 'trouble',
              problem: answer.failure,
            },
            false,
          );
          break;
      }
    },
    /** Something is wrong that no answer tells of by itself: the store, or a desk that refuses its changes. */
    trouble(problem: Failure): void {
      become({ state: 'trouble', problem }, false);
    },
    /** Something is wrong with a desk that answers, until null says that it is over. */
    standing(problem: Failure | null): void {
      if (problem === standing) return;
      standing = problem;
      // Whatever else is wrong now is said until it is over.
      if (isThere) become({ state: problem === null ? 'online' : 'trouble', problem });
    },
    /** What somebody in between says of one write says nothing of the desk, as long as that answers others. */
    blockedOnce(): void {
      become({});
    },
    waitingUntil(nextTryAt: number | null): void {
      become({ nextTryAt });
    },
    counted(): void {
      become({});
    },
  };
}
