/** The guide: it asks for facts, and the level follows from them. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LIMITS } from '#shared/contract.ts';
import { factsOf, isOverridden, severityOf, type TicketForm } from '#shared/model.ts';
import { type FactName, offered } from '#shared/severity/facts.ts';
import { judgeSoFar, questionsOf } from '#shared/severity/judge.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Field } from '../../ui/Field.tsx';
import { answering, useGuideWords } from '../../ui/guide-words.ts';
import type { Draft } from './draft.ts';
import { Examples } from './Examples.tsx';
import { formFacts } from './form-facts.ts';
import { StepTitle } from './StepTitle.tsx';
import { Suggested } from './Suggested.tsx';
import { useLengthWords } from './words.ts';

/**
 * The questions to show, up to the first that has no answer: one that can change nothing is not asked, and one that
 * was answered stays, as long as this kind of trouble asks it at all.
 */
export function questionsFor(form: Pick<TicketForm, 'facts' | 'affected'>): FactName[] {
  const facts = offered(factsOf(form));
  const open = judgeSoFar(facts).openQuestions;
  const shown = questionsOf(facts.kind).filter((name) => facts[name] !== null || open.includes(name));
  const next = shown.findIndex((name) => facts[name] === null);
  return next === -1 ? shown : shown.slice(0, next + 1);
}

export function JudgeStep({ draft: { form, change } }: { draft: Draft }) {
  const { t } = useTranslation();
  return (
    <>
      <StepTitle hint={t('wizard.judge.hint')}>{t('wizard.judge.title')}</StepTitle>
      <Suggested form={form} change={change} />
      {questionsFor(form).map((name) => (
        <div key={name} data-field={name}>
          <Question name={name} form={form} change={change} />
        </div>
      ))}
      <Examples form={form} />
      <Override form={form} change={change} />
    </>
  );
}

type Part = Pick<Draft, 'form' | 'change'>;

const LOOKS = { kind: 'pairs', affected: 'rows', data: 'pairs', relief: 'pairs', stake: 'pairs' } as const;

function Question({ name, form, change }: Part & { name: FactName }) {
  const { t } = useTranslation();
  const words = useGuideWords();
  const facts = offered(factsOf(form));
  const question = words.question(name, facts.kind);
  return (
    <Choice
      look={LOOKS[name]}
      label={name === 'stake' ? `${question} ${t('wizard.judge.worst')}` : question}
      value={facts[name]}
      onChange={(value) => change(formFacts(answering(facts, name, value)))}
      options={words.options(name, facts)}
    />
  );
}

/** A person may know better than the table. Then the desk reads why. */
function Override({ form, change }: Part) {
  const { t } = useTranslation();
  const words = useLengthWords();
  const [wasOpened, setOpened] = useState(false);
  const { level } = judgeSoFar(factsOf(form));
  if (form.facts.kind === null && !isOverridden(form)) return null;
  if (!isOverridden(form)) {
    const other = level === 'business_critical' ? 'standard' : 'business_critical';
    return (
      <p>
        <Button
          kind="link"
          autoFocus={wasOpened}
          onPress={() => {
            setOpened(true);
            change({ severity: other });
          }}
        >
          {t(`wizard.judge.override.${other}`)}
        </Button>
      </p>
    );
  }
  return (
    <section className="wizard-override" aria-label={t('wizard.judge.override.title')}>
      <p>{t('wizard.judge.override.chosen', { severity: t(`severity.${severityOf(form)}`) })}</p>
      <div data-field="severityReason">
        <Field
          label={t('wizard.judge.override.reason')}
          hint={t('wizard.judge.override.reasonHint')}
          value={form.severityReason}
          onChange={(severityReason) => change({ severityReason })}
          rows={3}
          autoFocus={wasOpened}
          {...words(form.severityReason, LIMITS.shortText)}
        />
      </div>
      <Button kind="link" onPress={() => change({ severity: null })}>
        {t('wizard.judge.override.undo')}
      </Button>
    </section>
  );
}
