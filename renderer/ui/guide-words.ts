/** The questions of the guide and their answers, in the words of the window. */
import { useTranslation } from 'react-i18next';
import {
  dataAnswers,
  type FactName,
  Kind,
  Reach,
  Relief,
  SeverityFacts,
  Stake,
} from '#shared/severity/facts.ts';
import { questionName } from '#shared/severity/told.ts';

export type Option = { value: string; label: string };

/** An answer put among the others. What is offered fits by its list; anything else is a fault of ours. */
export function answering(facts: SeverityFacts, name: FactName, value: string): SeverityFacts {
  return SeverityFacts.parse({ ...facts, [name]: value });
}

export function useGuideWords() {
  const { t } = useTranslation();
  const answer = (name: FactName, { kind, data, affected, relief, stake }: SeverityFacts): string => {
    switch (name) {
      case 'kind':
        return kind === null ? '' : t(`answer.kind.${kind}`);
      case 'data':
        return data === null ? '' : t(`answer.data.${data}`);
      case 'affected':
        return affected === null ? '' : t(`answer.affected.${affected}`);
      case 'relief':
        return relief === null ? '' : t(`answer.relief.${relief}`);
      case 'stake':
        return stake === null ? '' : t(`answer.stake.${stake}`);
    }
  };
  const values = (name: FactName, kind: SeverityFacts['kind']): readonly string[] => {
    const all = { kind: Kind.options, affected: Reach.options, relief: Relief.options, stake: Stake.options };
    return name === 'data' ? dataAnswers(kind) : all[name];
  };
  return {
    question: (name: FactName, kind: SeverityFacts['kind']) => t(`wizard.judge.${questionName(name, kind)}`),
    answer,
    options: (name: FactName, facts: SeverityFacts): Option[] =>
      values(name, facts.kind).map((value) => ({
        value,
        label: answer(name, answering(facts, name, value)),
      })),
  };
}
