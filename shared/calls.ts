/** Questions that cross a process border and their answers, matched by number. */
import { failureOf, LifelineError } from './errors.ts';
import type { Result } from './wire.ts';

export function openCalls(
  send: (call: { kind: 'request'; id: number; name: string; request: unknown }) => void,
) {
  const open = new Map<number, PromiseWithResolvers<unknown>>();
  let last = 0;
  return {
    /** Asks, and resolves with what the other side answers; rejects with its failure. */
    ask(name: string, request: unknown): Promise<unknown> {
      last += 1;
      const pending = Promise.withResolvers<unknown>();
      open.set(last, pending);
      send({ kind: 'request', id: last, name, request });
      return pending.promise;
    },
    settle(id: number, result: Result): void {
      const pending = open.get(id);
      open.delete(id);
      if (result.ok) pending?.resolve(result.value);
      else pending?.reject(new LifelineError(result.failure.code, result.failure));
    },
    /** The other side is gone: nobody will answer any more. */
    failAll(error: LifelineError): void {
      for (const pending of open.values()) pending.reject(error);
      open.clear();
    },
  };
}

/** What became of `work`, as a value that can cross a process border. */
export async function resultOf(work: () => Promise<unknown>): Promise<Result> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, failure: failureOf(error) };
  }
}
