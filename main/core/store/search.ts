/**
 * Finds tickets, messages, files and help pages by their words and parts of words, the newest first. The index names
 * texts that may fit, and each is read before it counts; so this is done in turns between which core goes on.
 */
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { spellingsOf } from '#shared/folding.ts';
import { AttachmentId, MessageId, TicketId } from '#shared/ids.ts';
import { type SearchAnswer, type SearchHit, TicketState } from '#shared/model.ts';
import { ShownName } from '#shared/names.ts';
import {
  asksNothing,
  excerptOf,
  type Fit,
  fitOf,
  markedWhole,
  readSearch,
  type SearchQuery,
  type SearchState,
  type Sought,
  soughtBy,
} from '#shared/search.ts';
import { safeName } from '../attachments/names.ts';
import type { Db } from '../ports.ts';
import { blockOf, inBlock, nameQueryFor, queryFor } from './pieces.ts';
import { IS_MINE, IS_OWN_FILE, IS_OWN_PART } from './tickets.ts';
import type { Kind } from './word-index.ts';

/** Of each kind; nobody reads further, they write another word. */
const MOST_HITS = 50;
const ENOUGH = MOST_HITS + 1;
/** So many of the index's entries are looked at in one turn; at first few, because most searches end with them. */
const FIRST_STEP = 100;
const STEP = 500;
/** Where the newest are not those that came last, so many are put in order before the first of them is read. */
const MOST_SORTED = 2_000;
/** Without words: so many things, in the order in which they came. */
const WALK = 100;
/** A message that is walked by counts as so many entries: its row and its ticket's lie far apart in the file. */
const WALKED_MESSAGE = 5;
/** In one turn so many characters are read: some 10 ms. Making a hit of what fits costs as much as so many. */
const TURN_CHARACTERS = 100_000;
const HIT_CHARACTERS = 5_000;
/**
 * What fits so few of so many is not sought further, and whoever searches is told so: entries that are looked at, and
 * characters that are read to see whether they fit.
 */
const LIMITS = { lookedAt: 50_000, read: 4_000_000 };
export type SearchLimits = typeof LIMITS;
const EXCERPT_LENGTH = 180;
/** Of a text, as much as is indexed. */
const LONGEST_TEXT = 100_000;

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
  own_title: z.string(),
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

/** How the things of a kind are found: their rows, and of a row what is looked through and what is told of it. */
type Source<Row> = {
  kind: Kind;
  /** The table, `s`, with the keys that the index knows them by. */
  keys: 'searchable' | 'article';
  joins: string;
  /** What else is joined to read a text. */
  reads?: string;
  select: string;
  row: z.ZodType<Row>;
  /** What the newest come first by, where it is not the order in which they came. */
  newest?: string;
  text: (row: Row) => string;
  author?: (row: Row) => string;
  hit: (row: Row, query: SearchQuery) => SearchHit;
};

const TICKETS: Source<z.infer<typeof TicketRow>> = {
  kind: 'ticket',
  keys: 'searchable',
  joins: 'ticket t ON t.id = s.id',
  reads: 'CROSS JOIN ticket_text v ON v.id = t.id',
  select: `t.id, ${TITLE} AS title, v.title AS own_title, v.body, t.state, t.number, t.updated_at AS at`,
  row: TicketRow,
  newest: 't.updated_at',
  text: ({ own_title, body }) => `${own_title}\n${body}`,
  hit: ({ id, title, body, state, number, at }, { terms }) => ({
    kind: 'ticket',
    ticketId: id,
    ...{ state, number, at },
    title: markedWhole(title, terms),
    excerpt: excerptOf(body, terms, EXCERPT_LENGTH),
  }),
};

const MESSAGES: Source<z.infer<typeof MessageRow>> = {
  kind: 'message',
  keys: 'searchable',
  joins: 'message m ON m.id = s.id CROSS JOIN ticket t ON t.id = m.ticket_id',
  select: `m.id, m.ticket_id, ${TITLE} AS title, ${IS_OWN_PART('m', 't')} AS is_own, m.author_name AS author,
    substr(m.body, 1, ${LONGEST_TEXT}) AS body, m.at`,
  row: MessageRow,
  text: ({ author, body }) => `${author}\n${body}`,
  author: ({ author }) => author,
  hit: ({ id, ticket_id, title, is_own, author, body, at }, { terms }) => ({
    kind: 'message',
    ticketId: ticket_id,
    messageId: id,
    ...{ title, author, at },
    isOwn: is_own === 1,
    excerpt: excerptOf(body, terms, EXCERPT_LENGTH),
  }),
};

