import './popover.css';
import { useEffect, useState } from 'react';
import { Popover as AriaPopover, Dialog, type PopoverProps } from 'react-aria-components';

type Props = Omit<PopoverProps, 'children' | 'className'> & {
  children: React.ReactNode | ((state: { close: () => void }) => React.ReactNode);
  /** For lists of things to do. */
  isWide?: boolean;
};

/** Where popovers are put: a landmark, so that nothing on the page stands outside of one. */
export const POPOVER_PLACE = 'popovers';

/** A small dialog beside what opened it. It opens only when asked to, and Escape closes it. */
export function Popover({ children, isWide = false, ...props }: Props) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById(POPOVER_PLACE)), []);
  return (
    <AriaPopover
      {...props}
      className={isWide ? 'popover popover-wide' : 'popover'}
      {...(place && { UNSTABLE_portalContainer: place })}
    >
      <Dialog className="popover-body">{children}</Dialog>
    </AriaPopover>
  );
}
