/**
 * Everything that can be done, once: the palette, the keys and the sheet of keys are derived from this list. The words
 * of a command are `palette.do.<id>`, its keys those of the same name in the table of keys.
 */
import i18next from 'i18next';
import type { TicketSummary } from '#shared/model.ts';
import { showCallSheet } from '../features/call/callSheet.ts';
import { hideShown, showKeys, showPalette, useShown } from '../features/palette/shown.ts';
import { choose } from '../features/settings/choose.ts';
import { askFor, CAN, markUnread, reopenTicket, setMuted, solveTicket } from '../features/ticket/actions.ts';
import { copyTicket, savePdf, saveTicket } from '../features/ticket/export.ts';
import { newTicket } from '../features/wizard/newTicket.ts';
import { withdraw } from '../features/wizard/withdraw.ts';
import { writeAgain } from '../features/wizard/writeAgain.ts';
import { tryNow, useConnection } from '../state/connection.ts';
import { GROUPS, type Group } from '../state/groups.ts';
import { useInbox } from '../state/inbox.ts';
import { ask } from '../state/lifeline.ts';
import { chooseWhose, clearFilters, toggleFilter, useListing } from '../state/listing.ts';
import {
  backToList,
  goToBeginning,
  goToReply,
  isBesideGroups,
  showDiscarded,
  showGroup,
  showKept,
  showSearch,
  showSettings,
  useNavigation,
} from '../state/navigation.ts';
import { sayFailure } from '../state/notices.ts';
import { setFollowed } from '../state/people.ts';
import { useSettings } from '../state/settings.ts';
import type { IconName } from '../ui/Icon.tsx';
import { KEY_TABLE, type KeyName } from '../ui/key-table.ts';
import { hasList, hopPane, moveInList, ticketAtHand } from './panes.ts';

/** What a command finds when it is run. */
export type At = { ticket: TicketSummary | null };

type Entry = {
  id: string;
  icon: IconName;
  /** Where it stands in the palette; null for what only keys do. */
  section: 'ticket' | 'go' | 'list' | 'look' | null;
  /** Without it, always. */
  isPossible?: (at: At) => boolean;
  run: (at: At) => void;
};

/** A command for the ticket at hand, which is there whenever it can be run. */
function ofTicket<const Id extends string>(
  id: Id,
  icon: IconName,
  run: (ticket: TicketSummary) => void,
  can: (ticket: TicketSummary) => boolean = () => true,
) {
  return {
    id,
    icon,
    section: 'ticket' as const,
    isPossible: ({ ticket }: At) => ticket !== null && can(ticket),
    run: ({ ticket }: At) => {
      if (ticket !== null) run(ticket);
    },
  };
}

const GROUP_ICONS: Record<Group, IconName> = {
  needsYou: 'hand',
  open: 'person',
  unsent: 'tray',
  drafts: 'pencil',
  solved: 'check',
};

const ORDERS = [
  ['orderImportant', 'important'],
  ['orderPromise', 'promise'],
  ['orderNewest', 'newest'],
] as const;
const FILTERS = [
  ['filterUnread', 'unread'],
  ['filterCritical', 'critical'],
  ['filterFiles', 'files'],
] as const;
const WHOSE = [
  ['whoseMine', 'mine'],
  ['whoseEveryone', 'everyone'],
] as const;
const hasColleagues = () => useInbox.getState().tickets?.some(({ requester }) => requester !== null) === true;
const THEMES = [
  ['themeLight', 'light'],
  ['themeDark', 'dark'],
  ['themeSystem', 'system'],
] as const;
const LANGUAGES = [
  ['languageEn', 'en'],
  ['languageNb', 'nb'],
] as const;

const preferences = () => useSettings.getState().settings?.preferences;
const isPlainView = ({ state }: TicketSummary) => state !== 'draft';

async function showCallSheetOf({ id }: TicketSummary): Promise<void> {
  const answer = await ask('ticket.get', { id });
  if (answer.ok) showCallSheet(answer.value.form, answer.value);
  else sayFailure(answer.failure);
}

