import './toasts.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dismissToast, type Toast as ToastWords, useNotices } from '../state/notices.ts';
import { Button } from './Button.tsx';
import { POPOVER_PLACE } from './Popover.tsx';
import { langOf } from './text-language.ts';

/** Long enough to read, reach for the button and think twice; it waits while it is hovered or focused. */
const STAYS_MS = 15_000;

/** The one toast, and the one place that speaks. */
export function Toasts() {
  const { t } = useTranslation();
  const toast = useNotices((state) => state.toast);
  return (
    <aside aria-label={t('toast.label')}>
      <div id={POPOVER_PLACE} />
      <Announcer />
      {toast && <Toast key={toast.id} {...toast} />}
    </aside>
  );
}

/**
 * Live regions that are there from the start, also while something lies over the window (React Aria hides all else
 * then). What is said is added as an element of its own, and nothing but that is read.
 */
function Announcer() {
  const said = useNotices((state) => state.said);
  const words = (isUrgent: boolean) =>
    said
      .filter((one) => one.isUrgent === isUrgent)
      .map(({ id, text, quote }) => (
        <p key={id}>
          {text} {quote && <q {...langOf(quote)}>{quote}</q>}
        </p>
      ));
  return (
    <div className="unseen" data-live-announcer="true">
      <div role="status" aria-atomic="false" aria-relevant="additions">
        {words(false)}
      </div>
      <div aria-live="assertive" aria-atomic="false" aria-relevant="additions">
        {words(true)}
      </div>
    </div>
  );
}

/** Says what was done, and how to take it back. F6 leads to it, and from it the focus goes back to where it was. */
function Toast({ text, undo, action }: ToastWords) {
  const { t } = useTranslation();
  const [isHeld, setHeld] = useState(false);
  const cameFrom = useRef<Element | null>(null);

  useEffect(() => {
    if (isHeld) return;
    const timer = setTimeout(dismissToast, STAYS_MS);
    return () => clearTimeout(timer);
  }, [isHeld]);

  const leave = () => {
    const back = cameFrom.current;
    dismissToast();
    if (back instanceof HTMLElement && back.isConnected) back.focus({ preventScroll: true });
    else document.querySelector<HTMLElement>('main h1')?.focus();
  };

  const act = (label: string, run: () => void) => (
    <Button
      kind="link"
      onPress={() => {
        leave();
        run();
      }}
    >
      {label}
    </Button>
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: only holds the timer; the buttons do the work
    <div
      className="toast"
      data-pane
      // What lies over a popover is no press beside it.
      data-react-aria-top-layer="true"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={({ currentTarget, relatedTarget }) => {
        setHeld(true);
        if (!currentTarget.contains(relatedTarget)) cameFrom.current = relatedTarget;
      }}
      onBlur={() => setHeld(false)}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        leave();
      }}
      data-closes-itself
    >
      <span>{text}</span>
      {undo && act(t('toast.undo'), undo)}
      {action && act(action.label, action.run)}
      <Button kind="quiet" icon="close" aria-label={t('toast.dismiss')} onPress={leave}>
        {null}
      </Button>
    </div>
  );
}
