/**
 * Tells a person what was decided, one notice after the other, keeps what became of each, and takes off the screen what
 * is no longer so.
 */
import { failureOf } from '#shared/errors.ts';
import type { Preferences } from '#shared/model.ts';
import type { Notice, NoticeOutcome } from '#shared/wire.ts';
import { planNotices, quietNow } from './notice-plan.ts';
import type { Ports } from './ports.ts';
import type { OnScreen } from './store/settings.ts';
import type { Store } from './store/store.ts';

const MINUTE_MS = 60_000;
/** Between two looks whether a store that failed (a full disk) can be written again. */
const STORE_RETRY_MS = 5_000;
/**
 * So many notices are followed on the screen, those that a summary stands for among them: each change asks for all of
 * them. What is beyond, the oldest first, stays there until somebody closes it.
 */
const MOST_ON_SCREEN = 500;

export function notices(
  store: Store,
  ports: Pick<Ports, 'notifier' | 'clock' | 'afterDeath'>,
  { preferences, storeTrouble }: { preferences: () => Preferences; storeTrouble: (error: unknown) => void },
) {
  let telling = Promise.resolve();
  let stopped = false;
  let cancelWake: (() => void) | null = null;
  /** Told, but the store could not be written: recorded before anything else, so that it is not told again. */
  let unrecorded: (OnScreen & { outcome: NoticeOutcome })[] = [];
  /** As the store has it: the shell, and what it shows, may outlive this core. */
  let onScreen: OnScreen[] = [];

  /** A desktop that cannot show anything is an outcome like others, and no reason to stop. */
  function shown(notice: Notice): Promise<NoticeOutcome> {
    return ports.notifier
      .show(notice)
      .catch((error: unknown) => ({ outcome: 'failed', reason: failureOf(error).detail ?? String(error) }));
  }

  async function tellUntold(): Promise<void> {
    if (stopped) return;
    recordTold();
    const chosen = preferences();
    const { quiet, endsInMinutes } = quietNow(chosen.quietHours, ports.clock.now());
    const phone = store.settings.get('account')?.phone?.number ?? null;
    const plan = planNotices(store.notices.untold(), { ...chosen, phone }, quiet);
    if (plan.pass.length > 0) {
      store.transaction(() => {
        for (const { id, reason } of plan.pass)
          store.notices.record([id], { outcome: 'not_shown', reason }, ports.clock.now());
      });
    }
    if (plan.holds) wakeIn(endsInMinutes * MINUTE_MS);
    for (const { notice, covers } of plan.tell) {
      const outcome = await shown(notice);
      if (stopped) return;
      unrecorded.push({ id: notice.id, covers, outcome });
      recordTold();
      // It may have been read while it was on its way.
      closeOver();
    }
  }

  /** A crash before this shows a notice once more, under the same id (invariant 5). */
  function recordTold(): void {
    if (unrecorded.length === 0) return;
    store.transaction(() => {
      for (const { covers, outcome } of unrecorded) store.notices.record(covers, outcome, ports.clock.now());
      const shown = unrecorded.filter(({ outcome }) => outcome.outcome === 'shown');
      const replaced = new Set(shown.map(({ id }) => id));
      if (shown.length === 0) return;
      keepOnScreen([
        ...onScreen.filter(({ id }) => !replaced.has(id)),
        ...shown.map(({ id, covers }) => ({ id, covers })),
      ]);
    });
    unrecorded = [];
  }

  function keepOnScreen(next: OnScreen[]): void {
    let left = MOST_ON_SCREEN;
    onScreen = next.filter(({ covers }) => covers.length <= MOST_ON_SCREEN);
    const from = onScreen.findLastIndex(({ covers }) => {
      left -= covers.length;
      return left < 0;
    });
    onScreen = onScreen.slice(from + 1);
    store.settings.set('onScreen', onScreen);
  }

  /** Takes off the screen what was read, or is no longer so: the whole of what it stands for. */
  function closeOver(): void {
    if (onScreen.length === 0 || stopped) return;
    try {
      const over = store.notices.over(onScreen.flatMap(({ covers }) => covers));
      const isOver = ({ covers }: OnScreen) => covers.every((id) => over.has(id));
      const ids = onScreen.filter(isOver).map(({ id }) => id);
      if (ids.length === 0) return;
      // A shell that does not answer shows nothing any more.
      void ports.notifier.close(ids).catch(() => undefined);
      store.transaction(() => keepOnScreen(onScreen.filter((each) => !isOver(each))));
    } catch (error) {
      storeTrouble(error);
    }
  }

  function wakeIn(ms: number): void {
    cancelWake?.();
    cancelWake = ports.clock.after(ms, tell);
  }

  /** Tells everything untold; calls wait for each other, so that nothing is told twice at once. */
  function tell(): void {
    telling = telling.then(tellUntold).catch((error: unknown) => {
      storeTrouble(error);
      wakeIn(STORE_RETRY_MS);
    });
  }

  return {
    tell,
    closeOver,
    /** Picks up what an earlier run left. Of one that did not die with the app, nothing is on the screen any more. */
    pickUp(): void {
      store.notices.leftFromEarlier();
      if (ports.afterDeath) onScreen = store.settings.get('onScreen') ?? [];
      else store.settings.clear('onScreen');
    },
    stop(): void {
      stopped = true;
      cancelWake?.();
    },
  };
}
