import { GridListItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { TicketSummary } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { turnOf, whoseWords } from '../../state/people.ts';
import { MissingChip, SeverityMark, StateChip } from '../../ui/Chip.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PromiseClock } from '../../ui/PromiseClock.tsx';
import { useTimes } from '../../ui/time.ts';

/** A draft has not been judged as a matter of course. */
const isSent = ({ state }: TicketSummary) => state !== 'draft' && state !== 'withdrawn';
const isOver = ({ state }: TicketSummary) => state === 'solved' || state === 'closed';

export function TicketRow({ ticket }: { ticket: TicketSummary }) {
  const { t } = useTranslation();
  const times = useTimes();
  const updated = useAtNow((now) => times.shortMoment(ticket.updatedAt, now));
  const title = ticket.title.trim() || t('inbox.untitled');
  const whose = whoseWords(ticket);
  const turn = turnOf(ticket);

  // The title first, because letters typed in the list look for it.
  const spoken = [
    title,
    ticket.standing !== 'not_judged' &&
      ticket.severity === 'business_critical' &&
      t('severity.business_critical'),
    ticket.standing !== 'judged' && isSent(ticket) && t(`standing.${ticket.standing}`),
    ticket.unread && t('inbox.unread'),
    whose,
    ticket.state === 'waiting_on_requester' && turn !== null
      ? t('people.turn', { name: turn })
      : t(`state.${ticket.state}`),
    ticket.needs && t(`inbox.needs.${ticket.needs}`),
    ticket.missing !== 'no' && t(`absence.chip.${ticket.missing}`),
    ticket.unreadNews && t('unread.chip'),
    ticket.otherAccount && t('account.chip'),
  ]
    .filter(Boolean)
    .join(', ');

  return (
    <GridListItem
      id={ticket.id}
      textValue={spoken}
      className={`row ${ticket.unread ? 'row-unread' : ''} ${ticket.title.trim() ? '' : 'row-untitled'}`}
    >
      <div className="row-line">
        {ticket.unread && (
          <span className="row-dot">
            <span className="unseen">{t('inbox.unread')}</span>
          </span>
        )}
        {(ticket.standing !== 'not_judged' || isSent(ticket)) && <SeverityMark {...ticket} isSign />}
        <span className="row-title" dir="auto">
          {title}
        </span>
        {ticket.muted && (
          <span className="row-muted">
            <Icon name="bellOff" size={13} />
            <span className="unseen">{t('ticket.muted')}</span>
          </span>
        )}
        <time className="row-time" dateTime={new Date(ticket.updatedAt).toISOString()}>
          {updated}
        </time>
      </div>
      {ticket.excerpt && (
        <div className="row-excerpt" dir="auto">
          {ticket.excerpt}
        </div>
      )}
      <div className="row-marks">
        {whose !== null && (
          <span className="row-whose">
            <Icon name={ticket.followed ? 'bell' : 'person'} size={13} />
            <bdi>{whose}</bdi>
          </span>
        )}
        {(ticket.missing === 'no' || isOver(ticket)) && <StateChip state={ticket.state} turn={turn} />}
        <MissingChip ticket={ticket} />
        {ticket.unreadNews && <span className="chip">{t('unread.chip')}</span>}
        {ticket.needs && (
          <span className={`chip chip-needs-${ticket.needs}`}>{t(`inbox.needs.${ticket.needs}`)}</span>
        )}
        {ticket.otherAccount && <span className="chip chip-other">{t('account.chip')}</span>}
        {ticket.replyWaiting && <span className="chip chip-queued">{t('inbox.replyWaiting')}</span>}
        {ticket.missing === 'no' && !(ticket.otherAccount && ticket.number === null) && (
          <PromiseClock ticket={ticket} />
        )}
      </div>
    </GridListItem>
  );
}
