/** The contract as a desk speaks it: a reader forgives what it does not know, a sender says only what is defined. */

import { z } from 'zod';
import {
  Account,
  BOUNDS,
  Channel,
  Person,
  PolicyCalendar,
  PromiseException,
  PromiseRule,
  Scope,
  ServiceHours,
  StatusLine,
} from '#shared/contract.ts';

/** What `GET /v1/account` sends. */
export const SentAccount = Account.extend({
  requester: Account.shape.requester.extend({ role: PromiseRule.shape.role }),
  scope: Scope,
  colleagues: z.array(Person).max(BOUNDS.colleagues),
  plan: Account.shape.plan.extend({ channels: z.array(Channel) }),
  serviceHours: ServiceHours,
  statusLine: StatusLine.nullable(),
  policy: z.object({
    rules: z.array(PromiseRule),
    calendar: PolicyCalendar.nullable(),
    exceptions: z.array(PromiseException),
  }),
});
export type SentAccount = z.infer<typeof SentAccount>;
