import './field.css';
import { type Ref, useRef } from 'react';
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components';
import { marksOf } from './long-texts.ts';
import { useSpokenProblem } from './problems.ts';

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string | undefined;
  aside?: string | undefined;
  placeholder?: string;
  /** Said under the field, and makes it invalid for assistive technology. */
  error?: string | undefined;
  /** Said under the field in a quiet voice, like how many characters are left. */
  note?: string | undefined;
  rows?: number;
  type?: 'text' | 'password' | 'url' | 'tel' | 'datetime-local';
  /** For a field that appears because the person asked for it. */
  autoFocus?: boolean;
  autoComplete?: string;
  dir?: 'auto' | 'ltr';
  inputRef?: Ref<HTMLInputElement & HTMLTextAreaElement>;
};

/** A labelled text field: one line, or as many as `rows` says. */
export function Field(props: Props) {
  const { label, value, onChange, hint, aside, placeholder, error, note, rows, type, inputRef } = props;
  const dir = props.dir ?? 'auto';
  const field = useRef<HTMLDivElement>(null);
  useSpokenProblem(field, { value, problem: error });
  return (
    <TextField
      ref={field}
      className="field"
      value={value}
      onChange={onChange}
      isInvalid={error !== undefined}
      validationBehavior="aria"
      type={type ?? 'text'}
      autoComplete={props.autoComplete ?? 'off'}
      autoFocus={props.autoFocus ?? false}
    >
      <Label className="field-label">
        {label} {aside && <span className="field-aside">{aside}</span>}
      </Label>
      {hint && (
        <Text slot="description" className="field-hint">
          {hint}
        </Text>
      )}
      {rows ? (
        <TextArea
          ref={inputRef}
          className="field-box"
          rows={rows}
          {...(dir === 'auto' ? marksOf(value) : { dir })}
          placeholder={placeholder ?? ''}
        />
      ) : (
        <Input ref={inputRef} className="field-box" dir={dir} placeholder={placeholder ?? ''} />
      )}
      {note && !error && <p className="field-note">{note}</p>}
      <FieldError className="field-error">{error}</FieldError>
    </TextField>
  );
}
