/** What a person told besides the description, as it is shown again: in the review and in the thread. */
import { useTranslation } from 'react-i18next';
import { addressesIn } from '#shared/addresses.ts';
import { factsOf, reasonOf, type TicketForm } from '#shared/model.ts';
import { judgeSoFar, questionsOf } from '#shared/severity/judge.ts';
import { useGuideWords } from '../../ui/guide-words.ts';
import { useList } from '../../ui/list.ts';
import { useTimes } from '../../ui/time.ts';

const WRITTEN = [
  'sinceAt',
  'since',
  'users',
  'hit',
  'steps',
  'expected',
  'actual',
  'tried',
  'errorId',
  'link',
  'cc',
  'phone',
  'callAt',
] as const satisfies (keyof TicketForm)[];

export type Fact = { name: string; words: string };

/** The facts of a form that were given, in reading order: how bad it is first, then what was written. */
export function useFacts() {
  const { t } = useTranslation();
  const times = useTimes();
  const list = useList();
  const guide = useGuideWords();
  const moment = (written: string) => {
    const at = Date.parse(written);
    return Number.isNaN(at) ? written : times.fullMoment(at);
  };
  // The desk has one field for both: the instant, then the words.
  const since = (sent: string) => {
    const [, instant, words = ''] = /^(\d{4}-\d\d-\d\dT[\d:.]+Z)(?:, (.*))?$/s.exec(sent) ?? [];
    if (instant === undefined) return sent;
    return [moment(instant), words].filter((part) => part !== '').join(', ');
  };
  const given = (facts: Fact[]) => facts.filter(({ words }) => words.trim() !== '');
  const wordsOf = (form: TicketForm, field: (typeof WRITTEN)[number]): string => {
    if (field === 'sinceAt' || field === 'callAt') return moment(form[field]);
    if (field === 'cc') return addressesIn(form.cc).join(', ');
    return field === 'since' ? since(form.since) : form[field];
  };
  return {
    judged: (form: TicketForm) =>
      given([
        ...questionsOf(form.facts.kind).map((name) => ({
          name: guide.question(name, form.facts.kind),
          words: guide.answer(name, factsOf(form)),
        })),
        {
          name: t('ticket.unconfirmed'),
          words: list(judgeSoFar(factsOf(form)).unconfirmed.map((name) => t(`fact.${name}`))),
        },
        { name: t('wizard.field.severityReason'), words: reasonOf(form) },
      ]),
    written: (form: TicketForm) =>
      given(
        WRITTEN.map((field) => ({
          name: t(`wizard.field.${field}`),
          words: wordsOf(form, field),
        })),
      ),
  };
}
