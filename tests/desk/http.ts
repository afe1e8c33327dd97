/** What the handlers of the desk share about one request. */
import type { HttpBindings } from '@hono/node-server';
import type { SentAccount } from './schemas.ts';

export type Env = {
  Bindings: HttpBindings;
  Variables: {
    /** Whose token it brings. */
    account: SentAccount;
    latencyMs: number;
    deliveries: 1 | 2;
    /** After so many bytes of its body a request is cut; null when it is not. */
    cutAfter: number | null;
  };
};
