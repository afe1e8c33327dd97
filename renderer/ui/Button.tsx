import './button.css';
import { Button as AriaButton, type ButtonProps } from 'react-aria-components';
import { Icon, type IconName } from './Icon.tsx';

type Props = Omit<ButtonProps, 'className' | 'children'> & {
  kind?: 'primary' | 'plain' | 'quiet' | 'link';
  icon?: IconName;
  children: React.ReactNode;
  className?: string;
};

export function Button({ kind = 'plain', icon, children, className, ...props }: Props) {
  return (
    <AriaButton {...props} className={`button button-${kind} ${className ?? ''}`}>
      {icon && <Icon name={icon} />}
      {children}
    </AriaButton>
  );
}
