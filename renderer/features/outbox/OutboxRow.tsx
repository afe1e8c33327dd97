import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WaitingOperation } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { useConnection } from '../../state/connection.ts';
import { goToTicket } from '../../state/navigation.ts';
import { MOVES, type Move, placeAfter } from '../../state/outbox-order.ts';
import { Button } from '../../ui/Button.tsx';
import type { IconName } from '../../ui/Icon.tsx';
import { pressed } from '../../ui/key-table.ts';
import { Progress } from '../../ui/Progress.tsx';
import { fileSize } from '../../ui/size.ts';
import { useTimes } from '../../ui/time.ts';
import { copyTicket } from '../ticket/export.ts';
import { dropChange, moveOperation, sendAgain, takeBack, unsend } from './actions.ts';

type Props = { operation: WaitingOperation; isProblemSaid: boolean; close: () => void };

/** One thing that waits: what it is, why it is still here, and what can be done about it. */
export function OutboxRow({ operation, isProblemSaid, close }: Props) {
  const { t, i18n } = useTranslation();
  const times = useTimes();
  const queued = useAtNow((now) => times.ago(operation.queuedAt, now));
  const { state, kind, progress, problem } = operation;
  const title = operation.title || t('inbox.untitled');
  const facts = [
    t(`outbox.kind.${kind}`),
    t(`outbox.row.${state}`),
    progress && fileSize(i18n.language, progress.size),
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
          <span dir="auto">{title}</span>
        </Button>
        {state !== 'refused' && <Moves operation={operation} title={title} />}
      </div>
      <span className="soft small">{facts.filter((fact) => fact).join(' · ')}</span>
      {progress && state === 'sending' && (
        <Progress label={title} done={progress.sentBytes} of={progress.size} />
      )}
      {problem && !isProblemSaid && (
        <span className="small outbox-problem" dir="auto">
          {state === 'refused' && problem.detail
            ? `${t('ticket.deskSays')}: ${problem.detail}`
            : t(`errors.${problem.code}`)}
        </span>
      )}
      {operation.isUntouched ? (
        <Actions operation={operation} close={close} />
      ) : (
        state !== 'sending' && <span className="soft small">{t('outbox.mayHaveArrived')}</span>
      )}
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
  const [isAsking, setAsking] = useState(false);
  const { kind, state, ticketId } = operation;
  const isRefused = state === 'refused';
  const isText = kind === 'create_ticket' || kind === 'add_message';
  const edit = async () => {
    const go = await takeBack(operation);
    if (go === null) return;
    // The popover gives the focus back when it closes, so the way to the text comes after it.
    close();
    go();
  };

  // A removed file cannot be brought back from here, so this one asks.
  if (kind === 'change_ticket' && !isRefused) return null;
  if (isAsking) {
    return (
      <div className="outbox-actions">
        <span className="small">{t('outbox.removeSure')}</span>
        <Button kind="link" autoFocus onPress={() => unsend(operation)}>
          {t('outbox.remove')}
        </Button>
        <Button kind="link" onPress={() => setAsking(false)}>
          {t('outbox.keep')}
        </Button>
      </div>
    );
  }
  return (
    <div className="outbox-actions">
      {isRefused && kind !== 'add_attachment' && (
        <Button kind="link" onPress={() => sendAgain(operation)}>
          {t('outbox.sendAgain')}
        </Button>
      )}
      {isText && (
        <Button kind="link" onPress={edit}>
          {t('ticket.edit')}
        </Button>
      )}
      {isText && (
        <Button kind="link" onPress={() => unsend(operation)}>
          {t('outbox.unsend')}
        </Button>
      )}
      {isRefused && isText && (
        <Button kind="link" onPress={() => copyTicket(ticketId)}>
          {t('ticket.menu.copy')}
        </Button>
      )}
      {kind === 'add_attachment' && (
        <Button kind="link" onPress={() => setAsking(true)}>
          {t('outbox.remove')}
        </Button>
      )}
      {isRefused && kind === 'change_ticket' && (
        <Button kind="link" onPress={() => dropChange(operation)}>
          {t('outbox.dropChange')}
        </Button>
      )}
    </div>
  );
}
