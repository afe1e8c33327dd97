import './outbox.css';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { Button as AriaButton, DialogTrigger, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Connection } from '#shared/model.ts';
import { useAtNow, useHangs } from '../../state/clock.ts';
import { tryNow, useConnection } from '../../state/connection.ts';
import { showSettings } from '../../state/navigation.ts';
import { announce } from '../../state/notices.ts';
import { useWrong } from '../../state/wrong.ts';
import { Button } from '../../ui/Button.tsx';
import { useNextTryWords } from '../../ui/next-try.ts';
import { Popover } from '../../ui/Popover.tsx';
import { useTimes } from '../../ui/time.ts';
import { OutboxRow } from './OutboxRow.tsx';

/** What was asked for is said to happen for at least so long, or nobody would see it. */
const TRYING_SAID_MS = 1_500;

/** While core is away nobody knows how the desk can be reached, and the pill says that. */
type PillState = Connection['state'] | 'restarting';
const useSaid = (): PillState =>
  useConnection(({ restarting, connection }) => (restarting ? 'restarting' : connection.state));

/** The pill's words: the state, what waits, and what was refused: a reply or file has no other place to show it. */
function useSummary(connection: Connection, said: PillState): string {
  const { t } = useTranslation();
  const parts = [
    t(`connection.${said}`),
    connection.waiting > 0 && t('connection.waiting', { count: connection.waiting }),
    connection.refused > 0 && t('connection.refused', { count: connection.refused }),
  ];
  return parts.filter((part) => part !== false).join(' · ');
}

/** Says aloud what has become wrong, and that it is over. */
function useSpokenChanges(state: Connection['state'], wrong: string | null) {
  const { t } = useTranslation();
  const before = useRef<string | null>(null);
  useEffect(() => {
    // While it is tried anew, nothing new is known.
    if (state === 'connecting' || state === 'no_desk' || wrong === before.current) return;
    before.current = wrong;
    announce(wrong === null ? t('connection.again') : `${wrong} ${t('connection.kept')}`);
  }, [state, wrong, t]);
}

/** The pill that always shows how the desk can be reached, and behind it everything that waits. */
export function Outbox() {
  const { t } = useTranslation();
  const connection = useConnection((state) => state.connection);
  const said = useSaid();
  const summary = useSummary(connection, said);
  // Counted here: the popover may open long after something went on its way.
  const hangs = useHangs(useConnection((all) => all.operations.some((one) => one.state === 'sending')));
  useSpokenChanges(connection.state, useWrong());

  return (
    <DialogTrigger>
      <AriaButton
        className={`pill pill-${said}`}
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
      <Popover placement="top start" offset={8} isWide>
        {({ close }) => <OutboxBody connection={connection} hangs={hangs} close={close} />}
      </Popover>
    </DialogTrigger>
  );
}

/** A row that moves, or a row or button that goes, leaves the keyboard in the outbox. */
function useFocusKept(operations: unknown) {
  const root = useRef<HTMLDivElement>(null);
  const last = useRef<{ operation: string; label: string | null } | null>(null);
  useEffect(() => {
    const element = root.current;
    if (element === null) return;
    const remember = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return;
      const operation = target.closest<HTMLElement>('[data-operation]')?.dataset.operation;
      last.current = operation ? { operation, label: target.ariaLabel } : null;
    };
    element.addEventListener('focusin', remember);
    return () => element.removeEventListener('focusin', remember);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the browser drops the focus of what the list moves
  useLayoutEffect(() => {
    const element = root.current;
    if (element === null || last.current === null || document.activeElement !== document.body) return;
    const { operation, label } = last.current;
    const row = element.querySelector(`[data-operation="${operation}"]`) ?? element;
    const buttons = [...row.querySelectorAll('button')];
    const same = buttons.find((button) => button.ariaLabel === label) ?? buttons[0];
    (same ?? element.closest<HTMLElement>('[role="dialog"]'))?.focus();
  }, [operations]);
  return root;
}

type BodyProps = { connection: Connection; hangs: boolean; close: () => void };

function OutboxBody({ connection, hangs, close }: BodyProps) {
  const { t } = useTranslation();
  const times = useTimes();
  const operations = useConnection((state) => state.operations);
  const said = useSaid();
  const root = useFocusKept(operations);
  // What the desk refused needs the person, so it stands first.
  const listed = [
    ...operations.filter((one) => one.state === 'refused'),
    ...operations.filter((one) => one.state !== 'refused'),
  ];
  const [isTrying, setTrying] = useState(false);
  const saidLong = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(saidLong.current), []);
  const { state, lastAnswerAt, nextTryAt, problem } = connection;
  const isSettingsMatter =
    state === 'signed_out' || state === 'no_desk' || problem?.code === 'desk_unauthorized';
  // One state, one sentence: what is wrong says more than the state, unless that says the same.
  const isSaid = state === 'offline' || (state === 'signed_out' && problem?.code === 'desk_unauthorized');
  const wrong = useWrong();
  const nextTryWords = useNextTryWords();
  const lastAnswer = useAtNow((now) => (lastAnswerAt === null ? '' : times.ago(lastAnswerAt, now)));
  // What an item says of itself is the time at which it goes; another one beside it would only confuse.
  const isSaidBelow = state !== 'offline' && operations.some(({ waits }) => waits.until !== null);
  const nextTry = useAtNow((now) =>
    nextTryAt === null || state === 'online' || isSaidBelow ? '' : nextTryWords(nextTryAt, now),
  );

  // Nothing may be said to go out at once beside something that does not.
  const hasHeld =
    state === 'online' &&
    (hangs ||
      operations.some(({ waits, tries }) => tries > 1 || (waits.for !== 'turn' && waits.for !== 'before')));

  /** Can be pressed at any time, and again: whoever waits wants to see that something happens. */
  const tryAgain = async () => {
    setTrying(true);
    announce(t('outbox.tried'));
    await tryNow();
    clearTimeout(saidLong.current);
    saidLong.current = setTimeout(() => setTrying(false), TRYING_SAID_MS);
  };

  return (
    <>
      <div>
        <Heading slot="title" level={2}>
          {t(`connection.${said}`)}
        </Heading>
        {state === 'offline' && wrong !== null ? (
          <p className="soft">
            {wrong} {t('connection.kept')}
          </p>
        ) : problem && !isSaid ? (
          <p className="outbox-problem">{t(`errors.${problem.code}`)}</p>
        ) : (
          <p className="soft">{t(`connection.about.${hasHeld ? 'onlineWaiting' : said}`)}</p>
        )}
        <p className="soft small">
          {lastAnswer && t('outbox.lastAnswer', { when: lastAnswer })}
          {lastAnswer && nextTry && ' · '}
          {nextTry}
        </p>
      </div>
      <div ref={root}>
        {operations.length === 0 ? (
          said !== 'restarting' && <p className="soft">{t('outbox.empty')}</p>
        ) : (
          <ul className="outbox-rows" aria-label={t('outbox.title')}>
            {listed.map((operation) => (
              <OutboxRow
                key={operation.id}
                operation={operation}
                isProblemSaid={operation.problem?.code === problem?.code}
                close={close}
              />
            ))}
          </ul>
        )}
      </div>
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
          <Button onPress={tryAgain}>{t(isTrying ? 'outbox.trying' : 'outbox.tryNow')}</Button>
        )}
      </div>
    </>
  );
}
