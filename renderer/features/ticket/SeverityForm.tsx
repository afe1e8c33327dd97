import { useState } from 'react';
import { Form, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { LIMITS, type Severity } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { Ticket } from '#shared/model.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Field } from '../../ui/Field.tsx';
import { lengthWords } from '../../ui/length.ts';
import { useTimes } from '../../ui/time.ts';
import { changeTicket } from './edit.ts';

/** Asks the desk for another severity, with the reason. */
export function SeverityForm({ ticket, close }: { ticket: Ticket; close: () => void }) {
  const { t } = useTranslation();
  const times = useTimes();
  const [severity, setSeverity] = useState<Severity>(
    ticket.severity === 'business_critical' ? 'standard' : 'business_critical',
  );
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const length = lengthWords(t, times.count, reason, LIMITS.shortText);
  const isMissing = severity === 'business_critical' && reason.trim() === '';
  const error = length.error ?? (isAsked && isMissing ? t('ticket.change.reasonMissing') : undefined);

  const send = async () => {
    setAsked(true);
    if (isMissing || length.error) return;
    const failed = await changeTicket(ticket.id, { severity, severityReason: reason.trim() });
    setFailure(failed);
    if (!failed) close();
  };

  return (
    <Form
      className="popover-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Heading slot="title" level={2}>
        {t('ticket.change.severityTitle')}
      </Heading>
      <Choice
        look="bar"
        label={t('wizard.field.severity')}
        hideLabel
        value={severity}
        options={(['business_critical', 'standard'] as const).map((value) => ({
          value,
          label: t(`severity.${value}`),
        }))}
        onChange={setSeverity}
      />
      <Field
        label={t('ticket.change.reason')}
        hint={t('ticket.change.reasonHint')}
        value={reason}
        rows={3}
        onChange={setReason}
        error={error}
        note={length.note}
      />
      {failure && (
        <p className="field-error" role="alert">
          {t(`errors.${failure.code}`)}
        </p>
      )}
      <div className="popover-actions">
        <Button kind="primary" type="submit">
          {t('ticket.change.send')}
        </Button>
        <Button onPress={close}>{t('ticket.change.cancel')}</Button>
      </div>
    </Form>
  );
}
