/** Reads the log of changes, however it is paged, and notices when it does not end. */
import { z } from 'zod';
import { PATHS } from '#shared/contract.ts';
import type { Answer } from './ask.ts';
import { Finding, require } from './expectation.ts';
import { said } from './read.ts';

/** A change as far as it can be read at all. */
export type Told = { kind: string; id: string; ticketId: string; messageId: string | null; raw: unknown };
export type Reading = {
  told: Told[];
  /** Behind all of it. */
  cursor: string;
  /** The pages in their order. */
  pages: Page[];
};
export type Page = { changes: unknown[]; cursor: string | null; more: boolean };

/** A log that is longer than this is not read to its end. */
const MOST_PAGES = 400;
const LARGEST_PAGE = 500;

const LoosePage = z.looseObject({
  changes: z.array(z.unknown()),
  cursor: z.string().min(1).nullable().catch(null),
  more: z.boolean().catch(false),
});
const Thing = z.looseObject({
  id: z.string().catch(''),
  ticketId: z.string().optional().catch(undefined),
  messageId: z.string().nullable().catch(null),
});
const LooseChange = z.looseObject({ kind: z.string().catch('') }).catch({ kind: '' });
const CARRIES: Record<string, string> = { deleted: 'deletion' };

export const changesPath = (cursor: string | null, limit: number): string =>
  `${PATHS.changes}?${new URLSearchParams({ ...(cursor !== null && { cursor }), limit: String(limit) })}`;

/** One page; null when it is none. */
export function pageIn(answer: Answer): Page | null {
  return answer.ok ? (LoosePage.safeParse(answer.json).data ?? null) : null;
}

export function toldIn(raw: unknown): Told {
  const change = LooseChange.parse(raw);
  const { kind } = change;
  const thing = Thing.safeParse(change[CARRIES[kind] ?? kind] ?? change).data;
  const id = thing?.id ?? '';
  return {
    kind,
    id,
    ticketId: kind === 'ticket' ? id : (thing?.ticketId ?? ''),
    messageId: thing?.messageId ?? null,
    raw,
  };
}

/** Everything behind the cursor. What the log does wrong while it is read stands in the way of whoever needs it. */
export async function readLog(
  get: (path: string) => Promise<Answer>,
  cursor: string | null,
  limits: { totalMs: number },
): Promise<Reading> {
  const pages: Page[] = [];
  const until = Date.now() + limits.totalMs / 4;
  for (let at = cursor; ; ) {
    const answer = await get(changesPath(at, LARGEST_PAGE));
    const page = pageIn(answer);
    require(page !== null, `The changes cannot be read: ${said(answer)}.`);
    pages.push(page);
    require(page.cursor !== null, 'A page of changes has no cursor.');
    if (!page.more) {
      const told = pages.flatMap(({ changes }) => changes.map(toldIn));
      return { told, cursor: page.cursor, pages };
    }
    require(page.cursor !== at, 'The cursor does not move.');
    if (pages.length >= MOST_PAGES || Date.now() > until) {
      throw new Finding('not_seen', 'The log of changes is too long to be read here.');
    }
    at = page.cursor;
  }
}
