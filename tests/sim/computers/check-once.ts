/** What was handed in and sent is at the desk exactly once, as it was written, and shown once. */
import { certainty, quoted } from '../check-history.ts';
import type { Deed, DeedOf } from '../logs.ts';
import type { Problem } from './check.ts';
import { bodyOf } from './threads.ts';
import type { Told } from './told.ts';

export function once(told: Told): Problem[] {
  const deeds = told.computers
    .flatMap((computer) => computer.deeds)
    .filter((deed) => certainty(deed) !== 'no');
  return [
    ...tickets(told, deeds),
    ...replies(told, deeds),
    ...repeats(told),
    ...told.computers.flatMap(({ looks }, at) =>
      looks.flatMap(({ tickets: shown }) => [
        ...twice(
          shown.map(({ title }) => title),
          `computer ${at}: a ticket`,
        ),
        ...shown.flatMap(({ messages }) =>
          twice(
            messages.map(({ body }) => body),
            `computer ${at}: a message`,
          ),
        ),
      ]),
    ),
  ];
}

function tickets({ arrivals, desk }: Told, deeds: Deed[]): Problem[] {
  const submitted = deeds.filter((deed): deed is DeedOf<'submitted'> => deed.kind === 'submitted');
  const known = new Map(submitted.map((deed) => [deed.ticket, deed]));
  const strange = arrivals.filter(
    ({ kind, outcome, id }) => kind === 'ticket' && outcome === 'made' && !known.has(id),
  );
  return [
    ...strange.map(({ id }): Problem => ({ kind: 'duplicated', what: `nobody handed in ticket ${id}` })),
    ...submitted.flatMap((deed): Problem[] => {
      const there = desk.tickets.find(({ id }) => id === deed.ticket);
      if (there === undefined) {
        const isLost = certainty(deed) === 'sure';
        return isLost ? [{ kind: 'lost', what: `ticket ${deed.ticket} is not at the desk` }] : [];
      }
      const { title, description }: Record<string, unknown> = JSON.parse(there.submission);
      const isSame =
        title === deed.form.title.trim().replace(/\s+/g, ' ') && description === deed.form.description.trim();
      return isSame ? [] : [{ kind: 'lost', what: `ticket ${deed.ticket} has other words at the desk` }];
    }),
  ];
}

function replies({ arrivals }: Told, deeds: Deed[]): Problem[] {
  const arrived = arrivals.filter(({ kind, outcome }) => kind === 'message' && outcome === 'made');
  const bodies = arrived.map(({ body }) => bodyOf(body));
  const sent = deeds.filter((deed): deed is DeedOf<'replySent'> => deed.kind === 'replySent');
  const known = new Set(sent.map(({ text }) => text));
  return [
    ...bodies
      .filter((body) => !known.has(body))
      .map((body): Problem => ({ kind: 'duplicated', what: `nobody sent ${quoted(body)}` })),
    ...twice(bodies, 'the desk: a reply'),
    ...sent
      .filter((deed) => certainty(deed) === 'sure' && !bodies.includes(deed.text))
      .map(({ text }): Problem => ({ kind: 'lost', what: `reply ${quoted(text)} is not at the desk` })),
  ];
}

/** Repeats that the desk could not tell from something new, and one thing under several keys. */
function repeats({ arrivals }: Told): Problem[] {
  const keys = new Map<string, string>();
  return arrivals.flatMap(({ kind, id, key, outcome, isLate }): Problem[] => {
    if (isLate || kind === 'edit' || outcome === 'refused') return [];
    if (outcome === 'stale')
      return [{ kind: 'duplicated', what: `${kind} ${id}: a repeat that the desk cannot know` }];
    const before = keys.get(id) ?? key;
    keys.set(id, before);
    return before === key ? [] : [{ kind: 'duplicated', what: `${kind} ${id}: sent under two keys` }];
  });
}

/** No two texts are the same, so the same words twice are one thing twice. */
function twice(texts: string[], what: string): Problem[] {
  const seen = new Set<string>();
  return texts.flatMap((text): Problem[] => {
    if (text === '') return [];
    if (seen.has(text)) return [{ kind: 'duplicated', what: `${what} is there twice: ${quoted(text)}` }];
    seen.add(text);
    return [];
  });
}
