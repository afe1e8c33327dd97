/** What a person must know about the store on this computer, above everything else in the window. */
import { useTranslation } from 'react-i18next';
import { useAtNow } from '../state/clock.ts';
import { dismissRecovery, useHealth } from '../state/health.ts';
import { backToList } from '../state/navigation.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { fileSize } from '../ui/size.ts';
import { useTimes } from '../ui/time.ts';

/** Room is running out: said while everything can still be saved. */
export function LowDisk() {
  const { t, i18n } = useTranslation();
  const lowDisk = useHealth((health) => health.lowDisk);
  if (lowDisk === null) return null;
  return <p>{t('health.lowDisk', { free: fileSize(i18n.language, lowDisk.freeBytes) })}</p>;
}

/** The file was damaged and the tickets were put back: from what, and what there is to know about it. */
export function Recovered() {
  const { t } = useTranslation();
  const times = useTimes();
  const recovery = useHealth((health) => health.recovery);
  const backupAt = recovery?.backupAt ?? null;
  const backup = useAtNow((now) => (backupAt === null ? '' : times.messageMoment(backupAt, now)));
  if (recovery === null) return null;
  const dismiss = async () => {
    await dismissRecovery();
    // The card goes away with its button, so the focus needs a new place.
    backToList();
  };
  return (
    <section className="recovered" aria-label={t('health.recovered.title')}>
      <div className="recovered-head">
        <Icon name="check" />
        <h2>{t('health.recovered.title')}</h2>
      </div>
      <ul className="recovered-facts">
        <li>{backup ? t('health.recovered.backup', { when: backup }) : t('health.recovered.noBackup')}</li>
        {recovery.unsentRestored > 0 && (
          <li>{t('health.recovered.unsent', { count: recovery.unsentRestored })}</li>
        )}
        {recovery.journalDamaged && (
          <li>
            <strong>{t('health.recovered.journalDamaged')}</strong>
          </li>
        )}
        <li>
          {t('health.recovered.setAside')} <code>{recovery.setAside}</code>
        </li>
      </ul>
      <Button onPress={dismiss}>{t('health.recovered.dismiss')}</Button>
    </section>
  );
}
