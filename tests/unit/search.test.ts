/** Search: any line is read without fail, and what is found is what is there and no more. */
import { describe, expect, test } from 'vitest';
import { asksNothing, excerptOf, indexQuery, markedWhole, readSearch, SearchState } from '#shared/search.ts';
import { dice } from '../sim/dice.ts';
import { core, desk, FILLED_FORM, type RunningCore } from './running-core.ts';

describe('a line of text', () => {
  const NOTHING = {
    ...{ terms: [], is: [], severity: null, hasFile: false, from: null, after: null, before: null },
    notUnderstood: [],
  };
  test.each([
    ['', {}],
    ['  ', {}],
    ['down', { terms: [{ text: 'down', isPrefix: true }] }],
    ['down ', { terms: [{ text: 'down', isPrefix: false }] }],
    ['d', { terms: [{ text: 'd', isPrefix: false }] }],
    [
      'it is down',
      {
        terms: [
          { text: 'it', isPrefix: false },
          { text: 'is', isPrefix: false },
          { text: 'down', isPrefix: true },
        ],
      },
    ],
    ['"it is down"', { terms: [{ text: 'it is down', isPrefix: false }] }],
    ['"it is', { terms: [{ text: 'it is', isPrefix: false }] }],
    ['LL-1034', { terms: [{ text: 'LL 1034', isPrefix: true }] }],
    ['is:open IS:Waiting', { is: ['open', 'waiting'] }],
    ['severity:critical has:file', { severity: 'business_critical', hasFile: true }],
    ['from:me', { from: 'me' }],
    ['from:"Maya Lind"', { from: 'Maya Lind' }],
    ['after:2026-03-01 before:2026-04-01', { after: '2026-03-01', before: '2026-04-01' }],
    ['is:asleep', { terms: [{ text: 'is asleep', isPrefix: false }], notUnderstood: ['is:asleep'] }],
    [
      'after:yesterday',
      { terms: [{ text: 'after yesterday', isPrefix: false }], notUnderstood: ['after:yesterday'] },
    ],
    ['🙂 "" \u0000 * ( -', {}],
  ])('%j is read as %j', (text, expected) => {
    expect(readSearch(text)).toEqual({ ...NOTHING, ...expected });
  });

  test('of any length and any signs is read, and only letters and digits of it reach the index', () => {
    const seed = 20_260_301;
    const random = dice(seed);
    const pieces = [
      ...[
        '"',
        '""',
        "'",
        ':',
        'is:',
        'has:',
        'from:',
        'after:',
        '(',
        ')',
        '*',
        '-',
        '^',
        ' ',
        '\n',
        '\u0000',
      ],
      ...[
        'AND',
        'OR',
        'NOT',
        'NEAR(',
        'title:',
        'ærfugl',
        '🙂',
        'مرحبا',
        '\ud800',
        'a',
        '1',
        '{',
        '}',
        '\\',
        ';--',
      ],
    ];
    for (let round = 0; round < 5_000; round += 1) {
      const text = Array.from({ length: random.below(30) }, () => random.pick(pieces) ?? '').join('');
      const query = indexQuery(readSearch(text).terms);
      expect(query ?? '', `seed ${seed}, ${JSON.stringify(text)}`).toMatch(
        /^(?:"[\p{L}\p{N}\p{M} ]+"\*?(?: AND (?="))?)*$/u,
      );
    }
    expect(readSearch('a '.repeat(500_000)).terms.length).toBeLessThan(20);
  });

  test('asks nothing without a word or an operator that is understood', () => {
    expect(['', '"', '🙂'].map((text) => asksNothing(readSearch(text)))).toEqual([true, true, true]);
    expect(['a', 'is:open', 'has:file'].map((text) => asksNothing(readSearch(text)))).toEqual([
      false,
      false,
      false,
    ]);
  });
});

describe('what is shown', () => {
  const marked = (text: string, typed: string) => {
    const { text: whole, marks } = markedWhole(text, readSearch(typed).terms);
    return marks.map(([start, end]) => whole.slice(start, end));
  };
  test('has every word marked that was looked for, whatever its case and accents', () => {
    expect(marked('The Pelican, the PELICANS and a pélican', 'pelican')).toEqual([
      'Pelican',
      'PELICANS',
      'pélican',
    ]);
    expect(marked('Søket på ÆRFUGL', 'ærf')).toEqual(['ÆRFUGL']);
    expect(marked('down and downtown', 'down ')).toEqual(['down']);
  });
  test('is the part of a long text with what was looked for in it', () => {
    const text = `${'before '.repeat(100)}the pelican stands here${' after'.repeat(100)}`;
    const excerpt = excerptOf(text, readSearch('pelican').terms, 80);
    expect(excerpt.text).toMatch(/^….*the pelican stands here.*…$/);
    expect(excerpt.marks.map(([start, end]) => excerpt.text.slice(start, end))).toEqual(['pelican']);
  });
});

describe('the store', () => {
  const found = async (running: RunningCore, text: string) =>
    (await running.handle('search.find', { text })).hits.map((hit) =>
      hit.kind === 'message' ? hit.excerpt.text : hit.kind === 'attachment' ? hit.name.text : hit.title.text,
    );

  test('finds a draft by any of its fields as soon as it is saved, and not what it said before', async () => {
    const running = core();
    const id = await running.draft({ title: 'Pelican', tried: 'turning it off' });
    expect(await found(running, 'turning')).toEqual(['Pelican']);
    await running.handle('draft.save', { id, patch: { tried: 'nothing' } });
    expect(await found(running, 'turning')).toEqual([]);
    expect(await found(running, 'nothing is:draft')).toEqual(['Pelican']);
    expect(await found(running, 'nothing is:open')).toEqual([]);
    await running.handle('ticket.withdraw', { id });
    expect(await found(running, 'pelican')).toEqual([]);
    await running.handle('ticket.restore', { id });
    expect(await found(running, 'pelican')).toEqual(['Pelican']);
  });

  test('finds answers by word and by author, the newest first, and the draft of a reply', async () => {
    const at = await desk();
    const running = core({ desk: at });
    const id = await running.submit({ title: 'Export' });
    await running.inState(id, 'open');
    at.specialist.reply(id, 'The first albatross.');
    at.specialist.reply(id, 'The second albatross.');
    await running.until(async () => (await found(running, 'albatross')).length === 2);
    expect(await found(running, 'albatross')).toEqual(['The second albatross.', 'The first albatross.']);
    const [message] = (await running.ticket(id)).messages;
    const name = message?.author.name ?? '';
    expect(await found(running, `albatross from:"${name}"`)).toHaveLength(2);
    expect(await found(running, 'albatross from:me')).toEqual([]);
    expect(await found(running, 'albatross severity:standard')).toHaveLength(0);
    await running.handle('reply.save', { ticketId: id, body: 'Thank you, a cormorant.' });
    expect(await found(running, 'cormorant')).toEqual(['Export']);
  });

  test('finds a ticket by the number that people say', async () => {
    const at = await desk();
    const running = core({ desk: at });
    const { number } = await running.inState(await running.submit({ title: 'Export' }), 'open');
    expect(await found(running, number ?? '')).toEqual(['Export']);
  });

  test('tells that there is more than it shows, and of each kind the newest', async () => {
    const running = core();
    for (let count = 0; count < 60; count += 1) await running.draft({ title: `Heron ${count}` });
    const { hits, more } = await running.handle('search.find', { text: 'heron' });
    expect([hits.length, more]).toEqual([50, true]);
    expect(hits[0]).toMatchObject({ title: { text: 'Heron 59' } });
  });

  test('every state can be asked for', async () => {
    const running = core();
    await running.draft({ ...FILLED_FORM, title: 'Pelican' });
    for (const state of SearchState.options) {
      expect(await found(running, `is:${state}`)).toEqual(state === 'draft' ? ['Pelican'] : []);
    }
  });
});
