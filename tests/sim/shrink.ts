/** Makes a failing seed small: leaves out steps as long as it still fails in the same way. */
/** What a run has to tell for that. */
type Run = { steps: number; problems: { kind: string }[] };

/** Runs are dear; a seed that is small enough is better than the smallest one. */
const MOST_RUNS = 80;

/** The places of the steps that are enough to fail. */
export async function shrink(failed: Run, run: (only: readonly number[]) => Promise<Run>): Promise<number[]> {
  const kind = failed.problems[0]?.kind;
  let kept = Array.from({ length: failed.steps }, (_, at) => at);
  let runs = 0;
  const stillFails = async (only: readonly number[]): Promise<boolean> => {
    runs += 1;
    return (await run(only)).problems.some((problem) => problem.kind === kind);
  };
  for (
    let size = Math.ceil(kept.length / 2);
    size >= 1 && runs < MOST_RUNS;
    size = size === 1 ? 0 : Math.ceil(size / 2)
  ) {
    for (let from = 0; from < kept.length && runs < MOST_RUNS; ) {
      const without = [...kept.slice(0, from), ...kept.slice(from + size)];
      if (await stillFails(without)) kept = without;
      else from += size;
    }
  }
  return kept;
}
