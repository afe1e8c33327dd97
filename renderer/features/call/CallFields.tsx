import './call-back.css';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketForm } from '#shared/model.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Field } from '../../ui/Field.tsx';

type Wish = Pick<TicketForm, 'phone' | 'callAt'>;

const HOUR_MS = 60 * 60_000;

/** The next full hour but one: soon, and still easy to be there for. */
const suggestedTime = (now: number) => localTime(Math.ceil(now / HOUR_MS) * HOUR_MS + HOUR_MS);

/** An instant as a field for times takes it: `YYYY-MM-DDTHH:mm` in the person's own time zone. */
export function localTime(instant: number): string {
  const at = new Date(instant);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** Where and when to be called. */
export function CallFields({ value: { phone, callAt }, onChange, phoneError, timeError }: Props) {
  const { t } = useTranslation();
  // An emptied time is still a time to choose.
  const [isAtTime, setAtTime] = useState(callAt !== '');
  return (
    <>
      <div data-field="phone">
        <Field
          label={t('wizard.details.phone')}
          hint={t('wizard.way.phoneHint')}
          value={phone}
          onChange={(written) => onChange({ phone: written })}
          type="tel"
          autoComplete="tel"
          dir="ltr"
          error={phoneError}
        />
      </div>
      <div data-field="callAt" className="call-when">
        <Choice
          look="bar"
          label={t('callBack.when')}
          value={isAtTime ? 'at_time' : 'soon'}
          options={[
            { value: 'soon', label: t('callBack.soon') },
            { value: 'at_time', label: t('callBack.atTime') },
          ]}
          onChange={(when) => {
            setAtTime(when === 'at_time');
            onChange({ callAt: when === 'at_time' ? suggestedTime(Date.now()) : '' });
          }}
        />
        {isAtTime && (
          <Field
            label={t('callBack.time')}
            hint={t('callBack.timeHint')}
            value={callAt}
            onChange={(written) => onChange({ callAt: written })}
            type="datetime-local"
            error={timeError}
          />
        )}
      </div>
    </>
  );
}

type Props = {
  value: Wish;
  onChange: (change: Partial<Wish>) => void;
  phoneError?: string | undefined;
  timeError?: string | undefined;
};
