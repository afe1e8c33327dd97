import { useTranslation } from 'react-i18next';
import { Field } from '../../ui/Field.tsx';
import { LanguageHint } from '../language/LanguageHint.tsx';
import type { Draft } from './draft.ts';
import { StepTitle } from './StepTitle.tsx';
import { changedQuestion, isQuestionLeftOut } from './steps.ts';

/** One field: what is going on. The answers that may help already stand beside it. */
export function AskStep({ draft: { form, change } }: { draft: Draft }) {
  const { t } = useTranslation();
  return (
    <>
      <StepTitle hint={t('wizard.ask.hint')}>{t('wizard.ask.title')}</StepTitle>
      <div data-field="question">
        <Field
          label={t('wizard.ask.label')}
          hint={t('wizard.english')}
          value={form.question}
          onChange={(question) => change(changedQuestion(form, question))}
          placeholder={t('wizard.ask.placeholder')}
          rows={4}
        />
      </div>
      {isQuestionLeftOut(form) && <p className="wizard-hint">{t('wizard.ask.leftOut')}</p>}
      <LanguageHint text={form.question} />
    </>
  );
}
