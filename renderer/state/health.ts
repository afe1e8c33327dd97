/** How the store is: whether room is running out, and what was put back after damage. */
import { create } from 'zustand';
import type { StoreHealth } from '#shared/model.ts';
import { ask, listen } from './lifeline.ts';

export const useHealth = create<StoreHealth>(() => ({ lowDisk: null, recovery: null, lastBackupAt: null }));

async function readHealth(): Promise<void> {
  const answer = await ask('store.health', {});
  if (answer.ok) useHealth.setState(answer.value);
}

export function listenToHealth(): void {
  listen('store.changed', (health) => useHealth.setState(health));
  listen('core.state', ({ state }) => {
    if (state === 'ready') void readHealth();
  });
  void readHealth();
}

/** The person has seen what was put back. */
export async function dismissRecovery(): Promise<void> {
  const answer = await ask('store.dismissRecovery', {});
  if (answer.ok) useHealth.setState({ recovery: null });
}
