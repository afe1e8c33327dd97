import { useEffect, useRef } from 'react';
import { GridListItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/ids.ts';
import type { TicketSummary } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { focusTaken, useNavigation } from '../../state/navigation.ts';
import { turnOf, whoseWords } from '../../state/people.ts';
import { MissingChip, SeverityMark, StateChip } from '../../ui/Chip.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { PromiseClock } from '../../ui/PromiseClock.tsx';
import { langOf } from '../../ui/text-language.ts';
import { useTimes } from '../../ui/time.ts';

/** A draft has not been judged as a matter of course. */
const isSent = ({ state }: TicketSummary) => state !== 'draft' && state !== 'withdrawn';
const isOver = ({ state }: TicketSummary) => state === 'solved' || state === 'closed';

/** Takes the focus to the row that it stands in when the person comes back to the list from its ticket. */
function BackHere({ id }: { id: TicketId }) {
  const ref = useRef<HTMLSpanElement>(null);
  const isWanted = useNavigation(
    ({ place, leftId, focusWanted }) => place.screen === 'list' && leftId === id && focusWanted === 'view',
  );
  useEffect(() => {
    if (!isWanted) return;
    ref.current?.closest<HTMLElement>('[role="row"]')?.focus();
    focusTaken();
  }, [isWanted]);
  return <span ref={ref} hidden />;
}

/**
 * A row has no name but what it shows, so that it says all of it. Without a text of its own the list says nothing
 * besides when it is chosen: an arrow key is answered once.
 */
export function TicketRow({ ticket }: { ticket: TicketSummary }) {
  const { t } = useTranslation();
  const times = useTimes();
  const updated = useAtNow((now) => times.shortMoment(ticket.updatedAt, now));
  const title = ticket.title.trim() || t('inbox.untitled');
  const whose = whoseWords(ticket);
  const turn = turnOf(ticket);
  const group = useNavigation((state) => state.group);
  // The heading of the list says it of all of them.
  const isSaidAbove = turn === null && t(`state.${ticket.state}`) === t(`groups.${group}`);

  return (
    <GridListItem
      id={ticket.id}
      className={`row ${ticket.unread ? 'row-unread' : ''} ${ticket.title.trim() ? '' : 'row-untitled'}`}
    >
      <BackHere id={ticket.id} />
      <div className="row-line">
        {ticket.unread && (
          <span className="row-dot">
            <span className="unseen">{t('inbox.unread')}</span>
          </span>
        )}
        {(ticket.standing !== 'not_judged' || isSent(ticket)) && <SeverityMark {...ticket} isSign />}
        <span className="row-title" dir="auto" {...langOf(ticket.title)}>
          {title}
        </span>
        {ticket.muted && (
          <span className="row-muted">
            <Icon name="bellOff" size={13} />
            <span className="unseen">{t('ticket.muted')}</span>
          </span>
        )}
      </div>
      <div className="row-sub">
        <span className="row-excerpt" dir="auto" {...langOf(ticket.excerpt)}>
          {ticket.excerpt}
        </span>
        <time className="row-time" dateTime={new Date(ticket.updatedAt).toISOString()}>
          {updated}
        </time>
      </div>
      <div className="row-foot">
        {whose !== null && (
          <span className="row-whose">
            <Icon name={ticket.followed ? 'bell' : 'person'} size={13} />
            <bdi>{whose}</bdi>
          </span>
        )}
        {(ticket.missing === 'no' || isOver(ticket)) && (
          <span className={isSaidAbove ? 'unseen' : 'row-mark'}>
            <StateChip state={ticket.state} turn={turn} />
          </span>
        )}
        <MissingChip ticket={ticket} />
        {ticket.unreadNews && <span className="chip">{t('unread.chip')}</span>}
        {ticket.needs && (
          <span className={`chip chip-needs-${ticket.needs}`}>{t(`inbox.needs.${ticket.needs}`)}</span>
        )}
        {ticket.otherAccount && <span className="chip chip-other">{t('account.chip')}</span>}
        {ticket.replyWaiting && <span className="chip chip-queued">{t('inbox.replyWaiting')}</span>}
        {ticket.missing === 'no' && <PromiseClock ticket={ticket} isOnlyWhatIsDue />}
      </div>
    </GridListItem>
  );
}
