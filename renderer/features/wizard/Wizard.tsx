import './wizard.css';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ticket } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { backToList, focusTaken, useNavigation } from '../../state/navigation.ts';
import { announce } from '../../state/notices.ts';
import { useDraftSaveState } from '../../state/texts.ts';
import { isCopying, useUploadsOf } from '../../state/uploads.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { pressed } from '../../ui/key-table.ts';
import { SendKey } from '../../ui/keys.tsx';
import { SaveMark } from '../../ui/SaveMark.tsx';
import { useFilesFor } from '../attachments/attaching.ts';
import { DropHint } from '../attachments/DropHint.tsx';
import { KnownTrouble } from '../status/StatusLine.tsx';
import { Articles } from './Articles.tsx';
import { AskStep } from './AskStep.tsx';
import { DetailsStep } from './DetailsStep.tsx';
import { useDraft } from './draft.ts';
import { JudgeStep } from './JudgeStep.tsx';
import { Offline } from './Offline.tsx';
import { Review } from './Review.tsx';
import { SidePanel } from './SidePanel.tsx';
import {
  type FieldName,
  fromQuestion,
  problemsOf,
  rememberedStep,
  rememberStep,
  STEPS,
  type Step,
  stepAfter,
  stepBefore,
} from './steps.ts';
import { WayStep } from './WayStep.tsx';
import { withdraw } from './withdraw.ts';

const MINUTE_MS = 60_000;
const CONTROLS = 'textarea, input:not([type="radio"]), input[type="radio"]:checked, input[type="radio"]';

const PROBLEM = '.review-problems button';

/** Where the focus is to go: to a field, the first control of the step, or the first thing that stops sending. */
type Goal = FieldName | 'first' | 'problem';

/** A time in the future is none a minute later, so no more often need it be asked. */
const byMinute = (now: number) => Math.floor(now / MINUTE_MS) * MINUTE_MS;

/** Moves the focus into a step when the person has gone there, and never because a draft merely appeared. */
function useStepFocus(step: Step, isArrived: boolean) {
  const root = useRef<HTMLDivElement>(null);
  const isWanted = useNavigation((state) => state.focusWanted !== null);
  const [goal, setGoal] = useState<Goal | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step brings new fields to focus
  useEffect(() => {
    if (!isArrived || (goal === null && !isWanted)) return;
    const within =
      goal && goal !== 'first' && goal !== 'problem'
        ? root.current?.querySelector(`[data-field="${goal}"]`)
        : null;
    const target =
      (within ?? root.current)?.querySelector<HTMLElement>(goal === 'problem' ? PROBLEM : CONTROLS) ??
      root.current?.querySelector<HTMLElement>('h1');
    target?.focus();
    setGoal(null);
    if (isWanted) focusTaken();
  }, [step, goal, isWanted, isArrived]);

  return { root, focusOn: setGoal };
}

