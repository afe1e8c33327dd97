import './sure-button.css';
import { useState } from 'react';
import { Button } from './Button.tsx';
import type { IconName } from './Icon.tsx';

type Props = {
  label: string;
  /** What is asked before it is done; without it, it is done at once. */
  question?: string | null | undefined;
  yes: string;
  no: string;
  onSure: () => void | Promise<void>;
  kind?: 'plain' | 'link';
  icon?: IconName;
};

/** A button that asks once more in its own place before it does something that cannot be undone. */
export function SureButton({ label, question, yes, no, onSure, kind = 'plain', icon }: Props) {
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const act = async () => {
    setBusy(true);
    await onSure();
    setBusy(false);
    setAsking(false);
  };
  if (isAsking && question) {
    return (
      <div className="sure">
        <p className="small">{question}</p>
        <div className="sure-answers">
          <Button kind={kind} autoFocus isBusy={isBusy} onPress={act}>
            {yes}
          </Button>
          <Button kind={kind} onPress={() => setAsking(false)}>
            {no}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <Button
      kind={kind}
      {...(icon && { icon })}
      isBusy={isBusy}
      onPress={() => (question ? setAsking(true) : void act())}
    >
      {label}
    </Button>
  );
}
