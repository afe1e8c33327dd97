import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Outbox } from '../features/outbox/Outbox.tsx';
import { newTicket } from '../features/wizard/newTicket.ts';
import { GROUPS, type Group, groupOf } from '../state/groups.ts';
import { useInbox } from '../state/inbox.ts';
import {
  isBesideGroups,
  showGroup,
  showKept,
  showSearch,
  showSettings,
  useNavigation,
} from '../state/navigation.ts';
import { useSettings } from '../state/settings.ts';
import { Button } from '../ui/Button.tsx';
import type { IconName } from '../ui/Icon.tsx';

const ICONS: Record<Group, IconName> = {
  needsYou: 'hand',
  open: 'person',
  unsent: 'tray',
  drafts: 'pencil',
  solved: 'check',
};

/** How many tickets each group has, and how many of all have a new answer: those are in the first group. */
function useCounts(): { counts: Record<Group, number>; unread: number } {
  const tickets = useInbox((state) => state.tickets);
  return useMemo(() => {
    const counts: Record<Group, number> = { needsYou: 0, open: 0, unsent: 0, drafts: 0, solved: 0 };
    let unread = 0;
    for (const ticket of tickets ?? []) {
      const group = groupOf(ticket);
      if (group) counts[group] += 1;
      if (ticket.unread && group === 'needsYou') unread += 1;
    }
    return { counts, unread };
  }, [tickets]);
}

export function Sidebar() {
  const { t } = useTranslation();
  const { counts, unread } = useCounts();
  const { group, place } = useNavigation();
  const desk = useSettings((state) => state.account?.desk.name ?? null);

  return (
    <nav className="sidebar" aria-label={t('groups.label')} data-pane>
      <p className="sidebar-name">
        {t('app.name')}
        {desk && (
          <bdi className="sidebar-desk" title={desk}>
            {desk}
          </bdi>
        )}
      </p>
      <Button
        kind="primary"
        icon="plus"
        className="sidebar-new"
        aria-label={t('nav.newTicket')}
        onPress={newTicket}
      >
        <span className="sidebar-word">{t('nav.newTicket')}</span>
      </Button>
      <Button
        kind="quiet"
        icon="search"
        className="sidebar-item"
        {...(place.screen === 'search' && { 'aria-current': 'page' })}
        onPress={showSearch}
      >
        <span className="sidebar-word">{t('search.title')}</span>
      </Button>
      <ul className="sidebar-groups">
        {GROUPS.map((one) => (
          <li key={one}>
            <Button
              kind="quiet"
              icon={ICONS[one]}
              className={`sidebar-item sidebar-${one}`}
              {...(one === group && !isBesideGroups(place) && { 'aria-current': 'page' })}
              onPress={() => showGroup(one)}
            >
              <span className="sidebar-word">{t(`groups.${one}`)}</span>
              {counts[one] > 0 && one !== 'solved' && <span className="sidebar-count">{counts[one]}</span>}
              {one === 'needsYou' && unread > 0 && (
                <span className="unseen">{t('sort.unread', { count: unread })}</span>
              )}
            </Button>
          </li>
        ))}
      </ul>
      <div className="sidebar-foot">
        <Button
          kind="quiet"
          icon="chart"
          className="sidebar-item"
          {...(place.screen === 'kept' && { 'aria-current': 'page' })}
          onPress={showKept}
        >
          <span className="sidebar-word">{t('kept.nav')}</span>
        </Button>
        <Button
          kind="quiet"
          icon="gear"
          className="sidebar-item"
          {...(place.screen === 'settings' && { 'aria-current': 'page' })}
          onPress={showSettings}
        >
          <span className="sidebar-word">{t('nav.settings')}</span>
        </Button>
        <Outbox />
      </div>
    </nav>
  );
}
