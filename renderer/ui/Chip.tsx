import './chip.css';
import { useTranslation } from 'react-i18next';
import type { TicketState, TicketSummary } from '#shared/model.ts';
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