/** A draft as five short steps, with what to expect at its side. */
export function Wizard({ ticket, isArrived }: { ticket: Ticket; isArrived: boolean }) {
  const { t } = useTranslation();
  const draft = useDraft(ticket);
  const saveState = useDraftSaveState(ticket.id);
  const [step, setStep] = useState<Step>(() => rememberedStep(ticket.id, draft.form));
  const { root, focusOn } = useStepFocus(step, isArrived);
  const problems = problemsOf(draft.form, useAtNow(byMinute));
  const isCopyingFiles = isCopying(useUploadsOf(ticket.id));
  const whole = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const isFileOver = useFilesFor(whole, ticket.id);

  const go = (next: Step, field: FieldName | 'first' = 'first') => {
    if (step === 'ask' && next !== 'ask') {
      const patch = fromQuestion(draft.form);
      if (Object.keys(patch).length > 0) draft.change(patch);
    }
    rememberStep(ticket.id, next);
    setStep(next);
    scroller.current?.scrollTo({ top: 0 });
    focusOn(field);
  };
  const send = async () => {
    if (problems.length > 0) focusOn('problem');
    else if (ticket.otherAccount) announce(t('account.waits'));
    else if (isCopyingFiles) announce(t('attach.wait'));
    else if (await draft.submit()) announce(t('wizard.review.sent'));
  };
  const onward = () => (step === 'review' ? void send() : go(stepAfter(step)));

  return (
    // In the capture phase, before a radio button takes Enter for itself.
    <div
      ref={whole}
      className="wizard takes-files"
      onKeyDownCapture={(event) => {
        if (!pressed('send', event)) return;
        event.preventDefault();
        onward();
      }}
    >
      {isFileOver && <DropHint />}
      <header className="wizard-head">
        <Button
          kind="quiet"
          icon="back"
          className="wizard-leave"
          aria-label={t('app.back')}
          onPress={backToList}
        >
          {null}
        </Button>
        <ol className="wizard-steps" aria-label={t('wizard.steps')}>
          {STEPS.map((one, index) => {
            const isWrong = problems.some((problem) => problem.step === one && problem.problem !== 'missing');
            const isDone = STEPS.indexOf(step) > index && !problems.some((problem) => problem.step === one);
            return (
              <li key={one} className={one === step ? 'wizard-step wizard-step-now' : 'wizard-step'}>
                <Button
                  kind="quiet"
                  {...(one === step && { 'aria-current': 'step' })}
                  onPress={() => go(one)}
                >
                  <span className={`wizard-mark ${isDone ? 'wizard-mark-done' : ''}`} aria-hidden="true">
                    {isDone ? <Icon name="check" size={12} /> : index + 1}
                  </span>
                  <span className="wizard-step-name">{t(`wizard.step.${one}`)}</span>
                  {isWrong && <span className="unseen">{t('wizard.wrong')}</span>}
                </Button>
              </li>
            );
          })}
        </ol>
        <Button kind="quiet" icon="trash" className="wizard-throw" onPress={() => withdraw(ticket.id)}>
          {t('wizard.throwAway')}
        </Button>
      </header>
      <div className="wizard-scroll" ref={scroller}>
        <KnownTrouble onFollow={() => withdraw(ticket.id)} />
        <div className="wizard-columns">
          <div className="wizard-questions" ref={root}>
            {step === 'ask' && <AskStep draft={draft} />}
            {step === 'judge' && <JudgeStep draft={draft} />}
            {step === 'way' && <WayStep draft={draft} problems={problems} />}
            {step === 'details' && <DetailsStep draft={draft} problems={problems} ticket={ticket} />}
            {step === 'review' && <Review draft={draft} ticket={ticket} problems={problems} go={go} />}
            <SaveMark state={saveState} />
          </div>
          {step === 'ask' ? (
            <aside className="side" aria-label={t('articles.label')}>
              <Offline form={draft.form} />
              <Articles ticketId={ticket.id} question={draft.form.question} />
            </aside>
          ) : (
            <SidePanel form={draft.form} isOthers={ticket.otherAccount} isJudging={step === 'judge'} />
          )}
        </div>
      </div>
      <footer className="wizard-foot">
        {step !== 'ask' && <Button onPress={() => go(stepBefore(step))}>{t('wizard.back')}</Button>}
        {step === 'review' ? (
          <Button
            kind="primary"
            icon="send"
            onPress={send}
            aria-keyshortcuts="Control+Enter Meta+Enter"
            isBusy={draft.isSending}
            isDisabled={isCopyingFiles || ticket.otherAccount || problems.length > 0}
          >
            {t(draft.isSending ? 'wizard.review.sending' : 'wizard.review.send')}
            <SendKey />
          </Button>
        ) : (
          <Button kind="primary" onPress={onward}>
            {t('wizard.next')}
          </Button>
        )}
      </footer>
    </div>
  );
}
