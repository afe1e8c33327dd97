/** What is wrong on the way to the desk, in few words; said alike in the bar at the top and aloud. */
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '#shared/errors.ts';
import type { Connection } from '#shared/model.ts';
import { useConnection } from './connection.ts';

/** Troubles that have words of their own for one line. */
const SHORT = [
  'network_offline',
  'network_proxy',
  'desk_unreachable',
  'desk_unavailable',
  'desk_not_a_desk',
  'desk_redirects',
  'desk_untrusted',
  'desk_unauthorized',
] as const satisfies ErrorCode[];

type Short = (typeof SHORT)[number];
const isShort = (code: ErrorCode): code is Short => SHORT.some((one) => one === code);

/**
 * What is wrong, by the name that its words have; null while nothing is, or it is no matter of the network. The desk's
 * silence comes first: what the computer thinks of its network only says why.
 */
export function wrongOf(
  { state, problem }: Pick<Connection, 'state' | 'problem'>,
  hasNetwork: boolean,
): `connection.wrong.${Short}` | `errors.${ErrorCode}` | null {
  if (state === 'signed_out') return 'connection.wrong.desk_unauthorized';
  if (state === 'offline')
    return `connection.wrong.${hasNetwork && problem?.code !== 'network_offline' ? 'desk_unreachable' : 'network_offline'}`;
  const code = state === 'trouble' ? problem?.code : undefined;
  if (code === undefined || !/^(desk|network)_/.test(code)) return null;
  return isShort(code) ? `connection.wrong.${code}` : `errors.${code}`;
}

function useHasNetwork(): boolean {
  return useSyncExternalStore(
    (changed) => {
      for (const name of ['online', 'offline']) window.addEventListener(name, changed);
      return () => {
        for (const name of ['online', 'offline']) window.removeEventListener(name, changed);
      };
    },
    () => navigator.onLine,
  );
}

/** The words for what is wrong; null while nothing is. */
export function useWrong(): string | null {
  const { t } = useTranslation();
  const hasNetwork = useHasNetwork();
  const name = useConnection(({ connection, restarting }) =>
    restarting ? null : wrongOf(connection, hasNetwork),
  );
  return name === null ? null : t(name);
}
