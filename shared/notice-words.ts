/** The words of a native notification that the desk has not written. */
import type { Language } from './model.ts';
import { isolated } from './names.ts';
import type { Notice } from './wire.ts';

type Plural = { one: string; other: string };

type Words = {
  hidden: string;
  answers: Plural;
  tickets: Plural;
  promise: Record<'half' | 'due', string>;
  callNow: string;
  noAnswer: string;
  missedCall: string;
  calledAt: string;
  callBack: string;
  statusLine: Record<'changed' | 'over', string>;
};

const WORDS: Record<Language, Words> = {
  en: {
    hidden: 'A specialist has answered.',
    answers: { one: '{{count}} new answer', other: '{{count}} new answers' },
    tickets: { one: 'In {{count}} ticket', other: 'In {{count}} tickets' },
    promise: { half: 'Half of the promised time has passed', due: 'The promised time has passed' },
    callNow: 'No answer yet. Call now: {{phone}}',
    noAnswer: 'No answer yet.',
    missedCall: 'Missed call from your specialists',
    calledAt: 'They called {{number}}.',
    callBack: 'Call now: {{phone}}',
    statusLine: { changed: 'News of the problem you follow', over: 'The problem you followed is over' },
  },
  nb: {
    hidden: 'En spesialist har svart.',
    answers: { one: '{{count}} nytt svar', other: '{{count}} nye svar' },
    tickets: { one: 'I {{count}} sak', other: 'I {{count}} saker' },
    promise: { half: 'Halve svartiden er gått', due: 'Svartiden er ute' },
    callNow: 'Ikke noe svar ennå. Ring nå: {{phone}}',
    noAnswer: 'Ikke noe svar ennå.',
    missedCall: 'Tapt anrop fra spesialistene',
    calledAt: 'De ringte {{number}}.',
    callBack: 'Ring nå: {{phone}}',
    statusLine: { changed: 'Nytt om problemet du følger', over: 'Problemet du fulgte, er over' },
  },
};

/** The title and text of a notice. Without content it says neither from whom the answer is nor what it is about. */
export function noticeWords(notice: Notice, language: Language): { title: string; body: string } {
  const words = WORDS[language];
  switch (notice.kind) {
    case 'reply':
      return notice.content === null
        ? { title: 'Lifeline', body: words.hidden }
        : {
            title: `${isolated(notice.content.author)} · ${isolated(notice.content.title)}`,
            body: notice.content.body,
          };
    case 'summary':
      return {
        title: counted(words.answers, notice.answers, language),
        body: counted(words.tickets, notice.ticketIds.length, language),
      };
    case 'promise': {
      const { moment, phone, content } = notice;
      const body = phone === null ? words.noAnswer : words.callNow.replace('{{phone}}', () => phone);
      return {
        title: words.promise[moment],
        body: content === null ? body : `${isolated(content.title)} · ${body}`,
      };
    }
    case 'status_line': {
      const { isOver, content } = notice;
      return {
        title: words.statusLine[isOver ? 'over' : 'changed'],
        body: content === null ? '' : `${isolated(content.desk)} · ${isolated(content.text)}`,
      };
    }
    case 'missed_call': {
      const { phone, content } = notice;
      const said = [
        content && isolated(content.title),
        content && words.calledAt.replace('{{number}}', () => content.number),
        phone && words.callBack.replace('{{phone}}', () => phone),
      ];
      return { title: words.missedCall, body: said.filter(Boolean).join(' · ') };
    }
  }
}

function counted(words: Plural, count: number, language: Language): string {
  const form = new Intl.PluralRules(language).select(count) === 'one' ? words.one : words.other;
  return form.replace('{{count}}', new Intl.NumberFormat(language).format(count));
}
