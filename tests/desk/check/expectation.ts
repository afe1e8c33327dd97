/** What a client expects of a desk, one promise of `docs/support-api.md` at a time, and what was found of it. */
import type { Bench } from './bench.ts';

/**
 * - `holds`
 * - `fails`: the desk does something else than the document says
 * - `not_offered`: the desk does without, as "The least a desk must do" allows
 * - `not_seen`: this account has nothing to see it on
 * - `untold`: something else that fails stands in the way
 */
export type Verdict = {
  kind: 'holds' | 'fails' | 'not_offered' | 'not_seen' | 'untold';
  /** In words; empty for what holds. */
  because: string;
};

export type Expectation = {
  /** Short and lasting, such as `once.repeat`. */
  name: string;
  /** The promise as a sentence. */
  says: string;
  /** The heading of the document under which it stands. */
  section: string;
  /** Ends when it holds, and throws a `Finding` when it does not. */
  look(bench: Bench): Promise<void>;
};

export type Group = { title: string; expectations: readonly Expectation[] };

/** Why an expectation does not simply hold. */
export class Finding extends Error {
  readonly kind: Verdict['kind'];
  constructor(kind: Exclude<Verdict['kind'], 'holds'>, because: string) {
    super(because);
    this.kind = kind;
  }
}

/** Says that the expectation fails, unless this is so. */
export function ensure(isSo: boolean, because: string): asserts isSo {
  if (!isSo) throw new Finding('fails', because);
}

/** Says that something else stands in the way, unless this is so. */
export function require(isSo: boolean, because: string): asserts isSo {
  if (!isSo) throw new Finding('untold', because);
}

/** Gives what is there, and otherwise says that something else stands in the way. */
export function needed<T>(value: T | undefined | null, because: string): T {
  require(value !== undefined && value !== null, because);
  return value;
}
