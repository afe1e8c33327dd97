import './language-hint.css';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { isPlainlyNotEnglish } from './foreign.ts';

/** A friendly word when a text is plainly in another language than the desk's. It stops nobody. */
export function LanguageHint({ text }: { text: string }) {
  const { t } = useTranslation();
  const settled = useDeferredValue(text);
  const isForeign = useMemo(() => isPlainlyNotEnglish(settled), [settled]);
  return (
    <p className={isForeign ? 'language-hint' : 'soft small'} role="status">
      {t(isForeign ? 'wizard.notEnglish' : 'wizard.english')}
    </p>
  );
}
