/** What happens in one live history: real processes and real time, so that it is short. */
import { type Dice, dice } from '../../sim/dice.ts';

/** Each step with how often it comes. */
const USUAL = {
  draft: 2,
  submit: 3,
  replySave: 2,
  replySend: 12,
  change: 3,
  look: 4,
  answer: 10,
  specialistEdits: 1,
  specialistDeletes: 0.5,
  specialistJudges: 1,
  mute: 5,
  deaf: 5,
  silent: 3,
  cut: 3,
  open: 6,
  freeze: 4,
  thaw: 4,
  kill: 4,
} as const;
export type LiveStep = keyof typeof USUAL;
export type LiveStory = { computers: number; steps: { what: LiveStep; at: number; roll: number }[] };

const NAMES = Object.keys(USUAL).filter((name): name is LiveStep => name in USUAL);
const TOTAL = NAMES.reduce((sum, name) => sum + USUAL[name], 0);

export function liveStory(seed: number): LiveStory {
  const throws = dice(seed);
  const computers = throws.chance(0.7) ? 2 : 3;
  const steps = Array.from({ length: throws.between(12, 20) }, () => ({
    what: drawn(throws),
    at: throws.below(computers),
    roll: throws.seed(),
  }));
  return { computers, steps };
}

function drawn(throws: Dice): LiveStep {
  let left = throws.fraction() * TOTAL;
  for (const name of NAMES) {
    left -= USUAL[name];
    if (left < 0) return name;
  }
  return 'look';
}
