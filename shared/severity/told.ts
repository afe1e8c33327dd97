/** The guide as the desk reads it: in words, also where the level was settled before everything was asked. Pure. */
import { ANSWERS, FACTS, QUESTIONS, REASONS } from './english.ts';
import { ASKING_ORDER, type FactName, isOfData, offered, type SeverityFacts } from './facts.ts';
import { judgeSoFar, questionsOf } from './judge.ts';

/** A question of the guide, as it is put for a kind of trouble. */
export function questionName(name: FactName, kind: SeverityFacts['kind']): FactName | 'dataHow' {
  return name === 'data' && isOfData(kind) ? 'dataHow' : name;
}

/** The questions of this kind that were answered, with their answers, in English. */
export function answered(given: SeverityFacts): { question: string; answer: string }[] {
  const facts = offered(given);
  return questionsOf(facts.kind).flatMap((name) => {
    const words: Record<string, string> = ANSWERS[name];
    const answer = words[facts[name] ?? ''];
    return answer === undefined ? [] : [{ question: QUESTIONS[questionName(name, facts.kind)], answer }];
  });
}

/** What was answered, what not, and why: a line each, in English. */
export function told(given: SeverityFacts): string[] {
  const facts = offered(given);
  const { level, reasons, unconfirmed, openQuestions } = judgeSoFar(facts);
  const asked = questionsOf(facts.kind).filter((name) => facts[name] !== null);
  const question = (name: FactName) => QUESTIONS[questionName(name, facts.kind)];
  const listed = (names: readonly FactName[]) => names.map(question).join(' ');
  const needless = ASKING_ORDER.filter((name) => !asked.includes(name) && !openQuestions.includes(name));
  return [
    ...answered(facts).map(({ question, answer }) => `${question} ${answer}.`),
    ...(openQuestions.length > 0 ? [`Not answered: ${listed(openQuestions)}`] : []),
    ...(level !== null && needless.length > 0
      ? [`Not asked, as it could not change the severity: ${listed(needless)}`]
      : []),
    ...(level === null ? [] : reasons.map((reason) => `Because: ${REASONS[reason]}`)),
    ...(unconfirmed.length === 0
      ? []
      : [`Not confirmed yet: ${unconfirmed.map((name) => FACTS[name]).join(', ')}.`]),
  ];
}
