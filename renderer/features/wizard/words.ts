import { useTranslation } from 'react-i18next';
import { MOST_CC } from '#shared/contract.ts';
import { lengthWords } from '../../ui/length.ts';
import { useTimes } from '../../ui/time.ts';
import type { FieldName, Problem } from './steps.ts';

/** What to say of the length of a text in a field. */
export function useLengthWords() {
  const { t } = useTranslation();
  const times = useTimes();
  return (text: string, limit: number) => lengthWords(t, times.count, text, limit);
}

/** The words for what is wrong with a field; undefined when nothing is, or nothing has been written yet. */
export function useFaultWords(problems: readonly Problem[]) {
  const { t } = useTranslation();
  return (field: FieldName): string | undefined => {
    const fault = problems.find((problem) => problem.field === field)?.problem;
    if (fault === undefined || fault === 'missing' || fault === 'too_long') return undefined;
    return t(`wizard.fault.${fault}`, { count: MOST_CC });
  };
}
