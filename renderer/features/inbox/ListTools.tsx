/** What stands above the list: its order, and what of it is shown. */
import { useEffect, useMemo, useState } from 'react';
import {
  Menu as AriaMenu,
  Popover as AriaPopover,
  MenuItem,
  MenuTrigger,
  ToggleButton,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { ListOrder, type TicketSummary } from '#shared/model.ts';
import { useInbox } from '../../state/inbox.ts';
import {
  chooseWhose,
  clearFilters,
  FILTERS,
  filterCounts,
  requestersOf,
  toggleFilter,
  useListing,
  type Whose,
} from '../../state/listing.ts';
import { useSettings } from '../../state/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon, type IconName } from '../../ui/Icon.tsx';
import { KeysOf } from '../../ui/keys.tsx';
import { POPOVER_PLACE } from '../../ui/Popover.tsx';
import { choose } from '../settings/choose.ts';

type Menu = {
  icon: IconName;
  className: string;
  label: string;
  /** What the button says besides its sign. */
  children: React.ReactNode;
  chosen: string;
  options: readonly (readonly [key: string, name: string])[];
  onChoose: (key: string) => void;
};

/** A sign above the list, and behind it the few things of which one is chosen. */
function ListMenu({ icon, className, label, children, chosen, options, onChoose }: Menu) {
  const [place, setPlace] = useState<HTMLElement | null>(null);
  useEffect(() => setPlace(document.getElementById(POPOVER_PLACE)), []);
  return (
    <MenuTrigger>
      <Button kind="quiet" icon={icon} className={className} aria-label={label}>
        {children}
      </Button>
      <AriaPopover
        className="menu-popover"
        placement="bottom end"
        {...(place && { UNSTABLE_portalContainer: place })}
      >
        <AriaMenu
          className="menu"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[chosen]}
          onAction={(key) => onChoose(String(key))}
        >
          {options.map(([key, name]) => (
            <MenuItem key={key} id={key} textValue={name} className="menu-item">
              <span className="menu-mark">{key === chosen && <Icon name="check" />}</span>
              <bdi>{name}</bdi>
            </MenuItem>
          ))}
        </AriaMenu>
      </AriaPopover>
    </MenuTrigger>
  );
}

/** The order of the list; it is kept for the next time. */
export function OrderMenu() {
  const { t } = useTranslation();
  const order = useSettings((state) => state.settings?.preferences.listOrder ?? 'important');
  return (
    <ListMenu
      icon="sort"
      className="inbox-order"
      label={t('sort.label', { order: t(`sort.order.${order}`) })}
      chosen={order}
      options={ListOrder.options.map((one) => [one, t(`sort.order.${one}`)])}
      onChoose={(key) => void choose({ listOrder: ListOrder.parse(key) })}
    >
      {null}
    </ListMenu>
  );
}

const NO_TICKETS: TicketSummary[] = [];

/** Whose tickets are shown: everyone's, one's own, or a colleague's. Not there while all are one's own. */
export function WhoseMenu() {
  const { t } = useTranslation();
  const tickets = useInbox((state) => state.tickets) ?? NO_TICKETS;
  const whose = useListing((state) => state.whose);
  const requesters = useMemo(() => requestersOf(tickets), [tickets]);
  if (requesters.length === 0) return null;
  const names: Record<string, string> = {
    everyone: t('people.whose.everyone'),
    mine: t('people.whose.mine'),
    ...Object.fromEntries(requesters.map(({ id, name }) => [`id:${id}`, name || t('people.somebody')])),
  };
  const chosen = names[whose] ?? t('people.whose.everyone');
  return (
    <ListMenu
      icon="person"
      className="inbox-whose"
      label={t('people.whose.label', { whose: chosen })}
      chosen={whose}
      options={Object.entries(names)}
      onChoose={(key) => chooseWhose(whoseOf(key))}
    >
      {whose === 'everyone' ? null : <bdi className="inbox-whose-name">{chosen}</bdi>}
    </ListMenu>
  );
}

const whoseOf = (key: string): Whose =>
  key === 'everyone' || key === 'mine' ? key : `id:${key.slice('id:'.length)}`;

/** Shows only some of the tickets, each with how many that would be. What would leave none is not offered. */
export function Filters({ tickets }: { tickets: readonly TicketSummary[] }) {
  const { t } = useTranslation();
  const chosen = useListing((state) => state.filters);
  const counts = useMemo(() => filterCounts(tickets), [tickets]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would be laid out by its own rules
    <div className="inbox-filters" role="group" aria-label={t('sort.filters')}>
      {FILTERS.filter((filter) => counts[filter] > 0 || chosen.includes(filter)).map((filter) => (
        <ToggleButton
          key={filter}
          className="inbox-filter"
          isSelected={chosen.includes(filter)}
          onChange={() => toggleFilter(filter)}
        >
          {t(`sort.filter.${filter}`)} <span className="inbox-filter-count">{counts[filter]}</span>
        </ToggleButton>
      ))}
    </div>
  );
}

/** When the filters leave nothing: says how much they hide, and how to have it back. */
export function NothingFits({ hidden }: { hidden: number }) {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('sort.none.title')} body={t('sort.none.body', { count: hidden })}>
      <Button icon="close" onPress={clearFilters}>
        {t('sort.none.clear')}
        <KeysOf name="clearFilters" />
      </Button>
    </EmptyState>
  );
}
