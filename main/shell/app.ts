/** The application itself: what holds before anything else, who is the only instance, and which language it speaks. */
import { app } from 'electron';
import type { Response } from '#shared/ipc.ts';
import { Language, Settings } from '#shared/model.ts';
import { sampleDesk } from './profile.ts';
import { fieldLanguage, systemRegion } from './region.ts';
import { startedWith } from './start.ts';

/** Must run first: every page is sandboxed, Windows knows whose notifications these are, and date fields whose dates. */
export function prepareApp(): void {
  app.enableSandbox();
  app.setAppUserModelId('app.lifeline.desktop');
  const fields = fieldLanguage({ platform: process.platform, env: process.env });
  if (fields !== null && !app.commandLine.hasSwitch('lang')) app.commandLine.appendSwitch('lang', fields);
}

/** True for the first instance of this profile. Any later one ends at once, and the first one comes to the front. */
export function isOnlyInstance(comeToFront: () => void): boolean {
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return false;
  }
  app.on('second-instance', comeToFront);
  app.on('activate', comeToFront);
  app.on('window-all-closed', () => app.quit());
  return true;
}

/**
 * Calls `start` once the app is ready. Not a promise to await: Electron waits for the end of the main module before
 * it becomes ready, so awaiting it there would wait for ever (https://github.com/electron/electron/issues/40719).
 */
export function whenReady(start: () => void): void {
  void app.whenReady().then(start);
}

export type AppInfo = Response<'app.info'>;

export function appInfo(): AppInfo {
  return {
    version: app.getVersion(),
    locale: languageAmong(app.getPreferredSystemLanguages()),
    region: systemRegion({
      platform: process.platform,
      env: process.env,
      systemLocale: app.getSystemLocale(),
      languages: app.getPreferredSystemLanguages(),
    }),
    sampleDesk: sampleDesk(),
    startedWith: [...startedWith()],
  };
}

/** The language that the window speaks: the person's choice, or the computer's while core cannot say. */
export async function spokenLanguage(
  askCore: (name: string, request: unknown) => Promise<unknown>,
): Promise<Language> {
  const settings = Settings.safeParse(await askCore('settings.get', {}).catch(() => null));
  return settings.data?.preferences.language ?? appInfo().locale;
}

/** The first of the person's languages that Lifeline speaks; Nynorsk and plain Norwegian are read as Bokmål. */
function languageAmong(preferred: string[]): Language {
  for (const tag of preferred) {
    const language = tag.toLowerCase().split(/[-_]/)[0];
    if (language === 'no' || language === 'nn') return 'nb';
    const spoken = Language.safeParse(language);
    if (spoken.success) return spoken.data;
  }
  return 'en';
}
