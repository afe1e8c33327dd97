import './toasts.css';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dismissToast, useNotices } from '../state/notices.ts';
import { Button } from './Button.tsx';
import { POPOVER_PLACE } from './Popover.tsx';

/** Long enough to read, reach for the button and think twice; it waits while it is hovered or focused. */
const STAYS_MS = 15_000;

/** The one toast, and the line that screen readers speak. */
export function Toasts() {
  const { t } = useTranslation();
  const { toast, spoken } = useNotices();
  const [isHeld, setHeld] = useState(false);

  useEffect(() => {
    if (!toast || isHeld) return;
    const timer = setTimeout(dismissToast, STAYS_MS);
    return () => clearTimeout(timer);
  }, [toast, isHeld]);

  return (
    <aside aria-label={t('toast.label')}>
      <div id={POPOVER_PLACE} />
      <div role="status" className="unseen">
        {spoken}
      </div>
      {toast && (
        // biome-ignore lint/a11y/noStaticElementInteractions: only holds the timer; the buttons do the work
        <div
          className="toast"
          // What lies over a popover is no press beside it.
          data-react-aria-top-layer="true"
          onPointerEnter={() => setHeld(true)}
          onPointerLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <span>{toast.text}</span>
          {toast.undo && <Act label={t('toast.undo')} run={toast.undo} />}
          {toast.action && <Act {...toast.action} />}
          <Button kind="quiet" icon="close" aria-label={t('toast.dismiss')} onPress={dismissToast}>
            {null}
          </Button>
        </div>
      )}
    </aside>
  );
}

function Act({ label, run }: { label: string; run: () => void }) {
  return (
    <Button
      kind="link"
      onPress={() => {
        dismissToast();
        run();
      }}
    >
      {label}
    </Button>
  );
}
