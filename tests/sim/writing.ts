/** What a person writes: every text is one of a kind, so that each can be found again at the desk. */
import type { TicketForm } from '#shared/model.ts';
import type { Dice } from './dice.ts';

const PIECES = [
  'the start page',
  'æøå ÆØÅ',
  'línea',
  '“quoted” \\ \'and\' "so"',
  '日本語',
  '🚒🧯',
  '<b>not html</b>',
  'a\ttab',
  '**bold** `code`',
  '%20 && ; --',
  '{"json": true}',
];

export function writing(seed: number) {
  let count = 0;
  function words(dice: Dice, most: number): string {
    return Array.from({ length: dice.between(1, most) }, () => dice.pick(PIECES) ?? '').join(' ');
  }
  return {
    /** A text of several lines. */
    text(dice: Dice): string {
      count += 1;
      const long = dice.chance(0.03) ? 'long '.repeat(dice.between(100, 3000)) : '';
      const space = dice.chance(0.2) ? '  \n' : '';
      return `${space}«${seed}.${count}» ${words(dice, 4)}\n${long}${words(dice, 3)}${space}`;
    },
    line(dice: Dice): string {
      count += 1;
      return `«${seed}.${count}»${dice.chance(0.3) ? '  ' : ' '}${words(dice, 3)}`.slice(0, 180);
    },
  };
}
export type Writing = ReturnType<typeof writing>;

/** Some fields of a form; `whole` fills all that a ticket needs. */
export function formPatch(write: Writing, dice: Dice, whole: boolean): Partial<TicketForm> {
  const fields: [keyof TicketForm, () => Partial<TicketForm>][] = [
    ['question', () => ({ question: write.line(dice) })],
    ['affected', () => ({ affected: dice.pick(['one', 'few', 'team', 'most'] as const) ?? 'one' })],
    ['hit', () => ({ hit: write.line(dice) })],
    ['severity', () => ({ severity: dice.chance(0.5) ? 'business_critical' : 'standard' })],
    ['severityReason', () => ({ severityReason: write.line(dice) })],
    ['title', () => ({ title: write.line(dice) })],
    ['description', () => ({ description: write.text(dice) })],
    ['since', () => ({ since: write.line(dice) })],
    ['facts', () => ({ facts: someFacts(dice) })],
    ['steps', () => ({ steps: write.line(dice) })],
    ['tried', () => ({ tried: write.line(dice) })],
    ['errorId', () => ({ errorId: write.line(dice) })],
    ['phone', () => ({ phone: dice.pick(['', '+47 55 50 01 42', '5550 0142']) ?? '' })],
  ];
  const wanted = whole ? fields : fields.filter(() => dice.chance(0.3));
  return Object.assign({}, ...wanted.map(([, make]) => make()));
}

function someFacts(dice: Dice): TicketForm['facts'] {
  return {
    kind: dice.pick(['outage', 'wrong_data', 'question', null] as const),
    data: dice.pick(['none', 'some', 'outsiders', 'unknown', null] as const),
    stake: dice.pick(['none', 'work', 'money', 'unknown', null] as const),
    relief: dice.pick(['over', 'around', 'no', 'unknown', null] as const),
  };
}
