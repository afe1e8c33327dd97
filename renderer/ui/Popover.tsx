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

const placeOfPopovers = () => document.getElementById(POPOVER_PLACE);

/** A small dialog beside what opened it. It opens only when asked to, and Escape closes it. */
export function Popover({ children, isWide = false, ...props }: Props) {
  // At once where it is there: one that opens in the same moment would lose the focus by being moved.
  const [place, setPlace] = useState(placeOfPopovers);
  useEffect(() => setPlace(placeOfPopovers()), []);
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
