import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#shared/errors.ts';
import type { Ticket } from '#shared/model.ts';
import { useHangs } from '../../state/clock.ts';
import { readOutbox, useConnection } from '../../state/connection.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { openTicket } from '../../state/navigation.ts';
import { useSettings } from '../../state/settings.ts';
import { sayNotTakenBack, takeBackWords } from '../../state/take-back.ts';
import { readTicket } from '../../state/ticket.ts';
import { problemWords, useWaitsWords } from '../../state/waits.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { langOf } from '../../ui/text-language.ts';
import { CallNumber } from '../call/CallNumber.tsx';
import { showCallSheet } from '../call/callSheet.ts';
import { sendAgain } from '../outbox/actions.ts';
import { copyTicket } from './export.ts';

/** The operation that brings a ticket to the desk, while it is in the outbox. */
export const useCreation = (id: Ticket['id']) =>
  useConnection((all) =>
    all.operations.find(({ ticketId, kind }) => ticketId === id && kind === 'create_ticket'),
  );

/** Says that a ticket is not at the desk, why, what happens next, and lets the person change it. */
export function NotSent({ ticket }: { ticket: Ticket }) {
  if (ticket.state === 'needs_attention') return <Refused ticket={ticket} />;
  if (ticket.otherAccount) return null;
  if (ticket.state === 'queued' || ticket.state === 'sending') return <Waiting ticket={ticket} />;
  return null;
}

/**
 * The desk's own words where it spoke; what stands in between is named as that. One that the desk had and lost is sent
 * again as it was, or not at all.
 */
export function Refused({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const operation = useCreation(ticket.id);
  const isBlocked = operation?.problem?.code === 'desk_blocked';
  const isLost = ticket.missing !== 'no';
  const words = isLost ? operation?.problem?.detail : ticket.problem;
  const body = isLost ? t('absence.refused') : t('ticket.refused.body');
  const [isBusy, setBusy] = useState(false);
  const again = async () => {
    if (operation === undefined) return;
    setBusy(true);
    await sendAgain(operation);
    setBusy(false);
  };
  return (
    <Banner tone="refused" title={t(isBlocked ? 'blocked.title' : 'ticket.refused.title')}>
      {words && (
        <>
          <p className="small">{t(isBlocked ? 'blocked.says' : 'ticket.deskSays')}</p>
          <p className="banner-words" dir="auto" {...langOf(words)}>
            {words}
          </p>
        </>
      )}
      <p>{isBlocked ? t('blocked.body') : body}</p>
      {isBlocked && <CallInstead ticket={ticket} />}
      <div className="banner-actions">
        {isBlocked && (
          <Button icon="send" onPress={again} isBusy={isBusy}>
            {t('outbox.sendAgain')}
          </Button>
        )}
        <TakeBack ticket={ticket} label={t(isLost ? 'absence.stop' : 'ticket.editAgain')} />
        <Button icon="copy" onPress={() => copyTicket(ticket.id)}>
          {t('ticket.menu.copy')}
        </Button>
      </div>
    </Banner>
  );
}

/** A voice arrives where nothing else does. */
function CallInstead({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const hasPhone = useSettings((all) => (all.account?.phone ?? null) !== null);
  if (!hasPhone) return null;
  return (
    <div className="banner-call">
      <h2>{t('ticket.phone')}</h2>
      <CallNumber form={ticket.form} ticket={ticket} />
    </div>
  );
}

function Waiting({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const { state } = useConnection((all) => all.connection);
  const phone = useSettings((all) => all.account?.phone ?? null);
  const operation = useCreation(ticket.id);
  const why = useWaitsWords(operation);
  const isSending = ticket.state === 'sending';
  const hangs = useHangs(isSending);
  const waitsFor = operation?.waits.for;
  // A desk that asked to wait, and no connection, need no other words.
  const problem = waitsFor === 'retry' && state !== 'offline' ? (operation?.problem ?? null) : null;
  const isHeldUp =
    waitsFor === 'retry' ||
    waitsFor === 'desk' ||
    hangs ||
    (operation?.tries ?? 0) > 1 ||
    (state !== 'online' && state !== 'connecting');

  return (
    <Banner
      tone="waiting"
      title={t('ticket.waiting.title')}
      actions={
        <>
          {isHeldUp && phone && (
            <Button icon="phone" onPress={() => showCallSheet(ticket.form, ticket)}>
              {t('callBack.callNow', { number: phone.number })}
            </Button>
          )}
          {!isSending && <TakeBack ticket={ticket} label={t('ticket.edit')} />}
        </>
      }
    >
      {isSending ? (
        <p>{t('ticket.waiting.sending')}</p>
      ) : (
        <p>
          {problem && `${t(problemWords(problem.code, state))} `}
          {why && `${why}. `}
          {/* Where something is wrong, the bar at the top says that all is kept. */}
          {!isHeldUp && t('ticket.waiting.safe')}
        </p>
      )}
      {!isSending && operation?.isUntouched === false && <p>{t('outbox.mayHaveArrived')}</p>}
    </Banner>
  );
}

/** Takes it out of the outbox to be changed. What may have arrived is asked for at the desk first, which takes a moment. */
export function TakeBack({ ticket, label }: { ticket: Ticket; label: string }) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const isAsking = useCreation(ticket.id)?.isUntouched === false;
  const takeBack = async () => {
    setBusy(true);
    setFailure(null);
    const answer = await ask('ticket.takeBack', { id: ticket.id });
    setBusy(false);
    if (!answer.ok) {
      // The desk has it: the note goes away with its button, so it is said where it stays in sight.
      if (answer.failure.code === 'too_late') sayNotTakenBack(answer.failure);
      setFailure(answer.failure);
      await Promise.all([readTicket(), readInbox(), readOutbox()]);
      return;
    }
    await Promise.all([readTicket(), readInbox(), readOutbox()]);
    // What was only to be sent again is no draft: the desk gave it a number once.
    if (ticket.number === null) openTicket(ticket.id, 'drafts');
  };
  return (
    <>
      {failure && (
        <p className="field-error" role="alert">
          {takeBackWords(failure)}
        </p>
      )}
      <Button icon={ticket.number === null ? 'pencil' : 'close'} onPress={takeBack} isBusy={isBusy}>
        {isBusy ? t(isAsking || ticket.number !== null ? 'takeBack.asking' : 'ticket.takingBack') : label}
      </Button>
    </>
  );
}
