import './account.css';
import { useTranslation } from 'react-i18next';
import type { Account, Severity } from '#shared/contract.ts';
import { useAtNow } from '../../state/clock.ts';
import { useConnection } from '../../state/connection.ts';
import { useSettings } from '../../state/settings.ts';
import { useList } from '../../ui/list.ts';
import { useTimes } from '../../ui/time.ts';
import { useExpectation } from '../wizard/expectation.ts';

/** Who is signed in, what they have bought and what is promised, as the desk last said it. Nothing has to be pressed. */
export function AccountCard({ isShort = false }: { isShort?: boolean }) {
  const { t } = useTranslation();
  const account = useSettings((state) => state.account);
  const hasDesk = useConnection((all) => all.connection.state !== 'no_desk');
  if (!hasDesk) return null;
  return (
    <section className={isShort ? 'account account-short' : 'account'} aria-labelledby="account">
      <h2 id="account">{t('people.account.title')}</h2>
      {account === null ? (
        <p className="soft">{t('people.account.unknown')}</p>
      ) : (
        <>
          <Facts account={account} isShort={isShort} />
          <Promises account={account} />
          <AsOf />
        </>
      )}
    </section>
  );
}

/** Without a connection it may have changed since. */
function AsOf() {
  const { t } = useTranslation();
  const times = useTimes();
  const { state, lastAnswerAt } = useConnection((all) => all.connection);
  const when = useAtNow((now) => (lastAnswerAt === null ? null : times.messageMoment(lastAnswerAt, now)));
  if (state === 'online' || state === 'connecting') return null;
  const words = when === null ? t('people.account.asOfBefore') : t('people.account.asOf', { when });
  return <p className="soft small">{words}</p>;
}

function Facts({ account, isShort }: { account: Account; isShort: boolean }) {
  const { t } = useTranslation();
  const list = useList();
  const { requester, desk, plan, scope, colleagues, phone } = account;
  const mayFileFor =
    colleagues.length === 0
      ? t('people.account.onlySelf')
      : t('people.account.people', { count: colleagues.length });
  const facts = [
    [t('people.account.you'), requester.name],
    [t('people.account.role'), t(`settings.desk.roles.${requester.role}`)],
    [t('people.account.plan'), plan.name],
    [t('people.account.channels'), list(plan.channels.map((channel) => t(`channel.${channel}`)))],
    ...(isShort
      ? []
      : [
          [t('people.account.desk'), desk.name],
          [t('people.account.sees'), t(`people.account.scope.${scope}`)],
          [t('people.account.files'), mayFileFor],
          ...(phone === null ? [] : [[t('people.account.call'), phone.number]]),
        ]),
  ];
  return (
    <dl className="account-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

const SEVERITIES = ['business_critical', 'standard'] as const satisfies Severity[];

/** The first answer to each severity, and once for all ways in where it is the same for them. */
function Promises({ account }: { account: Account }) {
  const { t } = useTranslation();
  const list = useList();
  const expected = {
    email: useExpectation('email'),
    chat: useExpectation('chat'),
    phone: useExpectation('phone'),
  };
  const { channels } = account.plan;
  const answerOf = (severity: Severity, channel: keyof typeof expected): string => {
    const { answer, usually } = expected[channel](severity) ?? { answer: '', usually: null };
    return [answer, usually].filter(Boolean).join(', ');
  };
  return (
    <dl className="account-promises" aria-label={t('people.account.promise')}>
      {SEVERITIES.map((severity) => {
        const answers = Map.groupBy(channels, (channel) => answerOf(severity, channel));
        return (
          <div key={severity}>
            <dt>
              {t('people.account.promise')}, {t(`severity.${severity}`)}
            </dt>
            {[...answers].map(([answer, ways]) => (
              <dd key={answer}>
                {answer}
                {answers.size > 1 && (
                  <span className="soft small"> {list(ways.map((channel) => t(`channel.${channel}`)))}</span>
                )}
              </dd>
            ))}
          </div>
        );
      })}
    </dl>
  );
}
