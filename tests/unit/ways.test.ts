/** Which ways to a specialist are open, and what one says on the phone. */
import { describe, expect, test } from 'vitest';
import { Account } from '#shared/contract.ts';
import { EMPTY_FORM, standingOf, type TicketForm } from '#shared/model.ts';
import { waysNow } from '#shared/ways.ts';
import { callSheet } from '../../renderer/features/call/sheet.ts';
import { questionsFor } from '../../renderer/features/wizard/JudgeStep.tsx';
import { deskAccount } from '../desk/account.ts';

const account = Account.parse(deskAccount(24));
const open = { connection: 'online', isOpenNow: true } as const;
const closed = (...given: Parameters<typeof waysNow>) => waysNow(...given).map(({ closed }) => closed);

describe('the ways', () => {
  test('are all open in a plan with all of them, online, in service hours', () => {
    expect(closed(account, open)).toEqual([null, null, null]);
  });
  test.each([
    [
      'without a connection',
      account,
      { ...open, connection: 'offline' as const },
      [null, 'offline', 'offline'],
    ],
    [
      'while signed out',
      account,
      { ...open, connection: 'signed_out' as const },
      [null, 'signed_out', 'signed_out'],
    ],
    [
      'when nobody can read the hours',
      account,
      { ...open, isOpenNow: null },
      [null, 'not_known', 'not_known'],
    ],
    [
      'outside service hours',
      account,
      { ...open, isOpenNow: false },
      [null, 'outside_hours', 'outside_hours'],
    ],
    ['before the desk has told anything', null, open, [null, 'not_known', 'not_known']],
    ['without a number', { ...account, phone: null }, open, [null, null, 'no_number']],
    [
      'in a plan with e-mail alone',
      { ...account, plan: { name: 'Basic', channels: ['email' as const] } },
      { connection: 'offline' as const, isOpenNow: false },
      [null, 'not_in_plan', 'not_in_plan'],
    ],
  ])('%s are closed as %j', (_, of, now, expected) => expect(closed(of, now)).toEqual(expected));
});

describe('the call sheet', () => {
  const words = {
    severity: (severity: string, standing: string) =>
      standing === 'judged' ? severity : `${severity} ${standing}`,
    notJudged: 'please judge it',
    reason: (reason: string) => reason,
    unconfirmed: (facts: string[]) => `unconfirmed ${facts.join(' ')}`,
    affected: (affected: string) => affected,
  };
  test('says who, account, severity and why, what, since when, how many and what was tried, in this order', () => {
    const lines = callSheet(
      {
        ...EMPTY_FORM,
        title: 'Nobody can sign in',
        affected: 'most',
        facts: { ...EMPTY_FORM.facts, kind: 'cannot_sign_in', data: 'none', relief: 'no' },
        sinceAt: '2026-03-02T08:40',
        users: 'about 300',
        tried: 'Another browser',
      },
      { account, number: 'LL-1034', standing: 'judged', words },
    );
    expect(lines).toEqual([
      { label: 'who', text: 'Ingrid Solheim, ingrid.solheim@fjordbygg.example' },
      { label: 'account', text: 'fjordbygg-ingrid, Premium, LL-1034' },
      { label: 'severity', text: 'business_critical. everyone_cut_off' },
      { label: 'what', text: 'Nobody can sign in' },
      { label: 'since', text: '2026-03-02 08:40' },
      { label: 'many', text: 'most, about 300' },
      { label: 'tried', text: 'Another browser' },
    ]);
  });
  test('is short enough for a minute, whatever was written', () => {
    const long = 'word '.repeat(5_000);
    const form = { ...EMPTY_FORM, title: long, since: long, users: long, tried: long, phone: long };
    const requester = { ...account.requester, name: long };
    const lines = callSheet(
      { ...form, severityReason: long },
      { account: { ...account, requester }, number: null, standing: 'overridden', words },
    );
    expect(lines).toHaveLength(8);
    // 150 words of six characters.
    expect(lines.reduce((sum, { text }) => sum + text.length, 0)).toBeLessThanOrEqual(900);
  });
  test('keeps a place for what a specialist will ask, and none for what is not known of the plan', () => {
    const lines = callSheet(EMPTY_FORM, { account: null, number: null, standing: 'not_judged', words });
    expect(lines.map(({ label }) => label)).toEqual(['severity', 'what', 'since', 'many', 'tried']);
  });
  test('says of a severity whether it was judged, chosen or neither: three that never sound alike', () => {
    const facts = { ...EMPTY_FORM.facts, kind: 'question', data: 'none' } as const;
    const said = (form: TicketForm) =>
      callSheet(form, { account: null, number: null, standing: standingOf(form), words }).find(
        ({ label }) => label === 'severity',
      )?.text;
    const chosen = { severity: 'business_critical', severityReason: 'The auditor waits.' } as const;
    expect(said({ ...EMPTY_FORM, facts })).toBe('standard. question no_data');
    expect(said({ ...EMPTY_FORM, facts, ...chosen })).toBe(
      'business_critical overridden. The auditor waits.',
    );
    expect(said(EMPTY_FORM)).toBe('standard not_judged. please judge it');
  });
});

describe('the questions of the guide', () => {
  const facts = EMPTY_FORM.facts;
  test('begin with one, and go on one by one', () => {
    expect(questionsFor(EMPTY_FORM)).toEqual(['kind']);
    expect(questionsFor({ affected: null, facts: { ...facts, kind: 'outage' } })).toEqual(['kind', 'data']);
  });
  test('end at once for a question, and keep what was answered before in sight for trouble', () => {
    expect(questionsFor({ affected: 'most', facts: { ...facts, kind: 'question', data: 'none' } })).toEqual([
      'kind',
      'data',
      'affected',
    ]);
    const trouble = {
      ...facts,
      kind: 'outage',
      data: 'none',
      relief: 'no',
    } as const;
    expect(questionsFor({ affected: 'most', facts: trouble })).toEqual([
      'kind',
      'data',
      'affected',
      'relief',
    ]);
  });
});
