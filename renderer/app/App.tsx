import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Paper } from '../features/ticket/Paper.tsx';
import { Toasts } from '../ui/Toasts.tsx';
import { Frame } from './Frame.tsx';
import { useShortcuts } from './shortcuts.ts';

const REGIONS: Record<string, string> = { nb: 'nb-NO', en: 'en-US' };

export function App() {
  const { i18n } = useTranslation();
  useShortcuts();
  return (
    <I18nProvider locale={REGIONS[i18n.language] ?? 'en-US'}>
      <Frame />
      <Toasts />
      <Paper />
    </I18nProvider>
  );
}
