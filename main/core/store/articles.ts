/** The knowledge base on disk: articles from the desk, and the search in them. */
import { z } from 'zod';
import type { Article as DeskArticle } from '#shared/contract.ts';
import { Article, type ArticleHit } from '#shared/model.ts';
import { plainText } from '#shared/plain-text.ts';
import type { Db } from '../ports.ts';
import type { Reading } from './tickets.ts';

const EXCERPT_LENGTH = 200;
/** More words than this say nothing more of what somebody is looking for. */
const MOST_WORDS = 24;
/** Of a very long text, the end is what is being written. */
const LONGEST = 4_000;
/** What fits less than this, of the best, shares a common word and nothing else. */
const STILL_FITS = 0.35;
/** A word in the title says more than one in the text. */
const WEIGHTS = '8.0, 1.0';

const HitRow = z
  .object({ id: z.uuid(), title: z.string(), excerpt: z.string(), distance: z.number() })
  .transform(({ distance, ...row }) => ({ distance, hit: { ...row, excerpt: plainText(row.excerpt) } }));

const ArticleRow = z
  .object({
    id: z.uuid(),
    title: z.string(),
    body: z.string(),
    updated_at: z.int(),
    missing_since: z.int().nullable(),
  })
  .transform(({ updated_at, missing_since, ...row }) => ({
    ...row,
    updatedAt: updated_at,
    missingSince: missing_since,
  }))
  .pipe(Article);

export function openArticles(db: Db) {
  const upsert = db.prepare(
    `INSERT INTO article (id, owner, title, body, updated_at, seen) VALUES (@id, @owner, @title, @body, @updatedAt, @seen)
     ON CONFLICT (id) DO UPDATE SET owner = excluded.owner, title = excluded.title,
       body = iif(trim(excluded.body) = '', body, excluded.body),
       updated_at = excluded.updated_at, seen = excluded.seen, missing_since = NULL`,
  );
  const remove = db.prepare('DELETE FROM article WHERE id = ?');
  const markMissing = db.prepare(
    'UPDATE article SET missing_since = @now WHERE owner = @owner AND seen < @number AND missing_since IS NULL',
  );
  const selectOne = db.prepare('SELECT id, title, body, updated_at, missing_since FROM article WHERE id = ?');
  // Best first: there are few articles, so that ranking all that match costs little.
  const search = db.prepare(
    `SELECT a.id, a.title, substr(a.body, 1, ${EXCERPT_LENGTH}) AS excerpt, bm25(article_words, ${WEIGHTS}) AS distance
     FROM article_words w JOIN article a ON a.key = w.rowid
     WHERE article_words MATCH @words AND a.owner = @owner AND a.missing_since IS NULL ORDER BY distance LIMIT @limit`,
  );

  return {
    takeOver(article: DeskArticle, reading: Reading): void {
      const { id, title, body, updatedAt } = article;
      upsert.run({
        ...{ id, title, body, owner: reading.owner },
        updatedAt: Date.parse(updatedAt),
        seen: reading.number,
      });
    },
    remove(id: string): void {
      remove.run(id);
    },
    /**
     * What the desk has not told of since before a reading is not suggested any more, and can still be read and found
     * (invariant 10).
     */
    markMissing({ owner, number }: Reading, now: number): void {
      markMissing.run({ owner, number, now });
    },
    get(id: string): Article | null {
      const row = selectOne.get(id);
      return row === undefined ? null : ArticleRow.parse(row);
    },
    /** The articles of this desk that fit a question best; any of its words may fit, and the last may be unfinished. */
    suggest(owner: string, question: string, limit: number): ArticleHit[] {
      const words = wordsFor(question);
      if (words === null) return [];
      const found = z.array(HitRow).parse(search.all({ owner, words, limit }));
      const best = found[0]?.distance ?? 0;
      // SQLite's scores are negative, the best the farthest below zero.
      return found.filter(({ distance }) => distance <= best * STILL_FITS).map(({ hit }) => hit);
    },
  };
}
export type ArticleStore = ReturnType<typeof openArticles>;

/**
 * A question as a search in FTS5's own language. Each word is quoted, because everything else that a person may write
 * has a meaning there (https://www.sqlite.org/fts5.html#full_text_query_syntax). Null when nothing is left of it.
 */
function wordsFor(question: string): string | null {
  const words =
    question
      .slice(-LONGEST)
      .match(/[\p{L}\p{N}]{2,}/gu)
      ?.slice(-MOST_WORDS) ?? [];
  const isUnfinished = /[\p{L}\p{N}]$/u.test(question);
  const last = words.length - 1;
  const terms = words.flatMap((word, place) => {
    if (place === last && isUnfinished) return [`"${word}"*`];
    // Short words are in every text.
    return word.length > 2 ? [`"${word}"`] : [];
  });
  return terms.length === 0 ? null : terms.join(' OR ');
}
