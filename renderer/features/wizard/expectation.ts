/** What answer a form may expect, in words. */
import { useTranslation } from 'react-i18next';
import type { Severity } from '#shared/contract.ts';
import type { TicketForm } from '#shared/model.ts';
import { promisedTarget } from '#shared/sla/promise.ts';
import { useSettings } from '../../state/settings.ts';
import { useTimes } from '../../ui/time.ts';

const MINUTE = 60_000;

/** The target for this form at a severity; `unknown` before the desk has told anything of the plan. */
function useTarget(channel: TicketForm['channel']) {
  const account = useSettings((state) => state.account);
  return (severity: Severity) =>
    account ? promisedTarget(account.policy, { role: account.requester.role, severity, channel }) : 'unknown';
}

type Expectation = { answer: string; usually: string | null };

/** The short form, for the side panel; null before the desk has told anything of the plan. */
export function useExpectation(channel: TicketForm['channel']): (severity: Severity) => Expectation | null {
  const { t } = useTranslation();
  const times = useTimes();
  const target = useTarget(channel);
  return (severity) => {
    const given = target(severity);
    if (given === 'unknown') return null;
    if (given?.kind === 'guaranteed') {
      const time = times.duration(given.withinMinutes * MINUTE);
      return { answer: t('wizard.side.within', { time }), usually: null };
    }
    const usually = given ? t('wizard.side.usually', { count: given.withinBusinessDays }) : null;
    return { answer: t('wizard.side.noGuarantee'), usually };
  };
}

/** The whole sentence, for the review. */
export function usePromiseWords(form: TicketForm): string {
  const { t } = useTranslation();
  const times = useTimes();
  const target = useTarget(form.channel);
  const given = form.severity === null ? 'unknown' : target(form.severity);
  if (given === 'unknown') return t('wizard.promise.unknown');
  if (given === null) return t('wizard.promise.none');
  return given.kind === 'guaranteed'
    ? t('wizard.promise.guaranteed', { time: times.duration(given.withinMinutes * MINUTE) })
    : t('wizard.promise.aim', { count: given.withinBusinessDays });
}
