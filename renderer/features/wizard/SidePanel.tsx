import { useTranslation } from 'react-i18next';
import type { Severity } from '#shared/contract.ts';
import type { TicketForm } from '#shared/model.ts';
import { useConnection } from '../../state/connection.ts';
import { useSettings } from '../../state/settings.ts';
import { CriticalMark } from '../../ui/Chip.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useTimes } from '../../ui/time.ts';
import { useExpectation } from './expectation.ts';

/** A reason as a reminder of itself; the whole of it stands in its field. */
function opening(reason: string): string {
  const words = reason.trim();
  return words.length <= 90 ? words : `${words.slice(0, 90).replace(/\s+\S*$/, '')}…`;
}

/** Beside the questions: the severity so far and why, what answer to expect, and what to do when offline. */
export function SidePanel({ form }: { form: TicketForm }) {
  const { t } = useTranslation();
  const expectation = useExpectation(form.channel);
  const shown: Severity[] = form.severity ? [form.severity] : ['business_critical', 'standard'];
  const isKnown = expectation('standard') !== null;

  return (
    <aside className="side" aria-label={t('wizard.side.label')}>
      <OfflineNote />
      <section>
        <h2>{t('wizard.side.severity')}</h2>
        {form.severity === null && <p className="soft">{t('wizard.side.severityNone')}</p>}
        {form.severity === 'standard' && (
          <>
            <p>{t('severity.standard')}</p>
            <p className="soft">{t('wizard.side.standardWhy')}</p>
          </>
        )}
        {form.severity === 'business_critical' && (
          <>
            <CriticalMark />
            <p className="soft" dir="auto">
              {form.severityReason.trim()
                ? t('wizard.side.because', { reason: opening(form.severityReason) })
                : t('wizard.side.becauseMissing')}
            </p>
          </>
        )}
      </section>
      <section>
        <h2>{t('wizard.side.expect')}</h2>
        {isKnown ? (
          <>
            {shown.map((severity) => (
              <div key={severity} className="side-answer">
                {shown.length > 1 && <span className="soft small">{t(`severity.${severity}`)}</span>}
                <strong>{expectation(severity)?.answer}</strong>
                {expectation(severity)?.usually && <span>{expectation(severity)?.usually}</span>}
              </div>
            ))}
            <p className="soft">{t('wizard.side.from')}</p>
            {form.severity === 'business_critical' && <p className="soft">{t('wizard.side.decides')}</p>}
          </>
        ) : (
          <p className="soft">{t('wizard.side.unknown')}</p>
        )}
      </section>
    </aside>
  );
}

function OfflineNote() {
  const { t } = useTranslation();
  const times = useTimes();
  const state = useConnection((all) => all.connection.state);
  const phone = useSettings((all) => all.account?.phone ?? null);
  if (state === 'online' || state === 'connecting') return null;
  return (
    <section className="side-offline">
      <h2>{state === 'offline' ? t('wizard.side.offline') : t(`connection.${state}`)}</h2>
      <p>{state === 'offline' ? t('wizard.side.offlineBody') : t(`connection.about.${state}`)}</p>
      {phone && (
        <>
          <p className="side-call">
            <Icon name="phone" size={14} />
            {t('wizard.side.call')}
          </p>
          <p className="side-phone">{phone.number}</p>
          <p className="small">
            {t('wizard.side.callBack', { time: times.duration(phone.callBackWithinMinutes * 60_000) })}
          </p>
        </>
      )}
    </section>
  );
}
