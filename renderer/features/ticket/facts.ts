/** What a person told besides the description, as it is shown again: in the review and in the thread. */
import { useTranslation } from 'react-i18next';
import type { TicketForm } from '#shared/model.ts';
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
] as const satisfies (keyof TicketForm)[];

export type Fact = { name: string; words: string };

/** The facts of a form that were given, in reading order: how bad it is first, then what was written. */
export function useFacts() {
  const { t } = useTranslation();
  const times = useTimes();
  const moment = (written: string) => {
    const at = Date.parse(written);
    return Number.isNaN(at) ? written : times.fullMoment(at);
  };
  const given = (facts: Fact[]) => facts.filter(({ words }) => words.trim() !== '');
  return {
    judged: ({ affected, facts, severityReason }: TicketForm) =>
      given([
        { name: t('wizard.judge.kind'), words: facts.kind ? t(`kind.${facts.kind}`) : '' },
        { name: t('wizard.judge.affected'), words: affected ? t(`affected.${affected}`) : '' },
        { name: t('wizard.field.severityReason'), words: severityReason },
      ]),
    written: (form: TicketForm) =>
      given(
        WRITTEN.map((field) => ({
          name: t(`wizard.field.${field}`),
          words: field === 'sinceAt' ? moment(form.sinceAt) : form[field],
        })),
      ),
  };
}
