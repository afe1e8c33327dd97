import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitingOperation } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { useConnection } from '../../state/connection.ts';
import { useInbox } from '../../state/inbox.ts';
import { goToTicket } from '../../state/navigation.ts';
import { takingOver, useAccountWays } from '../../state/other-account.ts';
import { MOVES, type Move, placeAfter } from '../../state/outbox-order.ts';
import { problemWords, useWaitsWords } from '../../state/waits.ts';
import { Button } from '../../ui/Button.tsx';
import type { IconName } from '../../ui/Icon.tsx';
import { pressed } from '../../ui/key-table.ts';
import { AccountWays } from '../../ui/OtherAccount.tsx';
import { Progress } from '../../ui/Progress.tsx';
import { SureButton } from '../../ui/SureButton.tsx';
import { langOf } from '../../ui/text-language.ts';
import { useTimes } from '../../ui/time.ts';
import { copyTicket } from '../ticket/export.ts';
import { dropChange, moveOperation, sendAgain, takeBack, unsend } from './actions.ts';

type Props = { operation: WaitingOperation; isProblemSaid: boolean; close: () => void };

/** One thing that waits: what it is, why it is still here, and what can be done about it. */
export function OutboxRow({ operation, isProblemSaid, close }: Props) {
  const { t } = useTranslation();
  const times = useTimes();
  const queued = useAtNow((now) => times.ago(operation.queuedAt, now));
  const why = useWaitsWords(operation);
  const { state, kind, progress, problem, otherAccount } = operation;
  const connection = useConnection((all) => all.connection.state);
  const title = operation.title || t('inbox.untitled');
  const facts = [
    t(`outbox.kind.${kind}`),
    state !== 'waiting' && t(`outbox.row.${state}`),
    progress && times.size(progress.size),
    t('outbox.queued', { when: queued }),
    operation.tries > 0 && t('outbox.tries', { count: operation.tries }),
  ];

  return (
    <li
      className={`outbox-row outbox-row-${state}`}
      data-operation={operation.id}
      onKeyDown={(event) => {
        const isEarlier = pressed('sendEarlier', event);
        if (!isEarlier && !pressed('sendLater', event)) return;
        event.preventDefault();
        event.stopPropagation();
        void moveOperation(operation, isEarlier ? 'earlier' : 'later');
      }}
    >
      <div className="outbox-line">
        <Button
          kind="link"
          className="outbox-title"
          onPress={() => {
            close();
            goToTicket(operation.ticketId, null);
          }}
        >
          <span dir="auto" {...langOf(operation.title)}>
            {title}
          </span>
        </Button>
        {state !== 'refused' && <Moves operation={operation} title={title} />}
      </div>
      <span className="soft small">{facts.filter((fact) => fact).join(' · ')}</span>
      {progress && state === 'sending' && (
        <Progress label={title} done={progress.sentBytes} of={progress.size} />
      )}
      {state === 'waiting' && <span className="small outbox-why">{why}</span>}
      {problem && !isProblemSaid && !(otherAccount && state === 'waiting') && (
        <span className="small outbox-problem" dir="auto">
          {state === 'refused' && problem.detail
            ? `${t(problem.code === 'desk_blocked' ? 'blocked.answered' : 'ticket.deskSays')}: ${problem.detail}`
            : t(problemWords(problem.code, connection))}
        </span>
      )}
      {state !== 'sending' && <Actions operation={operation} close={close} />}
    </li>
  );
}

const MOVE_ICONS: Record<Move, IconName> = { first: 'top', earlier: 'up', later: 'down' };

/** The same as Alt with the arrow keys. A move that is not possible is not offered. */
function Moves({ operation, title }: { operation: WaitingOperation; title: string }) {
  const { t } = useTranslation();
  const operations = useConnection((all) => all.operations);
  const possible = MOVES.filter((move) => placeAfter(operations, operation.id, move) !== undefined);
  if (possible.length === 0) return null;
  return (
    <fieldset className="outbox-moves" aria-label={t('outbox.order', { title })}>
      {possible.map((move) => (
        <Button
          key={move}
          kind="quiet"
          icon={MOVE_ICONS[move]}
          aria-label={t(`outbox.move.${move}`)}
          onPress={() => moveOperation(operation, move)}
        >
          {null}
        </Button>
      ))}
    </fieldset>
  );
}

function Actions({ operation, close }: { operation: WaitingOperation; close: () => void }) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const { kind, state, ticketId, isUntouched } = operation;
  const isRefused = state === 'refused';
  const isText = kind === 'create_ticket' || kind === 'add_message';
  const during = async (work: () => Promise<void>) => {
    setBusy(true);
    await work();
    setBusy(false);
  };
  const edit = () =>
    during(async () => {
      const go = await takeBack(operation);
      if (go === null) return;
      // The popover gives the focus back a frame after it has closed, so the way to the text comes after that.
      close();
      requestAnimationFrame(() => requestAnimationFrame(go));
    });
  // Another account's desk cannot be asked from here, so what may have arrived there waits.
  const isTakeable = kind !== 'change_ticket' && (isUntouched || operation.otherAccount === null);

  if (!isTakeable && !isRefused && operation.otherAccount === null) return null;
  return (
    <div className="outbox-actions">
      {operation.otherAccount && <OfOtherAccount operation={operation} close={close} />}
      {isRefused && kind !== 'add_attachment' && (
        <Button kind="link" isBusy={isBusy} onPress={() => during(() => sendAgain(operation))}>
          {t('outbox.sendAgain')}
        </Button>
      )}
      {isText && isTakeable && (
        <Button kind="link" isBusy={isBusy} onPress={edit}>
          {t('ticket.edit')}
        </Button>
      )}
      {isText && isTakeable && (
        <Button kind="link" isBusy={isBusy} onPress={() => during(() => unsend(operation))}>
          {t('outbox.unsend')}
        </Button>
      )}
      {isRefused && isText && (
        <Button kind="link" onPress={() => copyTicket(ticketId)}>
          {t('ticket.menu.copy')}
        </Button>
      )}
      {kind === 'add_attachment' && isTakeable && (
        // A removed file cannot be brought back from here, so this one asks.
        <SureButton
          kind="link"
          label={t('outbox.remove')}
          question={t('outbox.removeSure')}
          yes={t('outbox.remove')}
          no={t('outbox.keep')}
          onSure={() => during(() => unsend(operation))}
        />
      )}
      {isRefused && kind === 'change_ticket' && (
        <Button kind="link" onPress={() => dropChange(operation)}>
          {t('outbox.dropChange')}
        </Button>
      )}
      {isTakeable && !isUntouched && (
        <span className="soft small outbox-asks">
          {t(isBusy ? 'takeBack.asking' : 'outbox.mayHaveArrived')}
        </span>
      )}
    </div>
  );
}

/** It goes to another account and to no other; what the ticket offers is offered here as well. */
function OfOtherAccount({ operation, close }: { operation: WaitingOperation; close: () => void }) {
  const operations = useConnection((all) => all.operations);
  const ticket = useInbox(({ tickets }) => tickets?.find(({ id }) => id === operation.ticketId));
  const how = ticket === undefined ? null : takingOver(ticket, operations, operation.kind === 'add_message');
  const { onTakeOver, onGoBack, ...ways } = useAccountWays(operation.ticketId, how, operation.otherAccount);
  return (
    <AccountWays
      kind="link"
      {...ways}
      onTakeOver={() => {
        close();
        return onTakeOver();
      }}
      onGoBack={() => {
        close();
        onGoBack();
      }}
    />
  );
}
