/** The words: i18next with both languages bundled, so that a switch is instant and works offline. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { isolated } from '#shared/names.ts';
import { en } from '../locales/en.ts';
import { nb } from '../locales/nb.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

export type Language = 'en' | 'nb';

/** Norwegian for any of Norwegian's tags, English for everything else. */
function spoken(tag: string): Language {
  return /^(nb|nn|no)\b/i.test(tag) ? 'nb' : 'en';
}

export function startLanguage(tag: string): void {
  void i18next.use(initReactI18next).init({
    lng: spoken(tag),
    fallbackLng: 'en',
    resources: { en: { translation: en }, nb: { translation: nb } },
    // React escapes what it shows, so nothing is done to a name but keeping it from turning the words around it.
    interpolation: { escapeValue: true, escape: isolated },
    initAsync: false,
  });
  document.documentElement.lang = spoken(tag);
}

export function speak(tag: string): void {
  const language = spoken(tag);
  document.documentElement.lang = language;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}
