import { useTranslation } from 'react-i18next';
import { promisedSeverity, severityOf } from '#shared/model.ts';
import type { Way } from '#shared/ways.ts';
import { useConnection } from '../../state/connection.ts';
import { useSettings } from '../../state/settings.ts';
import { Choice } from '../../ui/Choice.tsx';
import { useTimes } from '../../ui/time.ts';
import { CallFields } from '../call/CallFields.tsx';
import { CallNumber } from '../call/CallNumber.tsx';
import type { Draft } from './draft.ts';
import { useExpectation } from './expectation.ts';
import { StepTitle } from './StepTitle.tsx';
import type { Problem } from './steps.ts';
import { useClosedWords, useWays } from './ways.ts';
import { useFaultWords } from './words.ts';

const MINUTE_MS = 60_000;

/** The three ways to a specialist: what each promises now, and why one is closed. */
export function WayStep({ draft: { form, change }, problems }: { draft: Draft; problems: Problem[] }) {
  const { t } = useTranslation();
  const ways = useWays();
  const fault = useFaultWords(problems);
  const isCritical = severityOf(form) === 'business_critical';
  return (
    <>
      <StepTitle hint={t('wizard.way.hint')}>{t('wizard.way.title')}</StepTitle>
      <div data-field="channel">
        <Choice
          look="stack"
          label={t('wizard.way.title')}
          hideLabel
          value={form.channel}
          onChange={(channel) => change({ channel })}
          options={ways
            .filter((way) => way.closed === null || way.channel === form.channel)
            .map((way) => ({
              value: way.channel,
              label: t(`wizard.way.name.${way.channel}`),
              body: <WayWords way={way} draft={form} />,
            }))}
        />
      </div>
      {form.channel === 'phone' && (
        <CallFields value={form} onChange={change} phoneError={fault('phone')} timeError={fault('callAt')} />
      )}
      <ClosedWays ways={ways.filter((way) => way.closed !== null && way.channel !== form.channel)} />
      {isCritical && <CallToo form={form} />}
    </>
  );
}

function WayWords({ way, draft }: { way: Way; draft: Draft['form'] }) {
  const { t } = useTranslation();
  const times = useTimes();
  const expectations = useExpectation(way.channel);
  const severity = promisedSeverity(draft);
  const expectation = severity === null ? null : expectations(severity);
  const callBack = useSettings((all) => all.account?.phone?.callBackWithinMinutes ?? 0);
  const closedWords = useClosedWords();
  // It was chosen while it was open.
  if (way.closed !== null) return <span className="soft">{closedWords(way.closed)}</span>;
  return (
    <>
      <span className="soft">
        {t(`wizard.way.about.${way.channel}`, { time: times.duration(callBack * MINUTE_MS) })}
      </span>
      {expectation && (
        <span>
          {expectation.answer}
          {expectation.usually && ` · ${expectation.usually}`}
        </span>
      )}
    </>
  );
}

/** What cannot be chosen now is not offered: it says why, and until when. */
function ClosedWays({ ways }: { ways: Way[] }) {
  const { t } = useTranslation();
  const closedWords = useClosedWords();
  if (ways.length === 0) return null;
  return (
    <section className="ways-closed" aria-labelledby="ways-closed">
      <h2 id="ways-closed">{t('wizard.way.notOpen')}</h2>
      <ul>
        {ways.map(({ channel, closed }) => (
          <li key={channel}>
            {t(`wizard.way.name.${channel}`)}: {closed && closedWords(closed)}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Business-critical trouble deserves a voice as well as a ticket. */
function CallToo({ form }: { form: Draft['form'] }) {
  const { t } = useTranslation();
  const hasPhone = useSettings((all) => (all.account?.phone ?? null) !== null);
  const state = useConnection((all) => all.connection.state);
  // Without a connection the number stands beside the questions already.
  if (!hasPhone || (state !== 'online' && state !== 'connecting')) return null;
  return (
    <section className="call-too" aria-label={t('wizard.way.callToo')}>
      <h2>{t('wizard.way.callToo')}</h2>
      <p>{t('wizard.way.callTooBody')}</p>
      <CallNumber form={form} />
    </section>
  );
}
