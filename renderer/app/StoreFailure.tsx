import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#shared/errors.ts';
import { readInbox, useInbox } from '../state/inbox.ts';
import { backToList } from '../state/navigation.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';

const EXPLAINED = [
  'store_read_only',
  'store_full',
  'store_damaged',
  'store_newer',
  'store_in_use',
  'store_failed',
  'core_unavailable',
] as const;

/** In place of the tickets when they cannot be read: what happened, what to do, and that nothing is lost. */
export function StoreFailure({ failure }: { failure: Failure }) {
  const { t } = useTranslation();
  const [isTrying, setTrying] = useState(false);
  const kind = EXPLAINED.find((code) => code === failure.code) ?? 'other';
  const again = async () => {
    setTrying(true);
    await readInbox();
    setTrying(false);
    // This view goes away with its button, so the focus needs a new place.
    if (useInbox.getState().tickets) backToList();
  };
  return (
    <EmptyState heading="h1" title={t(`failure.${kind}.title`)} body={t(`failure.${kind}.body`)}>
      <Button kind="primary" onPress={again} isBusy={isTrying}>
        {t(isTrying ? 'failure.trying' : 'failure.again')}
      </Button>
      <details>
        <summary>{t('failure.details')}</summary>
        <code>
          {failure.code} {failure.detail}
        </code>
      </details>
    </EmptyState>
  );
}
