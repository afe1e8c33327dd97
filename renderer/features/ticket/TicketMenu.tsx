import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketEdit } from '#shared/contract.ts';
import type { Ticket } from '#shared/model.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { showToast } from '../../state/notices.ts';
import { readTicket } from '../../state/ticket.ts';
import { Menu } from '../../ui/Menu.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { changeTicket } from './edit.ts';
import { copyTicket, saveTicket } from './export.ts';
import { SeverityForm } from './SeverityForm.tsx';

/** All that can be done to a ticket as a whole. */
export function TicketMenu({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const [isChoosing, setChoosing] = useState(false);
  const { id, state, muted, deleted } = ticket;
  const isAlive = deleted === null && (state === 'open' || state === 'waiting_on_requester');

  const change = async (edit: TicketEdit) => {
    const failure = await changeTicket(id, edit);
    if (failure) showToast({ text: t(`errors.${failure.code}`) });
  };
  const mute = async () => {
    const answer = await ask('ticket.setMuted', { id, muted: !muted });
    if (!answer.ok) {
      showToast({ text: t(`errors.${answer.failure.code}`) });
      return;
    }
    await Promise.all([readTicket(), readInbox()]);
    showToast({ text: t(muted ? 'ticket.menu.unmuted' : 'ticket.menu.nowMuted') });
  };

  const items = [
    isAlive && {
      id: 'solve',
      label: t('ticket.change.solve'),
      icon: 'check' as const,
      run: () => void change({ status: 'solved' }),
    },
    deleted === null &&
      ticket.solvedBy === null &&
      state === 'solved' && {
        id: 'reopen',
        label: t('ticket.change.reopen'),
        icon: 'again' as const,
        run: () => void change({ status: 'open' }),
      },
    isAlive && {
      id: 'severity',
      label: t('ticket.change.severity'),
      icon: 'flame' as const,
      run: () => setChoosing(true),
    },
    {
      id: 'mute',
      label: t(muted ? 'ticket.menu.unmute' : 'ticket.menu.mute'),
      icon: muted ? ('bell' as const) : ('bellOff' as const),
      run: () => void mute(),
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
