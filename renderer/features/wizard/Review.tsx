import { useTranslation } from 'react-i18next';
import { type Channel, LIMITS, MOST_CC } from '#shared/contract.ts';
import { factsOf, severityOf, standingOf, type Ticket, type TicketForm } from '#shared/model.ts';
import { judgeSoFar } from '#shared/severity/judge.ts';
import { useAccountWays, useAccountWords } from '../../state/other-account.ts';
import { useSettings } from '../../state/settings.ts';
import { useUploadsOf } from '../../state/uploads.ts';
import { Banner } from '../../ui/Banner.tsx';
import { Button } from '../../ui/Button.tsx';
import { SeverityMark } from '../../ui/Chip.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useList } from '../../ui/list.ts';
import { marksOf } from '../../ui/long-texts.ts';
import { OtherAccount } from '../../ui/OtherAccount.tsx';
import { langOf } from '../../ui/text-language.ts';
import { useTimes } from '../../ui/time.ts';
import { Attachments } from '../attachments/Attachments.tsx';
import { FactList } from '../ticket/FactList.tsx';
import { useFacts } from '../ticket/facts.ts';
import type { Draft } from './draft.ts';
import { usePromiseWords } from './expectation.ts';
import type { FieldName, Problem, Step } from './steps.ts';
import { useClosedWords, useWays } from './ways.ts';

type Go = (step: Step, field?: FieldName) => void;

type Props = { draft: Draft; ticket: Ticket; problems: Problem[]; go: Go };

/** The last step: everything as the desk will read it, what is missing, and what to expect. */
export function Review({ draft, ticket, problems, go }: Props) {
  const { t } = useTranslation();
  const { form } = draft;
  const uploads = useUploadsOf(ticket.id);
  const facts = useFacts();
  const standing = standingOf(form);

  return (
    <>
      <div className="wizard-title">
        <h1 tabIndex={-1}>{t('wizard.review.title')}</h1>
      </div>
      {standing === 'not_judged' && <NotJudged go={go} />}
      {problems.length > 0 && <Problems form={form} problems={problems} go={go} />}
      {ticket.otherAccount && <OfOtherAccount ticket={ticket} />}
      {draft.failure && draft.failure.code !== 'other_account' && (
        <p className="field-error" role="alert">
          {t('wizard.review.failed')} {t(`errors.${draft.failure.code}`)}
        </p>
      )}
      {!ticket.otherAccount && <Promised form={form} />}
      <Part step="details" go={go}>
        {form.onBehalfOf && (
          <p className="review-for" data-testid="review-for">
            <Icon name="person" size={14} />
            <bdi>{t('people.forThem', { name: form.onBehalfOf.name })}</bdi>
          </p>
        )}
        <p className="review-title" dir="auto" {...langOf(form.title)}>
          {form.title.trim() || t('wizard.review.empty')}
        </p>
        <Words text={form.description} />
        <FactList facts={facts.written(form)} />
        <Attachments attachments={ticket.attachments} uploads={uploads} />
      </Part>
      <Part step="judge" go={go}>
        <p className="side-mark">
          <SeverityMark severity={severityOf(form)} standing={standing} />
        </p>
        <ul className="side-reasons">
          {standing === 'judged' &&
            judgeSoFar(factsOf(form)).reasons.map((reason) => <li key={reason}>{t(`reason.${reason}`)}</li>)}
        </ul>
        <FactList facts={facts.judged(form)} />
      </Part>
      <Part step="way" go={go}>
        <p>{t(`wizard.way.name.${form.channel}`)}</p>
        <ClosedWay channel={form.channel} />
      </Part>
    </>
  );
}

/** It can be sent so, by the press that says so. */
function NotJudged({ go }: { go: Go }) {
  const { t } = useTranslation();
  return (
    <Banner tone="waiting" title={t('wizard.review.notJudgedTitle')}>
      <p>{t('wizard.review.notJudgedBody')}</p>
      <p>
        <Button kind="link" onPress={() => go('judge')}>
          {t('wizard.review.answer')}
        </Button>
      </p>
    </Banner>
  );
}

