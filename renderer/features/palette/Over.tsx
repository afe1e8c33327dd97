import './palette.css';
import { Modal, ModalOverlay } from 'react-aria-components';
import { hideShown, useShown } from './shown.ts';

type Props = { what: 'palette' | 'keys'; className: string; children: React.ReactNode };

/** Lies over the window while it is asked for; Escape or a press beside it ends that. */
export function Over({ what, className, children }: Props) {
  const isOpen = useShown((shown) => shown.what === what);
  return (
    <ModalOverlay
      className="palette-overlay"
      data-modal
      isDismissable
      isOpen={isOpen}
      onOpenChange={(isStillOpen) => {
        if (!isStillOpen) hideShown();
      }}
    >
      <Modal className={className}>{children}</Modal>
    </ModalOverlay>
  );
}
