/** The words: i18next with both languages bundled, so that a switch is instant and works offline. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
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

/** Letters that run from right to left, and marks that turn the order of what follows. */
const TURNS =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/**
 * A name in the middle of a sentence, kept from turning the words around it (https://www.unicode.org/reports/tr9/, first
 * strong isolate). React escapes what it shows, so nothing else is done to it.
 */
function isolated(value: string): string {
  return TURNS.test(value) ? `\u2068${value}\u2069` : value;
}

export function startLanguage(tag: string): void {
  void i18next.use(initReactI18next).init({
    lng: spoken(tag),
    fallbackLng: 'en',
    resources: { en: { translation: en }, nb: { translation: nb } },
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
