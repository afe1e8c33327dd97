import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '#shared/errors.ts';
import type { Ticket } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { useConnection } from '../../state/connection.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { openTicket } from '../../state/navigation.ts';
import { useSettings } from '../../state/settings.ts';
import { readTicket } from '../../state/ticket.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { CallNumber } from '../call/CallNumber.tsx';
import { useNextTryWords } from '../outbox/next-try.ts';
import { copyTicket } from './export.ts';

/** Says that a ticket is not at the desk, why, what happens next, and lets the person change it. */
export function NotSent({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  if (ticket.state === 'needs_attention') {
    return (
      <Banner tone="refused" title={t('ticket.refused.title')}>
        {ticket.problem && (
          <>
            <p className="small">{t('ticket.deskSays')}</p>
            <p className="banner-words" dir="auto">
              {ticket.problem}
            </p>
          </>
        )}
        <p>{t('ticket.refused.body')}</p>
        <div className="banner-actions">
          <TakeBack ticket={ticket} label={t('ticket.editAgain')} />
          <Button icon="copy" onPress={() => copyTicket(ticket.id)}>
            {t('ticket.menu.copy')}
          </Button>
        </div>
      </Banner>
    );
  }
  if (ticket.state === 'queued' || ticket.state === 'sending') return <Waiting ticket={ticket} />;
  return null;
}

function Waiting({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const nextTryWords = useNextTryWords();
  const { state } = useConnection((all) => all.connection);
  const operation = useConnection((all) =>
    all.operations.find((one) => one.ticketId === ticket.id && one.kind === 'create_ticket'),
  );
  const hasPhone = useSettings((all) => (all.account?.phone ?? null) !== null);
  const nextTryAt = operation?.nextTryAt ?? null;
  const nextTry = useAtNow((now) =>
    nextTryAt === null || nextTryAt < now ? '' : nextTryWords(nextTryAt, now),
  );
  const why =
    ticket.state === 'sending'
      ? t('ticket.waiting.sending')
      : t(`ticket.waiting.${state === 'connecting' ? 'online' : state}`);
  const isHeldUp = state !== 'online' && state !== 'connecting';

  return (
    <Banner tone="waiting" title={t('ticket.waiting.title')}>
      <p>
        {why} {nextTry && `${nextTry}.`}
      </p>
      {isHeldUp && hasPhone && (
        <div className="banner-call">
          <h2>{t('ticket.phone')}</h2>
          <CallNumber form={ticket.form} number={ticket.number} />
        </div>
      )}
      {ticket.state === 'queued' && operation?.isUntouched === false && (
        <p className="small">{t('outbox.mayHaveArrived')}</p>
      )}
      {ticket.state === 'queued' && operation?.isUntouched !== false && (
        <TakeBack ticket={ticket} label={t('ticket.edit')} />
      )}
    </Banner>
  );
}

function TakeBack({ ticket, label }: { ticket: Ticket; label: string }) {
  const { t } = useTranslation();
  const [isBusy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const takeBack = async () => {
    setBusy(true);
    const answer = await ask('ticket.takeBack', { id: ticket.id });
    setBusy(false);
    if (!answer.ok) {
      setFailure(answer.failure);
      return;
    }
    await Promise.all([readTicket(), readInbox()]);
    openTicket(ticket.id, 'drafts');
  };
  return (
    <>
      {failure && (
        <p className="field-error" role="alert">
          {t(`errors.${failure.code}`)}
        </p>
      )}
      <Button icon="pencil" onPress={takeBack} isDisabled={isBusy}>
        {isBusy ? t('ticket.takingBack') : label}
      </Button>
    </>
  );
}
