/** The ways to reach a specialist, and which of them are open at this moment. Pure. */
import type { Account, Channel } from './contract.ts';
import type { Connection } from './model.ts';

/** Why a way is closed: the plan does not have it, it is not open now, or the desk cannot be reached just now. */
export type ClosedBecause =
  | 'not_in_plan'
  | 'no_number'
  | 'outside_hours'
  | 'not_known'
  | Exclude<Connection['state'], 'online' | 'no_desk'>;

export type Way = { channel: Channel; closed: ClosedBecause | null };

/**
 * The three ways in the order in which they are offered. A written ticket can always be made: without a connection it
 * waits here. `account` is null before the desk has told of the plan. `isOpenNow` says whether it is service hours,
 * and is null when nobody knows.
 */
export function waysNow(
  account: Pick<Account, 'plan' | 'phone'> | null,
  { connection, isOpenNow }: { connection: Connection['state']; isOpenNow: boolean | null },
): Way[] {
  const closed = (channel: Channel): ClosedBecause | null => {
    if (account === null) return channel === 'email' ? null : 'not_known';
    if (!account.plan.channels.includes(channel)) return 'not_in_plan';
    if (channel === 'email') return null;
    if (channel === 'phone' && account.phone === null) return 'no_number';
    if (connection !== 'online') return connection === 'no_desk' ? 'not_known' : connection;
    if (isOpenNow === null) return 'not_known';
    return isOpenNow ? null : 'outside_hours';
  };
  return (['email', 'chat', 'phone'] as const).map((channel) => ({ channel, closed: closed(channel) }));
}
