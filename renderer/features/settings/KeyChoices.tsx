import './key-choices.css';
import { type KeyboardEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Preferences } from '#shared/model.ts';
import { announce } from '../../state/notices.ts';
import { Button } from '../../ui/Button.tsx';
import { Disclosure } from '../../ui/Disclosure.tsx';
import { capsOf, changeableNames, choiceFor, type KeyName } from '../../ui/key-table.ts';
import { KeysOf } from '../../ui/keys.tsx';
import { choose } from './choose.ts';

type Chosen = Preferences['chosenKeys'];

/** The commands that a single letter does, and another key for each. */
export function KeyChoices({ chosen }: { chosen: Chosen }) {
  const { t } = useTranslation();
  return (
    <Disclosure title={t('palette.keys.own.title')} level={3}>
      <ul className="key-choices" aria-label={t('palette.keys.own.title')}>
        {changeableNames().map((name) => (
          <KeyChoice key={name} name={name} chosen={chosen} />
        ))}
      </ul>
    </Disclosure>
  );
}

function KeyChoice({ name, chosen }: { name: KeyName; chosen: Chosen }) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const [problem, setProblem] = useState('');
  const change = useRef<HTMLButtonElement>(null);
  const command = t(`palette.do.${name}`);
  const isChosen = chosen[name] !== undefined;

  function end(): void {
    setAsked(false);
    setProblem('');
    // The field goes, and the focus must not go with it.
    requestAnimationFrame(() => change.current?.focus());
  }

  function take(event: KeyboardEvent): void {
    if (event.key === 'Tab' && !event.ctrlKey && !event.metaKey && !event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === 'Escape') {
      end();
      return;
    }
    const choice = choiceFor(name, event.nativeEvent);
    if (choice === null) return;
    if ('keys' in choice) {
      void choose({ chosenKeys: { ...chosen, [name]: choice.keys } });
      announce(t('palette.keys.own.done', { command, keys: capsOf(choice.keys).join(' ') }));
      end();
      return;
    }
    setProblem(
      'taken' in choice
        ? t('palette.keys.own.taken', { command: t(`palette.do.${choice.taken}`) })
        : t('palette.keys.own.reserved', { key: capsOf({ key: event.key.toLowerCase() }).join('') }),
    );
  }

  function reset(): void {
    const { [name]: _, ...others } = chosen;
    void choose({ chosenKeys: others });
    change.current?.focus();
  }

  return (
    <li className="key-choice">
      <span className="key-choice-name">{command}</span>
      <span className="key-choice-keys">
        <KeysOf name={name} />
      </span>
      <span className="key-choice-actions">
        {isAsked ? (
          <input
            className="field-box key-choice-field"
            data-takes-keys
            readOnly
            // biome-ignore lint/a11y/noAutofocus: it appears because the person asked for it.
            autoFocus
            placeholder={t('palette.keys.own.press')}
            aria-label={t('palette.keys.own.field', { command })}
            aria-describedby={`key-problem-${name}`}
            onKeyDown={take}
            onBlur={() => {
              setAsked(false);
              setProblem('');
            }}
          />
        ) : (
          <Button
            kind="quiet"
            ref={change}
            aria-label={t('palette.keys.own.changeOne', { command })}
            onPress={() => setAsked(true)}
          >
            {t('palette.keys.own.change')}
          </Button>
        )}
        {isChosen && !isAsked && (
          <Button kind="quiet" aria-label={t('palette.keys.own.resetOne', { command })} onPress={reset}>
            {t('palette.keys.own.reset')}
          </Button>
        )}
      </span>
      <span id={`key-problem-${name}`} className="key-choice-problem field-error" role="alert">
        {problem}
      </span>
    </li>
  );
}
