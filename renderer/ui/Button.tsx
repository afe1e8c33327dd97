import './button.css';
import type { Ref } from 'react';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import { Icon, type IconName } from './Icon.tsx';

type Props = Omit<ButtonProps, 'className' | 'children' | 'isPending'> & {
  kind?: 'primary' | 'plain' | 'quiet' | 'link';
  icon?: IconName;
  /** True while what it does is under way: it keeps the focus, and further presses do nothing. */
  isBusy?: boolean;
  children: React.ReactNode;
  className?: string;
  ref?: Ref<HTMLButtonElement>;
};

/**
 * A button that switches itself off where somebody stands would drop their focus: it stays, says that it is off, and
 * does nothing. React Aria's own way of being busy speaks through an image without a name once the button is gone.
 */
const OFF = { 'aria-disabled': true, onPress: () => {}, type: 'button' } as const;

export function Button({
  kind = 'plain',
  icon,
  isBusy = false,
  isDisabled = false,
  children,
  className,
  ...props
}: Props) {
  return (
    <AriaButton
      {...props}
      {...((isBusy || isDisabled) && OFF)}
      className={`button button-${kind} ${className ?? ''}`}
    >
      {icon && <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}
