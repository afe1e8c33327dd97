/** Native notifications, and what a click on one does. */
import { Notification } from 'electron';
import type { Notice, NoticeOutcome } from '#shared/wire.ts';

/** A desktop that says neither "shown" nor "failed" within this time is taken to have failed. */
const ANSWER_WITHIN_MS = 10_000;

export function openNotifications(onClick: (to: Pick<Notice, 'ticketId' | 'messageId'>) => void) {
  // Electron drops the click of a notification that nobody holds.
  const shown = new Map<Notice['id'], Notification>();

  return {
    /** Shows a notice under its stable id, and tells what became of it. */
    show(notice: Notice): Promise<NoticeOutcome> {
      if (!Notification.isSupported()) {
        return Promise.resolve({ outcome: 'not_shown', reason: 'this desktop has no notifications' });
      }
      const { id, ticketId, messageId, title, body } = notice;
      const notification = new Notification({ id, title, body, timeoutType: 'never' });
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
        notification.on('show', () => settle({ outcome: 'shown' }));
        notification.on('failed', (_event, reason) => settle({ outcome: 'failed', reason }));
        notification.on('click', () => onClick({ ticketId, messageId }));
        notification.on('close', () => {
          // A late word about one that was replaced must not let go of its successor.
          if (shown.get(id) === notification) shown.delete(id);
        });
        notification.show();
      });
    },
  };
}
