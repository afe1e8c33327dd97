/** Where the system says which region's dates and clocks its person reads. Pure. */
import { dateBegins, regionIn } from '#shared/region.ts';

export type SystemSays = {
  platform: string;
  env: Record<string, string | undefined>;
  /** Electron's `app.getSystemLocale()`: the regional format on Windows, the region on macOS, the language on Linux. */
  systemLocale: string;
  /** Electron's `app.getPreferredSystemLanguages()`. */
  languages: readonly string[];
};

/** The first that is set, as POSIX reads them: an empty variable is none. */
const firstOf = (env: SystemSays['env'], names: readonly string[]): string =>
  names.map((name) => env[name] ?? '').find((value) => value !== '') ?? '';

/** The variable that says it on Linux; Chromium's own answer there is about messages and knows no LC_TIME. */
const clockIn = (env: SystemSays['env']): string | null =>
  regionIn(firstOf(env, ['LC_ALL', 'LC_TIME', 'LANG']));

/** The region (ISO 3166), or null when nothing names one. */
export function systemRegion({ platform, env, systemLocale, languages }: SystemSays): string | null {
  const says = platform === 'linux' ? clockIn(env) : null;
  return says ?? [systemLocale, ...languages].map(regionIn).find((region) => region !== null) ?? null;
}

/**
 * The language in which Chromium must start so that its date fields follow the region, null when they do by
 * themselves. On Windows and macOS they ask the system. On Linux they know the language of messages only, and write
 * mm/dd and AM/PM for everybody who reads English; `en-GB` is the English that Chromium has for the others.
 */
export function fieldLanguage({ platform, env }: Pick<SystemSays, 'platform' | 'env'>): 'en-GB' | null {
  if (platform !== 'linux') return null;
  const messages = firstOf(env, ['LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG']).split(':')[0] ?? '';
  const region = clockIn(env);
  if (!/^en([_-]|$)/i.test(messages) || region === null) return null;
  return dateBegins(region) === 'month' ? null : 'en-GB';
}
