/** The promise: what the policy gives, and where its clock stands. Pure; times are milliseconds since 1970. */
import type { Channel, PromisePolicy, PromiseTarget, Role, Severity } from '../contract.ts';

/**
 * The target that the policy gives for a role, severity and channel, or null when it gives none.
 * Never guesses: without a rule nothing is promised.
 */
export function promisedTarget(
  policy: PromisePolicy,
  ticket: { role: Role; severity: Severity; channel: Channel },
): PromiseTarget | null {
  const rule = policy.rules.find(
    (r) => r.role === ticket.role && r.severity === ticket.severity && r.channel === ticket.channel,
  );
  return rule?.target ?? null;
}

/** What the desk has said about one ticket's promise. `receivedAt` is the create date on the desk, null before. */
export type PromiseFacts = {
  receivedAt: number | null;
  target: PromiseTarget | null;
  dueAt: number | null;
  firstAnsweredAt: number | null;
};

export type PromiseClock =
  | { state: 'not_started' }
  | { state: 'no_guarantee'; target: PromiseTarget | null }
  | { state: 'running'; dueAt: number; leftMs: number }
  | { state: 'overdue'; dueAt: number; lateMs: number }
  | { state: 'answered_in_time'; answeredAt: number }
  | { state: 'answered_late'; answeredAt: number; lateMs: number }
  | { state: 'answered'; answeredAt: number };

/** Reads the clock of one promise at `now`. The clock starts only when the desk has the ticket. */
export function promiseClock(facts: PromiseFacts, now: number): PromiseClock {
  if (facts.receivedAt === null) return { state: 'not_started' };
  const { dueAt, firstAnsweredAt } = facts;
  if (firstAnsweredAt !== null) {
    if (dueAt === null) return { state: 'answered', answeredAt: firstAnsweredAt };
    return firstAnsweredAt <= dueAt
      ? { state: 'answered_in_time', answeredAt: firstAnsweredAt }
      : { state: 'answered_late', answeredAt: firstAnsweredAt, lateMs: firstAnsweredAt - dueAt };
  }
  if (dueAt === null) return { state: 'no_guarantee', target: facts.target };
  return now <= dueAt
    ? { state: 'running', dueAt, leftMs: dueAt - now }
    : { state: 'overdue', dueAt, lateMs: now - dueAt };
}
