import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { factsOf, promisedSeverity, severityOf, standingOf, type TicketForm } from '#shared/model.ts';
import { judgeSoFar } from '#shared/severity/judge.ts';
import { SeverityMark } from '../../ui/Chip.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useList } from '../../ui/list.ts';
import { useSpokenChanges } from '../../ui/spoken-changes.ts';
import { useExpectation } from './expectation.ts';
import { Offline } from './Offline.tsx';
import type { Step } from './steps.ts';
import { useClosedWords, useWays } from './ways.ts';

type Props = {
  form: TicketForm;
  isOthers: boolean;
  step: Step;
};

/**
 * Beside the questions, and always true: the severity so far and why, what answer to expect, which ways are open. Of what
 * was written for another account nothing is promised by the one that is signed in. What the step itself shows is not
 * shown again.
 */
export function SidePanel({ form, isOthers, step }: Props) {
  const { t } = useTranslation();
  return (
    <aside className="side" aria-label={t('wizard.side.label')}>
      <Offline form={form} />
      {step !== 'review' && <SoFar form={form} />}
      {step === 'review' ? null : isOthers ? (
        <section>
          <h2>{t('wizard.side.expect')}</h2>
          <p className="soft">{t('wizard.side.otherAccount')}</p>
        </section>
      ) : (
        <>
          <Expected form={form} />
          {step !== 'way' && <OpenWays />}
        </>
      )}
    </aside>
  );
}

function SoFar({ form }: { form: TicketForm }) {
  const { t } = useTranslation();
  const { reasons, unconfirmed } = judgeSoFar(factsOf(form));
  const standing = standingOf(form);
  const isSaid = form.facts.kind !== null || form.severity !== null;
  const list = useList();
  const part = useRef<HTMLElement>(null);
  useSpokenChanges(part);
  return (
    <section ref={part}>
      <h2>{t('wizard.side.severity')}</h2>
      {!isSaid && <p className="soft">{t('wizard.side.severityNone')}</p>}
      {isSaid && (
        <p className="side-mark">
          <SeverityMark severity={severityOf(form)} standing={standing} />
        </p>
      )}
      {standing === 'overridden' && <p className="soft">{t('wizard.side.overridden')}</p>}
      {isSaid && standing !== 'overridden' && reasons.length > 0 && (
        <ul className="side-reasons">
          {reasons.map((reason) => (
            <li key={reason}>{t(`reason.${reason}`)}</li>
          ))}
        </ul>
      )}
      {isSaid && standing === 'not_judged' && <p className="soft">{t('wizard.side.notJudged')}</p>}
      {unconfirmed.length > 0 && (
        <p className="side-unconfirmed">
          {t('wizard.side.unconfirmed', { what: list(unconfirmed.map((name) => t(`fact.${name}`))) })}
        </p>
      )}
    </section>
  );
}

function Expected({ form }: { form: TicketForm }) {
  const { t } = useTranslation();
  const severity = promisedSeverity(form);
  const expectations = useExpectation(form.channel);
  const expectation = severity === null ? null : expectations(severity);
  const part = useRef<HTMLElement>(null);
  useSpokenChanges(part);
  return (
    <section ref={part}>
      <h2>{t('wizard.side.expect')}</h2>
      {expectation === null ? (
        <p className="soft">
          {t(severity === null ? 'wizard.side.notJudgedPromise' : 'wizard.side.unknown')}
        </p>
      ) : (
        <>
          <div className="side-answer">
            <strong>{expectation.answer}</strong>
            {expectation.usually && <span>{expectation.usually}</span>}
          </div>
          <p className="soft">{t('wizard.side.from')}</p>
        </>
      )}
      <p className="soft">{t('wizard.side.decides')}</p>
    </section>
  );
}

function OpenWays() {
  const { t } = useTranslation();
  const ways = useWays();
  const closedWords = useClosedWords();
  return (
    <section>
      <h2>{t('wizard.side.ways')}</h2>
      <ul className="side-ways">
        {ways.map(({ channel, closed }) => (
          <li key={channel} className={closed === null ? '' : 'soft'}>
            <Icon name={closed === null ? 'check' : 'close'} size={13} />
            <span>
              {t(`wizard.way.name.${channel}`)}
              {closed !== null && `: ${closedWords(closed)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
