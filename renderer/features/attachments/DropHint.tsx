import { useTranslation } from 'react-i18next';
import { Icon } from '../../ui/Icon.tsx';

/** Lies over a view while files are held above it. */
export function DropHint() {
  const { t } = useTranslation();
  return (
    <div className="drop-hint" aria-hidden="true">
      <p>
        <Icon name="clip" />
        {t('attach.drop')}
      </p>
    </div>
  );
}
