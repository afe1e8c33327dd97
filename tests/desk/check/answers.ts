/** What all answers of the check have in common: looked at last. */
import { z } from 'zod';
import type { Answer } from './ask.ts';
import { ensure, type Group } from './expectation.ts';

const WITHOUT_BODY = /^HEAD /;
const Titled = z.looseObject({ title: z.string().min(1) });

const named = (answers: readonly Answer[]): string => {
  const questions = new Set(answers.map(({ question, status }) => `${shortened(question)} (${status})`));
  const [first = '', ...others] = questions;
  return others.length === 0 ? first : `${first} and ${others.length} more`;
};
const shortened = (question: string) => question.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '{id}');

export const answerGroup: Group = {
  title: 'Answers and refusals',
  expectations: [
    {
      name: 'problem.form',
      says: 'Every refusal is application/problem+json.',
      section: 'Problems',
      async look(bench) {
        const wrong = bench
          .answers()
          .filter(({ status, question }) => status >= 400 && !WITHOUT_BODY.test(question))
          .filter(({ type }) => type !== 'application/problem+json');
        ensure(wrong.length === 0, `It is ${wrong[0]?.type || 'nothing'} for ${named(wrong)}.`);
      },
    },
    {
      name: 'problem.title',
      says: 'Every refusal has a title for the person who reads it.',
      section: 'Problems',
      async look(bench) {
        const wrong = bench
          .answers()
          .filter(({ type, question }) => type === 'application/problem+json' && !WITHOUT_BODY.test(question))
          .filter(({ json }) => !Titled.safeParse(json).success);
        ensure(wrong.length === 0, `There is none for ${named(wrong)}.`);
      },
    },
    {
      name: 'answer.json',
      says: 'Every answer that is no refusal and no content is application/json.',
      section: 'Ground rules',
      async look(bench) {
        const wrong = bench
          .answers()
          .filter(({ ok, json }) => ok && json !== undefined)
          .filter(({ question, type }) => !question.endsWith('/content') && type !== 'application/json');
        ensure(wrong.length === 0, `It is ${wrong[0]?.type || 'nothing'} for ${named(wrong)}.`);
      },
    },
  ],
};
