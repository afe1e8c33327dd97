import './inbox.css';
import { useMemo } from 'react';
import { GridList, type Key, ListLayout, type Selection, Virtualizer } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { TicketSummary } from '#shared/model.ts';
import { useConnection } from '../../state/connection.ts';
import { type Group, groupOf, inOrder } from '../../state/groups.ts';
import { useInbox } from '../../state/inbox.ts';
import { openTicket, previewTicket, useNavigation } from '../../state/navigation.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useArrival } from '../../ui/focus.ts';
import { newTicket } from '../wizard/newTicket.ts';
import { FirstRun } from './FirstRun.tsx';
import { TicketRow } from './TicketRow.tsx';

const NONE: TicketSummary[] = [];
const ESTIMATED_ROW_PX = 88;

/**
 * The tickets of a group. The open one stays listed until the person leaves it: reading an answer must not pull
 * its row from under the pointer.
 */
export function useListed(group: Group): TicketSummary[] {
  const tickets = useInbox((state) => state.tickets) ?? NONE;
  const openId = useNavigation(({ place }) => (place.screen === 'ticket' ? place.id : null));
  return useMemo(
    () =>
      tickets
        .filter(
          (ticket) => groupOf(ticket) === group || (ticket.id === openId && ticket.state !== 'withdrawn'),
        )
        .sort(inOrder),
    [tickets, group, openId],
  );
}

/** The list pane. Where what opens takes the list's place, a row opens on Enter or click and not by passing it. */
export function Inbox({ isOnlyPane }: { isOnlyPane: boolean }) {
  const { t } = useTranslation();
  const group = useNavigation((state) => state.group);
  const place = useNavigation((state) => state.place);
  const isLoaded = useInbox((state) => state.tickets !== null);
  const listed = useListed(group);
  const heading = useArrival<HTMLHeadingElement>(place.screen === 'list');
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
      </header>
      {listed.length > 0 ? (
        <Virtualizer
          layout={ListLayout}
          layoutOptions={{ estimatedRowSize: ESTIMATED_ROW_PX, padding: 8, gap: 2 }}
        >
          <GridList
            className="inbox-list"
            aria-label={t(`groups.${group}`)}
            items={listed}
            disallowTypeAhead
            selectionMode={isOnlyPane || group === 'drafts' ? 'none' : 'single'}
            selectionBehavior="replace"
            disallowEmptySelection
            selectedKeys={openId ? [openId] : []}
            onSelectionChange={choose}
            onAction={open}
          >
            {(ticket) => <TicketRow ticket={ticket} />}
          </GridList>
        </Virtualizer>
      ) : (
        isLoaded && <EmptyGroup group={group} isOnlyPane={isOnlyPane} />
      )}
    </section>
  );
}

function EmptyGroup({ group, isOnlyPane }: { group: Group; isOnlyPane: boolean }) {
  const { t } = useTranslation();
  const hasDesk = useConnection((state) => state.connection.state !== 'no_desk');
  if (!hasDesk && isOnlyPane && group === 'needsYou') return <FirstRun />;
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
