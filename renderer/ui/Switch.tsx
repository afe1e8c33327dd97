import './switch.css';
import { Switch as AriaSwitch } from 'react-aria-components';

type Props = { label: string; hint?: string; isOn: boolean; onChange: (isOn: boolean) => void };

/** Something that is on or off, at once. */
export function Switch({ label, hint, isOn, onChange }: Props) {
  return (
    <AriaSwitch className="switch" isSelected={isOn} onChange={onChange}>
      <span className="switch-track" aria-hidden="true" />
      <span className="switch-words">
        <span className="switch-label">{label}</span>
        {hint && <span className="soft small">{hint}</span>}
      </span>
    </AriaSwitch>
  );
}
