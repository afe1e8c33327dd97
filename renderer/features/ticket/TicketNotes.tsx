import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketEdit } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { Ticket } from '#shared/model.ts';
import { promiseClock } from '#shared/sla/promise.ts';
import { canSendAgain, sendAgain } from '../../state/absence.ts';
import { useAtNow } from '../../state/clock.ts';
import { useConnection } from '../../state/connection.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { announce } from '../../state/notices.ts';
import { useAccountWays, useAccountWords, useTakingOver } from '../../state/other-account.ts';
import { useSettings } from '../../state/settings.ts';
import { readTicket } from '../../state/ticket.ts';
import { useWaitsWords } from '../../state/waits.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { OtherAccount } from '../../ui/OtherAccount.tsx';
import { langOf } from '../../ui/text-language.ts';
import { useTimes } from '../../ui/time.ts';
import { showCallSheet } from '../call/callSheet.ts';
import { reopen } from '../wizard/solve.ts';
import { askFor, CAN } from './actions.ts';
import { Conflict } from './Conflict.tsx';
import { useEditWords } from './edit.ts';
import { NotSent, Refused, TakeBack, useCreation } from './NotSent.tsx';
import { NotTheirs, OfColleague } from './OfColleague.tsx';

/** What matters about a ticket before anything in it. It stays in sight while the messages scroll. */
export function TicketNotes({ ticket }: { ticket: Ticket }) {
  return (
    <div className="thread-notes">
      {ticket.deleted && <TicketDeleted deleted={ticket.deleted} />}
      {ticket.missing !== 'no' && ticket.deleted === null && <Lost ticket={ticket} />}
      {ticket.solvedBy && <SolvedByArticle id={ticket.id} title={ticket.solvedBy.title} />}
      <NotSent ticket={ticket} />
      {ticket.otherAccount && <OfOtherAccount ticket={ticket} />}
      <OfColleague ticket={ticket} />
      <NotTheirs ticket={ticket} />
      <NotJudged ticket={ticket} />
      {(ticket.isMine || ticket.followed) && <CallNow ticket={ticket} />}
      {ticket.stillHappening === 'ask' && ticket.deleted === null && <StillHappening ticket={ticket} />}
      {ticket.conflict && <Conflict id={ticket.id} conflict={ticket.conflict} />}
      {ticket.edit && <Pending id={ticket.id} edit={ticket.edit} />}
      {ticket.severityChange && <SeverityChanged change={ticket.severityChange} />}
      {ticket.unreadNews && <UnreadNews />}
    </div>
  );
}

