/** The fault switch: what shall go wrong, how often and where. Never on the specialist page or on /faults. */
import { z } from 'zod';
import { PATHS } from '#shared/contract.ts';
import { seededNumbers } from './random.ts';

const where = {
  /** Only requests whose path begins so. */
  path: z.string().startsWith('/').optional(),
  method: z.enum(['GET', 'HEAD', 'PUT', 'PATCH', 'POST']).optional(),
  /** How many requests it meets before it is over; absent means until it is cleared. */
  times: z.int().positive().optional(),
  /** The part of the requests that it meets, drawn from the seed. */
  rate: z.number().gt(0).max(1).optional(),
};

const Fault = z.discriminatedUnion('kind', [
  /** Answers so many milliseconds later. */
  z.strictObject({ kind: z.literal('latency'), ms: z.int().min(0).max(600_000), ...where }),
  /** Answers with this status instead of doing anything. */
  z.strictObject({
    kind: z.literal('status'),
    status: z.union([z.literal(408), z.literal(425), z.literal(429), z.int().min(500).max(599)]),
    retryAfterSeconds: z.int().nonnegative().optional(),
    ...where,
  }),
  /** Does not know the token. */
  z.strictObject({ kind: z.literal('unauthorized'), ...where }),
  /** Commits the effect, then cuts the connection without an answer. */
  z.strictObject({ kind: z.literal('loseAnswer'), ...where }),
  /** Takes the same write twice, as a repeating proxy would. */
  z.strictObject({ kind: z.literal('duplicate'), ...where }),
  /** Accepts, does nothing and never answers; an open stream falls silent. */
  z.strictObject({ kind: z.literal('halfOpen'), ...where }),
  /** Cuts the connection at once. */
  z.strictObject({ kind: z.literal('down'), ...where }),
  /** Commits the effect, then cuts the connection in the middle of the answer. */
  z.strictObject({ kind: z.literal('truncated'), ...where }),
  /**
   * Cuts the connection within the body of an upload and keeps what came until then: so many bytes, or a number
   * drawn from the seed. Requests without a body, and other paths, do not meet it.
   */
  z.strictObject({ kind: z.literal('cutUpload'), afterBytes: z.int().nonnegative().optional(), ...where }),
  /** Answers 200 with a page of HTML, as the sign-in page of a hotel's network would. */
  z.strictObject({ kind: z.literal('notJson'), ...where }),
]);
export type Fault = z.infer<typeof Fault>;

export const FaultPlan = z.strictObject({
  faults: z.array(Fault).max(100),
  seed: z.int().nonnegative().optional(),
});
export type FaultPlan = z.infer<typeof FaultPlan>;

type Ending = Extract<Fault, { kind: 'status' | 'unauthorized' | 'halfOpen' | 'down' | 'notJson' }>;
type Spoiling = 'loseAnswer' | 'truncated' | 'cutUpload';
/**
 * What one request meets: `ending` comes in place of the desk's work, `spoiling` after it. `cutAfter` is how many
 * bytes of its body come through, null for all.
 */
export type Met = {
  latencyMs: number;
  deliveries: 1 | 2;
  cutAfter: number | null;
  ending: Ending | null;
  spoiling: Spoiling | null;
};

/** `bodyBytes` is how long the request says that its body is. */
type Request = { method: string; path: string; bodyBytes: number };

/** A switch with nothing wrong. `seed` serves plans that bring none. */
export function faultSwitch(seed: number) {
  let plan = { seed, running: [] as { fault: Fault; met: number }[] };
  let draw = seededNumbers(seed);

  const over = ({ fault, met }: { fault: Fault; met: number }) =>
    fault.times !== undefined && met >= fault.times;
  const fits = (fault: Fault, request: Request) =>
    request.path.startsWith(fault.path ?? '/') &&
    (fault.method === undefined || fault.method === request.method) &&
    (fault.kind !== 'cutUpload' || (request.path.startsWith(PATHS.uploads) && request.bodyBytes > 0));

  return {
    set(wanted: FaultPlan) {
      plan = {
        seed: wanted.seed ?? seed,
        running: wanted.faults.map((fault) => ({ fault, met: 0 })),
      };
      draw = seededNumbers(plan.seed);
    },
    /** The plan as it stands: `met` says how many requests each fault has met. */
    state: () => ({
      seed: plan.seed,
      faults: plan.running.map(({ fault, met }) => ({ ...fault, met })),
    }),
    /** Whether such a fault is on for this path, without spending it. */
    isOn: (kind: Fault['kind'], path: string) =>
      plan.running.some(
        (r) => r.fault.kind === kind && !over(r) && fits(r.fault, { method: 'GET', path, bodyBytes: 0 }),
      ),
    /** What this request meets, in the order of the plan; behind one that ends the request no other is spent. */
    meet(request: Request): Met {
      const met: Met = { latencyMs: 0, deliveries: 1, cutAfter: null, ending: null, spoiling: null };
      for (const running of plan.running) {
        const { fault } = running;
        if (over(running) || !fits(fault, request)) continue;
        if (fault.rate !== undefined && draw() >= fault.rate) continue;
        running.met += 1;
        if (fault.kind === 'latency') met.latencyMs += fault.ms;
        else if (fault.kind === 'duplicate') met.deliveries = 2;
        else if (fault.kind === 'cutUpload') {
          met.spoiling = fault.kind;
          met.cutAfter = fault.afterBytes ?? Math.floor(draw() * (request.bodyBytes + 1));
        } else if (fault.kind === 'loseAnswer' || fault.kind === 'truncated') met.spoiling = fault.kind;
        else {
          met.ending = fault;
          break;
        }
      }
      return met;
    },
  };
}
export type FaultSwitch = ReturnType<typeof faultSwitch>;
