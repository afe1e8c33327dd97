import { useTranslation } from 'react-i18next';
import { useTimes } from './time.ts';

/** So near a moment, counting the seconds down says nothing more. */
const SOON_MS = 5_000;

/** Says when the next try is, from its moment and now. One that is due is said to come in a moment. */
export function useNextTryWords(): (at: number, now: number) => string {
  const { t } = useTranslation();
  const times = useTimes();
  return (at, now) =>
    at - now < SOON_MS ? t('outbox.nextTrySoon') : t('outbox.nextTry', { when: times.distance(at, now) });
}
