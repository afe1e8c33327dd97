import './menu.css';
import { useEffect, useState } from 'react';
import { Menu as AriaMenu, Popover as AriaPopover, MenuItem, MenuTrigger } from 'react-aria-components';
import { Button } from './Button.tsx';
import { Icon, type IconName } from './Icon.tsx';
import { POPOVER_PLACE } from './Popover.tsx';

type Item = { id: string; label: string; icon: IconName; run: () => void };

/** A button that offers several things to do. */
export function Menu({ label, items }: { label: string; items: readonly Item[] }) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById(POPOVER_PLACE)), []);
  return (
    <MenuTrigger>
      <Button kind="quiet" icon="dots" aria-label={label} className="menu-button">
        {null}
      </Button>
      <AriaPopover
        className="menu-popover"
        placement="bottom end"
        {...(place && { UNSTABLE_portalContainer: place })}
      >
        <AriaMenu className="menu" onAction={(key) => items.find((item) => item.id === key)?.run()}>
          {items.map((item) => (
            <MenuItem key={item.id} id={item.id} textValue={item.label} className="menu-item">
              <Icon name={item.icon} />
              {item.label}
            </MenuItem>
          ))}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  );
}
