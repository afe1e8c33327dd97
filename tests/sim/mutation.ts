/** Plants each bug and counts how many seeds it takes until the simulation catches it. */
import { runHistoryJobs } from './computers/histories.ts';
import { MUTANTS } from './mutants.ts';
import { runJobs } from './workers.ts';

/** `seeds` is how many it took, of the simulation or of the histories, or how many there were. */
export type MutantResult = { name: string; caught: boolean; seeds: number; as: string | null };

/** Runs every mutant, or the named ones, on at most `most` seeds. */
export async function runMutants({
  most = 500,
  names = MUTANTS.map(({ name }) => name),
  onResult,
}: {
  most?: number;
  names?: readonly string[];
  onResult?: (result: MutantResult) => void;
} = {}): Promise<MutantResult[]> {
  const results: MutantResult[] = [];
  for (const name of names) {
    const result = await runMutant(name, most);
    results.push(result);
    onResult?.(result);
  }
  return results;
}

async function runMutant(mutant: string, most: number): Promise<MutantResult> {
  const jobs = Array.from({ length: most }, (_, at) => ({ seed: at + 1 }));
  const caught: { seed: number; as: string }[] = [];
  const onDone = ({ seed, problems }: { seed: number; problems: { kind: string }[] }) => {
    const [problem] = problems;
    if (problem === undefined) return undefined;
    caught.push({ seed, as: problem.kind });
    return 'stop';
  };
  const isOfSeveral = MUTANTS.find(({ name }) => name === mutant)?.under === 'histories';
  await (isOfSeveral ? runHistoryJobs : runJobs)(jobs, onDone, { mutant });
  const [first] = caught;
  return { name: mutant, caught: first !== undefined, seeds: first?.seed ?? most, as: first?.as ?? null };
}
