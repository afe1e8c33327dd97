/** Tells a person what was decided, one notice after the other, and keeps what became of each. */
import { failureOf } from '#shared/errors.ts';
import type { Notice, NoticeOutcome } from '#shared/wire.ts';
import type { Ports } from './ports.ts';
import type { Store } from './store/store.ts';

export function notices(
  store: Store,
  ports: Pick<Ports, 'notifier' | 'clock'>,
  storeTrouble: (error: unknown) => void,
) {
  let telling = Promise.resolve();
  let stopped = false;

  /** A desktop that cannot show anything is an outcome like others, and no reason to stop. */
  function shown(notice: Notice): Promise<NoticeOutcome> {
    return ports.notifier
      .show(notice)
      .catch((error: unknown) => ({ outcome: 'failed', reason: failureOf(error).detail ?? String(error) }));
  }

  async function tellUntold(): Promise<void> {
    if (stopped) return;
    for (const notice of store.notices.untold()) {
      const outcome = await shown(notice);
      if (stopped) return;
      // A crash before this line shows it once more, under the same id (invariant 5).
      store.transaction(() => store.notices.record(notice.id, outcome, ports.clock.now()));
    }
  }

  return {
    /** Tells everything untold; calls wait for each other, so that nothing is told twice at once. */
    tell(): void {
      telling = telling.then(tellUntold).catch(storeTrouble);
    },
    stop(): void {
      stopped = true;
    },
  };
}
