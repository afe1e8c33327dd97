/** What a process that runs cases and whoever started it say to each other. */
import { z } from 'zod';

/** What may be found. `died`, and a core that is `blocked` for ever, show only to whoever started it. */
export const FINDINGS = ['died', 'blocked', 'grew', 'pull_stopped', 'answer_unfit', 'failed'] as const;
export const Finding = z.object({ kind: z.enum(FINDINGS), what: z.string() });
export type Finding = z.infer<typeof Finding>;

/**
 * One thing that the desk says: a `page` to whoever asks for changes, a `chat` event in its stream, or a `receipt` for
 * the next write. `hurt` names the places of the contract that do not fit, or at which something strange stands.
 */
const Said = z.object({
  to: z.enum(['page', 'chat', 'receipt']),
  status: z.int(),
  type: z.string(),
  body: z.string(),
  changes: z.int(),
  hurt: z.array(z.string()),
});
export type Said = z.infer<typeof Said>;
export const Case = z.object({ account: z.string(), said: z.array(Said) });
export type Case = z.infer<typeof Case>;

export const ToChild = z.object({ number: z.int(), given: Case });

const CaseDone = z.object({
  findings: z.array(Finding),
  said: z.int(),
  changes: z.int(),
  /** The longest that core held its thread, in milliseconds of that thread. */
  longestMs: z.number(),
  grewMb: z.number(),
  /** True when it ended its process. */
  isOver: z.boolean(),
});
export type CaseDone = z.infer<typeof CaseDone>;
export const FromChild = z.object({ number: z.int(), done: CaseDone });
