/** What happened to a ticket, in words. */
import { useTranslation } from 'react-i18next';
import type { TicketEvent } from '#shared/model.ts';

/** What happened, in one sentence. */
export function useEventWords(): (event: TicketEvent) => string {
  const { t } = useTranslation();
  return (event) => {
    const { by } = event;
    switch (event.kind) {
      case 'severity_changed': {
        const levels = { from: t(`severity.${event.from}`), to: t(`severity.${event.to}`) };
        const { reason } = event;
        return reason === ''
          ? t('events.severity', { by, ...levels })
          : t('events.severityBecause', { by, reason, ...levels });
      }
      case 'status_changed':
        return t(`events.status.${event.to}`, { by });
      case 'channel_changed':
        return t(`events.channel.${event.to}`, { by });
      case 'assigned':
        return event.to === by ? t('events.taken', { by }) : t('events.assigned', { by, to: event.to });
      case 'merged':
        return t(`events.merged.${event.how}`, { by, number: event.ticket.number });
    }
  };
}
