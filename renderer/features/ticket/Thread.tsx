import './thread.css';
import { Fragment, type KeyboardEvent, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message, Ticket } from '#shared/model.ts';
import { type Entry, inOrder, isEvent } from '#shared/thread-order.ts';
import { sendAgain } from '../../state/absence.ts';
import { ask } from '../../state/lifeline.ts';
import { focusTaken, goToBeginning, useNavigation } from '../../state/navigation.ts';
import { turnOf, whoseWords } from '../../state/people.ts';
import { Button } from '../../ui/Button.tsx';
import { MissingChip, SeverityMark, StateChip } from '../../ui/Chip.tsx';
import { useArrival } from '../../ui/focus.ts';
import { Icon } from '../../ui/Icon.tsx';
import { PromiseClock } from '../../ui/PromiseClock.tsx';
import { langOf } from '../../ui/text-language.ts';
import { sameDay, useTimes } from '../../ui/time.ts';
import { Attachments } from '../attachments/Attachments.tsx';
import { useFilesFor } from '../attachments/attaching.ts';
import { DropHint } from '../attachments/DropHint.tsx';
import { CallStrip } from '../call/CallStrip.tsx';
import { ChatStrip } from '../chat/ChatStrip.tsx';
import { useChatInSight } from '../chat/in-sight.ts';
import { Day } from './Day.tsx';
import { EventLine } from './EventLine.tsx';
import { useHistory } from './history.ts';
import { MessageItem } from './MessageItem.tsx';
import { useNewestInView } from './newest-in-view.ts';
import { OwnWords } from './OwnWords.tsx';
import { Rate } from './Rate.tsx';
import { ReplyBox } from './ReplyBox.tsx';
import { useReply } from './reply.ts';
import { TicketMenu } from './TicketMenu.tsx';
import { TicketNotes } from './TicketNotes.tsx';

/** Whoever passes a row on the way to another has not read it. */
const LOOKED_AT_MS = 1_000;

/**
 * Marks the ticket read when somebody really looks at it: a window behind others shows it to nobody, and what is read
 * takes its notification off the screen. While the person is still in the list, it must have been looked at for a moment.
 */
function useMarkRead({ id, unread }: Ticket, isArrived: boolean) {
  useEffect(() => {
    if (!unread || !isArrived) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const mark = () => {
      if (!document.hidden && document.hasFocus()) void ask('ticket.markRead', { id });
    };
    const look = () => {
      clearTimeout(timer);
      const isPassing = document.activeElement?.closest('.inbox-list') != null;
      if (isPassing) timer = setTimeout(mark, LOOKED_AT_MS);
      else mark();
    };
    look();
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('focus', look);
      document.removeEventListener('visibilitychange', look);
    };
  }, [id, unread, isArrived]);
}

/** Goes to the message that a notification named. True once it is there to go to. */
function useNamedMessage(ticket: Ticket, isArrived: boolean): string | null {
  const place = useNavigation((state) => state.place);
  const wanted = place.screen === 'ticket' ? place.messageId : null;
  const named = isArrived && ticket.messages.some((message) => message.id === wanted) ? wanted : null;
  useEffect(() => {
    if (!named || place.screen !== 'ticket') return;
    const element = document.getElementById(`message-${named}`);
    element?.scrollIntoView({ block: 'center' });
    element?.focus({ preventScroll: true });
    focusTaken();
  }, [named, place]);
  return named;
}

/** Goes to the first words of the ticket when a command or the button asks for it; all that follows is there then. */
function useBeginning(isArrived: boolean, showAll: () => void) {
  const ref = useRef<HTMLElement>(null);
  const isWanted = useNavigation((state) => state.focusWanted === 'beginning');
  useEffect(() => {
    if (!isWanted || !isArrived) return;
    showAll();
    ref.current?.focus({ preventScroll: true });
    ref.current?.closest('.thread-scroll')?.scrollTo({ top: 0 });
    focusTaken();
  });
  return ref;
}

/** From here on, messages out of sight are not laid out. */
const MANY = 200;

const NO_FILES: Ticket['attachments'] = [];

