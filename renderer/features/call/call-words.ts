/** A call-back in words. */
import { useTranslation } from 'react-i18next';
import type { CallStanding } from '#shared/call-back.ts';
import type { CallBackWish } from '#shared/contract.ts';
import type { CallBack } from '#shared/model.ts';
import { useTimes } from '../../ui/time.ts';

export function useCallWords() {
  const { t } = useTranslation();
  const times = useTimes();
  const wish = (wanted: CallBackWish | null): string => {
    if (wanted === null) return t('callBack.none');
    const { number, at } = wanted;
    return `${number}, ${at === null ? t('callBack.soon') : times.fullMoment(Date.parse(at))}`;
  };
  return {
    wish,
    /** What the desk has of it. */
    call(call: CallBack | null): string {
      if (call === null) return t('callBack.none');
      const state = t(`callBack.state.${call.state}`);
      return `${call.number}: ${state}`;
    },
    /** One sentence of how it stands at `now`, a time of this computer that is `offsetMs` behind the desk's. */
    standing(standing: CallStanding, now: number, offsetMs: number): string {
      switch (standing.state) {
        case 'asked':
          return t('callBack.standing.asked', { what: wish(standing.wish) });
        case 'called_off':
          return t('callBack.standing.calledOff');
        case 'queued': {
          const { number, at, expectedAt } = standing.call;
          if (at !== null) {
            return t('callBack.standing.at', { number, at: times.messageMoment(at - offsetMs, now) });
          }
          if (expectedAt === null || standing.leftMs === null)
            return t('callBack.standing.queued', { number });
          return t('callBack.standing.within', { number, time: times.duration(standing.leftMs) });
        }
        case 'late':
          return t('callBack.standing.late', {
            number: standing.call.number,
            time: times.duration(standing.lateMs),
          });
        case 'calling':
        case 'done':
        case 'missed': {
          const { number, by, changedAt } = standing.call;
          const at = times.messageMoment(changedAt - offsetMs, now);
          return by === null
            ? t(`callBack.standing.${standing.state}`, { number, at })
            : t(`callBack.standing.${standing.state}By`, { name: by, number, at });
        }
      }
    },
  };
}
