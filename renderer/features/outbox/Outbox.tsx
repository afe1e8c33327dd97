import './outbox.css';
import { useEffect, useRef, useState } from 'react';
import { Button as AriaButton, DialogTrigger, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Connection, WaitingOperation } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { tryNow, useConnection } from '../../state/connection.ts';
import { goToTicket, showSettings } from '../../state/navigation.ts';
import { announce } from '../../state/notices.ts';
import { Button } from '../../ui/Button.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { useTimes } from '../../ui/time.ts';

/** The pill's words: the state, and what waits. What was refused needs the person and stands in that group. */
function useSummary(connection: Connection): string {
  const { t } = useTranslation();
  const parts = [
    t(`connection.${connection.state}`),
    connection.waiting > 0 && t('connection.waiting', { count: connection.waiting }),
  ];
  return parts.filter((part) => part !== false).join(' · ');
}

function useSpokenChanges(state: Connection['state']) {
  const { t } = useTranslation();
  const before = useRef(state);
  useEffect(() => {
    const from = before.current;
    before.current = state;
    // The first answer after the start is expected and needs no announcement.
    if (from === state || (from === 'connecting' && state === 'online')) return;
    if (state === 'connecting' || state === 'no_desk') return;
    announce(t(`connection.now.${state}`));
  }, [state, t]);
}

/** The pill that always shows how the desk can be reached, and behind it everything that waits. */
export function Outbox() {
  const { t } = useTranslation();
  const connection = useConnection((state) => state.connection);
  const summary = useSummary(connection);
  useSpokenChanges(connection.state);

  return (
    <DialogTrigger>
      <AriaButton
        className={`pill pill-${connection.state}`}
        aria-label={t('outbox.open', { state: summary })}
        data-testid="outbox-pill"
      >
        <span className="pill-dot" aria-hidden="true" />
        <span className="pill-text">{summary}</span>
        {connection.waiting > 0 && (
          <span className="pill-count" aria-hidden="true">
            {connection.waiting}
          </span>
        )}
      </AriaButton>
      <Popover placement="top start" offset={8}>
        {({ close }) => <OutboxBody connection={connection} close={close} />}
      </Popover>
    </DialogTrigger>
  );
}

function OutboxBody({ connection, close }: { connection: Connection; close: () => void }) {
  const { t } = useTranslation();
  const times = useTimes();
  const operations = useConnection((state) => state.operations);
  const [isTrying, setTrying] = useState(false);
  const { state, lastAnswerAt, nextTryAt, problem } = connection;
  const isSettingsMatter =
    state === 'signed_out' || state === 'no_desk' || problem?.code === 'desk_unauthorized';
  // "The desk does not answer" need not be said twice.
  const isSaid = state === 'offline' && problem?.code === 'desk_unreachable';
  const lastAnswer = useAtNow((now) => (lastAnswerAt === null ? '' : times.distance(lastAnswerAt, now)));
  const nextTry = useAtNow((now) =>
    nextTryAt === null || state === 'online'
      ? ''
      : nextTryAt - now < 5_000
        ? t('outbox.nextTrySoon')
        : t('outbox.nextTry', { when: times.distance(nextTryAt, now) }),
  );

  const tryAgain = async () => {
    setTrying(true);
    await tryNow();
    setTrying(false);
  };

  return (
    <>
      <div>
        <Heading slot="title" level={2}>
          {t(`connection.${state}`)}
        </Heading>
        <p className="soft">{t(`connection.about.${state}`)}</p>
        {problem && !isSaid && <p className="outbox-problem">{t(`errors.${problem.code}`)}</p>}
        <p className="soft small">
          {lastAnswer && t('outbox.lastAnswer', { when: lastAnswer })}
          {lastAnswer && nextTry && ' · '}
          {nextTry}
        </p>
      </div>
      {operations.length === 0 ? (
        <p className="soft">{t('outbox.empty')}</p>
      ) : (
        <ul className="outbox-rows" aria-label={t('outbox.title')}>
          {operations.map((operation) => (
            <OutboxRow
              key={operation.id}
              operation={operation}
              isProblemSaid={operation.problem?.code === problem?.code}
              close={close}
            />
          ))}
        </ul>
      )}
      <div className="popover-actions">
        {isSettingsMatter && (
          <Button
            kind="primary"
            onPress={() => {
              close();
              showSettings();
            }}
          >
            {t('outbox.toSettings')}
          </Button>
        )}
        {state !== 'no_desk' && (
          <Button onPress={tryAgain} isDisabled={isTrying}>
            {t(isTrying ? 'outbox.trying' : 'outbox.tryNow')}
          </Button>
        )}
      </div>
    </>
  );
}

type RowProps = { operation: WaitingOperation; isProblemSaid: boolean; close: () => void };

function OutboxRow({ operation, isProblemSaid, close }: RowProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const queued = useAtNow((now) => times.distance(operation.queuedAt, now));
  const facts = [
    t(`outbox.kind.${operation.kind}`),
    t(`outbox.row.${operation.state}`),
    t('outbox.queued', { when: queued }),
    operation.tries > 0 && t('outbox.tries', { count: operation.tries }),
  ];
  return (
    <li className={`outbox-row outbox-row-${operation.state}`}>
      <Button
        kind="link"
        onPress={() => {
          close();
          goToTicket(operation.ticketId, null);
        }}
      >
        <span dir="auto">{operation.title || t('inbox.untitled')}</span>
      </Button>
      <span className="soft small">{facts.filter((fact) => fact !== false).join(' · ')}</span>
      {operation.problem && !isProblemSaid && (
        <span className="small outbox-problem" dir="auto">
          {operation.state === 'refused' && operation.problem.detail
            ? `${t('ticket.deskSays')}: ${operation.problem.detail}`
            : t(`errors.${operation.problem.code}`)}
        </span>
      )}
    </li>
  );
}
