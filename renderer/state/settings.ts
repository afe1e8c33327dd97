/** What the person has set, who they are at the desk, and what this app is. */
import { create } from 'zustand';
import type { Account } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { Response } from '#shared/ipc.ts';
import type { Preferences, Service, Settings } from '#shared/model.ts';
import { ask } from './lifeline.ts';

export type SettingsState = {
  settings: Settings | null;
  info: Response<'app.info'> | null;
  account: Account | null;
  service: Service;
  load: () => Promise<void>;
  /** Saves a choice. Null when it is on disk. */
  prefer: (preferences: Partial<Preferences>) => Promise<Failure | null>;
};

export const useSettings = create<SettingsState>((set) => ({
  settings: null,
  info: null,
  account: null,
  service: { calendar: null, deskOffsetMs: 0 },
  load: async () => {
    const [settings, account, service] = await Promise.all([
      ask('settings.get', {}),
      ask('account.get', {}),
      ask('service.get', {}),
    ]);
    if (service.ok) set({ service: service.value });
    if (settings.ok) set({ settings: settings.value });
    if (account.ok) set({ account: account.value });
  },
  prefer: async (preferences) => {
    const answer = await ask('settings.savePreferences', preferences);
    if (!answer.ok) return answer.failure;
    set({ settings: answer.value });
    return null;
  },
}));
