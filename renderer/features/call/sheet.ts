/** What to say on the phone, in an order that can be read aloud in a minute. In English, as the desk speaks. Pure. */
import type { Account } from '#shared/contract.ts';
import { factsOf, reasonOf, severityOf, type TicketForm } from '#shared/model.ts';
import type { FactName } from '#shared/severity/facts.ts';
import { judgeSoFar } from '#shared/severity/judge.ts';
import type { Standing } from '#shared/severity/standing.ts';

/** One line of the sheet. `label` is a key of `call.line`; `text` is empty where nothing is written to be read. */
export type SheetLine = { label: SheetLabel; text: string };
export type SheetLabel = 'who' | 'account' | 'severity' | 'what' | 'since' | 'many' | 'tried' | 'reach';

/** Characters for each line: about 150 words are read aloud in a minute, and six characters make a word. */
const LONGEST: Record<SheetLabel, number> = {
  who: 100,
  account: 80,
  severity: 200,
  what: 200,
  since: 80,
  many: 80,
  tried: 120,
  reach: 40,
};

type Words = {
  /** How serious it is, and that the caller chose it where that is so. */
  severity: (severity: ReturnType<typeof severityOf>, standing: Standing) => string;
  /** What to say where nobody has judged. */
  notJudged: string;
  reason: (reason: ReturnType<typeof judgeSoFar>['reasons'][number]) => string;
  unconfirmed: (facts: FactName[]) => string;
  affected: (affected: NonNullable<TicketForm['affected']>) => string;
};

/** What a specialist asks in any case: such a line stays, for the person to know what to say. */
const ASKED: readonly SheetLabel[] = ['what', 'since', 'many', 'tried'];

/** The lines in the order to read them. `words` speak English, whatever the window does. */
export function callSheet(
  form: TicketForm,
  given: { account: Account | null; number: string | null; standing: Standing; words: Words },
): SheetLine[] {
  const { account, number, standing, words } = given;
  const { reasons, unconfirmed } = judgeSoFar(factsOf(form));
  const doubt = unconfirmed.length > 0 ? ` ${words.unconfirmed(unconfirmed)}` : '';
  const because = reasonOf(form) || reasons.map(words.reason).join(' ') + doubt;
  const why = standing === 'not_judged' ? words.notJudged : because;
  const lines: SheetLine[] = [
    { label: 'who', text: account === null ? '' : `${account.requester.name}, ${account.requester.email}` },
    {
      label: 'account',
      text: [account?.requester.id, account?.plan.name, number].filter(Boolean).join(', '),
    },
    { label: 'severity', text: `${words.severity(severityOf(form), standing)}. ${why}` },
    { label: 'what', text: form.title.trim() || form.question },
    {
      label: 'since',
      text: [form.sinceAt.replace('T', ' '), form.since].filter((part) => part !== '').join(', '),
    },
    {
      label: 'many',
      text: [form.affected === null ? '' : words.affected(form.affected), form.users]
        .filter((part) => part !== '')
        .join(', '),
    },
    { label: 'tried', text: form.tried },
    { label: 'reach', text: form.phone },
  ];
  return lines
    .map(({ label, text }) => ({ label, text: shortened(text, LONGEST[label]) }))
    .filter(({ label, text }) => text !== '' || ASKED.includes(label));
}

function shortened(text: string, longest: number): string {
  const line = text.trim().replace(/\s+/g, ' ');
  return line.length < longest ? line : `${line.slice(0, longest - 1).replace(/\s+\S*$/, '')}…`;
}
