/** What happened to a ticket: where it stands in the thread, and how it is said. */
import { useTranslation } from 'react-i18next';
import type { Message, TicketEvent } from '#shared/model.ts';

/** A message, or what happened between two of them. */
export type Entry = Message | TicketEvent;

export const isEvent = (entry: Entry): entry is TicketEvent => 'kind' in entry;

/** Messages in the desk's own order, each event before the first message that is later. */
export function inOrder(messages: readonly Message[], events: readonly TicketEvent[]): Entry[] {
  const before = Map.groupBy(events, (event) => messages.find(({ at }) => at > event.at)?.id ?? null);
  return [
    ...messages.flatMap((message) => [...(before.get(message.id) ?? []), message]),
    ...(before.get(null) ?? []),
  ];
}

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
