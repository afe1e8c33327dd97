import { useTranslation } from 'react-i18next';

/** Shown when the page is opened in a browser, where there is no Lifeline to talk to. */
export function NoBridge() {
  const { t } = useTranslation();
  return (
    <main className="notice">
      <p>{t('app.noBridge')}</p>
    </main>
  );
}
