import { useTranslation } from 'react-i18next';
import type { TicketEvent } from '#shared/model.ts';
import { useInbox } from '../../state/inbox.ts';
import { goToTicket } from '../../state/navigation.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { useEventWords } from './events.ts';
import { Moment } from './Moment.tsx';

const ICONS = {
  status_changed: 'check',
  channel_changed: 'pencil',
  assigned: 'person',
  merged: 'copy',
} as const satisfies Record<string, IconName>;

/** Something that happened to a ticket, said quietly between its messages. */
export function EventLine({ event }: { event: TicketEvent }) {
  const { t } = useTranslation();
  const words = useEventWords();
  const isHere = useInbox(
    ({ tickets }) => event.kind === 'merged' && tickets?.some(({ id }) => id === event.ticket.id),
  );
  const icon =
    event.kind === 'severity_changed' ? (event.to === 'standard' ? 'down' : 'up') : ICONS[event.kind];
  return (
    <div className="event-line" data-testid="event">
      <Icon name={icon} size={13} />
      <p>{words(event)}</p>
      {event.kind === 'merged' && isHere && (
        <Button kind="link" onPress={() => goToTicket(event.ticket.id, null)}>
          {t('events.open', { number: event.ticket.number })}
        </Button>
      )}
      <Moment at={event.at} />
    </div>
  );
}
