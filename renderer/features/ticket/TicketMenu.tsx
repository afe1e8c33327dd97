import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/model.ts';
import { Menu } from '../../ui/Menu.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { CAN, chooseSeverity, reopenTicket, setMuted, solveTicket, useSeverityChoice } from './actions.ts';
import { copyTicket, saveTicket } from './export.ts';
import { SeverityForm } from './SeverityForm.tsx';

/** All that can be done to a ticket as a whole. */
export function TicketMenu({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const { id, muted } = ticket;
  const isChoosing = useSeverityChoice(({ ticketId }) => ticketId === id);
  const setChoosing = (isOn: boolean) => chooseSeverity(isOn ? id : null);

  const items = [
    CAN.solve(ticket) && {
      id: 'solve',
      label: t('ticket.change.solve'),
      icon: 'check' as const,
      run: () => void solveTicket(id),
    },
    CAN.reopen(ticket) && {
      id: 'reopen',
      label: t('ticket.change.reopen'),
      icon: 'again' as const,
      run: () => void reopenTicket(id),
    },
    CAN.setSeverity(ticket) && {
      id: 'severity',
      label: t('ticket.change.severity'),
      icon: 'flame' as const,
      run: () => setChoosing(true),
    },
    {
      id: 'mute',
      label: t(muted ? 'ticket.menu.unmute' : 'ticket.menu.mute'),
      icon: muted ? ('bell' as const) : ('bellOff' as const),
      run: () => void setMuted(id, !muted),
    },
    { id: 'copy', label: t('ticket.menu.copy'), icon: 'copy' as const, run: () => void copyTicket(id) },
    {
      id: 'save',
      label: t('ticket.menu.save'),
      icon: 'file' as const,
      run: () => void saveTicket(id, ticket.number),
    },
  ].filter((item) => item !== false);

  return (
    <div ref={place} className="thread-menu">
      <Menu label={t('ticket.menu.label')} items={items} />
      <Popover triggerRef={place} isOpen={isChoosing} onOpenChange={setChoosing} placement="bottom end">
        <SeverityForm ticket={ticket} close={() => setChoosing(false)} />
      </Popover>
    </div>
  );
}
