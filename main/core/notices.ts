/** Tells a person what was decided, one notice after the other, and keeps what became of each. */
import { failureOf } from '#shared/errors.ts';
import type { Preferences } from '#shared/model.ts';
import type { Notice, NoticeId, NoticeOutcome } from '#shared/wire.ts';
import { planNotices, quietness } from './notice-plan.ts';
import type { Ports } from './ports.ts';
import type { Store } from './store/store.ts';

const MINUTE_MS = 60_000;
/** Between two looks whether a store that failed (a full disk) can be written again. */
const STORE_RETRY_MS = 5_000;

export function notices(
  store: Store,
  ports: Pick<Ports, 'notifier' | 'clock'>,
  { preferences, storeTrouble }: { preferences: () => Preferences; storeTrouble: (error: unknown) => void },
) {
  let telling = Promise.resolve();
  let stopped = false;
  let cancelWake: (() => void) | null = null;
  /** Told, but the store could not be written: recorded before anything else, so that it is not told again. */
  let unrecorded: { covers: NoticeId[]; outcome: NoticeOutcome }[] = [];

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
    const { quiet, endsInMinutes } = quietness(chosen.quietHours, minuteOfDay());
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
      unrecorded.push({ covers, outcome });
      recordTold();
    }
  }

  /** A crash before this shows a notice once more, under the same id (invariant 5). */
  function recordTold(): void {
    if (unrecorded.length === 0) return;
    store.transaction(() => {
      for (const { covers, outcome } of unrecorded) store.notices.record(covers, outcome, ports.clock.now());
    });
    unrecorded = [];
  }

  /** The person's own time: quiet hours are hours on their wall. */
  function minuteOfDay(): number {
    const local = new Date(ports.clock.now());
    return local.getHours() * 60 + local.getMinutes();
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
    stop(): void {
      stopped = true;
      cancelWake?.();
    },
  };
}
