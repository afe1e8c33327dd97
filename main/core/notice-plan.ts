/** Which notices to tell now, and as what. Pure. */
import type { Preferences } from '#shared/model.ts';
import type { Notice, NoticeId } from '#shared/wire.ts';
import type { Untold } from './store/notices.ts';

/** More answers than this at one moment are one summary: nobody reads a column of toasts. */
const MOST_AT_ONCE = 4;

export type NoticePlan = {
  /** Each notice with what it stands for. */
  tell: { notice: Notice; covers: NoticeId[] }[];
  /** What is not to be shown, with the reason to keep. */
  pass: { id: NoticeId; reason: 'muted' | 'over' | 'colleague' }[];
  /** True when some wait for the end of the quiet hours. */
  holds: boolean;
};

/**
 * Sorts what is untold. Several that came while the app was closed are one summary, and so are many at once. In quiet
 * hours only business-critical tickets are told; the rest is held, and comes as one summary after.
 */
export function planNotices(untold: Untold[], preferences: Telling, quiet: boolean): NoticePlan {
  const pass: NoticePlan['pass'] = [];
  const tellable: Untold[] = [];
  for (const each of untold) {
    if (each.gone) pass.push({ id: each.id, reason: 'over' });
    // Nobody knew whose ticket it is when the answer came before it.
    else if (each.isColleagues) pass.push({ id: each.id, reason: 'colleague' });
    else if (each.muted && each.about.kind === 'reply') pass.push({ id: each.id, reason: 'muted' });
    else tellable.push(each);
  }
  const now = quiet ? tellable.filter(({ isCritical }) => isCritical) : tellable;
  const answers = now.flatMap((each) =>
    each.about.kind === 'reply' ? [{ ...each, about: each.about }] : [],
  );
  const closed = answers.filter(({ whileClosed }) => whileClosed);
  const live = answers.filter(({ whileClosed }) => !whileClosed);
  const tell = [
    ...ofTickets(now, preferences),
    ...told(closed, 1, preferences),
    ...told(live, MOST_AT_ONCE, preferences),
  ];
  return { tell, pass, holds: now.length < tellable.length };
}

/** What a person has chosen of how they are told, and the number to call. */
type Telling = Pick<Preferences, 'language' | 'hideContent'> & { phone: string | null };
type Answer = Untold & { about: Extract<Untold['about'], { kind: 'reply' }> };

/**
 * What is told of a ticket itself. Of one promise only the latest moment, and only the last missed call: at the deadline
 * nobody needs to hear that half of it is gone.
 */
function ofTickets(untold: Untold[], { language, hideContent, phone }: Telling): NoticePlan['tell'] {
  const latest = new Map<string, NoticePlan['tell'][number]>();
  for (const { id, ticketId, title, about } of untold) {
    if (about.kind === 'reply') continue;
    const place = `${about.kind} ${ticketId}`;
    const covers = [...(latest.get(place)?.covers ?? []), id];
    const given = { id, language, ticketId, phone };
    const notice =
      about.kind === 'promise'
        ? { ...given, kind: about.kind, moment: about.moment, content: hideContent ? null : { title } }
        : { ...given, kind: about.kind, content: hideContent ? null : { title, number: about.number } };
    latest.set(place, { notice, covers });
  }
  return [...latest.values()];
}

function told(answers: Answer[], mostSingly: number, { language, hideContent }: Telling): NoticePlan['tell'] {
  const [oldest] = answers;
  if (oldest !== undefined && answers.length > mostSingly) {
    const ticketIds = [...new Set(answers.map(({ ticketId }) => ticketId).reverse())];
    return [
      {
        notice: { kind: 'summary', id: oldest.id, language, answers: answers.length, ticketIds },
        covers: answers.map(({ id }) => id),
      },
    ];
  }
  return answers.map(({ id, ticketId, title, about: { messageId, author, body } }) => ({
    notice: {
      kind: 'reply',
      id: messageId,
      language,
      ticketId,
      messageId,
      content: hideContent ? null : { author, title, body },
    },
    covers: [id],
  }));
}

/** The same at a moment, by the person's own time: quiet hours are hours on their wall. */
export function quietNow(hours: Preferences['quietHours'], now: number): ReturnType<typeof quietness> {
  const local = new Date(now);
  return quietness(hours, local.getHours() * 60 + local.getMinutes());
}

/** Whether it is quiet at this minute of the day, and in how many minutes that changes (at least one). */
export function quietness(
  hours: Preferences['quietHours'],
  minuteOfDay: number,
): { quiet: boolean; endsInMinutes: number } {
  if (hours === null || hours.from === hours.to) return { quiet: false, endsInMinutes: 24 * 60 };
  const { from, to } = hours;
  const quiet = from < to ? minuteOfDay >= from && minuteOfDay < to : minuteOfDay >= from || minuteOfDay < to;
  const until = ((quiet ? to : from) - minuteOfDay + 24 * 60) % (24 * 60);
  return { quiet, endsInMinutes: Math.max(1, until) };
}
