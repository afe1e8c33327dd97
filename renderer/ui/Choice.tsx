import './choice.css';
import { useId } from 'react';
import { FieldError, Label, Radio, RadioGroup } from 'react-aria-components';

type Option<Value extends string> = {
  value: Value;
  label: string;
  body?: React.ReactNode;
  isDisabled?: boolean;
};

type Props<Value extends string> = {
  label: string;
  hideLabel?: boolean;
  value: Value | null;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
  error?: string | undefined;
  /** `stack` for choices that need explaining, `pairs` and `rows` for longer lists, `bar` for a few short words. */
  look: 'stack' | 'pairs' | 'rows' | 'bar';
};

/** One of several, as radio buttons. */
export function Choice<Value extends string>(props: Props<Value>) {
  const id = useId();
  const { label, hideLabel, value, options, onChange, error, look } = props;
  return (
    <RadioGroup
      className="choice"
      value={value}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      onChange={(chosen) => {
        const option = options.find((one) => one.value === chosen);
        if (option) onChange(option.value);
      }}
    >
      <Label className={hideLabel ? 'unseen' : 'field-label'}>{label}</Label>
      <div className={`choice-options choice-${look}`}>
        {options.map((option) => (
          <Radio
            key={option.value}
            value={option.value}
            className="choice-option"
            aria-label={option.label}
            {...(option.body !== undefined && { 'aria-describedby': `${id}-${option.value}` })}
            isDisabled={option.isDisabled ?? false}
          >
            {look !== 'bar' && <span className="choice-dot" aria-hidden="true" />}
            <span className="choice-text">
              <span className="choice-name">{option.label}</span>
              {option.body !== undefined && (
                <span className="choice-body" id={`${id}-${option.value}`}>
                  {option.body}
                </span>
              )}
            </span>
          </Radio>
        ))}
      </div>
      <FieldError className="field-error">{error}</FieldError>
    </RadioGroup>
  );
}
