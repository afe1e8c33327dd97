import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/model.ts';
import { setFollowed } from '../../state/people.ts';
import { Menu } from '../../ui/Menu.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { CallForm } from '../call/CallForm.tsx';
import { GoOnInWriting } from '../chat/GoOnInWriting.tsx';
import { writeAgain } from '../wizard/writeAgain.ts';
import { askFor, CAN, reopenTicket, setMuted, solveTicket, stopAsking, useAsking } from './actions.ts';
import { copyTicket, savePdf, saveTicket } from './export.ts';
import { SeverityForm } from './SeverityForm.tsx';

/** All that can be done to a ticket as a whole. */
export function TicketMenu({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const { id, muted } = ticket;
  const asking = useAsking(({ ticketId, what }) => (ticketId === id ? what : null));

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
      run: () => askFor(id, 'severity'),
    },
    CAN.callBack(ticket) && {
      id: 'callBack',
      label: t('callBack.ask'),
      icon: 'phone' as const,
      run: () => askFor(id, 'callBack'),
    },
    CAN.goOnInWriting(ticket) && {
      id: 'writing',
      label: t('chat.writing.do'),
      icon: 'pencil' as const,
      run: () => askFor(id, 'writing'),
    },
    !ticket.isMine && {
      id: 'follow',
      label: t(ticket.followed ? 'people.menu.unfollow' : 'people.menu.follow'),
      icon: ticket.followed ? ('bellOff' as const) : ('bell' as const),
      run: () => void setFollowed(id, !ticket.followed),
    },
    CAN.mute(ticket) && {
      id: 'mute',
      label: t(muted ? 'ticket.menu.unmute' : 'ticket.menu.mute'),
      icon: muted ? ('bell' as const) : ('bellOff' as const),
      run: () => void setMuted(id, !muted),
    },
    {
      id: 'useAgain',
      label: t('people.again.do'),
      icon: 'again' as const,
      run: () => void writeAgain(ticket),
    },
    { id: 'copy', label: t('ticket.menu.copy'), icon: 'copy' as const, run: () => void copyTicket(id) },
    {
      id: 'save',
      label: t('ticket.menu.save'),
      icon: 'file' as const,
      run: () => void saveTicket(id, ticket.number),
    },
    {
      id: 'pdf',
      label: t('paper.save'),
      icon: 'print' as const,
      run: () => void savePdf(id, ticket.number),
    },
  ].filter((item) => item !== false);

  return (
    <div ref={place} className="thread-menu">
      <Menu label={t('ticket.menu.label')} items={items} />
      <Popover
        triggerRef={place}
        isOpen={asking !== null}
        onOpenChange={(isOpen) => isOpen || stopAsking()}
        placement="bottom end"
      >
        {asking === 'severity' && <SeverityForm ticket={ticket} close={stopAsking} />}
        {asking === 'callBack' && <CallForm ticket={ticket} close={stopAsking} />}
        {asking === 'writing' && <GoOnInWriting ticket={ticket} close={stopAsking} />}
      </Popover>
    </div>
  );
}
