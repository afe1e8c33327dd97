/**
 * In which language a text of somebody is, so that a screen reader speaks it as it is: tickets and answers are English
 * in a Norwegian window, and the other way round. Where it is not plain, nothing is said. Pure.
 */
import { francAll } from 'franc-min';

/** Words that are common in one of the window's languages and stand in no text of the other. */
const COMMON = {
  en: 'the and is are was we you to of in it this that not have has can cannot with from when what how nobody everyone since error please our your they an be by or as if no does do did will after before all which there been were would',
  nb: 'og er ikke det vi jeg du dere som på av en et den til med har kan hva hvordan når fra siden ingen alle vår våre etter før men å være blir ble skal må noen vennligst ved om også eller hos mine mitt innlogging feil feilmelding får kommer inn',
} as const;

const WORDS = {
  en: new Set(COMMON.en.split(' ')),
  nb: new Set(COMMON.nb.split(' ')),
};
/** Written alike in both. */
const SHARED = new Set(['for', 'i', 'to', 'do', 'as', 'all', 'be', 'by', 'so', 'at', 'or', 'inn']);

/** ISO 639-3, as the detector speaks, to what a page says; only those that speech is common for. */
const TAGS: Readonly<Record<string, string>> = {
  eng: 'en',
  swe: 'sv',
  deu: 'de',
  fra: 'fr',
  spa: 'es',
  por: 'pt',
  ita: 'it',
  nld: 'nl',
  pol: 'pl',
  ces: 'cs',
  hun: 'hu',
  ron: 'ro',
  tur: 'tr',
  rus: 'ru',
  ukr: 'uk',
  bul: 'bg',
  ell: 'el',
  jpn: 'ja',
  cmn: 'zh',
  kor: 'ko',
  arb: 'ar',
  heb: 'he',
  hin: 'hi',
  vie: 'vi',
  tha: 'th',
};

/** Below this the detector guesses. */
const SHORTEST = 40;
/** The start tells the language; more of it only costs time. */
const LONGEST = 400;
/** How far the second likeliest language must lie behind, the first having 1. */
const FAR_BEHIND = 0.9;

/** Of so many words at least, such are common; other languages have one or two alike. */
const COMMON_ENOUGH = 0.1;

/** Code, addresses and log lines are in no language. */
const wordsIn = (text: string): string =>
  text
    .slice(0, 4 * LONGEST)
    .replace(/```[\s\S]*?```|`[^`]*`|\S*[:/\\@_]\S+/g, ' ')
    .trim()
    .slice(0, LONGEST);

function languageOf(text: string): string | null {
  const words = wordsIn(text);
  const list = words.toLowerCase().match(/\p{L}+/gu) ?? [];
  const count = (language: keyof typeof WORDS) =>
    list.filter((word) => WORDS[language].has(word) && !SHARED.has(word)).length;
  const [english, norwegian] = [count('en'), count('nb') + (/[æøå]/i.test(words) ? 1 : 0)];
  const enough = list.length * COMMON_ENOUGH;
  if (english > 2 * norwegian && english >= enough) return 'en';
  if (norwegian > 2 * english && norwegian >= enough) return isNotSwedish(list) ? 'nb' : 'sv';
  if (words.length < SHORTEST) return null;
  const [first, second] = francAll(words);
  if (first === undefined || (second !== undefined && second[1] > FAR_BEHIND)) return null;
  return TAGS[first[0]] ?? null;
}

/** Of two neighbours that share half their words, the letters tell. */
const isNotSwedish = (list: string[]) => !list.some((word) => /[äö]|^(och|inte|jag|är)$/.test(word));

/** Rows are drawn again and again. */
const MOST_KNOWN = 2_000;
const known = new Map<string, string | null>();

/** The `lang` of an element that holds this text alone; nothing where it is not plain. */
export function langOf(text: string): { lang?: string } {
  const start = text.slice(0, 4 * LONGEST);
  let language = known.get(start);
  if (language === undefined) {
    language = languageOf(start);
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(start, language);
  }
  return language === null ? {} : { lang: language };
}
