/** Answers of the guide as the form keeps them. */
import type { TicketForm } from '#shared/model.ts';
import type { SeverityFacts } from '#shared/severity/facts.ts';

export function formFacts({ affected, ...facts }: SeverityFacts): Pick<TicketForm, 'affected' | 'facts'> {
  return { affected, facts };
}
