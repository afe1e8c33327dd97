/** The four steps that ask. */
import { useTranslation } from 'react-i18next';
import { Affected, LIMITS, type Severity } from '#shared/contract.ts';
import type { Ticket } from '#shared/model.ts';
import { useUploadsOf } from '../../state/uploads.ts';
import { Choice } from '../../ui/Choice.tsx';
import { Field } from '../../ui/Field.tsx';
import { lengthWords } from '../../ui/length.ts';
import { useTimes } from '../../ui/time.ts';
import { AttachButton } from '../attachments/AttachButton.tsx';
import { Attachments } from '../attachments/Attachments.tsx';
import type { Draft } from './draft.ts';

type Props = { draft: Draft };

function useLengthWords() {
  const { t } = useTranslation();
  const times = useTimes();
  return (text: string, limit: number) => lengthWords(t, times.count, text, limit);
}

function StepTitle({ children, hint }: { children: string; hint?: string }) {
  return (
    <div className="wizard-title">
      <h1 tabIndex={-1}>{children}</h1>
      {hint && <p className="soft">{hint}</p>}
    </div>
  );
}

export function AskStep({ draft: { form, change } }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <StepTitle hint={t('wizard.ask.hint')}>{t('wizard.ask.title')}</StepTitle>
      <div data-field="question">
        <Field
          label={t('wizard.ask.label')}
          value={form.question}
          onChange={(question) => change({ question })}
          placeholder={t('wizard.ask.placeholder')}
          rows={3}
        />
      </div>
      <p className="soft small">{t('wizard.english')}</p>
    </>
  );
}

export function WhoStep({ draft: { form, change } }: Props) {
  const { t } = useTranslation();
  const words = useLengthWords();
  return (
    <>
      <StepTitle>{t('wizard.who.title')}</StepTitle>
      <div data-field="affected">
        <Choice
          look="rows"
          label={t('wizard.who.affected')}
          value={form.affected}
          onChange={(affected) => change({ affected })}
          options={Affected.options.map((value) => ({ value, label: t(`affected.${value}`) }))}
        />
      </div>
      <div data-field="hit">
        <Field
          label={t('wizard.who.hit')}
          aside={t('wizard.optional')}
          hint={t('wizard.who.hitHint')}
          value={form.hit}
          onChange={(hit) => change({ hit })}
          {...words(form.hit, LIMITS.shortText)}
        />
      </div>
    </>
  );
}

function Examples({ severity }: { severity: Severity }) {
  const { t } = useTranslation();
  const kind = severity === 'business_critical' ? 'critical' : 'standard';
  return (
    <>
      <span>{t(`wizard.severity.${kind}Lead`)}</span>
      <span className="wizard-examples">
        {(['a', 'b', 'c', 'd'] as const).map((example) => (
          <span key={example}>{t(`wizard.severity.${kind}Examples.${example}`)}</span>
        ))}
      </span>
    </>
  );
}

export function SeverityStep({ draft: { form, change } }: Props) {
  const { t } = useTranslation();
  const words = useLengthWords();
  const isCritical = form.severity === 'business_critical';
  return (
    <>
      <StepTitle>{t('wizard.severity.title')}</StepTitle>
      <div data-field="severity">
        <Choice
          look="cards"
          label={t('wizard.severity.choose')}
          hideLabel
          value={form.severity}
          onChange={(severity) => change({ severity })}
          options={(['business_critical', 'standard'] as const).map((value) => ({
            value,
            label: t(`severity.${value}`),
            body: <Examples severity={value} />,
          }))}
        />
      </div>
      {isCritical && form.affected === 'one' && <p className="wizard-hint">{t('wizard.severity.fewHint')}</p>}
      {isCritical && (
        <div data-field="severityReason">
          <Field
            label={t('wizard.severity.reason')}
            hint={t('wizard.severity.reasonHint')}
            value={form.severityReason}
            onChange={(severityReason) => change({ severityReason })}
            rows={3}
            {...words(form.severityReason, LIMITS.shortText)}
          />
        </div>
      )}
    </>
  );
}

export function DetailsStep({ draft: { form, change }, ticket }: Props & { ticket: Ticket }) {
  const { t } = useTranslation();
  const words = useLengthWords();
  const uploads = useUploadsOf(ticket.id);
  return (
    <>
      <StepTitle hint={t('wizard.english')}>{t('wizard.details.title')}</StepTitle>
      <div data-field="title">
        <Field
          label={t('wizard.details.name')}
          value={form.title}
          onChange={(title) => change({ title })}
          {...words(form.title.trim(), LIMITS.title)}
        />
      </div>
      <div data-field="description">
        <Field
          label={t('wizard.details.description')}
          hint={t('wizard.details.descriptionHint')}
          value={form.description}
          onChange={(description) => change({ description })}
          rows={9}
          {...words(form.description.trim(), LIMITS.longText)}
        />
      </div>
      <section className="wizard-files" aria-label={t('attach.list')}>
        <Attachments attachments={ticket.attachments} uploads={uploads} />
        <div className="wizard-attach">
          <AttachButton ticketId={ticket.id} kind="plain" />
          <span className="soft small">{t('attach.hint')}</span>
        </div>
      </section>
      <div data-field="since">
        <Field
          label={t('wizard.details.since')}
          aside={t('wizard.optional')}
          value={form.since}
          onChange={(since) => change({ since })}
          placeholder={t('wizard.details.sincePlaceholder')}
          {...words(form.since, LIMITS.shortText)}
        />
      </div>
    </>
  );
}
