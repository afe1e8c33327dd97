/** How long searches take in a store of very many messages, and what their index costs. */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { realDisk } from '../../main/core/disk.ts';
import { writableStore } from '../../main/core/store/connection.ts';
import { openEverything, type Store } from '../../main/core/store/store.ts';
import { dice } from '../sim/dice.ts';
import { bytesOf, makeOldStore } from './old-store.ts';
import { type Vocabulary, vocabulary } from './words.ts';

type Options = {
  messages: number;
  seed: number;
  queries: number;
  made: string | undefined;
  say: (line: string) => void;
};

export async function benchSearch({ messages, seed, queries, made: kept, say }: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'lifeline-bench-'));
  try {
    const random = dice(seed);
    const words = vocabulary(random);
    say(`${messages} messages, seed ${seed}.`);
    const made = stopwatch();
    const before = kept === undefined ? folder : join(kept, `${messages}-${seed}`);
    if (!existsSync(before) || before === folder)
      makeOldStore(before, { messages, seed, random: dice(seed), words });
    if (before !== folder) cpSync(before, folder, { recursive: true });
    say(`made with the index of whole words in ${made()} s: ${sizes(folder, '*_words_*')}`);

    const stepped = stopwatch();
    writableStore(realDisk, join(folder, 'lifeline.db')).close();
    say(`the step to the newest version: ${stepped()} s`);
    const clock = turns();
    const store = openEverything(folder, { disk: realDisk, clock: clock.port });
    const built = stopwatch();
    const slices = clock.runAll();
    say(
      `indexed in ${slices.count} slices, ${built()} s: the longest ${inMs(slices.longest)}, p95 ${inMs(slices.p95)}`,
    );
    await measure(store, { random, words, queries, say });
    store.close();
    say(`with the index of pieces: ${sizes(folder, '*_pieces_*')}`);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function measure(
  store: Store,
  {
    random,
    words,
    queries,
    say,
  }: { random: ReturnType<typeof dice>; words: Vocabulary; queries: number; say: (line: string) => void },
): Promise<void> {
  const cut = (word: string, from: number, least: number) => {
    const start = Math.min(from, Math.max(0, word.length - least));
    return word.slice(start, start + random.between(least, Math.max(least, word.length - start)));
  };
  const longWord = (length: number) => {
    for (;;) {
      const word = words.word();
      if (word.length >= length) return word;
    }
  };
  const common = (count: number) => words.list[random.below(count)] ?? '';
  const kinds: Record<string, () => string> = {
    'whole words': () => `"${words.word()}"`,
    beginnings: () => cut(longWord(4), 0, 3),
    'insides of words': () => cut(longWord(5), random.between(1, 2), 3),
    'the commonest words': () => common(30),
    'two unfinished words': () => `${cut(longWord(4), 0, 3)} ${cut(longWord(5), 1, 3)}`,
    'two of the commonest': () => `${common(30)} ${common(30)}`,
    phrases: () => `"${words.word()} ${words.word()}"`,
    'what is nowhere': () => `${longWord(6)}q${longWord(3)}`,
    'inside of an error': () => random.pick(['exception', 'pointerexc', 'timeoutarg', 'nullref']) ?? '',
    'a word and a state': () => `${common(30)} is:refused`,
    'who wrote, no words': () => `from:${random.pick(['Maya', 'Ola', 'Soren', 'Rita', 'Sol', 'nobody'])}`,
    'from:me, no words': () => 'from:me',
    'a state, no words': () => random.pick(['is:refused', 'is:solved', 'is:refused from:me']) ?? '',
  };
  say('p50 / p95 / max:');
  for (const [name, query] of Object.entries(kinds)) {
    const times: number[] = [];
    const processor: number[] = [];
    let [hits, cuts] = [0, 0];
    const held = watchTurns();
    for (let count = 0; count < queries; count += 1) {
      const text = query();
      const spent = spending();
      const answer = await store.search.find(text, null);
      const { ms, processor: used } = spent();
      times.push(ms);
      processor.push(used);
      hits += answer.hits.length;
      cuts += answer.isCut ? 1 : 0;
    }
    held.stop();
    const row = (values: readonly number[]) =>
      [0.5, 0.95, 1].map((part) => quantile(values, part).toFixed(1)).join(' / ');
    say(
      `${name.padEnd(22)} ${row(times)} ms, of the processor ${row(processor)} ms; ${(hits / queries).toFixed(1)} found, ${cuts} ended before all was looked through; core held for at most ${inMs(held.longest())}`,
    );
  }
}

/** How long something took, and how much of that the processor was at it: the rest belonged to other programs. */
type Spent = { ms: number; processor: number };

function spending(): () => Spent {
  const [started, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return { ms: performance.now() - started, processor: (user + system) / 1_000 };
  };
}

const inMs = ({ ms, processor }: Spent): string =>
  `${ms.toFixed(0)} ms, of the processor ${processor.toFixed(0)} ms`;

const most = (all: readonly Spent[]): Spent => ({
  ms: Math.max(0, ...all.map(({ ms }) => ms)),
  processor: Math.max(0, ...all.map(({ processor }) => processor)),
});

/** The longest that anybody else would have waited for a turn. */
function watchTurns() {
  let longest: Spent = { ms: 0, processor: 0 };
  let isOver = false;
  let spent = spending();
  const turn = () => {
    longest = most([longest, spent()]);
    spent = spending();
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  return {
    longest: () => longest,
    stop: () => {
      isOver = true;
    },
  };
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0;
}

function stopwatch(): () => string {
  const started = performance.now();
  return () => ((performance.now() - started) / 1_000).toFixed(1);
}

const inMb = (bytes: number): string => `${(bytes / 2 ** 20).toFixed(0)} MB`;

function sizes(folder: string, index: string): string {
  const db = realDisk.openDatabase(join(folder, 'lifeline.db'), { timeout: 0, readonly: true });
  const said = `index ${inMb(bytesOf(db, index))}, messages ${inMb(bytesOf(db, 'message'))}, file ${inMb(realDisk.size(join(folder, 'lifeline.db')) ?? 0)}`;
  db.close();
  return said;
}

/** A clock on which nothing happens by itself: the index is built when it is asked for, a slice at a time. */
function turns() {
  const waiting: { ms: number; action: () => void }[] = [];
  return {
    port: {
      now: () => Date.now(),
      after(ms: number, action: () => void) {
        const entry = { ms, action };
        waiting.push(entry);
        return () => void waiting.splice(waiting.indexOf(entry), waiting.includes(entry) ? 1 : 0);
      },
    },
    /** Runs what is soon, until nothing is; the rest is of hours. */
    runAll() {
      const times: Spent[] = [];
      for (;;) {
        const place = waiting.findIndex(({ ms }) => ms <= 1_000);
        if (place === -1) break;
        const [next] = waiting.splice(place, 1);
        const spent = spending();
        next?.action();
        times.push(spent());
      }
      const part = (of: 'ms' | 'processor') =>
        quantile(
          times.map((each) => each[of]),
          0.95,
        );
      const longest = times.reduce((one, other) => most([one, other]), { ms: 0, processor: 0 });
      return { count: times.length, longest, p95: { ms: part('ms'), processor: part('processor') } };
    },
  };
}
