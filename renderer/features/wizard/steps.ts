/** The five steps of a new ticket, and which fields belong to each. */
import type { Person } from '#shared/contract.ts';
import type { FieldProblem } from '#shared/errors.ts';
import type { TicketForm } from '#shared/model.ts';
import { colleagueProblems, formProblems, standingOf } from '#shared/model.ts';

export const STEPS = ['ask', 'judge', 'way', 'details', 'review'] as const;
/** `hurry` stands beside them: from the question to what is sent, on one screen. */
export type Step = (typeof STEPS)[number] | 'hurry';
export type FieldName = Exclude<keyof TicketForm, 'channel'>;

/** In the order of the steps. */
const STEP_OF = {
  question: 'ask',
  facts: 'judge',
  affected: 'judge',
  severity: 'judge',
  severityReason: 'judge',
  phone: 'way',
  callAt: 'way',
  onBehalfOf: 'details',
  title: 'details',
  description: 'details',
  sinceAt: 'details',
  since: 'details',
  hit: 'details',
  users: 'details',
  steps: 'details',
  expected: 'details',
  actual: 'details',
  tried: 'details',
  errorId: 'details',
  link: 'details',
  cc: 'details',
} as const satisfies Record<FieldName, (typeof STEPS)[number]>;

const FIELDS = Object.keys(STEP_OF) as (keyof typeof STEP_OF)[];

export type Problem = { field: FieldName; step: (typeof STEPS)[number]; problem: FieldProblem };

/**
 * What stands between this form and sending it, in the order of the steps. `now` is the time of this computer, and
 * `colleagues` are those whom the desk names.
 */
export function problemsOf(form: TicketForm, now: number, colleagues: readonly Person[]): Problem[] {
  const problems = { ...formProblems(form, now), ...colleagueProblems(form, colleagues) };
  return FIELDS.flatMap((field) => {
    const problem = problems[field];
    // The number stands among the details, unless the channel is the phone.
    const step = field === 'phone' && form.channel !== 'phone' ? 'details' : STEP_OF[field];
    return problem ? [{ field, step, problem }] : [];
  });
}

/** Where a step stands among the five; the one for those in a hurry asks what the second asks. */
export const placeOf = (step: Step): number => STEPS.indexOf(step === 'hurry' ? 'judge' : step);

export function stepAfter(step: Step): Step {
  return STEPS[placeOf(step) + 1] ?? 'review';
}

export function stepBefore(step: Step): Step {
  return STEPS[placeOf(step) - 1] ?? 'ask';
}

/**
 * Where to go on with a form: the first step that still lacks something. Leaving the first step gives the form its
 * title, so without one the person was still writing the question.
 */
function firstUnfinished(form: TicketForm): Step {
  if (form.title.trim() === '') return 'ask';
  if (standingOf(form) === 'not_judged') return 'judge';
  // A time that was in the future once is a matter for the review, and so is whom the desk names: any will do.
  return (
    problemsOf(form, Number.POSITIVE_INFINITY, form.onBehalfOf ? [form.onBehalfOf] : [])[0]?.step ?? 'review'
  );
}

const keyOf = (id: string) => `lifeline.step.${id}`;

/** The step that was open last, kept as a convenience only: without it, the form tells where to go on. */
export function rememberedStep(id: string, form: TicketForm): Step {
  try {
    const step = localStorage.getItem(keyOf(id));
    if (step === 'hurry') return step;
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

type Given = Pick<TicketForm, 'title' | 'description'>;

/**
 * What a question gives to the rest of the form. The desk has no field for the question itself, so it becomes the
 * title, and the start of the description: what somebody wrote once need not be written again.
 */
function givenBy(written: string): Given {
  const question = written.trim();
  const firstLine = question.split('\n', 1)[0]?.trim() ?? '';
  if (question.length <= LONGEST_TITLE && firstLine === question) {
    return { title: question, description: question };
  }
  const firstSentence = /^.*?[.!?](?=\s|$)/.exec(firstLine)?.[0] ?? firstLine;
  const short = firstSentence.length <= LONGEST_TITLE ? firstSentence : firstLine.slice(0, LONGEST_TITLE);
  const title = short === firstSentence ? short : `${short.replace(/\s+\S*$/, '')}…`;
  return { title, description: question };
}

/** What to fill in from the question when the person goes on from it: what is still empty. */
export function fromQuestion(form: TicketForm): Partial<Given> {
  const given = givenBy(form.question);
  return {
    ...(form.title.trim() === '' && given.title !== '' && { title: given.title }),
    ...(form.description.trim() === '' && given.description !== '' && { description: given.description }),
  };
}

/** A change of the question, with what it had given and nobody has touched since: that goes along. */
export function changedQuestion(form: TicketForm, question: string): Partial<TicketForm> {
  const [before, after] = [givenBy(form.question), givenBy(question)];
  return {
    question,
    ...(form.title !== '' && form.title === before.title && { title: after.title }),
    ...(form.description !== '' &&
      form.description === before.description && { description: after.description }),
  };
}

/** True when what is in the question can be found nowhere in what the desk will read. */
export function isQuestionLeftOut({ question, title, description }: TicketForm): boolean {
  const words = question.trim();
  return (
    title.trim() !== '' &&
    words !== '' &&
    !description.includes(words) &&
    title.trim() !== givenBy(words).title
  );
}
