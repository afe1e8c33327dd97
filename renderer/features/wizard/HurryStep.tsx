/** For whoever has no time: the few open questions, one press each, and then Send. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { factsOf, severityOf, standingOf } from '#shared/model.ts';
import { type FactName, offered } from '#shared/severity/facts.ts';
import { judgeSoFar, questionsOf } from '#shared/severity/judge.ts';
import { Button } from '../../ui/Button.tsx';
import { SeverityMark } from '../../ui/Chip.tsx';
import { answering, useGuideWords } from '../../ui/guide-words.ts';
import type { Draft } from './draft.ts';
import { formFacts } from './form-facts.ts';
import { StepTitle } from './StepTitle.tsx';
import { Suggested } from './Suggested.tsx';

export function HurryStep({ draft: { form, change } }: { draft: Draft }) {
  const { t } = useTranslation();
  const words = useGuideWords();
  const facts = offered(factsOf(form));
  const { openQuestions, reasons } = judgeSoFar(facts);
  const [again, setAgain] = useState<FactName | null>(null);
  const asked = again ?? openQuestions[0] ?? null;
  const answered = questionsOf(facts.kind).filter((name) => facts[name] !== null && name !== asked);
  const heading = useFocusOnChange(asked);

  return (
    <>
      <StepTitle hint={t('wizard.hurry.hint')}>{t('wizard.hurry.title')}</StepTitle>
      {answered.length > 0 && (
        <ul className="hurry-answered">
          {answered.map((name) => {
            const question = words.question(name, facts.kind);
            return (
              <li key={name}>
                <span className="soft">{question}</span> <span>{words.answer(name, facts)}</span>
                <Button
                  kind="link"
                  aria-label={t('wizard.hurry.changeOf', { question })}
                  onPress={() => setAgain(name)}
                >
                  {t('wizard.hurry.change')}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      <Suggested form={form} change={change} />
      {asked === null ? (
        <section className="hurry-settled" aria-labelledby="hurry-now">
          <h2 id="hurry-now" ref={heading} tabIndex={-1}>
            {t('wizard.hurry.settled')}
          </h2>
          <p className="hurry-mark">
            <SeverityMark severity={severityOf(form)} standing={standingOf(form)} />
          </p>
          <ul className="side-reasons">
            {reasons.map((reason) => (
              <li key={reason}>{t(`reason.${reason}`)}</li>
            ))}
          </ul>
          <p className="soft">{t('wizard.hurry.last')}</p>
        </section>
      ) : (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot carry a heading that takes the focus
        <div role="group" aria-labelledby="hurry-now" className="hurry-question">
          <h2 id="hurry-now" ref={heading} tabIndex={-1}>
            {words.question(asked, facts.kind)}
          </h2>
          {asked === 'stake' && <p className="soft">{t('wizard.judge.worst')}</p>}
          <div className="hurry-options">
            {words.options(asked, facts).map(({ value, label }) => (
              <Button
                key={value}
                aria-pressed={facts[asked] === value}
                onPress={() => {
                  setAgain(null);
                  change(formFacts(answering(facts, asked, value)));
                }}
              >
                {label}
              </Button>
            ))}
          </div>
        </div>
      )}
    </>
  );
}

/** What is pressed goes away with its question: the focus goes to the next one. */
function useFocusOnChange(asked: FactName | null) {
  const heading = useRef<HTMLHeadingElement>(null);
  const before = useRef(asked);
  useEffect(() => {
    if (before.current !== asked) heading.current?.focus();
    before.current = asked;
  }, [asked]);
  return heading;
}
