/** Search: any line is read without fail, and what is found is what is there and no more. */

import { join } from 'node:path';
import Database from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { placedSpellingsOf, spellingsOf } from '#shared/folding.ts';
import {
  asksNothing,
  excerptOf,
  type Fit,
  fitOf,
  markedWhole,
  readSearch,
  SearchState,
  soughtBy,
} from '#shared/search.ts';
import { realDisk } from '../../main/core/disk.ts';
import { MIGRATIONS } from '../../main/core/store/migrations.ts';
import { inBlock, piecesOf, queryFor } from '../../main/core/store/pieces.ts';
import { openSearch, type SearchLimits } from '../../main/core/store/search.ts';
import { openEverything } from '../../main/core/store/store.ts';
import { openWordIndex } from '../../main/core/store/word-index.ts';
import { makeOldStore } from '../bench/old-store.ts';
import { vocabulary } from '../bench/words.ts';
import { copyFolder } from '../sim/copy-folder.ts';
import { dice } from '../sim/dice.ts';
import { core, desk, FILLED_FORM, newFolder, type RunningCore } from './running-core.ts';

describe('a line of text', () => {
  const NOTHING = {
    ...{ terms: [], is: [], severity: null, hasFile: false, from: null, after: null, before: null },
    notUnderstood: [],
  };
  const term = (text: string) => ({ text, isWhole: false });
  const phrase = (text: string) => ({ text, isWhole: true });
  test.each([
    ['', {}],
    ['  ', {}],
    ['down', { terms: [term('down')] }],
    ['it is down', { terms: ['it', 'is', 'down'].map(term) }],
    ['"it is down"', { terms: [phrase('it is down')] }],
    [
      '“it is down” „so it is“ «helt nede» 「受注画面」',
      {
        terms: ['it is down', 'so it is', 'helt nede', '受注画面'].map(phrase),
      },
    ],
    ['"it is', { terms: [term('it is')] }],
    ['LL-1034', { terms: [term('LL-1034')] }],
    ['is:open IS:Waiting', { is: ['open', 'waiting'] }],
    ['severity:critical has:file', { severity: 'business_critical', hasFile: true }],
    ['from:me', { from: 'me' }],
    ['from:Me', { from: 'me' }],
    ['from:“Maya Lind”', { from: 'Maya Lind' }],
    ['after:2026-03-01 before:2026-04-01', { after: '2026-03-01', before: '2026-04-01' }],
    ['is:asleep', { terms: [term('is:asleep')], notUnderstood: ['is:asleep'] }],
    ['after:yesterday', { terms: [term('after:yesterday')], notUnderstood: ['after:yesterday'] }],
    ['🙂 "" \u0000 * ( -', {}],
  ])('%j is read as %j', (text, expected) => {
    expect(readSearch(text)).toEqual({ ...NOTHING, ...expected });
  });

  test('of any length and any signs is read, and only pieces of words, between quotes, reach the index', () => {
    const seed = 20_260_301;
    const random = dice(seed);
    const signs = [
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
    ];
    const words = [
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
      '\\',
      ';--',
    ];
    const pieces = [...signs, ...words, '受注', '𠮷', 'ﾊﾞ', '”', 'ß'];
    for (let round = 0; round < 5_000; round += 1) {
      const text = Array.from({ length: random.below(30) }, () => random.pick(pieces) ?? '').join('');
      const terms = readSearch(text).terms.map(soughtBy);
      for (const where of ['begins', 'within'] as const) {
        const outside = (queryFor(terms, where) ?? '').replace(
          /"[\^@]?[\p{L}\p{N}\p{M}\ud800-\udfff]+\$?"/gu,
          '',
        );
        expect(outside, `seed ${seed}, ${JSON.stringify(text)}`).toMatch(/^(?:[()]| AND | OR )*$/);
      }
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

/** What stands in a text, what is typed, and where it is found: at the beginning of a word, within one, or not. */
const FINDS: readonly [string, string, Fit][] = [
  // Parts of words, and every word unfinished.
  ['Påloggingsfeilen skyldes sertifikatet', 'feilen', 'within'],
  ['java.lang.NullPointerException: null', 'exception', 'within'],
  ['java.lang.NullPointerException: null', 'nullp', 'begins'],
  ['Påloggingsfeilen skyldes sertifikatet', 'pålog skyld', 'begins'],
  ['Påloggingsfeilen skyldes sertifikatet', 'feil skyld', 'within'],
  ['Error 0x80070005 (E_ACCESSDENIED)', 'denied', 'within'],
  ['Ticket T-21034', '1034', 'within'],
  ['Ticket LL-1034', 'LL-10', 'begins'],
  ['It works', 'or', null],
  ['It is a book', 'b', null],
  // Chinese, Japanese and Korean are written without spaces, or with others than people type.
  ['本日から受注画面が開きません', '受注画面', 'begins'],
  ['本日から受注画面が開きません', '画面', 'begins'],
  ['系统无法登录', '登录', 'begins'],
  ['결제 화면이 열리지 않습니다', '화면', 'begins'],
  ['データベースエラー', 'でーた', 'begins'],
  ['ﾃﾞｰﾀﾍﾞｰｽｴﾗｰ', 'データベース', 'begins'],
  // Letters as people type them.
  ['Røros', 'roros', 'begins'],
  ['Røros', 'roeros', 'begins'],
  ['Roros', 'røros', 'begins'],
  ['Per Åbø', 'aaboe', 'begins'],
  ['Per Aaboe', 'Åbø', 'begins'],
  ['Ærfugl', 'aerf', 'begins'],
  ['Straße', 'strasse', 'begins'],
  ['STRASSE', 'straße', 'begins'],
  ['Müller', 'mueller', 'begins'],
  ['Müller', 'muller', 'begins'],
  ['Łódź', 'lodz', 'begins'],
  ['Đặng Þór', 'dang thor', 'begins'],
  ['İstanbul ışık', 'istanbul isik', 'begins'],
  ['ΣΦΑΛΜΑ ΣΎΝΔΕΣΗΣ', 'σφάλμα σύνδεσης', 'begins'],
  ['Ещё раз', 'еще', 'begins'],
  ['мой', 'мои', null],
  ['пʼять', "п'ять", 'begins'],
  ['שָׁלוֹם', 'שלום', 'begins'],
  ['شاشةُ الطَّلَبات', 'شاشه الطلبات', 'begins'],
  ['خطأ ٥٠٣', '503', 'begins'],
  ['किताब', 'किता', 'begins'],
  ['เข้าสู่ระบบไม่ได้', 'ระบบ', 'within'],
  // What is not seen, and what only looks otherwise.
  ['Anmelde\u00adfehler', 'anmeldefehler', 'begins'],
  ['pass\u200bword', 'password', 'begins'],
  ['\ufeffex\u2060port', 'export', 'begins'],
  ['conﬁg ﬁle', 'config fi', 'begins'],
  ['Ｅｒｒｏｒ　５００', 'error 500', 'begins'],
  ['re\u0301sume\u0301', 'resume', 'begins'],
  ['Lifeline™', '"lifeline"', 'begins'],
  // Between quotes, whole words side by side.
  ['It is downtown', '"is down"', null],
  ['It is down.', '“is down”', 'begins'],
];

describe('a word', () => {
  test.each(FINDS)('in %j, looked for by %j, is found there: %s', (text, typed, fit) => {
    const terms = readSearch(typed).terms.map(soughtBy);
    expect(fitOf(spellingsOf(text), terms)).toBe(fit);
  });

  test('that fits has the pieces that the index is asked for', () => {
    const holds = (pieces: Set<string>, query: string) => {
      // The index's own language, with each piece by whether it is there.
      const words = query.replace(/"([^"]*)"/g, (_, piece: string) => String(pieces.has(piece)));
      const says = words.replaceAll('AND', '&&').replaceAll('OR', '||');
      return z.boolean().parse(new Function(`return ${says}`)());
    };
    for (const [text, typed, fit] of FINDS) {
      const query = queryFor(readSearch(typed).terms.map(soughtBy), fit ?? 'begins');
      if (fit !== null)
        expect(holds(piecesOf(spellingsOf(text)), query ?? ''), `${typed} in ${text}`).toBe(true);
    }
  });

  const seed = 20_261_130;
  test(`cut out of any text anywhere is found, and marked where it stands (seed ${seed})`, () => {
    const random = dice(seed);
    const parts = [
      ...[
        'feil',
        'Null',
        'Pointer',
        'å',
        'ø',
        'ß',
        'e\u0301',
        'İ',
        'Σ',
        'ﬁ',
        'Ａ',
        '受',
        '注',
        'か\u3099',
        'ﾊﾞ',
        '한',
        '9',
      ],
      ...[' ', ' ', '-', '. ', '\u00ad', '\u200b', '🙂', 'й', 'ё', 'ة', '٣', 'แ', '\n', '_', '™', '𠮷'],
    ];
    for (let round = 0; round < 3_000; round += 1) {
      const picked = Array.from({ length: 2 + random.below(20) }, () => random.pick(parts) ?? '');
      const text = picked.join('');
      const from = random.below(picked.length);
      const typed = picked
        .slice(from, from + 1 + random.below(5))
        .join('')
        .replace(/\s+/g, ' ')
        .trim();
      const terms = [{ text: typed, isWhole: false }];
      const ways = soughtBy(terms[0] ?? { text: '', isWhole: false });
      const letters = (ways[0]?.words ?? '').replaceAll(' ', '');
      if (letters.length < 3) continue;
      const said = `seed ${seed}, ${JSON.stringify(typed)} in ${JSON.stringify(text)}`;
      const fit = fitOf(spellingsOf(text), [ways]);
      expect(fit, said).not.toBeNull();
      for (const placed of placedSpellingsOf(text))
        expect(spellingsOf(text), said).toContain(placed.spelling);
      const { marks } = markedWhole(text, terms);
      const found = marks.map(([start, end]) => text.slice(start, end));
      const hits = found.filter((part) =>
        spellingsOf(part).some((one) => one.includes(ways[0]?.words ?? '')),
      );
      expect(hits.length, said).toBeGreaterThan(0);
    }
  });
});

describe('what is shown', () => {
  const marked = (text: string, typed: string) => {
    const { text: whole, marks } = markedWhole(text, readSearch(typed).terms);
    return marks.map(([start, end]) => whole.slice(start, end));
  };
  test('has every part marked that was looked for and no more, whatever its case and accents', () => {
    expect(marked('The Pelican, the PELICANS and a pélican', 'pelican')).toEqual([
      'Pelican',
      'PELICAN',
      'pélican',
    ]);
    expect(marked('Søket på ÆRFUGL', 'ærf')).toEqual(['ÆRF']);
    expect(marked('down and downtown', '"down"')).toEqual(['down']);
    expect(marked('Påloggingsfeilen', 'feil')).toEqual(['feil']);
    expect(marked('本日から受注画面が開きません', '受注画面')).toEqual(['受注画面']);
    expect(marked('Straße 1', 'strass')).toEqual(['Straß']);
    expect(marked('pass\u00adword', 'password')).toEqual(['pass\u00adword']);
    expect(marked('is this', 'is')).toEqual(['is']);
    expect(marked('LL-1034, LL-1035', 'll-1034')).toEqual(['LL-1034']);
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

  const TEXTS: readonly [string, string][] = [
    ['Påloggingsfeilen skyldes sertifikatet', 'feilen'],
    ['java.lang.NullPointerException: null', 'exception'],
    ['本日から受注画面が開きません', '受注画面'],
    ['Ny pålogging som skyldes tiden', 'pålog skyld'],
    ['Møte i Røros', 'roros'],
    ['Ligger i Haupt\u00adstraße', 'hauptstrasse'],
  ];
  test('finds parts of words and every unfinished word, in the letters that people type', async () => {
    const running = core();
    for (const [title] of TEXTS) await running.draft({ title });
    for (const [title, typed] of TEXTS)
      expect(await found(running, typed), typed).toContain(title.replace('\u00ad', ''));
  });

  test('gives what has it as a word or beginning first, whatever is newer', async () => {
    const running = core();
    for (const title of ['A port', 'Ports of call', 'An export', 'Airport']) await running.draft({ title });
    expect(await found(running, 'port')).toEqual(['Ports of call', 'A port', 'Airport', 'An export']);
    expect(await found(running, '"port"')).toEqual(['A port']);
    expect(await found(running, 'po')).toEqual(['Ports of call', 'A port']);
  });

  test('finds parts of the words of help pages and names of files, and of who wrote', async () => {
    const at = await desk();
    at.specialist.putArticle({ title: 'Påloggingsfeil', body: 'Look at the certificate.' });
    const running = core({ desk: at });
    const id = await running.submit({ title: 'Export' });
    await running.inState(id, 'open');
    at.specialist.reply(id, 'A heron.');
    await running.until(async () => (await found(running, 'heron')).length === 1);
    expect(await found(running, 'tificat')).toEqual(['Påloggingsfeil']);
    const [author = ''] = ((await running.ticket(id)).messages[0]?.author.name ?? '').split(' ');
    expect(await found(running, `from:${author.slice(0, 2)}`)).toEqual(['A heron.']);
    expect(await found(running, `from:${author.slice(1)}`)).toEqual([]);
    expect(await found(running, `heron from:${author}`)).toEqual(['A heron.']);
  });

  test('nothing that is written waits for the index: it follows, or is brought up by whoever searches', async () => {
    const running = core({ standsStill: true });
    const id = await running.draft({ title: 'Pelican' });
    running.letPass(2_000);
    await running.handle('draft.save', { id, patch: { title: 'Heron' } });
    running.stop();
    const db = new Database(join(running.folder, 'lifeline.db'), { readonly: true });
    const pieces = (piece: string) =>
      db
        .prepare('SELECT count(*) FROM ticket_pieces WHERE ticket_pieces MATCH ?')
        .pluck()
        .get(inBlock(`"${piece}"`, 0));
    expect([pieces('^pelica'), pieces('^heron')]).toEqual([1, 0]);
    db.close();
    const again = core({ folder: running.folder, standsStill: true });
    expect(await found(again, 'heron')).toEqual(['Heron']);
    expect(await found(again, 'pelican')).toEqual([]);
  });

  test('of the version before is indexed in slices, the newest first, while it is in use (invariant 1)', async () => {
    const folder = newFolder();
    const seed = 7;
    const random = dice(seed);
    makeOldStore(folder, { messages: 2_000, seed, random, words: vocabulary(random) });
    const running = core({ folder, standsStill: true });
    const first = await running.handle('search.find', { text: 'LL-0' });
    expect(first.isBuilding).toBe(true);
    const id = await running.draft({ title: 'Pelican' });
    expect(await found(running, 'pelican')).toEqual(['Pelican']);
    const left = () => {
      const db = new Database(join(folder, 'lifeline.db'), { readonly: true });
      const count = z.int().parse(db.prepare('SELECT count(*) FROM to_index').pluck().get());
      db.close();
      return count;
    };
    running.stop();
    expect(left()).toBeGreaterThan(500);
    const store = openEverything(folder, {
      disk: realDisk,
      clock: { now: () => 0, after: () => () => undefined },
    });
    while ((await store.search.find('pelican', null)).isBuilding);
    // Steps leave the sums of the rows as they were.
    store.checkWhenIdle();
    store.close();
    expect(left()).toBe(0);
    const done = core({ folder });
    const answer = await done.handle('search.find', { text: 'LL-0' });
    expect([answer.isBuilding, answer.hits.length]).toEqual([false, 1]);
    expect((await done.ticket(id)).form.title).toBe('Pelican');
  });

  test('a kill between any two slices leaves nothing out and nothing twice (invariant 1)', async () => {
    const folder = newFolder();
    const seed = 11;
    const random = dice(seed);
    makeOldStore(folder, { messages: 300, seed, random, words: vocabulary(random) });
    const next: (() => void)[] = [];
    const clock = {
      now: () => 0,
      after(ms: number, action: () => void) {
        if (ms <= 1_000) next.push(action);
        return () => undefined;
      },
    };
    const killed: string[] = [];
    const store = openEverything(folder, { disk: realDisk, clock });
    for (let action = next.pop(); action !== undefined; action = next.pop()) {
      killed.push(newFolder());
      copyFolder(folder, killed.at(-1) ?? '');
      action();
    }
    store.close();
    expect(killed.length, `seed ${seed}`).toBeGreaterThan(3);
    for (const each of [...killed, folder]) {
      const again = openEverything(each, { disk: realDisk, clock });
      for (let action = next.pop(); action !== undefined; action = next.pop()) action();
      const { hits, isBuilding } = await again.search.find('LL-0', null);
      expect([hits.length, isBuilding], `seed ${seed}`).toEqual([1, false]);
      again.close();
      const db = new Database(join(each, 'lifeline.db'), { readonly: true });
      const rows = db.prepare('SELECT count(*), count(DISTINCT id) FROM message_pieces_docsize').raw().get();
      db.close();
      expect(rows, `seed ${seed}`).toEqual([300, 300]);
    }
  });

  /** A store in memory, and messages in it. */
  function memory() {
    const db = new Database(':memory:');
    for (const sql of MIGRATIONS) db.exec(sql);
    db.exec(`INSERT INTO ticket (id, state, question, affected, hit, severity, severity_reason, title, description, since,
        channel, created_at, updated_at, owner, requester)
      VALUES ('${TICKET}', 'open', '', 'one', '', 'standard', '', 'A ticket', '', '', 'email', 1, 1, 'a me', 'a colleague')`);
    const add = db.prepare(
      `INSERT INTO message (id, ticket_id, author_kind, author_name, body, at, delivery)
       VALUES (@id, '${TICKET}', 'specialist', @author, @body, @at, 'delivered')`,
    );
    const index = openWordIndex(db);
    let at = 0;
    return {
      ...{ db, index },
      says(body: string, author = 'Maya Lind'): void {
        at += 1;
        add.run({ id: `01900000-0000-7000-8000-${String(at).padStart(12, '0')}`, author, body, at });
      },
      indexAll(): void {
        while (index.isBehind()) index.slice();
      },
    };
  }
  const TICKET = '01900000-0000-7000-8000-000000000000';

  /** What is found, and how many others had a turn meanwhile. */
  async function foundInTurns({ db }: ReturnType<typeof memory>, text: string, limits?: SearchLimits) {
    let [turns, isDone] = [0, false];
    const turn = () => {
      turns += 1;
      if (!isDone) setImmediate(turn);
    };
    setImmediate(turn);
    const answer = await openSearch(db, () => true, limits).find(text, null);
    isDone = true;
    return {
      ...answer,
      turns,
      told: answer.hits.map((hit) => (hit.kind === 'message' ? hit.excerpt.text : '')),
    };
  }

  test('looks at a few hundred entries at a time, and then others have their turn', async () => {
    const store = memory();
    // Every one has the pieces, and none the word.
    for (let count = 0; count < 2_500; count += 1) store.says('abcd xbcde xcdef');
    store.indexAll();
    const { hits, isCut, turns } = await foundInTurns(store, 'bcdef');
    expect([hits, isCut]).toEqual([[], false]);
    expect(turns).toBeGreaterThanOrEqual(5);
    const byAll = await foundInTurns(store, 'from:me');
    expect([byAll.hits, byAll.isCut]).toEqual([[], false]);
  });

  const LIMITS = { lookedAt: 1_000, read: 1_000_000 };
  test.each([
    ['entries of the index are looked at', 'bcdef', LIMITS],
    ['characters are read', 'bcdef', { ...LIMITS, lookedAt: 1_000_000, read: 1_000 }],
    ['messages are looked at where no word is looked for', 'from:me', LIMITS],
    ['entries are looked at for a state', 'abcd is:refused', LIMITS],
    ['entries are looked at for who wrote', 'from:maya is:refused', LIMITS],
  ])('gives up when very many %s, and says so', async (_, text, limits) => {
    const store = memory();
    store.says('xbcdef');
    for (let count = 0; count < 4_500; count += 1) store.says('abcd xbcde xcdef');
    store.indexAll();
    const { hits, isCut, more } = await foundInTurns(store, text, limits);
    expect([hits, more, isCut]).toEqual([[], false, true]);
  });

  test('finds in every block of the index, the newest first', async () => {
    const store = memory();
    for (const [count, key] of [0, 40_000, 400_000, 4_000_000].entries()) {
      if (key > 0)
        store.db.exec(`INSERT INTO searchable (key, kind, id) VALUES (${key}, 'message', '${key}')`);
      store.says(`heron ${count}`);
    }
    store.indexAll();
    const { told } = await foundInTurns(store, 'heron');
    expect(told).toEqual(['heron 3', 'heron 2', 'heron 1', 'heron 0']);
    expect((await foundInTurns(store, 'from:maya')).told).toEqual(told);
    expect((await foundInTurns(store, 'ero')).told).toEqual(told);
    // Of no piece the index goes through more than a block at once.
    store.db.exec(`CREATE VIRTUAL TABLE temp.terms USING fts5vocab (main, message_pieces, row)`);
    expect(store.db.prepare('SELECT max(doc) FROM temp.terms').pluck().get()).toBe(1);
  });

  test('whoever searches for a short whole word reads no text that only begins with it', async () => {
    const store = memory();
    store.says('it is re');
    for (let count = 0; count < 500; count += 1) store.says('it is really redone');
    store.indexAll();
    const { told, isCut } = await foundInTurns(store, '"re"', { ...LIMITS, read: 1_000 });
    expect([told, isCut]).toEqual([['it is re'], false]);
  });

  test('the index stays in few parts, and is merged apart from what is written', () => {
    const { db, index, says } = memory();
    const parts = () =>
      z
        .int()
        .parse(
          db.prepare('SELECT count(DISTINCT id >> 37) FROM message_pieces_data WHERE id > 10').pluck().get(),
        );
    for (let count = 0; count < 100; count += 1) {
      says(`heron ${count}`);
      index.slice();
    }
    expect(parts()).toBe(100);
    while (index.merge());
    expect(parts()).toBeLessThan(16);
    const { length } = db
      .prepare('SELECT rowid FROM message_pieces WHERE message_pieces MATCH ?')
      .all(inBlock('"^heron"', 0));
    expect(length).toBe(100);
  });

  test('holds core for a slice at a time, however much is to be indexed', () => {
    const { db, index, says } = memory();
    for (let count = 0; count < 900; count += 1) says(count % 50 === 0 ? 'x '.repeat(60_000) : 'x');
    const left = db
      .prepare(
        'SELECT count(*), total(length(substr(m.body, 1, 100000))) AS text FROM to_index n JOIN searchable s ON s.key = n.key JOIN message m ON m.id = s.id',
      )
      .raw();
    let [rows, text] = z.tuple([z.int(), z.number()]).parse(left.get());
    while (index.isBehind()) {
      index.slice();
      const [nextRows, nextText] = z.tuple([z.int(), z.number()]).parse(left.get());
      expect(rows - nextRows).toBeLessThanOrEqual(500);
      expect(text - nextText).toBeLessThanOrEqual(160_000);
      expect(nextRows).toBeLessThan(rows);
      [rows, text] = [nextRows, nextText];
    }
    expect(rows).toBe(0);
    db.close();
  });
});
