import './wizard.css';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Person } from '#shared/contract.ts';
import { standingOf, type Ticket } from '#shared/model.ts';
import { useAtNow } from '../../state/clock.ts';
import { backToList, focusTaken, useNavigation } from '../../state/navigation.ts';
import { announce } from '../../state/notices.ts';
import { useSettings } from '../../state/settings.ts';
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
import { HurryStep } from './HurryStep.tsx';
import { JudgeStep } from './JudgeStep.tsx';
import { Offline } from './Offline.tsx';
import { Review } from './Review.tsx';
import { SidePanel } from './SidePanel.tsx';
import {
  type FieldName,
  fromQuestion,
  placeOf,
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

const NOBODY: readonly Person[] = [];
const MINUTE_MS = 60_000;
const CONTROLS = 'textarea, select, input:not([type="file"])';

const PROBLEM = '.review-problems button';
const OPEN = '.hurry-options button';

/** Where somebody goes on: the first field, and of several choices the one that is chosen. */
function firstControl(part: Element | null | undefined): HTMLElement | null {
  const first = part?.querySelector<HTMLElement>(CONTROLS) ?? null;
  const chosen = first?.closest('[role="radiogroup"]')?.querySelector<HTMLElement>('input:checked');
  return chosen ?? first;
}

/** Where the focus is to go: to a field, the first control of the step, what stops sending first, or what is asked. */
type Goal = FieldName | 'first' | 'problem' | 'open';

/** A time in the future is none a minute later, so no more often need it be asked. */
const byMinute = (now: number) => Math.floor(now / MINUTE_MS) * MINUTE_MS;

/** Moves the focus into a step when the person has gone there, and never because a draft merely appeared. */
function useStepFocus(step: Step, isArrived: boolean) {
  const root = useRef<HTMLDivElement>(null);
  const isWanted = useNavigation((state) => state.focusWanted !== null);
  const [goal, setGoal] = useState<Goal | null>(null);

  // Before the next key: whoever has gone there is already typing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new step brings new fields to focus
  useLayoutEffect(() => {
    if (!isArrived || (goal === null && !isWanted)) return;
    const within =
      goal && goal !== 'first' && goal !== 'problem' && goal !== 'open'
        ? root.current?.querySelector(`[data-field="${goal}"]`)
        : null;
    const target =
      (goal === 'problem' || goal === 'open'
        ? root.current?.querySelector<HTMLElement>(goal === 'problem' ? PROBLEM : OPEN)
        : firstControl(within ?? root.current)) ?? root.current?.querySelector<HTMLElement>('h1');
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
  const named = useSettings((state) => state.account?.colleagues) ?? NOBODY;
  // For whom another account may write is not for this one to say.
  const { onBehalfOf } = draft.form;
  const colleagues = ticket.otherAccount && onBehalfOf !== null ? [onBehalfOf] : named;
  const problems = problemsOf(draft.form, useAtNow(byMinute), colleagues);
  const isCopyingFiles = isCopying(useUploadsOf(ticket.id));
  const whole = useRef<HTMLDivElement>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const isFileOver = useFilesFor(whole, ticket.id);

  const go = (next: Step, field: Goal = 'first') => {
    if (step === 'ask' && next !== 'ask') {
      const patch = fromQuestion(draft.form);
      if (Object.keys(patch).length > 0) draft.change(patch);
    }
    rememberStep(ticket.id, next);
    setStep(next);
    scroller.current?.scrollTo({ top: 0 });
    focusOn(field);
  };
  const isUnjudged = standingOf(draft.form) === 'not_judged';
  const send = async () => {
    if (problems.length > 0 && step !== 'review') go('review', 'problem');
    else if (problems.length > 0) focusOn('problem');
    else if (ticket.otherAccount) announce(t('account.waits'));
    else if (isCopyingFiles) announce(t('attach.wait'));
    else if (await draft.submit()) announce(t('wizard.review.sent'));
  };
  /** Nothing goes unjudged by a key that does not say so (invariant 12). */
  const onward = () => {
    if (step === 'hurry') isUnjudged ? focusOn('open') : void send();
    else if (step !== 'review') go(stepAfter(step));
    else if (problems.length > 0) focusOn('problem');
    else if (isUnjudged) go('judge');
    else void send();
  };

  const isLast = step === 'review' || step === 'hurry';
  const isHeld = isCopyingFiles || ticket.otherAccount || (step === 'review' && problems.length > 0);

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
            const isPassed = placeOf(step) > index;
            const isOpen = one === 'judge' && isPassed && isUnjudged;
            const isDone = isPassed && !isOpen && !problems.some((problem) => problem.step === one);
            const isNow = placeOf(step) === index;
            return (
              <li key={one} className={isNow ? 'wizard-step wizard-step-now' : 'wizard-step'}>
                <Button kind="quiet" {...(isNow && { 'aria-current': 'step' })} onPress={() => go(one)}>
                  <span
                    className={`wizard-mark ${isDone ? 'wizard-mark-done' : ''} ${isOpen ? 'wizard-mark-open' : ''}`}
                    aria-hidden="true"
                  >
                    {isDone ? <Icon name="check" size={12} /> : isOpen ? '?' : index + 1}
                  </span>
                  <span className="wizard-step-name">{t(`wizard.step.${one}`)}</span>
                  {isOpen && <span className="unseen">{t('standing.not_judged')}</span>}
                  {isDone && <span className="unseen">{t('wizard.done')}</span>}
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
            {step === 'hurry' && <HurryStep draft={draft} />}
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
            <SidePanel form={draft.form} isOthers={ticket.otherAccount} step={step} />
          )}
        </div>
      </div>
      <footer className="wizard-foot">
        {step !== 'ask' && <Button onPress={() => go(stepBefore(step))}>{t('wizard.back')}</Button>}
        {step === 'ask' && (
          <Button icon="send" isDisabled={draft.form.question.trim() === ''} onPress={() => go('hurry')}>
            {t('wizard.hurry.open')}
          </Button>
        )}
        {isLast && isUnjudged && (
          <Button onPress={() => void send()} isBusy={draft.isSending} isDisabled={isHeld}>
            {t(draft.isSending ? 'wizard.review.sending' : 'wizard.review.sendUnjudged')}
          </Button>
        )}
        {step === 'review' && isUnjudged && (
          <Button kind="primary" aria-keyshortcuts="Control+Enter Meta+Enter" onPress={() => go('judge')}>
            {t('wizard.review.answer')}
          </Button>
        )}
        {isLast && !isUnjudged && (
          <Button
            kind="primary"
            icon="send"
            onPress={send}
            aria-keyshortcuts="Control+Enter Meta+Enter"
            isBusy={draft.isSending}
            isDisabled={isHeld}
          >
            {t(draft.isSending ? 'wizard.review.sending' : 'wizard.review.send')}
            <SendKey />
          </Button>
        )}
        {!isLast && (
          <Button kind="primary" onPress={onward}>
            {t('wizard.next')}
          </Button>
        )}
      </footer>
    </div>
  );
}
