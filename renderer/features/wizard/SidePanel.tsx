import { useTranslation } from 'react-i18next';
import { factsOf, isOverridden, severityOf, type TicketForm } from '#shared/model.ts';
import { judgeSoFar } from '#shared/severity/judge.ts';
import { CriticalMark } from '../../ui/Chip.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useList } from '../../ui/list.ts';
import { useExpectation } from './expectation.ts';
import { Offline } from './Offline.tsx';
import { useWays } from './ways.ts';

type Props = {
  form: TicketForm;
  isOthers: boolean;
  /** True beside the questions that the severity follows from. */
  isJudging: boolean;
};

/**
 * Beside the questions, and always true: the severity so far and why, what answer to expect, which ways are open. Of what
 * was written for another account nothing is promised by the one that is signed in.
 */
export function SidePanel({ form, isOthers, isJudging }: Props) {
  const { t } = useTranslation();
  return (
    <aside className="side" aria-label={t('wizard.side.label')}>
      <Offline form={form} />
      <SoFar form={form} isJudging={isJudging} />
      {isOthers ? (
        <section>
          <h2>{t('wizard.side.expect')}</h2>
          <p className="soft">{t('wizard.side.otherAccount')}</p>
        </section>
      ) : (
        <>
          <Expected form={form} />
          <OpenWays />
        </>
      )}
    </aside>
  );
}

function SoFar({ form, isJudging }: Pick<Props, 'form' | 'isJudging'>) {
  const { t } = useTranslation();
  const { level, reasons, unconfirmed } = judgeSoFar(factsOf(form));
  const severity = severityOf(form);
  const isSaid = form.facts.kind !== null || form.severity !== null;
  const list = useList();
  return (
    <section aria-live="polite">
      <h2>{t('wizard.side.severity')}</h2>
      {!isSaid && <p className="soft">{t('wizard.side.severityNone')}</p>}
      {isSaid && (severity === 'business_critical' ? <CriticalMark /> : <p>{t('severity.standard')}</p>)}
      {isOverridden(form) && <p className="soft">{t('wizard.side.overridden')}</p>}
      {isSaid && !isOverridden(form) && reasons.length > 0 && (
        <ul className="side-reasons">
          {reasons.map((reason) => (
            <li key={reason}>{t(`reason.${reason}`)}</li>
          ))}
        </ul>
      )}
      {isJudging && isSaid && level === null && !isOverridden(form) && (
        <p className="soft">{t('wizard.side.mayRise')}</p>
      )}
      {severity === 'business_critical' && unconfirmed.length > 0 && (
        <p className="side-unconfirmed">
          {t('wizard.side.unconfirmed', { what: list(unconfirmed.map((name) => t(`fact.${name}`))) })}
        </p>
      )}
    </section>
  );
}

function Expected({ form }: { form: TicketForm }) {
  const { t } = useTranslation();
  const severity = severityOf(form);
  const expectation = useExpectation(form.channel)(severity);
  return (
    <section>
      <h2>{t('wizard.side.expect')}</h2>
      {expectation === null ? (
        <p className="soft">{t('wizard.side.unknown')}</p>
      ) : (
        <>
          <div className="side-answer">
            <strong>{expectation.answer}</strong>
            {expectation.usually && <span>{expectation.usually}</span>}
          </div>
          <p className="soft">{t('wizard.side.from')}</p>
          {severity === 'business_critical' && <p className="soft">{t('wizard.side.decides')}</p>}
        </>
      )}
    </section>
  );
}

function OpenWays() {
  const { t } = useTranslation();
  const ways = useWays();
  return (
    <section>
      <h2>{t('wizard.side.ways')}</h2>
      <ul className="side-ways">
        {ways.map(({ channel, closed }) => (
          <li key={channel} className={closed === null ? '' : 'soft'}>
            <Icon name={closed === null ? 'check' : 'close'} size={13} />
            <span>
              {t(`wizard.way.name.${channel}`)}
              {closed !== null && `: ${t(`wizard.way.closed.${closed}`)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
