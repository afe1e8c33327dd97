import { useMemo, useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Header,
  Input,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  TextField,
} from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { TicketSummary } from '#shared/model.ts';
import { type At, allCommands, type Command, isPossible, keyNameOf } from '../../app/commands.ts';
import { useInbox } from '../../state/inbox.ts';
import { goToTicket } from '../../state/navigation.ts';
import { turnOf } from '../../state/people.ts';
import { StateChip } from '../../ui/Chip.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { KeysOf } from '../../ui/keys.tsx';
import { langOf } from '../../ui/text-language.ts';
import { findCommands, findTickets, ticketIndex } from './matching.ts';
import { Over } from './Over.tsx';
import { hideShown, useShown } from './shown.ts';
import { rememberUsed, usedLast } from './used-last.ts';

const NONE: TicketSummary[] = [];
const SECTIONS = ['ticket', 'go', 'list', 'look'] as const;

type Row = { key: string } & (
  | { kind: 'command'; command: Command; label: string }
  | { kind: 'ticket'; ticket: TicketSummary }
);
type Section = { id: string; title: string; rows: Row[] };

/** Everything that can be done, from anywhere: asked for by a key, found by a few letters. */
export function Palette() {
  const { t } = useTranslation();
  return (
    <Over what="palette" className="palette-modal">
      <Dialog className="palette" aria-label={t('palette.title')}>
        <Finder />
      </Dialog>
    </Over>
  );
}

/** What is offered for what is typed so far: everything in its order, or what fits, best first. */
function useSections(query: string, at: At): Section[] {
  const { t, i18n } = useTranslation();
  const tickets = useInbox((state) => state.tickets) ?? NONE;
  const index = useMemo(() => ticketIndex(tickets), [tickets]);
  const [before] = useState(usedLast);
  const commands = useMemo(() => {
    const english = i18n.getFixedT('en');
    return allCommands
      .filter((command) => command.section !== null && isPossible(command, at))
      .map((command) => ({
        command,
        id: command.id,
        label: t(`palette.do.${command.id}`),
        english: english(`palette.do.${command.id}`),
      }));
  }, [at, t, i18n]);

  return useMemo(() => {
    const rowOf = ({ command, label }: (typeof commands)[number]): Row => ({
      kind: 'command',
      key: command.id,
      command,
      label,
    });
    const words = query.trim();
    if (words === '') {
      const recent = before.flatMap((id) => commands.filter((one) => one.id === id));
      const rest = commands.filter((one) => !recent.includes(one));
      return [
        { id: 'recent', title: t('palette.section.recent'), rows: recent.map(rowOf) },
        ...SECTIONS.map((id) => ({
          id,
          title: t(`palette.section.${id}`),
          rows: rest.filter(({ command }) => command.section === id).map(rowOf),
        })),
      ].filter(({ rows }) => rows.length > 0);
    }
    const named = findCommands(words, commands, before);
    const listed = findTickets(words, index);
    const found: Section = {
      id: 'commands',
      title: t('palette.title'),
      rows: named.found.map(rowOf),
    };
    const ticketRows: Section = {
      id: 'tickets',
      title: t('palette.section.tickets'),
      rows: listed.found.map((ticket) => ({ kind: 'ticket', key: ticket.id, ticket })),
    };
    return (listed.best > named.best ? [ticketRows, found] : [found, ticketRows]).filter(
      ({ rows }) => rows.length > 0,
    );
  }, [query, commands, index, before, t]);
}

function Finder() {
  const { t } = useTranslation();
  const [query, setQuery] = useState('');
  const ticketId = useShown((state) => state.ticketId);
  const ticket = useInbox(({ tickets }) => tickets?.find(({ id }) => id === ticketId) ?? null);
  const at = useMemo<At>(() => ({ ticket }), [ticket]);
  const sections = useSections(query, at);

  const run = (key: string) => {
    const row = sections.flatMap(({ rows }) => rows).find((one) => one.key === key);
    if (row === undefined) return;
    hideShown();
    if (row.kind === 'ticket') {
      goToTicket(row.ticket.id, null);
      return;
    }
    rememberUsed(row.command.id);
    row.command.run(at);
  };

  return (
    <Autocomplete inputValue={query} onInputChange={setQuery}>
      <TextField className="palette-field" aria-label={t('palette.label')} autoFocus>
        <Icon name="search" />
        <Input
          className="palette-input"
          role="combobox"
          aria-expanded
          aria-haspopup="listbox"
          placeholder={t('palette.placeholder')}
          dir="auto"
          onKeyDown={(event) => {
            // What only ends a word that is being composed chooses nothing.
            if (event.nativeEvent.isComposing) return;
            // Before anything is chosen, Enter means the first of what fits.
            const first = sections[0]?.rows[0];
            const isChosen = event.currentTarget.getAttribute('aria-activedescendant') !== null;
            if (event.key === 'Enter' && !isChosen && query.trim() !== '' && first) run(first.key);
          }}
        />
        <span className="keys" aria-hidden="true">
          <kbd>Esc</kbd>
        </span>
      </TextField>
      <ListBox
        className="palette-list"
        aria-label={t('palette.results')}
        items={sections}
        selectionMode="none"
        onAction={(key) => run(String(key))}
        renderEmptyState={() => <p className="palette-none">{t('palette.none')}</p>}
      >
        {(section) => (
          <ListBoxSection id={section.id} items={section.rows} className="palette-section">
            <Header className="palette-title">{section.title}</Header>
            {section.rows.map((row) =>
              row.kind === 'ticket' ? (
                <TicketOption key={row.key} ticket={row.ticket} />
              ) : (
                <CommandOption key={row.key} command={row.command} label={row.label} />
              ),
            )}
          </ListBoxSection>
        )}
      </ListBox>
    </Autocomplete>
  );
}

function CommandOption({ command, label }: { command: Command; label: string }) {
  const name = keyNameOf(command.id);
  return (
    <ListBoxItem id={command.id} textValue={label} className="palette-row">
      <Icon name={command.icon} />
      <span className="palette-words">{label}</span>
      {name && <KeysOf name={name} isShort />}
    </ListBoxItem>
  );
}

function TicketOption({ ticket }: { ticket: TicketSummary }) {
  const { t } = useTranslation();
  const title = ticket.title.trim() || t('palette.untitled');
  return (
    <ListBoxItem id={ticket.id} textValue={title} className="palette-row">
      <Icon name={ticket.state === 'draft' ? 'pencil' : 'file'} />
      <span className="palette-words" dir="auto" {...langOf(ticket.title)}>
        {title}
      </span>
      {ticket.number && <span className="palette-number">{ticket.number}</span>}
      <StateChip state={ticket.state} turn={turnOf(ticket)} />
    </ListBoxItem>
  );
}
