import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { factsOf, type TicketForm } from '#shared/model.ts';
import { offered } from '#shared/severity/facts.ts';
import { judgeSoFar } from '#shared/severity/judge.ts';
import { type Suggestion, suggest, taken } from '#shared/severity/suggest.ts';
import { Button } from '../../ui/Button.tsx';
import { useGuideWords } from '../../ui/guide-words.ts';
import { Icon } from '../../ui/Icon.tsx';
import type { Draft } from './draft.ts';
import { formFacts } from './form-facts.ts';

/**
 * What a sentence answers of what is still open: each once those before it are taken over, as an answer settles what need
 * not be asked.
 */
export function openSuggestions(form: Pick<TicketForm, 'question' | 'facts' | 'affected'>): Suggestion[] {
  let facts = offered(factsOf(form));
  return suggest(form.question).filter((one) => {
    const isOpen = judgeSoFar(facts).openQuestions.includes(one.fact);
    if (isOpen) facts = taken(facts, one);
    return isOpen;
  });
}

/** What the sentence answers already, with the words that led there. Each is taken over by one press, none by itself. */
export function Suggested({ form, change }: Pick<Draft, 'form' | 'change'>) {
  const { t } = useTranslation();
  const words = useGuideWords();
  const { question, facts: told, affected } = form;
  const shown = useMemo(
    () => openSuggestions({ question, facts: told, affected }),
    [question, told, affected],
  );
  const { place, isPressed } = useFocusAfterPress(shown.length);
  const facts = offered(factsOf(form));
  if (shown.length === 0) return <div className="suggested-place" ref={place} />;
  return (
    <div className="suggested-place" ref={place}>
      <section className="suggested" aria-label={t('wizard.suggest.title')}>
        <h2>{t('wizard.suggest.title')}</h2>
        <ul className="suggested-list">
          {shown.map((one) => {
            const next = taken(facts, one);
            const asked = words.question(one.fact, next.kind);
            const answer = words.answer(one.fact, next);
            return (
              <li key={one.fact}>
                <Button
                  className="suggested-answer"
                  aria-label={t('wizard.suggest.takeOf', { question: asked, answer })}
                  onPress={() => {
                    isPressed.current = true;
                    change(formFacts(next));
                  }}
                >
                  <Icon name="plus" size={13} />
                  <span className="suggested-words">
                    <span className="soft small">{asked}</span>
                    <span>{answer}</span>
                  </span>
                </Button>
                <span className="soft small">
                  <Because words={question.slice(one.from, one.to)} />
                </span>
              </li>
            );
          })}
        </ul>
      </section>
    </div>
  );
}

/** What is pressed goes away: the focus goes to what is proposed next, or else to what is asked. */
function useFocusAfterPress(count: number) {
  const place = useRef<HTMLDivElement>(null);
  const isPressed = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is proposed has changed
  useEffect(() => {
    if (!isPressed.current) return;
    isPressed.current = false;
    const step = place.current?.parentElement;
    const asked = [...(step?.querySelectorAll('[data-field]') ?? [])].at(-1);
    const next =
      place.current?.querySelector<HTMLElement>('button') ??
      step?.querySelector<HTMLElement>('#hurry-now') ??
      asked?.querySelector<HTMLElement>('input');
    next?.focus();
  }, [count]);
  return { place, isPressed };
}

/** The words of the person, marked. */
function Because({ words }: { words: string }) {
  const { t } = useTranslation();
  const [before = '', after = ''] = t('wizard.suggest.words', { words: '\n' }).split('\n');
  return (
    <>
      {before}
      <mark dir="auto">{words.trim()}</mark>
      {after}
    </>
  );
}
