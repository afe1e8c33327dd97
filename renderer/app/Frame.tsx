import './frame.css';
import { useEffect, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountCard } from '../features/account/AccountCard.tsx';
import { CallSheet } from '../features/call/CallSheet.tsx';
import { FirstRun } from '../features/inbox/FirstRun.tsx';
import { Inbox, useListed } from '../features/inbox/Inbox.tsx';
import { Kept } from '../features/kept/Kept.tsx';
import { KeySheet } from '../features/palette/KeySheet.tsx';
import { Palette } from '../features/palette/Palette.tsx';
import { Search } from '../features/search/Search.tsx';
import { Settings } from '../features/settings/Settings.tsx';
import { StatusLine } from '../features/status/StatusLine.tsx';
import { Ticket } from '../features/ticket/Ticket.tsx';
import { Discarded } from '../features/wizard/Discarded.tsx';
import { useConnection } from '../state/connection.ts';
import { groupOf } from '../state/groups.ts';
import { useInbox } from '../state/inbox.ts';
import { backToList, isBesideGroups, type Place, useNavigation } from '../state/navigation.ts';
import { useTicket } from '../state/ticket.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { ConnectionBar } from './ConnectionBar.tsx';
import { Held, LowDisk, Missing, Recovered, Unreadable } from './Health.tsx';
import { Sidebar } from './Sidebar.tsx';
import { StoreFailure } from './StoreFailure.tsx';

const narrow = window.matchMedia('(width < 860px)');

/** Whether there is room for one pane only; the same figure as in frame.css. */
function useOnePane(): boolean {
  return useSyncExternalStore(
    (changed) => {
      narrow.addEventListener('change', changed);
      return () => narrow.removeEventListener('change', changed);
    },
    () => narrow.matches,
  );
}

const openIdOf = (place: Place) => (place.screen === 'ticket' ? place.id : null);

/** When the open ticket leaves the outbox, the sidebar follows it: nothing sent stands under "waiting". */
function useFollowSent(place: Place) {
  const openId = openIdOf(place);
  const target = useInbox(({ tickets }) => {
    const ticket = openId === null ? undefined : tickets?.find((one) => one.id === openId);
    return ticket ? groupOf(ticket) : null;
  });
  const group = useNavigation((state) => state.group);
  useEffect(() => {
    if (group === 'unsent' && target && target !== 'unsent') useNavigation.setState({ group: target });
  }, [group, target]);
}

/** Before there is a desk or a ticket, an empty list beside the welcome would only be in the way. */
function useIsFirstRun(place: Place): boolean {
  const hasDesk = useConnection((state) => state.connection.state !== 'no_desk');
  const isEmpty = useInbox((state) => state.tickets?.length === 0);
  const group = useNavigation((state) => state.group);
  return !hasDesk && isEmpty && group === 'needsYou' && place.screen === 'list';
}

export function Frame() {
  const { t } = useTranslation();
  const place = useNavigation((state) => state.place);
  const failure = useInbox((state) => state.failure);
  const isRestarting = useConnection((state) => state.restarting);
  const isOnePane = useOnePane();
  const isDraft = useTicket(({ ticket }) => ticket?.state === 'draft' && ticket.id === openIdOf(place));
  useFollowSent(place);

  const isLoaded = useInbox((state) => state.tickets !== null);
  const isFirstRun = useIsFirstRun(place);
  // Once there is something to show, a failure is said in the bar and takes nothing off the screen.
  const isFailed = failure !== null && !isLoaded && place.screen !== 'settings';
  const barWords = isRestarting
    ? t('app.restarting')
    : failure && isLoaded
      ? t(`errors.${failure.code}`)
      : null;
  // Writing a ticket, searching, figures and settings take the room of the list.
  const hasRoomForList = !isFailed && !isDraft && !isFirstRun && !isBesideGroups(place);
  const hasList = hasRoomForList && (!isOnePane || place.screen === 'list');
  const hasContent = !hasList || !isOnePane;

  return (
    <div className="frame">
      <div className="frame-top">
        <div className="frame-bar" role="status">
          {barWords && <p>{barWords}</p>}
          <LowDisk />
          <Held />
          <Missing />
          <Unreadable />
        </div>
        <ConnectionBar />
        {/* Whoever writes a ticket reads it beside the questions. */}
        {!isDraft && <StatusLine />}
        <Recovered />
      </div>
      <Sidebar />
      <CallSheet />
      <Palette />
      <KeySheet />
      {/* With one pane the list is what this window is about, so main holds it. */}
      {hasList &&
        (hasContent ? (
          <Inbox isOnlyPane={false} />
        ) : (
          <main className="frame-main">
            <Inbox isOnlyPane />
          </main>
        ))}
      {hasContent && (
        <main className={hasList ? 'frame-main' : 'frame-main frame-wide'} data-pane>
          {isOnePane && !isFailed && !isDraft && !isFirstRun && (
            <div className="frame-back">
              <Button kind="quiet" icon="back" onPress={backToList}>
                {t('app.back')}
              </Button>
            </div>
          )}
          {isFailed ? (
            <StoreFailure failure={failure} />
          ) : isFirstRun ? (
            <FirstRun isWholeView />
          ) : (
            <Content place={place} />
          )}
        </main>
      )}
    </div>
  );
}

function Content({ place }: { place: Place }) {
  switch (place.screen) {
    case 'kept':
      return <Kept />;
    case 'discarded':
      return <Discarded />;
    case 'settings':
      return <Settings />;
    case 'search':
      return <Search />;
    case 'ticket':
      return <Ticket id={place.id} />;
    case 'list':
      return <NothingOpen />;
  }
}

/** Beside a list of which nothing is open. */
function NothingOpen() {
  const { t } = useTranslation();
  const group = useNavigation((state) => state.group);
  const hasTickets = useListed(group).listed.length > 0;
  const hasDesk = useConnection((state) => state.connection.state !== 'no_desk');
  if (!hasDesk) return <FirstRun isWholeView={false} />;
  return (
    <div className="home">
      {hasTickets && <EmptyState title={t('app.none.title')} body={t('app.none.body')} />}
      <AccountCard isShort />
    </div>
  );
}
