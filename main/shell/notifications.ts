/** Native notifications, what a click on one does, and how they leave the screen. */
import { app, Notification } from 'electron';
import type { TicketId } from '#shared/ids.ts';
import type { EventPayload } from '#shared/ipc.ts';
import type { Language } from '#shared/model.ts';
import { noticeWords } from '#shared/notice-words.ts';
import type { Notice, NoticeId, NoticeOutcome } from '#shared/wire.ts';

type Target = EventPayload<'window.goTo'>;

/** A desktop that says neither "shown" nor "failed" within this time is taken to have failed. */
const ANSWER_WITHIN_MS = 10_000;

/** What an old notification leads to: nobody knows any more what it told of. */
const UNKNOWN: Target = { ticketId: null, messageId: null, isUnknown: true };

/** `appLanguage` is spoken where the person has chosen none. */
export function openNotifications(
  window: { goTo(to: Target): void; hasInSight(ticketId: TicketId): boolean },
  appLanguage: () => Language,
) {
  // Electron drops the click of a notification that nobody holds.
  const shown = new Map<Notice['id'], Notification>();
  let isQuitting = false;

  function closeAll(): void {
    for (const notification of shown.values()) notification.close();
    shown.clear();
  }

  // Whoever has gone cannot answer a click. What comes while core still stops is told at the next start.
  app.on('before-quit', () => {
    isQuitting = true;
    closeAll();
  });
  // Windows keeps what was shown when the app crashed, and tells of a click on it only here. Where the notification is
  // still held, its own click says where to go.
  if (process.platform === 'win32') {
    Notification.handleActivation(({ arguments: raw }) => {
      if (![...shown.keys()].some((id) => raw.includes(id))) window.goTo(UNKNOWN);
    });
  }

  return {
    /** Shows a notice under its stable id, and tells what became of it. */
    show(notice: Notice): Promise<NoticeOutcome> {
      if (isQuitting) return Promise.resolve({ outcome: 'failed', reason: 'the app is closing' });
      if (!Notification.isSupported()) {
        return Promise.resolve({ outcome: 'not_shown', reason: 'this desktop has no notifications' });
      }
      if (notice.kind === 'reply' && window.hasInSight(notice.ticketId)) {
        return Promise.resolve({ outcome: 'not_shown', reason: 'the person is looking at it' });
      }
      const { id } = notice;
      const words = noticeWords(notice, notice.language ?? appLanguage());
      const notification = new Notification({ id, ...words, timeoutType: 'never' });
      shown.get(id)?.close();
      shown.set(id, notification);
      return new Promise((resolve) => {
        const tooLate = setTimeout(
          () => resolve({ outcome: 'failed', reason: 'the desktop did not answer' }),
          ANSWER_WITHIN_MS,
        );
        const settle = (outcome: NoticeOutcome) => {
          clearTimeout(tooLate);
          resolve(outcome);
        };
        notification.on('show', () => {
          // Closed before it was there, it would stay for ever.
          if (!shown.has(id)) notification.close();
          settle({ outcome: 'shown' });
        });
        notification.on('failed', (_event, reason) => settle({ outcome: 'failed', reason }));
        notification.on('click', () => window.goTo(targetOf(notice)));
        notification.on('close', ({ reason }) => {
          // In the list of notifications on Windows it can still be clicked.
          if (reason === 'timedOut') return;
          // A late word about one that was replaced must not let go of its successor.
          if (shown.get(id) === notification) shown.delete(id);
        });
        notification.show();
      });
    },

    /** Takes these off the screen. */
    async close({ ids }: { ids: NoticeId[] }): Promise<null> {
      for (const id of ids) {
        shown.get(id)?.close();
        shown.delete(id);
      }
      return null;
    },
  };
}

/** Where a click leads: to the answer, to the one ticket that was answered, or to the list of those. */
function targetOf(notice: Notice): Target {
  if (notice.kind === 'reply') return { ticketId: notice.ticketId, messageId: notice.messageId };
  if (notice.kind === 'promise' || notice.kind === 'missed_call')
    return { ticketId: notice.ticketId, messageId: null };
  // What the desk says of itself stands above everything, and most of all above what needs the person.
  if (notice.kind === 'status_line') return { ticketId: null, messageId: null };
  const [first, ...others] = notice.ticketIds;
  return { ticketId: first !== undefined && others.length === 0 ? first : null, messageId: null };
}
