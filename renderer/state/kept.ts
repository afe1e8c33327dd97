/** How promises were kept, for the period that is looked at. */
import { create } from 'zustand';
import type { Failure } from '#shared/errors.ts';
import type { KeptFigures, Period } from '#shared/sla/kept.ts';
import { ask, listen } from './lifeline.ts';
import { useNavigation } from './navigation.ts';
import { refresher } from './refresher.ts';

/** Nobody reads figures faster than this, and of many tickets they take a moment. */
const DISTANCE_MS = 2_000;

type KeptState = {
  period: Period;
  /** Null until the first answer; of the period before while those of a new one are on their way. */
  figures: KeptFigures | null;
  failure: Failure | null;
};

export const useKept = create<KeptState>(() => ({ period: '6', figures: null, failure: null }));

export async function readKept(): Promise<void> {
  const { period } = useKept.getState();
  const answer = await ask('promises.kept', { period });
  if (useKept.getState().period !== period) return;
  useKept.setState(answer.ok ? { figures: answer.value, failure: null } : { failure: answer.failure });
}

export function choosePeriod(period: Period): void {
  useKept.setState({ period });
  void readKept();
}

const isLookedAt = () => useNavigation.getState().place.screen === 'kept';

export function listenToKept(): void {
  const refresh = refresher(readKept, DISTANCE_MS);
  const refreshIfSeen = () => {
    if (isLookedAt()) refresh();
  };
  listen('tickets.changed', refreshIfSeen);
  listen('service.changed', refreshIfSeen);
  listen('core.state', ({ state }) => {
    if (state === 'ready') refreshIfSeen();
  });
}