const FILES: Source<z.infer<typeof FileRow>> = {
  kind: 'attachment',
  keys: 'searchable',
  joins: 'attachment a ON a.id = s.id CROSS JOIN ticket t ON t.id = a.ticket_id',
  select: `a.id, a.ticket_id, a.message_id, ${TITLE} AS title, a.name, a.at`,
  row: FileRow,
  text: ({ name }) => name,
  hit: ({ id, ticket_id, message_id, title, name, at }, { terms }) => ({
    kind: 'attachment',
    attachmentId: id,
    ticketId: ticket_id,
    messageId: message_id,
    ...{ title, at },
    name: markedWhole(name, terms),
  }),
};

const ARTICLES: Source<z.infer<typeof ArticleRow>> = {
  kind: 'article',
  keys: 'article',
  joins: 'article a ON a.key = s.key',
  select: `a.id, a.title, substr(a.body, 1, ${LONGEST_TEXT}) AS body, a.updated_at AS at`,
  row: ArticleRow,
  newest: 'a.updated_at',
  text: ({ title, body }) => `${title}\n${body}`,
  hit: ({ id, title, body, at }, { terms }) => ({
    kind: 'article',
    articleId: id,
    at,
    title: markedWhole(title, terms),
    excerpt: excerptOf(body, terms, EXCERPT_LENGTH),
  }),
};

type Found = { fit: Exclude<Fit, null>; hit: SearchHit };

/** Others have their turn, or no more is looked at. */
type Pause = 'turn' | 'cut';

/** What is looked for in one kind: words, who wrote, and all that is no matter of words. */
type Asked = { query: SearchQuery; terms: Sought[][]; by: Sought[][]; of: Conditions };

/** What may fit, and what it is put in order by. */
const Candidate = z.object({ key: z.int(), newest: z.number() });
type Candidate = z.infer<typeof Candidate>;

/**
 * `index` brings what was written last into the index, as far as there is time, and says whether all is in it.
 */
