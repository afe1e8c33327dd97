/** The five steps of a new ticket, and which fields belong to each. */
import type { TicketForm } from '#shared/model.ts';
import { formProblems } from '#shared/model.ts';

export const STEPS = ['ask', 'who', 'severity', 'details', 'review'] as const;
export type Step = (typeof STEPS)[number];
export type FieldName = Exclude<keyof TicketForm, 'channel'>;

const STEP_OF: Record<FieldName, Step> = {
  question: 'ask',
  affected: 'who',
  hit: 'who',
  severity: 'severity',
  severityReason: 'severity',
  title: 'details',
  description: 'details',
  since: 'details',
};

export type Problem = { field: FieldName; step: Step; problem: 'missing' | 'too_long' };

/** What stands between this form and sending it, in the order of the steps. */
export function problemsOf(form: TicketForm): Problem[] {
  const problems = formProblems(form);
  const fields: FieldName[] = [
    'affected',
    'hit',
    'severity',
    'severityReason',
    'title',
    'description',
    'since',
  ];
  return fields.flatMap((field) => {
    const problem = problems[field];
    return problem ? [{ field, step: STEP_OF[field], problem }] : [];
  });
}

export function stepAfter(step: Step): Step {
  return STEPS[STEPS.indexOf(step) + 1] ?? 'review';
}

export function stepBefore(step: Step): Step {
  return STEPS[STEPS.indexOf(step) - 1] ?? 'ask';
}

/**
 * Where to go on with a form: the first step that still lacks something. Leaving the first step gives the form its
 * title, so without one the person was still writing the question.
 */
function firstUnfinished(form: TicketForm): Step {
  if (form.title.trim() === '') return 'ask';
  return problemsOf(form)[0]?.step ?? 'review';
}

const keyOf = (id: string) => `lifeline.step.${id}`;

/** The step that was open last, kept as a convenience only: without it, the form tells where to go on. */
export function rememberedStep(id: string, form: TicketForm): Step {
  try {
    const step = localStorage.getItem(keyOf(id));
    return STEPS.find((one) => one === step) ?? firstUnfinished(form);
  } catch {
    return firstUnfinished(form);
  }
}

export function rememberStep(id: string, step: Step | null): void {
  try {
    if (step === null) localStorage.removeItem(keyOf(id));
    else localStorage.setItem(keyOf(id), step);
  } catch {
    // Storage is switched off; the form tells where to go on.
  }
}

const LONGEST_TITLE = 120;

/**
 * What the question gives to the rest of the form. The desk has no field for the question itself, so a question
 * too long for a title also becomes the start of the description, and none of it is lost.
 */
export function fromQuestion(form: TicketForm): Partial<TicketForm> {
  const question = form.question.trim();
  if (question === '' || form.title.trim() !== '') return {};
  const firstLine = question.split('\n', 1)[0]?.trim() ?? '';
  if (question.length <= LONGEST_TITLE && firstLine === question) return { title: question };
  const firstSentence = /^.*?[.!?](?=\s|$)/.exec(firstLine)?.[0] ?? firstLine;
  const short = firstSentence.length <= LONGEST_TITLE ? firstSentence : firstLine.slice(0, LONGEST_TITLE);
  const title = short === firstSentence ? short : `${short.replace(/\s+\S*$/, '')}…`;
  return { title, ...(form.description.trim() === '' && { description: question }) };
}
