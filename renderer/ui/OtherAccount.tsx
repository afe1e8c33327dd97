import { useTranslation } from 'react-i18next';
import { Banner } from './Banner.tsx';
import { Button } from './Button.tsx';
import { SureButton } from './SureButton.tsx';

type Ways = {
  /** The account that is signed in; null while nobody knows who that is, or when there is nothing to take over. */
  to: string | null;
  /** What is asked before it is taken over; null when that can simply be done. */
  question: string | null;
  onTakeOver: () => void | Promise<void>;
  onGoBack: () => void;
};

/** `hasHint` is false where it is a draft already. */
type Words = { title: string; body: string; hasHint?: boolean };

/** Says whose something is that goes to no other, with both ways on. */
export function OtherAccount({ title, body, hasHint = true, ...ways }: Words & Ways) {
  const { t } = useTranslation();
  return (
    <Banner tone="waiting" title={title}>
      <p>{body}</p>
      <div className="banner-actions">
        <AccountWays {...ways} />
      </div>
      {hasHint && ways.to !== null && ways.question === null && (
        <p className="small">{t('account.useForMeans')}</p>
      )}
    </Banner>
  );
}

/** The two ways alone, for where the rest is said already. */
export function AccountWays({
  to,
  question,
  onTakeOver,
  onGoBack,
  kind = 'plain',
}: Ways & { kind?: 'plain' | 'link' }) {
  const { t } = useTranslation();
  return (
    <>
      {to !== null && (
        <SureButton
          kind={kind}
          label={t('account.useFor', { account: to })}
          question={question}
          yes={t('account.yes')}
          no={t('account.no')}
          onSure={onTakeOver}
        />
      )}
      <Button kind={kind} onPress={onGoBack}>
        {t('account.goBack')}
      </Button>
    </>
  );
}
