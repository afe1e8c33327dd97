/** Finds tickets, messages, files and help pages by their words, the newest first. */
import { z } from 'zod';
import { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import { type SearchAnswer, type SearchHit, TicketState } from '#shared/model.ts';
import { ShownName } from '#shared/names.ts';
import {
  asksNothing,
  excerptOf,
  indexQuery,
  markedWhole,
  readSearch,
  type SearchQuery,
  type SearchState,
} from '#shared/search.ts';
import { safeName } from '../attachments/names.ts';
import type { Db } from '../ports.ts';
import { IS_MINE, IS_OWN_FILE, IS_OWN_PART } from './tickets.ts';

/** Of each kind; nobody reads further, they write another word. */
const MOST_HITS = 50;
/**
 * So many of the newest matches are looked at for what is no matter of words, such as a severity. Ranking or sorting
 * all of a million would take seconds.
 */
const MOST_LOOKED_AT = 20_000;
const EXCERPT_LENGTH = 180;
/** Of a text, as much as an excerpt is sought in. */
const LONGEST_TEXT = 50_000;

const IS: Record<SearchState, string> = {
  // What waits for a colleague is nobody else's turn.
  open: `(t.state = 'open' OR (t.state = 'waiting_on_requester' AND NOT ${IS_MINE('t')}))`,
  waiting: `(t.state = 'waiting_on_requester' AND ${IS_MINE('t')})`,
  unsent: `t.state IN ('queued', 'sending')`,
  draft: `t.state = 'draft'`,
  solved: `t.state = 'solved'`,
  closed: `t.state = 'closed'`,
  unread: 't.unread = 1',
  refused: `t.state = 'needs_attention'`,
  missing: 't.missing_since IS NOT NULL AND t.deleted IS NULL',
};

const TITLE = `CASE WHEN t.title <> '' THEN t.title ELSE substr(t.question, 1, 200) END`;

const TicketRow = z.object({
  id: TicketId,
  title: ShownName,
  body: z.string(),
  state: TicketState,
  number: ShownName.nullable(),
  at: z.int(),
});
const MessageRow = z.object({
  id: MessageId,
  ticket_id: TicketId,
  title: ShownName,
  is_own: z.int(),
  author: ShownName,
  body: z.string(),
  at: z.int(),
});
const FileRow = z.object({
  id: AttachmentId,
  ticket_id: TicketId,
  message_id: MessageId.nullable(),
  title: ShownName,
  name: z.string().transform(safeName),
  at: z.int(),
});
const ArticleRow = z.object({ id: z.uuid(), title: ShownName, body: z.string(), at: z.int() });

/** Conditions in SQL, and what they are filled with. */
type Conditions = { where: string[]; values: Record<string, string | number> };

/** What each index of words is made of. */
const INDEXED = { ticket: 'title, body', message: 'author, body', attachment: 'name' } as const;

/**
 * Writes the indexes of words anew, inside the caller's transaction. No sum guards them, and SQLite's own check passes
 * over one that has become an older version of itself: it finds too little, and takes no more entries.
 */
export function refillWords(db: Db): void {
  for (const [table, columns] of Object.entries(INDEXED)) {
    db.exec(`INSERT INTO ${table}_words (${table}_words) VALUES ('delete-all');
      INSERT INTO ${table}_words (rowid, ${columns})
        SELECT s.key, ${columns} FROM ${table}_text t JOIN searchable s ON s.kind = '${table}' AND s.id = t.id;`);
  }
  db.exec(`INSERT INTO article_words (article_words) VALUES ('rebuild')`);
}

export function openSearch(db: Db) {
  /** The newest rows that fit the words, and of these what fits the rest. Without words, all that fits the rest. */
  function rows(
    kind: 'ticket' | 'message' | 'attachment',
    { select, from, newest }: { select: string; from: string; newest?: string },
    query: SearchQuery,
    of: Conditions,
  ) {
    const words = indexQuery(query.terms);
    const source =
      words === null
        ? `searchable s CROSS JOIN ${from}`
        : `${kind}_words w CROSS JOIN searchable s ON s.key = w.rowid CROSS JOIN ${from}`;
    const where = [
      ...(words === null ? [] : [`${kind}_words MATCH @words AND w.rowid >= @floor`]),
      `s.kind = '${kind}' AND t.state <> 'withdrawn'`,
      ...of.where,
    ];
    const order = newest ?? (words === null ? 's.key DESC' : 'w.rowid DESC');
    return db
      .prepare(
        `SELECT ${select} FROM ${source} WHERE ${where.join(' AND ')} ORDER BY ${order} LIMIT ${MOST_HITS + 1}`,
      )
      .all({ ...of.values, ...(words !== null && { words, floor: floorOf(kind, words) }) });
  }

  /** The index gives its rows from the newest on without sorting; where to stop has to be asked of it first. */
  function floorOf(kind: string, words: string): number {
    const last = db.prepare(
      `SELECT rowid FROM ${kind}_words WHERE ${kind}_words MATCH ? ORDER BY rowid DESC LIMIT 1 OFFSET ${MOST_LOOKED_AT}`,
    );
    return z.int().parse(last.pluck().get(words) ?? 0);
  }

  function tickets(query: SearchQuery): SearchHit[] {
    if (query.from !== null && query.from !== 'me') return [];
    const parts = {
      select: `t.id, ${TITLE} AS title, substr(v.body, 1, ${LONGEST_TEXT}) AS body, t.state, t.number, t.updated_at AS at`,
      from: 'ticket t ON t.id = s.id JOIN ticket_text v ON v.id = t.id',
      newest: 't.updated_at DESC',
    };
    return z
      .array(TicketRow)
      .parse(
        rows(
          'ticket',
          parts,
          query,
          joined(aboutTicket(query), between(query, 't.updated_at'), askedBy(query)),
        ),
      )
      .map(({ id, title, body, state, number, at }) => ({
        kind: 'ticket',
        ticketId: id,
        ...{ state, number, at },
        title: markedWhole(title, query.terms),
        excerpt: excerptOf(body, query.terms, EXCERPT_LENGTH),
      }));
  }

  function messages(query: SearchQuery): SearchHit[] {
    if (query.terms.length === 0 && query.from === null) return [];
    const parts = {
      select: `m.id, m.ticket_id, ${TITLE} AS title, ${IS_OWN_PART('m', 't')} AS is_own, m.author_name AS author,
        substr(m.body, 1, ${LONGEST_TEXT}) AS body, m.at`,
      from: 'message m ON m.id = s.id JOIN ticket t ON t.id = m.ticket_id',
    };
    const by = writtenBy(query);
    return z
      .array(MessageRow)
      .parse(
        rows(
          'message',
          parts,
          query,
          joined(aboutTicket(query), between(query, 'm.at'), by, {
            where: ['m.deleted IS NULL'],
            values: {},
          }),
        ),
      )
      .map(({ id, ticket_id, title, is_own, author, body, at }) => ({
        kind: 'message',
        ticketId: ticket_id,
        messageId: id,
        ...{ title, author, at },
        isOwn: is_own === 1,
        excerpt: excerptOf(body, query.terms, EXCERPT_LENGTH),
      }));
  }

  function files(query: SearchQuery): SearchHit[] {
    if (query.terms.length === 0 || (query.from !== null && query.from !== 'me')) return [];
    const parts = {
      select: `a.id, a.ticket_id, a.message_id, ${TITLE} AS title, a.name, a.at`,
      from: 'attachment a ON a.id = s.id JOIN ticket t ON t.id = a.ticket_id',
    };
    const where = ['a.deleted IS NULL', ...(query.from === 'me' ? [IS_OWN_FILE('a', 't')] : [])];
    return z
      .array(FileRow)
      .parse(
        rows(
          'attachment',
          parts,
          query,
          joined(aboutTicket(query), between(query, 'a.at'), { where, values: {} }),
        ),
      )
      .map(({ id, ticket_id, message_id, title, name, at }) => ({
        kind: 'attachment',
        attachmentId: id,
        ticketId: ticket_id,
        messageId: message_id,
        ...{ title, at },
        name: markedWhole(name, query.terms),
      }));
  }

  function articles(query: SearchQuery, owner: string | null): SearchHit[] {
    const words = indexQuery(query.terms);
    const isAboutTickets =
      query.is.length > 0 || query.severity !== null || query.hasFile || query.from !== null;
    if (words === null || owner === null || isAboutTickets) return [];
    const { where, values } = between(query, 'a.updated_at');
    const found = db
      .prepare(
        `SELECT a.id, a.title, substr(a.body, 1, ${LONGEST_TEXT}) AS body, a.updated_at AS at
         FROM article_words w JOIN article a ON a.key = w.rowid
         WHERE ${['article_words MATCH @words', 'a.owner = @owner', ...where].join(' AND ')}
         ORDER BY a.updated_at DESC LIMIT ${MOST_HITS + 1}`,
      )
      .all({ ...values, words, owner });
    return z
      .array(ArticleRow)
      .parse(found)
      .map(({ id, title, body, at }) => ({
        kind: 'article',
        articleId: id,
        at,
        title: markedWhole(title, query.terms),
        excerpt: excerptOf(body, query.terms, EXCERPT_LENGTH),
      }));
  }

  return {
    /** What fits a line of text that a person wrote, the newest first. `owner` is whose help pages are looked through. */
    find(text: string, owner: string | null): SearchAnswer {
      const query = readSearch(text);
      if (asksNothing(query)) return { hits: [], more: false, notUnderstood: query.notUnderstood };
      const kinds = [tickets(query), messages(query), files(query), articles(query, owner)];
      return {
        hits: kinds.flatMap((hits) => hits.slice(0, MOST_HITS)).sort((a, b) => b.at - a.at),
        more: kinds.some((hits) => hits.length > MOST_HITS),
        notUnderstood: query.notUnderstood,
      };
    },
  };
}
export type SearchStore = ReturnType<typeof openSearch>;

function joined(...all: Conditions[]): Conditions {
  return {
    where: all.flatMap(({ where }) => where),
    values: Object.assign({}, ...all.map(({ values }) => values)),
  };
}

function aboutTicket({ is, severity, hasFile }: SearchQuery): Conditions {
  const where = [
    ...(is.length > 0 ? [`(${is.map((state) => IS[state]).join(' OR ')})`] : []),
    ...(severity !== null ? ['t.severity = @severity'] : []),
    ...(hasFile
      ? ['EXISTS (SELECT 1 FROM attachment f WHERE f.ticket_id = t.id AND f.deleted IS NULL)']
      : []),
  ];
  return { where, values: severity === null ? {} : { severity } };
}

/** The days of the person's own calendar. */
function between({ after, before }: SearchQuery, column: string): Conditions {
  const start = (day: string) => new Date(`${day}T00:00`).getTime();
  return {
    where: [
      ...(after === null ? [] : [`${column} >= @after`]),
      ...(before === null ? [] : [`${column} < @before`]),
    ],
    values: {
      ...(after !== null && { after: start(after) }),
      ...(before !== null && { before: start(before) }),
    },
  };
}

/** The words of a ticket itself are those of who asked for it. */
const askedBy = ({ from }: SearchQuery): Conditions => ({
  where: from === 'me' ? [IS_MINE('t')] : [],
  values: {},
});

function writtenBy({ from }: SearchQuery): Conditions {
  if (from === null) return { where: [], values: {} };
  if (from === 'me') return { where: [IS_OWN_PART('m', 't')], values: {} };
  const author = indexQuery(readSearch(from).terms);
  // A name without a letter is nobody's.
  if (author === null) return { where: ['0'], values: {} };
  return {
    where: [
      `s.key IN (SELECT rowid FROM message_words WHERE message_words MATCH @author ORDER BY rowid DESC LIMIT ${MOST_LOOKED_AT})`,
    ],
    values: { author: `author : (${author})` },
  };
}
