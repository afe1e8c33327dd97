import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS, type Severity } from '#shared/contract.ts';
import type { Ticket } from '#shared/model.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Field } from '../../ui/Field.tsx';
import { lengthWords } from '../../ui/length.ts';
import { useTimes } from '../../ui/time.ts';
import { ChangeForm } from './ChangeForm.tsx';

/** Asks the desk for another severity, with the reason. */
export function SeverityForm({ ticket, close }: { ticket: Ticket; close: () => void }) {
  const { t } = useTranslation();
  const times = useTimes();
  const [severity, setSeverity] = useState<Severity>(
    ticket.severity === 'business_critical' ? 'standard' : 'business_critical',
  );
  const [reason, setReason] = useState('');
  const [isAsked, setAsked] = useState(false);
  const length = lengthWords(t, times.count, reason, LIMITS.shortText);
  // Of one that nobody has judged either word is a judgement, and says why.
  const needsReason = severity === 'business_critical' || ticket.standing === 'not_judged';
  const isMissing = needsReason && reason.trim() === '';
  const error = length.error ?? (isAsked && isMissing ? t('ticket.change.reasonMissing') : undefined);

  return (
    <ChangeForm
      ticketId={ticket.id}
      title={t('ticket.change.severityTitle')}
      action={t('ticket.change.send')}
      edit={() => {
        setAsked(true);
        return isMissing || length.error ? null : { severity, severityReason: reason.trim() };
      }}
      close={close}
    >
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
    </ChangeForm>
  );
}
