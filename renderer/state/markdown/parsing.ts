/** The trees of texts: at once where that is certain to be quick, and otherwise by a worker with a deadline. */
import { isQuick, treeOf } from './parse.ts';
import { MOST, readTree, type Tree } from './tree.ts';

/** A text's tree, or that it is shown as the plain text that it is. */
export type Laid = Tree | 'too_much';

/**
 * Time for one text, in milliseconds. The window waits for none of it. 20,000 letters full of marks take 200 ms, and on
 * a computer that is busy with an outage of its own five times as long: what takes longer still was made to.
 */
const DEADLINE = { base: 1_000, perThousandLetters: 50 } as const;
/** For a worker to begin, on a computer that is busy with something else. */
const BEGINS_WITHIN_MS = 10_000;

/** What is kept of trees that were made, in letters of their texts. */
const KEPT_LETTERS = 2_000_000;

/** A worker that says `ready` and then answers each text with its blocks, or null. */
export type TextWorker = { send(text: string): void; end(): void };
type StartWorker = (heard: (data: unknown) => void, failed: () => void) => TextWorker;

/** Does something after some milliseconds, unless what it gives back is called before. */
type InTime = (then: () => void, ms: number) => () => void;
const afterMs: InTime = (then, ms) => {
  const timer = setTimeout(then, ms);
  return () => clearTimeout(timer);
};

type Waiting = { text: string; done: (laid: Laid) => void };

export function makeParsing(start: StartWorker, inTime: InTime = afterMs) {
  const kept = keptTrees();
  const asked = new Map<string, Promise<Laid>>();
  const queue: Waiting[] = [];
  let worker: TextWorker | null = null;
  let isReady = false;
  let current: Waiting | null = null;
  let stopTimer = () => {};

  /** What is known now: from before, or because it takes no time. Null when it has to be waited for. */
  function laidNow(text: string): Laid | null {
    const known = kept.get(text);
    if (known !== undefined) return known;
    if (text.length > MOST.length) return 'too_much';
    return isQuick(text) ? kept.keep(text, treeOf(text) ?? 'too_much') : null;
  }

  /**
   * Never rejects. One text goes after the other, so that a slow one costs the others no more than its deadline; what was
   * asked for last goes first, because that is what somebody looks at.
   */
  function laid(text: string): Promise<Laid> {
    const now = laidNow(text);
    if (now !== null) return Promise.resolve(now);
    const before = asked.get(text);
    if (before !== undefined) return before;
    const promise = new Promise<Laid>((done) => queue.push({ text, done }));
    asked.set(text, promise);
    next();
    return promise;
  }

  function next(): void {
    if (current !== null) return;
    current = queue.pop() ?? null;
    if (current === null) return;
    if (worker === null) begin();
    else if (isReady) send(current, worker);
  }

  function begin(): void {
    isReady = false;
    stopTimer = inTime(giveUp, BEGINS_WITHIN_MS);
    worker = start(heard, giveUp);
  }

  function heard(data: unknown): void {
    if (isReady) {
      finish(readTree(data) ?? 'too_much');
      return;
    }
    isReady = true;
    if (current !== null && worker !== null) send(current, worker);
  }

  function send({ text }: Waiting, to: TextWorker): void {
    stopTimer();
    stopTimer = inTime(giveUp, DEADLINE.base + (DEADLINE.perThousandLetters * text.length) / 1_000);
    to.send(text);
  }

  /** The worker is gone with whatever it was at; the next text gets another. */
  function giveUp(): void {
    worker?.end();
    worker = null;
    finish('too_much');
  }

  function finish(laid: Laid): void {
    stopTimer();
    const done = current;
    current = null;
    if (done !== null) {
      // That a worker did not begin says nothing of the text.
      if (isReady) kept.keep(done.text, laid);
      asked.delete(done.text);
      done.done(laid);
    }
    next();
  }

  return { laidNow, laid };
}

/** Trees by their text, those that were used last. */
function keptTrees() {
  const trees = new Map<string, Laid>();
  let letters = 0;
  const drop = (text: string) => {
    if (trees.delete(text)) letters -= text.length;
  };
  return {
    get(text: string): Laid | undefined {
      const laid = trees.get(text);
      if (laid !== undefined) {
        trees.delete(text);
        trees.set(text, laid);
      }
      return laid;
    },
    keep(text: string, laid: Laid): Laid {
      drop(text);
      trees.set(text, laid);
      letters += text.length;
      for (const oldest of trees.keys()) {
        if (letters <= KEPT_LETTERS) break;
        drop(oldest);
      }
      return laid;
    },
  };
}

function startWorker(heard: (data: unknown) => void, failed: () => void): TextWorker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'texts' });
  worker.onmessage = ({ data }) => heard(JSON.parse(String(data)));
  worker.onerror = failed;
  return { send: (text) => worker.postMessage(text), end: () => worker.terminate() };
}

export const { laidNow, laid } = makeParsing(startWorker);
