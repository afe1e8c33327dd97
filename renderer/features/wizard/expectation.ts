/** What answer a form may expect, in words. */
import { useTranslation } from 'react-i18next';
import type { Severity } from '#shared/contract.ts';
import { promisedSeverity, type TicketForm } from '#shared/model.ts';
import { type Promised, promiseFor } from '#shared/sla/promise.ts';
import { useAtNow } from '../../state/clock.ts';
import { useSettings } from '../../state/settings.ts';
import { useTimes } from '../../ui/time.ts';

const MINUTE = 60_000;

/** What is promised at this minute; null before the desk has told anything of the plan. */
function usePromised(channel: TicketForm['channel']): (severity: Severity) => Promised | null {
  const account = useSettings((state) => state.account);
  const { calendar, deskOffsetMs } = useSettings((state) => state.service);
  const minute = useAtNow((now) => Math.floor(now / MINUTE) * MINUTE);
  return (severity) =>
    account &&
    promiseFor(
      account.policy,
      calendar,
      { role: account.requester.role, severity, channel },
      minute + deskOffsetMs,
    );
}

type Expectation = { answer: string; usually: string | null };

/** The short form, for the side panel; null before the desk has told anything of the plan. */
export function useExpectation(channel: TicketForm['channel']): (severity: Severity) => Expectation | null {
  const { t } = useTranslation();
  const times = useTimes();
  const promised = usePromised(channel);
  return (severity) => {
    const given = promised(severity);
    if (given === null) return null;
    if (given.kind === 'guaranteed') {
      const time = times.duration(given.withinMinutes * MINUTE);
      return { answer: t('wizard.side.within', { time }), usually: hoursWords(given.clock) };
    }
    const usually =
      given.kind === 'aim' ? t('wizard.side.usually', { count: given.withinBusinessDays }) : whyNone(given);
    return { answer: t('wizard.side.noGuarantee'), usually };
  };

  function hoursWords(clock: 'always' | 'service_hours'): string | null {
    return clock === 'service_hours' ? t('wizard.side.serviceHours') : null;
  }
  function whyNone(given: Extract<Promised, { kind: 'none' }>): string | null {
    if (given.why === 'excepted') return given.reason;
    return given.why === 'no_rule' ? null : t('wizard.side.unreadable');
  }
}

/** The whole sentence, for the review, and whether it is a guarantee. Nothing rests on a severity that nobody judged. */
export function usePromiseWords(form: TicketForm): { words: string; isGuaranteed: boolean } {
  const { t } = useTranslation();
  const times = useTimes();
  const promised = usePromised(form.channel);
  const severity = promisedSeverity(form);
  const given = severity === null ? null : promised(severity);
  return { words: wordsOf(), isGuaranteed: given?.kind === 'guaranteed' };

  function wordsOf(): string {
    if (severity === null) return t('wizard.promise.notJudged');
    if (given === null) return t('wizard.promise.unknown');
    if (given.kind === 'aim') return t('wizard.promise.aim', { count: given.withinBusinessDays });
    if (given.kind === 'none') {
      return given.why === 'excepted'
        ? t('wizard.promise.excepted', { reason: given.reason })
        : t('wizard.promise.none');
    }
    const time = times.duration(given.withinMinutes * MINUTE, 'long');
    return t(given.clock === 'always' ? 'wizard.promise.guaranteed' : 'wizard.promise.inServiceHours', {
      time,
    });
  }
}
