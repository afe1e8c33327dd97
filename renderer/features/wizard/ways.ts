import { type Way, waysNow } from '#shared/ways.ts';
import { useConnection } from '../../state/connection.ts';
import { useIsServiceTime } from '../../state/service-time.ts';
import { useSettings } from '../../state/settings.ts';

/** The ways to a specialist as they stand at this moment. */
export function useWays(): Way[] {
  const account = useSettings((state) => state.account);
  const connection = useConnection((all) => all.connection.state);
  return waysNow(account, { connection, isOpenNow: useIsServiceTime() });
}
