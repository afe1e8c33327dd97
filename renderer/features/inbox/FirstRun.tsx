import { useTranslation } from 'react-i18next';
import { showSettings } from '../../state/navigation.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

/** Before Lifeline knows a desk: the one thing to do. */
export function FirstRun() {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('first.title')} body={t('first.body')}>
      <Button kind="primary" onPress={showSettings}>
        {t('first.button')}
      </Button>
    </EmptyState>
  );
}