export function openSearch(db: Db, index: () => boolean, limits: SearchLimits = LIMITS) {
  /** The newest search. Nobody waits for the ones before. */
  let searches = 0;

  /** What fits, in the order in which it is looked at. */
  function* found<Row extends object>(source: Source<Row>, asked: Asked): Generator<Found | Pause> {
    let [count, isCut] = [0, false];
    for (const fit of asked.terms.length === 0 ? (['begins'] as const) : (['begins', 'within'] as const)) {
      for (const row of fitting(source, fit, asked)) {
        if (row === 'turn' || row === 'cut') {
          isCut ||= row === 'cut';
          yield row;
          continue;
        }
        yield { fit, hit: source.hit(row, asked.query) };
        count += 1;
        if (count === ENOUGH) return;
      }
      if (isCut) return;
    }
  }

  /** The rows that fit so and no better. */
  function* fitting<Row extends object>(
    source: Source<Row>,
    fit: Found['fit'],
    { terms, by, of }: Asked,
  ): Generator<Row | Pause> {
    const parts = [
      ...(terms.length > 0 ? [queryFor(terms, fit)] : []),
      ...(by.length > 0 ? [nameQueryFor(by)] : []),
    ];
    if (parts.includes(null)) return;
    const { keys, joins, reads = '', select } = source;
    const rowOf = db.prepare(`SELECT ${select} FROM ${keys} s CROSS JOIN ${joins} ${reads} WHERE s.key = ?`);
    let [room, left] = [TURN_CHARACTERS, limits.read];
    for (const step of candidates(source, parts.length === 0 ? null : parts.join(' AND '), of)) {
      if (step === 'turn' || step === 'cut') {
        yield step;
        continue;
      }
      for (const key of step) {
        const raw = rowOf.get(key);
        // Gone since the last turn.
        if (raw === undefined) continue;
        const row = source.row.parse(raw);
        const text = source.text(row);
        const isFit = fitsSo(text, source.author?.(row) ?? '', fit, { terms, by });
        if (isFit) yield row;
        room -= text.length + (isFit ? HIT_CHARACTERS : 0);
        left -= text.length;
        if (left <= 0) {
          yield 'cut';
          return;
        }
        if (room > 0) continue;
        yield 'turn';
        room = TURN_CHARACTERS;
      }
    }
  }

  /** The keys of what has these pieces, or of all, where the rest fits; from the newest on. */
  function* candidates<Row>(
    source: Source<Row>,
    pieces: string | null,
    of: Conditions,
  ): Generator<number[] | Pause> {
    const { kind, keys, joins, newest } = source;
    const those = db.prepare(
      `SELECT s.key, ${newest ?? 's.key'} AS newest
       FROM json_each(@keys) k CROSS JOIN ${keys} s ON s.key = k.value CROSS JOIN ${joins}
       WHERE ${of.where.join(' AND ')}`,
    );
    const all: Candidate[] = [];
    const cost = pieces === null && kind === 'message' ? WALKED_MESSAGE : 1;
    let lookedAt = 0;
    for (const step of pieces === null ? walk(kind) : matching(kind, keys, pieces)) {
      const rows = step.length === 0 ? [] : those.all({ ...of.values, keys: JSON.stringify(step) });
      const fit = z.array(Candidate).parse(rows);
      all.push(...fit);
      // What has changed last need not be what came last.
      if (all.length >= (newest === undefined ? 1 : MOST_SORTED)) yield inOrder(all.splice(0));
      lookedAt += cost * step.length;
      yield lookedAt < limits.lookedAt ? 'turn' : 'cut';
      if (lookedAt >= limits.lookedAt) break;
    }
    if (all.length > 0) yield inOrder(all);
  }

  /** The keys of all of a kind. */
  const walk = (kind: Kind): Generator<number[]> => (kind === 'ticket' ? walkTickets() : walkBack(kind));

  /** The keys of all tickets, as many at a time as hold nobody up. Between their keys are those of all messages. */
  function* walkTickets(): Generator<number[]> {
    const pageOf = db.prepare(
      `SELECT key, id FROM searchable WHERE kind = 'ticket' AND id < @before ORDER BY id DESC LIMIT ${WALK}`,
    );
    let before: string | undefined = '~';
    while (before !== undefined) {
      const page = z.array(z.object({ key: z.int(), id: z.string() })).parse(pageOf.all({ before }));
      yield page.map(({ key }) => key);
      before = page.length < WALK ? undefined : page.at(-1)?.id;
    }
  }

  /** The same of a kind of which there are most, the newest first. */
  function* walkBack(kind: Kind): Generator<number[]> {
    // The plus keeps SQLite from reading all of the kind in the other index.
    const keysIn = db
      .prepare(`SELECT key FROM searchable WHERE key > @above AND key <= @to AND +kind = '${kind}'`)
      .pluck();
    for (let to = newestKey('searchable'); to > 0; to -= WALK)
      yield z.array(z.int()).parse(keysIn.all({ to, above: to - WALK }));
  }

  /** The same of what has these pieces. The index is asked block by block: it never goes through more than one at once. */
  function* matching(kind: Kind, keys: 'searchable' | 'article', pieces: string): Generator<number[]> {
    // The driver binds every number as a real one, and the index passes over a bound that is none of its whole ones.
    const keysIn = db
      .prepare(
        `SELECT rowid FROM ${kind}_pieces WHERE ${kind}_pieces MATCH @pieces AND rowid < CAST(@below AS INTEGER)
         ORDER BY rowid DESC LIMIT @step`,
      )
      .pluck();
    let step = FIRST_STEP;
    for (let block = blockOf(newestKey(keys)); block >= 0; block -= 1) {
      let below: number | undefined = Number.MAX_SAFE_INTEGER;
      while (below !== undefined) {
        const found = z.array(z.int()).parse(keysIn.all({ pieces: inBlock(pieces, block), below, step }));
        yield found;
        below = found.length < step ? undefined : found.at(-1);
        step = STEP;
      }
    }
  }

  const newestKey = (keys: 'searchable' | 'article'): number =>
    z.int().parse(db.prepare(`SELECT coalesce(max(key), 0) FROM ${keys}`).pluck().get());

  async function all<Row extends object>(
    source: Source<Row>,
    asked: Asked,
    search: number,
  ): Promise<{ found: Found[]; isCut: boolean }> {
    const hits: Found[] = [];
    let isCut = false;
    for (const one of found(source, asked)) {
      if (one === 'cut') isCut = true;
      else if (one !== 'turn') hits.push(one);
      else await setImmediate();
      if (search !== searches) return { found: hits, isCut: true };
    }
    return { found: hits, isCut };
  }

  return {
    /**
     * What fits a line of text that a person wrote: what has all of it as words or beginnings of words before what has
     * some of it within words, and of both the newest first. `owner` is whose help pages are looked through.
     */
    async find(text: string, owner: string | null): Promise<SearchAnswer> {
      searches += 1;
      const search = searches;
      const isBuilding = !index();
      const query = readSearch(text);
      const { notUnderstood } = query;
      if (asksNothing(query)) return { hits: [], more: false, isCut: false, isBuilding, notUnderstood };
      const terms = query.terms.map(soughtBy);
      const kinds: Awaited<ReturnType<typeof all>>[] = [];
      const ask = async <Row extends object>(source: Source<Row>, of: Conditions, by: Sought[][] = []) => {
        if (search === searches) kinds.push(await all(source, { query, terms, by, of }, search));
      };
      const hasTerms = terms.length > 0;
      const isMine = query.from === null || query.from === 'me';
      const by = isMine ? [] : readSearch(query.from ?? '').terms.map(soughtBy);
      const about = joined(aboutTicket(query), { where: [`t.state <> 'withdrawn'`], values: {} });
      if (isMine) await ask(TICKETS, joined(about, between(query, 't.updated_at'), askedBy(query)));
      // A name without a letter is nobody's.
      if (isMine ? hasTerms || query.from === 'me' : by.length > 0)
        await ask(MESSAGES, joined(about, between(query, 'm.at'), messagesOf(query)), by);
      if (hasTerms && isMine) await ask(FILES, joined(about, between(query, 'a.at'), filesOf(query)));
      if (hasTerms && owner !== null && !isAboutTickets(query))
        await ask(
          ARTICLES,
          joined(between(query, 'a.updated_at'), { where: ['a.owner = @owner'], values: { owner } }),
        );
      const rank = ({ fit }: Found) => (fit === 'begins' ? 0 : 1);
      return {
        hits: kinds
          .flatMap(({ found }) => found.slice(0, MOST_HITS))
          .sort((one, other) => rank(one) - rank(other) || other.hit.at - one.hit.at)
          .map(({ hit }) => hit),
        more: kinds.some(({ found }) => found.length > MOST_HITS),
        isCut: search !== searches || kinds.some(({ isCut }) => isCut),
        isBuilding,
        notUnderstood,
      };
    },
    /** Whoever searches is answered with what has been found so far. */
    stop(): void {
      searches += 1;
    },
  };
}
export type SearchStore = ReturnType<typeof openSearch>;

function fitsSo(text: string, author: string, fit: Fit, { terms, by }: Pick<Asked, 'terms' | 'by'>): boolean {
  if (by.length > 0 && fitOf(spellingsOf(author), by) !== 'begins') return false;
  return terms.length === 0 || fitOf(spellingsOf(text), terms) === fit;
}

const inOrder = (candidates: Candidate[]): number[] =>
  candidates.sort((one, other) => other.newest - one.newest || other.key - one.key).map(({ key }) => key);

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

function messagesOf({ from }: SearchQuery): Conditions {
  const where = ['m.deleted IS NULL', ...(from === 'me' ? [IS_OWN_PART('m', 't')] : [])];
  return { where, values: {} };
}

function filesOf({ from }: SearchQuery): Conditions {
  const where = ['a.deleted IS NULL', ...(from === 'me' ? [IS_OWN_FILE('a', 't')] : [])];
  return { where, values: {} };
}

const isAboutTickets = ({ is, severity, hasFile, from }: SearchQuery): boolean =>
  is.length > 0 || severity !== null || hasFile || from !== null;
