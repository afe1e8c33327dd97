import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract.ts';
import type { Ticket, TicketForm } from '#shared/model.ts';
import { useUploadsOf } from '../../state/uploads.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { CriticalMark } from '../../ui/Chip.tsx';
import { useTimes } from '../../ui/time.ts';
import { Attachments } from '../attachments/Attachments.tsx';
import type { Draft } from './draft.ts';
import { usePromiseWords } from './expectation.ts';
import type { FieldName, Problem, Step } from './steps.ts';

type Go = (step: Step, field?: FieldName) => void;

type Props = { draft: Draft; ticket: Ticket; problems: Problem[]; go: Go };

/** The last step: everything as the desk will read it, what is missing, and what to expect. */
export function Review({ draft, ticket, problems, go }: Props) {
  const { t } = useTranslation();
  const { form } = draft;
  const promise = usePromiseWords(form);
  const uploads = useUploadsOf(ticket.id);

  return (
    <>
      <div className="wizard-title">
        <h1 tabIndex={-1}>{t('wizard.review.title')}</h1>
      </div>
      {problems.length > 0 && <Problems form={form} problems={problems} go={go} />}
      {draft.failure && (
        <p className="field-error" role="alert">
          {t('wizard.review.failed')} {t(`errors.${draft.failure.code}`)}
        </p>
      )}
      <Part step="details" go={go}>
        <p className="review-title" dir="auto">
          {form.title.trim() || t('wizard.review.empty')}
        </p>
        <Words text={form.description} />
        <Fact name={t('wizard.details.since')} text={form.since} />
        <Attachments attachments={ticket.attachments} uploads={uploads} />
      </Part>
      <Part step="who" go={go}>
        <Fact name={t('wizard.who.affected')} text={t(`affected.${form.affected ?? 'none'}`)} />
        <Fact name={t('wizard.who.hit')} text={form.hit} />
      </Part>
      <Part step="severity" go={go}>
        {form.severity === 'business_critical' ? (
          <CriticalMark />
        ) : (
          <p>{t(`severity.${form.severity ?? 'none'}`)}</p>
        )}
        {form.severity === 'business_critical' && (
          <Fact name={t('wizard.severity.reason')} text={form.severityReason} />
        )}
      </Part>
      {form.severity && (
        <Banner tone="plain" title={t('wizard.side.expect')}>
          <p>{promise}</p>
          {form.severity === 'business_critical' && <p>{t('wizard.promise.criticalNote')}</p>}
        </Banner>
      )}
    </>
  );
}

function Problems({ form, problems, go }: { form: TicketForm; problems: Problem[]; go: Go }) {
  const { t } = useTranslation();
  const times = useTimes();
  const names: Record<FieldName, string> = {
    question: t('wizard.ask.title'),
    affected: t('wizard.who.affected'),
    hit: t('wizard.who.hit'),
    severity: t('wizard.severity.choose'),
    severityReason: t('wizard.severity.reason'),
    title: t('wizard.details.name'),
    description: t('wizard.details.description'),
    since: t('wizard.details.since'),
  };
  const limits: Partial<Record<FieldName, number>> = { title: LIMITS.title, description: LIMITS.longText };
  const words = ({ field, problem }: Problem): string => {
    if (problem === 'too_long') {
      const length = (form[field] ?? '').trim().length;
      const over = Math.max(1, length - (limits[field] ?? LIMITS.shortText));
      return t('wizard.tooLongIn', { field: names[field], over: times.count(over) });
    }
    // Only these five can be missing; the rest may stay empty.
    if (field === 'question' || field === 'hit' || field === 'since') return names[field];
    return t(`wizard.problem.${field}`);
  };
  return (
    <Banner tone="waiting" title={t('wizard.review.missing', { count: problems.length })}>
      <ul className="review-problems">
        {problems.map((problem) => (
          <li key={problem.field}>
            <Button kind="link" onPress={() => go(problem.step, problem.field)}>
              {words(problem)}
            </Button>
          </li>
        ))}
      </ul>
    </Banner>
  );
}

function Part({ step, go, children }: { step: Step; go: Go; children: React.ReactNode }) {
  const { t } = useTranslation();
  const name = t(`wizard.step.${step}`);
  return (
    <section className="review-part" aria-label={name}>
      <header>
        <h2>{name}</h2>
        <Button
          kind="link"
          aria-label={t('wizard.review.changeStep', { step: name })}
          onPress={() => go(step)}
        >
          {t('wizard.review.change')}
        </Button>
      </header>
      {children}
    </section>
  );
}

function Words({ text }: { text: string }) {
  const { t } = useTranslation();
  return text.trim() === '' ? (
    <p className="soft">{t('wizard.review.empty')}</p>
  ) : (
    <p className="review-words" dir="auto">
      {text}
    </p>
  );
}

function Fact({ name, text }: { name: string; text: string }) {
  return (
    <div className="review-fact">
      <span className="soft small">{name}</span>
      <Words text={text} />
    </div>
  );
}
