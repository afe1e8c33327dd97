import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Response } from '#shared/ipc.ts';
import { useAccountWords } from '../../state/other-account.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';

type Props = {
  left: Response<'settings.waiting'>;
  onSave: () => void;
  onBring: () => void;
  onKeep: () => void;
};

/** Before another account is signed in: what still waits for this one, and that it goes to nobody else. */
export function Leaving({ left, onSave, onBring, onKeep }: Props) {
  const { t } = useTranslation();
  const account = useAccountWords()(left.account);
  const root = useRef<HTMLDivElement>(null);
  // In a small window it stands below what was pressed.
  useEffect(() => {
    root.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div role="alert" ref={root}>
      <Banner
        tone="waiting"
        title={account === null ? t('account.leave.titleUnknown') : t('account.leave.title', { account })}
      >
        <p>{t('account.leave.counts', { waiting: left.waiting, drafts: left.drafts })}</p>
        <p>{t(left.mayComeAlong ? 'account.leave.mayComeAlong' : 'account.leave.stays')}</p>
        <div className="banner-actions">
          <Button autoFocus onPress={onKeep}>
            {t(left.mayComeAlong ? 'account.no' : 'account.leave.keep')}
          </Button>
          {left.mayComeAlong && <Button onPress={onBring}>{t('account.leave.bring')}</Button>}
          <Button onPress={onSave}>
            {t(left.mayComeAlong ? 'account.leave.behind' : 'account.leave.save')}
          </Button>
        </div>
      </Banner>
    </div>
  );
}
