import './chip.css';
import { useTranslation } from 'react-i18next';
import type { Severity } from '#shared/contract.ts';
import type { TicketState, TicketSummary } from '#shared/model.ts';
import type { Standing } from '#shared/severity/standing.ts';
import { Icon } from './Icon.tsx';

/** The state of a ticket: a dot whose colour only repeats what the words say. `turn` names a colleague whose turn it is. */
export function StateChip({ state, turn = null }: { state: TicketState; turn?: string | null }) {
  const { t } = useTranslation();
  // What waits for a colleague is nobody else's turn, and looks like what waits for others.
  if (state === 'waiting_on_requester' && turn !== null) {
    return <span className="chip">{t('people.turn', { name: turn })}</span>;
  }
  return <span className={`chip chip-${state}`}>{t(`state.${state}`)}</span>;
}

/**
 * The desk has left a ticket out, or it is on its way there once more; nothing where it has it. One that was sent again
 * and refused is as missing as it was.
 */
export function MissingChip({ ticket }: { ticket: Pick<TicketSummary, 'missing' | 'needs'> }) {
  const { t } = useTranslation();
  if (ticket.missing === 'no') return null;
  const missing = ticket.needs === 'refused' ? 'yes' : ticket.missing;
  return <span className={`chip chip-missing-${missing}`}>{t(`absence.chip.${missing}`)}</span>;
}

type Judged = { severity: Severity; standing: Standing; isSign?: boolean };

/**
 * How serious it is, and how that came about: three that never look alike (invariant 12). As a sign, a standard one that
 * was judged needs none.
 */
export function SeverityMark({ severity, standing, isSign = false }: Judged) {
  const { t } = useTranslation();
  const words = isSign ? 'unseen' : '';
  if (standing === 'not_judged') {
    return (
      <span className="severity-mark severity-not_judged">
        <Icon name="unjudged" size={isSign ? 15 : 13} />
        <span className={words}>{t('standing.not_judged')}</span>
      </span>
    );
  }
  return (
    <>
      {severity === 'business_critical' && <CriticalMark isSign={isSign} />}
      {severity === 'standard' && !isSign && (
        <span className="severity-mark">
          {standing === 'judged' && <Icon name="check" size={13} />}
          {t('severity.standard')}
        </span>
      )}
      {standing === 'overridden' && (
        <span className="severity-mark severity-overridden">
          <Icon name="pencil" size={isSign ? 14 : 12} />
          <span className={words}>{t('standing.overridden')}</span>
        </span>
      )}
    </>
  );
}

/** In words, or where room is short as a sign with the words for those who cannot see it. */
export function CriticalMark({ isSign = false }: { isSign?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="critical-mark">
      <Icon name="flame" size={isSign ? 15 : 13} />
      <span className={isSign ? 'unseen' : ''}>{t('severity.business_critical')}</span>
    </span>
  );
}
