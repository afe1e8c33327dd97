// The words after `npm run torture --`.
import { parseArgs } from 'node:util';
import { Problem } from '../setup/problem.mjs';

export const usage = `npm run torture                 everything, for about half an hour
npm run torture -- [options]    only the parts that are named

  --seeds N         so many simulated lives, from --seed on
  --histories N     so many histories of several computers of one account, in virtual time
  --live-histories N  so many of them with real processes and in real time
  --kills N         so many SIGKILLs of the real app behind a bad network
  --corruptions N   so many damaged stores
  --power-cuts N    so many power cuts (Linux, with a C compiler)
  --cuts N          so many cuts of the network, and how long an answer takes after each
  --fuzz N          so many answers made from the contract's own schemas, fitting and hurt, and a tenth as many texts
  --mutants         plants bugs, and counts the seeds until each is caught
  --seed N          1 without it; without any part it runs this one life of the simulation again
  --history N       runs this one history of several computers again
  --fuzz-case N     runs this one case of the fuzz again, and makes it small
  --only A,B,…      of that life or history only these steps
  --json            the last line of stdout is one JSON object`;

const FULL = {
  seeds: 5_000,
  histories: 2_000,
  liveHistories: 50,
  kills: 100,
  corruptions: 200,
  powerCuts: 200,
  cuts: 100,
  fuzz: 10_000,
};

export type Options = {
  seed: number;
  seeds: number;
  histories: number;
  liveHistories: number;
  kills: number;
  corruptions: number;
  powerCuts: number;
  cuts: number;
  fuzz: number;
  mutants: boolean;
  json: boolean;
  help: boolean;
  /** Whether to run one seed of the simulation again, and of it only the steps in `only`. */
  replay: boolean;
  only: number[] | undefined;
  /** The history to run again, and of it only the steps in `only`. */
  history: number | null;
  /** The case of the fuzz to run again. */
  fuzzCase: number | null;
};

/** @throws {Problem} that says which word means nothing */
export function readOptions(given: readonly string[]): Options {
  const { values } = parsed(given);
  const named = [
    'seeds',
    'histories',
    'live-histories',
    'kills',
    'corruptions',
    'power-cuts',
    'cuts',
    'fuzz',
  ] as const;
  const isNamed = values.mutants || named.some((name) => values[name] !== undefined);
  const isOne = values.history !== undefined || values['fuzz-case'] !== undefined;
  const replay = !isNamed && !isOne && values.seed !== undefined;
  const count = (name: (typeof named)[number], full: number) =>
    isNamed || isOne || replay ? whole(name, values[name] ?? '0') : full;
  return {
    seed: whole('seed', values.seed ?? '1'),
    seeds: count('seeds', FULL.seeds),
    histories: count('histories', FULL.histories),
    liveHistories: count('live-histories', FULL.liveHistories),
    kills: count('kills', FULL.kills),
    corruptions: count('corruptions', FULL.corruptions),
    powerCuts: count('power-cuts', FULL.powerCuts),
    cuts: count('cuts', FULL.cuts),
    fuzz: count('fuzz', FULL.fuzz),
    mutants: values.mutants,
    json: values.json,
    help: values.help,
    replay,
    history: values.history === undefined ? null : whole('history', values.history),
    fuzzCase: values['fuzz-case'] === undefined ? null : whole('fuzz-case', values['fuzz-case']),
    only: values.only?.split(',').map((step) => whole('only', step)),
  };
}

function parsed(given: readonly string[]) {
  try {
    return parseArgs({
      args: [...given],
      options: {
        seed: { type: 'string' },
        seeds: { type: 'string' },
        histories: { type: 'string' },
        'live-histories': { type: 'string' },
        history: { type: 'string' },
        kills: { type: 'string' },
        corruptions: { type: 'string' },
        'power-cuts': { type: 'string' },
        cuts: { type: 'string' },
        fuzz: { type: 'string' },
        'fuzz-case': { type: 'string' },
        only: { type: 'string' },
        mutants: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Problem(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  }
}

function whole(name: string, text: string): number {
  if (!/^\d+$/.test(text)) throw new Problem(`--${name} must be a whole number.\n${usage}`);
  return Number(text);
}
