/** When the faults have stopped, every computer reads the same as the desk has, and has nothing left to send. */
import { disagreements } from '../check-agreement.ts';
import type { Problem } from './check.ts';
import type { Told } from './told.ts';

export function agreeing({ computers, desk }: Told): Problem[] {
  return computers.flatMap(({ looks }, at): Problem[] => {
    const last = looks.at(-1);
    if (last === undefined) return [{ kind: 'diverged', what: `computer ${at} shows nothing` }];
    return disagreements(last, desk).map(({ what }) => ({
      kind: 'diverged',
      what: `computer ${at}: ${what}`,
    }));
  });
}
