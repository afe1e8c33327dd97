/** What a person must know about the store on this computer and about what the desk has lost, above everything else in the window. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { countSendable, sendAllAgain, showMissing } from '../state/absence.ts';
import { useAtNow } from '../state/clock.ts';
import { useConnection } from '../state/connection.ts';
import { dismissRecovery, useHealth } from '../state/health.ts';
import { useInbox } from '../state/inbox.ts';
import { backToList } from '../state/navigation.ts';
import { Button } from '../ui/Button.tsx';
import { Icon } from '../ui/Icon.tsx';
import { useTimes } from '../ui/time.ts';

/** Room is running out: said while everything can still be saved. */
export function LowDisk() {
  const { t } = useTranslation();
  const times = useTimes();
  const lowDisk = useHealth((health) => health.lowDisk);
  if (lowDisk === null) return null;
  return <p>{t('health.lowDisk', { free: times.size(lowDisk.freeBytes) })}</p>;
}

/** The desk, read anew from the start, shows less than it did: nothing is given up for that. */
export function Held() {
  const { t } = useTranslation();
  const times = useTimes();
  const resync = useConnection((state) => state.connection.resync);
  if (resync === null) return null;
  const { shows, of, asksAgainAt } = resync;
  return (
    <p>
      {shows < of ? t('absence.shows', { shows, count: of }) : t('absence.parts')}{' '}
      {asksAgainAt === null
        ? t('absence.heldSoon')
        : t('absence.held', { time: times.timeOfDay(asksAgainAt) })}
    </p>
  );
}

/** Tickets that the desk no longer has. Once it is seen it can be put away, until there are more. */
export function Missing() {
  const { t } = useTranslation();
  const missing = useConnection((state) => state.connection.missing);
  const isHeld = useConnection((state) => state.connection.resync !== null);
  const sendable = useInbox(({ tickets }) => countSendable(tickets ?? []));
  const [seen, setSeen] = useState(0);
  if (missing <= seen || isHeld) return null;
  return (
    <p className="frame-line">
      <span>{t('absence.lost', { count: missing })}</span>
      <Button kind="link" onPress={showMissing}>
        {t('absence.show')}
      </Button>
      {sendable > 0 && (
        <Button kind="link" onPress={() => void sendAllAgain()}>
          {t('absence.sendMine', { count: sendable })}
        </Button>
      )}
      <Button kind="link" onPress={() => setSeen(missing)}>
        {t('absence.hide')}
      </Button>
    </p>
  );
}

/** News of no ticket that is here, which this version cannot read. It can be put away, until there is more. */
export function Unreadable() {
  const { t } = useTranslation();
  const unreadable = useConnection((state) => state.connection.unreadable);
  const [seen, setSeen] = useState(0);
  if (unreadable <= seen) return null;
  return (
    <p className="frame-line">
      <span>{t('unread.line', { count: unreadable })}</span>
      <Button kind="link" onPress={() => setSeen(unreadable)}>
        {t('absence.hide')}
      </Button>
    </p>
  );
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
