/** Answers without a ticket: they come with the changes, work without a network, and end a draft only when asked to. */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { LIMITS } from '#shared/contract.ts';
import type { Desk } from '../desk/desk.ts';
import { core, desk, newFolder, type RunningCore } from './running-core.ts';

const SIGN_IN = {
  title: 'Nobody can sign in',
  body: 'Look at the **certificate** of your identity provider.',
};
const SLOW = { title: 'The editor is slow', body: 'Make pictures smaller. Søket på ærfugl går også tregt.' };

const titles = async (running: RunningCore, question: string) =>
  (await running.handle('article.suggest', { question })).map(({ title }) => title);

/** A core that has read what this desk knows. */
async function informed(at: Desk, folder = newFolder()) {
  const running = core({ desk: at, folder });
  await running.online();
  await running.until(async () => (await titles(running, 'editor')).length > 0);
  return running;
}

test('articles fit a question as it is written, in any form of letters, and stay when the network goes', async () => {
  const at = await desk();
  at.specialist.putArticle(SIGN_IN);
  at.specialist.putArticle(SLOW);
  const folder = newFolder();
  const first = await informed(at, folder);
  expect(await titles(first, 'nobody can si')).toEqual([SIGN_IN.title]);
  expect(await titles(first, 'ÆRFUGL')).toEqual([SLOW.title]);
  expect(await titles(first, 'identity')).toEqual([SIGN_IN.title]);
  expect(await titles(first, 'zebra')).toEqual([]);
  first.stop();
  await at.close();
  const offline = core({ desk: at, folder });
  const [hit] = await offline.handle('article.suggest', { question: 'certificate' });
  expect(hit).toMatchObject({
    title: SIGN_IN.title,
    excerpt: 'Look at the certificate of your identity provider.',
  });
  expect(await offline.handle('article.get', { id: hit?.id ?? '' })).toMatchObject({ body: SIGN_IN.body });
});

test.each([
  '',
  '   ',
  '"',
  '-',
  'AND OR NOT',
  'editor -slow',
  'NEAR(editor, 2)',
  'title:editor',
  'a*',
  '💥🔥',
  `'); --`,
])('the question %j is looked for as words and never as a command', async (question) => {
  const at = await desk();
  at.specialist.putArticle(SLOW);
  const running = await informed(at);
  const found = await titles(running, question);
  expect(found).toEqual(question.includes('editor') ? [SLOW.title] : []);
});

test('a question of a million characters is answered by its end', async () => {
  const at = await desk();
  at.specialist.putArticle(SLOW);
  const running = await informed(at);
  expect(await titles(running, `${'words '.repeat(170_000)}the editor is slow`)).toEqual([SLOW.title]);
});

test('an article that changes or goes at the desk does so here, also when the whole history is read anew', async () => {
  const at = await desk();
  const kept = at.specialist.putArticle(SLOW);
  const gone = at.specialist.putArticle(SIGN_IN);
  const running = await informed(at);
  at.specialist.putArticle({ ...SLOW, id: kept.id, body: 'Now it is quick.' });
  await running.until(async () => (await titles(running, 'quick')).length > 0);
  expect(await titles(running, 'pictures')).toEqual([]);
  at.specialist.removeArticle(gone.id);
  await running.until(async () => (await titles(running, 'certificate')).length === 0);
  const late = at.specialist.putArticle(SIGN_IN);
  await running.until(async () => (await titles(running, 'certificate')).length > 0);
  running.stop();
  at.specialist.removeArticle(late.id);
  at.expireCursors();
  const again = core({ desk: at, folder: running.folder });
  await again.until(async () => (await titles(again, 'certificate')).length === 0);
  expect(await titles(again, 'quick')).toEqual([SLOW.title]);
});

test('of a very long text as much is indexed as anybody may write here, and what is not is no trace of it', async () => {
  const at = await desk();
  const rest = (word: string) => `first ${'filling '.repeat(LIMITS.longText / 8)}${word}`;
  const { id } = at.specialist.putArticle({ title: 'Long', body: rest('last') });
  at.specialist.putArticle(SLOW);
  const running = await informed(at);
  expect(await titles(running, 'first')).toEqual(['Long']);
  expect(await titles(running, 'last')).toEqual([]);
  expect((await running.handle('article.get', { id })).body).toMatch(/last$/);
  at.specialist.putArticle({ id, title: 'Short', body: 'other words' });
  await running.until(async () => (await titles(running, 'other')).length > 0);
  expect(await titles(running, 'first')).toEqual([]);
  at.specialist.removeArticle(id);
  await running.until(async () => (await titles(running, 'other')).length === 0);
  running.stop();
  // What an index holds on to without a text for it is found only by its own check.
  const db = new Database(join(running.folder, 'lifeline.db'));
  db.exec(`INSERT INTO article_words (article_words, rank) VALUES ('integrity-check', 1)`);
  db.close();
});

test('"this solved it" ends the draft without a ticket, is counted, and can be undone', async () => {
  const at = await desk();
  const { id: articleId } = at.specialist.putArticle(SLOW);
  const running = await informed(at);
  const id = await running.draft({ question: 'The editor is slow' });
  expect(await running.handle('draft.solve', { id, articleId })).toEqual({ solvedSoFar: 1 });
  expect(await running.ticket(id)).toMatchObject({
    state: 'solved',
    solvedBy: { id: articleId, title: SLOW.title },
    form: { question: 'The editor is slow' },
  });
  await expect(running.handle('reply.send', { ticketId: id })).rejects.toMatchObject({
    failure: { code: 'invalid_request' },
  });
  await running.handle('draft.reopen', { id });
  expect(await running.ticket(id)).toMatchObject({ state: 'draft', solvedBy: null });
  await running.handle('ticket.submit', { id });
  await running.inState(id, 'open');
  expect(at.ledger().tickets).toHaveLength(1);
  await expect(running.handle('draft.reopen', { id })).rejects.toMatchObject({
    failure: { code: 'too_late' },
  });
});
