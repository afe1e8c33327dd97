import './inbox.css';
import { useEffect, useMemo, useState } from 'react';
import {
  Collection,
  GridList,
  GridListLoadMoreItem,
  type Key,
  ListLayout,
  type Selection,
  Virtualizer,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/ids.ts';
import type { TicketSummary } from '#shared/model.ts';
import { useConnection } from '../../state/connection.ts';
import { type Group, groupOf } from '../../state/groups.ts';
import { useInbox } from '../../state/inbox.ts';
import { fits, openTicketId, ordered, useListing } from '../../state/listing.ts';
import { openTicket, previewTicket, showDiscarded, useNavigation } from '../../state/navigation.ts';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useArrival } from '../../ui/focus.ts';
import { newTicket } from '../wizard/newTicket.ts';
import { FirstRun } from './FirstRun.tsx';
import { Filters, NothingFits, OrderMenu, WhoseMenu } from './ListTools.tsx';
import { TicketRow } from './TicketRow.tsx';

const NONE: TicketSummary[] = [];
const ESTIMATED_ROW_PX = 88;

/** The list component keeps a node for each of its tickets: 50,000 of them took seconds and half a gigabyte. Measured. */
const TICKETS_AT_A_TIME = 300;

/** The first tickets of the list and the open one, and a way to have more of them when the person comes to their end. */
function useFirstOf(listed: TicketSummary[], group: Group) {
  const [reached, setReached] = useState({ group, count: TICKETS_AT_A_TIME });
  const openId = useNavigation(openTicketId);
  const count = reached.group === group ? reached.count : TICKETS_AT_A_TIME;
  const first = useMemo(
    () => listed.filter(({ id }, index) => index < count || id === openId),
    [listed, count, openId],
  );
  const more =
    count < listed.length ? () => setReached({ group, count: count + TICKETS_AT_A_TIME }) : undefined;
  return { first, more };
}

/**
 * The tickets of a group that the filters let through, and how many there are without these. The open one stays
 * listed until the person leaves it: reading an answer must not pull its row from under the pointer.
 */
export function useListed(group: Group): { listed: TicketSummary[]; ofGroup: TicketSummary[] } {
  const tickets = useInbox((state) => state.tickets) ?? NONE;
  const openId = useNavigation(openTicketId);
  const { filters, whose, openBefore } = useListing();
  const order = useSettings((state) => state.settings?.preferences.listOrder ?? 'important');
  const ofGroup = useMemo(
    () =>
      ordered(
        tickets.filter(
          (ticket) => groupOf(ticket) === group || (ticket.id === openId && ticket.state !== 'withdrawn'),
        ),
        order,
      ),
    [tickets, group, openId, order],
  );
  const listed = useMemo(
    () =>
      filters.length === 0 && whose === 'everyone'
        ? ofGroup
        : ofGroup.filter(
            (ticket) => fits(ticket, filters, whose) || (ticket.id === openId && openId !== openBefore),
          ),
    [ofGroup, filters, whose, openId, openBefore],
  );
  return { listed, ofGroup };
}

/** A row of a list that is just drawn may take a moment; one that is scrolled out of sight is not drawn. */
const ROW_WITHIN_MS = 150;

/** Who comes back from a ticket goes on at its row, which takes the focus itself. False where there is none. */
function useIsBackAtRow(listed: readonly TicketSummary[]): boolean {
  const leftId = useNavigation((state) => (state.focusWanted === 'view' ? state.leftId : null));
  const [missed, setMissed] = useState<TicketId | null>(null);
  useEffect(() => {
    if (leftId === null) return;
    const timer = setTimeout(() => setMissed(leftId), ROW_WITHIN_MS);
    return () => clearTimeout(timer);
  }, [leftId]);
  return leftId !== null && leftId !== missed && listed.some(({ id }) => id === leftId);
}

