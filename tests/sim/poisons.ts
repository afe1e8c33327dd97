/** Changes that the model desk tells badly: what they are, and how each is spoilt. */
import { v4 } from 'uuid';
import type { Entry } from './desk-book.ts';

/**
 * Ways to tell of something that is really there. Those that are readable have a safe reading; the others
 * cannot be read at all.
 */
export const READABLE = ['status', 'severity', 'leapSecond', 'farDate'] as const;
export const UNREADABLE = ['missingField', 'wrongType'] as const;
/** Changes that tell of nothing that is there. */
export const NONSENSE = ['badDeletion', 'messageElsewhere', 'messageElsewhere', 'fileElsewhere'] as const;
export type Poison = (typeof READABLE)[number] | (typeof UNREADABLE)[number];

const LONG_AGO = '1600-01-01T00:00:00Z';
const FAR_AHEAD = '9999-12-31T23:59:59Z';

type Row = Record<string, unknown>;

export function openPoisons() {
  const poisoned = new Map<string, Poison>();
  /** Tickets that were ever told of so that nobody could read it. */
  const everIn = new Set<string>();
  return {
    add(id: string, ticket: string, poison: Poison): void {
      poisoned.set(id, poison);
      if (isUnreadable(poison)) everIn.add(ticket);
    },
    /** Something was told that names this ticket and makes no sense. */
    mentioned: (ticket: string): void => void everIn.add(ticket),
    everIn: (ticket: string): boolean => everIn.has(ticket),
    heal: (id: string): void => void poisoned.delete(id),
    healAll: (): void => poisoned.clear(),
    ids: (): string[] => [...poisoned.keys()],
    unreadable: (id: string): boolean => isUnreadable(poisoned.get(id)),
    /** The row as it is told. */
    spoilt<T extends Row>(id: string, row: T): Row {
      const poison = poisoned.get(id);
      return poison === undefined ? row : spoilt(row, poison);
    },
  };
}

const isUnreadable = (poison: Poison | undefined): boolean => UNREADABLE.some((each) => each === poison);

function spoilt(row: Row, poison: Poison): Row {
  const isMessage = 'body' in row;
  switch (poison) {
    case 'status':
      return { ...row, status: 'resting' };
    case 'severity':
      return { ...row, severity: 'rather_urgent' };
    case 'leapSecond':
      return { ...row, [isMessage ? 'createdAt' : 'updatedAt']: '2016-12-31T23:59:60Z' };
    case 'farDate':
      return { ...row, [isMessage ? 'editedAt' : 'updatedAt']: isMessage ? LONG_AGO : FAR_AHEAD };
    case 'missingField':
      return without(row, isMessage ? 'body' : 'version');
    case 'wrongType':
      return { ...row, [isMessage ? 'body' : 'version']: { of: 'another kind' } };
  }
}

export function without(row: Row, ...fields: string[]): Row {
  return Object.fromEntries(Object.entries(row).filter(([field]) => !fields.includes(field)));
}

/** What a message says that is told of under another ticket than its own. */
export const NOBODYS_WORDS = 'These words belong to nobody.';
/** The name of a file that is told of so. */
export const NOBODYS_FILE = 'strange';

type Named = { id: string; ticketId: string };

/** Change rows that name what is really there, and say of it what cannot be. */
export const nonsense = {
  badDeletion: ({ ticketId }: Named): Entry => {
    const deletion = { what: 'message', id: v4({ random: new Uint8Array(16) }), ticketId, by: 'Nobody' };
    return entry(deletion.id, { kind: 'deleted', deletion: { ...deletion, at: '2026-03-02T09:00:00Z' } });
  },
  /** A message that is known, under another ticket and with other words. */
  messageElsewhere: (doc: Row & Named, ticketId: string): Entry =>
    entry(doc.id, { kind: 'message', message: { ...doc, ticketId, body: NOBODYS_WORDS } }),
  fileElsewhere: (doc: Row & Named, ticketId: string): Entry =>
    entry(doc.id, {
      kind: 'attachment',
      attachment: { ...doc, ticketId, messageId: null, name: NOBODYS_FILE },
    }),
};

/** What no desk says: it would break a client that believes it, or holds all of it. */
export const BOMBS = ['deletion', 'deep', 'huge', 'many'] as const;
export type Bomb = (typeof BOMBS)[number];

const v4Of = (n: number): string =>
  v4({ random: Uint8Array.from({ length: 16 }, (_, at) => (n + at * 7) % 256) });

/** Rows that stand for nothing, about a ticket that may be there. */
export function bomb(how: Bomb, ticketId: string): Entry[] {
  switch (how) {
    case 'deletion':
      return (['ticket', 'message', 'attachment'] as const).map((what, n) => {
        const deletion = { what, id: v4Of(n), ticketId, by: 'Nobody', at: '2026-03-02T09:00:00Z' };
        return entry(deletion.id, { kind: 'deleted', deletion });
      });
    case 'deep':
      return [
        entry('deep', { kind: 'message', message: { body: DEEP } }),
        entry('deeper', { kind: 'article', article: DEEP }),
      ];
    case 'huge':
      return [
        entry('huge', {
          kind: 'article',
          article: { id: v4Of(9), title: 'x'.repeat(5_000), body: '[|'.repeat(60_000), updatedAt: LONG_AGO },
        }),
      ];
    case 'many':
      return Array.from({ length: 60 }, (_, n) =>
        entry(`many ${n}`, { kind: 'article_deleted', id: v4Of(20 + n) }),
      );
  }
}

/** Stands in a row for arrays in arrays, so deep that nothing writes or reads them by calling itself. */
const DEEP = 'arrays in arrays';
const DEPTH = 20_000;
export const written = (body: string): string =>
  body.replaceAll(`"${DEEP}"`, `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`);

/** Where it was told, nothing is told any more. */
export const FORGOTTEN = { kind: 'forgotten' };
export const nonsenseAbout = (id: string): string => `nonsense ${id}`;
const entry = (id: string, raw: unknown): Entry => ({ what: 'message', id: nonsenseAbout(id), raw });
