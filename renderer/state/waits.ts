/** When something in the outbox goes next, and what keeps it until then; said alike wherever it is shown. */
import { useTranslation } from 'react-i18next';
import type { ErrorCode } from '#shared/errors.ts';
import type { Connection, WaitingOperation } from '#shared/model.ts';
import { useNextTryWords } from '../ui/next-try.ts';
import { sameDay, useTimes } from '../ui/time.ts';
import { useAtNow } from './clock.ts';
import { useConnection } from './connection.ts';

/** So many are on their way side by side; what is next while they are has to wait for one of them. */
const PLACES = 4;

type Row = Pick<WaitingOperation, 'id' | 'state' | 'kind' | 'title' | 'waits' | 'otherAccount'>;
type Known = Pick<Connection, 'nextTryAt'> & {
  connection: Connection['state'];
  operations: readonly Row[];
};

export type Reason =
  | { is: 'sending' | 'now' | 'turn' | 'connecting' | 'sign_in' | 'no_desk' | 'person' }
  | { is: 'desk' | 'retry' | 'no_connection' | 'trouble'; until: number | null }
  | { is: 'behind'; kind: Row['kind']; title: string; isRefused: boolean }
  | { is: 'account'; account: WaitingOperation['otherAccount'] };

/**
 * Why it waits. What is said to go at once does: the desk answers, nothing is before it, and there is a place. As long as
 * the way to the desk is not open nothing goes, so that everything says the one time at which that is tried again.
 */
export function reasonOf(
  { state, waits, otherAccount }: Row,
  { connection, nextTryAt, operations }: Known,
): Reason {
  if (state === 'sending') return { is: 'sending' };
  const { until, behind } = waits;
  // Whatever else it waits for, as long as nobody answers that is why.
  if (connection === 'offline' && (waits.for === 'turn' || waits.for === 'retry'))
    return { is: 'no_connection', until: nextTryAt };
  switch (waits.for) {
    case 'turn': {
      const isFull = operations.filter((each) => each.state === 'sending').length >= PLACES;
      return { is: connection === 'online' && !isFull ? 'now' : 'turn' };
    }
    case 'before': {
      const before = operations.find(({ id }) => id === behind);
      if (before === undefined) return { is: 'turn' };
      const { kind, title } = before;
      return { is: 'behind', kind, title, isRefused: before.state === 'refused' };
    }
    case 'connection':
      if (connection === 'connecting') return { is: 'connecting' };
      return { is: connection === 'offline' ? 'no_connection' : 'trouble', until: nextTryAt };
    case 'account':
      return { is: 'account', account: otherAccount };
    case 'desk':
    case 'retry':
      return { is: waits.for, until };
    case 'sign_in':
    case 'no_desk':
    case 'person':
      return { is: waits.for };
  }
}

/** Names the words for what is wrong with one thing. While the desk answers others, its address is not to blame. */
export const problemWords = (code: ErrorCode, connection: Connection['state']) =>
  (code === 'desk_unreachable' || code === 'network_offline') && connection === 'online'
    ? 'outbox.noAnswer'
    : (`errors.${code}` as const);

/** Says it in words, without a full stop. */
export function useWaitsWords(operation: WaitingOperation | undefined): string {
  const { t } = useTranslation();
  const times = useTimes();
  const nextTry = useNextTryWords();
  const { state: connection, nextTryAt } = useConnection((all) => all.connection);
  const operations = useConnection((all) => all.operations);
  const reason = operation === undefined ? null : reasonOf(operation, { connection, nextTryAt, operations });
  return useAtNow((now) => {
    if (reason === null) return '';
    switch (reason.is) {
      case 'desk': {
        if (reason.until === null || reason.until <= now) return nextTry(now, now);
        const time = sameDay(reason.until, now)
          ? times.timeOfDay(reason.until)
          : times.fullMoment(reason.until);
        return t('waits.desk', { time });
      }
      case 'retry':
        return nextTry(reason.until ?? now, now);
      case 'no_connection':
      case 'trouble': {
        const next = reason.until === null ? t('waits.trying') : nextTry(reason.until, now);
        return `${t(`waits.${reason.is}`)}. ${next}`;
      }
      case 'behind': {
        const behind = t(`waits.behind.${reason.kind}`, { title: reason.title || t('inbox.untitled') });
        return reason.isRefused ? t('waits.behindRefused', { behind }) : behind;
      }
      case 'account': {
        const { desk, requester } = reason.account ?? {};
        return desk && requester
          ? t('waits.account', { account: t('account.name', { desk, requester }) })
          : t('waits.accountUnknown');
      }
      default:
        return t(`waits.${reason.is}`);
    }
  });
}
