import i18next from 'i18next';
import type { Preferences } from '#shared/model.ts';
import { showToast } from '../../state/notices.ts';
import { useSettings } from '../../state/settings.ts';

/** Saves a choice at once, and says so when that is not possible: what is shown stays what is saved. */
export async function choose(preferences: Partial<Preferences>): Promise<void> {
  const failure = await useSettings.getState().prefer(preferences);
  if (failure)
    showToast({ text: i18next.t('settings.notSaved', { why: i18next.t(`errors.${failure.code}`) }) });
}
