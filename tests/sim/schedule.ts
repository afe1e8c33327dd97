/** What happens in one seed, step by step. A step's own dice depend on nothing else, so that steps can be left out. */
import { type Dice, dice } from './dice.ts';

/** Each step with how often it comes, in a mix of everything. */
const USUAL = {
  draft: 10,
  type: 14,
  submit: 12,
  replySave: 12,
  replySend: 14,
  takeBackTicket: 3,
  takeBackReply: 4,
  withdraw: 2,
  restore: 2,
  move: 4,
  attach: 5,
  removeFile: 1,
  change: 5,
  settle: 3,
  stillHappening: 2,
  mute: 1,
  markRead: 2,
  tryNow: 3,
  preferences: 2,
  look: 4,
  specialistReplies: 14,
  specialistEdits: 3,
  specialistDeletes: 2,
  specialistJudges: 4,
  specialistAttaches: 2,
  deskDeletesTicket: 1,
  cursorsExpire: 2,
  refuseNext: 4,
  weather: 16,
  streamsCut: 2,
  wait: 10,
  longWait: 2,
  crash: 8,
  restart: 3,
  damage: 2,
  diskFull: 3,
  lowDisk: 1,
  turnClock: 3,
  signOut: 2,
  signIn: 3,
} as const;

/** What a desk does that is not what its document says, and what somebody does about it, in groups that come together. */
const DISHONEST = [
  { deskBacksUp: 8, deskRestored: 6, deskEmptied: 3, deskLags: 6, sendAgain: 8 },
  { deskPoisons: 9, deskHeals: 3, deskLeavesOut: 5, deskRewords: 4 },
  { otherAccount: 7, goBack: 8, takeOver: 6 },
  { meddle: 10, refusesStrangely: 3, changesMind: 4 },
  { liesAboutTime: 7, pokesOn: 2, stormOfCursors: 3, deskBombs: 4 },
] as const;
type Group = (typeof DISHONEST)[number];
export type DishonestStep = Group extends infer Each ? (Each extends Group ? keyof Each : never) : never;
export type StepName = keyof typeof USUAL | DishonestStep;
export type Step = { what: StepName; roll: number };
export type Size = { tickets: number; replies: number; files: number };
export type Schedule = { seed: number; size: Size; steps: Step[] };

/** Groups of steps that come thick in one seed and hardly at all in another. */
const MOODS: readonly (readonly StepName[])[] = [
  ['crash', 'restart', 'damage'],
  ['weather', 'streamsCut', 'signOut', 'signIn'],
  ['diskFull', 'lowDisk'],
  ['turnClock', 'longWait'],
  ['specialistReplies', 'specialistEdits', 'specialistDeletes', 'specialistJudges', 'cursorsExpire'],
  ['attach', 'removeFile', 'specialistAttaches'],
  ['change', 'settle', 'specialistJudges'],
  ['takeBackTicket', 'takeBackReply', 'move', 'refuseNext'],
];

/** How many seeds have a desk that is what its document says. */
const HONEST_DESKS = 0.4;

export function schedule(seed: number): Schedule {
  const throws = dice(seed);
  const weights = weightsOf(USUAL);
  for (const mood of MOODS) {
    const factor = throws.pick([0, 0.5, 1, 1, 2]) ?? 1;
    for (const name of mood) weights.set(name, (weights.get(name) ?? 0) * factor);
  }
  const isHonest = throws.chance(HONEST_DESKS);
  for (const group of DISHONEST) {
    const factor = throws.pick([0, 1, 1, 4]) ?? 1;
    for (const [name, weight] of weightsOf(group)) weights.set(name, isHonest ? 0 : weight * factor);
  }
  // What a desk does beside must leave room for what it does it to.
  const length = Math.floor((50 + Math.floor(250 * throws.fraction() ** 8)) * (isHonest ? 1 : 1.5));
  return {
    seed,
    size: {
      tickets: throws.between(1, throws.chance(0.3) ? 20 : 6),
      replies: throws.between(0, 50),
      files: throws.between(0, 5),
    },
    steps: Array.from({ length }, () => ({ what: drawn(weights, throws), roll: throws.seed() })),
  };
}

function weightsOf<Name extends StepName>(table: Partial<Record<Name, number>>): Map<StepName, number> {
  const isName = (name: string): name is Name => name in table;
  return new Map(
    Object.keys(table)
      .filter(isName)
      .map((name) => [name, table[name] ?? 0]),
  );
}

function drawn(weights: Map<StepName, number>, throws: Dice): StepName {
  let left = throws.fraction() * [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  for (const [name, weight] of weights) {
    left -= weight;
    if (left < 0) return name;
  }
  return 'wait';
}
