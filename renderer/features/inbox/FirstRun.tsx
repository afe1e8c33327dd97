import './first-run.css';
import { useRef } from 'react';
import { Form } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { originToTry, tidy } from '../../state/desk-input.ts';
import { useSpokenWhenChanged } from '../../state/notices.ts';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Choice } from '../../ui/Choice.tsx';
import { Field } from '../../ui/Field.tsx';
import { useArrival } from '../../ui/focus.ts';
import { Icon } from '../../ui/Icon.tsx';
import { useFocusOnProblem } from '../../ui/problems.ts';
import { choose } from '../settings/choose.ts';
import {
  connect,
  goOnUnchecked,
  type Problem,
  trySample,
  useWelcome,
  writeAddress,
  writeToken,
} from './welcome.ts';

const PROMISES = ['here', 'token', 'quiet', 'kept', 'offline'] as const;

/** Before Lifeline knows a desk: the language, the desk, and what the app does with what is written. */
export function FirstRun({ isWholeView }: { isWholeView: boolean }) {
  const { t, i18n } = useTranslation();
  const heading = useArrival<HTMLHeadingElement>(isWholeView);
  // A view has one h1, and beside a list that is the list's.
  const Heading = isWholeView ? 'h1' : 'h2';
  const Subheading = isWholeView ? 'h2' : 'h3';
  const hasKeyring = useSettings((state) => state.settings?.secretsBackend !== 'basic_text');
  const sample = useSettings((state) => state.info?.sampleDesk ?? null);
  return (
    <div className="first">
      <div className="first-columns">
        <header className="first-head">
          <Heading ref={heading} tabIndex={-1} className="first-title">
            {t('welcome.title')}
          </Heading>
          <p className="soft">{t('welcome.body')}</p>
        </header>
        <div className="first-steps">
          <Choice
            look="bar"
            label={t('welcome.language')}
            value={i18n.language === 'nb' ? 'nb' : 'en'}
            options={[
              { value: 'en', label: 'English' },
              { value: 'nb', label: 'Norsk bokmål' },
            ]}
            onChange={(language) => void choose({ language })}
          />
          <Desk />
          {sample && (
            <div className="first-sample">
              <p className="soft">{t('welcome.sampleHint')}</p>
              <Button icon="more" onPress={() => void trySample(sample)}>
                {t('welcome.sample')}
              </Button>
            </div>
          )}
        </div>
        <section className="first-promises" aria-labelledby="first-promises">
          <Subheading id="first-promises">{t('welcome.promise.title')}</Subheading>
          <ul>
            {/* What becomes of a token without a keyring stands at its field. */}
            {PROMISES.filter((promise) => promise !== 'token' || hasKeyring).map((promise) => (
              <li key={promise}>
                <Icon name="check" size={14} />
                <span>{t(`welcome.promise.${promise}`)}</span>
              </li>
            ))}
          </ul>
        </section>
      </div>
    </div>
  );
}

/** What to say of a problem, at the field where it can be mended. */
function useProblemWords(problem: Problem | null, address: string): { address?: string; token?: string } {
  const { t } = useTranslation();
  if (problem === null) return {};
  if ('missing' in problem) return { [problem.at]: t(`welcome.missing.${problem.at}`) };
  if ('invitation' in problem) return { address: t(`welcome.problem.${problem.invitation}`) };
  if ('token' in problem) return { token: t(`settings.desk.${problem.token}`) };
  const { code, detail } = problem.failure;
  const origin = originToTry(tidy(address), code);
  const words = [
    t(`errors.${code}`),
    detail && `(${detail})`,
    origin && t('settings.desk.tryOrigin', { origin }),
  ];
  return { [problem.at]: words.filter(Boolean).join(' ') };
}

function Desk() {
  const { t } = useTranslation();
  const { address, token, activity, problem, isUncheckable } = useWelcome();
  const backend = useSettings((state) => state.settings?.secretsBackend);
  const errors = useProblemWords(problem, address);
  const isBusy = activity !== 'none';
  const form = useRef<HTMLFormElement>(null);
  useSpokenWhenChanged(isUncheckable ? t('welcome.uncheckable') : '');
  useFocusOnProblem(form, problem);
  return (
    <Form
      ref={form}
      className="first-form"
      onSubmit={(event) => {
        event.preventDefault();
        void connect();
      }}
    >
      <Field
        label={t('welcome.address')}
        hint={t('welcome.addressHint')}
        value={address}
        dir="ltr"
        onChange={writeAddress}
        error={errors.address}
      />
      <Field
        label={t('welcome.token')}
        hint={t(backend === 'basic_text' ? 'welcome.tokenUnprotected' : 'welcome.tokenHint')}
        value={token}
        type="password"
        dir="ltr"
        onChange={writeToken}
        error={errors.token}
      />
      {isUncheckable && <p className="first-note">{t('welcome.uncheckable')}</p>}
      <div className="first-actions">
        <Button kind="primary" type="submit" isBusy={isBusy}>
          {t(activity === 'checking' ? 'welcome.checking' : 'welcome.connect')}
        </Button>
        {isUncheckable && (
          <Button isBusy={isBusy} onPress={() => void goOnUnchecked()}>
            {t('welcome.goOn')}
          </Button>
        )}
      </div>
    </Form>
  );
}
