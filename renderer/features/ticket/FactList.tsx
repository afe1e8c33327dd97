import './fact-list.css';
import { langOf } from '../../ui/text-language.ts';
import type { Fact } from './facts.ts';

/** What a person told, each with what it answers. Nothing when there is none. */
export function FactList({ facts, label }: { facts: readonly Fact[]; label?: string }) {
  if (facts.length === 0) return null;
  return (
    <dl className="facts" aria-label={label}>
      {facts.map(({ name, words }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd dir="auto" {...langOf(words)}>
            {words}
          </dd>
        </div>
      ))}
    </dl>
  );
}
