/** A severity is judged, chosen against the answers, or not judged, and nothing passes for what it is not (invariant 12). */
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { idMaker } from '#shared/ids.ts';
import { promisedSeverity, severityOf, standingOf, type TicketForm } from '#shared/model.ts';
import { ticketMarkdown } from '../../main/core/export.ts';
import type { Ports } from '../../main/core/ports.ts';
import { MIGRATIONS } from '../../main/core/store/migrations.ts';
import { fillSums, registerSums } from '../../main/core/store/sums.ts';
import { rememberedStep } from '../../renderer/features/wizard/steps.ts';
import { inOrder } from '../../renderer/state/groups.ts';
import { seededBytes } from '../desk/random.ts';
import { summary } from '../tickets.ts';
import { core, desk, FILLED_FORM, newFolder } from './running-core.ts';

const UNTOLD = { ...FILLED_FORM, severity: null, severityReason: '', affected: null } as const;
const DOWN = { ...FILLED_FORM.facts, kind: 'outage' } as const;
const JUDGED = { facts: { ...DOWN, data: 'none', relief: 'no' }, affected: 'most' } as const;
const form = (more: Partial<TicketForm>): TicketForm => ({ ...UNTOLD, ...more });
const sent = (at: Awaited<ReturnType<typeof desk>>) =>
  at.ledger().tickets.map(({ body }) => JSON.parse(String(body)));

describe('a form', () => {
  test.each<[string, Partial<TicketForm>, ReturnType<typeof standingOf>, ReturnType<typeof severityOf>]>([
    ['with no answer', {}, 'not_judged', 'standard'],
    ['with an answer that leaves it open', { facts: DOWN, affected: 'most' }, 'not_judged', 'standard'],
    ['with what settles it', JUDGED, 'judged', 'business_critical'],
    [
      'chosen against the answers',
      { ...JUDGED, severity: 'standard', severityReason: 'A drill.' },
      'overridden',
      'standard',
    ],
    [
      'chosen before anything was answered',
      { severity: 'business_critical', severityReason: 'It burns.' },
      'overridden',
      'business_critical',
    ],
    ['chosen as it follows', { ...JUDGED, severity: 'business_critical' }, 'judged', 'business_critical'],
    ['chosen to be the lesser, without a word', { severity: 'standard' }, 'not_judged', 'standard'],
  ])('%s is what it is', (_, more, standing, severity) => {
    expect([standingOf(form(more)), severityOf(form(more))]).toEqual([standing, severity]);
    expect(promisedSeverity(form(more))).toBe(standing === 'not_judged' ? null : severity);
  });

  test('goes on in the guide while nobody has judged it', () => {
    expect(rememberedStep('a', form({}))).toBe('judge');
    expect(rememberedStep('a', form(JUDGED))).toBe('review');
  });
});

test('of those that the desk has, what nobody has judged stands with the critical ones', () => {
  const unjudged = summary(1, { standing: 'not_judged' });
  const newer = summary(2);
  expect([newer, unjudged].sort(inOrder)).toEqual([unjudged, newer]);
});

describe('a ticket', () => {
  test('that nobody has judged says so here, in the outbox, at the desk and to whoever keeps it, and promises nothing', async () => {
    const folder = newFolder();
    const offline = core({ folder });
    const id = await offline.submit(UNTOLD);
    expect(await offline.ticket(id)).toMatchObject({ state: 'queued', standing: 'not_judged' });
    offline.stop();
    const at = await desk();
    const running = core({ folder, desk: at });
    const there = await running.inState(id, 'open');
    expect(sent(at)).toMatchObject([{ judged: false, severity: 'standard', guide: null }]);
    expect(there).toMatchObject({ standing: 'not_judged', promise: { target: null, dueAt: null } });
    expect(await running.handle('inbox.list', {})).toMatchObject([{ standing: 'not_judged' }]);
    expect(ticketMarkdown(there)).toContain('Severity: standard (not judged yet)');
  });

  test('that was judged, and one that was chosen, stay what they are at the desk', async () => {
    const at = await desk();
    const running = core({ desk: at });
    const judged = await running.submit({ ...UNTOLD, ...JUDGED });
    const chosen = await running.submit(FILLED_FORM);
    expect(await running.inState(judged, 'open')).toMatchObject({ standing: 'judged' });
    expect((await running.ticket(judged)).promise.dueAt).not.toBeNull();
    expect(await running.inState(chosen, 'open')).toMatchObject({ standing: 'overridden' });
    expect(sent(at).map((body) => body.judged)).toEqual([true, true]);
  });

  test('is judged by a specialist as it stands, and is promised an answer from the time when it came', async () => {
    const at = await desk();
    const running = core({ desk: at });
    const id = await running.submit(UNTOLD);
    await running.inState(id, 'open');
    at.specialist.setSeverity(id, 'standard', { by: 'Maya', reason: 'Seen.' });
    const ticket = await running.until(async () => {
      const now = await running.ticket(id);
      return now.standing === 'judged' ? now : null;
    });
    expect(ticket.promise.dueAt).toBe((ticket.promise.receivedAt ?? 0) + 60 * 60_000);
    expect(ticket.severityChange).toBeNull();
  });

  test('is judged by its requester, who says why', async () => {
    const at = await desk();
    const running = core({ desk: at });
    const id = await running.submit(UNTOLD);
    await running.inState(id, 'open');
    await running.handle('ticket.change', {
      id,
      edit: { severity: 'business_critical', severityReason: 'Nobody can work.' },
    });
    const ticket = await running.until(async () => {
      const now = await running.ticket(id);
      return now.standing === 'overridden' ? now : null;
    });
    expect(ticket.promise.dueAt).toBe((ticket.promise.receivedAt ?? 0) + 30 * 60_000);
  });
});

