// Lines about work that takes a while. They go to stderr: stdout belongs to the script that is to run.
import process from 'node:process';

const secondsBetweenSigns = 30;

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/**
 * A clock that tells seconds with one decimal.
 * @returns {() => string}
 */
export function stopwatch() {
  const start = performance.now();
  return () => `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

/**
 * Says what is under way, gives a sign of life while it lasts, and says at the end how it went.
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @param {(elapsed: string) => string} ending
 * @returns {Promise<T>}
 */
export async function withProgress(title, work, ending) {
  const elapsed = stopwatch();
  say(title);
  const signs = setInterval(() => say(`… still at it after ${elapsed()}`), secondsBetweenSigns * 1000);
  try {
    const result = await work();
    say(ending(elapsed()));
    return result;
  } finally {
    clearInterval(signs);
  }
}
