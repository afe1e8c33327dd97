/** What happens in one history of several computers, step by step. A step's own dice depend on nothing else. */
import { type Dice, dice } from '../dice.ts';

/** Each step with how often it comes, in a mix of everything. */
const USUAL = {
  // What a person does at one of the computers.
  draft: 3,
  type: 4,
  submit: 5,
  replySave: 3,
  replySend: 14,
  change: 5,
  settle: 2,
  tryNow: 1,
  look: 6,
  // What specialists do.
  answer: 12,
  specialistEdits: 1,
  specialistDeletes: 1,
  specialistJudges: 2,
  cursorsExpire: 0.5,
  // What becomes of one computer's line, or of all.
  mute: 4,
  deaf: 4,
  cut: 4,
  halfOpen: 3,
  rough: 3,
  clear: 8,
  streamsCut: 2,
  // What becomes of one computer.
  freeze: 4,
  thaw: 6,
  turnClock: 3,
  kill: 3,
  powerCut: 2,
  crashSoon: 3,
  restart: 2,
  wait: 8,
  longWait: 1,
} as const;
export type StepName = keyof typeof USUAL;
/** `at` picks the computer. */
export type Step = { what: StepName; at: number; roll: number };
export type Story = { seed: number; computers: number; steps: Step[] };

const NAMES = Object.keys(USUAL).filter((name): name is StepName => name in USUAL);

/** Groups of steps that come thick in one history and hardly at all in another. */
const MOODS: readonly (readonly StepName[])[] = [
  ['mute', 'deaf'],
  ['cut', 'halfOpen', 'rough'],
  ['freeze', 'thaw'],
  ['turnClock'],
  ['kill', 'powerCut', 'crashSoon', 'restart'],
  ['replySend', 'answer'],
  ['change', 'settle', 'specialistJudges'],
];

export function story(seed: number): Story {
  const throws = dice(seed);
  const weights = new Map<StepName, number>(NAMES.map((name) => [name, USUAL[name]]));
  for (const mood of MOODS) {
    const factor = throws.pick([0, 0.5, 1, 1, 2.5]) ?? 1;
    for (const name of mood) weights.set(name, (weights.get(name) ?? 0) * factor);
  }
  const computers = throws.pick([2, 2, 2, 2, 2, 2, 3, 3, 3, 4, 5]) ?? 2;
  const length = throws.between(15, 24);
  const steps = Array.from({ length }, () => ({
    what: drawn(weights, throws),
    at: throws.below(computers),
    roll: throws.seed(),
  }));
  return { seed, computers, steps };
}

function drawn(weights: Map<StepName, number>, throws: Dice): StepName {
  let left = throws.fraction() * [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  for (const [name, weight] of weights) {
    left -= weight;
    if (left < 0) return name;
  }
  return 'wait';
}
