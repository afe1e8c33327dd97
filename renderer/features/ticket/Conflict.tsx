import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Rating } from '#shared/contract.ts';
import type { Failure } from '#shared/errors.ts';
import type { TicketId } from '#shared/ids.ts';
import type { EditConflict } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { readInbox } from '../../state/inbox.ts';
import { ask } from '../../state/lifeline.ts';
import { announce } from '../../state/notices.ts';
import { readTicket } from '../../state/ticket.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { useTimes } from '../../ui/time.ts';
import { useCallWords } from '../call/call-words.ts';

type Version = { title: string; facts: { name: string; value: string }[] };

/** What the person wanted and what the desk has, where it met another version or was refused. The person chooses. */
export function Conflict({ id, conflict }: { id: TicketId; conflict: EditConflict }) {
  const { t } = useTranslation();
  const times = useTimes();
  const { wanted, refused, desk } = conflict;
  const changed = useAtNow((now) => times.messageMoment(desk.updatedAt, now));
  const callWords = useCallWords();
  const [failure, setFailure] = useState<Failure | null>(null);
  const settle = async (keep: 'mine' | 'desk') => {
    const answer = await ask('ticket.settleConflict', { id, operation: conflict.operation, keep });
    setFailure(answer.ok ? null : answer.failure);
    if (!answer.ok) return;
    announce(t(`ticket.conflict.${keep}Done`));
    await Promise.all([readTicket(), readInbox()]);
  };

  const state = t('ticket.conflict.state');
  const severity = t('wizard.field.severity');
  const reason = t('ticket.change.reason');
  const channel = t('wizard.step.way');
  const callBack = t('callBack.label');
  const rated = (rating: Rating | null) =>
    rating === null
      ? t('rating.none')
      : [t(`rating.score.${rating.score}`), rating.comment].filter((part) => part !== '').join(': ');
  const mine: Version = {
    title: t('ticket.conflict.mine'),
    facts: [
      ...(wanted.status ? [{ name: state, value: t(`state.${wanted.status}`) }] : []),
      ...(wanted.severity ? [{ name: severity, value: t(`severity.${wanted.severity}`) }] : []),
      ...(wanted.severityReason ? [{ name: reason, value: wanted.severityReason }] : []),
      ...(wanted.channel ? [{ name: channel, value: t(`channel.${wanted.channel}`) }] : []),
      ...(wanted.callBack === undefined ? [] : [{ name: callBack, value: callWords.wish(wanted.callBack) }]),
      ...(wanted.rating ? [{ name: t('rating.title'), value: rated(wanted.rating) }] : []),
    ],
  };
  const theirs: Version = {
    title: t('ticket.conflict.desk', { at: changed }),
    facts: [
      ...(wanted.status ? [{ name: state, value: t(`state.${desk.status}`) }] : []),
      ...(wanted.severity ? [{ name: severity, value: t(`severity.${desk.severity}`) }] : []),
      ...(wanted.severity && desk.severityReason ? [{ name: reason, value: desk.severityReason }] : []),
      ...(wanted.channel ? [{ name: channel, value: t(`channel.${desk.channel}`) }] : []),
      ...(wanted.callBack === undefined ? [] : [{ name: callBack, value: callWords.call(desk.callBack) }]),
      ...(wanted.rating ? [{ name: t('rating.title'), value: rated(desk.rating) }] : []),
    ],
  };

  return (
    <Banner tone="plain" title={t(refused === null ? 'ticket.conflict.title' : 'ticket.conflict.refused')}>
      <p dir="auto">{refused || t('ticket.conflict.body')}</p>
      <div className="versions">
        <Facts version={mine}>
          <Button onPress={() => settle('mine')}>{t('ticket.conflict.keepMine')}</Button>
        </Facts>
        <Facts version={theirs}>
          <Button onPress={() => settle('desk')}>{t('ticket.conflict.keepDesk')}</Button>
        </Facts>
      </div>
      {failure && (
        <p className="field-error" role="alert">
          {t(`errors.${failure.code}`)}
        </p>
      )}
    </Banner>
  );
}

function Facts({ version, children }: { version: Version; children: React.ReactNode }) {
  return (
    <section className="version" aria-label={version.title}>
      <h2>{version.title}</h2>
      <dl>
        {version.facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd dir="auto">{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  );
}
