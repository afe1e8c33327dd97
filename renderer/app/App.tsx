import { I18nProvider } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useHeard } from '../features/heard/useHeard.ts';
import { Paper } from '../features/ticket/Paper.tsx';
import { useSettings } from '../state/settings.ts';
import { FormatLocale, formatLocale } from '../ui/region.ts';
import { Toasts } from '../ui/Toasts.tsx';
import { Frame } from './Frame.tsx';
import { useShortcuts } from './shortcuts.ts';

/** Within the locale of the window, whose words it speaks. */
function Heard() {
  useHeard();
  return null;
}

export function App() {
  const { i18n } = useTranslation();
  const region = useSettings(({ info }) => info?.region ?? null);
  const locale = formatLocale(i18n.language, region);
  useShortcuts();
  return (
    <I18nProvider locale={locale}>
      <FormatLocale value={locale}>
        <Heard />
        <Frame />
        <Toasts />
        <Paper />
      </FormatLocale>
    </I18nProvider>
  );
}