/** The list pane. Where what opens takes the list's place, a row opens on Enter or click and not by passing it. */
export function Inbox({ isOnlyPane }: { isOnlyPane: boolean }) {
  const { t } = useTranslation();
  const group = useNavigation((state) => state.group);
  const place = useNavigation((state) => state.place);
  const isLoaded = useInbox((state) => state.tickets !== null);
  const { listed, ofGroup } = useListed(group);
  const { first, more } = useFirstOf(listed, group);
  const isBackAtRow = useIsBackAtRow(listed);
  const heading = useArrival<HTMLHeadingElement>(place.screen === 'list' && !isBackAtRow);
  // A view has one h1: the ticket's title when one is open, else this.
  const Heading = place.screen === 'list' ? 'h1' : 'h2';
  const openId = place.screen === 'ticket' ? place.id : null;

  const idOf = (key: Key | undefined) => listed.find((ticket) => ticket.id === key)?.id;
  const choose = (keys: Selection) => {
    const id = keys === 'all' ? undefined : idOf([...keys][0]);
    if (id && id !== openId) previewTicket(id);
  };
  const open = (key: Key) => {
    const id = idOf(key);
    if (id) openTicket(id);
  };

  return (
    <section className="inbox" aria-label={t('inbox.list', { group: t(`groups.${group}`) })} data-pane>
      <header className="inbox-head">
        <Heading ref={heading} tabIndex={-1}>
          {t(`groups.${group}`)}
        </Heading>
        <div className="inbox-tools">
          <WhoseMenu />
          {ofGroup.length > 1 && <OrderMenu />}
        </div>
      </header>
      <Filters tickets={ofGroup} />
      {listed.length > 0 ? (
        <Virtualizer
          layout={ListLayout}
          layoutOptions={{ estimatedRowSize: ESTIMATED_ROW_PX, padding: 8, gap: 2 }}
        >
          <GridList
            className="inbox-list"
            aria-label={t(`groups.${group}`)}
            disallowTypeAhead
            // Who has pressed on the wrong row can still move away.
            shouldSelectOnPressUp
            selectionMode={isOnlyPane || group === 'drafts' ? 'none' : 'single'}
            selectionBehavior="replace"
            disallowEmptySelection
            selectedKeys={openId ? [openId] : []}
            onSelectionChange={choose}
            onAction={open}
          >
            <Collection items={first}>{(ticket) => <TicketRow ticket={ticket} />}</Collection>
            {more && <GridListLoadMoreItem onLoadMore={more} />}
          </GridList>
        </Virtualizer>
      ) : (
        isLoaded &&
        (ofGroup.length > 0 ? (
          <NothingFits hidden={ofGroup.length} />
        ) : (
          <EmptyGroup group={group} isOnlyPane={isOnlyPane} />
        ))
      )}
      {group === 'drafts' && (
        <footer className="inbox-foot">
          <Button kind="quiet" icon="trash" onPress={showDiscarded}>
            {t('discarded.title')}
          </Button>
        </footer>
      )}
    </section>
  );
}

function EmptyGroup({ group, isOnlyPane }: { group: Group; isOnlyPane: boolean }) {
  const { t } = useTranslation();
  const hasDesk = useConnection((state) => state.connection.state !== 'no_desk');
  const isAway = useConnection((state) => state.restarting);
  // Nobody knows what there is.
  if (isAway) return <EmptyState title={t('connection.restarting')} body={t('app.restarting')} />;
  if (!hasDesk && isOnlyPane && group === 'needsYou') return <FirstRun isWholeView={false} />;
  const isPlaceToStart = group === 'needsYou' || group === 'open' || group === 'drafts';
  return (
    <EmptyState title={t(`inbox.empty.${group}.title`)} body={t(`inbox.empty.${group}.body`)}>
      {isPlaceToStart && (
        <Button icon="plus" onPress={newTicket}>
          {t('nav.newTicket')}
        </Button>
      )}
    </EmptyState>
  );
}
