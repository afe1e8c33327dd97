import { useTranslation } from 'react-i18next';
import { type ClosedBecause, type Way, waysNow } from '#shared/ways.ts';
import { useAtNow } from '../../state/clock.ts';
import { useConnection } from '../../state/connection.ts';
import { useIsServiceTime, useNextOpening } from '../../state/service-time.ts';
import { useSettings } from '../../state/settings.ts';
import { useWrong } from '../../state/wrong.ts';
import { useTimes } from '../../ui/time.ts';

/** The ways to a specialist as they stand at this moment. */
export function useWays(): Way[] {
  const account = useSettings((state) => state.account);
  const connection = useConnection((all) => all.connection.state);
  return waysNow(account, { connection, isOpenNow: useIsServiceTime() });
}

/** Why a way is closed, and until when where that is known. */
export function useClosedWords(): (closed: ClosedBecause) => string {
  const { t } = useTranslation();
  const times = useTimes();
  const wrong = useWrong();
  const opening = useNextOpening();
  const opens = useAtNow((now) => (opening === null ? '' : times.messageMoment(opening, now)));
  return (closed) => {
    if (closed === 'outside_hours' && opens !== '') return t('wizard.way.opens', { when: opens });
    const isOfNetwork = closed === 'offline' || closed === 'trouble';
    return (isOfNetwork ? wrong : null) ?? t(`wizard.way.closed.${closed}`);
  };
}
