import { useTranslation } from 'react-i18next';
import type { SaveState } from '../state/saver.ts';
import { Icon } from './Icon.tsx';
import './save-mark.css';

/** Whether what was written is on disk. Quiet while all is well, plain when it is not. */
export function SaveMark({ state }: { state: SaveState }) {
  const { t } = useTranslation();
  if (state.kind === 'idle') return null;
  if (state.kind === 'failed') {
    return (
      <span className="save-mark save-mark-failed" role="alert">
        <Icon name="hand" size={14} />
        {t('save.failedWhy', { why: t(`errors.${state.failure.code}`) })}
        {state.retrying && ` ${t('save.retrying')}`}
      </span>
    );
  }
  // No live region: after every pause in typing it would speak over the person's own words.
  return (
    <span className="save-mark" data-testid="save-mark">
      {state.kind === 'saved' && <Icon name="check" size={14} />}
      {t(`save.${state.kind}`)}
    </span>
  );
}