/** A draft goes to the account that it was written for; the person may choose the one that is signed in instead. */
function OfOtherAccount({ ticket }: { ticket: Ticket }) {
  const { t } = useTranslation();
  const account = useAccountWords()(ticket.account);
  return (
    <OtherAccount
      title={account === null ? t('account.writtenForUnknown') : t('account.writtenFor', { account })}
      body={t('account.waits')}
      hasHint={false}
      {...useAccountWays(ticket.id, 'move', ticket.account)}
    />
  );
}

/** The chosen way may have closed since. It stops nothing: the ticket goes, and the person may choose anew. */
function ClosedWay({ channel }: { channel: Channel }) {
  const { t } = useTranslation();
  const closed = useWays().find((way) => way.channel === channel)?.closed ?? null;
  const closedWords = useClosedWords();
  if (closed === null) return null;
  return (
    <p className="soft">
      {closedWords(closed)} {t('wizard.review.wayClosed')}
    </p>
  );
}

/** What is promised, in words, and what follows for somebody who is promised nothing. */
function Promised({ form }: { form: TicketForm }) {
  const { t } = useTranslation();
  const { words, isGuaranteed } = usePromiseWords(form);
  const account = useSettings((state) => state.account);
  const admins = useList()(account?.superAdmins ?? []);
  return (
    <Banner tone="plain" title={t('wizard.side.expect')}>
      <p>{words}</p>
      {standingOf(form) !== 'not_judged' && <p>{t('wizard.promise.decides')}</p>}
      {account?.requester.role === 'member' && !isGuaranteed && admins !== '' && (
        <p>{t('wizard.promise.admins', { admins })}</p>
      )}
    </Banner>
  );
}

function Problems({ form, problems, go }: { form: TicketForm; problems: Problem[]; go: Go }) {
  const { t } = useTranslation();
  const times = useTimes();
  const limits: Partial<Record<FieldName, number>> = { title: LIMITS.title, description: LIMITS.longText };
  const words = ({ field, problem }: Problem): string => {
    const name = t(`wizard.field.${field}`);
    if (problem === 'missing') return t('wizard.missingIn', { field: name });
    if (problem !== 'too_long') return `${name}: ${t(`wizard.fault.${problem}`, { count: MOST_CC })}`;
    const written = form[field];
    const length = typeof written === 'string' ? written.trim().length : 0;
    return t('wizard.tooLongIn', {
      field: name,
      over: times.count(Math.max(1, length - (limits[field] ?? LIMITS.shortText))),
    });
  };
  return (
    <Banner tone="waiting" title={t('wizard.review.missing', { count: problems.length })}>
      <ul className="review-problems">
        {problems.map((problem) => (
          <li key={problem.field}>
            <Button kind="link" onPress={() => go(problem.step, problem.field)}>
              {words(problem)}
            </Button>
          </li>
        ))}
      </ul>
    </Banner>
  );
}

type OwnStep = Exclude<Step, 'hurry'>;

function Part({ step, go, children }: { step: OwnStep; go: Go; children: React.ReactNode }) {
  const { t } = useTranslation();
  const name = t(`wizard.step.${step}`);
  return (
    <section className="review-part" aria-label={name}>
      <header>
        <h2>{name}</h2>
        <Button
          kind="link"
          aria-label={t('wizard.review.changeStep', { step: name })}
          onPress={() => go(step)}
        >
          {t('wizard.review.change')}
        </Button>
      </header>
      {children}
    </section>
  );
}

function Words({ text }: { text: string }) {
  const { t } = useTranslation();
  return text.trim() === '' ? (
    <p className="soft">{t('wizard.review.empty')}</p>
  ) : (
    <p className="review-words" {...marksOf(text)} {...langOf(text)}>
      {text}
    </p>
  );
}
