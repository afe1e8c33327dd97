// Tortures the app: simulated years, several computers, kills, damaged files, power cuts, cut networks, planted bugs:
//   npm run torture [-- --seeds N --histories N --live-histories N --kills N --corruptions N --power-cuts N --cuts N
//     --fuzz N --mutants --seed N --json]
import process from 'node:process';
import { replayCase, runFuzz } from '../tests/fuzz/run.ts';
import { runHistories, runOneHistory } from '../tests/sim/computers/histories.ts';
import { runMutants } from '../tests/sim/mutation.ts';
import { runOne, runSeeds } from '../tests/sim/seeds.ts';
import type { Done } from '../tests/sim/workers.ts';
import { runLiveHistories } from '../tests/torture/computers/live.ts';
import { runCorruptions } from '../tests/torture/corruption.ts';
import { runCuts } from '../tests/torture/cuts.ts';
import { runKills } from '../tests/torture/kills.ts';
import { runPowerCuts } from '../tests/torture/power.ts';
import { build } from './build.ts';
import { inPlainWords } from './setup/problem.mjs';
import {
  type Account,
  accountOf,
  isClean,
  ofCorruptions,
  ofCuts,
  ofFuzz,
  ofHistories,
  ofKills,
  ofLiveHistories,
  ofPowerCuts,
  ofSeeds,
} from './torture/account.ts';
import { type Options, readOptions, usage } from './torture/options.ts';
import { type MutantRow, print, printAccount, printMutants } from './torture/report.ts';

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) await print(usage);
  else if (options.fuzzCase !== null) await replayFuzz(options.fuzzCase);
  else if (options.history !== null)
    await replay(await runOneHistory(options.history, options.only), options);
  else if (options.replay) await replay(await runOne(options.seed, options.only), options);
  else await torture(options);
} catch (error) {
  console.error(inPlainWords(error));
  process.exitCode = 1;
}

async function torture(options: Options): Promise<void> {
  say(`Seed ${options.seed}.`);
  const account = await runParts(options);
  const mutants = options.mutants
    ? await runMutants({ onResult: ({ name }) => say(`planted: ${name}`) })
    : null;
  if (options.json)
    await print(JSON.stringify({ ...account, ...(mutants !== null && { mutants: rows(mutants) }) }));
  else {
    if (account !== null) await printAccount(account);
    if (mutants !== null) await printMutants(rows(mutants));
  }
  const isCaught = mutants?.every(({ caught }) => caught) ?? true;
  process.exitCode = (account === null || isClean(account)) && isCaught ? 0 : 1;
}

/** What each part found, summed up; null when only planted bugs were asked for. */
async function runParts({
  seed,
  seeds,
  histories,
  liveHistories,
  kills,
  corruptions,
  powerCuts,
  cuts,
  fuzz,
}: Options): Promise<Account | null> {
  if (seeds + histories + liveHistories + kills + corruptions + powerCuts + cuts + fuzz === 0) return null;
  const onProgress = say;
  const parts = [];
  if (seeds > 0) {
    const onDone = (done: Done, sofar: number) => {
      if (done.problems.length > 0) say(`seed ${done.seed}: ${inShort(done.problems)}`);
      if (sofar % 500 === 0) say(`seeds: ${sofar} of ${seeds}`);
    };
    const report = await runSeeds({ count: seeds, from: seed, onDone });
    for (const failure of report.failures) say(JSON.stringify(failure));
    parts.push(ofSeeds(report));
  }
  if (histories > 0) {
    const onDone = (_done: unknown, sofar: number) => {
      if (sofar % 500 === 0) say(`histories: ${sofar} of ${histories}`);
    };
    const report = await runHistories({ count: histories, from: seed, onDone });
    for (const failure of report.failures) say(JSON.stringify(failure));
    parts.push(ofHistories(report));
  }
  if (liveHistories > 0) {
    parts.push(ofLiveHistories(await runLiveHistories({ histories: liveHistories, seed, onProgress })));
  }
  if (kills + cuts > 0) await build();
  if (kills > 0) {
    parts.push(ofKills(await runKills({ kills, seed, onProgress })));
  }
  if (corruptions > 0) parts.push(ofCorruptions(await runCorruptions({ corruptions, seed, onProgress })));
  if (powerCuts > 0) parts.push(ofPowerCuts(await runPowerCuts({ cuts: powerCuts, seed, onProgress })));
  if (cuts > 0) parts.push(ofCuts(await runCuts({ cuts, seed, onProgress })));
  if (fuzz > 0) {
    const report = await runFuzz({ pages: fuzz, seed, onProgress });
    for (const failure of report.pages.failures) say(JSON.stringify(failure));
    parts.push(ofFuzz(report));
  }
  return accountOf(seed, parts);
}

type Replayed = Pick<Awaited<ReturnType<typeof runOne>>, 'seed' | 'steps' | 'lives' | 'hash'> & {
  problems: { kind: string; what: string }[];
};

/** One seed of the simulation, or one history, again, as its report says. */
async function replay(done: Replayed, { json }: Options): Promise<void> {
  if (json) await print(JSON.stringify(done));
  else {
    say(`Seed ${done.seed}: ${done.steps} steps, ${done.lives} lives, trace ${done.hash}.`);
    for (const { kind, what } of done.problems) say(`${kind}: ${what}`);
    await print(done.problems.length === 0 ? 'Nothing went wrong.' : `${done.problems.length} went wrong.`);
  }
  process.exitCode = done.problems.length === 0 ? 0 : 1;
}

/** One case of the fuzz again, and the smallest that shows the same. */
async function replayFuzz(seed: number): Promise<void> {
  const { findings, smallest, longestMs, grewMb } = await replayCase(seed);
  say(`Case ${seed}: core held for at most ${Math.round(longestMs)} ms and ${Math.round(grewMb)} MB.`);
  for (const { kind, what } of findings) say(`${kind}: ${what}`);
  if (smallest !== null) say(JSON.stringify(smallest, null, 2));
  await print(findings.length === 0 ? 'Nothing went wrong.' : `${findings.length} went wrong.`);
  process.exitCode = findings.length === 0 ? 0 : 1;
}

function rows(mutants: readonly MutantRow[]): MutantRow[] {
  return mutants.map(({ name, caught, seeds }) => ({ name, caught, seeds }));
}

/** What went wrong, each kind once: the whole of it is said when the seed has been made small. */
function inShort(problems: Done['problems']): string {
  return [...new Set(problems.map(({ kind }) => kind))].join(', ');
}

/** Beside the figures, which are alone on stdout. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
