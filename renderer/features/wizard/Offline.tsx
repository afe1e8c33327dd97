import { useTranslation } from 'react-i18next';
import type { TicketForm } from '#shared/model.ts';
import { useConnection } from '../../state/connection.ts';
import { useSettings } from '../../state/settings.ts';
import { useWrong } from '../../state/wrong.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useTimes } from '../../ui/time.ts';
import { CallNumber } from '../call/CallNumber.tsx';

/** Without a connection the phone is the quickest way, so it stands large and first. */
export function Offline({ form }: { form: TicketForm }) {
  const { t } = useTranslation();
  const times = useTimes();
  const state = useConnection((all) => all.connection.state);
  const wrong = useWrong();
  const phone = useSettings((all) => all.account?.phone ?? null);
  if (state === 'online' || state === 'connecting') return null;
  return (
    <section className="side-offline">
      <h2>{wrong ?? t(`connection.${state}`)}</h2>
      <p>{state === 'offline' ? t('wizard.side.offlineBody') : t(`connection.about.${state}`)}</p>
      {phone && (
        <>
          <p className="side-call">
            <Icon name="phone" size={14} />
            {t('wizard.side.call')}
          </p>
          <CallNumber form={form}>
            <p className="small">
              {t('wizard.side.callBack', { time: times.duration(phone.callBackWithinMinutes * 60_000) })}
            </p>
          </CallNumber>
        </>
      )}
    </section>
  );
}
