/** Speaks what happens to tickets, wherever in the window the person is. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TicketId } from '#shared/ids.ts';
import type { Ticket, TicketSummary } from '#shared/model.ts';
import { plainText } from '#shared/plain-text.ts';
import { useInbox } from '../../state/inbox.ts';
import { announce } from '../../state/notices.ts';
import { useTicket } from '../../state/ticket.ts';
import { usePromiseWords } from '../../ui/PromiseClock.tsx';
import { type News, newsOf, threadNews } from './news.ts';

/** After an absence much comes at once: more than this is only counted. */
const MOST_AT_ONCE = 3;
/** Of a long answer its beginning is spoken; all of it is there to read. */
const LONGEST = 1_500;

type Line = { text: string; quote?: string };

type Speak = {
  ticket(news: News, ticket: TicketSummary | Ticket): string;
  thread(before: Ticket, after: Ticket): Line[];
  many(count: number): string;
};

function useSpeak(): Speak {
  const { t } = useTranslation();
  const promise = usePromiseWords();
  const named = ({ number, title }: TicketSummary) =>
    [number, title.trim() || t('inbox.untitled')].filter(Boolean).join(', ');
  const sentences = (...parts: (string | false | undefined)[]) =>
    parts
      .filter((part) => part)
      .map((part) => `${part}`.replace(/[.\s]*$/u, '.'))
      .join(' ');

  return {
    ticket(news, ticket) {
      const name = named(ticket);
      switch (news.is) {
        case 'sent': {
          const isRunning = ticket.promise.dueAt !== null;
          return sentences(
            t('heard.sent', { ticket: name }),
            isRunning && t('heard.clock'),
            promise(ticket, Date.now()),
          );
        }
        case 'not_accepted':
          return sentences(
            t('heard.notAccepted', { ticket: name }),
            'problem' in ticket && (ticket.problem ?? ''),
          );
        case 'severity': {
          const change = 'severityChange' in ticket ? ticket.severityChange : null;
          const why = change?.to === news.to ? `${change.by}: ${change.reason}` : '';
          return sentences(
            t(news.to === 'standard' ? 'heard.lowered' : 'heard.raised', {
              ticket: name,
              severity: t(`severity.${news.to}`),
            }),
            why,
          );
        }
        case 'status':
          return sentences(t(`heard.status.${news.to}`, { ticket: name }));
        case 'promise':
          return sentences(t('heard.promise', { ticket: name }), promise(ticket, Date.now()));
        case 'needs':
          return sentences(`${name}: ${t(`inbox.needs.${news.what}`)}`);
      }
    },
    thread(before, after) {
      const { delivered, refused, arrived } = threadNews(before, after);
      const of = (one: (typeof delivered)[number]) => ('body' in one ? t('heard.reply') : one.name);
      return [
        ...delivered.map((one) => ({ text: sentences(t('heard.delivered', { what: of(one) })) })),
        ...refused.map((one) => ({
          text: sentences(t('heard.refused', { what: of(one) })),
          quote: one.problem ?? '',
        })),
        ...arrived.map(({ author, body }) => ({
          text: t('heard.message', { author: author.name }),
          quote: plainText(body.slice(0, LONGEST)),
        })),
      ];
    },
    many: (count) => t('heard.many', { count }),
  };
}

/** The open ticket is heard from what is known of all of it, the others from the list. Each change is said once. */
export function useHeard(): void {
  const speak = useRef<Speak>(null);
  const words = useSpeak();
  useEffect(() => {
    speak.current = words;
  });
  useEffect(() => {
    const known = new Map<TicketId, TicketSummary>();
    const say = (lines: Line[]) => {
      for (const { text, quote = '' } of lines.slice(0, MOST_AT_ONCE)) announce(text, { quote });
      if (lines.length > MOST_AT_ONCE) announce(speak.current?.many(lines.length - MOST_AT_ONCE) ?? '');
    };
    const changed = (ticket: TicketSummary | Ticket): Line[] => {
      const before = known.get(ticket.id);
      known.set(ticket.id, ticket);
      if (before === undefined || before === ticket) return [];
      return newsOf(before, ticket).map((news) => ({ text: speak.current?.ticket(news, ticket) ?? '' }));
    };
    const fromList = ({ tickets }: ReturnType<typeof useInbox.getState>) => {
      const open = useTicket.getState().ticket?.id;
      say((tickets ?? []).filter(({ id }) => id !== open).flatMap(changed));
    };
    const fromOpen = ({ ticket }: { ticket: Ticket | null }, before: { ticket: Ticket | null }) => {
      if (ticket === null || ticket === before.ticket) return;
      const thread =
        before.ticket?.id === ticket.id ? (speak.current?.thread(before.ticket, ticket) ?? []) : [];
      say([...changed(ticket), ...thread]);
    };
    fromList(useInbox.getState());
    const stops = [useInbox.subscribe(fromList), useTicket.subscribe(fromOpen)];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
}