const isHeld = ({ altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent) =>
  altKey || ctrlKey || metaKey || shiftKey;
const isWriting = (target: EventTarget) => target instanceof Element && target.matches('input, textarea');

/** Before the first letter of a box, an arrow key has nothing to do there. */
const isAtStart = (target: EventTarget) =>
  target instanceof HTMLTextAreaElement && target.selectionStart === 0 && target.selectionEnd === 0;

/**
 * With Alt, the arrow keys go from message to message; from the thread itself or the box, to the newest. Beyond the
 * first come earlier ones, and beyond the newest the box.
 */
function goByMessage(event: KeyboardEvent<HTMLElement>, showEarlier: (() => void) | null) {
  if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
  if (isWriting(event.target) && !(event.key === 'ArrowUp' && isAtStart(event.target))) return;
  event.preventDefault();
  const messages = [...event.currentTarget.querySelectorAll<HTMLElement>('article.message')];
  const at = messages.findIndex((message) => message.contains(document.activeElement));
  const step = event.key === 'ArrowUp' ? -1 : 1;
  if (showEarlier && at === EARLIEST_SHOWN && step === -1) return showEarlier();
  const box = event.currentTarget.querySelector<HTMLElement>('.reply textarea');
  const target = at === -1 ? messages.at(-1) : (messages[at + step] ?? (step === 1 ? box : null));
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: 'nearest' });
}

/** Who writes again so soon goes on. */
const GOES_ON_MS = 5 * 60_000;

/** Whether a message follows one of the same person, with nothing between them. */
function goesOn(message: Message, before: Entry | undefined): boolean {
  return (
    before !== undefined &&
    !isEvent(before) &&
    before.isOwn === message.isOwn &&
    before.author.kind === message.author.kind &&
    before.author.name === message.author.name &&
    sameDay(before.at, message.at) &&
    message.at - before.at <= GOES_ON_MS
  );
}

/** The person's own words stand before the messages, whatever of these is shown. */
const EARLIEST_SHOWN = 1;