export const COMMANDS = [
  ofTicket('reply', 'send', ({ id }) => goToReply(id), CAN.reply),
  ofTicket('solve', 'check', ({ id }) => void solveTicket(id), CAN.solve),
  ofTicket('reopen', 'again', ({ id }) => void reopenTicket(id), CAN.reopen),
  ofTicket('severity', 'flame', ({ id }) => askFor(id, 'severity'), CAN.setSeverity),
  ofTicket('callBack', 'phone', ({ id }) => askFor(id, 'callBack'), CAN.callBack),
  ofTicket('goOnInWriting', 'pencil', ({ id }) => askFor(id, 'writing'), CAN.goOnInWriting),
  ofTicket('callSheet', 'phone', (ticket) => void showCallSheetOf(ticket)),
  ofTicket('markUnread', 'bell', ({ id }) => void markUnread(id), CAN.markUnread),
  ofTicket(
    'mute',
    'bellOff',
    ({ id, muted }) => void setMuted(id, !muted),
    (ticket) => CAN.mute(ticket) && !ticket.muted,
  ),
  ofTicket(
    'unmute',
    'bell',
    ({ id }) => void setMuted(id, false),
    (ticket) => CAN.mute(ticket) && ticket.muted,
  ),
  ofTicket('follow', 'bell', ({ id }) => void setFollowed(id, true), CAN.follow),
  ofTicket('unfollow', 'bellOff', ({ id }) => void setFollowed(id, false), CAN.unfollow),
  ofTicket('useAgain', 'again', (ticket) => void writeAgain(ticket), isPlainView),
  ofTicket('beginning', 'top', ({ id }) => goToBeginning(id), isPlainView),
  ofTicket('copy', 'copy', ({ id }) => void copyTicket(id), isPlainView),
  ofTicket('save', 'file', ({ id, number }) => void saveTicket(id, number), isPlainView),
  ofTicket('savePdf', 'print', ({ id, number }) => void savePdf(id, number), isPlainView),
  ofTicket(
    'throwAway',
    'trash',
    ({ id }) => void withdraw(id),
    ({ state }) => state === 'draft',
  ),

  { id: 'newTicket', icon: 'plus', section: 'go', run: newTicket },
  ...GROUPS.map((group) => ({
    id: group,
    icon: GROUP_ICONS[group],
    section: 'go' as const,
    run: () => showGroup(group),
  })),
  { id: 'search', icon: 'search', section: 'go', run: showSearch },
  { id: 'kept', icon: 'chart', section: 'go', run: showKept },
  { id: 'discarded', icon: 'trash', section: 'go', run: showDiscarded },
  { id: 'settings', icon: 'gear', section: 'go', run: showSettings },
  { id: 'keys', icon: 'keyboard', section: 'go', run: showKeys },
  {
    id: 'tryNow',
    icon: 'send',
    section: 'go',
    isPossible: () => useConnection.getState().connection.state !== 'no_desk',
    run: () => void tryNow(),
  },

  ...ORDERS.map(([id, listOrder]) => ({
    id,
    icon: 'sort' as const,
    section: 'list' as const,
    isPossible: () => preferences()?.listOrder !== listOrder,
    run: () => void choose({ listOrder }),
  })),
  ...FILTERS.map(([id, filter]) => ({
    id,
    icon: 'filter' as const,
    section: 'list' as const,
    run: () => {
      if (isBesideGroups(useNavigation.getState().place)) backToList();
      toggleFilter(filter);
    },
  })),
  ...WHOSE.map(([id, whose]) => ({
    id,
    icon: 'person' as const,
    section: 'list' as const,
    isPossible: () => hasColleagues() && useListing.getState().whose !== whose,
    run: () => {
      if (isBesideGroups(useNavigation.getState().place)) backToList();
      chooseWhose(whose);
    },
  })),
  {
    id: 'clearFilters',
    icon: 'close',
    section: 'list',
    isPossible: () => {
      const { filters, whose } = useListing.getState();
      return filters.length > 0 || whose !== 'everyone';
    },
    run: clearFilters,
  },

  ...THEMES.map(([id, theme]) => ({
    id,
    icon: 'screen' as const,
    section: 'look' as const,
    isPossible: () => preferences()?.theme !== theme,
    run: () => void choose({ theme }),
  })),
  ...LANGUAGES.map(([id, language]) => ({
    id,
    icon: 'globe' as const,
    section: 'look' as const,
    isPossible: () => i18next.language !== language,
    run: () => void choose({ language }),
  })),

  {
    id: 'palette',
    icon: 'dots',
    section: null,
    run: ({ ticket }) =>
      useShown.getState().what === 'palette' ? hideShown() : showPalette(ticket?.id ?? null),
  },
  { id: 'panes', icon: 'more', section: null, run: () => hopPane(1) },
  { id: 'panesBack', icon: 'back', section: null, run: () => hopPane(-1) },
  {
    id: 'back',
    icon: 'back',
    section: null,
    isPossible: () => useNavigation.getState().place.screen !== 'list',
    run: backToList,
  },
  { id: 'next', icon: 'down', section: null, isPossible: hasList, run: () => moveInList(1) },
  { id: 'previous', icon: 'up', section: null, isPossible: hasList, run: () => moveInList(-1) },
] as const satisfies readonly Entry[];

export type Command = Entry & { id: (typeof COMMANDS)[number]['id'] };
export type CommandId = Command['id'];

export const allCommands: readonly Command[] = COMMANDS;

/** The command's name in the table of keys, if it has keys. */
export function keyNameOf(id: CommandId): KeyName | null {
  return id in KEY_TABLE ? (id as KeyName) : null;
}

/** What keys, and a click, find. */
export const atHand = (): At => ({ ticket: ticketAtHand() });

export const isPossible = (command: Command, at: At): boolean => command.isPossible?.(at) ?? true;