describe('a desk of before', () => {
  /** Knows nothing of `judged`: drops it, promises on the severity, and leaves it out. */
  const forgetful: Ports['fetch'] = async (url, init) => {
    const body = init.body instanceof Uint8Array ? new TextDecoder().decode(init.body) : init.body;
    const isText = typeof body === 'string';
    const answer = await fetch(url, {
      ...init,
      ...(isText && { body: body.replace(/"judged":(?:true|false),/, '') }),
    });
    const told = answer.headers.get('content-type')?.includes('json') ? await answer.text() : null;
    if (told === null) return answer;
    return new Response(told.replace(/"judged":(?:true|false|null),/g, ''), answer);
  };

  test('is believed once it says something of the severity, and before that nothing it promises is shown', async () => {
    const at = await desk();
    const running = core({ desk: at, fetch: forgetful });
    const id = await running.submit(UNTOLD);
    const before = await running.inState(id, 'open');
    expect(at.specialist.tickets()[0]).toMatchObject({ judged: true });
    expect(at.specialist.tickets()[0]?.promise).not.toBeNull();
    expect(before).toMatchObject({ standing: 'not_judged', promise: { target: null, dueAt: null } });
    at.specialist.setSeverity(id, 'business_critical', { by: 'Maya', reason: 'All are hit.' });
    const after = await running.until(async () => {
      const now = await running.ticket(id);
      return now.standing === 'judged' ? now : null;
    });
    expect(after.promise.dueAt).not.toBeNull();
  });

  test('leaves what was written elsewhere as it always was', async () => {
    const at = await desk();
    const running = core({ desk: at, fetch: forgetful });
    const id = await running.submit({ ...UNTOLD, ...JUDGED });
    expect(await running.inState(id, 'open')).toMatchObject({ standing: 'judged' });
  });
});

test('our customers travel as most of us, which every desk knows, and stay customers here', async () => {
  const at = await desk();
  const running = core({ desk: at });
  const id = await running.submit({ ...UNTOLD, ...JUDGED, affected: 'customers' });
  const ticket = await running.inState(id, 'open');
  expect(sent(at)).toMatchObject([{ affected: 'most', guide: { answers: { affected: 'customers' } } }]);
  expect(ticket.form.affected).toBe('customers');
});

test('answers of an earlier version are read in a draft, and what it asked otherwise is asked again', async () => {
  const folder = newFolder();
  const version = MIGRATIONS.length - 1;
  const db = new Database(join(folder, 'lifeline.db'));
  db.exec(`${MIGRATIONS.slice(0, version).join(';')}; PRAGMA user_version = ${version}`);
  const id = idMaker(() => Date.UTC(2026, 2, 2), seededBytes(1)).ticket();
  const facts = {
    kind: 'data_lost_or_exposed',
    dataAtRisk: 'yes',
    workStopped: 'no',
    revenueLost: 'no',
    workaround: 'no',
    stillHappening: 'yes',
    deadline: 'no',
  };
  db.prepare(
    `INSERT INTO ticket (id, state, question, affected, hit, severity_reason, title, description, since, channel, facts,
       created_at, updated_at, seen) VALUES (?, 'draft', '', 'one', '', '', 'A draft', '', '', 'email', ?, 1, 1, 0)`,
  ).run(id, JSON.stringify(facts));
  db.prepare('INSERT INTO setting (name, value) VALUES (?, ?)').run('schema', JSON.stringify(version));
  registerSums(db);
  fillSums(db);
  db.close();
  const { form: read, standing } = await core({ folder }).ticket(id);
  expect(read.facts).toEqual({ kind: 'data_lost', data: null, stake: 'none', relief: 'no' });
  expect(standing).toBe('not_judged');
});