/** The desk has left the ticket out; all of it is here, and can go there once more when the person wants it. */
function Lost({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const times = useTimes();
  const since = ticket.missingSince;
  const when = useAtNow((now) => (since === null ? '' : times.messageMoment(since, now)));
  const creation = useCreation(ticket.id);
  const why = useWaitsWords(creation);
  if (creation?.state === 'refused') return <Refused ticket={ticket} />;
  if (ticket.missing === 'sending_again') {
    return (
      <Banner
        tone="waiting"
        title={t('absence.againTitle')}
        actions={<TakeBack ticket={ticket} label={t('absence.stop')} />}
      >
        <p>{why && `${why}.`}</p>
      </Banner>
    );
  }
  return (
    <Banner
      tone="waiting"
      title={t('absence.title')}
      actions={
        canSendAgain(ticket) && (
          <Button icon="send" onPress={() => sendAgain(ticket.id)}>
            {t('absence.sendAgain')}
          </Button>
        )
      }
    >
      <p>{t('absence.body', { when })}</p>
      {canSendAgain(ticket) && <p>{t('absence.means')}</p>}
    </Banner>
  );
}

function UnreadNews() {
  const { t } = useTranslation();
  const number = useSettings((all) => all.account?.phone?.number ?? null);
  return (
    <div className="thread-note" data-testid="unread-news">
      <Icon name="file" size={14} />
      <div>
        <p>
          <strong>{t('unread.title')}</strong>
        </p>
        <p className="soft small">{number === null ? t('unread.body') : t('unread.bodyCall', { number })}</p>
      </div>
    </div>
  );
}

/** It was written for another account, and what is written here is. */
function OfOtherAccount({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const how = useTakingOver(ticket);
  const ways = useAccountWays(ticket.id, how, ticket.account);
  const account = useAccountWords()(ticket.account);
  if (ticket.state === 'withdrawn') return null;
  const isAtDesk = ticket.number !== null;
  const title = isAtDesk ? 'belongs' : 'writtenFor';
  return (
    <OtherAccount
      title={account === null ? t(`account.${title}Unknown`) : t(`account.${title}`, { account })}
      body={t(isAtDesk ? 'account.repliesWait' : 'account.waits')}
      {...ways}
    />
  );
}

function TicketDeleted({ deleted }: { deleted: NonNullable<Ticket['deleted']> }) {
  const { t } = useTranslation();
  const times = useTimes();
  const at = useAtNow((now) => times.messageMoment(deleted.at, now));
  return (
    <Banner tone="refused" title={t('ticket.deleted.title')}>
      <p>{t('ticket.deleted.body', { by: deleted.by, at })}</p>
    </Banner>
  );
}

/** It went without a severity, and nothing is promised until somebody has judged it. */
function NotJudged({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  if (ticket.standing !== 'not_judged' || !CAN.setSeverity(ticket) || ticket.edit?.severity !== undefined) {
    return null;
  }
  return (
    <Banner
      tone="waiting"
      title={t('ticket.notJudged.title')}
      actions={
        <Button icon="flame" onPress={() => askFor(ticket.id, 'severity')}>
          {t('ticket.notJudged.judge')}
        </Button>
      }
    >
      <p>{t('ticket.notJudged.body')}</p>
    </Banner>
  );
}

/** Half of the promised time has passed without an answer, or all of it, and every minute counts: a voice is quicker now. */
function CallNow({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const service = useSettings((all) => all.service);
  const phone = useSettings((all) => all.account?.phone ?? null);
  const moment = useAtNow((now) => {
    const clock = promiseClock(ticket.promise, now, service);
    if (clock.state === 'overdue') return 'due';
    return clock.state === 'running' && clock.elapsed >= 0.5 ? 'half' : null;
  });
  // A missed call has the number in its strip above.
  if (ticket.callBack?.state === 'missed') return null;
  const isOver = ticket.deleted !== null || ticket.state === 'solved' || ticket.state === 'closed';
  if (moment === null || isOver || phone === null || ticket.severity !== 'business_critical') return null;
  return (
    <Banner
      tone="waiting"
      title={t('ticket.callNow.title', { number: phone.number })}
      actions={
        <Button icon="phone" onPress={() => showCallSheet(ticket.form, ticket)}>
          {t('call.open')}
        </Button>
      }
    >
      <p>{t(`ticket.callNow.${moment}`)}</p>
    </Banner>
  );
}

/** A draft that needed no ticket. */
function SolvedByArticle({ id, title }: { id: Ticket['id']; title: string }) {
  const { t } = useTranslation();
  return (
    <Banner
      tone="plain"
      title={t('articles.ended', { title })}
      actions={
        <Button icon="pencil" onPress={() => void reopen(id)}>
          {t('articles.reopen')}
        </Button>
      }
    >
      <p>{t('articles.endedBody')}</p>
    </Banner>
  );
}

/** The ticket waited long. Nothing waits for the answer. */
function StillHappening({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const [failure, setFailure] = useState<Failure | null>(null);
  const when = ticket.promise.receivedAt === null ? 'waiting' : 'sent';
  const answerWith = async (answer: 'yes' | 'no') => {
    const answered = await ask('ticket.answerStillHappening', { id: ticket.id, answer });
    setFailure(answered.ok ? null : answered.failure);
    if (!answered.ok) return;
    announce(t(`ticket.still.${answer}Done`));
    await Promise.all([readTicket(), readInbox()]);
  };
  return (
    <Banner tone="waiting" title={t('ticket.still.title')}>
      <p>{t(`ticket.still.${when}`)}</p>
      {failure && (
        <p className="field-error" role="alert">
          {t(`errors.${failure.code}`)}
        </p>
      )}
      <dl className="still-answers">
        {(['yes', 'no'] as const).map((answer) => (
          <div key={answer}>
            <dt>
              <Button onPress={() => answerWith(answer)}>{t(`ticket.still.${answer}`)}</Button>
            </dt>
            <dd className="small">{t(`ticket.still.${answer}Means`)}</dd>
          </div>
        ))}
      </dl>
    </Banner>
  );
}

function Pending({ id, edit }: { id: Ticket['id']; edit: TicketEdit }) {
  const { t } = useTranslation();
  const words = useEditWords();
  const why = useWaitsWords(
    useConnection((all) =>
      all.operations.findLast(
        ({ ticketId, kind, state }) => ticketId === id && kind === 'change_ticket' && state !== 'refused',
      ),
    ),
  );
  return (
    <p className="thread-note thread-note-waiting" data-testid="pending-edit">
      <Icon name="clock" size={14} />
      <span>
        {t('ticket.change.pending', { what: words(edit) })}
        {why && <span className="soft"> {why}.</span>}
      </span>
    </p>
  );
}

function SeverityChanged({ change }: { change: NonNullable<Ticket['severityChange']> }) {
  const { t } = useTranslation();
  const times = useTimes();
  const at = useAtNow((now) => times.messageMoment(change.at, now));
  const isLower = change.to === 'standard';
  return (
    <div className="thread-note" data-testid="severity-change">
      <Icon name={isLower ? 'down' : 'up'} size={14} />
      <div>
        <p>
          <strong>{t(isLower ? 'ticket.severityLowered' : 'ticket.severityRaised')}</strong>{' '}
          {t('ticket.severityFromTo', {
            from: t(`severity.${change.from}`),
            to: t(`severity.${change.to}`),
          })}
        </p>
        <p className="soft small">
          <bdi>{change.by}</bdi>, {at}
          {change.reason && ': '}
          {change.reason && <bdi {...langOf(change.reason)}>{change.reason}</bdi>}
        </p>
      </div>
    </div>
  );
}
