import { useTranslation } from 'react-i18next';
import { useTimes } from '../../ui/time.ts';

/** When a message was written: the time of day, and the exact moment while it is pointed at or its message has the focus. */
export function Moment({ at }: { at: number }) {
  const { t } = useTranslation();
  const times = useTimes();
  return (
    <time className="moment" dateTime={new Date(at).toISOString()}>
      {times.timeOfDay(at)}
      <span className="moment-exact" data-testid="exact-moment">
        {t('thread.yourTime', { moment: times.exactMoment(at) })}
      </span>
    </time>
  );
}
