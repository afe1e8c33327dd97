/** Which notices to tell now, and as what. Pure. */
import type { MessageId } from '#shared/ids.ts';
import type { Preferences } from '#shared/model.ts';
import type { Notice } from '#shared/wire.ts';
import type { Untold } from './store/notices.ts';

/** More answers than this at one moment are one summary: nobody reads a column of toasts. */
const MOST_AT_ONCE = 4;

export type NoticePlan = {
  /** Each notice with the answers it stands for. */
  tell: { notice: Notice; covers: MessageId[] }[];
  /** Answers that are not to be shown, with the reason to keep. */
  pass: { id: MessageId; reason: 'muted' | 'deleted' }[];
  /** True when some wait for the end of the quiet hours. */
  holds: boolean;
};

/**
 * Sorts what is untold. Several that came while the app was closed are one summary, and so are many at once. In quiet
 * hours only business-critical tickets are told; the rest is held, and comes as one summary after.
 */
export function planNotices(
  untold: Untold[],
  preferences: Pick<Preferences, 'language' | 'hideContent'>,
  quiet: boolean,
): NoticePlan {
  const pass: NoticePlan['pass'] = [];
  const tellable: Untold[] = [];
  for (const each of untold) {
    if (each.gone) pass.push({ id: each.id, reason: 'deleted' });
    else if (each.muted) pass.push({ id: each.id, reason: 'muted' });
    else tellable.push(each);
  }
  const now = quiet ? tellable.filter(({ isCritical }) => isCritical) : tellable;
  const closed = now.filter(({ whileClosed }) => whileClosed);
  const live = now.filter(({ whileClosed }) => !whileClosed);
  const tell = [...told(closed, 1, preferences), ...told(live, MOST_AT_ONCE, preferences)];
  return { tell, pass, holds: now.length < tellable.length };
}

function told(
  answers: Untold[],
  mostSingly: number,
  { language, hideContent }: Pick<Preferences, 'language' | 'hideContent'>,
): NoticePlan['tell'] {
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
  return answers.map(({ id, ticketId, author, title, body }) => ({
    notice: {
      kind: 'reply',
      id,
      language,
      ticketId,
      messageId: id,
      content: hideContent ? null : { author, title, body },
    },
    covers: [id],
  }));
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