/** A ticket that is or was at the desk, or waits to get there. */
export function Thread({ ticket, isArrived }: { ticket: Ticket; isArrived: boolean }) {
  const { t } = useTranslation();
  const reply = useReply(ticket);
  const { scroller, column, toEnd } = useNewestInView(ticket.messages.length);
  const named = useNamedMessage(ticket, isArrived);
  const heading = useArrival<HTMLHeadingElement>(isArrived && named === null);
  useMarkRead(ticket, isArrived);
  useChatInSight(isArrived && ticket.channel === 'chat' ? ticket.id : null);
  const isAtDesk = ticket.number !== null || ticket.promise.receivedAt !== null;
  const canReply =
    isAtDesk && ticket.state !== 'closed' && ticket.deleted === null && ticket.missing !== 'yes';
  // Where the whole ticket is missing, it is sent again as a whole.
  const sendPartsAgain =
    ticket.missing === 'no' && !ticket.otherAccount ? () => void sendAgain(ticket.id) : null;
  const root = useRef<HTMLDivElement>(null);
  const isFileOver = useFilesFor(root, canReply ? ticket.id : null);
  const times = useTimes();
  const whose = whoseWords(ticket);
  const history = useHistory(ticket.messages, named, scroller.onScroll);
  const beginning = useBeginning(isArrived, history.showAll);
  const filesOf = useMemo(
    () => Map.groupBy(ticket.attachments, ({ messageId }) => messageId),
    [ticket.attachments],
  );
  const { shown, hidden } = history;
  const entries = useMemo(() => {
    // Of what happened before the first message that is shown, nothing is said while earlier messages are not shown.
    const from = hidden > 0 ? (shown[0]?.at ?? 0) : Number.NEGATIVE_INFINITY;
    return inOrder(
      shown,
      ticket.events.filter(({ at }) => at >= from),
    );
  }, [shown, hidden, ticket.events]);
  const isOver = ticket.state === 'solved' || ticket.state === 'closed';
  const ofTicket = ticket.attachments.filter(
    ({ messageId, delivery }) => messageId === null && (!isAtDesk || delivery !== 'attached'),
  );

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the messages in it
    <div
      className="thread takes-files"
      ref={root}
      onKeyDown={(event) => goByMessage(event, hidden > 0 ? history.showEarlier : null)}
    >
      {isFileOver && <DropHint />}
      <header className="thread-head">
        <div className="thread-title">
          <h1 ref={heading} tabIndex={-1} dir="auto" {...langOf(ticket.title || ticket.form.question)}>
            {ticket.title.trim() || ticket.form.question.trim() || t('inbox.untitled')}
          </h1>
          <TicketMenu ticket={ticket} />
        </div>
        <p className="thread-facts">
          {ticket.number && <span className="thread-number">{ticket.number}</span>}
          {ticket.deleted === null && (ticket.missing === 'no' || isOver) && (
            <StateChip state={ticket.state} turn={turnOf(ticket)} />
          )}
          {ticket.deleted === null && <MissingChip ticket={ticket} />}
          <SeverityMark severity={ticket.severity} standing={ticket.standing} />
          <span className="soft small">{t(`channel.${ticket.channel}`)}</span>
          {whose !== null && (
            <span className="thread-muted soft small">
              <Icon name="person" size={13} />
              <bdi>{whose}</bdi>
            </span>
          )}
          {ticket.muted && (
            <span className="thread-muted soft small">
              <Icon name="bellOff" size={13} />
              {t('ticket.muted')}
            </span>
          )}
          {/* Before the desk has it, the banner below says so in full. */}
          {isAtDesk && ticket.deleted === null && ticket.missing === 'no' && <PromiseClock ticket={ticket} />}
        </p>
      </header>
      <ChatStrip ticket={ticket} />
      <CallStrip ticket={ticket} />
      <TicketNotes ticket={ticket} />
      <section
        className="thread-scroll"
        aria-label={t('ticket.messages')}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scroller must be reachable for the arrow keys
        tabIndex={0}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
        onKeyDown={(event) => {
          // By itself the browser would slide there, and stop where earlier messages come in on the way.
          if (event.key !== 'Home' || isHeld(event) || isWriting(event.target)) return;
          event.preventDefault();
          goToBeginning(ticket.id);
        }}
        {...scroller}
      >
        {/* What arrives is spoken once, with its author; what is loaded or laid out again in here is not. */}
        <div
          ref={column}
          role="log"
          aria-live="off"
          className={`thread-column ${history.shown.length > MANY ? 'thread-column-many' : ''}`}
        >
          <Day at={ticket.createdAt} />
          <OwnWords
            ref={beginning}
            ticket={ticket}
            files={ofTicket.filter(({ author }) => author !== 'specialist')}
            onSendAgain={sendPartsAgain}
          />
          <DeskFiles files={ofTicket.filter(({ author }) => author === 'specialist')} />
          {history.hidden > 0 && (
            <div className="thread-gap" ref={history.gap}>
              <Button icon="up" onPress={history.showEarlier}>
                {t('thread.earlier', { hidden: times.count(history.hidden) })}
              </Button>
              <Button kind="quiet" icon="top" onPress={() => goToBeginning(ticket.id)}>
                {t('palette.do.beginning')}
              </Button>
            </div>
          )}
          {entries.map((entry, index) => (
            <Fragment key={entry.id}>
              {!sameDay(entry.at, entries[index - 1]?.at ?? ticket.createdAt) && <Day at={entry.at} />}
              {isEvent(entry) ? (
                <EventLine event={entry} />
              ) : (
                <MessageItem
                  message={entry}
                  files={filesOf.get(entry.id) ?? NO_FILES}
                  isNamed={entry.id === named}
                  isGoingOn={goesOn(entry, entries[index - 1])}
                  onTakeBack={() => reply.takeBack(entry.id)}
                  onSendAgain={sendPartsAgain}
                />
              )}
            </Fragment>
          ))}
          {isAtDesk && isOver && ticket.isMine && ticket.deleted === null && <Rate ticket={ticket} />}
        </div>
      </section>
      {isAtDesk && <ReplyBox ticket={ticket} reply={reply} isArrived={isArrived} onSent={toEnd} />}
    </div>
  );
}

/** Files that the desk has put to the ticket and not to a message. */
function DeskFiles({ files }: { files: Ticket['attachments'] }) {
  const { t } = useTranslation();
  if (files.length === 0) return null;
  return (
    <section className="message message-specialist" aria-label={t('ticket.deskFiles')}>
      <h2>{t('ticket.deskFiles')}</h2>
      <Attachments attachments={files} />
    </section>
  );
}
