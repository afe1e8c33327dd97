import './language-hint.css';
import { useDeferredValue, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useSpokenWhenChanged } from '../../state/notices.ts';
import { isPlainlyNotEnglish } from './foreign.ts';

/** A friendly word when a text is plainly in another language than the desk's. It stops nobody. */
export function LanguageHint({ text }: { text: string }) {
  const { t } = useTranslation();
  const settled = useDeferredValue(text);
  const isForeign = useMemo(() => isPlainlyNotEnglish(settled), [settled]);
  useSpokenWhenChanged(isForeign ? t('wizard.notEnglish') : '');
  return isForeign && <p className="language-hint">{t('wizard.notEnglish')}</p>;
}
