// Tortures the app: simulated years, kills, damaged files, power cuts, cut networks, planted bugs:
//   npm run torture [-- --seeds N --kills N --corruptions N --power-cuts N --cuts N --mutants --seed N --json]
import process from 'node:process';
import { runMutants } from '../tests/sim/mutation.ts';
import { runOne, runSeeds } from '../tests/sim/seeds.ts';
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
  ofKills,
  ofPowerCuts,
  ofSeeds,
} from './torture/account.ts';
import { type Options, readOptions, usage } from './torture/options.ts';
import { type MutantRow, print, printAccount, printMutants } from './torture/report.ts';

try {
  const options = readOptions(process.argv.slice(2));
  if (options.help) await print(usage);
  else if (options.replay) await replay(options);
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
  kills,
  corruptions,
  powerCuts,
  cuts,
}: Options): Promise<Account | null> {
  if (seeds + kills + corruptions + powerCuts + cuts === 0) return null;
  const onProgress = say;
  const parts = [];
  if (seeds > 0) {
    const onDone = (_done: unknown, sofar: number) => {
      if (sofar % 500 === 0) say(`seeds: ${sofar} of ${seeds}`);
    };
    const report = await runSeeds({ count: seeds, from: seed, onDone });
    for (const failure of report.failures) say(JSON.stringify(failure));
    parts.push(ofSeeds(report));
  }
  if (kills + cuts > 0) await build();
  if (kills > 0) {
    parts.push(ofKills(await runKills({ kills, seed, onProgress })));
  }
  if (corruptions > 0) parts.push(ofCorruptions(await runCorruptions({ corruptions, seed, onProgress })));
  if (powerCuts > 0) parts.push(ofPowerCuts(await runPowerCuts({ cuts: powerCuts, seed, onProgress })));
  if (cuts > 0) parts.push(ofCuts(await runCuts({ cuts, seed, onProgress })));
  return accountOf(seed, parts);
}

/** One seed of the simulation again, as its report says. */
async function replay({ seed, only, json }: Options): Promise<void> {
  const done = await runOne(seed, only);
  if (json) await print(JSON.stringify(done));
  else {
    say(`Seed ${seed}: ${done.steps} steps, ${done.lives} lives, trace ${done.hash}.`);
    for (const { kind, what } of done.problems) say(`${kind}: ${what}`);
    await print(done.problems.length === 0 ? 'Nothing went wrong.' : `${done.problems.length} went wrong.`);
  }
  process.exitCode = done.problems.length === 0 ? 0 : 1;
}

function rows(mutants: readonly MutantRow[]): MutantRow[] {
  return mutants.map(({ name, caught, seeds }) => ({ name, caught, seeds }));
}

/** Beside the figures, which are alone on stdout. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
